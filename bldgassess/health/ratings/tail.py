"""The TAIL rating scheme (Wargocki et al. 2021, doi 10.1016/j.enbuild.2021.111029) with its own bands, from data.

Written anew from the bands that its authors' script states. A published port of it turns the bands of particles,
formaldehyde, benzene and radon round and takes other CO2 limits; tests/health/test_ratings.py holds both cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.health.limits import worst
from bldgassess.health.result import HealthClass, Indicator
from bldgassess.hourly.result import BoolArray, FloatArray

#: Indicator -> parameter of TAIL; CO2 is made absolute first.
_PARAMETERS: dict[str, str] = {
    "I1": "co2", "I3": "pm25", "I4": "hcho", "I5": "benzene", "I6": "radon", "L2": "daylight_factor",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TailBand:
    """Upper (or lower) limits of classes I, II, III of a parameter. ``strict``: the limit itself is in the next."""

    parameter: str
    pillar: str
    better: str
    classes: tuple[float, float, float]
    strict: bool
    unit: str
    source: str


@cache
def tail_bands() -> dict[str, TailBand]:
    """Return the bands by parameter."""
    return {
        row["parameter"]: TailBand(
            row["parameter"],
            row["pillar"],
            row["better"],
            (float(row["class_I"]), float(row["class_II"]), float(row["class_III"])),
            row["strict"] == "yes",
            row["unit"],
            row["source"],
        )
        for row in _rows("tail_bands.csv")
    }


def tail_class(parameter: str, value: float) -> HealthClass:
    """Return the class I to IV of one value.

    >>> [tail_class("pm25", value) for value in (8.0, 20.0, 40.0)]
    ['I', 'II', 'IV']
    """
    band = tail_bands()[parameter]
    names: tuple[HealthClass, ...] = ("I", "II", "III")
    for name, limit in zip(names, band.classes, strict=True):
        over, on = (value - limit, limit - value)[band.better == "higher"], value == limit
        if over < 0.0 or (on and not band.strict):
            return name
    return "IV"


def tail_shares(values: FloatArray, quantity: str, season: str) -> tuple[float, float, float, float]:
    """Return green, yellow, orange and red shares of values [%]: within category I, II, III, outside.

    ``quantity``: "temperature" with ``season`` "heating" or "cooling", or "humidity" [%] with "all". NaN is left out.
    """
    row = next(row for row in _rows("tail_comfort.csv") if (row["quantity"], row["season"]) == (quantity, season))
    known = values[np.isfinite(values)]
    within = [_within(known, float(row[f"low_{c}"]), float(row[f"high_{c}"])) for c in ("I", "II", "III")]
    parts = np.array([0.0, *(float(item.mean()) if len(known) else 0.0 for item in within), 1.0])
    green, yellow, orange, red = (100.0 * float(part) for part in np.diff(parts))
    return green, yellow, orange, red


def _within(values: FloatArray, low: float, high: float) -> BoolArray:
    return np.asarray((values >= low) & (values <= high))


def tail_frequency_class(green: float, orange: float, red: float) -> HealthClass:
    """Return the class of shares of time [%] as ``tail_shares`` gives them; what is neither is yellow.

    >>> tail_frequency_class(95.0, 0.5, 0.0), tail_frequency_class(50.0, 3.5, 0.5)
    ('I', 'II')
    """
    if green >= 94.0 and orange <= 1.0 and red <= 0.0:
        return "I"
    if orange <= 5.0 and red <= 1.0:
        return "II"
    return "III" if red <= 5.0 else "IV"


def tail_ventilation_class(flow_l_s: float, people: float, area_m2: float) -> HealthClass:
    """Return the class of the outdoor air of a non-low-polluting room: 10 N + 2.0 A, 7 N + 1.4 A, 4 N + 0.8 A [l/s].

    >>> [tail_ventilation_class(flow, 1.0, 10.0) for flow in (30.0, 21.0, 12.0, 8.5)]
    ['I', 'II', 'III', 'IV']
    """
    names: tuple[HealthClass, ...] = ("I", "II", "III")
    for name, (person, area) in zip(names, ((10.0, 2.0), (7.0, 1.4), (4.0, 0.8)), strict=True):
        if flow_l_s >= person * people + area * area_m2:
            return name
    return "IV"


def tail_overall(classes: Iterable[HealthClass]) -> HealthClass:
    """Return the worst of thermal, acoustic, indoor air and light."""
    return worst(list(classes))


def tail_of(indicators: Iterable[Indicator], outdoor_co2_ppm: float) -> dict[str, HealthClass]:
    """Return TAIL's class of every parameter that is predicted, by its name, and "overall"."""
    found: dict[str, HealthClass] = {}
    for item in indicators:
        if item.id in _PARAMETERS and item.value is not None:
            value = item.value + outdoor_co2_ppm if item.id == "I1" else item.value
            found[_PARAMETERS[item.id]] = tail_class(_PARAMETERS[item.id], value)
    return found | {"overall": tail_overall(found.values())} if found else {}


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    return tuple(data_rows("bldgassess.health", name))
