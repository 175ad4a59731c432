"""The axes of an element's own placement, in world coordinates."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from bldgassess.model.meshes import FloatArray

#: Placements that refer to each other deeper than this are circles in a broken file.
_DEEPEST = 64


class Axes:
    """Own axes of elements of one file; placements that many share are worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, FloatArray] = {}

    def of(self, element: Any) -> FloatArray:  # noqa: ANN401 - ifcopenshell has no types
        """Return the x, y and z axes of an element as rows (3, 3), the world's where its placement is broken."""
        try:
            found = self._placement(getattr(element, "ObjectPlacement", None), 0)
        except (AttributeError, RuntimeError, TypeError, ValueError, IndexError):
            return np.eye(3)
        return found if np.isfinite(found).all() else np.eye(3)

    def _placement(self, placement: Any, depth: int) -> FloatArray:  # noqa: ANN401
        if placement is None or depth > _DEEPEST or not placement.is_a("IfcLocalPlacement"):
            return np.eye(3)
        known = self._known.get(placement.id())
        if known is None:
            parent = self._placement(placement.PlacementRelTo, depth + 1)
            known = local_axes(placement.RelativePlacement) @ parent
            self._known[placement.id()] = known
        return known


def local_axes(placement: Any) -> FloatArray:  # noqa: ANN401
    """Return the axes of one placement as rows in those of its parent (ISO 10303-42: x made square to z)."""
    given = getattr(placement, "RefDirection", None)
    axis = getattr(placement, "Axis", None)
    if given is None and axis is None:
        return np.eye(3)
    x = np.array([1.0, 0.0, 0.0])
    z = np.array([0.0, 0.0, 1.0])
    if given is not None:
        x = np.array([*given.DirectionRatios, 0.0][:3], dtype=float)
    if axis is not None:
        z = np.array(axis.DirectionRatios, dtype=float)
    length = math.sqrt(z @ z)
    z = z / length if length >= 1e-9 else np.array([0.0, 0.0, 1.0])
    x = x - (x @ z) * z
    if math.sqrt(x @ x) < 1e-9:  # the file gives no direction, or one along z
        x = np.eye(3)[np.abs(z).argmin()]
        x = x - (x @ z) * z
    x = x / math.sqrt(x @ x)
    y = (z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0])
    return np.array([x, y, z])
