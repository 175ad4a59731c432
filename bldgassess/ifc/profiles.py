"""Areas of the usual profiles, for sets of several: only their ratio is used, so the file's unit does not matter."""

from __future__ import annotations

import math
from typing import Any


def profile_area(profile: Any) -> float | None:  # noqa: ANN401 - ifcopenshell has no types
    """Return the area of a parametric profile in the file's length unit squared, ``None`` where it is not known.

    Fillets are left out (IFC4 ADD2 TC1, IfcParameterizedProfileDef).
    """
    if profile is None:
        return None
    area = _AREAS.get(profile.is_a())
    try:
        value = area(profile) if area else None
    except (AttributeError, TypeError):  # a size is missing
        return None
    return value if value is not None and math.isfinite(value) and value > 0.0 else None


def _rectangle(item: Any) -> float:  # noqa: ANN401
    return float(item.XDim * item.YDim)


def _hollow_rectangle(item: Any) -> float:  # noqa: ANN401
    wall = item.WallThickness
    return float(item.XDim * item.YDim - (item.XDim - 2.0 * wall) * (item.YDim - 2.0 * wall))


def _circle(item: Any) -> float:  # noqa: ANN401
    return math.pi * float(item.Radius) ** 2


def _hollow_circle(item: Any) -> float:  # noqa: ANN401
    return math.pi * (float(item.Radius) ** 2 - (float(item.Radius) - float(item.WallThickness)) ** 2)


def _i_shape(item: Any) -> float:  # noqa: ANN401
    web = item.OverallDepth - 2.0 * item.FlangeThickness
    return float(2.0 * item.OverallWidth * item.FlangeThickness + web * item.WebThickness)


_AREAS = {
    "IfcRectangleProfileDef": _rectangle,
    "IfcRectangleHollowProfileDef": _hollow_rectangle,
    "IfcCircleProfileDef": _circle,
    "IfcCircleHollowProfileDef": _hollow_circle,
    "IfcIShapeProfileDef": _i_shape,
}
