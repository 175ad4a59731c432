"""What sharing adds to the buildings' sum or takes from it: electricity, district plants, shared systems."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bldgassess.carbon.grid import GridPath
from bldgassess.carbon.materials import MATERIAL_MODULES, MaterialModules
from bldgassess.carbon.profiles import profile_rules
from bldgassess.carbon.result import BEYOND
from bldgassess.carbon.systems import shared_lines
from bldgassess.carbon.timeline import make_timeline
from bldgassess.community.member import MemberFigures
from bldgassess.community.parts import total_of
from bldgassess.community.shared_energy import COMMON, COOLING, HEATING, DistrictYear, SharedYear
from bldgassess.study import Study
from bldgassess.texts import mark

_PLANT = {"district_heat": HEATING, "district_cooling": COOLING}


@dataclass(frozen=True, slots=True)
class SharedRow:
    """What sharing adds to the buildings' sum or takes from it [kgCO2e] by module, and how it was worked out.

    ``follows_grid``: B6 falls with the grid's factors; it is even over the years otherwise.
    """

    id: str
    label: str
    kgco2e: dict[str, float]
    note: str
    follows_grid: bool = True

    @property
    def total_kgco2e(self) -> float:
        """A to C; D counts in no total."""
        return math.fsum(kg for module, kg in self.kgco2e.items() if module not in BEYOND)

    def by_year(self, path: GridPath) -> tuple[float, ...]:
        """Return B6 by year [kgCO2e]."""
        kg, total = self.kgco2e.get("B6", 0.0), math.fsum(path.factors)
        if self.follows_grid and total > 0.0:
            return tuple(kg * factor / total for factor in path.factors)
        return (kg / len(path.factors),) * len(path.factors)


def electricity_rows(
    figures: Sequence[MemberFigures], counts: Sequence[int], year: SharedYear, path: GridPath
) -> Iterator[SharedRow]:
    """Yield what is no longer bought, what is no longer exported, and what the common loads still buy."""
    factors = math.fsum(path.factors)
    served = math.fsum(count * year.credit_kwh.get(str(k), 0.0) for k, count in enumerate(counts))
    if served > 0.0:
        yield SharedRow(
            "shared/electricity",
            mark("Electricity from neighbours, shared modules and battery"),
            {"B6": -served * factors},
            f"{served:.6g} kWh/a served by the hour x {factors:.5g} kgCO2e/kWh over the period; {path.source}",
        )
    sold = total_of((item.modules.get("D2", 0.0) for item in figures), counts)
    left = -year.exported_kwh * factors
    if sold or left:
        yield SharedRow(
            "shared/exported",
            mark("Exported electricity, what neighbours and battery leave of it"),
            {"D2": left - sold},
            f"{year.exported_kwh:.6g} kWh/a exported instead of {year.surplus_kwh:.6g} kWh/a; in no total",
        )
    if COMMON in year.draw_kwh:
        bought = year.draw_kwh[COMMON] - year.credit_kwh[COMMON]
        yield SharedRow(
            "shared/common_loads",
            mark("Common loads"),
            {"B6": bought * factors},
            f"{bought:.6g} kWh/a bought of {year.draw_kwh[COMMON]:.6g} kWh/a drawn",
        )


def district_rows(
    item: DistrictYear, figures: Sequence[MemberFigures], counts: Sequence[int], year: SharedYear, path: GridPath
) -> Iterator[SharedRow]:
    """Yield: the buildings' usual factor taken off, and what the community's own plant and net emit instead."""
    usual = total_of((row.operation_kgco2e.get(item.what, 0.0) for row in figures), counts)
    yield SharedRow(
        f"shared/{item.what}/usual",
        mark("District energy at its usual factor, taken off"),
        {"B6": -usual},
        f"{item.taken_kwh:.6g} kWh/a taken by {item.buildings} buildings",
        follows_grid=item.what == "district_cooling",
    )
    identity, label = f"shared/{item.what}/plant", mark("The community's plant and net")
    if item.factor_kgco2e_kwh is not None:
        kg = item.made_kwh * item.factor_kgco2e_kwh * len(path.factors)
        note = f"{item.made_kwh:.6g} kWh/a leave the plant x {item.factor_kgco2e_kwh:g} kgCO2e/kWh; {item.source}"
        yield SharedRow(identity, label, {"B6": kg}, note, follows_grid=False)
        return
    plant = _PLANT[item.what]
    bought = year.draw_kwh[plant] - year.credit_kwh[plant]
    note = f"{bought:.6g} kWh/a bought of {item.electricity_kwh:.6g} kWh/a drawn for {item.made_kwh:.6g} kWh/a"
    yield SharedRow(identity, label, {"B6": bought * math.fsum(path.factors)}, note)


def systems_row(
    pv_kwp: float, battery_kwh: float, study: Study, period_a: int, start_year: int
) -> tuple[tuple[SharedRow, ...], tuple[float, ...]]:
    """Return making, replacing and end of life of shared modules and battery, where there are some, and by year."""
    lines = shared_lines(pv_kwp, battery_kwh)
    rules = profile_rules(study.carbon.profile, study, own=True)
    if not lines or not rules.counts("services"):
        return (), (0.0,) * period_a
    material = MaterialModules(lines, study)
    counted = {*rules.modules, *BEYOND}
    made = {m: kg for m in MATERIAL_MODULES if m in counted and (kg := material.total(m, rules)) is not None}
    dated = make_timeline(material, rules, made, [0.0] * period_a, start_year, {})
    words = [f"{line.quantity:.6g} {line.unit} {line.material}" for line in lines]
    sources = [line.record.source for line in lines if line.record]
    row = SharedRow(
        "shared/systems",
        mark("Shared modules and battery: making, replacing, end of life"),
        made,
        "; ".join(f"{word}: {source}" for word, source in zip(words, sources, strict=True)),
    )
    return (row,), dated.embodied_kgco2e
