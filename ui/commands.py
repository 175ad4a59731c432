"""What the command palette offers, and how what is typed finds it: names in the window's language and in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bldgassess.texts import LANGUAGES
from reports.figures import number
from reports.names import PART_NAMES
from ui.actions import ACTIONS
from ui.pages.energy_controls import CHOICES, CONTROLS, Control, MeasureSwitch
from ui.pages.energy_panel import say_edit
from ui.topbar import LANGUAGE_NAMES

if TYPE_CHECKING:
    from ui.window import MainWindow

#: A number at the end of what is typed, with an optional unit: "roof insulation 240 mm".
_NUMBER = re.compile(r"^(?P<words>.*?)\s+(?P<number>-?\d+(?:[.,]\d+)?)\s*(?P<unit>\S*)$")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what it says, its English name, keys, and what it does. ``takes_number``: runs with what is typed."""

    text: str
    english: str
    run: Callable[[float | None], object]
    keys: str = ""
    takes_number: bool = False


def make_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return all that can be done now."""
    return tuple((*_actions(window), *_places(window), *_choices(window), *_settings(window)))


def find_commands(commands: Sequence[Command], typed: str) -> list[tuple[Command, float | None]]:
    """Return what fits, best first, with the number that was typed."""
    found = _NUMBER.match(typed.strip())
    value = float(found["number"].replace(",", ".")) if found else None
    words = (found["words"] if found else typed).casefold().split()
    whole = typed.casefold().split()
    ranked = []
    for place, item in enumerate(commands):
        wanted = words if item.takes_number and value is not None else whole
        score = _score(item, wanted)
        if score is not None:
            takes = value if item.takes_number else None
            ranked.append((score - (10 if takes is not None else 0), place, item, takes))
    ranked.sort(key=lambda row: row[:2])
    return [(item, takes) for _, _, item, takes in ranked[:_MOST]]


def _score(item: Command, words: Sequence[str]) -> int | None:
    """Return how far a command is from what is typed, 0 the nearest; ``None`` where a word is not in it."""
    best: int | None = None
    for text in {item.text.casefold(), item.english.casefold()}:
        score = _distance(text, words)
        if score is not None and (best is None or score < best):
            best = score
    return best


def _distance(text: str, words: Sequence[str]) -> int | None:
    parts = re.split(r"[\s/,(:]+", text)
    score = 0
    for word in words:
        if any(part.startswith(word) for part in parts):
            continue
        if word in text:
            score += 1
        elif _in_order(word, text):
            score += 3
        else:
            return None
    return score


def _in_order(word: str, text: str) -> bool:
    rest = iter(text)
    return len(word) > 2 and all(letter in rest for letter in word)


def _actions(window: MainWindow) -> Iterator[Command]:
    for item in ACTIONS:
        if not item.hidden and item.id != "commands" and item.enabled(window):
            yield Command(
                window.tr_(item.name),
                item.name,
                lambda _n, run=item.run: run(window),
                item.keys[0] if item.keys else "",
            )


def _places(window: MainWindow) -> Iterator[Command]:
    tr = window.tr_
    for index, (key, name) in enumerate(window.page_names.items(), 1):
        if not window.may_show(key):
            continue
        yield Command(
            tr("Go to {place}").format(place=tr(name)),
            f"Go to {name}",
            lambda _n, key=key: window.show_page(key),
            f"Ctrl+{index % 10}",
        )
    for index, variant in enumerate(window.state.variants):
        yield Command(
            tr("Show variant {name}").format(name=variant.name),
            f"Show variant {variant.name}",
            lambda _n, index=index: window.state.show(index),
        )


def _choices(window: MainWindow) -> Iterator[Command]:
    tr = window.tr_
    for key in LANGUAGES:
        name = LANGUAGE_NAMES[key]
        text = tr("Language: {name}").format(name=name)
        yield Command(text, f"Language: {name}", lambda _n, key=key: window.set_language(key))
    variant = window.state.current
    if variant is None or variant.building is None:
        return
    elements = variant.building.elements
    bare = [item.guid for item in elements if not item.materials]
    if bare:
        yield Command(
            tr("Select all without material"),
            "Select all without material",
            lambda _n: window.state.select(bare),
        )
    for part in sorted({item.part for item in elements}):
        guids = [item.guid for item in elements if item.part == part]
        name = PART_NAMES.get(part, part)
        yield Command(
            tr("Select: {name}").format(name=tr(name)),
            f"Select: {name}",
            lambda _n, guids=guids: window.state.select(guids),
        )
    for room in variant.building.spaces:
        name = room.long_name or room.name
        yield Command(
            tr("Select room: {name}").format(name=name),
            f"Select room: {name}",
            lambda _n, guid=room.guid: window.state.select((guid,)),
        )


def _settings(window: MainWindow) -> Iterator[Command]:
    """Yield the controls of the Energy page: with a number, or one line a choice."""
    variant, tr = window.state.current, window.tr_
    if variant is None or variant.locked:
        return
    for control in CONTROLS:
        title = tr(control.title)
        if isinstance(control, MeasureSwitch):
            wanted = None if control.measure in variant.study.measures else {}
            yield Command(title, control.title, lambda _n, c=control, v=wanted: _edit(window, c, v))
        elif control.choices:
            for choice in control.choices:
                yield Command(
                    f"{title}: {tr(CHOICES[choice])}",
                    f"{control.title}: {CHOICES[choice]}",
                    lambda _n, c=control, v=choice: _edit(window, c, v),
                )
        else:
            bounds = control.bounds()
            span = f"{number(bounds.least, window.language)}–{number(bounds.most, window.language)} {bounds.unit}"
            yield Command(
                f"{title} ({span.strip()})",
                control.title,
                lambda n, c=control: _edit_number(window, c, n),
                takes_number=True,
            )


def _edit(window: MainWindow, control: Control, stored: object) -> None:
    variant = window.state.current
    if variant is not None:
        window.edit(control.path_in(variant.study), stored, say_edit(control, window.tr_, window.language))


def _edit_number(window: MainWindow, control: Control, value: float | None) -> None:
    """Set a number within its bounds; without one, go to its control."""
    variant = window.state.current
    if variant is None or isinstance(control, MeasureSwitch):
        return
    if value is None:
        window.show_page("energy")
        return
    bounds = control.bounds()
    if not bounds.least <= value <= bounds.most:
        window.refuse_number(value, bounds)
        return
    _edit(window, control, control.stored(variant.study, value))
