"""Final energy of a year by use and carrier, and photovoltaic self-use hour by hour."""

from __future__ import annotations

import numpy as np

from bldgassess.energy.photovoltaics import pv_power_w
from bldgassess.energy.result import USES, EnergyResult
from bldgassess.energy.systems import CARRIER_OF, System, systems
from bldgassess.hourly.result import FloatArray, HourlyResult, Weather
from bldgassess.model import Assumption
from bldgassess.study import Study
from bldgassess.texts import mark

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WH_PER_KWH = 1000.0
_FAN_ABOVE_C = 26.0
_EFFECTS: dict[str, str] = {
    "heating": mark("Seasonal efficiency, heating"),
    "cooling": mark("Seasonal efficiency, cooling"),
    "hot_water": mark("Seasonal efficiency, hot water"),
}


def compute_energy(hourly: HourlyResult, study: Study, weather: Weather) -> EnergyResult:
    """Turn the hourly year into energy by use, carrier and month.

    final = need / seasonal efficiency. Cooling need is sensible and latent heat. Self-use of photovoltaics is counted
    hour by hour against all electricity of that hour; the rest is exported and earns nothing here.
    """
    assumptions: dict[str, Assumption] = {}
    need = _needs(hourly)
    final_hourly = {
        use: _final(use, heat, hourly, study, assumptions) for use, heat in need.items()
    }  # use -> (carrier, W)
    need["ventilation"] = final_hourly["ventilation"][1]
    electricity = np.zeros_like(hourly.hot_water_w)
    by_use: dict[str, dict[str, float]] = {}
    totals: dict[str, float] = {}
    for use, (carrier, watts) in final_hourly.items():
        kwh = float(watts.sum()) / _WH_PER_KWH
        by_use[use] = {carrier: kwh} if kwh > 0.0 else {}
        if kwh > 0.0:
            totals[carrier] = totals.get(carrier, 0.0) + kwh
        if carrier == "electricity":
            electricity = electricity + watts
    pv = pv_power_w(study, weather)
    used = np.minimum(pv, electricity)
    if study.renewables.pv_kwp > 0.0:
        row = systems()["pv.gamma"]
        assumptions[row.id] = Assumption(
            row.id, row.value, row.unit, row.source, mark("Photovoltaic yield"), row.quality[:1]
        )
    return EnergyResult(
        engine="fast",
        need_kwh={use: float(need[use].sum()) / _WH_PER_KWH for use in USES},
        final_kwh=dict(sorted(totals.items())),
        final_by_use_kwh=by_use,
        monthly_final_kwh={use: _monthly(watts) for use, (_, watts) in final_hourly.items()},
        monthly_need_kwh={use: _monthly(heat) for use, heat in need.items()},
        pv_kwh=float(pv.sum()) / _WH_PER_KWH,
        self_used_kwh=float(used.sum()) / _WH_PER_KWH,
        grid_kwh=float((electricity - used).sum()) / _WH_PER_KWH,
        unmet_h=hourly.unmet_h,
        peak_heating_w=float(hourly.q_heat_w.sum(axis=0).max(initial=0.0)),
        peak_cooling_w=float((hourly.q_cool_w + hourly.q_latent_w).sum(axis=0).max(initial=0.0)),
        assumptions=tuple(assumptions.values()),
    )


def _needs(hourly: HourlyResult) -> dict[str, FloatArray]:
    """Return the need of each use hour by hour [W]; for fans, lights and appliances what they draw."""
    return {
        "heating": hourly.q_heat_w.sum(axis=0),
        "cooling": (hourly.q_cool_w + hourly.q_latent_w).sum(axis=0),
        "ventilation": hourly.mech_air_m3_s.sum(axis=0),
        "lighting": hourly.lighting_w.sum(axis=0),
        "appliances": hourly.equipment_w.sum(axis=0),
        "hot_water": hourly.hot_water_w,
    }


def _final(
    use: str, need: FloatArray, hourly: HourlyResult, study: Study, assumptions: dict[str, Assumption]
) -> tuple[str, FloatArray]:
    operation = study.operation
    if use == "heating" and operation.heating != "none":
        value = _efficiency("heating", operation.heating, operation.heating_efficiency, assumptions)
        return CARRIER_OF[operation.heating], need / value
    if use == "cooling" and operation.cooling != "none":
        value = _efficiency("cooling", operation.cooling, operation.cooling_efficiency, assumptions)
        return "electricity", need / value
    if use == "hot_water" and operation.hot_water != "none":
        value = _efficiency("hot_water", operation.hot_water, None, assumptions)
        return CARRIER_OF[operation.hot_water], need / value
    if use == "ventilation":
        return "electricity", _fans(hourly, study, assumptions)
    return "electricity", need


def _fans(hourly: HourlyResult, study: Study, assumptions: dict[str, Assumption]) -> FloatArray:
    """Return what fans draw [W]: ventilation by its specific power, ceiling fans in warm, occupied rooms."""
    flow = hourly.mech_air_m3_s.sum(axis=0)
    watts: FloatArray = np.zeros_like(flow)
    if study.operation.ventilation == "balanced":
        watts = flow * 3600.0 * study.operation.fan_power_w_m3h
    elif study.operation.ventilation == "extract":
        watts = flow * 1000.0 * _use(systems()["ventilation.extract"], mark("Fan electricity"), assumptions)
    if study.operation.ceiling_fans:
        running = (hourly.people > 0.0) & (hourly.t_op_c > _FAN_ABOVE_C)
        power = _use(systems()["ceiling_fan"], mark("Ceiling-fan electricity"), assumptions)
        watts = watts + running.sum(axis=0) * power
    return watts


def _efficiency(kind: str, system: str, own: float | None, assumptions: dict[str, Assumption]) -> float:
    if own is not None:
        return own
    return _use(systems()[f"{kind}.{system}"], _EFFECTS[kind], assumptions)


def _use(row: System, effect: str, assumptions: dict[str, Assumption]) -> float:
    identity = f"energy.{row.id}"
    assumptions[identity] = Assumption(identity, row.value, row.unit, row.source, effect, row.quality[:1])
    return row.value


def _monthly(watts: FloatArray) -> tuple[float, ...]:
    ends = np.cumsum(_DAYS) * 24
    return tuple(float(part.sum()) / _WH_PER_KWH for part in np.split(watts, ends[:-1]))
