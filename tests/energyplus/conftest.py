"""A small model with every kind of face, and a made weather."""

import numpy as np
import pytest

from bldgassess.hourly.result import HOURS, Weather
from bldgassess.hourly.sun import sun_position
from bldgassess.hourly.thermal_model import (
    Layer,
    OpaqueElement,
    SimpleGlazing,
    ThermalModel,
    ThermalZone,
    WindowElement,
)

NEVER, ZERO = np.full(HOURS, np.nan), np.zeros(HOURS)
HOUR = np.arange(HOURS)
WALL = (Layer(0.1, 0.04, 0.0, 0.0), Layer(0.15, 1.0, 2000.0, 1000.0))
PARTITION = (Layer(0.02, 0.5, 1200.0, 1000.0), Layer(0.1, 0.8, 1400.0, 1000.0))


def _zone(name, **fields):
    given = {"convective_w": np.full(HOURS, 60.0), "radiant_w": 40.0 * (HOUR % 24 > 7), "heat_above_c": NEVER,
             "cool_below_c": NEVER, "outdoor_air_m3_s": np.full(HOURS, 0.01)} | fields  # fmt: skip
    return ThermalZone(name, 60.0, **given)


@pytest.fixture(scope="session")
def small_model():
    held = _zone("a", heat_above_c=np.where(HOUR % 24 < 22, 20.0, np.nan), cool_below_c=np.full(HOURS, 26.0),
                 operative_control=True)  # fmt: skip
    elements = (
        OpaqueElement("a/s", 0, 10.0, 90.0, 180.0, WALL, "outside"),
        OpaqueElement("a/roof", 0, 20.0, 0.0, 0.0, WALL, "outside"),
        OpaqueElement("a/floor", 0, 20.0, 180.0, 0.0, WALL, "ground"),
        OpaqueElement("a/b", 0, 12.0, 90.0, 0.0, PARTITION, "zone", 1, "b/a"),
        OpaqueElement("b/a", 1, 12.0, 90.0, 180.0, PARTITION[::-1], "zone", 0, "a/b"),
        OpaqueElement("b/n", 1, 12.0, 90.0, 0.0, WALL, "sheltered"),
        OpaqueElement("b/roof", 1, 20.0, 0.0, 0.0, WALL, "outside"),
        OpaqueElement("b/floor", 1, 20.0, 180.0, 0.0, (WALL[1],), "adiabatic"),
    )
    window = WindowElement("a/w", 0, 4.0, 90.0, 180.0, SimpleGlazing(1.3, 0.6), 0.25, sun_factor=np.full(HOURS, 0.8))
    return ThermalModel((held, _zone("b")), elements, (window,), np.full(HOURS, 9.0))


@pytest.fixture(scope="session")
def made_weather():
    """Temperate: a yearly and a daily wave, sun every day."""
    t_out = 9.0 - 11.0 * np.cos(2.0 * np.pi * (HOUR / HOURS - 0.05)) - 4.0 * np.cos(2.0 * np.pi * (HOUR - 3) / 24.0)
    height = np.maximum(sun_position(48.0, 9.0, 1.0).cos_zenith, 0.0)
    dni, dhi = np.where(height > 0.1, 600.0 * height**0.3, 0.0), 150.0 * height
    wind = 2.0 + np.cos(HOUR / 50.0)
    return Weather(
        "Stadt, Ort", 48.0, 9.0, 1.0, 200.0, t_out, np.full(HOURS, 0.6), np.full(HOURS, 98900.0), dni * height + dhi,
        dni, dhi, 5.67e-8 * (t_out + 263.15) ** 4, wind, "made", "0" * 64, wind_from_deg=(HOUR * 7.0) % 360.0,
    )  # fmt: skip
