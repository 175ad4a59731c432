"""Processor time of the package ``iso52016`` (0.0.3) for 1 and 10 zones of case 900; run by its own interpreter.

    python benchmarks/peers/iso52016.py WEATHER.epw

The package knows a window by U and g, the sky by a fixed difference of temperature, and films by fixed coefficients.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

# this folder has a file of the package's own name
sys.path = [place for place in sys.path if Path(place or ".").resolve() != Path(__file__).resolve().parent]

from iso52016 import (  # noqa: E402
    Building,
    Layer,
    Material,
    OpaqueElement,
    Orientation,
    Ventilation,
    Weather,
    Window,
    Zone,
)

# ANSI/ASHRAE 140-2020, case 900, inside first: thickness, conductivity, density, specific heat
WALL = ((0.1, 0.51, 1400.0, 1000.0), (0.0615, 0.04, 10.0, 1400.0), (0.009, 0.14, 530.0, 900.0))
ROOF = ((0.01, 0.16, 950.0, 840.0), (0.1118, 0.04, 12.0, 840.0), (0.019, 0.14, 530.0, 900.0))
FLOOR = ((0.08, 1.13, 1400.0, 1000.0), (1.007, 0.04, 10.0, 1400.0))


def _layers(rows: tuple[tuple[float, ...], ...]) -> list[Layer]:
    return [Layer(d, Material(rho, cp, k)) for d, k, rho, cp in rows]


def _zone(weather: Weather, turn: float, t_air: np.ndarray) -> Zone:
    sides = ((180.0, 21.6, 2), (90.0, 16.2, 0), (0.0, 21.6, 0), (270.0, 16.2, 0))
    elements = []
    for azimuth, area, panes in sides:
        windows = [Window(area=6.0, u_value=2.1, g_value=0.77, frame_fraction=0.0) for _ in range(panes)]
        elements.append(
            OpaqueElement(
                area=area - 6.0 * panes,
                orientation=Orientation(90.0, azimuth + turn),
                layers=_layers(WALL),
                windows=windows,
            )
        )
    elements.append(OpaqueElement(area=48.0, orientation=Orientation(180.0, 0.0), layers=_layers(ROOF)))
    elements.append(OpaqueElement(area=48.0, orientation=Orientation(0.0, 0.0), layers=_layers(FLOOR)))
    for element in elements:
        element.calc_solar_irradiation(weather, 0.6)
    return Zone(
        opaque_elements=elements, usable_floor_area=48.0, internal_gains=[np.full(8760, 200.0)],
        lower_temperature_limit=20.0, upper_temperature_limit=27.0,
        ventilation=[Ventilation(0.414 * 129.6, 0.0, t_air)],
    )  # fmt: skip


def main() -> None:
    rows = Path(sys.argv[1]).read_text(encoding="latin-1").splitlines()[8:8768]
    table = np.array([[float(row.split(",")[k]) for k in (6, 9, 13, 14, 15, 21)] for row in rows])
    t_air, pressure, ghi, dni, dhi, wind = table.T
    for zones in (1, 10):
        start = time.process_time()
        weather = Weather(air_temperature=t_air, wind=wind)
        weather.set_advanced_weather_data(ghi - dhi, dhi, pressure, dni)
        building = Building(weather, [_zone(weather, float(k), t_air) for k in range(zones)])
        building.calculate()
        print(f"zones {zones} {time.process_time() - start:.3f}", flush=True)


if __name__ == "__main__":
    main()
