"""Ten ways to break an IFC file, each by a seed; used by tests and by benchmarks/fuzz.py."""

from __future__ import annotations

import random
import re


def _entities(lines: list[str], word: str = "") -> list[int]:
    return [index for index, line in enumerate(lines) if line.startswith("#") and word in line]


def _cut(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(100, len(text))]


def _swap_references(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    places = _entities(lines)
    for _ in range(rng.randrange(1, 30)):
        index = rng.choice(places)
        references = re.findall(r"#\d+", lines[index])[1:]
        if references:
            lines[index] = lines[index].replace(rng.choice(references), f"#{rng.randrange(1, len(places) + 50)}", 1)
    return "\n".join(lines)


def _bad_coordinates(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    places = _entities(lines, "IFCCARTESIANPOINT(")
    for _ in range(rng.randrange(1, 20)):
        index = rng.choice(places)
        value = rng.choice(["NAN", "1.E400", "-1.E30", "$", "*", "'x'"])
        lines[index] = re.sub(r"\(\(.*\)\)", f"(({value},0.,0.))", lines[index])
    return "\n".join(lines)


def _bad_layers(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    for index in _entities(lines, "IFCMATERIALLAYER("):
        if rng.random() < 0.5:
            value = rng.choice(["0.", "-0.1", "1.E9", "$"])
            lines[index] = re.sub(r"(IFCMATERIALLAYER\(#\d+,)[\d.]+", rf"\g<1>{value}", lines[index])
    return "\n".join(lines)


def _double_guids(text: str, rng: random.Random) -> str:
    guids = re.findall(r"'([0-9A-Za-z_$]{22})'", text)
    chosen = rng.choice(guids)
    for _ in range(rng.randrange(1, 10)):
        text = text.replace(rng.choice(guids), chosen, 1)
    return text


def _delete_entities(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    for index in rng.sample(_entities(lines), rng.randrange(1, 40)):
        lines[index] = ""
    return "\n".join(lines)


def _noise(text: str, rng: random.Random) -> bytes:
    data = bytearray(text.encode())
    for _ in range(rng.randrange(1, 60)):
        data[rng.randrange(300, len(data) - 50)] = rng.randrange(256)
    return bytes(data)


def _encoding(text: str, rng: random.Random) -> bytes:
    return text.encode(rng.choice(["utf-16", "cp1251", "latin-1", "gbk"]), errors="replace")


def _scale_numbers(text: str, rng: random.Random) -> str:
    def change(match: re.Match[str]) -> str:
        return match.group(1) if rng.random() > 0.02 else rng.choice(["0.", "-1.", "1.E12", "1.E-12"])

    return re.sub(r"(?<=[(,])(\d+\.\d*)(?=[,)])", change, text)


def _unset_texts(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    for index in rng.sample(_entities(lines), rng.randrange(5, 60)):
        lines[index] = re.sub(
            r"'[^']*'(?=[,)])", lambda match: "$" if rng.random() < 0.5 else match.group(0), lines[index], count=3
        )
    return "\n".join(lines)


KINDS = (
    *(_cut, _swap_references, _bad_coordinates, _bad_layers, _double_guids),
    *(_delete_entities, _noise, _encoding, _scale_numbers, _unset_texts),
)


def mutate(text: str, seed: int) -> bytes:
    """Return the file broken in the way of ``seed % 10``."""
    broken = KINDS[seed % len(KINDS)](text, random.Random(seed))
    return broken if isinstance(broken, bytes) else broken.encode()
