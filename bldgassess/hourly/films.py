"""Coefficients of the films that depend on a face's slope only; the march applies them to temperatures."""

from __future__ import annotations

import math

from bldgassess.hourly.kernel import AIR_CONDUCTIVITY, GLASS_HEIGHT_M

#: Faces within 22.5 deg of upright have one film, whichever side is the warmer.
_UPRIGHT_COS = 0.3827
#: ISO 15099 8.3.2.2: above this cosine heat flows up from a level pane (within 15 deg); below, down to one.
_UP, _DOWN = 0.966, -0.9998
#: A Rayleigh number, and its cube root, that no film reaches.
_NEVER, _NEVER_ROOT = 1e30, 1e10


def natural_film(cos_tilt: float) -> tuple[float, float]:
    """Walton's (1983, TARP) factors of |dT|^(1/3) at an inner face, warmer and colder than the air [W/(m2 K^(4/3))].

    ``cos_tilt``: of the outward normal; 1 for a roof, whose inner face the air leaves easily when it is the colder. An
    outer face is an inner one turned over.

    >>> natural_film(0.0), tuple(round(c, 2) for c in natural_film(1.0))
    ((1.31, 1.31), (0.76, 1.51))
    """
    c = abs(cos_tilt)
    if c < _UPRIGHT_COS:
        return 1.31, 1.31
    enhanced, reduced = 9.482 / (7.283 - c), 1.810 / (1.382 + c)
    return (reduced, enhanced) if cos_tilt > 0.0 else (enhanced, reduced)


def pane_film(away: float) -> tuple[float, float, float, float]:
    """Film at a window's inner face by the Rayleigh number, ISO 15099:2003 8.3.2.2.

    h = factor min(Ra, turn)^exponent + 0.13 k / H max(Ra^(1/3) - root, 0); returns factor, turn, root, exponent.
    ``away``: cosine of the slope, 1 where heat flows upwards.
    """
    scale = AIR_CONDUCTIVITY / GLASS_HEIGHT_M
    if away > _UP:
        return 0.0, 1.0, 0.0, 0.25
    if away < _DOWN:
        return 0.58 * scale, _NEVER, _NEVER_ROOT, 0.2
    sine = math.sqrt(max(1.0 - away * away, 1e-6))
    factor = 0.56 * sine**0.25 * scale
    if away <= 0.0:
        return factor, _NEVER, _NEVER_ROOT, 0.25
    turn = 2.5e5 * (math.exp(0.72 * math.degrees(math.acos(away))) / sine) ** 0.2
    return factor, turn, math.cbrt(turn), 0.25
