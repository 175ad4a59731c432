"""What gives heat to rooms: water temperatures by the weather, and losses on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.energy.figures import Notebook
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.study import Study
from bldgassess.texts import mark

#: Generators that heat water; the others heat room air.
WATER_SYSTEMS = frozenset(
    {"heat_pump", "ground_heat_pump", "gas_boiler", "oil_boiler", "pellet_boiler", "district_heat"}
)
_TEMPERATURES = mark("Flow and return temperature of the heating")
_LOSSES = mark("Losses between heat generator and rooms")


@dataclass(frozen=True, slots=True)
class HeatingCircuit:
    """Flow and return temperature hour by hour [degC], the spread on the coldest day [K], loss over need [-]."""

    flow_c: FloatArray
    return_c: FloatArray
    spread_k: float
    loss_fraction: float


def heating_circuit(study: Study, weather: Weather, notes: Notebook) -> HeatingCircuit:
    """Return temperatures and losses of the study's heat emission.

    Flow = room + (design flow - room) x share^(1/n) and return = flow - spread x share, where share is the difference
    of room and outdoors over that on the coldest day of the weather year, 0 to 1, and n the emission exponent.
    Room units and room heaters have losses only.
    """
    operation = study.operation
    room = operation.heating_setpoint_c
    if operation.heating not in WATER_SYSTEMS:
        kind = "heating.direct_electric.loss" if operation.heating == "direct_electric" else "heating.room_air.loss"
        still = np.full_like(weather.t_out_c, room)
        return HeatingCircuit(still, still, 0.0, notes.take(kind, _LOSSES))
    row = f"emission.{operation.heating_emission}"
    design = operation.heating_flow_c
    if design is None:
        design = notes.take(f"{row}.flow_c", _TEMPERATURES)
    exponent, spread = notes.take(f"{row}.exponent", _TEMPERATURES), notes.take(f"{row}.spread_k", _TEMPERATURES)
    coldest = float(weather.t_out_c.reshape(365, 24).mean(axis=1).min())
    share = np.clip((room - weather.t_out_c) / max(room - coldest, 1.0), 0.0, 1.0)
    flow = room + (design - room) * share ** (1.0 / exponent)
    back = np.maximum(flow - spread * share, room)
    return HeatingCircuit(flow, back, spread, notes.take(f"{row}.loss", _LOSSES))
