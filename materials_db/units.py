"""Units of declared quantities: the spellings that we know, and conversion through what a record declares."""

from __future__ import annotations

from functools import cache
from typing import cast

from materials_db.errors import InputError
from materials_db.records import DeclaredUnit, FactorRecord
from materials_db.tables import number, read_sourced

_FILE = "units.csv"
UNITS: tuple[DeclaredUnit, ...] = ("m3", "m2", "m", "kg", "t", "piece")
_KG_PER_T = 1000.0


@cache
def _spellings() -> dict[str, tuple[DeclaredUnit, float]]:
    return {
        row["spelling"].casefold(): (cast(DeclaredUnit, row["unit"]), number(row, "amount", _FILE))
        for row in read_sourced(_FILE)
    }


def read_unit(text: str) -> tuple[DeclaredUnit, float]:
    """Return our unit for a spelling, and how much of it one of the spelt unit is.

    Raises
    ------
    InputError
        When the unit is none that building products are declared in.

    >>> read_unit("m³"), read_unit("litre")
    (('m3', 1.0), ('m3', 0.001))
    """
    found = _spellings().get(text.strip().casefold())
    if found is None:
        raise InputError("materials.foreign_unit", {"unit": text.strip()[:40] or "-", "choices": ", ".join(UNITS)})
    return found


def amounts(record: FactorRecord) -> dict[str, float]:
    """Return what one declared unit is in every unit that the record allows."""
    known: dict[str, float] = {record.declared_unit: 1.0, **dict(record.conversions)}
    if record.mass_kg:
        known.setdefault("kg", record.mass_kg)
    if "t" in known:
        known.setdefault("kg", known["t"] * _KG_PER_T)
    if record.density_kg_m3:
        if "kg" in known:
            known.setdefault("m3", known["kg"] / record.density_kg_m3)
        elif "m3" in known:
            known["kg"] = known["m3"] * record.density_kg_m3
    if "kg" in known:
        known.setdefault("t", known["kg"] / _KG_PER_T)
    return known


def convert(record: FactorRecord, value: float, from_unit: str, to_unit: str) -> float:
    """Convert an amount of a record's product between units.

    Only mass, density and conversions that the record itself declares are used: an area becomes a volume where the
    row says how thick it is, never by guessing.

    Parameters
    ----------
    record : FactorRecord
    value : float
        Amount in ``from_unit``.
    from_unit, to_unit : str
        Units or their spellings.

    Raises
    ------
    InputError
        When the record declares no way between the two.
    """
    (source, per_source), (target, per_target) = read_unit(from_unit), read_unit(to_unit)
    known = amounts(record)
    if source == target:
        return value * per_source / per_target
    if source not in known or target not in known:
        missing = source if source not in known else target
        raise InputError("materials.no_conversion", {"id": record.id, "from": source, "to": target, "unit": missing})
    return value * per_source / known[source] * known[target] / per_target
