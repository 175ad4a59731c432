"""A building without power: the rooms in a week of the year after the plant, the fans and all appliances stop."""

from __future__ import annotations

from collections.abc import Sequence
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
_BEFORE_DAYS, OUTAGE_DAYS = 42, 7
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


def simulate_outages(
    made: BuildingModel, weather: Weather, first_hours: Sequence[int], *, steps_per_hour: int = 1
) -> tuple[Outage, ...]:
    """Solve six weeks of normal use and the seven days after the power fails, for each hour at which it fails.

    From then on nothing heats, cools, lights or moves air; people stay as the profile has them and open windows. The
    spells are solved in one go, each after its own six weeks, unless one lies in the weeks before another.
    """
    spans = [_span(first) for first in first_hours]
    dark = [set(span[-OUTAGE_HOURS:].tolist()) for span in spans]
    mixed = any(dark[a] & set(spans[b].tolist()) for a in range(len(spans)) for b in range(len(spans)) if a != b)
    groups = [[span] for span in spans] if mixed else [spans]
    return tuple(outage for group in groups for outage in _solve(made, weather, group, steps_per_hour))


def _span(first_hour: int) -> IntArray:
    days = _BEFORE_DAYS + OUTAGE_DAYS
    hours: IntArray = (first_hour - 24 * _BEFORE_DAYS + np.arange(24 * days)) % HOURS
    return hours


def _solve(made: BuildingModel, weather: Weather, spans: Sequence[IntArray], steps_per_hour: int) -> list[Outage]:
    hours: IntArray = np.concatenate(spans)
    dark = np.zeros(HOURS, dtype=bool)
    for span in spans:
        dark[span[-OUTAGE_HOURS:]] = True
    people = PERSON_SENSIBLE_W * made.gains.people
    zones = tuple(_without_power(zone, dark, people[k]) for k, zone in enumerate(made.model.zones))
    run = simulate(replace(made.model, zones=zones), weather, steps_per_hour=steps_per_hour, span=hours)
    moisture = solve_moisture(
        np.array([space.volume_m3 for space in made.spaces]),
        run.outdoor_air_m3_s,
        made.gains.people[:, hours] * PERSON_MOISTURE_KG_S,
        run.air_c,
        run.cool_w,
        _part(weather, hours),
    )
    ends = np.cumsum([len(span) for span in spans])
    parts = [slice(int(end) - OUTAGE_HOURS, int(end)) for end in ends]
    return [
        Outage(hours[part], run.air_c[:, part], run.radiant_c[:, part], moisture.rh_fraction[:, part]) for part in parts
    ]


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
