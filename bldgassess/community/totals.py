"""Carbon of the community: exact sums of the buildings, and the rows that sharing energy adds, apart from them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from bldgassess.carbon.grid import GridPath, refuse_mixed_bases
from bldgassess.carbon.materials import MATERIAL_MODULES, MaterialModules
from bldgassess.carbon.profiles import profile_rules
from bldgassess.carbon.result import BEYOND, EMBODIED_MODULES, MODULES, OPERATIONAL_MODULES
from bldgassess.carbon.systems import shared_lines
from bldgassess.carbon.timeline import make_timeline
from bldgassess.community.member import MemberFigures
from bldgassess.community.shared_energy import COMMON, COOLING, HEATING, DistrictYear, SharedYear
from bldgassess.errors import Issue, UserError
from bldgassess.study import Study
from bldgassess.texts import mark

_PLANT = {"district_heat": HEATING, "district_cooling": COOLING}


@dataclass(frozen=True, slots=True)
class SharedRow:
    """What sharing adds to the buildings' sum or takes from it [kgCO2e] by module, and how it was worked out."""

    id: str
    label: str
    kgco2e: dict[str, float]
    note: str

    @property
    def total_kgco2e(self) -> float:
        """A to C; D counts in no total."""
        return math.fsum(kg for module, kg in self.kgco2e.items() if module not in BEYOND)


@dataclass(frozen=True, slots=True)
class Credit:
    """A building's share in what was shared, for one of it: electricity [kWh/a] and carbon [kgCO2e], beside its own."""

    member: str
    kwh_a: float
    kgco2e: float


@dataclass(frozen=True, slots=True)
class CommunityCarbon:
    """Totals over the study period. ``modules`` are the buildings' alone; ``shared`` come on top in ``after_kgco2e``.

    Sinks and exports are in neither.
    """

    profile: str
    study_period_a: int
    start_year: int
    gia_m2: float
    people: float
    modules: dict[str, float]
    total_kgco2e: float
    embodied_kgco2e: float
    operational_kgco2e: float
    shared: tuple[SharedRow, ...]
    after_kgco2e: float
    credits: tuple[Credit, ...]
    exported_kgco2e: float
    grid_factor_kgco2e_kwh: float
    grid_source: str
    grid_basis: str
    embodied_by_year_kgco2e: tuple[float, ...]
    operational_by_year_kgco2e: tuple[float, ...]
    budget_path: str
    budget_by_year_kgco2e: tuple[float, ...]

    @property
    def per_m2(self) -> float:
        """Buildings' total by gross internal area [kgCO2e/m2]."""
        return self.total_kgco2e / self.gia_m2

    @property
    def per_person(self) -> float | None:
        """Buildings' total by people [kgCO2e/person]; ``None`` where nobody is known."""
        return self.total_kgco2e / self.people if self.people > 0.0 else None


def check_rules(figures: Sequence[MemberFigures]) -> None:
    """Refuse to add figures of different rule sets, periods, starts or electricity bases.

    Raises
    ------
    UserError
        With one issue for each that differs.
    """
    problems = []
    for what, values in (
        ("carbon.profile", {item.profile for item in figures}),
        ("carbon.study_period_a", {str(item.study_period_a) for item in figures}),
        ("carbon.start_year", {str(item.start_year) for item in figures}),
    ):
        if len(values) > 1:
            problems.append(Issue("community.mixed_rules", {"what": what, "values": ", ".join(sorted(values))}))
    try:
        refuse_mixed_bases(item.grid_basis for item in figures)
    except UserError as error:
        problems += [Issue("community.mixed_basis", {"values": issue.params["bases"]}) for issue in error.issues]
    if problems:
        raise UserError(problems)


def each(values: Iterable[float], counts: Sequence[int]) -> Iterator[float]:
    """Yield each building's value, as often as there are such buildings: what is summed is the parts."""
    for value, count in zip(values, counts, strict=True):
        yield from repeat(value, count)


def total_of(values: Iterable[float], counts: Sequence[int]) -> float:
    """Return the exact sum over all buildings."""
    return math.fsum(each(values, counts))


def compute_totals(
    names: Sequence[str],
    figures: Sequence[MemberFigures],
    counts: Sequence[int],
    year: SharedYear,
    district: Sequence[DistrictYear],
    path: GridPath,
    study: Study,
    *,
    battery_kwh: float,
    people: float | None,
) -> CommunityCarbon:
    """Add the buildings up and work out what sharing changes.

    Shared electricity takes the grid's factor of each year off what the building would have bought; what is exported
    earns nothing. Photovoltaics and battery of the community bring their own making.
    """
    check_rules(figures)
    first = figures[0]
    modules = {
        module: total_of((item.modules.get(module, 0.0) for item in figures), counts)
        for module in MODULES
        if any(module in item.modules for item in figures)
    }
    shared, line = _shared_rows(figures, counts, year, district, path, study, battery_kwh)
    total = total_of((item.total_kgco2e for item in figures), counts)
    factors = math.fsum(path.factors)
    credits = tuple(
        Credit(name, year.credit_kwh.get(str(k), 0.0), -year.credit_kwh.get(str(k), 0.0) * factors)
        for k, name in enumerate(names)
    )
    period = range(first.study_period_a)
    operation = [row.kgco2e.get("B6", 0.0) for row in shared]
    scale = [factor / factors if factors else 0.0 for factor in path.factors]
    return CommunityCarbon(
        profile=first.profile,
        study_period_a=first.study_period_a,
        start_year=first.start_year,
        gia_m2=total_of((item.gia_m2 for item in figures), counts),
        people=people if people is not None else total_of((item.people for item in figures), counts),
        modules=modules,
        total_kgco2e=total,
        embodied_kgco2e=math.fsum(modules.get(m, 0.0) for m in EMBODIED_MODULES),
        operational_kgco2e=math.fsum(modules.get(m, 0.0) for m in OPERATIONAL_MODULES),
        shared=shared,
        after_kgco2e=math.fsum([total, *(row.total_kgco2e for row in shared)]),
        credits=credits,
        exported_kgco2e=year.exported_kwh * factors,
        grid_factor_kgco2e_kwh=path.factors[0],
        grid_source=path.source,
        grid_basis=path.basis,
        embodied_by_year_kgco2e=tuple(
            math.fsum([total_of((item.embodied_by_year_kgco2e[k] for item in figures), counts), line[k]])
            for k in period
        ),
        operational_by_year_kgco2e=tuple(
            math.fsum(
                [
                    total_of((item.operational_by_year_kgco2e[k] for item in figures), counts),
                    *(kg * scale[k] for kg in operation),
                ]
            )
            for k in period
        ),
        budget_path=first.budget_path if len({item.budget_path for item in figures}) == 1 else "",
        budget_by_year_kgco2e=_budget(figures, counts),
    )


def _budget(figures: Sequence[MemberFigures], counts: Sequence[int]) -> tuple[float, ...]:
    """Return what the buildings' paths allow in each year [kgCO2e]."""
    least = min(len(item.budget_kgco2e_m2) for item in figures)
    return tuple(total_of((item.area_m2 * item.budget_kgco2e_m2[k] for item in figures), counts) for k in range(least))


def _shared_rows(
    figures: Sequence[MemberFigures],
    counts: Sequence[int],
    year: SharedYear,
    district: Sequence[DistrictYear],
    path: GridPath,
    study: Study,
    battery_kwh: float,
) -> tuple[tuple[SharedRow, ...], tuple[float, ...]]:
    """Return the rows that sharing brings, and the embodied part by year."""
    factors = math.fsum(path.factors)
    rows: list[SharedRow] = []
    served = math.fsum(count * year.credit_kwh.get(str(k), 0.0) for k, count in enumerate(counts))
    if served > 0.0:
        rows.append(
            SharedRow(
                "shared/electricity",
                mark("Electricity from neighbours, shared modules and battery"),
                {"B6": -served * factors},
                f"{served:.6g} kWh/a served by the hour x {factors:.5g} kgCO2e/kWh over the period; {path.source}",
            )
        )
    sold = total_of((item.modules.get("D2", 0.0) for item in figures), counts)
    left = -year.exported_kwh * factors
    if sold or left:
        rows.append(
            SharedRow(
                "shared/exported",
                mark("Exported electricity, what neighbours and battery leave of it"),
                {"D2": left - sold},
                f"{year.exported_kwh:.6g} kWh/a exported instead of {year.surplus_kwh:.6g} kWh/a; in no total",
            )
        )
    bought = year.draw_kwh.get(COMMON, 0.0) - year.credit_kwh.get(COMMON, 0.0)
    if COMMON in year.draw_kwh:
        rows.append(
            SharedRow(
                "shared/common_loads",
                mark("Common loads"),
                {"B6": bought * factors},
                f"{bought:.6g} kWh/a bought of {year.draw_kwh[COMMON]:.6g} kWh/a drawn",
            )
        )
    for item in district:
        rows += _district_rows(item, figures, counts, year, factors, first=figures[0])
    lines = shared_lines(year.shared_pv_kwp, battery_kwh)
    period = figures[0].study_period_a
    if not lines:
        return tuple(rows), (0.0,) * period
    rules = profile_rules(study.carbon.profile, study, own=True)
    material = MaterialModules(lines, study)
    counted = {*rules.modules, *BEYOND} if rules.counts("services") else set()
    made = {m: kg for m in MATERIAL_MODULES if m in counted and (kg := material.total(m, rules)) is not None}
    dated = make_timeline(material, rules, made, [0.0] * period, figures[0].start_year, {})
    rows.append(
        SharedRow(
            "shared/systems",
            mark("Shared modules and battery: making, replacing, end of life"),
            made,
            "; ".join(
                f"{line.quantity:.6g} {line.unit} {line.material}: {line.record.source if line.record else ''}"
                for line in lines
            ),
        )
    )
    return tuple(rows), dated.embodied_kgco2e if made else (0.0,) * period


def _district_rows(
    item: DistrictYear,
    figures: Sequence[MemberFigures],
    counts: Sequence[int],
    year: SharedYear,
    factors: float,
    *,
    first: MemberFigures,
) -> Iterator[SharedRow]:
    """Yield: the buildings' usual factor taken off, and what the community's own plant and net emit instead."""
    usual = total_of((row.operation_kgco2e.get(item.what, 0.0) for row in figures), counts)
    yield SharedRow(
        f"shared/{item.what}/usual",
        mark("District energy at its usual factor, taken off"),
        {"B6": -usual},
        f"{item.taken_kwh:.6g} kWh/a taken by {item.buildings} buildings",
    )
    plant = _PLANT[item.what]
    if item.factor_kgco2e_kwh is not None:
        kg = item.made_kwh * item.factor_kgco2e_kwh * first.study_period_a
        note = f"{item.made_kwh:.6g} kWh/a leave the plant x {item.factor_kgco2e_kwh:g} kgCO2e/kWh; {item.source}"
    else:
        bought = year.draw_kwh.get(plant, 0.0) - year.credit_kwh.get(plant, 0.0)
        kg = bought * factors
        note = f"{bought:.6g} kWh/a bought of {item.electricity_kwh:.6g} kWh/a drawn for {item.made_kwh:.6g} kWh/a"
    yield SharedRow(f"shared/{item.what}/plant", mark("The community's plant and net"), {"B6": kg}, note)
