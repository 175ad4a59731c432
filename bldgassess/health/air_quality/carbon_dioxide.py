"""Air quality: CO2 by exact hourly mass balance, and outdoor air against the classes of EN 16798-1."""

from __future__ import annotations

import numpy as np

from bldgassess.health.limits import Limits, load_limits, occupant_values
from bldgassess.hourly.result import HOURS, FloatArray, HourlyResult

_PPM = 1.0e6


def co2_above_outdoor_ppm(hourly: HourlyResult) -> FloatArray:
    """Hourly mean CO2 above outdoor air [ppm], (rooms, hours).

    Well-mixed rooms, constant inputs within the hour: C_ss = E / q, C(t) = C_ss + (C_0 - C_ss) exp(-n t),
    mean = C_ss + (C_0 - C_ss) (1 - exp(-n)) / n, with n = q 3600 / V [1/h]. Bedrooms: people asleep.
    """
    values = occupant_values()
    rates = np.array(
        [values["co2_asleep_l_h" if zone.use == "bedroom" else "co2_awake_l_h"].value for zone in hourly.zones]
    )
    volume: FloatArray = np.array([max(zone.volume_m3, 0.1) for zone in hourly.zones])
    emission = hourly.people * rates[:, None] / 1000.0 / 3600.0  # m3/s
    flow = np.maximum(hourly.outdoor_air_m3_s, 1e-7)
    steady = emission / flow * _PPM
    changes = flow * 3600.0 / volume[:, None]
    kept = np.exp(-changes)
    mean = (1.0 - kept) / changes
    result: FloatArray = np.empty_like(steady)
    state = np.zeros(len(volume))
    for k in [*range(HOURS - 48, HOURS), *range(HOURS)]:
        result[:, k] = steady[:, k] + (state - steady[:, k]) * mean[:, k]
        state = steady[:, k] + (state - steady[:, k]) * kept[:, k]
    return result


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
