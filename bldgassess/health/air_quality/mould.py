"""Mould on the coldest surface of each room: temperature factor and the VTT index over the year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.health.air_quality.tables import by_key
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import BoolArray, FloatArray
from bldgassess.hourly.sky import saturation_pa

#: Decline of the index in dry spells [1/h]: first 6 hours, then after a day (Viitanen and Ojanen 2007).
_DECLINE_FIRST, _DECLINE_LATER = 0.00133, 0.000667
#: The class that rooms are judged by: paper-faced board, planed wood, painted plaster.
ROOM_CLASS = "s"
_MAGNUS_PA = 610.5


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Constants of a VTT class: growth k1 below and above index 1, M_max = a + b x - c x2, lowest humidity [%]."""

    k1_below: float
    k1_above: float
    a: float
    b: float
    c: float
    rh_min_pct: float


def sensitivity(name: str) -> Sensitivity:
    """Return a class of the VTT model: "vs", "s", "mr" or "r"."""
    row = by_key("mould_classes.csv", "class")[name]
    return Sensitivity(*(float(row[key]) for key in ("k1_below", "k1_above", "a", "b", "c", "rh_min_pct")))


def saturation_13788_pa(t_c: float) -> float:
    """Return the saturation pressure of EN ISO 13788:2012 Annex E [Pa].

    >>> round(saturation_13788_pa(20.0), 1), round(saturation_13788_pa(-10.0), 1)
    (2337.0, 259.3)
    """
    a, b = (17.269, 237.3) if t_c >= 0.0 else (21.875, 265.5)
    return _MAGNUS_PA * float(np.exp(a * t_c / (b + t_c)))


def dew_point_13788_c(pressure_pa: float) -> float:
    """Return the temperature at which air of a vapour pressure is saturated, EN ISO 13788:2012 Annex E [degC]."""
    log = float(np.log(pressure_pa / _MAGNUS_PA))
    a, b = (17.269, 237.3) if log >= 0.0 else (21.875, 265.5)
    return b * log / (a - log)


def surface_factor(u_value_w_m2k: float) -> float:
    """Return f_Rsi = 1 - U R_si of a plane part, R_si 0.25 m2 K/W (EN ISO 13788:2012 4.4.1, 5.3).

    The U-value with standard films is first brought to this film (R_si 0.13 of walls).
    """
    film = occupant_values()["surface_film_m2k_w"].value
    resistance = 1.0 / u_value_w_m2k - 0.13 + film
    return 1.0 - film / resistance


@dataclass(frozen=True, slots=True)
class RequiredSurface:
    """What a month asks of a surface: indoor vapour pressure [Pa], lowest temperature [degC], lowest f_Rsi [-]."""

    vapour_pa: float
    lowest_c: float
    factor: float


def required_surface(t_out_c: float, rh_out: float, t_in_c: float, excess_pa: float) -> RequiredSurface:
    """Return what keeps a surface at or below 80 % humidity in a month (EN ISO 13788:2012 5.3).

    p_i = p_e + 1.1 dp; the excess falls from its full value at 0 degC outdoors to nothing at 20 degC (Annex A).
    """
    excess = excess_pa * float(np.clip(1.0 - t_out_c / 20.0, 0.0, 1.0))
    vapour = rh_out * saturation_13788_pa(t_out_c) + 1.1 * excess
    lowest = dew_point_13788_c(vapour / 0.8)
    span = t_in_c - t_out_c
    factor = float(np.clip((lowest - t_out_c) / span, 0.0, 1.0)) if span > 0.1 else 0.0
    return RequiredSurface(vapour, lowest, factor)


def surface_humidity(
    factor: FloatArray, t_in_c: FloatArray, rh_in: FloatArray, t_out_c: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return surface temperature [degC] and relative humidity [%] of each room's coldest surface, (rooms, hours)."""
    t_surface = t_out_c + factor[:, None] * (t_in_c - t_out_c)
    humidity = 100.0 * rh_in * saturation_pa(t_in_c) / saturation_pa(t_surface)
    return t_surface, np.minimum(humidity, 100.0)


def critical_humidity_pct(t_c: FloatArray | float, least_pct: float = 80.0) -> FloatArray:
    """Return the humidity above which mould grows [%] (Viitanen and Ojanen 2007).

    >>> round(float(critical_humidity_pct(5.0)), 2)
    88.02
    """
    t = np.clip(np.asarray(t_c, dtype=float), 0.0, 50.0)
    cold = ((-0.00267 * t + 0.160) * t - 3.13) * t + 100.0
    result: FloatArray = np.maximum(np.where(t <= 20.0, cold, least_pct), least_pct)
    return result


def weeks_to_growth(t_c: float, rh_pct: float, *, visible: bool = False) -> float:
    """Return the weeks until index 1 (or 3, ``visible``) on pine in a constant climate (Hukka and Viitanen 1999).

    >>> round(weeks_to_growth(20.0, 97.0), 2)
    1.48
    """
    a, b, c = (0.74, 12.72, 61.50) if visible else (0.68, 13.9, 66.02)
    return float(np.exp(-a * np.log(t_c) - b * np.log(rh_pct) + c))


def mould_course(t_surface_c: FloatArray, humidity_pct: FloatArray, name: str = ROOM_CLASS) -> FloatArray:
    """Return the VTT index 0-6 at the end of each hour, starting clean, (surfaces, hours).

    dM/dt = k1 k2 / (168 exp(-0.68 ln T - 13.9 ln RH + 66.02)) per hour while RH is above its critical value.
    Surfaces that are never wet stay at 0 and cost nothing.
    """
    kind = sensitivity(name)
    t = np.clip(t_surface_c, 0.1, 50.0)
    course = np.zeros(t.shape)
    critical = critical_humidity_pct(t, kind.rh_min_pct)
    wet_all: BoolArray = np.asarray(humidity_pct > critical)
    rows = np.flatnonzero(wet_all.any(axis=1))
    if not len(rows):
        return course
    t, humidity, critical = t[rows], humidity_pct[rows], critical[rows]
    wet: BoolArray = wet_all[rows]
    x = (critical - humidity) / np.minimum(critical - 100.0, -1e-6)
    most = np.where(wet, np.clip(kind.a + kind.b * x - kind.c * x**2, 0.0, 6.0), 0.0)
    dry = np.maximum(humidity, 1.0)
    weeks = np.exp(-0.68 * np.log(t) - 13.9 * np.log(dry) + 66.02)
    speed = np.where(wet, 1.0 / (168.0 * weeks), 0.0)
    course[rows] = _march(kind, wet.T, speed.T, most.T, _decline(wet).T).T
    return course


def mould_index(t_surface_c: FloatArray, humidity_pct: FloatArray, name: str = ROOM_CLASS) -> FloatArray:
    """Return the highest VTT index 0-6 of the year, starting clean, (surfaces,)."""
    result: FloatArray = mould_course(t_surface_c, humidity_pct, name).max(axis=1)
    return result


def _decline(wet: BoolArray) -> FloatArray:
    """Return how much the index falls in each dry hour; ``wet`` (surfaces, hours)."""
    hour = np.arange(wet.shape[1])
    last = np.maximum.accumulate(np.where(wet, hour, -1), axis=1)
    since = hour - last
    slow = np.where(since <= 24, 0.0, _DECLINE_LATER)
    result: FloatArray = np.where(wet, 0.0, np.where(since <= 6, _DECLINE_FIRST, slow))
    return result


def _march(kind: Sensitivity, wet: BoolArray, speed: FloatArray, most: FloatArray, decline: FloatArray) -> FloatArray:
    """Step the index hour by hour, arrays (hours, surfaces); hours that change nothing are passed over."""
    speed, most, decline = (np.ascontiguousarray(part) for part in (speed, most, decline))
    course = np.zeros(speed.shape)
    index = np.zeros(speed.shape[1])
    any_wet: BoolArray = np.asarray(wet.any(axis=1))
    for k in range(len(speed)):
        if any_wet[k]:
            k1 = np.where(index < 1.0, kind.k1_below, kind.k1_above)
            k2 = np.maximum(1.0 - np.exp(2.3 * (index - most[k])), 0.0)
            index = np.clip(index + k1 * k2 * speed[k] - decline[k], 0.0, 6.0)
        elif index.any():
            index = np.maximum(index - decline[k], 0.0)
        course[k] = index
    return course
