"""Faces and openings by the room that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from bldgassess.model import Opening, Surface

_Item = TypeVar("_Item", Surface, Opening)


def by_room(items: Iterable[_Item]) -> Mapping[str, list[_Item]]:
    """Return the items by the GlobalId of their room, in their order."""
    found: dict[str, list[_Item]] = {}
    for item in items:
        found.setdefault(item.space_guid, []).append(item)
    return found
