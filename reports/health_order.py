"""In what order and by what signs health is shown: pillars, rooms from the worst on, marks of rough values."""

from __future__ import annotations

from typing import Any

from bldgassess.health.ratings.rating import counts
from bldgassess.health.row import SITE

#: Groups of indicators in the order that they are shown.
PILLARS: tuple[str, ...] = ("thermal", "air", "acoustic", "light", "community")
#: Letters of the quality of inputs.
QUALITY_SIGNS: dict[str, str] = {"measured": "A", "project": "B", "defaults": "C"}
#: Classes from the worst on.
CLASS_ORDER: tuple[str, ...] = ("outside", "IV", "III", "II", "I", "not_assessed")


def rooms_by_worst(indicators: list[dict[str, Any]]) -> dict[str, str]:
    """Return GlobalId and name of each room, the worst first."""
    rooms: dict[str, str] = {}
    for item in indicators:
        for guid, cell in item["spaces"].items():
            if guid != SITE:
                rooms.setdefault(guid, cell["name"] or guid)
    return {guid: rooms[guid] for guid in sorted(rooms, key=lambda guid: (*_rank(indicators, guid), rooms[guid], guid))}


def _rank(indicators: list[dict[str, Any]], guid: str) -> tuple[int, int]:
    """Worst class of a room among what counts, and how often it has it (many first)."""
    ranks = [
        CLASS_ORDER.index(item["spaces"][guid]["class"])
        for item in indicators
        if guid in item["spaces"] and counts(item["pillar"], item["id"])
    ]
    worst = min(ranks, default=len(CLASS_ORDER))
    return worst, -ranks.count(worst)


def worst_class(cells: list[dict[str, Any]]) -> str:
    """Return the worst class of some cells, "not_assessed" where none was assessed."""
    return min((str(cell["class"]) for cell in cells), key=CLASS_ORDER.index, default="not_assessed")


def is_rough(item: dict[str, Any]) -> bool:
    """Whether an indicator's values are estimates that a longer computation can better: daylight by split flux."""
    return bool(item["formula"] == "daylight")
