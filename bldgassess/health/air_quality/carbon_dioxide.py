"""Air quality: CO2 by exact hourly mass balance, and outdoor air against the classes of EN 16798-1."""

from __future__ import annotations

import numpy as np

from bldgassess.health.air_quality.mass_balance import solve_rooms
from bldgassess.health.limits import Limits, load_limits, occupant_values
from bldgassess.hourly.result import FloatArray, HourlyResult

_PPM = 1.0e6


def co2_above_outdoor_ppm(hourly: HourlyResult) -> FloatArray:
    """Hourly mean CO2 above outdoor air [ppm], (rooms, hours). Bedrooms: people asleep.

    G = E / V with E = people x 20 or 13.6 l/h, loss n = q 3600 / V [1/h] (EN 16798-1:2019 as quoted).
    """
    values = occupant_values()
    rates = np.array(
        [values["co2_asleep_l_h" if zone.use == "bedroom" else "co2_awake_l_h"].value for zone in hourly.zones]
    )
    volume: FloatArray = np.array([max(zone.volume_m3, 0.1) for zone in hourly.zones])
    emission_m3_h = hourly.people * rates[:, None] / 1000.0
    changes = np.maximum(hourly.outdoor_air_m3_s, 1e-7) * 3600.0 / volume[:, None]
    return solve_rooms(emission_m3_h * _PPM / volume[:, None], changes).mean


def co2_steady_ppm(emission_l_h: float, flow_l_s: float) -> float:
    """Return CO2 above outdoor air that a person's breath comes to [ppm].

    >>> round(co2_steady_ppm(20.0, 7.0), 1)
    793.7
    """
    return emission_l_h / 3.6 / flow_l_s * 1000.0


def supplied_air_m3_s(hourly: HourlyResult, infiltration_ach: float) -> FloatArray:
    """Return hygienic air and leaks of each room [m3/s], without windows opened against heat."""
    leaks = np.array([infiltration_ach * zone.volume_m3 / 3600.0 for zone in hourly.zones])
    result: FloatArray = np.array([zone.fresh_air_m3_s for zone in hourly.zones]) + leaks
    return result


def ventilation_limits(area_m2: float, people: float, is_home: bool) -> Limits:
    """Return the limits of outdoor air per floor area [l/(s m2)] of a room.

    Homes: EN 16798-1 Table B.11. Others: q = n q_p + A q_B over the area, Tables B.6 and B.7.
    """
    table = load_limits()
    if is_home or area_m2 <= 0.0:
        return table["I2", "home"]
    person, area = table["I2", "person"], table["I2", "area"]
    classes = [people / area_m2 * p + a for p, a in zip(person.classes, area.classes, strict=True)]
    return Limits(
        "I2",
        "room",
        "higher",
        (classes[0], classes[1], classes[2], classes[3]),
        0.0,
        area.unit,
        f"{person.clause}, {area.clause}",
        person.source,
        person.evidence,
    )


def needed_by_62_1_l_s(area_m2: float, people: float, use: str) -> float:
    """Return the breathing-zone air of ASHRAE 62.1-2016 Table 6.2.2.1 [l/s]: V_bz = R_p P + R_a A.

    >>> needed_by_62_1_l_s(100.0, 5.0, "office")
    42.5
    """
    per_person, per_area = {"school": (5.0, 0.6)}.get(use, (2.5, 0.3))
    return per_person * people + per_area * area_m2


def en_16798_flow_l_s(people: float, area_m2: float, person_l_s: float, area_l_s_m2: float) -> float:
    """Return q = n q_p + A q_B (EN 16798-1:2019, Tables B.6 and B.7) [l/s].

    >>> en_16798_flow_l_s(1.0, 10.0, 7.0, 1.4)
    21.0
    """
    return people * person_l_s + area_m2 * area_l_s_m2
