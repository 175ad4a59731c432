"""Sun at each window: what passes into the zone, what each pane takes, what of the room's light it swallows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bldgassess.hourly.glazing import Optics, clear_shape, hemisphere_mean, make_optics
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import Glazing, SimpleGlazing, WindowElement

_RSI, _RSE = 0.13, 0.04


@dataclass(frozen=True, slots=True)
class WindowSun:
    """Sun through a square metre of glass without frame or movable shade, (8760,) [W/m2].

    ``absorbed`` (panes, 8760): taken by each pane. ``back_absorptance``: share of the room's light that does not come
    back [0-1]; ``back_kept``: the part of that which warms the inner pane.
    """

    beam: FloatArray
    diffuse: FloatArray
    absorbed: FloatArray
    back_absorptance: float
    back_kept: float


def window_sun(window: WindowElement, sunlight: Sunlight) -> WindowSun:
    """Return the sun of a window's glass for the year; windows of one plane and glazing share it."""
    return sunlight.keep(("glass", sunlight.key(window), window.glazing), lambda: _compute(window, sunlight))


def let_through(window: WindowElement) -> float | FloatArray:
    """Share of a window's sun that frame and movable shades let through [0-1], one figure where it never changes."""
    glass = 1.0 - window.frame_fraction
    factor = window.sun_factor
    if factor is None:
        return glass
    if bool((factor == factor[0]).all()):
        return glass * float(factor[0])
    return glass * factor


def _compute(window: WindowElement, sunlight: Sunlight) -> WindowSun:
    from bldgassess.hourly.sun_hours import beam_through

    optics = _optics(window.glazing)
    table = np.vstack([optics.transmittance, optics.absorbed])
    beam = beam_through(
        sunlight.normal(window), sunlight.quarters, sunlight.normal_beam, sunlight.halo(window), sunlight.lit(window),
        table,
    )  # fmt: skip
    diffuse = sunlight.diffuse(window)
    swallowed = 1.0 - optics.back_reflectance
    inner = float(optics.back_absorbed[-1])
    return WindowSun(
        beam[0],
        optics.diffuse_transmittance * diffuse,
        beam[1:] + optics.diffuse_absorbed[:, None] * diffuse,
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
