"""Which rooms lie within the thermal envelope: by the file's own property sets, else by their names."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from bldgassess.errors import Issue
from bldgassess.model import Space, Surface

RoomKind = Literal["heated", "unheated", "outdoor"]
#: Pset_SpaceThermalRequirements (IFC2X3, IFC4): any of these gives the room a temperature to hold.
_SET_POINTS = ("SpaceTemperature", "SpaceTemperatureMin", "SpaceTemperatureWinterMin", "SpaceTemperatureSummerMax")
#: A room with an outdoor name is outdoors where this share of what is over it has no element [-].
_OPEN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class RoomSays:
    """What the file says of a room, ``None`` where it is silent: whether it is heated, whether it lies outdoors."""

    is_heated: bool | None
    is_outdoor: bool | None


@cache
def room_terms() -> tuple[tuple[RoomKind, re.Pattern[str]], ...]:
    """Rows of ``room_terms.csv``: kind, and the pattern that finds the term as a word, a part or the whole name."""
    text = files("bldgassess.ifc").joinpath("data/room_terms.csv").read_text(encoding="utf-8")
    rows = []
    for row in csv.DictReader(text.splitlines()):
        if not row["source"]:
            raise ValueError(f"room_terms.csv: {row['term']} has no source")
        kind: RoomKind = "outdoor" if row["kind"] == "outdoor" else "unheated"
        term = re.escape(row["term"].lower())
        pattern = {"whole": rf"\A{term}\Z", "part": term, "word": rf"(?<![^\W\d_]){term}(?![^\W\d_])"}[row["match"]]
        rows.append((kind, re.compile(pattern)))
    return tuple(rows)


@cache
def kind_by_name(*names: str) -> RoomKind:
    """Kind of a room by its names.

    >>> kind_by_name("0.5", "Garage"), kind_by_name("Dachboden"), kind_by_name("Wohnzimmer"), kind_by_name("Roof bar")
    ('unheated', 'unheated', 'heated', 'heated')
    """
    for name in names:
        text = name.strip().lower()
        for kind, pattern in room_terms():
            if pattern.search(text):
                return kind
    return "heated"


def read_room_says(item: Any) -> RoomSays:  # noqa: ANN401 - ifcopenshell has no types
    """Read what the property sets of an IfcSpace say."""
    from bldgassess.ifc.elements import read_psets

    psets = read_psets(item)
    outdoor = psets.get("Pset_SpaceCommon", {}).get("IsExternal")
    heated: bool | None = None
    for name, values in sorted(psets.items()):
        if not name.startswith("Pset_SpaceThermal"):
            continue
        held = any(isinstance(values.get(key), (int, float)) and float(values[key]) > 0.0 for key in _SET_POINTS)
        if held or any(values.get(key) is True for key in ("AirConditioning", "AirConditioningCentral")):
            heated = True
    return RoomSays(heated, outdoor if isinstance(outdoor, bool) else None)


def mark_heated(spaces: Sequence[Space], says: Mapping[str, RoomSays]) -> tuple[tuple[Space, ...], tuple[Issue, ...]]:
    """Mark unheated rooms; the file's word wins over the name. Those told by name are listed.

    Where the names would leave no room heated, as in a model of a garage, they are not believed.
    """
    marked, by_name = [], []
    for space in spaces:
        said = says.get(space.guid, RoomSays(None, None))
        named = kind_by_name(space.long_name, space.name) == "unheated"
        heated = said.is_heated if said.is_heated is not None else not named
        if named and not heated:
            by_name.append(space.guid)
        marked.append(space if heated == space.is_heated else replace(space, is_heated=heated))
    if by_name and not any(item.is_heated for item in marked):
        return tuple(replace(item, is_heated=True) for item in marked), ()
    issue = Issue("ifc.unheated_by_name", {"count": len(by_name)}, tuple(by_name), "info")
    return tuple(marked), (issue,) if by_name else ()


def find_outdoor(spaces: Sequence[Space], says: Mapping[str, RoomSays], surfaces: Sequence[Surface]) -> tuple[str, ...]:
    """Rooms that are no rooms: the file says they are external, or an outdoor name with nothing built over them.

    A balcony under another one has a slab over it and stays; so does every room of a model without roofs that has an
    ordinary name.
    """
    over: dict[str, list[tuple[float, bool]]] = {}
    for item in surfaces:
        if item.kind == "roof":
            over.setdefault(item.space_guid, []).append((item.area_m2, item.element_guid is None))
    found = []
    for space in spaces:
        rows = over.get(space.guid, [])
        total = sum(area for area, _ in rows)
        is_open = total > 0.0 and sum(area for area, bare in rows if bare) >= _OPEN_SHARE * total
        named = kind_by_name(space.long_name, space.name) == "outdoor"
        if says.get(space.guid, RoomSays(None, None)).is_outdoor or (named and is_open):
            found.append(space.guid)
    return tuple(sorted(found))
