"""Cold to final energy, hour by hour."""

from __future__ import annotations

import numpy as np

from bldgassess.energy.compression import Machine, input_w, machine_cop, reversible_cop
from bldgassess.energy.figures import Notebook
from bldgassess.energy.heating import Plant
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.study import Study
from bldgassess.texts import mark

_EFFECT = mark("Cooling machine: EER by temperatures and load")
_LOSSES = mark("Losses between cooling machine and rooms")
_TOWER = mark("Electricity of the cooling tower")
#: Flow less return of chilled water on the hottest day [K].
_SPREAD_K = 5.0
_WATER = frozenset({"chiller", "water_chiller", "district_cooling"})


def wet_bulb_c(t_out_c: FloatArray, rh_fraction: FloatArray) -> FloatArray:
    """Return the wet-bulb temperature [degC] at sea level, within 1 K from -20 to 50 degC (Stull 2011, eq. 1).

    >>> round(float(wet_bulb_c(np.array(20.0), np.array(0.5))), 1)
    13.7
    """
    t, rh = t_out_c, 100.0 * rh_fraction
    result: FloatArray = (
        t * np.arctan(0.151977 * np.sqrt(rh + 8.313659))
        + np.arctan(t + rh)
        - np.arctan(rh - 1.676331)
        + 0.00391838 * rh**1.5 * np.arctan(0.023101 * rh)
        - 4.686035
    )
    return result


def cooling_plant(need_w: FloatArray, study: Study, weather: Weather, notes: Notebook) -> Plant:
    """Turn the rooms' need of cold, sensible and latent [W, (rooms, 8760)], into final energy.

    Split units are sized to the peak of their room each, others to that of the building. EER = efficiency at the load x
    reversible EER between evaporating and condensing temperature, the efficiency fitted at the rated point.
    """
    kind, total = study.operation.cooling, need_w.sum(axis=0)
    if kind == "none" or not total.any():
        return Plant({}, np.zeros_like(total))
    loss = notes.take(f"cooling.{kind}.loss", _LOSSES)
    cold = total * (1.0 + loss)
    each = need_w if kind == "split_unit" else cold[None, :]
    peaks = each.max(axis=1)
    installed = float(peaks.sum())
    water = cold if kind in _WATER else None
    carrier = "district_cooling" if kind == "district_cooling" else "electricity"
    extra: dict[str, FloatArray] = {}
    if kind == "water_chiller":
        extra["electricity"] = notes.take("auxiliary.tower", _TOWER) * cold
    if study.operation.cooling_efficiency is not None:
        final = cold / study.operation.cooling_efficiency
    elif kind == "district_cooling":
        final = cold / notes.take("cooling.district_cooling.efficiency", _EFFECT)
    else:
        outdoors = wet_bulb_c(weather.t_out_c, weather.rh_out_fraction) if kind == "water_chiller" else weather.t_out_c
        final = np.zeros_like(cold)
        for room, peak in zip(each, peaks, strict=True):
            if peak > 0.0:
                final += input_w(room, cooling_eer(kind, outdoors, room / peak, notes))
    return Plant({carrier: final}, cold, installed, 0.0, water, _SPREAD_K if water is not None else 0.0, extra)


def cooling_eer(kind: str, outdoors_c: FloatArray, load: FloatArray, notes: Notebook) -> FloatArray:
    """Return the EER at an outdoor temperature (wet bulb for water-cooled machines) and a load [0-1]."""

    def figure(name: str) -> float:
        return notes.take(f"cooling.{kind}.{name}", _EFFECT)

    lift = notes.take("heat_pump.least_lift_k", _EFFECT)
    cold, hot = np.array(figure("cold_side_c")), figure("hot_side_k")
    rated = reversible_cop(np.array(figure("rated_c") + hot), cold, lift, heats=False)
    machine = Machine(
        figure("eer") / float(rated),
        figure("gain"),
        notes.take("heat_pump.gain_at", _EFFECT),
        notes.take("heat_pump.least_load", _EFFECT),
        notes.take("heat_pump.cycling", _EFFECT),
        lift,
    )
    return machine_cop(machine, outdoors_c + hot, cold, load, heats=False)
