"""Rooms and weather by hand for the zone engine's tests."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bldgassess.hourly.result import HOURS, Weather
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.thermal_model import (
    Layer,
    OpaqueElement,
    SimpleGlazing,
    ThermalModel,
    ThermalZone,
    WindowElement,
)

WALL = (Layer(0.1, 0.04, 0.0, 0.0), Layer(0.1, 1.0, 2000.0, 1000.0))
SIDES = ((90.0, 0.0), (90.0, 90.0), (90.0, 180.0), (90.0, 270.0), (0.0, 0.0), (180.0, 0.0))


def _zone(name: str, **fields: object) -> ThermalZone:
    never, zero = np.full(HOURS, np.nan), np.zeros(HOURS)
    given = {"convective_w": zero, "radiant_w": zero, "heat_above_c": never, "cool_below_c": never,
             "outdoor_air_m3_s": zero} | fields  # fmt: skip
    return ThermalZone(name, 100.0, **given)


@pytest.fixture
def cold_weather() -> Weather:
    """Days between -3 and 13 degC with sun, still air, a sky as warm as the air."""
    hour = np.arange(HOURS)
    t_out = 5.0 + 8.0 * np.sin(2.0 * np.pi * (hour - 9.0) / 24.0)
    height = np.maximum(np.sin((hour % 24 + 0.5 - 6.0) / 12.0 * np.pi), 0.0)
    ghi = 800.0 * height
    return Weather("made", 30.0, 0.0, 0.0, 0.0, t_out, np.full(HOURS, 0.5), np.full(HOURS, 101325.0), ghi,
                   np.where(height > 0.1, 500.0, 0.0), 0.4 * ghi, STEFAN_BOLTZMANN * (t_out + 273.15) ** 4,
                   np.zeros(HOURS), "test", "0" * 64)  # fmt: skip


@pytest.fixture
def make_zone() -> Callable[..., ThermalZone]:
    return _zone


@pytest.fixture
def make_rooms() -> Callable[..., ThermalModel]:
    """Rooms with six faces each, none of which another room shares; ``outer`` is on their other side."""

    def make(zones: tuple[ThermalZone, ...], outer: str = "adiabatic", *, glass: bool = False) -> ThermalModel:
        elements = tuple(
            OpaqueElement(f"{zone.id}{n}", k, 20.0, tilt, azimuth, WALL, outer)  # type: ignore[arg-type]
            for k, zone in enumerate(zones) for n, (tilt, azimuth) in enumerate(SIDES)
        )  # fmt: skip
        windows = tuple(
            WindowElement(f"{zone.id}w", k, 3.0, 90.0, 180.0 + 10.0 * k, SimpleGlazing(1.3, 0.6))
            for k, zone in enumerate(zones) if glass
        )  # fmt: skip
        return ThermalModel(zones, elements, windows, np.full(HOURS, 5.0))

    return make
