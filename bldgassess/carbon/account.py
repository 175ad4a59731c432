"""One inventory under one rule set: every module summed, dated, and divided by the rule set's area."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bldgassess.carbon.construction import site_rows
from bldgassess.carbon.grid import GridPath, grid_path
from bldgassess.carbon.materials import MATERIAL_MODULES, MaterialModules
from bldgassess.carbon.operation import Operation, operation
from bldgassess.carbon.profiles import Rules, reference_area
from bldgassess.carbon.refrigerants import Charge, refrigerant_charge, refrigerant_rows
from bldgassess.carbon.result import BEYOND, MODULES, UPFRONT_MODULES, LedgerRow, ProfileResult
from bldgassess.carbon.use import maintenance_rows, refurbishment_rows, user_rows, water_row
from bldgassess.energy.result import EnergyResult
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Building
from bldgassess.study import Study


@dataclass(frozen=True, slots=True)
class Account:
    """Totals under one rule set [kgCO2e]. ``rest``: the rows that are no material, with the modules that count."""

    rules: Rules
    rest: tuple[LedgerRow, ...]
    modules: dict[str, float]
    total_kgco2e: float
    sinks_kgco2e: float
    operation: Operation
    path: GridPath


class Ledger:
    """What the rule sets share: the material columns and, by what they depend on, grids and operation."""

    def __init__(
        self,
        lines: tuple[InventoryLine, ...],
        building: Building,
        energy: EnergyResult,
        study: Study,
        region: str,
    ) -> None:
        self.material = MaterialModules(lines, study)
        self.building, self.energy, self.study, self.region = building, energy, study, region
        self.charge: Charge = refrigerant_charge(energy, study)
        self._paths: dict[tuple[str, str, int], GridPath] = {}
        self._operations: dict[tuple[str, str, int, str], Operation] = {}
        self._waters: dict[int, LedgerRow] = {}

    def path(self, rules: Rules) -> GridPath:
        """Return the electricity path of a rule set."""
        key = rules.grid_scenario, rules.grid_basis, rules.study_period_a
        if key not in self._paths:
            self._paths[key] = grid_path(self.region, rules.grid_scenario, self._years(rules), rules.grid_basis)
        return self._paths[key]

    def _years(self, rules: Rules) -> range:
        start = self.study.carbon.start_year
        return range(start, start + rules.study_period_a)

    def operation(self, rules: Rules) -> Operation:
        """Return B6 and D2 under a rule set."""
        key = rules.grid_scenario, rules.grid_basis, rules.study_period_a, rules.pv
        if key not in self._operations:
            self._operations[key] = operation(
                self.energy,
                self.path(rules),
                self.region,
                self._years(rules),
                pv=rules.pv,
                heat_path=rules.grid_scenario == "BR18",
                grid_hourly=self.study.carbon.grid_hourly,
            )
        return self._operations[key]

    def account(self, rules: Rules) -> Account:
        """Sum every module that counts, exactly (``math.fsum`` over rows), and D beside them."""
        counted = frozenset(rules.modules) | BEYOND
        sums: dict[str, list[float]] = {}
        for module in MATERIAL_MODULES:
            total = self.material.total(module, rules) if module in counted else None
            if total is not None:
                sums.setdefault(module, []).append(total)
        work = self.operation(rules)
        rest = [*work.rows, *self._other_rows(rules)]
        modules = _summed(sums, rest, counted)
        if {"B2", "B3"} & counted:
            upfront = math.fsum(modules.get(m, 0.0) for m in UPFRONT_MODULES)
            rest += maintenance_rows(self.study, self.building.gia_m2, upfront)
            modules = _summed(sums, rest, counted)
        kept = tuple(row for row in (_counted_row(row, counted) for row in rest) if row.kgco2e)
        total = math.fsum(kg for module, kg in modules.items() if module not in BEYOND)
        sinks = -self.study.carbon.sinks_kgco2_a * rules.study_period_a if rules.sinks else 0.0
        return Account(rules, kept, modules, total + sinks, sinks, work, self.path(rules))

    def _other_rows(self, rules: Rules) -> list[LedgerRow]:
        period = rules.study_period_a
        rows = [*site_rows(self.building.gia_m2, self.study, self.path(rules).factors[0])]
        rows += refrigerant_rows(self.charge, self.study, rules.refrigerant, period)
        rows += refurbishment_rows(self.study, period)
        if "B7" in rules.modules:
            if period not in self._waters:
                self._waters[period] = water_row(self.building, self.study, period)[0]
            rows.append(self._waters[period])
        if "B8" in rules.modules:
            rows += user_rows(self.building, self.study, period)
        return rows

    def profile(self, rules: Rules) -> ProfileResult:
        """Return the result of a rule set in short."""
        found = self.account(rules)
        area, rule = reference_area(self.building, rules.area)
        return ProfileResult(
            key=rules.key,
            title=rules.title,
            study_period_a=rules.study_period_a,
            area_rule=rule,
            area_m2=area,
            modules=found.modules,
            sinks_kgco2e=found.sinks_kgco2e,
            total_kgco2e=found.total_kgco2e,
            per_m2=found.total_kgco2e / area,
            per_m2_a=found.total_kgco2e / area / rules.study_period_a,
            upfront_per_m2=math.fsum(found.modules.get(m, 0.0) for m in UPFRONT_MODULES) / area,
            grid_basis=found.path.basis,
            grid_source=found.path.source,
            not_read=rules.not_read,
            sources=rules.sources,
        )


def _summed(material: dict[str, list[float]], rest: list[LedgerRow], counted: frozenset[str]) -> dict[str, float]:
    """Add the rows to the material sums. A material sum is one rounded figure: fsum of it and a few rows is exact."""
    sums = {module: list(values) for module, values in material.items()}
    for row in rest:
        for module, kg in row.kgco2e.items():
            if module in counted:
                sums.setdefault(module, []).append(kg)
    return {module: math.fsum(sums[module]) for module in MODULES if module in sums}


def _counted_row(row: LedgerRow, counted: frozenset[str]) -> LedgerRow:
    if counted >= row.kgco2e.keys():
        return row
    kg = {module: value for module, value in row.kgco2e.items() if module in counted}
    notes = {module: note for module, note in row.notes.items() if module in counted}
    return LedgerRow(row.id, row.kind, row.line_id, row.part, row.label, kg, notes)
