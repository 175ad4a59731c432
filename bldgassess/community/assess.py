"""``assess_community``: every building by the ordinary engine, then what the community makes of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

from bldgassess.carbon.grid import grid_path
from bldgassess.carbon.profiles import profile_rules
from bldgassess.community.criteria import community_metrics, main_use, score_community
from bldgassess.community.declared import declared_assumptions
from bldgassess.community.island import compute_island
from bldgassess.community.member import Assessed, MemberFigures
from bldgassess.community.member_file import decode, member_bytes
from bldgassess.community.parts import each
from bldgassess.community.read import MemberTask, base_study
from bldgassess.community.resilience import compute_heat_waves, compute_worlds
from bldgassess.community.result import CommunityResult, Distributions, MemberResult
from bldgassess.community.schema import Community
from bldgassess.community.shared_energy import (
    district_years,
    make_hours,
    make_year,
    shared_battery,
    shared_fields,
)
from bldgassess.community.sinks import compute_sinks, total_sinks
from bldgassess.community.site import compute_site
from bldgassess.community.spread import class_shares, compute_spread
from bldgassess.community.totals import check_rules, compute_totals
from bldgassess.energy.figures import Notebook
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.normals import distance_km
from bldgassess.model import Assumption, Site
from bldgassess.pipeline.assessment import DataInfo
from bldgassess.pipeline.data import DataSnapshot, choose_catalogue, weather_of_site
from bldgassess.portfolio.run import Counts, run_tasks
from bldgassess.portfolio.store import Store

#: A model farther from the community's place than this is named [km].
_FAR_KM = 50.0
#: Electricity that differs from hours times the community's factor by more than this was counted otherwise [-].
_SAME_GRID = 1e-6


def assess_members(
    tasks: Sequence[MemberTask],
    store: Store,
    *,
    workers: int | None = None,
    told: Callable[[str], None] | None = None,
    progress: Callable[[Counts], None] | None = None,
) -> tuple[Assessed, ...]:
    """Assess the buildings that the store does not hold yet; ``told`` hears the id of each that is computed anew.

    Raises
    ------
    UserError
        With one issue for each building that could not be assessed.
    """
    run_tasks(
        [item.task for item in tasks],
        store,
        workers=workers,
        dask=False,
        detail=member_bytes,
        on_row=(lambda row: told(row.tags["member"])) if told else None,
        progress=progress,
    )
    found, problems = [], []
    for item in tasks:
        row = store.row(item.task.key)
        if row is None or row.detail is None:
            reason = row.problem if row is not None else "?"
            problems.append(Issue("community.failed", {"member": item.member.id, "reason": reason}))
            continue
        found.append(decode(row.detail))
    if problems:
        raise UserError(problems)
    return tuple(found)


def assess_community(
    community: Community, tasks: Sequence[MemberTask], members: Sequence[Assessed], data: DataSnapshot
) -> CommunityResult:
    """Put the buildings together: totals, shared energy, site, criteria, resilience. A pure function of its arguments.

    Raises
    ------
    UserError
        When the buildings' figures cannot be added, or a shared field or setting does not fit.
    """
    figures = [item.figures for item in members]
    counts = [item.member.count for item in tasks]
    names = [item.member.id for item in tasks]
    check_rules(figures)
    study = base_study(community)
    place = community.place
    weather, region, weather_assumed = weather_of_site(
        Site(place.latitude_deg, place.longitude_deg, place.elevation_m, 0.0), study, data
    )
    notes = Notebook()
    hours = make_hours(members, counts, community.shared, study, weather, notes)
    kwp = math.fsum(item.kwp for item in shared_fields(community.shared, study))
    year = make_year(hours, kwp)
    district, district_issues = district_years(members, counts, community.shared)
    rules = profile_rules(study.carbon.profile, study, own=True)
    first = figures[0]
    span = range(first.start_year, first.start_year + first.study_period_a)
    path = grid_path(region, rules.grid_scenario, span, rules.grid_basis)
    carbon = compute_totals(
        names, figures, counts, year, district, path, study, battery_kwh=community.shared.battery_kwh,
        people=community.site.people,
    )  # fmt: skip
    site, site_issues = compute_site(community.site)
    sinks = compute_sinks(community.site)
    worlds = compute_worlds(names, figures, counts)
    catalogue, told = choose_catalogue(study, data)
    metrics = community_metrics(
        community, catalogue, figures, counts, site, carbon, year, worlds, total_sinks(sinks)
    )  # fmt: skip
    use = main_use(figures, counts)
    label = score_community(community, catalogue, metrics, use)
    identity, version, digest = data.store.info
    return CommunityResult(
        community=community,
        factors=DataInfo(identity, version, digest),
        weather_name=weather.name,
        weather_source=weather.source,
        weather_digest=weather.digest,
        grid_region=region,
        members=tuple(
            MemberResult(item.member, item.task.key, found.figures, found)
            for item, found in zip(tasks, members, strict=True)
        ),
        carbon=carbon,
        spreads=_spreads(figures, counts),
        energy=year,
        hours=hours,
        district=district,
        site=site,
        sinks=sinks,
        use=use,
        metrics=metrics,
        label=label,
        worlds=worlds,
        heat_waves=compute_heat_waves(names, figures, counts),
        island=compute_island(
            members, counts, hours, shared_battery(community.shared, notes), community.resilience.critical_fraction
        ),
        assumptions=_assumptions(community, weather_assumed, notes),
        issues=(
            *told,
            *site_issues,
            *district_issues,
            *_member_issues(community, names, figures, math.fsum(path.factors)),
            *_shared_issues(community, year.pv_kwh),
            *weather.issues,
            *label.issues,
        ),
    )


def _spreads(figures: Sequence[MemberFigures], counts: Sequence[int]) -> Distributions:
    areas = list(each((item.gia_m2 for item in figures), counts))
    rooms = [(room, count) for item, count in zip(figures, counts, strict=True) for room in item.rooms]
    room_counts = [count for _, count in rooms]
    return Distributions(
        carbon_per_m2=compute_spread(list(each((f.per_m2 for f in figures), counts)), areas, "kgCO2e/m2"),
        embodied_per_m2=compute_spread(
            list(each((f.embodied_kgco2e / f.gia_m2 for f in figures), counts)), areas, "kgCO2e/m2"
        ),
        building_scores=compute_spread(list(each((f.health_score for f in figures), counts)), areas, "0-100"),
        room_scores=compute_spread(
            list(each((room.score for room, _ in rooms), room_counts)),
            list(each((room.area_m2 for room, _ in rooms), room_counts)),
            "0-100",
        ),
        building_classes=class_shares(
            (item.health_class, item.gia_m2 * n) for item, n in zip(figures, counts, strict=True)
        ),
        room_classes=class_shares((room.health_class, room.area_m2 * n) for room, n in rooms),
    )


def _member_issues(
    community: Community, names: Sequence[str], figures: Sequence[MemberFigures], factors: float
) -> list[Issue]:
    issues, place = [], community.place
    moved = sum(not item.worlds for item in figures)
    if moved:
        issues.append(Issue("community.no_worlds", {"count": moved}, severity="warning"))
    for name, item in zip(names, figures, strict=True):
        bought = item.operation_kgco2e.get("electricity", 0.0)
        if abs(bought - item.grid_kwh * factors) > _SAME_GRID * max(abs(bought), 1.0):
            issues.append(Issue("community.other_grid", {"member": name}, severity="warning"))
        if item.place is not None:
            km = distance_km(*item.place, place.latitude_deg, place.longitude_deg)
            if km > _FAR_KM:
                issues.append(Issue("community.far_model", {"member": name, "km": round(km)}, severity="warning"))
    return issues


def _shared_issues(community: Community, pv_kwh: float) -> list[Issue]:
    kwh = community.shared.battery_kwh
    if kwh > 0.0 and pv_kwh <= 0.0:
        return [Issue("community.battery_without_pv", {"kwh": round(kwh, 1)}, severity="warning")]
    return []


def _assumptions(community: Community, weather: Sequence[Assumption], notes: Notebook) -> tuple[Assumption, ...]:
    rows = {item.id: item for item in (*weather, *notes.assumptions.values(), *declared_assumptions(community))}
    return tuple(rows[key] for key in sorted(rows))


def store_beside(out: Path) -> Path:
    """Return where a community's buildings are kept between runs, beside its outputs."""
    return out / "buildings.store"
