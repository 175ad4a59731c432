"""Fine particles, nitrogen dioxide and ozone in rooms: what comes in, what settles, what is filtered, what cooks.

lam = n + k + q_filter / V;  G = (P n_leaks + n_windows + (1 - eta) n_supply) C_out + E / V.
"""

from __future__ import annotations

import numpy as np

from bldgassess.health.air_quality.flows import RoomAir, room_air
from bldgassess.health.air_quality.mass_balance import solve_rooms
from bldgassess.health.air_quality.outdoor import OutdoorAir
from bldgassess.health.air_quality.tables import by_key
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import HOURS, FloatArray

#: Hours of a day in which a home cooks, the time shared evenly; an assumption of this program.
_COOKING_HOURS = (7, 12, 18)


def indoor_particles(
    air: RoomAir, outdoor_ug_m3: FloatArray, source_ug_h: FloatArray, filter_fraction: float, purifier_m3_h: float
) -> FloatArray:
    """Return the hourly mean of fine particles in each room [ug/m3], (rooms, hours).

    Parameters
    ----------
    outdoor_ug_m3 : array, (hours,)
    source_ug_h : array, (rooms, hours)
        What is set free in the room [ug/h].
    filter_fraction : float
        Share that the supply filter holds back [0-1].
    purifier_m3_h : float
        Clean air delivery of a recirculating purifier in each room [m3/h].
    """
    values = occupant_values()
    penetration, deposition = values["pm25_penetration"].value, values["pm25_deposition_1_h"].value
    coming = penetration * air.leaks + air.windows + (1.0 - filter_fraction) * air.supply
    volume = air.volume_m3[:, None]
    loss = air.total + deposition + purifier_m3_h / volume
    return solve_rooms(coming * outdoor_ug_m3 + source_ug_h / volume, loss).mean


def indoor_gas(air: RoomAir, outdoor_ug_m3: FloatArray, deposition_1_h: float) -> FloatArray:
    """Return the hourly mean of a gas that comes from outdoors and settles indoors [ug/m3], (rooms, hours)."""
    return solve_rooms(air.total * outdoor_ug_m3, air.total + deposition_1_h).mean


def cooking_ug_h(inputs: HealthInputs, air: RoomAir) -> FloatArray:
    """Return what cooking sets free in each room of a home [ug/h], (rooms, hours).

    Each kitchen (one where none is named) cooks ``cooking_min_d`` a day; as doors stand open, and as the rate was
    measured for whole homes, it spreads over the home's rooms by volume. Other uses: none.
    """
    health, zones = inputs.study.health, inputs.hourly.zones
    result = np.zeros_like(air.total)
    if not inputs.is_home:
        return result
    kitchens = max(1, sum(zone.use == "kitchen" for zone in zones))
    rate_ug_min = occupant_values()["pm25_cooking_mg_min"].value * 1000.0
    a_meal = kitchens * health.cooking_min_d / len(_COOKING_HOURS) * rate_ug_min * (1.0 - health.kitchen_hood_fraction)
    total_m3 = sum(max(zone.volume_m3, 0.0) for zone in zones if zone.is_conditioned) or float(air.volume_m3.sum())
    hours = np.zeros(24)
    hours[list(_COOKING_HOURS)] = a_meal
    share = air.volume_m3 / max(total_m3, float(air.volume_m3.sum()))
    return share[:, None] * np.tile(hours, HOURS // 24)


def filter_fraction(inputs: HealthInputs) -> float:
    """Return the share of fine particles that the supply filter holds back; 0 without supply fans."""
    if inputs.study.operation.ventilation != "balanced":
        return 0.0
    return float(by_key("filters.csv", "class")[inputs.study.health.supply_filter]["pm25_fraction"])


def particles_of(inputs: HealthInputs, outdoor: OutdoorAir) -> tuple[FloatArray, FloatArray]:
    """Return fine particles in the rooms [ug/m3] and the part of them that cooking made, both (rooms, hours)."""
    air = room_air(inputs)
    cooking = cooking_ug_h(inputs, air)
    held, purifier = filter_fraction(inputs), inputs.study.health.purifier_m3_h
    total = indoor_particles(air, outdoor.hourly["pm25"], cooking, held, purifier)
    own = indoor_particles(air, np.zeros(HOURS), cooking, held, purifier)
    return total, own


def infiltration_factor(penetration: float, air_change_1_h: float, deposition_1_h: float) -> float:
    """Return the share of outdoor particles found indoors, F = P n / (n + k).

    >>> round(infiltration_factor(0.8, 0.5, 0.39), 4)
    0.4494
    """
    return penetration * air_change_1_h / (air_change_1_h + deposition_1_h)
