"""Movable blinds: down while the sun on a window is stronger than a limit, and on request only on warm days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import SimpleGlazing, ThermalModel, WindowElement
from bldgassess.study import Study


@dataclass(frozen=True, slots=True)
class Blind:
    """A blind by EN ISO 52022-1: solar transmittance and reflectance [0-1], conductances beside it [W/(m2 K)].

    Outside: to outdoors, and of the air behind it. Inside: to the room; the second is not used.
    """

    is_outside: bool
    transmittance: float
    reflectance: float
    conductances_w_m2k: tuple[float, float]

    def total_g(self, u_value_w_m2k: float, g_value: float) -> float:
        """Total solar transmittance of a glazing with the blind before or behind it [0-1]."""
        absorbed = 1.0 - self.transmittance - self.reflectance
        first, second = self.conductances_w_m2k
        if self.is_outside:
            whole = 1.0 / (1.0 / u_value_w_m2k + 1.0 / first + 1.0 / second)
            kept = self.transmittance * (1.0 - g_value) * whole / first
            return min(g_value, self.transmittance * g_value + absorbed * whole / second + kept)
        whole = 1.0 / (1.0 / u_value_w_m2k + 1.0 / first)
        return g_value * (1.0 - g_value * self.reflectance - absorbed * whole / first)


@cache
def blinds() -> Mapping[str, Blind]:
    """Return the blinds of the table by where they hang."""
    return {
        row["id"]: Blind(
            row["id"] == "outside", float(row["transmittance"]), float(row["reflectance"]),
            (float(row["conductance_1_w_m2k"]), float(row["conductance_2_w_m2k"])),
        )
        for row in data_rows("bldgassess.hourly", "blinds.csv")
    }  # fmt: skip


def with_blinds(model: ThermalModel, study: Study, weather: Weather, sunlight: Sunlight) -> ThermalModel:
    """Return a model whose windows have the blinds of the study, hour by hour."""
    envelope = study.envelope
    if envelope.blinds == "none":
        return model
    blind, is_warm = blinds()[envelope.blinds], np.ones(HOURS, dtype=bool)
    if envelope.blinds_warm_c is not None:
        is_warm = np.repeat(weather.t_out_c.reshape(-1, 24).mean(axis=1) >= envelope.blinds_warm_c, 24)

    def let_down(window: WindowElement) -> WindowElement:
        if not isinstance(window.glazing, SimpleGlazing) or window.outer != "outside":
            return window
        glazing = window.glazing
        share = blind.total_g(glazing.u_value_w_m2k, glazing.g_value) / glazing.g_value
        is_down = is_warm & (sunlight.total(window) > envelope.blinds_close_w_m2)
        fixed: FloatArray = np.ones(HOURS) if window.sun_factor is None else window.sun_factor
        return replace(window, sun_factor=fixed * np.where(is_down, share, 1.0))

    return replace(model, windows=tuple(let_down(window) for window in model.windows))
