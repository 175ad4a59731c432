"""Modules A1-A5, B4, C2-C4 and D of one inventory line, EN 15978:2011 with the scenarios of the study."""

from __future__ import annotations

import math

from bldgassess.carbon.result import LedgerRow
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.study import Study
from materials_db.proxies import load_eol_proxies
from materials_db.records import FactorRecord
from materials_db.tables import load_transport

_KG_PER_T = 1000.0
#: Categories that travel as ready-mixed concrete.
_CONCRETE = "concrete"


def material_row(line: InventoryLine, study: Study) -> LedgerRow:
    """Return the ledger row of a line.

    A1-A3 = q F;  A4 = m d T;  C2 = m d_waste T;  C3, C4 = q F, or the category's median per kg where the record
    declares neither;  A5 = w (A1-A3 + A4 + C2 + C3 + C4);  B4 = N (A1-A3 + A4 + A5 + C2 + C3 + C4) with
    N = ceil(RSP / RSL) - 1;  D = q F_D. The wasted share is booked in A5 alone (EN 15978:2011, 7.4.3.3).
    """
    kg: dict[str, float] = {}
    notes: dict[str, str] = {}
    record = line.record
    if record is not None:
        kg["A1-A3"] = line.quantity * record.gwp_kgco2e["A1-A3"]
        vehicle = transport_factor(study.carbon.transport_mode)
        near = record.category == _CONCRETE
        distance = study.carbon.transport_concrete_km if near else study.carbon.transport_other_km
        mass_t = line.mass_kg / _KG_PER_T
        kg["A4"] = mass_t * distance * vehicle
        notes["A4"] = f"{distance:g} km, {study.carbon.transport_mode}"
        kg["C2"] = mass_t * study.carbon.waste_km * vehicle
        kg.update(_end_of_life(line, record, notes))
        if "D" in record.gwp_kgco2e:
            kg["D"] = line.quantity * record.gwp_kgco2e["D"]
        removal = math.fsum(kg[module] for module in ("C2", "C3", "C4") if module in kg)
        kg["A5"] = line.waste_fraction * math.fsum((kg["A1-A3"], kg["A4"], removal))
        notes["A5"] = f"{line.waste_fraction:.1%} wasted"
        times = replacements(study.carbon.study_period_a, line.service_life_a)
        if times:
            kg["B4"] = times * math.fsum((kg["A1-A3"], kg["A4"], kg["A5"], removal))
            notes["B4"] = f"{times} x, every {line.service_life_a:g} a"
    return LedgerRow(line.id, "material", line.id, line.part, line.element_name or line.ifc_class, kg, notes)


def replacements(study_period_a: float, service_life_a: float | None) -> int:
    """Return how often a part is replaced within the study period, EN 15978:2011, 9.3.3.

    >>> replacements(50, 25), replacements(50, 30), replacements(50, 50), replacements(50, None)
    (1, 1, 0, 0)
    """
    if service_life_a is None or service_life_a <= 0.0:
        return 0
    return max(0, math.ceil(study_period_a / service_life_a - 1e-9) - 1)


def transport_factor(mode: str) -> float:
    """Return the factor of a vehicle [kgCO2e/(t km)].

    Raises
    ------
    UserError
        When there is no vehicle of that name.
    """
    from bldgassess.errors import Issue, UserError

    factors = {row.mode: row.kgco2e_tkm for row in load_transport()}
    if mode not in factors:
        raise UserError(Issue("carbon.bad_transport", {"mode": mode, "choices": ", ".join(sorted(factors))}))
    return factors[mode]


def declares_end_of_life(record: FactorRecord) -> bool:
    """Tell whether a record declares any of C3, C4 or C as one."""
    return any(module in record.gwp_kgco2e for module in ("C3", "C4", "C"))


def _end_of_life(line: InventoryLine, record: FactorRecord, notes: dict[str, str]) -> dict[str, float]:
    if declares_end_of_life(record):
        both = [m for m in ("C3", "C4") if m in record.gwp_kgco2e]
        kg: dict[str, float] = {m: line.quantity * record.gwp_kgco2e[m] for m in both}
        if "C" in record.gwp_kgco2e:
            kg["C4"] = line.quantity * record.gwp_kgco2e["C"]
            notes["C4"] = "the record gives C3 and C4 as one figure"
        return kg
    proxy = load_eol_proxies().get(record.category)
    if proxy is None or line.mass_kg <= 0.0:
        return {}
    notes[proxy.module] = f"stand-in for C3 and C4: {proxy.source}"
    return {proxy.module: line.mass_kg * proxy.kgco2e_kg}
