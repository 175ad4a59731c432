"""Check values of air quality, sound and the sun: topic -> figures by our own functions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bldgassess.health.air_quality import carbon_dioxide, emissions, infection, mass_balance, mould, particles, radon
from bldgassess.health.checks.thermal import Figures, Inputs
from bldgassess.health.limits import load_limits
from bldgassess.health.sound import insulation
from bldgassess.hourly.sun import sun_angles_deg

_WEEK_H = 168


def _co2_steady(inputs: Inputs) -> Figures:
    return {f"q{flow}": carbon_dioxide.co2_steady_ppm(inputs["l_h"], flow) for flow in inputs["q"]}


def _co2_transient(inputs: Inputs) -> Figures:
    gain = np.zeros((1, 24))
    gain[0, inputs["from_h"] : inputs["to_h"]] = 1000.0 * inputs["l_h"] / inputs["V"]  # l/m3 = 1000 ppm
    loss = np.full((1, 24), float(inputs["n"]))
    end = mass_balance.solve_rooms(gain, loss, np.zeros(1)).end[0] + inputs["outdoor"]
    return {f"h{hour}": float(end[hour - 1]) for hour in (9, 10, 12, 13)}


def _wells_riley(inputs: Inputs) -> Figures:
    found = infection.wells_riley_steady(inputs["I"], inputs["q"], inputs["p"], inputs["t"], inputs["Q"])
    return {"P": found}


def _wells_riley_transient(inputs: Inputs) -> Figures:
    found = infection.wells_riley_transient(inputs["V"], inputs["E"], inputs["lam"], inputs["p"], inputs["t"])
    return {"Css": found.steady, "Cavg": found.mean, "P": found.probability}


def _mould_weeks(inputs: Inputs) -> Figures:
    t, rh = inputs["T"], inputs["RH"]
    return {"tm": mould.weeks_to_growth(t, rh), "tv": mould.weeks_to_growth(t, rh, visible=True)}


def _mould_critical(inputs: Inputs) -> Figures:
    return {"RHcrit": float(mould.critical_humidity_pct(inputs["T"]))}


def _mould_index(inputs: Inputs) -> Figures:
    weeks = (4, 8, 12, 26, 52)
    t = np.full((1, _WEEK_H * weeks[-1]), float(inputs["T"]))
    course = mould.mould_course(t, np.full(t.shape, float(inputs["RH"])), inputs["class"])[0]
    return {f"w{week}": float(course[_WEEK_H * week - 1]) for week in weeks}


def _mould_decline(inputs: Inputs) -> Figures:
    wet, dry = _WEEK_H * inputs["weeks"], 24 * inputs["dry_d"]
    humidity = np.concatenate([np.full(wet, float(inputs["RH"])), np.full(dry, float(inputs["dry_RH"]))])[None, :]
    course = mould.mould_course(np.full(humidity.shape, float(inputs["T"])), humidity, inputs["class"])[0]
    at = {"wet": wet - 1, "h6": wet + 5, "h24": wet + 23, "d10": wet + dry - 1}
    return {name: float(course[hour]) for name, hour in at.items()}


def _surface(inputs: Inputs) -> Figures:
    found = mould.required_surface(inputs["te"], inputs["rh"] / 100.0, inputs["ti"], inputs["dp"])
    return {"pi": found.vapour_pa, "psat": found.vapour_pa / 0.8, "tsi": found.lowest_c, "f": found.factor}


def _saturation(inputs: Inputs) -> Figures:
    return {"psat": mould.saturation_13788_pa(inputs["t"])}


def _ventilation_en(inputs: Inputs) -> Figures:
    """Outdoor air of a room that is not low-polluting, four times the area's part of a very low-polluting one."""
    person, area = load_limits()["I2", "person"].classes, load_limits()["I2", "area"].classes
    names = ("I", "II", "III", "IV")
    flows = [
        carbon_dioxide.en_16798_flow_l_s(inputs["people"], inputs["area"], p, 4.0 * a)
        for p, a in zip(person, area, strict=True)
    ]
    return dict(zip(names, flows, strict=True))


def _ventilation_ashrae(inputs: Inputs) -> Figures:
    return {"Vbz": carbon_dioxide.needed_by_62_1_l_s(inputs["area"], inputs["people"], inputs["use"])}


def _radon(inputs: Inputs) -> Figures:
    found = radon.steady_radon_bq_m3(inputs["E"], inputs["A"], inputs["V"], inputs["n"], inputs["Cout"])
    return {"C": found}


def _particles(inputs: Inputs) -> Figures:
    factor = particles.infiltration_factor(inputs["P"], inputs["n"], inputs["k"])
    return {"C": factor * inputs["Cout"], "F": factor}


def _material(inputs: Inputs) -> Figures:
    rate = emissions.class_rate_ug_m2h(inputs["C"], inputs["n"], inputs["L"])
    return {"SER": rate, "C": emissions.room_concentration_ug_m3(rate, inputs["A"], inputs["V"], inputs["room_n"])}


def _facade(inputs: Inputs) -> Figures:
    parts = [(float(area), float(r)) for area, r in inputs["parts"]]
    return {"R": insulation.composite_db(parts, [float(d) for d in inputs.get("vents", ())])}


def _facade_level(inputs: Inputs) -> Figures:
    return {"D": insulation.standardised_difference_db(inputs["R"], inputs["V"], inputs["S"], inputs["T0"])}


def _sun(inputs: Inputs) -> Figures:
    import pandas as pd

    times = pd.DatetimeIndex([pd.Timestamp(inputs["time"])])
    zenith, azimuth = sun_angles_deg(
        times, inputs["latitude"], inputs["longitude"], elevation_m=inputs["elevation"],
        pressure_pa=inputs["pressure"], t_air_c=inputs["temperature"], delta_t_s=inputs["delta_t"],
    )  # fmt: skip
    return {"zenith": float(zenith[0]), "azimuth": float(azimuth[0])}


TOPICS: dict[str, Callable[[Inputs], Figures]] = {
    "co2_steady": _co2_steady,
    "co2_transient": _co2_transient,
    "wells_riley_steady": _wells_riley,
    "wells_riley_transient": _wells_riley_transient,
    "mould_weeks": _mould_weeks,
    "mould_critical": _mould_critical,
    "mould_index": _mould_index,
    "mould_decline": _mould_decline,
    "surface_factor": _surface,
    "saturation": _saturation,
    "ventilation_en": _ventilation_en,
    "ventilation_ashrae": _ventilation_ashrae,
    "radon_steady": _radon,
    "particles_steady": _particles,
    "material_voc": _material,
    "facade": _facade,
    "facade_level": _facade_level,
    "sun_position": _sun,
}
