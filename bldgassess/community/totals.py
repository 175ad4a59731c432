"""Carbon of the community: exact sums of the buildings, and the rows that sharing energy adds, apart from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bldgassess.carbon.grid import GridPath, refuse_mixed_bases
from bldgassess.carbon.result import EMBODIED_MODULES, MODULES, OPERATIONAL_MODULES
from bldgassess.community.member import MemberFigures
from bldgassess.community.parts import total_of
from bldgassess.community.shared_energy import DistrictYear, SharedYear
from bldgassess.community.sharing import SharedRow, district_rows, electricity_rows, systems_row
from bldgassess.errors import Issue, UserError
from bldgassess.study import Study


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
    systems, embodied = systems_row(year.shared_pv_kwp, battery_kwh, study, first.study_period_a, first.start_year)
    shared = (
        *electricity_rows(figures, counts, year, path),
        *(row for item in district for row in district_rows(item, figures, counts, year, path)),
        *systems,
    )
    total = total_of((item.total_kgco2e for item in figures), counts)
    factors = math.fsum(path.factors)
    credits = tuple(
        Credit(name, year.credit_kwh.get(str(k), 0.0), -year.credit_kwh.get(str(k), 0.0) * factors)
        for k, name in enumerate(names)
    )
    period = range(first.study_period_a)
    operation = [row.by_year(path) for row in shared]
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
            math.fsum([total_of((item.embodied_by_year_kgco2e[k] for item in figures), counts), embodied[k]])
            for k in period
        ),
        operational_by_year_kgco2e=tuple(
            math.fsum(
                [
                    total_of((item.operational_by_year_kgco2e[k] for item in figures), counts),
                    *(years[k] for years in operation),
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
