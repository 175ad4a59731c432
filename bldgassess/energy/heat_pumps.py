"""Heat pumps: capacity and COP by the temperatures of the hour, part load, and the heater beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.energy.compression import Machine, input_w, machine_cop
from bldgassess.energy.figures import Notebook
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.study import Study
from bldgassess.texts import mark

_EFFECT = mark("Heat pump: COP by temperatures and load")
_SIZE = mark("Heat pump: capacity and working range")
#: Outdoor temperature at which capacity is rated [degC], and the least share of it that is ever counted.
_RATED_C, _LEAST_CAPACITY = 7.0, 0.2


@dataclass(frozen=True, slots=True)
class HeatPumpYear:
    """Heat and electricity of the machine, heat of the heater beside it, what neither covers, power at 7 degC [W]."""

    heat_w: FloatArray
    input_w: FloatArray
    backup_w: FloatArray
    missing_w: FloatArray
    rated_w: float


def heat_pump_machine(kind: str, notes: Notebook) -> Machine:
    """Return the machine of a kind: "air", "ground" or "room_air"."""
    return Machine(
        notes.take(f"heat_pump.{kind}.eta", _EFFECT),
        notes.take(f"heat_pump.{kind}.gain", _EFFECT),
        notes.take("heat_pump.gain_at", _EFFECT),
        notes.take("heat_pump.least_load", _EFFECT),
        notes.take("heat_pump.cycling", _EFFECT),
        notes.take("heat_pump.least_lift_k", _EFFECT),
    )


def air_heat_pump(
    heat_w: FloatArray, sink_c: FloatArray, kind: str, study: Study, weather: Weather, notes: Notebook
) -> HeatPumpYear:
    """Return the year of a heat pump on outdoor air.

    It is sized to cover the load down to the bivalence temperature alone. Capacity falls with the outdoor temperature;
    below its working range it rests. A heater takes the rest where the study has one.
    """
    operation, source = study.operation, weather.t_out_c
    bivalence = operation.heating_bivalence_c
    if bivalence is None:
        bivalence = notes.take("heat_pump.air.bivalence_c", _SIZE)
    slope = notes.take("heat_pump.air.capacity_slope", _SIZE)
    lowest = notes.take("heat_pump.air.lowest_source_c", _SIZE)
    relative = np.maximum(1.0 + slope * (source - _RATED_C), _LEAST_CAPACITY)
    alone = source >= max(bivalence, lowest)
    if not (heat_w[alone] > 0.0).any():
        alone = np.ones_like(alone)
    rated = float((heat_w[alone] / relative[alone]).max(initial=0.0))
    capacity = np.where(source >= lowest, rated * relative, 0.0)
    own = np.minimum(heat_w, capacity)
    rest = heat_w - own
    load = np.where(capacity > 0.0, own / np.maximum(capacity, 1e-9), 1.0)
    cop = machine_cop(heat_pump_machine(kind, notes), sink_c, source, load, heats=True)
    backup = rest if operation.heating_backup else np.zeros_like(rest)
    return HeatPumpYear(own, input_w(own, cop), backup, rest - backup, rated)


def ground_heat_pump(heat_w: FloatArray, sink_c: FloatArray, weather: Weather, notes: Notebook) -> HeatPumpYear:
    """Return the year of a heat pump on brine, sized to the peak; its source is the yearly mean less a drop."""
    drop = notes.take("heat_pump.ground.drop_k", _SIZE)
    rated = float(heat_w.max(initial=0.0))
    source = np.full_like(heat_w, float(weather.t_out_c.mean()) - drop)
    load = heat_w / max(rated, 1e-9)
    cop = machine_cop(heat_pump_machine("ground", notes), sink_c, source, load, heats=True)
    nothing = np.zeros_like(heat_w)
    return HeatPumpYear(heat_w, input_w(heat_w, cop), nothing, nothing, rated)
