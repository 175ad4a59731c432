"""A building without power: the rooms in a week of the year after the plant, the fans and all appliances stop."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bldgassess.hourly.from_building import RADIANT_PEOPLE
from bldgassess.hourly.gains import PERSON_MOISTURE_KG_S, PERSON_SENSIBLE_W
from bldgassess.hourly.moisture import solve_moisture
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray, IntArray, Weather
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.solve import BuildingModel
from bldgassess.hourly.thermal_model import ThermalZone

#: Days of normal use before the power fails, and days without it.
_BEFORE_DAYS, OUTAGE_DAYS = 28, 7
OUTAGE_HOURS = 24 * OUTAGE_DAYS


@dataclass(frozen=True, slots=True)
class Outage:
    """Rooms by hours of the outage: air and mean radiant temperature [degC], humidity [0-1]; hours of the year."""

    hours: IntArray
    t_air_c: FloatArray
    t_rad_c: FloatArray
    rh_fraction: FloatArray

    @property
    def t_op_c(self) -> FloatArray:
        """Operative temperature [degC]."""
        return (self.t_air_c + self.t_rad_c) / 2.0


def simulate_outage(made: BuildingModel, weather: Weather, first_hour: int, *, steps_per_hour: int = 1) -> Outage:
    """Solve four weeks of normal use and the seven days after the power fails at ``first_hour``.

    From then on nothing heats, cools, lights or moves air; people stay as the profile has them and open windows.
    """
    days = _BEFORE_DAYS + OUTAGE_DAYS
    hours: IntArray = (first_hour - 24 * _BEFORE_DAYS + np.arange(24 * days)) % HOURS
    dark = np.zeros(HOURS, dtype=bool)
    dark[hours[24 * _BEFORE_DAYS :]] = True
    people = PERSON_SENSIBLE_W * made.gains.people
    model = made.model
    zones = tuple(_without_power(zone, dark, people[k]) for k, zone in enumerate(model.zones))
    run = simulate(replace(model, zones=zones), weather, steps_per_hour=steps_per_hour, span=hours)
    moisture = solve_moisture(
        np.array([space.volume_m3 for space in made.spaces]),
        run.outdoor_air_m3_s,
        made.gains.people[:, hours] * PERSON_MOISTURE_KG_S,
        run.air_c,
        run.cool_w,
        _part(weather, hours),
    )
    last = slice(-OUTAGE_HOURS, None)
    return Outage(hours[last], run.air_c[:, last], run.radiant_c[:, last], moisture.rh_fraction[:, last])


def _without_power(zone: ThermalZone, dark: BoolArray, people_w: FloatArray) -> ThermalZone:
    """Return the zone with plant, fans and appliances off in the dark hours."""
    fans = zone.mechanical_m3_s if zone.mechanical_m3_s is not None else np.zeros(HOURS)
    return replace(
        zone,
        heat_above_c=np.where(dark, np.nan, zone.heat_above_c),
        cool_below_c=np.where(dark, np.nan, zone.cool_below_c),
        convective_w=np.where(dark, (1.0 - RADIANT_PEOPLE) * people_w, zone.convective_w),
        radiant_w=np.where(dark, RADIANT_PEOPLE * people_w, zone.radiant_w),
        outdoor_air_m3_s=np.where(dark, zone.outdoor_air_m3_s - fans, zone.outdoor_air_m3_s),
        mechanical_m3_s=np.where(dark, 0.0, fans),
    )


def _part(weather: Weather, hours: IntArray) -> Weather:
    """Return some hours of the weather that moisture reads."""
    return replace(
        weather,
        t_out_c=weather.t_out_c[hours],
        rh_out_fraction=weather.rh_out_fraction[hours],
        pressure_pa=weather.pressure_pa[hours],
    )
