"""Electricity of the community by the hour: what buildings still buy and sell, shared modules, battery, grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.community.member import Assessed
from bldgassess.community.schema import CommonLoad, Plant, Shared
from bldgassess.energy.electricity import Battery, Dispatch, dispatch
from bldgassess.energy.figures import Notebook
from bldgassess.energy.photovoltaics import pv_year
from bldgassess.energy.pv_fields import Field, module_w_m2
from bldgassess.energy.uses import monthly_kwh
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.study import Study
from bldgassess.texts import mark

_WH_PER_KWH = 1000.0
_BATTERY = mark("Shared battery: usable capacity and power")
#: What common loads, and plants of heat and cold, are called among those that draw.
COMMON, HEATING, COOLING = "common_loads", "heating_plant", "cooling_plant"


@dataclass(frozen=True, slots=True)
class DistrictYear:
    """A plant's year [kWh]: what buildings take, what leaves the plant, what it draws; ``source`` of a factor."""

    what: str
    taken_kwh: float
    made_kwh: float
    lost_kwh: float
    electricity_kwh: float
    factor_kgco2e_kwh: float | None
    source: str
    buildings: int


@dataclass(frozen=True, slots=True)
class SharedHours:
    """The year on the community's wires [W, (8760,)].

    ``draws``: what each building (by its place among the members, for one of it), the common loads and the plants
    take from the wires after the buildings' own modules and batteries. ``surplus_w``: what buildings feed in.
    ``flows``: surplus and shared modules dispatched against all draws.
    """

    draws: dict[str, FloatArray]
    demand_w: FloatArray
    own_used_w: FloatArray
    surplus_w: FloatArray
    shared_pv_w: FloatArray
    flows: Dispatch
    all_electricity_w: FloatArray
    all_pv_w: FloatArray


@dataclass(frozen=True, slots=True)
class SharedYear:
    """The year in figures [kWh]. ``credit_kwh``: draw -> what it got of surplus, shared modules and battery.

    ``electricity_kwh`` is all that is used: in buildings, common loads and plants. ``own_used_kwh``: of buildings'
    own modules by themselves. ``shared_kwh``: over the wires, at once or out of the shared battery.
    """

    electricity_kwh: float
    pv_kwh: float
    own_used_kwh: float
    surplus_kwh: float
    shared_pv_kwh: float
    shared_pv_kwp: float
    shared_kwh: float
    discharged_kwh: float
    battery_loss_kwh: float
    battery_left_kwh: float
    grid_before_kwh: float
    grid_kwh: float
    exported_before_kwh: float
    exported_kwh: float
    credit_kwh: dict[str, float]
    draw_kwh: dict[str, float]
    monthly_kwh: dict[str, tuple[float, ...]]

    @property
    def self_sufficiency_fraction(self) -> float:
        """Share of all electricity that the community's modules give [0-1]."""
        used = self.own_used_kwh + self.shared_kwh
        return used / self.electricity_kwh if self.electricity_kwh > 0.0 else 0.0

    @property
    def self_use_fraction(self) -> float:
        """Share of what the modules make that is used in the community [0-1]."""
        used = self.own_used_kwh + self.shared_kwh
        return used / self.pv_kwh if self.pv_kwh > 0.0 else 0.0


def shared_fields(shared: Shared, study: Study) -> tuple[Field, ...]:
    """Return the shared fields of modules.

    Raises
    ------
    UserError
        When a field has neither power nor area, or has both.
    """
    fields, problems = [], []
    for k, item in enumerate(shared.pv):
        name = item.name or f"shared field {k + 1}"
        if (item.kwp is None) == (item.area_m2 is None):
            problems.append(Issue("energy.pv_size", {"name": name}))
            continue
        kwp = item.kwp if item.kwp is not None else (item.area_m2 or 0.0) * module_w_m2(study) / 1000.0
        losses = item.losses_fraction if item.losses_fraction is not None else shared.pv_losses_fraction
        fields.append(Field(name, kwp, item.area_m2, item.tilt_deg, item.azimuth_deg, losses))
    if problems:
        raise UserError(problems)
    return tuple(fields)


def shared_battery(shared: Shared, notes: Notebook) -> Battery | None:
    """Return the shared battery: usable capacity, power, round trip; from the table where the file says none."""
    if shared.battery_kwh <= 0.0:
        return None
    power = shared.battery_power_kw
    if power is None:
        power = notes.take("battery.c_rate", _BATTERY) * shared.battery_kwh
    efficiency = shared.battery_efficiency_fraction
    if efficiency is None:
        efficiency = notes.take("battery.efficiency", _BATTERY)
    return Battery(notes.take("battery.depth", _BATTERY) * shared.battery_kwh, power, efficiency)


def common_load_w(loads: Sequence[CommonLoad]) -> FloatArray:
    """Return what the common loads draw [W]: even over their hours of every day.

    >>> load = CommonLoad(name="street lights", kwh_a=365.0, from_h=19, to_h=5)
    >>> float(common_load_w([load])[19]), float(common_load_w([load])[12])
    (100.0, 0.0)
    """
    watts = np.zeros(HOURS)
    hour = np.arange(HOURS) % 24
    for load in loads:
        span = (load.to_h - load.from_h) % 24 or 24
        on = (hour - load.from_h) % 24 < span
        watts += np.where(on, load.kwh_a * _WH_PER_KWH / on.sum(), 0.0)
    return watts


def plant_w(plant: Plant | None, taken_w: FloatArray) -> FloatArray:
    """Return what a plant draws [W]: what buildings take, with the net's losses, over its efficiency."""
    if plant is None or plant.source != "electricity" or not plant.efficiency:
        return np.zeros_like(taken_w)
    return taken_w / (1.0 - plant.losses_fraction) / plant.efficiency


def make_hours(
    members: Sequence[Assessed], counts: Sequence[int], shared: Shared, study: Study, weather: Weather, notes: Notebook
) -> SharedHours:
    """Dispatch what is left after the buildings' own modules and batteries; nothing is counted twice.

    At each hour the buildings' surplus and the shared modules serve whatever is drawn, then charge the shared battery;
    what is over goes to the grid, what is missing comes from it.
    """
    pairs = tuple(zip(members, counts, strict=True))

    def summed(name: str) -> FloatArray:
        total: FloatArray = np.sum([count * item.hours[name] for item, count in pairs], axis=0)
        return total

    heat, cold = summed("district_heat_w"), summed("district_cooling_w")
    draws = {str(k): item.hours["grid_w"] for k, item in enumerate(members)}
    others = {
        COMMON: common_load_w(shared.loads),
        HEATING: plant_w(shared.heating, heat),
        COOLING: plant_w(shared.cooling, cold),
    }
    extra: FloatArray = np.sum(list(others.values()), axis=0)
    demand, surplus = summed("grid_w") + extra, summed("exported_w")
    yields = pv_year(shared_fields(shared, study), study, weather, notes)
    made: FloatArray = np.sum(yields, axis=0) if yields else np.zeros(HOURS)
    electricity, pv = summed("electricity_w"), summed("pv_w")
    return SharedHours(
        draws={**draws, **{name: watts for name, watts in others.items() if watts.any()}},
        demand_w=demand,
        own_used_w=electricity - summed("grid_w"),
        surplus_w=surplus,
        shared_pv_w=made,
        flows=dispatch(demand, surplus + made, shared_battery(shared, notes)),
        all_electricity_w=electricity + extra,
        all_pv_w=pv + made,
    )


def make_year(hours: SharedHours, kwp: float) -> SharedYear:
    """Add the hours up, and share what was served by the hour in proportion to what each draws."""
    flows = hours.flows
    served = flows.direct_w + flows.discharged_w
    share = np.divide(served, hours.demand_w, out=np.zeros(HOURS), where=hours.demand_w > 0.0)
    charged, discharged = _kwh(flows.charged_w), _kwh(flows.discharged_w)
    left = float(flows.stored_kwh[-1])
    return SharedYear(
        electricity_kwh=_kwh(hours.all_electricity_w),
        pv_kwh=_kwh(hours.all_pv_w),
        own_used_kwh=_kwh(hours.own_used_w),
        surplus_kwh=_kwh(hours.surplus_w),
        shared_pv_kwh=_kwh(hours.shared_pv_w),
        shared_pv_kwp=kwp,
        shared_kwh=_kwh(served),
        discharged_kwh=discharged,
        battery_loss_kwh=charged - discharged - left,
        battery_left_kwh=left,
        grid_before_kwh=_kwh(hours.demand_w),
        grid_kwh=_kwh(flows.grid_w),
        exported_before_kwh=_kwh(hours.surplus_w + hours.shared_pv_w),
        exported_kwh=_kwh(flows.exported_w),
        credit_kwh={name: _kwh(watts * share) for name, watts in hours.draws.items()},
        draw_kwh={name: _kwh(watts) for name, watts in hours.draws.items()},
        monthly_kwh={
            "electricity": monthly_kwh(hours.all_electricity_w),
            "own_pv": monthly_kwh(hours.own_used_w),
            "shared": monthly_kwh(flows.direct_w),
            "battery": monthly_kwh(flows.discharged_w),
            "grid": monthly_kwh(flows.grid_w),
            "exported": monthly_kwh(flows.exported_w),
        },
    )


def district_years(
    members: Sequence[Assessed], counts: Sequence[int], shared: Shared
) -> tuple[tuple[DistrictYear, ...], tuple[Issue, ...]]:
    """Return the year of each plant, and a word where one serves nobody."""
    years, issues = [], []
    for what, plant in (("district_heat", shared.heating), ("district_cooling", shared.cooling)):
        if plant is None:
            continue
        taken = [item.figures.final_kwh.get(what, 0.0) for item in members]
        kwh = sum(count * value for count, value in zip(counts, taken, strict=True))
        if kwh <= 0.0:
            issues.append(Issue("community.district_unused", {"what": what}, severity="warning"))
            continue
        made = kwh / (1.0 - plant.losses_fraction)
        driven = made / plant.efficiency if plant.source == "electricity" and plant.efficiency else 0.0
        served = sum(count for count, value in zip(counts, taken, strict=True) if value > 0.0)
        years.append(
            DistrictYear(
                what, kwh, made, made - kwh, driven, plant.factor_kgco2e_kwh if plant.source == "factor" else None,
                plant.factor_source, served,
            )
        )  # fmt: skip
    return tuple(years), tuple(issues)


def _kwh(watts: FloatArray) -> float:
    return float(watts.sum()) / _WH_PER_KWH
