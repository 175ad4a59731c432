"""The predicted hours of a results folder by room: temperature, humidity, CO2, people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.health.air_quality.mass_balance import solve_rooms
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import FloatArray


@dataclass(frozen=True, slots=True)
class Predicted:
    """Rooms with their names and uses; hourly arrays (8760,) by variable and GlobalId; outdoor CO2 [ppm].

    Variables: "air_temperature" [degC], "relative_humidity" [%], "co2" [ppm], "people".
    """

    names: dict[str, tuple[str, ...]]
    uses: dict[str, str]
    hours: Mapping[str, Mapping[str, FloatArray]]
    outdoor_co2_ppm: float


def read_predicted(folder: Path) -> Predicted:
    """Read results.json and hourly.parquet of a results folder.

    Raises
    ------
    UserError
        When one of them is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        table = pq.read_table(folder / "hourly.parquet")
        rooms = {row["guid"]: row for row in results["rooms"]}
        outdoor = float(results["study"]["site"]["outdoor_co2_ppm"])
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowInvalid) as error:
        raise UserError(Issue("measured.no_results", {"folder": folder.name})) from error
    columns = {name: table.column(name).to_numpy() for name in table.column_names if "/" in name}
    return make_predicted(rooms, columns, outdoor)


def make_predicted(
    rooms: Mapping[str, Mapping[str, Any]], columns: Mapping[str, FloatArray], outdoor_co2_ppm: float
) -> Predicted:
    """Make predicted hours of rooms (results.json) by GlobalId and columns such as ``t_air_c/<GlobalId>``."""
    hours: dict[str, dict[str, FloatArray]] = {"air_temperature": {}, "relative_humidity": {}, "co2": {}, "people": {}}
    for guid, row in rooms.items():
        if f"t_air_c/{guid}" in columns:
            people, air = columns[f"people/{guid}"], columns[f"outdoor_air_m3_s/{guid}"]
            hours["air_temperature"][guid] = columns[f"t_air_c/{guid}"]
            hours["relative_humidity"][guid] = 100.0 * columns[f"rh_fraction/{guid}"]
            hours["people"][guid] = people
            hours["co2"][guid] = outdoor_co2_ppm + _co2(row, people, air)
    names: dict[str, tuple[str, ...]] = {guid: (str(row["name"]), str(row["long_name"])) for guid, row in rooms.items()}
    uses = {guid: str(row["use"] or "") for guid, row in rooms.items()}
    return Predicted(names, uses, hours, outdoor_co2_ppm)


def _co2(room: Mapping[str, Any], people: FloatArray, flow_m3_s: FloatArray) -> FloatArray:
    """CO2 above outdoor air [ppm] by the mass balance of indicator I1."""
    asleep = room["use"] == "bedroom"
    rate = occupant_values()["co2_asleep_l_h" if asleep else "co2_awake_l_h"].value
    volume = max(float(room["volume_m3"]), 0.1)
    gain = people * rate * 1000.0 / volume
    changes = np.maximum(flow_m3_s, 1e-7) * 3600.0 / volume
    result: FloatArray = solve_rooms(gain[None, :], changes[None, :]).mean[0]
    return result
