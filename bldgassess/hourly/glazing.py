"""Glass in the sun: transmittance and the absorption of each pane by angle, from figures at normal incidence.

Each pane is a slab whose refractive index and absorption reproduce its normal transmittance and reflectance (Fresnel);
coated panes keep their normal ratio to clear glass. Panes are joined by adding rays back and forth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.thermal_model import Glazing, Pane

#: Angles at which the optics are tabulated [deg]; between them they are interpolated.
ANGLES_DEG: FloatArray = np.linspace(0.0, 90.0, 46)
#: Refractive index of soda-lime glass, used for the angular shape of coated panes.
_CLEAR_INDEX = 1.526
#: Transmittance of a coated pane is scaled like that of uncoated glass of this thickness and extinction: k L [-].
_CLEAR_KL = 0.02
#: Solar transmittance and reflectance of 3 mm clear float glass (ANSI/ASHRAE 140-2020 7.2.1.10, case 670).
_CLEAR_PANE = (0.834, 0.075)


@dataclass(frozen=True, slots=True)
class Optics:
    """By angle of ``ANGLES_DEG``: transmittance, and the share absorbed in each pane (panes, angles).

    ``diffuse_*``: the same averaged over the hemisphere. ``back_reflectance``: of diffuse light from the room.
    ``back_absorbed``: share of diffuse light from the room absorbed in each pane.
    """

    transmittance: FloatArray
    absorbed: FloatArray
    diffuse_transmittance: float
    diffuse_absorbed: FloatArray
    back_reflectance: float
    back_absorbed: FloatArray


def make_optics(glazing: Glazing) -> Optics:
    """Compute the optics of a glazing; at 0 deg they equal what its panes state."""
    tau, front, back = zip(*(_pane_by_angle(pane) for pane in glazing.panes), strict=True)
    transmittance, absorbed, _ = _system(np.array(tau), np.array(front), np.array(back))
    _, from_room, reflected = _system(np.array(tau)[::-1], np.array(back)[::-1], np.array(front)[::-1])
    return Optics(
        transmittance,
        absorbed,
        hemisphere_mean(transmittance),
        np.array([hemisphere_mean(row) for row in absorbed]),
        hemisphere_mean(reflected),
        np.array([hemisphere_mean(row) for row in from_room[::-1]]),
    )


def clear_shape(panes: int) -> FloatArray:
    """Transmittance of so many clear panes by angle, over that at normal incidence [0-1].

    >>> [round(hemisphere_mean(clear_shape(count)), 2) for count in (1, 2)]
    [0.91, 0.86]
    """
    tau, rho = _slab(*_fit(*_CLEAR_PANE))
    through, _, _ = _system(np.tile(tau, (panes, 1)), np.tile(rho, (panes, 1)), np.tile(rho, (panes, 1)))
    result: FloatArray = through / through[0]
    return result


def hemisphere_mean(values: FloatArray) -> float:
    """Average over the hemisphere, weighted by the cosine: 2 int v sin cos dtheta.

    >>> round(hemisphere_mean(np.ones_like(ANGLES_DEG)), 3)
    1.0
    """
    theta = np.radians(ANGLES_DEG)
    weight = np.sin(2.0 * theta)
    return float(np.trapezoid(values * weight, theta) / np.trapezoid(weight, theta))


def _pane_by_angle(pane: Pane) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Transmittance and reflectances (front, back) of one pane by angle."""
    if abs(pane.reflectance_out - pane.reflectance_in) < 1e-6 and pane.reflectance_out < 0.12:
        index, kl = _fit(pane.transmittance, pane.reflectance_out)
        tau, rho = _slab(index, kl)
        return tau, rho, rho
    # a coating: its normal figures with the angular shape of clear glass
    tau, rho = _slab(_CLEAR_INDEX, _CLEAR_KL)
    shape = tau / tau[0]
    rise = (rho - rho[0]) / (1.0 - rho[0])
    coated = pane.transmittance * shape
    front = pane.reflectance_out + (1.0 - pane.reflectance_out) * rise
    back = pane.reflectance_in + (1.0 - pane.reflectance_in) * rise
    return np.minimum(coated, 1.0 - np.maximum(front, back)), front, back


def _slab(index: float, kl: float) -> tuple[FloatArray, FloatArray]:
    """Transmittance and reflectance of a slab in air by angle, both polarisations averaged."""
    theta = np.radians(np.minimum(ANGLES_DEG, 89.999))
    inner = np.arcsin(np.sin(theta) / index)
    path = np.exp(-kl / np.cos(inner))
    cos_o, cos_i = np.cos(theta), np.cos(inner)
    r_s = ((cos_o - index * cos_i) / (cos_o + index * cos_i)) ** 2
    r_p = ((index * cos_o - cos_i) / (index * cos_o + cos_i)) ** 2
    tau, rho = np.zeros_like(theta), np.zeros_like(theta)
    for r in (r_s, r_p):
        t = path * (1.0 - r) ** 2 / (1.0 - (r * path) ** 2)
        tau += 0.5 * t
        rho += 0.5 * r * (1.0 + path * t)
    return tau, rho


def _fit(tau: float, rho: float) -> tuple[float, float]:
    """Find index and k L that give a normal transmittance and reflectance."""
    kl = 0.0
    index = _CLEAR_INDEX
    for _ in range(60):
        path = math.exp(-kl)
        # rho = r (1 + path tau)  ->  r;  r = ((n-1)/(n+1))^2  ->  n
        r = min(0.5, rho / (1.0 + path * tau))
        root = math.sqrt(r)
        index = (1.0 + root) / (1.0 - root)
        # tau = path (1-r)^2 / (1 - (r path)^2), solved for path
        a, b, c = tau * r * r, (1.0 - r) ** 2, -tau
        path = (-b + math.sqrt(b * b - 4.0 * a * c)) / (2.0 * a) if a > 0.0 else -c / b
        kl = -math.log(min(1.0, path))
    return index, kl


def _system(tau: FloatArray, front: FloatArray, back: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Join panes (panes, angles), outside first: transmittance, absorbed share of each pane, reflectance."""
    count, angles = tau.shape
    # two-flux: upward (in) and downward (out) beams between panes, solved pane by pane from the inside
    reflect = np.zeros(angles)  # of all that lies inside of the current pane
    through = np.ones(angles)
    ratios = []
    for k in range(count - 1, -1, -1):
        enter = tau[k] / (1.0 - back[k] * reflect)  # beam that leaves pane k inwards, for one that meets it
        ratios.append((enter, reflect.copy()))
        through = enter * through
        reflect = front[k] + tau[k] * reflect * enter
    ratios.reverse()
    absorbed = np.zeros((count, angles))
    meets = np.ones(angles)
    for k in range(count):
        enter, inner = ratios[k]
        returns = meets * enter * inner
        absorbed[k] = meets * (1.0 - tau[k] - front[k]) + returns * (1.0 - tau[k] - back[k])
        meets = meets * enter
    return through, np.maximum(absorbed, 0.0), reflect
