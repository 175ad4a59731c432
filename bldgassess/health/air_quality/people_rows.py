"""Indicators of air that people use up: CO2, ventilation, infection."""

from __future__ import annotations

import numpy as np

from bldgassess.health.air_quality import carbon_dioxide, infection
from bldgassess.health.air_quality.codes import checked
from bldgassess.health.air_quality.judged import highest, judge, lowest
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import load_limits
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.texts import mark

_L = 1000.0
_M3_H_OF_L_S = 3.6


def co2_indicator(inputs: HealthInputs) -> Indicator:
    """Return: CO2 above outdoor air, 95th percentile (I1)."""
    hourly = inputs.hourly
    concentration = carbon_dioxide.co2_above_outdoor_ppm(hourly)
    spaces = []
    for room in inputs.rooms:
        limits = load_limits()["I1", "bedroom" if room.use == "bedroom" else "all"]
        occupied = hourly.people[room.index] > 0.0
        value = float(np.percentile(concentration[room.index][occupied], 95.0))
        drivers: dict[str, float | str] = {
            "people": room.people,
            "outdoor_air_l_s": _L * float(hourly.outdoor_air_m3_s[room.index][occupied].mean()),
            "hours_above_class_II_h": float((concentration[room.index][occupied] > limits.classes[1]).sum()),
            "limits": limits.text,
            **checked("I1", value + inputs.study.site.outdoor_co2_ppm, inputs.is_home),
        }
        spaces.append(judge(room, value, limits, drivers))
    everywhere, bedroom = load_limits()["I1", "all"], load_limits()["I1", "bedroom"]
    return make_indicator(
        "I1",
        "air",
        mark("CO2 above outdoor air, 95th percentile of occupied hours"),
        mark("worst room"),
        everywhere,
        spaces,
        highest(spaces),
        "ppm",
        formula="co2",
        text=f"{everywhere.text}; bedrooms {bedroom.text}",
        input_quality=inputs.quality("operation.ventilation_l_s_m2", "operation.people_per_m2"),
    )


def ventilation_indicator(inputs: HealthInputs) -> Indicator:
    """Return: hygienic air and leaks per floor area (I2)."""
    study, is_home = inputs.study, inputs.is_home
    supplied = carbon_dioxide.supplied_air_m3_s(inputs.hourly, study.operation.infiltration_ach)
    spaces = []
    for room in inputs.rooms:
        limits = carbon_dioxide.ventilation_limits(room.area_m2, room.people, is_home)
        flow = _L * float(supplied[room.index])
        person = _M3_H_OF_L_S * flow / max(room.people, 1e-9)
        drivers: dict[str, float | str] = {
            "people": room.people,
            "m3_h_person": person,
            "limits": limits.text,
            **checked("I2", person, is_home),
        }
        if not is_home:  # 62.1 has no dwellings
            drivers["needed_by_ashrae_62_1_2016_l_s"] = carbon_dioxide.needed_by_62_1_l_s(
                room.area_m2, room.people, study.building.use
            )
            drivers["supplied_l_s"] = flow
        spaces.append(judge(room, flow / room.area_m2, limits, drivers))
    return make_indicator(
        "I2",
        "air",
        mark("Outdoor air without opened windows"),
        mark("lowest room"),
        load_limits()["I2", "home" if is_home else "person"],
        spaces,
        lowest(spaces),
        "l/(s m2)",
        formula="ventilation",
        input_quality=inputs.quality("operation.ventilation_l_s_m2", "operation.infiltration_ach"),
    )


def infection_indicator(inputs: HealthInputs) -> Indicator:
    """Return: equivalent clean air for each person against ASHRAE 241, with the risk of infection (I8)."""
    hourly, purifier = inputs.hourly, inputs.study.health.purifier_m3_h
    shape = load_limits()["I8", "all"]
    spaces: list[SpaceIndicator] = []
    for room in inputs.rooms:
        target = infection.target_row(inputs.study.building.use, room.use)
        limits = infection.ecai_limits(target, shape)
        people = hourly.people[room.index]
        occupied = people > 0.0
        flow_m3_h = 3600.0 * float(hourly.outdoor_air_m3_s[room.index][occupied].mean())
        volume = max(hourly.zones[room.index].volume_m3, 0.1)
        # one person alone infects nobody, and a share of a person breathes as one
        crowd = max(float(people.max()), 1.0)
        value = (flow_m3_h + purifier) / _M3_H_OF_L_S / crowd
        risk = infection.room_risk(volume, flow_m3_h / volume, purifier)
        drivers: dict[str, float | str] = {
            "target_l_s_person": float(target["ecai_l_s_person"]),
            "people": crowd,
            "probability_8_h": risk.probability,
            "quanta_m3": risk.mean,
            "limits": limits.text,
        }
        spaces.append(judge(room, value, limits, drivers))
    return make_indicator(
        "I8",
        "air",
        mark("Equivalent clean air for each person in times of infection"),
        mark("lowest room"),
        shape,
        spaces,
        lowest(spaces),
        "l/(s person)",
        formula="infection",
        input_quality=inputs.quality("health.purifier_m3_h"),
    )
