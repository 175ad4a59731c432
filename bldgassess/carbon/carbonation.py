"""Carbon dioxide that bare concrete takes up in use (EN 16757 Annex BB form): an option, shown apart, never netted."""

from __future__ import annotations

import math

from bldgassess.carbon.tables import read_table
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Building
from materials_db.tables import number

_FILE = "carbonation.csv"
_CONCRETE = frozenset({"concrete", "precast_concrete"})
_MM_PER_M = 1000.0


def carbonation_depth_m(period_a: float) -> float:
    """Return how deep concrete carbonates [m]: k sqrt(t) / 1000.

    >>> round(carbonation_depth_m(100.0), 4)
    0.025
    """
    return _value("k") * math.sqrt(period_a) / _MM_PER_M


def carbonation_kgco2(building: Building, inventory: Inventory, period_a: float) -> float:
    """Return the uptake of all concrete elements [kg], both faces: k sqrt(t) / 1000 x D_c x U_tcc x C x area.

    The depth on each face is at most half of the element's concrete.
    """
    concrete: dict[str, float] = {}
    for line in inventory.lines:
        if line.record is not None and line.record.category in _CONCRETE:
            concrete[line.guid] = concrete.get(line.guid, 0.0) + line.volume_m3
    per_m3 = _value("degree") * _value("uptake") * _value("cement")
    depth = carbonation_depth_m(period_a)
    taken = []
    for element in building.elements:
        volume = concrete.get(element.guid, 0.0)
        face = max(element.side_area_m2, element.footprint_area_m2)
        taken.append(per_m3 * min(volume, 2.0 * face * depth))
    return math.fsum(taken)


def _value(key: str) -> float:
    return next(number(row, "value", _FILE) for row in read_table(_FILE) if row["key"] == key)
