"""Windows and doors: overall size, share of the frame and g-value, with where each comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bldgassess.ifc.axes import Axes
from bldgassess.ifc.tables import plain, read_table, tolerance
from bldgassess.ifc.types import type_of
from bldgassess.ifc.units import Units
from bldgassess.ifc.volume import MeshMeasure
from bldgassess.model import MaterialLayer

#: IFC4 ADD2 TC1, IfcWindow and IfcDoor: names of the constituents of a window.
_GLASS, _FRAME = frozenset({"glazing", "glass"}), frozenset({"framing", "frame", "lining", "panel"})
#: Panels that lie one above the other, IFC4 IfcWindowTypePartitioningEnum; all others count side by side.
_STACKED = ("HORIZONTAL",)
#: Panels that do not open, and those of which nothing is known, IFC4 IfcWindowPanelOperationEnum.
_FIXED, _UNKNOWN = frozenset({"FIXEDCASEMENT"}), "NOTDEFINED"


@dataclass(frozen=True, slots=True)
class WindowMeasure:
    """Overall width and height [m], frame share, g-value, share that opens [0-1]; ``None`` where nothing says them."""

    width_m: float | None = None
    height_m: float | None = None
    size_origin: str = ""
    frame_fraction: float | None = None
    frame_origin: str = ""
    g_value: float | None = None
    operable_fraction: float | None = None


def measure_window(
    element: Any,  # noqa: ANN401
    psets: Mapping[str, Mapping[str, Any]],
    layers: tuple[MaterialLayer, ...],
    measured: MeshMeasure | None,
    units: Units,
) -> WindowMeasure:
    """Measure a window or door.

    Size: the overall size where it is like the shape's, else the box of the opening that it fills, else the shape.
    Frame share: the glazing fraction of a property set, else lining and panel sizes, else fractions of the material's
    constituents. What is not said is left to the study.
    """
    width, height, origin = _size(element, measured, units)
    share, share_origin = _frame(element, psets, layers, width, height, units)
    g_value = _property(psets, "g_value")[0]
    return WindowMeasure(width, height, origin, share, share_origin, g_value, _operable(element))


def _size(element: Any, measured: MeshMeasure | None, units: Units) -> tuple[float | None, float | None, str]:  # noqa: ANN401
    # a skylight that lies flat has its height across
    shape = (measured.size_m[0], max(measured.size_m[1:])) if measured else None
    given = (_length(element, "OverallWidth", units), _length(element, "OverallHeight", units))
    if given[0] and given[1] and _alike((given[0], given[1]), shape):
        return given[0], given[1], "overall width x height"
    opening = _opening_box(element, units)
    if opening and _alike(opening, shape):
        return round(opening[0], 6), round(opening[1], 6), "box of the opening"
    if shape and min(shape) > 0.0:
        return shape[0], shape[1], "width x height of its shape"
    return None, None, ""


def _alike(size: tuple[float, float], shape: tuple[float, float] | None) -> bool:
    """Whether a size is of the order of the shape's, either way round; a shape of no size cannot tell."""
    if shape is None or min(shape) <= 0.0:
        return True
    least, most = tolerance("size_least"), tolerance("size_most")
    return all(least * b <= a <= most * b for a, b in zip(sorted(size), sorted(shape), strict=True))


def _length(element: Any, name: str, units: Units) -> float | None:  # noqa: ANN401
    value = getattr(element, name, None)
    if not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0.0:
        return None
    return round(float(value) * units.length, 6)


def _opening_box(element: Any, units: Units) -> tuple[float, float] | None:  # noqa: ANN401
    """Width and height [m] of the opening that an element fills, where it is one plain extrusion."""
    try:
        for filling in getattr(element, "FillsVoids", None) or ():
            opening = filling.RelatingOpeningElement
            for shape in opening.Representation.Representations:
                for item in shape.Items:
                    if item.is_a("IfcExtrudedAreaSolid"):
                        return _extrusion(item, Axes().of(opening), units)
    except (AttributeError, RuntimeError, TypeError, ValueError):  # a reference that leads to something else
        return None
    return None


def _extrusion(item: Any, axes: np.ndarray[Any, Any], units: Units) -> tuple[float, float] | None:  # noqa: ANN401
    """Take the two sides of an extrusion that lie in the wall: the upright one and the other that is no depth."""
    from bldgassess.ifc.axes import local_axes

    own = local_axes(item.Position) @ axes if item.Position is not None else axes
    x, y = _profile_size(item.SweptArea)
    sides = [(x, own[0]), (y, own[1]), (float(item.Depth), own[2])]
    upright = max(range(3), key=lambda k: abs(float(sides[k][1][2])))
    level = [sides[k][0] for k in range(3) if k != upright]
    # extruded through the wall the depth is its thickness; extruded upward the smaller side is
    width = level[0] if upright != 2 else max(level)
    size = (width * units.length, sides[upright][0] * units.length)
    return size if min(size) > 0.0 and all(map(math.isfinite, size)) else None


def _profile_size(profile: Any) -> tuple[float, float]:  # noqa: ANN401
    if profile.is_a("IfcRectangleProfileDef"):
        return float(profile.XDim), float(profile.YDim)
    points = profile.OuterCurve.Points
    places = points.CoordList if hasattr(points, "CoordList") else [point.Coordinates for point in points]
    spread = np.ptp(np.array([place[:2] for place in places], dtype=float), axis=0)
    return float(spread[0]), float(spread[1])


def _property(psets: Mapping[str, Mapping[str, Any]], meaning: str) -> tuple[float | None, str]:
    names = {plain(row["name"]) for row in read_table("window_properties.csv") if row["meaning"] == meaning}
    for set_name, values in sorted(psets.items()):
        for name, value in sorted(values.items(), key=lambda item: str(item[0])):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                continue
            if plain(str(name)) in names and 0.0 < value < 1.0:
                return float(value), f"{set_name}.{name}"
    return None, ""


def _frame(
    element: Any,  # noqa: ANN401
    psets: Mapping[str, Mapping[str, Any]],
    layers: tuple[MaterialLayer, ...],
    width: float | None,
    height: float | None,
    units: Units,
) -> tuple[float | None, str]:
    glass, origin = _property(psets, "glass_fraction")
    if glass is not None:
        return round(1.0 - glass, 6), origin
    if width and height and element.is_a("IfcWindow"):
        share = _lined(element, width, height, units)
        if share is not None:
            return share, "lining and panel sizes"
    share = _constituents(layers)
    return share, "fractions of its constituents" if share is not None else ""


def _constituents(layers: tuple[MaterialLayer, ...]) -> float | None:
    """Frame share from constituents that are called glass and frame, their fractions taken as shares of the area."""
    glass = math.fsum(item.fraction or 0.0 for item in layers if _words(item.material) & _GLASS)
    frame = math.fsum(item.fraction or 0.0 for item in layers if _words(item.material) & _FRAME)
    return round(frame / (glass + frame), 6) if glass > 0.0 and frame > 0.0 else None


def _words(name: str) -> set[str]:
    return set(plain(name).split())


def _lined(element: Any, width: float, height: float, units: Units) -> float | None:  # noqa: ANN401
    """Frame share from lining and panels (IFC4 ADD2 TC1, IfcWindowLiningProperties, IfcWindowPanelProperties)."""
    sets = list(_shape_sets(element))
    lining = next((item for item in sets if item.is_a("IfcWindowLiningProperties")), None)
    panels = [item for item in sets if item.is_a("IfcWindowPanelProperties")]
    around = (_length(lining, "LiningThickness", units) if lining is not None else None) or 0.0
    frames = [_length(item, "FrameThickness", units) or 0.0 for item in panels]
    frame = max(frames, default=0.0)
    if around + frame <= 0.0:
        return None
    posts = [_length(lining, name, units) for name in ("MullionThickness", "TransomThickness") if lining is not None]
    post = next((item for item in posts if item), 0.0)
    count = max(len(panels), 1)
    stacked = any(word in _partition(element) for word in _STACKED)
    many, one = (height, width) if stacked else (width, height)
    glass = (many - 2.0 * around - (count - 1) * post - 2.0 * count * frame) * (one - 2.0 * around - 2.0 * frame)
    share = 1.0 - glass / (width * height)
    return round(share, 6) if 0.0 < share < 1.0 and glass > 0.0 else None


def _operable(element: Any) -> float | None:  # noqa: ANN401
    """Share of a window's panels that open (OperationType); ``None`` where a panel does not say."""
    panels = [item for item in _shape_sets(element) if item.is_a("IfcWindowPanelProperties")]
    kinds = [str(item.OperationType or _UNKNOWN) for item in panels]
    if not kinds or _UNKNOWN in kinds or not element.is_a("IfcWindow"):
        return None
    return sum(kind not in _FIXED for kind in kinds) / len(kinds)


def _partition(element: Any) -> str:  # noqa: ANN401
    own = getattr(element, "PartitioningType", None)
    kind = type_of(element)
    typed = getattr(kind, "PartitioningType", None) or getattr(kind, "OperationType", None)
    return str(own or typed or "")


def _shape_sets(element: Any) -> list[Any]:  # noqa: ANN401
    """Lining and panel properties of an element, else of its type, by entity number."""
    try:
        own = [item.RelatingPropertyDefinition for item in getattr(element, "IsDefinedBy", None) or ()
               if item.is_a("IfcRelDefinesByProperties")]  # fmt: skip
        kind = type_of(element)
        typed = list(getattr(kind, "HasPropertySets", None) or ())
    except (AttributeError, RuntimeError, TypeError):
        return []
    for group in (own, typed):
        found = [item for item in group if item is not None and _is_shape_set(item)]
        if found:
            return sorted(found, key=lambda item: int(item.id()))
    return []


def _is_shape_set(item: Any) -> bool:  # noqa: ANN401
    return bool(item.is_a("IfcWindowLiningProperties") or item.is_a("IfcWindowPanelProperties"))
