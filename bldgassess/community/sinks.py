"""Carbon that trees take up in a year: rows apart from every total."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from bldgassess.community.schema import Site
from bldgassess.data_rows import data_rows

#: Mass of CO2 over that of its carbon.
_CO2_PER_C = 44.0 / 12.0


@dataclass(frozen=True, slots=True)
class TreeRow:
    """Uptake of a group [kg C/a] a tree or a m2 of crown; trees older than ``active_a`` take up nothing more."""

    id: str
    name: str
    kgc_a: float
    per: str
    active_a: float | None
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Sink:
    """What a group of trees takes up [kgCO2/a], with its source and how sure it is."""

    id: str
    name: str
    group: str
    amount: float
    unit: str
    kgco2_a: float
    source: str
    quality: str
    note: str


@cache
def tree_rows() -> dict[str, TreeRow]:
    """Return the groups by id."""
    return {
        row["id"]: TreeRow(
            row["id"], row["name"], float(row["kgc_a"]), row["per"],
            float(row["active_a"]) if row["active_a"] else None, row["source"], row["quality"],
        )
        for row in data_rows("bldgassess.community", "trees.csv")
    }  # fmt: skip


def compute_sinks(site: Site) -> tuple[Sink, ...]:
    """Return a row for each group of trees. Lawns and shrubs have none: no figure for them is at hand.

    IPCC's method counts trees in their first twenty years only; older ones are taken as even.
    """
    rows = tree_rows()
    found = []
    for k, item in enumerate(site.trees):
        row = rows[item.group]
        active = row.active_a is None or (item.age_a or 0.0) <= row.active_a
        amount = float(item.count) if row.per == "tree" else item.canopy_m2
        kg = amount * row.kgc_a * _CO2_PER_C if active else 0.0
        note = "" if active else f"older than {row.active_a:g} a: taken as even"
        found.append(
            Sink(
                f"trees/{k}", item.name or row.name, row.id, amount, "trees" if row.per == "tree" else "m2", kg,
                row.source, row.quality, note,
            )
        )  # fmt: skip
    return tuple(found)


def total_sinks(sinks: tuple[Sink, ...]) -> float:
    """Return the sum [kgCO2/a]."""
    return math.fsum(item.kgco2_a for item in sinks)
