"""Indicators of what comes in from outdoors: fine particles, nitrogen dioxide, ozone."""

from __future__ import annotations

import numpy as np

from bldgassess.health.air_quality.codes import checked
from bldgassess.health.air_quality.flows import room_air
from bldgassess.health.air_quality.judged import highest, judge
from bldgassess.health.air_quality.outdoor import daily_highest_8h, outdoor_air
from bldgassess.health.air_quality.particles import indoor_gas, particles_of
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import load_limits, occupant_values
from bldgassess.health.result import Indicator
from bldgassess.health.row import make_indicator
from bldgassess.hourly.result import FloatArray
from bldgassess.texts import mark

_MONTHS = 12


def particles_year(inputs: HealthInputs) -> Indicator:
    """Return: fine particles, annual mean (I3)."""
    outdoor = outdoor_air(inputs)
    total, cooking = particles_of(inputs, outdoor)
    return _row(
        inputs,
        "I3",
        mark("Fine particles PM2.5 indoors, annual mean"),
        total.mean(axis=1),
        total,
        {
            "outdoor_ug_m3": np.full(len(total), outdoor.hourly["pm25"].mean()),
            "from_cooking_ug_m3": cooking.mean(axis=1),
            "indoor_to_outdoor": (total - cooking).mean(axis=1) / max(float(outdoor.hourly["pm25"].mean()), 1e-9),
        },
        formula="particles",
    )


def particles_day(inputs: HealthInputs) -> Indicator:
    """Return: fine particles, 99th percentile of days (I3d)."""
    outdoor = outdoor_air(inputs)
    total, _ = particles_of(inputs, outdoor)
    outside = np.percentile(outdoor.hourly["pm25"].reshape(-1, 24).mean(axis=1), 99.0)
    return _row(
        inputs,
        "I3d",
        mark("Fine particles PM2.5 indoors, 99th percentile of days"),
        np.percentile(total.reshape(len(total), -1, 24).mean(axis=2), 99.0, axis=1),
        total,
        {"outdoor_ug_m3": np.full(len(total), outside)},
        formula="particles",
    )


def nitrogen_dioxide(inputs: HealthInputs) -> Indicator:
    """Return: nitrogen dioxide from outdoors, annual mean (I3n)."""
    outside = outdoor_air(inputs).hourly["no2"]
    indoor = indoor_gas(room_air(inputs), outside, occupant_values()["no2_deposition_1_h"].value)
    return _row(
        inputs,
        "I3n",
        mark("Nitrogen dioxide indoors, annual mean (no gas stove)"),
        indoor.mean(axis=1),
        indoor,
        {"outdoor_ug_m3": np.full(len(indoor), outside.mean())},
        formula="outdoor_gas",
    )


def ozone(inputs: HealthInputs) -> Indicator:
    """Return: ozone from outdoors, 99th percentile of daily highest 8 h means (I3o)."""
    outside = outdoor_air(inputs).hourly["ozone"]
    indoor = indoor_gas(room_air(inputs), outside, occupant_values()["ozone_deposition_1_h"].value)
    peak = np.percentile(daily_highest_8h(outside[None, :]), 99.0)
    return _row(
        inputs,
        "I3o",
        mark("Ozone indoors, 99th percentile of daily highest 8 h means"),
        np.percentile(daily_highest_8h(indoor), 99.0, axis=1),
        indoor,
        {"outdoor_ug_m3": np.full(len(indoor), peak)},
        formula="outdoor_gas",
    )


def _row(
    inputs: HealthInputs,
    identity: str,
    name: str,
    values: FloatArray,
    hourly: FloatArray,
    drivers: dict[str, FloatArray],
    *,
    formula: str,
) -> Indicator:
    limits = load_limits()[identity, "all"]
    spaces = []
    for k, room in enumerate(inputs.rooms):
        value = float(values[k])
        occupied = inputs.hourly.people[room.index] > 0.0
        months = [float(part.mean()) for part in np.array_split(hourly[k], _MONTHS)]
        found: dict[str, float | str] = {key: float(column[k]) for key, column in drivers.items()}
        found["occupied_mean_ug_m3"] = float(hourly[k][occupied].mean())
        found["worst_month"] = float(int(np.argmax(months)) + 1)
        found["worst_month_ug_m3"] = max(months)
        spaces.append(judge(room, value, limits, {**found, **checked(identity, value, inputs.is_home)}))
    own = {"I3": "pm25", "I3d": "pm25", "I3n": "no2", "I3o": "ozone"}[identity]
    monthly = own == "pm25" and inputs.quality("site.pm25_months_ug_m3") == "project"
    return make_indicator(
        identity, "air", name, mark("worst room"), limits, spaces, highest(spaces), "ug/m3", formula=formula,
        input_quality="project" if monthly else inputs.quality(f"site.{own}_ug_m3"),
    )  # fmt: skip
