"""What is uncertain in a result, collapsed: lines that share every uncertain figure become one cell.

Total of a cell = once x (1 + N) x quantity x stand-in with
once = A + T + W (A + T + C + E) + C + E;  A = A1-A3 x factor, T = A4 x vehicle x distance, C = C2 x vehicle x distance,
E = C3 and C4 x end-of-life factor, W = wasted share x its spread, N = replacements counted anew for the drawn life.
Modules that the profile does not count are left out of "once", but stay in the waste treatment of A5.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from bldgassess.carbon.account import Account, Ledger
from bldgassess.carbon.columns import BoolArray, declares_end_of_life
from bldgassess.carbon.grid import grid_path, has_scenario
from bldgassess.carbon.materials import MaterialModules
from bldgassess.carbon.operation import operation
from bldgassess.carbon.profiles import Rules, reference_area
from bldgassess.carbon.result import BEYOND
from bldgassess.carbon.systems import system_spread
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.uncertainty.spreads import is_foreign, record_sigma, spread_sigma, spread_weight

_SCENARIOS: tuple[str, ...] = ("static", "S1", "S2")


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines that share every uncertain figure; kg over all of them, spreads by parameter id."""

    factor: str
    end: str
    haul: str
    quantity: str
    stand_in: str
    waste: str
    life: str
    a1a3_kg: float
    a4_kg: float
    c2_kg: float
    end_kg: float
    end_counted_kg: float
    waste_fraction: float
    life_a: float | None


@dataclass(frozen=True, slots=True)
class RowTerm:
    """A row that is no material: its kg and the parameters whose factors it is multiplied by."""

    id: str
    kg: float
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UncertaintyModel:
    """All that is needed to draw a total, small enough to travel in results.json.

    ``scenarios``: (name, weight, electricity B6 under it as a share of the result's own). ``counted``: modules A4, A5,
    B4 and C2 that the profile counts.
    """

    area_m2: float
    period_a: int
    replacement: str
    least_fraction: float
    counted: tuple[str, ...]
    sigmas: dict[str, float]
    cells: tuple[Cell, ...]
    rows: tuple[RowTerm, ...]
    electricity_kg: float
    electricity: tuple[str, ...]
    scenarios: tuple[tuple[str, float, float], ...]
    basis: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def model_from_dict(raw: dict[str, Any]) -> UncertaintyModel:
    """Make a model from plain data, as ``as_dict`` wrote it."""
    values = dict(raw)
    values["cells"] = tuple(Cell(**cell) for cell in raw["cells"])
    values["rows"] = tuple(RowTerm(row["id"], row["kg"], tuple(row["parameters"])) for row in raw["rows"])
    values["scenarios"] = tuple((name, weight, share) for name, weight, share in raw["scenarios"])
    for name in ("counted", "electricity"):
        values[name] = tuple(raw[name])
    return UncertaintyModel(**values)


def make_model(ledger: Ledger, account: Account) -> UncertaintyModel:
    """Collapse a result to its uncertain parameters."""
    rules = account.rules
    sigmas: dict[str, float] = {"vehicle": spread_sigma("vehicle"), "haul/waste": spread_sigma("haul_waste")}
    cells = _cells(ledger, rules, sigmas)
    rows, electricity = _rows(account, sigmas)
    sigmas["energy"] = spread_sigma("energy")
    grid = f"grid/{ledger.region}/{account.path.basis}"
    sigmas[grid] = spread_sigma(f"grid_{account.path.quality[:1]}")
    area, _ = reference_area(ledger.building, rules.area)
    return UncertaintyModel(
        area_m2=area,
        period_a=rules.study_period_a,
        replacement=rules.replacement,
        least_fraction=rules.least_fraction,
        counted=tuple(m for m in ("A4", "A5", "B4", "C2") if m in rules.modules),
        sigmas=dict(sorted(sigmas.items())),
        cells=cells,
        rows=rows,
        electricity_kg=electricity,
        electricity=("energy", grid),
        scenarios=_scenarios(ledger, account, electricity),
        basis=account.path.basis,
    )


def _cells(ledger: Ledger, rules: Rules, sigmas: dict[str, float]) -> tuple[Cell, ...]:
    material = ledger.material
    lines = material.columns.lines
    kg = {m: np.nan_to_num(material.module(m, rules)) for m in ("A1-A3", "A4", "C2", "C3", "C4")}
    known = np.flatnonzero(~np.isnan(material.module("A1-A3", rules)) | _taken_out(material, rules)).tolist()
    groups: dict[tuple[Any, ...], list[int]] = {}
    for place in known:
        key = _key(lines[place], float(material.columns.waste[place]), float(material.columns.life_a[place]))
        groups.setdefault(key, []).append(place)
    counted = [m for m in ("C3", "C4") if m in rules.modules]
    found = []
    for key in sorted(groups, key=repr):
        places = groups[key]
        line = lines[places[0]]
        _note_sigmas(line, key, ledger.region, sigmas)
        total = {m: math.fsum(values[places].tolist()) for m, values in kg.items()}
        end, waste, life = key[1], key[7], key[8]
        found.append(
            Cell(
                *(key[0], end, key[2], key[3], key[4], key[5], key[6]),
                a1a3_kg=total["A1-A3"],
                a4_kg=total["A4"],
                c2_kg=total["C2"],
                end_kg=math.fsum((total["C3"], total["C4"])),
                end_counted_kg=math.fsum(total[m] for m in counted),
                waste_fraction=waste,
                life_a=None if math.isinf(life) else life,
            )
        )
    return tuple(found)


def _taken_out(material: MaterialModules, rules: Rules) -> BoolArray:
    """Return the lines of which only the end of life counts."""
    return material.columns.removed & ~np.isnan(material.module("C2", rules))


def _key(line: InventoryLine, waste: float, life: float) -> tuple[Any, ...]:
    """Return the parameter ids of a line, then the figures that lines of a cell must share."""
    record = line.record
    identity = record.id if record else ""
    category = record.category if record else ""
    stand_in = ""
    if line.match_method == "part":
        stand_in = f"stand-in/part/{line.part}"
    elif line.match_decision == "ask":
        stand_in = f"stand-in/ask/{line.material}"
    return (
        f"factor/{identity}",
        f"end/{identity}",
        f"haul/{category}",
        f"quantity/{line.id if line.match_method == 'system' else line.part}/{_origin(line)}",
        stand_in,
        f"waste/{category}" if waste else "",
        f"life/{line.part}/{category}" if not math.isinf(life) else "",
        waste,
        life,
    )


def _origin(line: InventoryLine) -> str:
    words = line.quantity_origin
    if line.match_method == "system":
        return system_spread(line).removeprefix("quantity_")
    for start, kind in (("face", "face"), ("mesh", "mesh"), ("qto", "qto"), ("bbox", "bbox")):
        if words.startswith(start):
            return kind
    return "none"


def _note_sigmas(line: InventoryLine, key: tuple[Any, ...], region: str, sigmas: dict[str, float]) -> None:
    record = line.record
    if record is None:
        return
    sigma = record_sigma(record, foreign=is_foreign(record.region, region))
    sigmas[key[0]] = sigma
    sigmas[key[1]] = sigma if declares_end_of_life(record) else spread_sigma("stand_in_end")
    sigmas[key[2]] = spread_sigma("haul")
    sigmas[key[3]] = spread_sigma(f"quantity_{_origin(line)}")
    if key[4]:
        sigmas[key[4]] = spread_sigma("stand_in_part" if key[4].startswith("stand-in/part") else "stand_in_ask")
    if key[5]:
        sigmas[key[5]] = spread_sigma("waste")
    if key[6]:
        sigmas[key[6]] = spread_sigma("life")


def _rows(account: Account, sigmas: dict[str, float]) -> tuple[tuple[RowTerm, ...], float]:
    """Return the terms of other rows, and electricity's B6 apart."""
    found, electricity = [], 0.0
    for row in account.rest:
        kg = math.fsum(value for module, value in row.kgco2e.items() if module not in BEYOND)
        if row.id == "energy/electricity":
            electricity = kg
        elif row.kind == "energy" and kg:
            carrier = f"fuel/{row.label}"
            sigmas[carrier] = spread_sigma("fuel")
            found.append(RowTerm(row.id, kg, ("energy", carrier)))
        elif kg:
            kind = row.id.split("/")[1] if row.kind == "use" else row.kind
            known = {"refrigerant", "maintenance", "water", "site"}
            sigmas[f"row/{row.id}"] = spread_sigma(f"row_{kind}" if kind in known else "row_building")
            found.append(RowTerm(row.id, kg, (f"row/{row.id}",)))
    if account.sinks_kgco2e:
        sigmas["row/sinks"] = spread_sigma("row_building")
        found.append(RowTerm("sinks", account.sinks_kgco2e, ("row/sinks",)))
    return tuple(found), electricity


def _scenarios(ledger: Ledger, account: Account, electricity_kg: float) -> tuple[tuple[str, float, float], ...]:
    """Return the grid paths that are drawn: the study's own and the others, where the profile leaves the path open."""
    rules, own = account.rules, ledger.study.carbon.grid_scenario
    if not rules.grid_open or not electricity_kg:
        return ((rules.grid_scenario, 1.0, 1.0),)
    start = ledger.study.carbon.start_year
    years = range(start, start + rules.study_period_a)
    found = []
    for name in _SCENARIOS:
        if not has_scenario(ledger.region, name, rules.grid_basis):
            continue
        path = grid_path(ledger.region, name, years, rules.grid_basis)
        hourly = ledger.study.carbon.grid_hourly
        kg = operation(ledger.energy, path, ledger.region, years, pv=rules.pv, grid_hourly=hourly).rows
        electric = next(row.kgco2e["B6"] for row in kg if row.id == "energy/electricity")
        weight = spread_weight("scenario_chosen" if name == own else "scenario_other")
        found.append((name, weight, electric / electricity_kg))
    return tuple(found)
