"""Indicators of what materials, furniture and soil give off: formaldehyde, TVOC, benzene, radon, low emission."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bldgassess.health.air_quality import emissions
from bldgassess.health.air_quality.codes import checked
from bldgassess.health.air_quality.emissions import Source
from bldgassess.health.air_quality.facing import room_faces
from bldgassess.health.air_quality.flows import room_air
from bldgassess.health.air_quality.judged import highest, judge, lowest
from bldgassess.health.air_quality.radon import indoor_radon, room_radon
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import load_limits
from bldgassess.health.result import Indicator
from bldgassess.health.row import make_indicator
from bldgassess.texts import mark

_YEAR_D = 365.0
#: Formaldehyde that the loading check keeps to [ug/m3] (GB/T 18883-2022 Table 1).
_BOARD_LIMIT_UG_M3 = 80.0
_EMITTING = ("health.finish_class", "health.furniture_class", "health.furniture_m2_per_m2")


def formaldehyde(inputs: HealthInputs) -> Indicator:
    """Return: formaldehyde 28 days after completion, mean of occupied hours (I4)."""
    return _emitted(inputs, "I4", "hcho", mark("Formaldehyde, mean of occupied hours, 28 days after completion"))


def organic_compounds(inputs: HealthInputs) -> Indicator:
    """Return: total volatile organic compounds 28 days after completion, mean of occupied hours (I4v)."""
    return _emitted(inputs, "I4v", "tvoc", mark("TVOC, mean of occupied hours, 28 days after completion"))


def benzene(inputs: HealthInputs) -> Indicator:
    """Return: benzene and other carcinogens 28 days after completion, mean of occupied hours (I5)."""
    return _emitted(inputs, "I5", "benzene", mark("Benzene, mean of occupied hours, 28 days after completion"))


def _sources(inputs: HealthInputs) -> list[tuple[Source, ...]]:
    faces = room_faces(inputs.building, inputs.inventory)
    return [emissions.room_sources(faces.get(room.guid, ()), room.area_m2, inputs.study) for room in inputs.rooms]


def _emitted(inputs: HealthInputs, identity: str, pollutant: str, name: str) -> Indicator:
    air, sources = room_air(inputs), _sources(inputs)
    index = [room.index for room in inputs.rooms]
    amount = np.array([sum(item.area_m2 * item.rate_ug_m2h[pollutant] for item in room) for room in sources])
    hourly = inputs.hourly
    own = emissions.indoor_pollutant(
        pollutant, air, amount, hourly.t_air_c[index], hourly.rh_fraction[index], inputs.study
    )
    outdoor, after = emissions.outdoor_ug_m3(pollutant), emissions.age_factor(pollutant, _YEAR_D)
    limits = load_limits()[identity, "all"]
    spaces = []
    for k, room in enumerate(inputs.rooms):
        occupied = hourly.people[room.index] > 0.0
        made = float(own[k][occupied].mean())
        value = outdoor + made
        changes = float(air.total[k][occupied].mean())
        drivers: dict[str, float | str] = {
            "after_1_a_ug_m3": outdoor + after * made,
            "p95_ug_m3": outdoor + float(np.percentile(own[k][occupied], 95.0)),
            "outdoor_ug_m3": outdoor,
            "air_change_1_h": changes,
            **_largest(sources[k], pollutant, float(amount[k])),
            **checked(identity, value, inputs.is_home),
        }
        if pollutant == "hcho":
            for grade in ("E1", "E0", "ENF"):
                bears = emissions.bearing_m2_m3(_BOARD_LIMIT_UG_M3, grade, changes)
                drivers[f"bare_board_{grade}_at_most_m2_m3"] = bears
        if pollutant == "benzene":
            drivers["without_declaration_m2"] = sum(s.area_m2 for s in sources[k] if not s.is_low_emission)
        spaces.append(judge(room, value, limits, drivers))
    return make_indicator(
        identity,
        "air",
        name,
        mark("worst room"),
        limits,
        spaces,
        highest(spaces),
        "ug/m3",
        formula="emissions",
        input_quality=inputs.quality(*_EMITTING),
    )


def _largest(sources: Sequence[Source], pollutant: str, total_ug_h: float) -> dict[str, float | str]:
    """Return which source emits most, sources of one name taken together."""
    by_name: dict[str, float] = {}
    for item in sources:
        by_name[item.name] = by_name.get(item.name, 0.0) + item.area_m2 * item.rate_ug_m2h[pollutant]
    if total_ug_h <= 0.0:
        return {}
    name = max(sorted(by_name), key=lambda key: by_name[key])
    return {"emits_most": name, "emits_most_fraction": by_name[name] / total_ug_h, "emission_ug_h": total_ug_h}


def radon(inputs: HealthInputs) -> Indicator:
    """Return: radon, annual mean (I6)."""
    faces = room_faces(inputs.building, inputs.inventory)
    entering = [room_radon(faces.get(room.guid, ()), inputs.study) for room in inputs.rooms]
    air = room_air(inputs)
    mean = indoor_radon(air, np.array([item.soil_bq_h + item.materials_bq_h for item in entering])).mean(axis=1)
    limits = load_limits()["I6", "all"]
    spaces = []
    for k, room in enumerate(inputs.rooms):
        drivers: dict[str, float | str] = {
            "soil_bq_h": entering[k].soil_bq_h,
            "materials_bq_h": entering[k].materials_bq_h,
            "ground_m2": entering[k].ground_m2,
            "activity_index": entering[k].activity_index,
            "air_change_1_h": float(air.total[k].mean()),
            **checked("I6", float(mean[k]), inputs.is_home),
        }
        spaces.append(judge(room, float(mean[k]), limits, drivers))
    return make_indicator(
        "I6",
        "air",
        mark("Radon, annual mean"),
        mark("worst room"),
        limits,
        spaces,
        highest(spaces),
        "Bq/m3",
        formula="radon",
        input_quality=inputs.quality("site.radon_soil_bq_m3"),
    )


def low_emission(inputs: HealthInputs) -> Indicator:
    """Return: share of emitting area that is declared low-emission or is so by its nature (M1)."""
    limits = load_limits()["M1", "all"]
    spaces = []
    for room, sources in zip(inputs.rooms, _sources(inputs), strict=True):
        value = emissions.low_emission_share(sources)
        drivers: dict[str, float | str] = {
            "emitting_area_m2": sum(item.area_m2 for item in sources),
            "finish_class": inputs.study.health.finish_class,
            "furniture_class": inputs.study.health.furniture_class,
        }
        spaces.append(judge(room, value, limits, drivers))
    return make_indicator(
        "M1",
        "air",
        mark("Area of low-emission materials"),
        mark("lowest room"),
        limits,
        spaces,
        lowest(spaces),
        "%",
        formula="low_emission",
        input_quality=inputs.quality(*_EMITTING),
    )
