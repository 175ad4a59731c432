"""Radon in rooms: from the soil through ground slabs and walls, from mineral materials, from outdoors.

G = (sum of e_i A_i + q_soil C_soil A_ground) / V + n C_out,  lam = n + 0.00755 1/h.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.health.air_quality.facing import Face
from bldgassess.health.air_quality.flows import RoomAir
from bldgassess.health.air_quality.mass_balance import solve_rooms
from bldgassess.health.air_quality.tables import Row, by_key
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import FloatArray
from bldgassess.study import Study

#: Thickness of the concrete whose exhalation was measured [m] (Mustonen 1984); thinner layers give less in proportion.
_MEASURED_M = 0.15


@dataclass(frozen=True, slots=True)
class RadonSources:
    """What enters a room [Bq/h]: from the soil and from materials; the highest activity index of what faces it."""

    soil_bq_h: float
    materials_bq_h: float
    ground_m2: float
    activity_index: float


def activity_index(radium_bq_kg: float, thorium_bq_kg: float, potassium_bq_kg: float) -> float:
    """Return the index of 2013/59/Euratom Annex VIII, Ra/300 + Th/200 + K/3000 [-]; 1 is 1 mSv a year.

    >>> round(activity_index(40.0, 30.0, 400.0), 3)
    0.417
    """
    return radium_bq_kg / 300.0 + thorium_bq_kg / 200.0 + potassium_bq_kg / 3000.0


def gb_6566_indices(radium_bq_kg: float, thorium_bq_kg: float, potassium_bq_kg: float) -> tuple[float, float]:
    """Return I_Ra = Ra/200 and I_r = Ra/370 + Th/260 + K/4200 of GB 6566-2010 [-] (formula from memory)."""
    return radium_bq_kg / 200.0, radium_bq_kg / 370.0 + thorium_bq_kg / 260.0 + potassium_bq_kg / 4200.0


def room_radon(faces: Sequence[Face], study: Study) -> RadonSources:
    """Return what enters a room from soil and materials. Of each face the first layer that gives radon counts."""
    values = occupant_values()
    ground = sum(face.surface.area_m2 for face in faces if face.surface.boundary == "ground")
    soil = values["radon_soil_flow_m3_h_m2"].value * study.site.radon_soil_bq_m3 * ground
    if study.health.radon_membrane:
        soil *= values["radon_membrane_fraction"].value
    exhaled, index = 0.0, 0.0
    for face in faces:
        row, thickness = _radioactive_layer(face)
        if row is None:
            continue
        radium = float(row["radium_bq_kg"])
        share = min(1.0, thickness / _MEASURED_M)
        exhaled += radium * float(row["exhalation_per_radium"]) * share * face.surface.area_m2
        index = max(index, activity_index(radium, float(row["thorium_bq_kg"]), float(row["potassium_bq_kg"])))
    return RadonSources(soil, exhaled, ground, index)


def _radioactive_layer(face: Face) -> tuple[Row | None, float]:
    table = by_key("radioactivity.csv", "key")
    for product, category, thickness in zip(face.products, face.categories, face.thickness_m, strict=True):
        row = table.get(product) or table.get(category)
        if row is not None:
            return row, thickness
    return None, 0.0


def indoor_radon(air: RoomAir, entering_bq_h: FloatArray) -> FloatArray:
    """Return the hourly mean of radon [Bq/m3], (rooms, hours); ``entering_bq_h`` (rooms,)."""
    values = occupant_values()
    gain = (entering_bq_h / air.volume_m3)[:, None] + air.total * values["radon_outdoor_bq_m3"].value
    return solve_rooms(gain, air.total + values["radon_decay_1_h"].value).mean


def steady_radon_bq_m3(
    exhalation_bq_m2h: float, area_m2: float, volume_m3: float, air_change_1_h: float, outdoor_bq_m3: float
) -> float:
    """Return radon after days of constant conditions [Bq/m3].

    >>> round(steady_radon_bq_m3(20.0, 60.0, 75.0, 0.5, 10.0), 1)
    41.4
    """
    decay = occupant_values()["radon_decay_1_h"].value
    gain = exhalation_bq_m2h * area_m2 / volume_m3 + air_change_1_h * outdoor_bq_m3
    return float(np.float64(gain / (air_change_1_h + decay)))
