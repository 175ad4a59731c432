"""Sun at each window: what passes into the zone, what each pane takes, what of the room's light it swallows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bldgassess.hourly.glazing import ANGLES_DEG, Optics, clear_shape, hemisphere_mean, make_optics
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import Glazing, SimpleGlazing, WindowElement

_MOST_PANES = 3
_RSI, _RSE = 0.13, 0.04


@dataclass(frozen=True, slots=True)
class WindowSun:
    """``beam_w``, ``diffuse_w``: sun into the zone (8760,) [W]. ``absorbed_w_m2`` (3, 8760): taken by each pane.

    ``back_absorptance``: share of the room's light that does not come back [0-1]; ``back_kept``: the part of that which
    warms the inner pane.
    """

    beam_w: FloatArray
    diffuse_w: FloatArray
    absorbed_w_m2: FloatArray
    back_absorptance: float
    back_kept: float


def make_window_sun(window: WindowElement, sunlight: Sunlight) -> WindowSun:
    """Compute the sun of a window for the year."""
    sun = sunlight.on(window)
    factor = window.sun_factor if window.sun_factor is not None else np.ones(HOURS)
    optics = _optics(window.glazing)
    angle = np.degrees(np.arccos(np.clip(sun.cos, 0.0, 1.0)))
    share = 1.0 - window.frame_fraction

    def passed(by_angle: FloatArray, hemisphere: float) -> tuple[FloatArray, FloatArray]:
        value = np.interp(angle, ANGLES_DEG, by_angle)
        beam = (value * sun.direct).sum(axis=0) + value.mean(axis=0) * sun.halo
        return share * factor * beam, share * factor * hemisphere * sun.diffuse

    beam, diffuse = passed(optics.transmittance, optics.diffuse_transmittance)
    absorbed = np.zeros((_MOST_PANES, HOURS))
    for k in range(len(optics.absorbed)):
        absorbed[k] = sum(passed(optics.absorbed[k], float(optics.diffuse_absorbed[k])))
    swallowed = 1.0 - optics.back_reflectance
    inner = float(optics.back_absorbed[-1])
    return WindowSun(
        window.area_m2 * beam,
        window.area_m2 * diffuse,
        absorbed,
        swallowed,
        min(1.0, inner / swallowed) if swallowed > 0.0 else 0.0,
    )


@lru_cache(maxsize=64)
def _optics(glazing: Glazing | SimpleGlazing) -> Optics:
    return make_optics(glazing) if isinstance(glazing, Glazing) else _simple(glazing)


def _simple(glazing: SimpleGlazing) -> Optics:
    """Optics of a window known by U and g only.

    Normal transmittance after Arasteh, Kohler and Griffith 2009 (LBNL-2804E); the angular shape of one clear pane where
    the U-value is that of one pane, of two where it is lower; the rest of g is absorbed and flows inwards.
    """
    u, g = glazing.u_value_w_m2k, glazing.g_value
    tau = min(_normal_transmittance(u, g), g)
    single = _single_share(u)
    shape = single * clear_shape(1) + (1.0 - single) * clear_shape(2)
    inward = 0.5 * (u * _RSE + 1.0 - u * _RSI)
    absorbed = (g - tau) / max(inward, 0.1)
    transmittance = tau * shape
    row = absorbed * shape
    return Optics(
        transmittance, row[None, :], hemisphere_mean(transmittance), np.array([hemisphere_mean(row)]),
        max(0.0, 1.0 - hemisphere_mean(transmittance) - absorbed), np.array([absorbed]),
    )  # fmt: skip


def _normal_transmittance(u: float, g: float) -> float:
    bright = 0.939998 * g * g + 0.20332 * g if g < 0.7206 else 1.30415 * g - 0.30515
    dark = 0.41040 * g if g <= 0.15 else 0.085775 * g * g + 0.963954 * g - 0.084958
    return dark + _single_share(u) * (bright - dark)


def _single_share(u: float) -> float:
    """How far a U-value [W/(m2 K)] is that of a single pane, 0 to 1 from 3.4 to 4.5 (LBNL-2804E)."""
    return min(1.0, max(0.0, (u - 3.4) / (4.5 - 3.4)))
