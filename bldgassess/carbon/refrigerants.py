"""Module B1: refrigerant that leaks in use and at the end of a machine's life."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.carbon.result import LedgerRow
from bldgassess.carbon.systems import heat_pump_kw, installed_cooling_kw
from bldgassess.carbon.tables import read_table
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue, UserError
from bldgassess.model import Assumption
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.scenarios import Refrigerant, load_leakage, load_refrigerants, plain_name
from materials_db.tables import Row, number

_BLENDS, _CHARGES = "refrigerant_blends.csv", "refrigerant_charges.csv"
_ROOM_UNITS = frozenset({"split_unit", "vrf"})


@dataclass(frozen=True, slots=True)
class Charge:
    """Refrigerant in all machines [kg], in words, and what was assumed."""

    kg: float
    note: str
    assumptions: tuple[Assumption, ...]


def find_refrigerant(name: str) -> Refrigerant:
    """Return the row of a refrigerant, by its designation with or without the word behind it.

    Raises
    ------
    UserError
        When it is not in the table.

    >>> find_refrigerant("R-290") == find_refrigerant("R-290 (propane)")
    True
    """
    rows = load_refrigerants()
    row = rows.get(name) or {plain_name(key): row for key, row in rows.items()}.get(name)
    if row is None:
        raise UserError(Issue("carbon.bad_refrigerant", {"name": name, "choices": ", ".join(sorted(rows))}))
    return row


def blend_parts(name: str) -> tuple[Row, ...]:
    """Return the rows of a blend, one a part; empty for what is no blend of the table."""
    return tuple(row for row in read_table(_BLENDS) if row["blend"] == name)


def refrigerant_gwp(name: str, edition: str) -> float:
    """Return the global warming potential over 100 years of a refrigerant [kgCO2e/kg].

    The 6th IPCC report lists no blends: theirs is made of their parts by mass, not rounded.

    Raises
    ------
    UserError
        When it is not in the table.

    >>> round(refrigerant_gwp("R-410A", "AR6"), 1)
    2255.5
    """
    row = find_refrigerant(name)
    if edition == "AR5":
        return row.gwp100_ar5
    shares = {part["part"]: number(part, "mass_fraction", _BLENDS) for part in blend_parts(name)}
    return blend_gwp(shares, {part: refrigerant_gwp(part, edition) for part in shares}) if shares else row.gwp100_ar6


def blend_gwp(composition: dict[str, float], gwp100: dict[str, float]) -> float:
    """Return the potential of a blend: sum of mass fraction x potential."""
    return sum(share * gwp100[part] for part, share in composition.items())


def refrigerant_charge(energy: EnergyResult, study: Study) -> Charge:
    """Return the charge: the study's, else kg per kW installed by ``refrigerant_charges.csv``.

    Room units that heat and cool count once, by the larger power.
    """
    if study.carbon.refrigerant_charge_kg is not None:
        return Charge(study.carbon.refrigerant_charge_kg, "set in the study", ())
    cooling, heating = installed_cooling_kw(energy), heat_pump_kw(energy)
    both = study.operation.heating in _ROOM_UNITS and study.operation.heating == study.operation.cooling
    powers = {"cooling_kw": cooling, "heat_pump_kw": max(0.0, heating - cooling) if both else heating}
    total, words, sources = 0.0, [], []
    for row in read_table(_CHARGES):
        section, _, name = row["setting"].partition(".")
        if getattr(getattr(study, section), name) != row["value"] or powers[row["driver"]] <= 0.0:
            continue
        per_kw = number(row, "kg_per_kw", _CHARGES)
        total += per_kw * powers[row["driver"]]
        words.append(f"{powers[row['driver']]:.4g} kW x {per_kw:g} kg/kW ({row['value']})")
        sources.append(f"{row['source']}: {row['reasoning']}")
    if not words:
        return Charge(0.0, "", ())
    effect = mark("Module B1: charge of all machines")
    item = Assumption("carbon.refrigerant_charge_kg", round(total, 6), "kg", "; ".join(sources), effect, "S")
    return Charge(total, " + ".join(words), (item,))


def refrigerant_rows(charge: Charge, study: Study, rule: str, period_a: int) -> tuple[LedgerRow, ...]:
    """Return B1 under a rule: "leakage", "whole_charge" (GB/T 51366: m / y_e x GWP a year) or "none".

    leakage: B1 = charge x GWP x (yearly share x period + share at end of life x period / life of the machines).

    Raises
    ------
    UserError
        When the study names a refrigerant or scheme that is not in the tables.
    """
    if rule == "none" or charge.kg <= 0.0:
        return ()
    carbon = study.carbon
    gwp = refrigerant_gwp(carbon.refrigerant, carbon.refrigerant_gwp)
    lives = period_a / carbon.refrigerant_life_a
    if rule == "whole_charge":
        kg = charge.kg * gwp * lives
        note = f"{charge.kg:.4g} kg {carbon.refrigerant} x {gwp:.6g} x {period_a} a / {carbon.refrigerant_life_a:g} a"
    else:
        annual, end = leakage(carbon.leakage_scheme)
        kg = charge.kg * gwp * (annual * period_a + end * lives)
        note = (
            f"{charge.kg:.4g} kg {carbon.refrigerant} x {gwp:.6g} x ({annual:g}/a x {period_a} a + {end:g} at each "
            f"end of life, every {carbon.refrigerant_life_a:g} a), {carbon.leakage_scheme}"
        )
    return (LedgerRow("use/refrigerant", "use", None, "services", mark("Refrigerant"), {"B1": kg}, {"B1": note}),)


def leakage(scheme: str) -> tuple[float, float]:
    """Return the yearly share and the share at end of life of a scheme.

    Raises
    ------
    UserError
        When there is no such scheme.
    """
    rows = load_leakage()
    if scheme not in rows:
        raise UserError(Issue("carbon.bad_leakage", {"scheme": scheme, "choices": ", ".join(sorted(rows))}))
    return rows[scheme].annual_fraction, rows[scheme].end_of_life_fraction
