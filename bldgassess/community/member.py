"""What the community keeps of one building's assessment: figures, rooms, hours, and what heat does to it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bldgassess.health.result import HealthClass
from bldgassess.hourly.result import HOURS, FloatArray

if TYPE_CHECKING:
    from bldgassess.pipeline.assessment import Assessment

#: Hourly arrays of a member [W], and its battery [kWh]; (8760,) each.
HOURLY = (
    "electricity_w", "pv_w", "grid_w", "exported_w", "stored_kwh", "district_heat_w", "district_cooling_w",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """A room where people stay: floor area [m2], score, class and the indicator that makes it."""

    guid: str
    name: str
    area_m2: float
    score: float
    health_class: HealthClass
    worst_indicator: str


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """A health indicator of the building."""

    id: str
    value: float | None
    unit: str
    health_class: HealthClass


@dataclass(frozen=True, slots=True)
class WorldFigures:
    """A year in another world: electricity and cold [kWh], occupied hours too warm [%], mean and worst room."""

    world: str
    weather: str
    electricity_kwh: float
    cooling_kwh: float
    overheating_pct: float
    worst_overheating_pct: float


@dataclass(frozen=True, slots=True)
class OutageFigures:
    """The power fails in the hottest week of a heat wave: rooms where people stay, by floor area.

    ``over_limit_h``: hours of 168 above the refuge limit; ``livable_h``: hours of 168 within livable SET;
    ``until_limit_h``: hours until the limit, 168 where it is not reached. Mean and worst room of each.
    """

    world: str
    strength_k: float
    over_limit_h: float
    worst_over_limit_h: float
    livable_h: float
    worst_livable_h: float
    until_limit_h: float
    worst_until_limit_h: float
    degree_hours_kh: float
    highest_set_c: float


@dataclass(frozen=True, slots=True)
class BatteryFigures:
    """Usable capacity [kWh], power [kW] and round trip [0-1] of the building's own battery."""

    capacity_kwh: float
    power_kw: float
    efficiency: float


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """One building as assessed.

    ``modules``: module -> kgCO2e over ``study_period_a``; ``operation_kgco2e``: B6 by carrier.
    ``metrics``: values that the label asks for, with how each is known.
    """

    name: str
    place: tuple[float, float] | None
    use: str
    gia_m2: float
    area_m2: float
    people: float
    storeys: int
    profile: str
    study_period_a: int
    start_year: int
    modules: dict[str, float]
    total_kgco2e: float
    sinks_kgco2e: float
    per_m2: float
    embodied_kgco2e: float
    operation_kgco2e: dict[str, float]
    embodied_by_year_kgco2e: tuple[float, ...]
    operational_by_year_kgco2e: tuple[float, ...]
    grid_basis: str
    grid_source: str
    wlc_ratio: float
    budget_path: str
    budget_kgco2e_m2: tuple[float, ...]
    health_class: HealthClass
    health_score: float
    indicators: tuple[IndicatorFigures, ...]
    rooms: tuple[RoomFigures, ...]
    final_kwh: dict[str, float]
    pv_kwh: float
    self_used_kwh: float
    grid_kwh: float
    exported_kwh: float
    pv_kwp: float
    battery: BatteryFigures | None
    metrics: dict[str, tuple[float, str]]
    worlds: tuple[WorldFigures, ...]
    outages: tuple[OutageFigures, ...]
    assumptions: tuple[str, ...]
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A member's figures and its hours: read-only arrays (8760,) by the names of ``HOURLY``."""

    figures: MemberFigures
    hours: Mapping[str, FloatArray]


def make_assessed(assessment: Assessment) -> Assessed:
    """Take figures and hours of an assessment."""
    return Assessed(make_figures(assessment), make_hours(assessment))


def make_figures(assessment: Assessment) -> MemberFigures:
    """Take the figures of an assessment and work out what warmer worlds and a power cut do to the building."""
    from bldgassess.community.heat import heat_figures
    from bldgassess.pipeline.metrics import collect_metrics

    item, carbon, energy = assessment, assessment.carbon, assessment.energy
    worlds, outages = heat_figures(assessment)
    found = collect_metrics(item.study, item.inventory, energy, carbon, item.health)
    people = item.study.building.occupants
    return MemberFigures(
        name=item.building.name,
        place=_place(assessment),
        use=item.study.building.use,
        gia_m2=item.building.gia_m2,
        area_m2=carbon.area_m2,
        people=people if people is not None else math.fsum(zone.people for zone in item.hourly.zones),
        storeys=len(item.building.storeys),
        profile=carbon.profile,
        study_period_a=carbon.study_period_a,
        start_year=item.study.carbon.start_year,
        modules=dict(carbon.modules),
        total_kgco2e=carbon.total_kgco2e,
        sinks_kgco2e=carbon.sinks_kgco2e,
        per_m2=carbon.total_kgco2e / item.building.gia_m2,
        embodied_kgco2e=carbon.embodied_per_m2 * carbon.area_m2,
        operation_kgco2e=_operation(assessment),
        embodied_by_year_kgco2e=carbon.timeline.embodied_kgco2e,
        operational_by_year_kgco2e=carbon.timeline.operational_kgco2e,
        grid_basis=carbon.grid_basis,
        grid_source=carbon.grid_source,
        wlc_ratio=carbon.budget.wlc_ratio,
        budget_path=carbon.budget.path,
        budget_kgco2e_m2=tuple(carbon.budget.path_kgco2e_m2),
        health_class=item.health.health_class,
        health_score=item.health.score,
        indicators=tuple(
            IndicatorFigures(row.id, row.value, row.unit, row.health_class) for row in item.health.indicators
        ),
        rooms=_rooms(assessment),
        final_kwh=dict(energy.final_kwh),
        pv_kwh=energy.pv_kwh,
        self_used_kwh=energy.self_used_kwh,
        grid_kwh=energy.grid_kwh,
        exported_kwh=energy.exported_kwh,
        pv_kwp=energy.pv_kwp,
        battery=_battery(assessment),
        metrics={key: (value.value, value.evidence) for key, value in found.items()},
        worlds=worlds,
        outages=outages,
        assumptions=tuple(row.id for row in item.assumptions),
        issues=tuple(sorted({issue.code for issue in item.issues if issue.severity != "info"})),
    )  # fmt: skip


def _operation(assessment: Assessment) -> dict[str, float]:
    rows = assessment.carbon.rows
    return {row.label: row.kgco2e["B6"] for row in rows if row.kind == "energy" and "B6" in row.kgco2e}


def _place(assessment: Assessment) -> tuple[float, float] | None:
    site = assessment.building.site
    if site.latitude_deg is None or site.longitude_deg is None:
        return None
    return site.latitude_deg, site.longitude_deg


def _rooms(assessment: Assessment) -> tuple[RoomFigures, ...]:
    zones = {zone.guid: zone for zone in assessment.hourly.zones}
    rating = assessment.health.rating
    return tuple(
        RoomFigures(
            room.guid, zones[room.guid].name, zones[room.guid].floor_area_m2, room.score, room.health_class,
            room.worst_indicator,
        )
        for room in (rating.rooms if rating else ())
        if room.guid in zones
    )  # fmt: skip


def make_hours(assessment: Assessment) -> dict[str, FloatArray]:
    """Return the hours of an assessment.

    Raises
    ------
    ValueError
        When it has no hourly year.
    """
    hourly = assessment.energy.hourly
    if hourly is None:
        raise ValueError("the assessment has no hourly year")

    def final(carrier: str) -> FloatArray:
        parts = [table[carrier] for table in hourly.final_w.values() if carrier in table]
        return np.sum(parts, axis=0) if parts else np.zeros(HOURS)

    return {
        "electricity_w": final("electricity"),
        "pv_w": hourly.pv_w,
        "grid_w": hourly.grid_w,
        "exported_w": hourly.exported_w,
        "stored_kwh": hourly.stored_kwh,
        "district_heat_w": final("district_heat"),
        "district_cooling_w": final("district_cooling"),
    }


def _battery(assessment: Assessment) -> BatteryFigures | None:
    from bldgassess.energy.figures import Notebook
    from bldgassess.energy.uses import study_battery

    found = study_battery(assessment.study, Notebook())
    return BatteryFigures(found.capacity_kwh, found.power_kw, found.efficiency) if found else None
