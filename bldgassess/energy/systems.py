"""Generators: efficiency and carrier of each system, from ``systems.csv`` or the study's own value."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: System -> carrier of its final energy.
CARRIER_OF: dict[str, str] = {
    "heat_pump": "electricity",
    "direct_electric": "electricity",
    "electric": "electricity",
    "gas_boiler": "natural_gas",
    "oil_boiler": "heating_oil",
    "pellet_boiler": "wood_pellets",
    "district_heat": "district_heat",
}


@dataclass(frozen=True, slots=True)
class System:
    """One value of a system with its unit, source and quality."""

    id: str
    value: float
    unit: str
    source: str
    quality: str


@cache
def systems() -> dict[str, System]:
    """Return all rows by id, such as ``"heating.heat_pump"``."""
    text = files("bldgassess.energy").joinpath("data", "systems.csv").read_text(encoding="utf-8")
    return {
        row["id"]: System(row["id"], float(row["value"]), row["unit"], row["source"], row["quality"])
        for row in csv.DictReader(text.splitlines())
    }
