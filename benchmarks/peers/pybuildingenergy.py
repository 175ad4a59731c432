"""Processor time of the package ``pybuildingenergy`` (2.1.1) for one zone like case 900; run by its own interpreter.

    python benchmarks/peers/pybuildingenergy.py WEATHER.epw

The building that the package ships is given the faces, floor and set-points of ANSI/ASHRAE 140-2020 case 900; its
profiles stay.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from importlib.resources import files
from pathlib import Path

# this folder has a file of the package's own name
sys.path = [place for place in sys.path if Path(place or ".").resolve() != Path(__file__).resolve().parent]

from pybuildingenergy.source.utils import ISO52016  # noqa: E402


def _face(
    name: str, area: float, u: float, capacity: float, azimuth: float, tilt: float, sky: float
) -> dict[str, object]:
    return {
        "name": name, "type": "opaque", "area": area, "sky_view_factor": sky, "u_value": u, "solar_absorptance": 0.6,
        "thermal_capacity": capacity, "orientation": {"azimuth": azimuth, "tilt": tilt}, "name_adj_zone": None,
        "convective_heat_transfer_coefficient_internal": 2.5, "radiative_heat_transfer_coefficient_internal": 5.13,
        "convective_heat_transfer_coefficient_external": 20.0, "radiative_heat_transfer_coefficient_external": 4.14,
    }  # fmt: skip


def _building() -> dict[str, object]:
    building: dict[str, dict[str, object]] = json.loads(
        files("pybuildingenergy").joinpath("data", "beat_building_1301600.json").read_text(encoding="utf-8")
    )
    building["building"] |= {
        "name": "900", "net_floor_area": 48.0, "exposed_perimeter": 28.0, "height": 2.7,
        "n_floors": 1, "azimuth_relative_to_true_north": 0.0, "latitude": 39.83, "longitude": -104.65,
        "building_type_class": "Residential_apartment", "adj_zones_present": False, "number_adj_zone": 0,
        "construction_class": "class_i", "weight": "heavy",
    }  # fmt: skip
    building["building"].pop("wall_thickness")
    faces = [_face("Roof surface", 48.0, 0.32, 18170.0, 0.0, 0.0, 1.0)]
    for name, azimuth, area in (
        ("north", 0.0, 21.6),
        ("south", 180.0, 9.6),
        ("east", 90.0, 16.2),
        ("west", 270.0, 16.2),
    ):
        faces.append(_face(f"Opaque {name} surface", area, 0.51, 145154.0, azimuth, 90.0, 0.5))
    faces.append(_face("Slab to ground", 48.0, 0.039, 112000.0, 0.0, 0.0, 0.0))
    window = _face("Transparent south surface", 12.0, 2.1, 0.0, 180.0, 90.0, 0.5)
    window |= {"type": "transparent", "g_value": 0.77, "height": 2.0, "width": 6.0, "parapet": 0.2, "shading": False,
               "shading_type": "horizontal_overhang", "width_or_distance_of_shading_elements": 0.0,
               "overhang_proprieties": {"width_of_horizontal_overhangs": 0.0}}  # fmt: skip
    building["building_surface"] = [*faces, window]  # type: ignore[assignment]
    building["building_parameters"]["temperature_setpoints"] = {
        "heating_setpoint": 20.0, "heating_setback": 20.0, "cooling_setpoint": 27.0, "cooling_setback": 27.0
    }  # fmt: skip
    return building


def main() -> None:
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        ISO52016().Temperature_and_Energy_needs_calculation(
            _building(), weather_source="epw", path_weather_file=sys.argv[1]
        )
    print(f"zones 1 {time.process_time() - start:.3f}")


if __name__ == "__main__":
    main()
