"""The words and rules of meter files as data: columns, carriers, units, limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.energy.result import CARRIERS
from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.tables import plain

#: What a meter can count: carriers that are bought, electricity that is given away, yield of photovoltaics.
METERED: tuple[str, ...] = (*CARRIERS, "electricity_export", "pv")


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit or choice of the twin with its origin."""

    id: str
    value: float
    unit: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class EnergyUnit:
    """A unit of meters; ``kwh`` is ``None`` where it rests on a heating value, ``carriers`` empty where it fits all."""

    name: str
    kwh: float | None
    carriers: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.twin", name)


@cache
def column_roles() -> dict[str, str]:
    """Return the role of a column by its plain name."""
    return {plain(alias): row["role"] for row in _rows("columns.csv") for alias in row["aliases"].split(";")}


@cache
def carrier_words() -> dict[str, str]:
    """Return the carrier by each of its plain names.

    >>> carrier_words()["erdgas"]
    'natural_gas'
    """
    found = {plain(name): name for name in METERED}
    for row in _rows("carriers.csv"):
        found |= {plain(alias): row["carrier"] for alias in row["aliases"].split(";")}
    return found


@cache
def unit_words() -> dict[str, EnergyUnit]:
    """Return the unit by each of its plain spellings."""
    found: dict[str, EnergyUnit] = {}
    for row in _rows("units.csv"):
        carriers = tuple(row["carriers"].split(";")) if row["carriers"] else ()
        unit = EnergyUnit(row["unit"], float(row["kwh"]) if row["kwh"] else None, carriers)
        found |= {plain(alias): unit for alias in row["aliases"].split(";")}
    return found


@cache
def rules() -> dict[str, Rule]:
    """Return limits and choices by id.

    >>> rules()["g14_cv_month_pct"].value
    15.0
    """
    return {
        row["id"]: Rule(row["id"], float(row["value"]), row["unit"], row["source"], row["quality"])
        for row in _rows("rules.csv")
    }


@cache
def gas_heating_value() -> tuple[float, str]:
    """Return the lower heating value of natural gas [MJ/m3] of the fuel table, and its source."""
    row = next(row for row in data_rows("materials_db", "fuels.csv") if row["fuel"] == "Natural gas")
    return float(row["LHV_MJ_per_unit"]), row["source"]


def find_carrier(text: str) -> str | None:
    """Return the carrier that a text names, ``None`` where it names none."""
    return carrier_words().get(plain(text))


def find_unit(text: str, carrier: str, heating_value_mj_m3: float | None) -> tuple[str, float]:
    """Return a unit's name and its kWh.

    Raises
    ------
    UserError
        When we do not know it, or it is none of this carrier.
    """
    unit = unit_words().get(plain(text))
    if unit is None or (unit.carriers and carrier not in unit.carriers):
        fits = {item.name for item in unit_words().values() if not item.carriers or carrier in item.carriers}
        raise UserError(
            Issue("twin.bad_unit", {"unit": text[:40] or "-", "carrier": carrier, "choices": ", ".join(sorted(fits))})
        )
    return unit.name, unit.kwh if unit.kwh is not None else (heating_value_mj_m3 or gas_heating_value()[0]) / 3.6
