"""Values that look at single rows of the ledger, with the rows they are about."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]

#: Lightest and heaviest material of buildings [kg/m3]: aerogel board, lead.
_DENSITIES = (5.0, 11_400.0)
#: Shortest and longest service life anybody declares [a].
_LIVES = (3.0, 200.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with the rows or elements that it is about."""

    value: float | None
    ids: tuple[str, ...] = ()


def number(row: Row, column: str) -> float | None:
    """Return a column's number, ``None`` where it is empty."""
    return float(row[column]) if row.get(column) else None


def _odd_density(row: Row) -> bool:
    density = number(row, "density_kg_m3")
    return density is not None and density > 0.0 and not _DENSITIES[0] <= density <= _DENSITIES[1]


def _odd_life(row: Row) -> bool:
    life = number(row, "service_life_a")
    return life is not None and not _LIVES[0] <= life <= _LIVES[1]


def _own_life(row: Row) -> bool:
    return "study" in row.get("service_life_source", "")


def _without_quantity(row: Row) -> bool:
    return row["kind"] == "material" and bool(row.get("record_id")) and not number(row, "quantity")


def _without_source(row: Row) -> bool:
    return bool(row.get("record_id")) and not row.get("source")


_UNFIT: dict[str, Callable[[Row], bool]] = {
    "density": _odd_density,
    "life": _odd_life,
    "own_life": _own_life,
    "no_quantity": _without_quantity,
    "no_source": _without_source,
}


def unfit_lines(ledger: Sequence[Row], kind: str) -> Measured:
    """Count the rows that a test finds."""
    found = tuple(row["row_id"] for row in ledger if _UNFIT[kind](row))
    return Measured(float(len(found)), found)


def _share(ledger: Sequence[Row], wanted: Callable[[Row], bool]) -> Measured:
    """Return the share of the material mass in the rows that fit [%]."""
    rows = [row for row in ledger if row["kind"] == "material" and number(row, "mass_kg")]
    total = math.fsum(float(row["mass_kg"]) for row in rows)
    found = [row for row in rows if wanted(row)]
    mass = math.fsum(float(row["mass_kg"]) for row in found)
    return Measured(100.0 * mass / total if total else None, tuple(row["row_id"] for row in found))


def _unmapped(ledger: Sequence[Row]) -> Measured:
    return _share(ledger, lambda row: not row.get("record_id"))


def _stood_in(ledger: Sequence[Row]) -> Measured:
    return _share(ledger, lambda row: bool(row.get("fallback")))


def _below_b(ledger: Sequence[Row]) -> Measured:
    return _share(ledger, lambda row: bool(row.get("record_id")) and row.get("quality", "")[:1] not in {"A", "B"})


#: Name -> share of the mass [%] with its rows.
MASSES: dict[str, Callable[[Sequence[Row]], Measured]] = {
    "unmapped": _unmapped,
    "stood_in": _stood_in,
    "below_b": _below_b,
}
