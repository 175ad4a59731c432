"""Indicators by room: class colour and numeral in each cell, and what the window's matrix shares with it."""

from __future__ import annotations

from typing import Any

from bldgassess.health.ratings.rating import counts
from bldgassess.health.row import SITE
from reports.charts.layout import Style
from reports.charts.ops import Chart, Op, Rect, Text
from reports.charts.palette import CLASS_COLOURS
from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, CLASS_SIGNS, INDICATOR_NAMES

Results = dict[str, Any]

#: Groups of indicators in the order that they are shown.
PILLARS: tuple[str, ...] = ("thermal", "air", "acoustic", "light", "community")
#: Letters of the quality of inputs.
QUALITY_SIGNS: dict[str, str] = {"measured": "A", "project": "B", "defaults": "C"}


def health_chart(results: Results, width: float, height: float, style: Style, *, most_rooms: int = 24) -> Chart:
    """Return the matrix of indicators by pillar and rooms, the worst rooms first where there are too many to show."""
    tr = style.translate
    indicators = [item for pillar in PILLARS for item in results["health"]["indicators"] if item["pillar"] == pillar]
    rooms = rooms_by_worst(indicators)
    shown = ["", *list(rooms)[:most_rooms]]
    names = [tr(INDICATOR_NAMES.get(item["id"], item["id"])) for item in indicators]
    slot_y = min(1.9 * style.size, (height - 22.0) / max(len(indicators), 1))
    size = min(style.size, 0.8 * slot_y)
    names_width = min(0.36 * width, max((style.width(name) for name in names), default=40.0) + 10)
    slot_x = min((width - names_width) / len(shown), 9.0 * style.size)
    ops: list[Op] = []
    for c, guid in enumerate(shown):
        name = style.elide(rooms[guid] if guid else tr("Building"), slot_x - 4)
        x = names_width + slot_x * (c + 0.5)
        ops.append(Text(x, 12, name, style.size, style.palette.muted, anchor="middle", bold=not guid))
    for r, (item, name) in enumerate(zip(indicators, names, strict=True)):
        y = 18.0 + slot_y * r
        base = y + slot_y / 2 + 0.35 * size
        ops.append(Text(4, base, style.elide(name, names_width - 8), size, style.palette.text))
        for c, guid in enumerate(shown):
            cell = item["spaces"].get(guid) if guid else item
            if cell is None:
                continue
            x = names_width + slot_x * c
            fill, ink = CLASS_COLOURS.get(cell["class"], (style.palette.panel, style.palette.muted))
            value = ("~" if is_rough(item) and cell["value"] is not None else "") + style.number(cell["value"])
            key = f"health.{item['id']}" + (f".spaces.{guid}" if guid else "")
            tip = f"{rooms[guid] if guid else tr('Building')}: {name} {value} {pretty_unit(item['unit'])}"
            ops.append(Rect(x + 1, y + 0.5, slot_x - 2, slot_y - 1, fill, radius=2.0, key=key, tip=tip))
            numeral = CLASS_SIGNS[cell["class"]]
            text = numeral if cell["value"] is None else f"{numeral}  {value}"
            text = text if style.width(text) < slot_x - 4 else numeral
            ops.append(Text(x + slot_x / 2, base, text, size, ink, anchor="middle", key=key))
    rows = tuple(
        (name, *(_cell(item["spaces"].get(guid) if guid else item, style) for guid in ("", *rooms)))
        for item, name in zip(indicators, names, strict=True)
    )
    title = tr("Worst class {name}, score {score} of 100").format(
        name=tr(CLASS_NAMES[results["health"]["class"]]), score=style.number(results["health"]["score"])
    )
    subtitle = tr("Class and value by indicator and room, worst rooms first")
    heads = (tr("Indicator"), tr("Building"), *rooms.values())
    used = 18.0 + slot_y * len(indicators) + 4
    return Chart("health_rooms", width, min(height, used), tuple(ops), title, subtitle, heads, rows)


def rooms_by_worst(indicators: list[dict[str, Any]]) -> dict[str, str]:
    """Return GlobalId and name of each room, the worst first."""
    rooms = _rooms(indicators)
    return {guid: rooms[guid] for guid in sorted(rooms, key=lambda guid: (*_rank(indicators, guid), rooms[guid], guid))}


def _rank(indicators: list[dict[str, Any]], guid: str) -> tuple[int, int]:
    """Worst class of a room among what counts, and how often it has it (many first)."""
    ranks = [
        _RANK[item["spaces"][guid]["class"]]
        for item in indicators
        if guid in item["spaces"] and counts(item["pillar"], item["id"])
    ]
    worst = min(ranks, default=9)
    return worst, -ranks.count(worst)


def worst_class(cells: list[dict[str, Any]]) -> str:
    """Return the worst class of some cells, "not_assessed" where none was assessed."""
    return min((str(cell["class"]) for cell in cells), key=lambda name: _RANK[name], default="not_assessed")


def is_rough(item: dict[str, Any]) -> bool:
    """Whether an indicator's values are estimates that a longer computation can better: daylight by split flux."""
    return bool(item["formula"] == "daylight")


def _rooms(indicators: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in indicators:
        for guid, cell in item["spaces"].items():
            if guid != SITE:
                found.setdefault(guid, cell["name"] or guid)
    return found


_RANK = {"outside": 0, "IV": 1, "III": 2, "II": 3, "I": 4, "not_assessed": 5}


def _cell(cell: dict[str, Any] | None, style: Style) -> str:
    return "–" if cell is None else f"{style.translate(CLASS_NAMES[cell['class']])} {style.number(cell['value'])}"
