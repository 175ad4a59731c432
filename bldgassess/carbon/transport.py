"""Modules A4 and C2: distance x vehicle factor by material group, leg by leg."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bldgassess.carbon.tables import read_table
from bldgassess.errors import Issue, UserError
from bldgassess.study import Study
from materials_db.tables import load_transport, number

_FILE = "transport_schemes.csv"
#: Category that travels as ready-mixed concrete.
_CONCRETE = "concrete"


@dataclass(frozen=True, slots=True)
class Haul:
    """What it takes to move one tonne of a group: factor [kgCO2e/t], words, and the source of both."""

    kgco2e_per_t: float
    note: str
    source: str


def transport_factor(mode: str) -> float:
    """Return the factor of a vehicle [kgCO2e/(t km)].

    Raises
    ------
    UserError
        When there is no vehicle of that name.
    """
    factors = _factors()
    if mode not in factors:
        raise UserError(Issue("carbon.bad_transport", {"mode": mode, "choices": ", ".join(sorted(factors))}))
    return factors[mode]


@cache
def _factors() -> dict[str, float]:
    return {row.mode: row.kgco2e_tkm for row in load_transport()}


def site_haul(category: str, scheme: str, study: Study) -> Haul:
    """Return the way of a material category to the site under a scheme of ``transport_schemes.csv`` or "study".

    A4 per tonne = sum over legs of d x T x (1 + e), e the share added for the empty way back.

    Raises
    ------
    UserError
        When the study names a vehicle that is not in the table.
    """
    carbon = study.carbon
    if scheme != "study":
        return _scheme_haul(category, scheme)
    legs = carbon.transport_legs.get(category)
    if legs is None:
        km = carbon.transport_concrete_km if category == _CONCRETE else carbon.transport_other_km
        pairs = [(km, carbon.transport_mode)]
    else:
        pairs = [(leg.km, leg.mode) for leg in legs]
    back = 1.0 + carbon.empty_return_fraction
    total = sum(km * transport_factor(mode) for km, mode in pairs) * back
    note = " + ".join(f"{km:g} km, {mode}" for km, mode in pairs)
    if carbon.empty_return_fraction:
        note += f", x {back:g} for the empty way back"
    return Haul(total, note, "study")


def _scheme_haul(category: str, scheme: str) -> Haul:
    rows = {row["category"]: row for row in read_table(_FILE) if row["scheme"] == scheme}
    row = rows.get(category) or rows["*"]
    if row["kgco2e_per_t"]:
        value = number(row, "kgco2e_per_t", _FILE)
        return Haul(value, f"{value:g} kgCO2e/t", row["source"])
    km = number(row, "km", _FILE)
    return Haul(km * transport_factor(row["mode"]), f"{km:g} km, {row['mode']}", row["source"])


def waste_haul(study: Study) -> Haul:
    """Return the way of waste from the site: ``waste_km`` with the study's vehicle."""
    carbon = study.carbon
    back = 1.0 + carbon.empty_return_fraction
    value = carbon.waste_km * transport_factor(carbon.transport_mode) * back
    return Haul(value, f"{carbon.waste_km:g} km, {carbon.transport_mode}", "study")
