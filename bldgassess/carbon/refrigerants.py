"""Module B1: refrigerant that leaks in use and at the end of a machine's life."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.carbon.result import LedgerRow
from bldgassess.carbon.tables import read_table, row_number
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue, UserError
from bldgassess.model import Assumption
from bldgassess.study import Study
from bldgassess.texts import mark

_FILE, _LEAKAGE, _CHARGES = "refrigerants.csv", "refrigerant_leakage.csv", "refrigerant_charges.csv"
_W_PER_KW = 1000.0


@dataclass(frozen=True, slots=True)
class Charge:
    """Refrigerant in all machines [kg], in words, and what was assumed."""

    kg: float
    note: str
    assumptions: tuple[Assumption, ...]


def refrigerant_gwp(name: str, edition: str) -> float:
    """Return the global warming potential over 100 years of a refrigerant [kgCO2e/kg], blends by mass.

    Raises
    ------
    UserError
        When it is not in the table.

    >>> round(refrigerant_gwp("R-410A", "AR6"), 1)
    2255.5
    """
    rows = {row["name"]: row for row in read_table(_FILE)}
    if name not in rows:
        raise UserError(Issue("carbon.bad_refrigerant", {"name": name, "choices": ", ".join(sorted(rows))}))
    row = rows[name]
    column = "gwp100_ar5" if edition == "AR5" else "gwp100_ar6"
    if row["composition"] and not row[column]:
        words = row["composition"].split()
        shares = {words[k]: float(words[k + 1]) for k in range(0, len(words), 2)}
        return blend_gwp(shares, {part: refrigerant_gwp(part, edition) for part in shares})
    return row_number(row, column, _FILE)


def blend_gwp(composition: dict[str, float], gwp100: dict[str, float]) -> float:
    """Return the potential of a blend: sum of mass fraction x potential."""
    return sum(share * gwp100[part] for part, share in composition.items())


def refrigerant_charge(energy: EnergyResult, study: Study) -> Charge:
    """Return the charge: the study's, else kg per kW of the hourly peaks by ``refrigerant_charges.csv``."""
    if study.carbon.refrigerant_charge_kg is not None:
        return Charge(study.carbon.refrigerant_charge_kg, "set in the study", ())
    peaks = {"peak_cooling_kw": energy.peak_cooling_w / _W_PER_KW, "peak_heating_kw": energy.peak_heating_w / _W_PER_KW}
    total, words, sources = 0.0, [], []
    for row in read_table(_CHARGES):
        section, _, name = row["setting"].partition(".")
        if getattr(getattr(study, section), name) != row["value"] or peaks[row["driver"]] <= 0.0:
            continue
        per_kw = row_number(row, "kg_per_kw", _CHARGES)
        total += per_kw * peaks[row["driver"]]
        words.append(f"{peaks[row['driver']]:.4g} kW x {per_kw:g} kg/kW ({row['value']})")
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
    rows = {row["scheme"]: row for row in read_table(_LEAKAGE)}
    if scheme not in rows:
        raise UserError(Issue("carbon.bad_leakage", {"scheme": scheme, "choices": ", ".join(sorted(rows))}))
    row = rows[scheme]
    return row_number(row, "annual_fraction", _LEAKAGE), row_number(row, "end_of_life_fraction", _LEAKAGE)
