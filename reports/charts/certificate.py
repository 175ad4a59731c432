"""The certificate: one page to hang on a wall, with the path of every figure on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.layout import Style
from reports.charts.ops import Anchor, Chart, Line, Op, Rect, Ring, Text
from reports.charts.palette import CATEGORY_COLOURS
from reports.names import CLASS_NAMES

Results = dict[str, Any]
_PATH_SIZE, _SMALL, _BODY = 5.5, 7.0, 9.0
_SEAL = 74.0


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells this certificate from any other: its id, the digest of results.json, the modules of its code."""

    id: str
    digest: str
    payload: str
    code: Sequence[Sequence[bool]]


@dataclass(frozen=True, slots=True)
class _Figure:
    name: str
    value: str
    unit: str
    path: str


def certificate_chart(results: Results, identity: Identity, width: float, height: float, style: Style) -> Chart:
    """Return the whole page: frame, building, seal with six categories, key figures, code and digests."""
    ops: list[Op] = [*_frame(width, height, style)]
    ops += _head(results, width, style)
    ops += _seal(results, width / 2.0, 316.0, style)
    ops += _categories(results, width, 316.0, style)
    ops += _figures(_key_figures(results, style), 28.0, 436.0, width - 56.0, style)
    ops += _notice(results, width, 566.0, style)
    ops += _foot(results, identity, width, height, style)
    return Chart("certificate", width, height, tuple(ops), "", "", (), ())


def _frame(width: float, height: float, style: Style) -> list[Op]:
    colour = style.palette.accent
    return [
        Rect(1.0, 1.0, width - 2.0, height - 2.0, None, colour, 2.2),
        Rect(6.0, 6.0, width - 12.0, height - 12.0, None, colour, 0.6),
        *(Rect(x - 5.0, y - 5.0, 10.0, 10.0, colour) for x in (6.0, width - 6.0) for y in (6.0, height - 6.0)),
    ]


def _centre(x: float, y: float, words: str, size: float, colour: str, *, bold: bool = False) -> Text:
    return Text(x, y, words, size, colour, anchor="middle", bold=bold)


def _fitting(words: str, room: float, size: float, style: Style, *, most: int = 2) -> tuple[list[str], float]:
    """Return the lines and the size at which a title fits in so many lines."""
    while size > 9.0:
        lines = style.wrap(words, room, size=size, bold=True)
        if len(lines) <= most and all(style.width(line, size=size, bold=True) <= room for line in lines):
            return lines, size
        size -= 1.0
    lines = style.wrap(words, room, size=size, bold=True)[:most]
    return [_cut(line, room, size, style) for line in lines], size


def _cut(words: str, room: float, size: float, style: Style) -> str:
    while words and style.width(words + "…", size=size, bold=True) > room:
        words = words[:-1]
    return words + "…" if words else ""


def _head(results: Results, width: float, style: Style) -> list[Op]:
    tr, building, p, middle = style.translate, results["building"], style.palette, width / 2.0
    ops: list[Op] = [_centre(middle, 52.0, tr("Certificate of assessment"), 25.0, p.accent, bold=True)]
    kind = tr("Whole-life carbon, energy and indoor health of a building")
    ops.append(_centre(middle, 70.0, kind, 10.0, p.muted))
    ops.append(Line(((middle - 60.0, 82.0), (middle + 60.0, 82.0)), p.accent, 0.8))
    lines, size = _fitting(building["name"] or tr("Building"), width - 90.0, 20.0, style)
    y = 112.0
    for line in lines:
        ops.append(_centre(middle, y, line, size, p.text, bold=True))
        y += 1.25 * size
    words = tr("{use}, {area} m² gross internal area, {storeys} storeys, {years} years").format(
        use=tr(building["use"]),
        area=style.number(building["gia_m2"]),
        storeys=building["storeys"],
        years=results["carbon"]["study_period_a"],
    )
    ops.append(_centre(middle, y, words, 10.0, p.text))
    paths = "explain: building.use, building.gia_m2, building.storeys, carbon.study_period_a"
    ops.append(_centre(middle, y + 9.0, paths, _PATH_SIZE, p.muted))
    standing = tr("has been assessed at the stage “{stage}” by catalogue {catalogue} {version}:").format(
        stage=results["label"]["stage"],
        catalogue=results["label"]["catalogue"],
        version=results["label"]["catalogue_version"],
    )
    ops.append(_centre(middle, y + 28.0, standing, _BODY, p.text))
    return ops


def _seal(results: Results, x: float, y: float, style: Style) -> list[Op]:
    """Draw a ring a category: its arc as long as its points, coloured as far as they were reached."""
    tr, label, p = style.translate, results["label"], style.palette
    ops: list[Op] = [Ring(x, y, _SEAL + 14.0, 0.0, stroke=p.accent, stroke_width=0.8)]
    ops.append(Ring(x, y, _SEAL + 10.5, 0.0, stroke=p.accent, stroke_width=0.4))
    whole = math.fsum(row["max"] for row in label["categories"]) or 1.0
    start = 0.0
    for row in label["categories"]:
        extent = 360.0 * row["max"] / whole
        inside = max(0.0, extent - 2.5)
        ops.append(Ring(x, y, _SEAL, _SEAL - 17.0, start, inside, fill=p.grid))
        reached = inside * max(0.0, min(100.0, row["pct"])) / 100.0
        if reached > 0.0:
            colour = CATEGORY_COLOURS.get(row["id"], p.accent)
            ops.append(Ring(x, y, _SEAL, _SEAL - 17.0, start, reached, fill=colour))
        start += extent
    level = label["level_title"]
    shown = level.get(style.language, level["en"]) if level else tr("no level")
    lines, size = _fitting(shown, 2.0 * (_SEAL - 24.0), 18.0, style)
    top = y - 12.0 - 1.15 * size * (len(lines) - 1)
    for index, line in enumerate(lines):
        ops.append(_centre(x, top + 1.15 * size * index, line, size, p.accent, bold=True))
    score = tr("{score} of 100 points").format(score=style.number(round(label["score"], 1)))
    ops.append(_centre(x, y + 14.0, score, 8.0, p.text))
    ops.append(_centre(x, y + 24.0, "explain: label.score", _PATH_SIZE, p.muted))
    ops.append(_centre(x, y + 31.0, "explain: label.level", _PATH_SIZE, p.muted))
    return ops


def _categories(results: Results, width: float, middle: float, style: Style) -> list[Op]:
    """Name the categories with their points, half of them on each side of the seal."""
    rows, p = results["label"]["categories"], style.palette
    half = (len(rows) + 1) // 2
    room = width / 2.0 - _SEAL - 58.0
    ops: list[Op] = []
    for side, part in ((1, rows[:half]), (-1, rows[half:])):
        anchor: Anchor = "start" if side > 0 else "end"
        x = width / 2.0 + side * (_SEAL + 34.0)
        for index, row in enumerate(part):
            y = middle + 44.0 * (index - (len(part) - 1) / 2.0)
            name = style.elide(row["title"].get(style.language, row["title"]["en"]), room)
            points = f"{style.number(round(row['points'], 1))} / {style.number(row['max'])}"
            ops.append(Rect(x - 11.0 * side - 3.5, y - 7.0, 7.0, 7.0, CATEGORY_COLOURS.get(row["id"], p.accent)))
            ops.append(Text(x, y, name, style.size, p.text, anchor=anchor))
            ops.append(Text(x, y + 11.0, points, _BODY, p.text, anchor=anchor, bold=True))
            ops.append(Text(x, y + 18.0, "explain: label.categories", _PATH_SIZE, p.muted, anchor=anchor))
    return ops


def _key_figures(results: Results, style: Style) -> list[_Figure]:
    tr, num = style.translate, style.number
    carbon, energy, health = results["carbon"], results["energy"], results["health"]
    final = math.fsum(energy["final_kwh"].values()) / results["building"]["gia_m2"]
    overshoot = carbon["budget"]["overshoot_year"]
    return [
        _Figure(tr("Whole-life carbon A to C"), num(carbon["per_m2"]), "kgCO₂e/m²", "carbon.per_m2"),
        _Figure(tr("of it before use, A1 to A5"), num(carbon["upfront_per_m2"]), "kgCO₂e/m²", "carbon.upfront_per_m2"),
        _Figure(tr("In all"), num(carbon["total_kgco2e"] / 1000.0), "tCO₂e", "carbon.total_kgco2e"),
        _Figure(tr("Final energy"), num(final), "kWh/(m² a)", "energy.final_kwh"),
        _Figure(
            tr("Indoor health, score of 100"),
            num(round(health["score"], 1)),
            tr("worst class {name}").format(name=tr(CLASS_NAMES[health["class"]])),
            "health.score, health.class",
        ),
        _Figure(
            tr("Above the 1.5 °C path from"),
            str(overshoot) if overshoot is not None else tr("never"),
            tr("{ratio} times its budget").format(ratio=num(carbon["budget"]["wlc_ratio"])),
            "carbon.budget.overshoot_year, carbon.budget.wlc_ratio",
        ),
    ]


def _figures(items: Sequence[_Figure], x: float, y: float, width: float, style: Style) -> list[Op]:
    p, slot, high = style.palette, width / 3.0, 56.0
    ops: list[Op] = []
    for index, item in enumerate(items):
        left, top = x + slot * (index % 3), y + (high + 6.0) * (index // 3)
        middle, room = left + slot / 2.0, slot - 12.0
        ops.append(Rect(left + 3.0, top, slot - 6.0, high, p.panel, p.grid, 0.5, radius=3.0))
        ops.append(_centre(middle, top + 11.0, style.elide(item.name, room), style.size, p.muted))
        ops.append(_centre(middle, top + 28.0, item.value, 16.0, p.text, bold=True))
        ops.append(_centre(middle, top + 39.0, style.elide(item.unit, room), style.size, p.muted))
        paths = style.wrap(f"explain: {item.path}", room, size=_PATH_SIZE)
        for line, words in enumerate(paths[:2]):
            ops.append(_centre(middle, top + 47.0 + 6.0 * line, words, _PATH_SIZE, p.muted))
    return ops


def _notice(results: Results, width: float, y: float, style: Style) -> list[Op]:
    """Say that the criteria are not the official ones, where they are not."""
    label, tr, p = results["label"], style.translate, style.palette
    if label["official"]:
        return []
    words = tr("The criteria are an open reference catalogue, not the official criteria of the label.")
    lines = style.wrap(words, width - 100.0, size=_BODY, bold=True)
    return [
        Rect(40.0, y, width - 80.0, 12.0 + 12.0 * len(lines), "#FFF6E5", p.warn, 0.6, radius=3.0),
        *(
            _centre(width / 2.0, y + 14.5 + 12.0 * index, line, _BODY, p.warn, bold=True)
            for index, line in enumerate(lines)
        ),
    ]


def _foot(results: Results, identity: Identity, width: float, height: float, style: Style) -> list[Op]:
    tr, p, inputs = style.translate, style.palette, results["inputs"]
    side = 74.0
    left, top = 28.0, height - side - 22.0
    ops = _code(identity.code, left, top, side, p.text)
    x, room = left + side + 14.0, width - side - 70.0
    rows = [
        (tr("Certificate"), identity.id),
        (tr("Results, sha256"), identity.digest),
        (tr("Model file, sha256"), inputs["model_sha256"][0] if inputs["model_sha256"] else "–"),
        (tr("Program"), f"{results['program']['name']} {results['program']['version']}"),
        (tr("Code"), identity.payload),
    ]
    y = top + 6.0
    for name, value in rows:
        for index, line in enumerate(style.wrap(f"{name}: {value}", room, size=6.5)):
            ops.append(Text(x, y, line if index == 0 else f"   {line}", 6.5, p.text))
            y += 8.5
    how = tr("Every figure names its path; the page after this says how to follow it.")
    ops.append(Text(x, y + 2.0, style.elide(how, room), _SMALL, p.muted))
    return ops


def _code(code: Sequence[Sequence[bool]], x: float, y: float, side: float, colour: str) -> list[Op]:
    """Draw a square code, dark modules of a row joined."""
    step = side / max(len(code), 1)
    ops: list[Op] = []
    for r, row in enumerate(code):
        c = 0
        while c < len(row):
            run = 0
            while c + run < len(row) and row[c + run]:
                run += 1
            if run:
                ops.append(Rect(x + step * c, y + step * r, step * run, step, colour))
            c += max(run, 1)
    return ops
