"""Without a grid: how many hours the critical loads live on modules and batteries, for each hour at which it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.community.member import Assessed
from bldgassess.community.shared_energy import SharedHours
from bldgassess.energy.electricity import Battery
from bldgassess.hourly.result import FloatArray, IntArray

_W_PER_KW = 1000.0
#: An outage is followed for so many hours at most [h].
MOST_HOURS = 168
#: An hour is lived through where no more than this share of its load is missing [-].
_SLACK = 1e-9
SHARES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Island:
    """Hours survived over all 8,760 hours at which the grid may fail.

    ``hours``: each start's hours, ``MOST_HOURS`` where the outage is lived through. ``quantiles``: by their share.
    ``reaching``: hours -> share of starts that live at least so long [0-1].
    """

    critical_fraction: float
    critical_kwh: float
    capacity_kwh: float
    power_kw: float
    hours: tuple[int, ...]
    mean_h: float
    quantiles: dict[str, float]
    reaching: dict[str, float]


def pooled_battery(members: Sequence[Assessed], counts: Sequence[int], shared: Battery | None) -> Battery | None:
    """Return all batteries as one: capacities and powers added, round trip by capacity."""
    parts = [(item.figures.battery, count) for item, count in zip(members, counts, strict=True)]
    known = [(b.capacity_kwh, b.power_kw, b.efficiency, count) for b, count in parts if b is not None]
    if shared is not None:
        known.append((shared.capacity_kwh, shared.power_kw, shared.efficiency, 1))
    capacity = sum(c * n for c, _, _, n in known)
    if capacity <= 0.0:
        return None
    return Battery(
        capacity, sum(p * n for _, p, _, n in known), sum(c * e * n for c, _, e, n in known) / capacity
    )  # fmt: skip


def stored_kwh(members: Sequence[Assessed], counts: Sequence[int], hours: SharedHours) -> FloatArray:
    """Return what all batteries hold at the beginning of each hour of normal use [kWh]."""
    own = np.sum([n * item.hours["stored_kwh"] for item, n in zip(members, counts, strict=True)], axis=0)
    result: FloatArray = np.roll(own + hours.flows.stored_kwh, 1)
    return result


def hours_survived(
    demand_w: FloatArray, made_w: FloatArray, start_kwh: FloatArray, battery: Battery | None
) -> IntArray:
    """Return the hours that a load lives from each hour of the year on, at most ``MOST_HOURS``.

    In each hour the modules serve the load; what is over charges the batteries, what is missing comes out of them; the
    first hour that is not wholly served ends it. The year goes round.

    >>> demand, made = np.full(8760, 1000.0), np.zeros(8760)
    >>> int(hours_survived(demand, made, np.full(8760, 3.0), Battery(10.0, 5.0, 1.0))[0])
    3
    """
    one_way = float(np.sqrt(battery.efficiency)) if battery else 1.0
    power = battery.power_kw * _W_PER_KW if battery else 0.0
    full = battery.capacity_kwh * _W_PER_KW if battery else 0.0
    level = np.minimum(start_kwh * _W_PER_KW, full)
    alive = np.ones(len(demand_w), dtype=bool)
    survived = np.zeros(len(demand_w), dtype=np.int64)
    starts = np.arange(len(demand_w))
    for step in range(MOST_HOURS):
        now = (starts + step) % len(demand_w)
        over = made_w[now] - demand_w[now]
        put = np.clip(np.minimum(over, np.maximum(full - level, 0.0) / one_way), 0.0, power)
        take = np.clip(np.minimum(-over, level * one_way), 0.0, power)
        missing = np.maximum(-over, 0.0) - take
        alive &= missing <= _SLACK * np.maximum(demand_w[now], 1.0)
        if not alive.any():
            break
        survived += alive
        level += put * one_way - take / one_way
    return survived


def compute_island(
    members: Sequence[Assessed], counts: Sequence[int], hours: SharedHours, shared: Battery | None, fraction: float
) -> Island:
    """Let the grid fail at each hour of the year; all modules and batteries then serve the critical loads together.

    Critical loads are a declared share of all electricity of each hour; wires inside the community stand.
    """
    battery = pooled_battery(members, counts, shared)
    demand = fraction * hours.all_electricity_w
    found = hours_survived(demand, hours.all_pv_w, stored_kwh(members, counts, hours), battery)
    return Island(
        critical_fraction=fraction,
        critical_kwh=float(demand.sum()) / _W_PER_KW,
        capacity_kwh=battery.capacity_kwh if battery else 0.0,
        power_kw=battery.power_kw if battery else 0.0,
        hours=tuple(found.tolist()),
        mean_h=float(found.mean()),
        quantiles={f"{share:g}": float(np.quantile(found, share, method="lower")) for share in SHARES},
        reaching={str(limit): float((found >= limit).mean()) for limit in (1, 4, 12, 24, 72, 168)},
    )
