"""Zones that can be solved apart from all others, packed into blocks of work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, IntArray
from bldgassess.hourly.thermal_model import ThermalModel

#: Faces of a block: enough to fill the vectors, few enough to stay in a core's cache.
_FACES = 64


@dataclass(frozen=True, slots=True)
class Links:
    """Air links from each zone of a block: first link, other zone, row of its flow; flows (rows, 8760) [m3/s]."""

    begin: IntArray
    other: IntArray
    row: IntArray
    flow: FloatArray


def find_blocks(model: ThermalModel) -> list[IntArray]:
    """Return the zones of each block, by id: those that share partitions or air are never parted."""
    parent = list(range(len(model.zones)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    pairs = [(item.zone, item.other_zone) for item in model.elements if item.outer == "zone" and item.other_zone >= 0]
    pairs += [(link.zone_a, link.zone_b) for link in model.air_links]
    for a, b in pairs:
        parent[root(a)] = root(b)
    zone_of = [*(item.zone for item in model.elements), *(item.zone for item in model.windows)]
    faces = np.bincount(np.array(zone_of, dtype=np.int64), minlength=len(model.zones))
    groups: dict[int, list[int]] = {}
    for k in sorted(range(len(model.zones)), key=lambda k: (model.zones[k].id, k)):
        groups.setdefault(root(k), []).append(k)
    blocks: list[list[int]] = []
    filled = _FACES
    for group in groups.values():
        if filled >= _FACES:
            blocks.append([])
            filled = 0
        blocks[-1] += group
        filled += int(faces[group].sum())
    return [np.array(sorted(block, key=lambda k: (model.zones[k].id, k)), dtype=np.int64) for block in blocks]


def make_links(model: ThermalModel, block: IntArray) -> Links:
    """Lay out the air links of a block's zones, each seen from both of its ends."""
    place = {int(zone): k for k, zone in enumerate(block)}
    rows = [
        np.broadcast_to(np.asarray(link.flow_m3_s, dtype=float), (HOURS,))
        for link in model.air_links if link.zone_a in place and link.zone_a != link.zone_b
    ]  # fmt: skip
    ends = [(place[link.zone_a], place[link.zone_b]) for link in model.air_links
            if link.zone_a in place and link.zone_a != link.zone_b]  # fmt: skip
    seen = sorted([(a, b, row) for row, (a, b) in enumerate(ends)] + [(b, a, row) for row, (a, b) in enumerate(ends)])
    begin = np.searchsorted([a for a, _, _ in seen], np.arange(len(block) + 1)).astype(np.int64)
    return Links(
        begin,
        np.array([b for _, b, _ in seen], dtype=np.int64),
        np.array([row for _, _, row in seen], dtype=np.int64),
        np.array(rows) if rows else np.zeros((1, HOURS)),
    )
