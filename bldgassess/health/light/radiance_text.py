"""A scene in Radiance's own words."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from bldgassess.health.light.obstacles import LOOKS, Obstacles
from bldgassess.health.light.scene import Pane, RoomScene
from bldgassess.hourly.result import FloatArray
from bldgassess.study import Study

#: Reflectance of leaves and bark [-]; order of magnitude, an assumption of this program.
_PLANT = 0.2
#: The sky and the ground as one source of light all around; what they give is told apart by direction.
SKY = "void glow sky_glow 0 0 4 1 1 1 0\nsky_glow source sky 0 0 4 0 0 1 360\n"
SKY_MODIFIER = "sky_glow"


def obstacles_text(obstacles: Obstacles, study: Study, origin: FloatArray) -> str:
    """Write what stands around, with its materials."""
    envelope = study.envelope
    reflectances = {
        "outside": study.health.reflectance_outside_fraction,
        "inside": envelope.reflectance_wall_fraction,
        "plant": _PLANT,
    }
    lines = [_plastic(f"look_{look}", reflectances[look]) for look in LOOKS]
    shifted = obstacles.triangles - origin
    lines += [
        _polygon(f"look_{LOOKS[look]}", f"t{k}", corners.tolist())
        for k, (corners, look) in enumerate(zip(shifted, obstacles.looks.tolist(), strict=True))
    ]
    return "".join(lines)


def room_text(room: RoomScene, study: Study, origin: FloatArray) -> str:
    """Write a room: its shell, and a sleeve, a frame and a glass for each window."""
    envelope = study.envelope
    lines = [
        SKY,
        _plastic("floor", envelope.reflectance_floor_fraction),
        _plastic("wall", envelope.reflectance_wall_fraction),
        _plastic("ceiling", envelope.reflectance_ceiling_fraction),
    ]
    for k, (material, corners) in enumerate(room.shell):
        lines.append(_polygon(material, f"s{k}", (corners - origin).tolist()))
    for k, pane in enumerate(room.panes):
        lines.append(_glass(f"glass{k}", pane.transmittance))
        lines.append(_polygon(f"glass{k}", f"g{k}", (pane.glass - origin).tolist()))
        lines += [_polygon("wall", f"w{k}_{m}", (quad - origin).tolist()) for m, quad in enumerate(_around(pane))]
    return "".join(lines)


def transmissivity(transmittance: float) -> float:
    """Transmissivity that Radiance's glass of index 1.52 needs for a transmittance at normal incidence.

    Radiance reference manual, material "glass".

    >>> round(transmissivity(0.7), 3)
    0.763
    """
    if transmittance <= 0.0:
        return 0.0
    return (math.sqrt(0.8402528435 + 0.0072522239 * transmittance**2) - 0.9166530661) / (0.0036261119 * transmittance)


def _around(pane: Pane) -> Iterable[FloatArray]:
    """Return the sides of the sleeve and of the frame."""
    for one, other in ((pane.inner, pane.outer), (pane.outer, pane.glass)):
        ahead, across = np.roll(one, -1, axis=0), np.roll(other, -1, axis=0)
        for k in range(len(one)):
            if not np.allclose(one[k], other[k], atol=1e-6):
                yield np.stack([one[k], ahead[k], across[k], other[k]])


def _plastic(name: str, reflectance: float) -> str:
    value = f"{reflectance:.4f}"
    return f"void plastic {name} 0 0 5 {value} {value} {value} 0 0\n"


def _glass(name: str, transmittance: float) -> str:
    value = f"{transmissivity(transmittance):.5f}"
    return f"void glass {name} 0 0 3 {value} {value} {value}\n"


def _polygon(modifier: str, name: str, corners: list[list[float]]) -> str:
    places = " ".join(f"{x:.7f} {y:.7f} {z:.7f}" for x, y, z in corners)
    return f"{modifier} polygon {name} 0 0 {3 * len(corners)} {places}\n"
