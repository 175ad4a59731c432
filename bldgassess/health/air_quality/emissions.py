"""Formaldehyde, TVOC and benzene from the materials that face a room, their finish, and furniture.

E(t) = sum of SER_i A_i f(T, RH) exp(-d (t - 28 d)), SER_i the rate at 28 days [ug/(m2 h)]. A class limit C of the
EN 16516 reference room gives SER = C n / L; one of the 1 m3 chamber of boards (n = 1/h, L = 1 m2/m3) SER = C.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.health.air_quality.facing import Face
from bldgassess.health.air_quality.flows import RoomAir
from bldgassess.health.air_quality.mass_balance import solve_rooms
from bldgassess.health.air_quality.tables import Row, by_key
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import FloatArray
from bldgassess.study import Study

_KELVIN = 273.15
_DAYS_A, _REFERENCE_D = 365.0, 28.0
#: Column of the class table that limits each pollutant.
_LIMIT = {"hcho": "hcho_ug_m3", "tvoc": "tvoc_ug_m3", "benzene": "carcinogen_ug_m3"}
POLLUTANTS = tuple(_LIMIT)
#: A surface whose layers nobody knows is taken for a mineral one with the finish of the study; an assumption.
_UNKNOWN_FACE = "masonry"


@dataclass(frozen=True, slots=True)
class Source:
    """What emits in a room: name, area [m2], rate of each pollutant at 28 d [ug/(m2 h)], whether it is low-emission."""

    name: str
    area_m2: float
    rate_ug_m2h: Mapping[str, float]
    is_low_emission: bool


def class_rate_ug_m2h(limit_ug_m3: float, air_change_1_h: float, loading_m2_m3: float) -> float:
    """Return the area-specific rate that keeps a chamber at a concentration, SER = C n / L.

    >>> class_rate_ug_m2h(20.0, 0.5, 0.4)
    25.0
    """
    return limit_ug_m3 * air_change_1_h / loading_m2_m3


def room_concentration_ug_m3(rate_ug_m2h: float, area_m2: float, volume_m3: float, air_change_1_h: float) -> float:
    """Return what a source brings a room to in the end, C = SER A / (n V).

    >>> room_concentration_ug_m3(25.0, 20.0, 50.0, 1.0)
    10.0
    """
    return rate_ug_m2h * area_m2 / (air_change_1_h * volume_m3)


def bearing_m2_m3(limit_ug_m3: float, board_class: str, air_change_1_h: float) -> float:
    """Return how much bare board of a class a room bears per volume before formaldehyde reaches a limit [m2/m3].

    Loading check in the manner of GB/T 39598-2021; with the class at its chamber limit, from the balance C = SER L / n.
    """
    rate = float(by_key("emission_classes.csv", "class")[board_class]["hcho_ug_m3"])
    return limit_ug_m3 * air_change_1_h / rate


def room_sources(faces: Sequence[Face], floor_m2: float, study: Study) -> tuple[Source, ...]:
    """Return what emits in a room: its faces, the finish on those that take one, and furniture."""
    found: list[Source] = []
    finish = by_key("emission_classes.csv", "class")[study.health.finish_class]
    for face in faces:
        row = _material_row(face)
        area = face.surface.area_m2
        covered = row["takes_finish"] == "yes"
        own = {key: float(row[f"{key}_ug_m2h"]) for key in POLLUTANTS}
        low = (finish if covered else row)["low_emission"] == "yes"
        name = face.material or face.surface.kind
        if covered:
            coat = _finish_rate(finish, face.surface.kind)
            found.append(Source(f"finish {study.health.finish_class} on {name}", area, _sum(own, coat), low))
        else:
            found.append(Source(name, area, own, low))
    boards = study.health.furniture_m2_per_m2 * floor_m2
    if boards > 0.0:
        row = by_key("emission_classes.csv", "class")[study.health.furniture_class]
        coated = occupant_values()["furniture_coated_fraction"].value
        rates = {key: coated * float(row[_LIMIT[key]]) for key in POLLUTANTS}
        found.append(Source(f"furniture {row['class']}", boards, rates, row["low_emission"] == "yes"))
    return tuple(found)


def _material_row(face: Face) -> Row:
    table = by_key("emissions.csv", "key")
    for key in (*face.products[:1], *face.categories[:1]):
        if key in table:
            return table[key]
    return table[_UNKNOWN_FACE]


def _finish_rate(row: Row, kind: str) -> dict[str, float]:
    values = occupant_values()
    loading = values["en16516_wall_m2_m3" if kind == "wall" else "en16516_floor_m2_m3"].value
    change, share = values["en16516_air_change_1_h"].value, values["emission_class_share"].value
    return {key: share * class_rate_ug_m2h(float(row[_LIMIT[key]]), change, loading) for key in POLLUTANTS}


def _sum(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, float]:
    return {key: a[key] + b[key] for key in a}


def berge_factor(t_c: FloatArray | float, rh_pct: FloatArray | float) -> FloatArray:
    """Return how much more formaldehyde is emitted than at 23 degC and 50 %, exp(-k(1/T - 1/T0)) (1 + b (RH - RH0)).

    Berge et al. 1980, for wood-based boards; never below 0.
    """
    values = occupant_values()
    k, b = values["hcho_berge_k"].value, values["hcho_berge_rh_1_pct"].value
    reference_k = values["emission_reference_c"].value + _KELVIN
    t = np.asarray(t_c, dtype=float) + _KELVIN
    moist = 1.0 + b * (np.asarray(rh_pct, dtype=float) - values["emission_reference_rh_pct"].value)
    result: FloatArray = np.exp(-k * (1.0 / t - 1.0 / reference_k)) * np.maximum(moist, 0.0)
    return result


def age_factor(pollutant: str, age_d: float) -> float:
    """Return the share of the 28-day emission that is left at an age, exp(-d (t - 28 d))."""
    decay = float(by_key("pollutants.csv", "pollutant")[pollutant]["decay_1_a"])
    return math.exp(-decay * (age_d - _REFERENCE_D) / _DAYS_A)


def indoor_pollutant(
    pollutant: str, air: RoomAir, emission_ug_h: FloatArray, t_c: FloatArray, rh_fraction: FloatArray, study: Study
) -> FloatArray:
    """Return the part of a pollutant that a room's own materials make at 28 days [ug/m3], (rooms, hours).

    ``emission_ug_h``: (rooms,) at 23 degC and 50 %. Outdoor background comes on top, see ``outdoor_ug_m3``.
    """
    row = by_key("pollutants.csv", "pollutant")[pollutant]
    gain = np.broadcast_to((emission_ug_h / air.volume_m3)[:, None], air.total.shape)
    if row["climate_effect"] == "yes" and study.health.emission_climate_effect:
        gain = gain * berge_factor(t_c, 100.0 * rh_fraction)
    return solve_rooms(gain, air.total).mean


def outdoor_ug_m3(pollutant: str) -> float:
    """Return the outdoor background [ug/m3]."""
    return float(by_key("pollutants.csv", "pollutant")[pollutant]["outdoor_ug_m3"])


def low_emission_share(sources: Sequence[Source]) -> float:
    """Return the share of emitting area that is declared low-emission or is so by its nature [%]."""
    total = math.fsum(source.area_m2 for source in sources)
    low = math.fsum(source.area_m2 for source in sources if source.is_low_emission)
    return 100.0 * low / total if total > 0.0 else 0.0
