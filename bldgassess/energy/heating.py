"""Room heat to final energy, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bldgassess.energy.boilers import boiler, fuel_w
from bldgassess.energy.emission import HeatingCircuit, heating_circuit
from bldgassess.energy.figures import Notebook
from bldgassess.energy.heat_pumps import HeatPumpYear, air_heat_pump, ground_heat_pump
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.study import Study
from bldgassess.texts import mark

#: Heat generator -> carrier of its final energy.
CARRIER_OF: dict[str, str] = {
    "heat_pump": "electricity",
    "ground_heat_pump": "electricity",
    "split_unit": "electricity",
    "vrf": "electricity",
    "direct_electric": "electricity",
    "electric": "electricity",
    "gas_boiler": "natural_gas",
    "oil_boiler": "heating_oil",
    "pellet_boiler": "wood_pellets",
    "district_heat": "district_heat",
}
_SEASONAL = mark("Seasonal efficiency, heating")
_SUPPLY = mark("Heat pump: COP by temperatures and load")
_WH_PER_KWH = 1000.0


@dataclass(frozen=True, slots=True)
class Plant:
    """Final energy of a use by carrier [W, (8760,)], heat or cold that the plant gives [W], power of its machines [W].

    ``pumped_w``: what goes through water circuits, for their pumps; ``spread_k`` flow less return at full load.
    """

    final_w: dict[str, FloatArray]
    useful_w: FloatArray
    installed_w: float = 0.0
    heat_pump_w: float = 0.0
    pumped_w: FloatArray | None = None
    spread_k: float = 0.0
    extra_w: dict[str, FloatArray] = field(default_factory=dict)

    @property
    def seasonal(self) -> float | None:
        """Useful over final energy of the year; ``None`` where nothing ran."""
        final = float(sum(watts.sum() for watts in self.final_w.values()))
        return float(self.useful_w.sum()) / final if final > 0.0 else None


def heating_plant(need_w: FloatArray, study: Study, weather: Weather, notes: Notebook) -> Plant:
    """Turn the rooms' need of heat [W] into final energy.

    The generator gives need x (1 + losses). A seasonal efficiency of the study takes the place of its curve. What a
    heat pump cannot give without a heater is missing, and said so.
    """
    kind = study.operation.heating
    if kind == "none" or not need_w.any():
        return Plant({}, np.zeros_like(need_w))
    circuit = heating_circuit(study, weather, notes)
    heat = need_w * (1.0 + circuit.loss_fraction)
    peak = float(heat.max())
    pumped = heat if circuit.spread_k > 0.0 else None
    if study.operation.heating_efficiency is not None:
        final = {CARRIER_OF[kind]: heat / study.operation.heating_efficiency}
        is_pump = kind in {"heat_pump", "ground_heat_pump", "split_unit", "vrf"}
        return Plant(final, heat, peak, peak if is_pump else 0.0, pumped, circuit.spread_k)
    if kind in {"gas_boiler", "oil_boiler", "pellet_boiler"}:
        fuel = fuel_w(boiler(kind, notes), heat, peak, circuit.flow_c, circuit.return_c)
        return Plant({CARRIER_OF[kind]: fuel}, heat, peak, 0.0, pumped, circuit.spread_k)
    if kind in {"direct_electric", "district_heat"}:
        efficiency = notes.take(f"heating.{kind}.efficiency", _SEASONAL)
        return Plant({CARRIER_OF[kind]: heat / efficiency}, heat, peak, 0.0, pumped, circuit.spread_k)
    year = _heat_pump(kind, heat, circuit, study, weather, notes)
    missing = float(year.missing_w.sum()) / _WH_PER_KWH
    if missing >= 1.0:
        hours = int((year.missing_w > 0.0).sum())
        notes.warn("energy.heat_missing", kwh=round(missing), hours=hours)
    final = {"electricity": year.input_w + year.backup_w}
    installed = year.rated_w + float(year.backup_w.max(initial=0.0))
    return Plant(final, year.heat_w + year.backup_w, installed, year.rated_w, pumped, circuit.spread_k)


def _heat_pump(
    kind: str, heat: FloatArray, circuit: HeatingCircuit, study: Study, weather: Weather, notes: Notebook
) -> HeatPumpYear:
    if kind == "ground_heat_pump":
        return ground_heat_pump(heat, circuit.flow_c, weather, notes)
    if kind == "heat_pump":
        return air_heat_pump(heat, circuit.flow_c, "air", study, weather, notes)
    supply = np.full_like(heat, notes.take("heat_pump.room_air.supply_c", _SUPPLY))
    return air_heat_pump(heat, supply, "room_air", study, weather, notes)
