"""Fans, pumps and lifts: electricity beside heating and cooling."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bldgassess.energy.figures import Notebook
from bldgassess.energy.heating import Plant
from bldgassess.hourly.result import HOURS, FloatArray, HourlyResult
from bldgassess.model import Building
from bldgassess.study import Study
from bldgassess.texts import mark

_FAN_ABOVE_C = 26.0
_WATER_J_M3_K = 4.18e6
#: Storeys from which a building has a lift where the study does not say.
LIFT_STOREYS = 4
_PUMPS, _LIFTS = mark("Electricity of pumps"), mark("Electricity of lifts")


def fans_w(hourly: HourlyResult, study: Study, notes: Notebook) -> FloatArray:
    """Return what fans draw [W]: ventilation by its specific power, ceiling fans in warm, occupied rooms."""
    flow = hourly.mech_air_m3_s.sum(axis=0)
    watts: FloatArray = np.zeros_like(flow)
    if study.operation.ventilation == "balanced":
        watts = flow * 3600.0 * study.operation.fan_power_w_m3h
    elif study.operation.ventilation == "extract":
        watts = flow * 1000.0 * notes.take("ventilation.extract", mark("Fan electricity"))
    if study.operation.ceiling_fans:
        running = (hourly.people > 0.0) & (hourly.t_op_c > _FAN_ABOVE_C)
        watts = watts + running.sum(axis=0) * notes.take("ceiling_fan", mark("Ceiling-fan electricity"))
    return watts


def pump_power_w(heat_w: float, spread_k: float, head_pa: float, efficiency: float) -> float:
    """Return what a pump draws for a heat flow [W]: flow x head / efficiency.

    >>> round(pump_power_w(10e3, 10.0, 25e3, 0.35), 1)
    17.1
    """
    return heat_w / (_WATER_J_M3_K * spread_k) * head_pa / efficiency


def pumps_w(heating: Plant, cooling: Plant, notes: Notebook) -> FloatArray:
    """Return what the pumps of water circuits draw [W] while these run, speed-controlled."""
    watts = np.zeros(HOURS)
    for plant, head in ((heating, "auxiliary.heating_head"), (cooling, "auxiliary.cooling_head")):
        if plant.pumped_w is None or not plant.pumped_w.any():
            continue
        efficiency, load = (notes.take(f"auxiliary.{name}", _PUMPS) for name in ("pump_efficiency", "pump_load"))
        power = pump_power_w(float(plant.pumped_w.max()), plant.spread_k, notes.take(head, _PUMPS), efficiency)
        watts += np.where(plant.pumped_w > 0.0, power * load, 0.0)
    return watts


def extras_w(plants: Iterable[Plant]) -> FloatArray:
    """Return other electricity beside the plants [W]: cooling tower, pump of the collectors."""
    watts = np.zeros(HOURS)
    for plant in plants:
        watts += plant.extra_w.get("electricity", 0.0)
    return watts


def lift_count(building: Building, study: Study) -> int:
    """Return the number of lifts: the study's, else one from four storeys up."""
    if study.carbon.lifts is not None:
        return study.carbon.lifts
    return int(len(building.storeys) >= LIFT_STOREYS)


def lifts_w(count: int, presence: FloatArray, use: str, notes: Notebook) -> FloatArray:
    """Return what lifts draw [W]: stand-by while they rest, travel where people are about.

    Travel = specific demand x load x speed x hours of travel a day, stand-by x (24 h - travel), VDI 4707-1:2009. Travel
    follows the presence of people (8760,), or is even where nobody is known.
    """
    if count == 0:
        return np.zeros(HOURS)
    rows = {
        name: notes.take(f"lift.{name}", _LIFTS)
        for name in ("travel_mwh_m_kg", "load_kg", "speed_m_s", "standby_w", f"travel_h_{use}")
    }
    hours_a_day = rows[f"travel_h_{use}"]
    moving = rows["travel_mwh_m_kg"] / 1000.0 * rows["load_kg"] * rows["speed_m_s"] * 3600.0
    weight = presence if presence.any() else np.ones(HOURS)
    travel_h = hours_a_day * (HOURS / 24) * weight / weight.sum()
    result: FloatArray = count * (moving * travel_h + rows["standby_w"] * (1.0 - np.minimum(travel_h, 1.0)))
    return result
