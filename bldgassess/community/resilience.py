"""Heat and the community: buildings in warmer worlds, and in a heat wave without power, by floor area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bldgassess.community.heat import OUTAGE_WORLDS, WORLDS
from bldgassess.community.member import MemberFigures, OutageFigures, WorldFigures
from bldgassess.community.parts import total_of
from bldgassess.community.spread import weighted_mean


@dataclass(frozen=True, slots=True)
class World:
    """All buildings in a world: electricity, cold [kWh/a], too warm hours by floor area and in the worst room [%]."""

    world: str
    electricity_kwh: float
    cooling_kwh: float
    overheating_pct: float
    worst_overheating_pct: float
    worst_building: str


@dataclass(frozen=True, slots=True)
class HeatWave:
    """The power fails in a heat wave: hours of 168, means by floor area, and the building whose rooms give up first.

    ``days_until_limit``: mean; ``worst_days_until_limit``: of the worst room. ``buildings_under_1_d``: buildings with a
    room that is too hot within a day.
    """

    world: str
    strength_k: float
    over_limit_h: float
    livable_h: float
    days_until_limit: float
    worst_days_until_limit: float
    degree_hours_kh: float
    highest_set_c: float
    worst_building: str
    buildings_under_1_d: int
    buildings: int


def compute_worlds(names: Sequence[str], figures: Sequence[MemberFigures], counts: Sequence[int]) -> tuple[World, ...]:
    """Return each world in which all buildings were."""
    found = []
    for k, world in enumerate(WORLDS):
        rows = [item.worlds[k] for item in figures if len(item.worlds) == len(WORLDS)]
        if len(rows) != len(figures):
            return ()
        worst = max(range(len(rows)), key=lambda i, rows=rows: rows[i].worst_overheating_pct)  # type: ignore[misc]
        found.append(
            World(
                world,
                total_of((row.electricity_kwh for row in rows), counts),
                total_of((row.cooling_kwh for row in rows), counts),
                _mean(figures, counts, rows, lambda row: row.overheating_pct),
                rows[worst].worst_overheating_pct,
                names[worst],
            )
        )
    return tuple(found)


def compute_heat_waves(
    names: Sequence[str], figures: Sequence[MemberFigures], counts: Sequence[int]
) -> tuple[HeatWave, ...]:
    """Return each world's heat wave without power, where all buildings were in it."""
    found = []
    for k, world in enumerate(OUTAGE_WORLDS):
        rows = [item.outages[k] for item in figures if len(item.outages) == len(OUTAGE_WORLDS)]
        if len(rows) != len(figures):
            return ()
        worst = min(range(len(rows)), key=lambda i, rows=rows: rows[i].worst_until_limit_h)  # type: ignore[misc]
        under = sum(n for row, n in zip(rows, counts, strict=True) if row.worst_until_limit_h < 24.0)
        found.append(
            HeatWave(
                world=world,
                strength_k=max(row.strength_k for row in rows),
                over_limit_h=_mean(figures, counts, rows, lambda row: row.over_limit_h),
                livable_h=_mean(figures, counts, rows, lambda row: row.livable_h),
                days_until_limit=_mean(figures, counts, rows, lambda row: row.until_limit_h) / 24.0,
                worst_days_until_limit=rows[worst].worst_until_limit_h / 24.0,
                degree_hours_kh=_mean(figures, counts, rows, lambda row: row.degree_hours_kh),
                highest_set_c=max(row.highest_set_c for row in rows),
                worst_building=names[worst],
                buildings_under_1_d=under,
                buildings=sum(counts),
            )
        )
    return tuple(found)


def _mean(
    figures: Sequence[MemberFigures],
    counts: Sequence[int],
    rows: Sequence[WorldFigures] | Sequence[OutageFigures],
    value: Callable[..., float],
) -> float:
    weights = [item.gia_m2 * n for item, n in zip(figures, counts, strict=True)]
    return weighted_mean((value(row) for row in rows), weights)
