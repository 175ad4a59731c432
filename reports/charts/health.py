"""Rooms by indicators: class colour and numeral in each cell."""

from __future__ import annotations

from typing import Any

from bldgassess.health.row import SITE
from reports.charts.layout import Style
from reports.charts.ops import Chart, Op, Rect, Text
from reports.charts.palette import CLASS_COLOURS
from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, CLASS_SIGNS, INDICATOR_NAMES

Results = dict[str, Any]


def health_chart(
    results: Results, width: float, height: float, style: Style, *, most_rooms: int = 24, by_id: bool = False
) -> Chart:
    """Return the matrix of rooms and indicators; the worst rooms first where there are too many to show.

    ``by_id``: columns are headed by the indicators' ids, which the title names, for matrices of many columns.
    """
    tr = style.translate
    indicators = results["health"]["indicators"]
    rooms = _rooms(indicators)
    shown = sorted(rooms, key=lambda guid: (_worst(indicators, guid), rooms[guid], guid))[:most_rooms]
    names_width = min(0.36 * width, max((style.width(rooms[guid]) for guid in shown), default=40.0) + 10)
    columns = max(len(indicators), 1)
    slot_x = (width - names_width) / columns
    slot_y = min(3.4 * style.size, (height - 22.0) / max(len(shown) + 1, 1))
    ops: list[Op] = []
    for c, item in enumerate(indicators):
        name = item["id"] if by_id else tr(INDICATOR_NAMES.get(item["id"], item["id"]))
        name = style.elide(name, slot_x - 4)
        ops.append(Text(names_width + slot_x * (c + 0.5), 12, name, style.size, style.palette.muted, anchor="middle"))
    for r, guid in enumerate([*shown, ""]):
        y = 18.0 + slot_y * r
        label = rooms[guid] if guid else tr("Building")
        base = y + slot_y / 2 + 0.35 * style.size
        ops.append(Text(4, base, style.elide(label, names_width - 8), style.size, style.palette.text, bold=not guid))
        for c, item in enumerate(indicators):
            cell = item["spaces"].get(guid) if guid else item
            if cell is None:
                continue
            x = names_width + slot_x * c
            fill, ink = CLASS_COLOURS.get(cell["class"], (style.palette.panel, style.palette.muted))
            value = style.number(cell["value"])
            key = f"health.{item['id']}" + (f".spaces.{guid}" if guid else "")
            tip = f"{label}: {tr(INDICATOR_NAMES.get(item['id'], item['id']))} {value} {pretty_unit(item['unit'])}"
            ops.append(Rect(x + 1, y + 1, slot_x - 2, slot_y - 2, fill, radius=2.0, key=key, tip=tip))
            numeral = CLASS_SIGNS[cell["class"]]
            text = style.elide(f"{numeral}  {value}", slot_x - 6)
            ops.append(Text(x + slot_x / 2, base, text, style.size, ink, anchor="middle", key=key))
    rows = tuple(
        (rooms[guid], tr(INDICATOR_NAMES.get(item["id"], item["id"])), *_cell(item["spaces"][guid], item, style))
        for guid in sorted(rooms)
        for item in indicators
        if guid in item["spaces"]
    )
    title = tr("Worst class {name}, score {score} of 100").format(
        name=tr(CLASS_NAMES[results["health"]["class"]]), score=style.number(results["health"]["score"])
    )
    subtitle = tr("Class and value by room and indicator; the building takes its worst room")
    heads = (tr("Room"), tr("Indicator"), tr("Class"), tr("Value"), tr("Unit"))
    used = 18.0 + slot_y * (len(shown) + 1) + 4
    return Chart("health_rooms", width, min(height, used), tuple(ops), title, subtitle, heads, rows)


def _rooms(indicators: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in indicators:
        for guid, cell in item["spaces"].items():
            if guid != SITE:
                found.setdefault(guid, cell["name"] or guid)
    return found


_RANK = {"outside": 0, "IV": 1, "III": 2, "II": 3, "I": 4, "not_assessed": 5}


def _worst(indicators: list[dict[str, Any]], guid: str) -> int:
    return min((_RANK[item["spaces"][guid]["class"]] for item in indicators if guid in item["spaces"]), default=9)


def _cell(cell: dict[str, Any], item: dict[str, Any], style: Style) -> tuple[str, float | None, str]:
    return style.translate(CLASS_NAMES[cell["class"]]), cell["value"], pretty_unit(item["unit"])
