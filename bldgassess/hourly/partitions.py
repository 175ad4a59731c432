"""Partitions between rooms: both faces of each made one, so that what one room loses its neighbour gains."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from bldgassess.model import Surface

#: Two faces of a partition look at each other to within this [deg].
_OPPOSITE_DEG = 30.0
#: A room behind a face: seen from a heated room an unheated one has a word of its own, seen from there it has not.
_BEHIND_A_ROOM = ("space", "unheated")


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition: the face it is described by, the id of its other face, and the area of both [m2]."""

    face: Surface
    other_id: str
    area_m2: float


def match_partitions(surfaces: Sequence[Surface], rooms: Collection[str]) -> tuple[Partition, ...]:
    """Pair the faces between each two rooms: first those of one element, then any, the nearest areas first.

    A face without a counterpart gets one. Between two rooms the partitions of one slope together have the mean area of
    what is seen from both sides.
    """
    groups: dict[tuple[str, str, int], list[Surface]] = {}
    for face in sorted(surfaces, key=lambda item: item.id):
        here, there = face.space_guid, face.other_space_guid
        if face.boundary in _BEHIND_A_ROOM and there and here in rooms and there in rooms and face.area_m2 > 0.0:
            first, second = sorted((here, there))
            groups.setdefault((first, second, _slope(face, first)), []).append(face)
    found: list[Partition] = []
    for (first, _, _), faces in sorted(groups.items()):
        found += _match(faces, first)
    return tuple(found)


def _slope(face: Surface, first: str) -> int:
    """0 for upright faces, 1 and 2 where the first room is below or above."""
    if 45.0 <= face.tilt_deg <= 135.0:
        return 0
    return 1 if (face.tilt_deg < 45.0) == (face.space_guid == first) else 2


def _match(faces: Sequence[Surface], first: str) -> list[Partition]:
    near = [face for face in faces if face.space_guid == first]
    far = [face for face in faces if face.space_guid != first]
    used: set[str] = set()
    matched: list[Partition] = []
    for a, b in sorted(_candidates(near, far), key=_fit):
        if a.id not in used and b.id not in used:
            used |= {a.id, b.id}
            matched.append(Partition(a, b.id, 0.5 * (a.area_m2 + b.area_m2)))
    matched += [Partition(face, f"{face.id}/back", face.area_m2) for face in faces if face.id not in used]
    sides = (math.fsum(face.area_m2 for face in near), math.fsum(face.area_m2 for face in far))
    if min(sides) <= 0.0:
        return matched
    scale = 0.5 * math.fsum(sides) / math.fsum(item.area_m2 for item in matched)
    return [Partition(item.face, item.other_id, scale * item.area_m2) for item in matched]


def _candidates(near: Sequence[Surface], far: Sequence[Surface]) -> Iterator[tuple[Surface, Surface]]:
    """Pairs of faces that look at each other; within one room every two of its faces."""
    pairs = product(near, far) if far else combinations(near, 2)
    same_room = not far
    for a, b in pairs:
        if same_room and a.other_space_guid != a.space_guid:
            continue
        if abs(a.tilt_deg + b.tilt_deg - 180.0) < _OPPOSITE_DEG:
            yield a, b


def _fit(pair: tuple[Surface, Surface]) -> tuple[bool, float, str, str]:
    a, b = pair
    return a.element_guid != b.element_guid, abs(a.area_m2 - b.area_m2), a.id, b.id
