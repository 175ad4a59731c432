"""Final energy of a year by use, carrier and hour, and what becomes of the electricity that modules make."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bldgassess.energy.checks import check_systems, warn_of_lack
from bldgassess.energy.cooling import cooling_plant
from bldgassess.energy.electricity import Battery, Dispatch, dispatch
from bldgassess.energy.figures import Notebook
from bldgassess.energy.heating import heating_plant
from bldgassess.energy.hot_water import hot_water_plant
from bldgassess.energy.photovoltaics import pv_year
from bldgassess.energy.pv_fields import Field, pv_fields
from bldgassess.energy.result import USES, BatteryYear, EnergyResult, HourlyEnergy, PvYield
from bldgassess.energy.small_uses import extras_w, fans_w, lift_count, lifts_w, pumps_w
from bldgassess.hourly.result import FloatArray, HourlyResult, Weather
from bldgassess.model import Building
from bldgassess.study import Study
from bldgassess.texts import mark

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WH_PER_KWH = 1000.0
_BATTERY = mark("Battery: usable capacity and power")


def compute_energy(hourly: HourlyResult, study: Study, weather: Weather, building: Building) -> EnergyResult:
    """Turn the hourly year into energy by use, carrier, month and hour.

    Cooling need is sensible and latent heat. Photovoltaics are used at once, then stored, hour by hour, against all
    electricity of the building; what is exported earns nothing here.

    Raises
    ------
    UserError
        When the study asks for systems that cannot be.
    """
    check_systems(study)
    notes = Notebook()
    cold = hourly.q_cool_w + hourly.q_latent_w
    heat = hourly.q_heat_w.sum(axis=0)
    heating = heating_plant(heat, study, weather, notes)
    cooling = cooling_plant(cold, study, weather, notes)
    water = hot_water_plant(hourly.hot_water_w, study, weather, notes)
    lifts = lift_count(building, study)
    final = {
        "heating": heating.final_w,
        "cooling": cooling.final_w,
        "ventilation": {"electricity": fans_w(hourly, study, notes)},
        "lighting": {"electricity": hourly.lighting_w.sum(axis=0)},
        "appliances": {"electricity": hourly.equipment_w.sum(axis=0)},
        "hot_water": water.plant.final_w,
        "auxiliary": {"electricity": pumps_w(heating, cooling, notes) + extras_w((cooling, water.plant))},
        "lifts": {"electricity": lifts_w(lifts, hourly.people.sum(axis=0), study.building.use, notes)},
    }
    final = {use: {key: watts for key, watts in table.items() if watts.any()} for use, table in final.items()}
    need = {use: _sum(final[use]) for use in USES}
    need |= {"heating": heat, "cooling": cold.sum(axis=0), "hot_water": hourly.hot_water_w}
    demand = np.sum([table.get("electricity", np.zeros_like(heat)) for table in final.values()], axis=0)
    fields = pv_fields(study, building)
    if study.renewables.pv_module_w_m2 is None and any(item.area_m2 is not None for item in fields):
        notes.take("pv.module_w_m2", mark("Power of a square metre of module"))
    yields = pv_year(fields, study, weather, notes)
    made: FloatArray = np.sum(yields, axis=0) if yields else np.zeros_like(heat)
    battery = study_battery(study, notes)
    flows = dispatch(demand, made, battery)
    warn_of_lack(hourly, study, sum(item.kwp for item in fields), notes)
    plants = {"heating": heating, "cooling": cooling, "hot_water": water.plant}
    return EnergyResult(
        engine="fast",
        need_kwh={use: _kwh(need[use]) for use in USES},
        final_kwh=_by_carrier(final),
        final_by_use_kwh={use: {key: _kwh(watts) for key, watts in sorted(final[use].items())} for use in USES},
        monthly_final_kwh={use: monthly_kwh(_sum(final[use])) for use in USES},
        monthly_need_kwh={use: monthly_kwh(need[use]) for use in USES},
        pv_kwh=_kwh(made),
        self_used_kwh=_kwh(flows.direct_w) + _kwh(flows.discharged_w),
        grid_kwh=_kwh(flows.grid_w),
        unmet_h=hourly.unmet_h,
        peak_heating_w=float(heat.max(initial=0.0)),
        peak_cooling_w=float(cold.sum(axis=0).max(initial=0.0)),
        assumptions=tuple(notes.assumptions[key] for key in sorted(notes.assumptions)),
        pv_fields=_yields(fields, yields),
        battery=_battery_year(flows) if battery else None,
        solar_heat_kwh=_kwh(water.solar.used_w) if water.solar else 0.0,
        seasonal={use: plant.seasonal for use, plant in plants.items() if plant.seasonal is not None},
        installed_heating_w=heating.installed_w,
        installed_cooling_w=cooling.installed_w,
        heat_pump_w=heating.heat_pump_w,
        lifts=lifts,
        issues=tuple(notes.issues),
        hourly=_hourly(final, made, flows),
    )


def study_battery(study: Study, notes: Notebook) -> Battery | None:
    """Return the battery of a study: usable capacity and power, from the table where the study says none."""
    renewables = study.renewables
    if renewables.battery_kwh <= 0.0:
        return None
    power = renewables.battery_power_kw
    if power is None:
        power = notes.take("battery.c_rate", _BATTERY) * renewables.battery_kwh
    usable = notes.take("battery.depth", _BATTERY) * renewables.battery_kwh
    efficiency = renewables.battery_efficiency_fraction
    if efficiency is None:
        efficiency = notes.take("battery.efficiency", _BATTERY)
    return Battery(usable, power, efficiency)


def _battery_year(flows: Dispatch) -> BatteryYear:
    return BatteryYear(_kwh(flows.charged_w), _kwh(flows.discharged_w), float(flows.stored_kwh[-1]))


def _yields(fields: tuple[Field, ...], yields: tuple[FloatArray, ...]) -> tuple[PvYield, ...]:
    return tuple(
        PvYield(item.name, item.kwp, item.area_m2, item.tilt_deg, item.azimuth_deg, _kwh(watts))
        for item, watts in zip(fields, yields, strict=True)
    )


def _hourly(final: dict[str, dict[str, FloatArray]], made: FloatArray, flows: Dispatch) -> HourlyEnergy:
    arrays = (
        made, flows.direct_w, flows.charged_w, flows.discharged_w, flows.grid_w, flows.exported_w,
        flows.stored_kwh,
    )  # fmt: skip
    for array in (*arrays, *(watts for table in final.values() for watts in table.values())):
        array.flags.writeable = False
    return HourlyEnergy(final, *arrays)


def _sum(table: Mapping[str, FloatArray]) -> FloatArray:
    result: FloatArray = np.sum(list(table.values()), axis=0) if table else np.zeros(8760)
    return result


def _by_carrier(final: Mapping[str, Mapping[str, FloatArray]]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for table in final.values():
        for carrier, watts in table.items():
            totals[carrier] = totals.get(carrier, 0.0) + _kwh(watts)
    return dict(sorted(totals.items()))


def _kwh(watts: FloatArray) -> float:
    return float(watts.sum()) / _WH_PER_KWH


def monthly_kwh(watts: FloatArray) -> tuple[float, ...]:
    """Return the energy of each month [kWh] of a year of hours [W]."""
    ends = np.cumsum(_DAYS) * 24
    return tuple(_kwh(part) for part in np.split(watts, ends[:-1]))
