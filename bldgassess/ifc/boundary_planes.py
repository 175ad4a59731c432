"""The surfaces of space boundaries as polygons, read by ourselves: a kernel fails on most open surfaces.

Read are IfcCurveBoundedPlane, IfcRectangularTrimmedSurface, faces (IfcFaceSurface, IfcFaceBasedSurfaceModel,
IfcShellBasedSurfaceModel) and IfcSurfaceOfLinearExtrusion, each bounded by polylines, indexed curves, trimmed lines and
circles, or composites of them (IFC4 ADD2 TC1 8.6 to 8.9).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from bldgassess.model.meshes import FloatArray

#: Largest turn of one chord of an arc [rad].
_CHORD = math.radians(10.0)
#: Ends of curves closer than this are one point [file units, relative to the size of the curve].
_SAME = 1e-9
#: Heights of a curve in its plane's axes that are rounding [file units].
_OFF_PLANE = 1e-6

Ring = FloatArray
Polygon3 = tuple[Ring, tuple[Ring, ...]]


class NotReadError(Exception):
    """A surface or curve of a kind that is not read, or one that is broken."""


def read_surface(surface: Any, radian: float) -> list[Polygon3]:  # noqa: ANN401 - ifcopenshell has no types
    """Polygons (outer ring, inner rings), each ring (n, 3), in the surface's own coordinates and units.

    Parameters
    ----------
    radian : float
        One angle unit of the file [rad].

    Raises
    ------
    NotReadError
        Where the surface is of another kind or broken.
    """
    try:
        return list(_surface(surface, radian))
    except (AttributeError, TypeError, ValueError, IndexError, RuntimeError) as error:
        raise NotReadError(str(error)) from error


def _surface(surface: Any, radian: float) -> Iterator[Polygon3]:  # noqa: ANN401
    kind = surface.is_a() if surface is not None else "nothing"
    if kind == "IfcCurveBoundedPlane":
        place = axes_of(surface.BasisSurface.Position)
        inner = tuple(_on_plane(curve, place, radian) for curve in surface.InnerBoundaries or ())
        yield _on_plane(surface.OuterBoundary, place, radian), inner
    elif kind == "IfcRectangularTrimmedSurface" and surface.BasisSurface.is_a("IfcPlane"):
        place = axes_of(surface.BasisSurface.Position)
        u, v = (surface.U1, surface.U2), (surface.V1, surface.V2)
        yield _placed(np.array([(u[0], v[0]), (u[1], v[0]), (u[1], v[1]), (u[0], v[1])], dtype=float), place), ()
    elif kind == "IfcSurfaceOfLinearExtrusion":
        yield from _extruded(surface, radian)
    elif kind in {"IfcFaceSurface", "IfcFace"}:
        yield _face(surface)
    elif kind in {"IfcFaceBasedSurfaceModel", "IfcShellBasedSurfaceModel"}:
        for shell in getattr(surface, "FbsmFaces", None) or surface.SbsmBoundary:
            for face in shell.CfsFaces:
                yield _face(face)
    else:
        raise NotReadError(kind)


def _face(face: Any) -> Polygon3:  # noqa: ANN401
    outer: Ring | None = None
    inner = []
    for bound in face.Bounds:
        ring = np.array([point.Coordinates for point in bound.Bound.Polygon], dtype=float)
        if outer is None and (bound.is_a("IfcFaceOuterBound") or len(face.Bounds) == 1):
            outer = ring
        else:
            inner.append(ring)
    if outer is None:
        outer = inner.pop(0)
    return outer, tuple(inner)


def _extruded(surface: Any, radian: float) -> Iterator[Polygon3]:  # noqa: ANN401
    place = axes_of(surface.Position) if surface.Position is not None else np.eye(4)
    line = _placed(curve_points(surface.SweptCurve.Curve, radian), place)
    along = np.array(surface.ExtrudedDirection.DirectionRatios, dtype=float) * float(surface.Depth)
    along = place[:3, :3] @ (along / np.linalg.norm(surface.ExtrudedDirection.DirectionRatios))
    for first, second in pairwise(line):
        yield np.stack([first, second, second + along, first + along]), ()


def axes_of(position: Any) -> FloatArray:  # noqa: ANN401
    """Matrix (4, 4) of an IfcAxis2Placement3D."""
    origin = np.array(position.Location.Coordinates, dtype=float)
    z = np.array(position.Axis.DirectionRatios if position.Axis else (0.0, 0.0, 1.0), dtype=float)
    x = np.array(position.RefDirection.DirectionRatios if position.RefDirection else (1.0, 0.0, 0.0), dtype=float)
    z /= np.linalg.norm(z)
    x = x - float(x @ z) * z
    x /= np.linalg.norm(x)
    matrix = np.eye(4)
    matrix[:3, 0], matrix[:3, 1], matrix[:3, 2], matrix[:3, 3] = x, np.cross(z, x), z, origin
    return matrix


def _on_plane(curve: Any, place: FloatArray, radian: float) -> Ring:  # noqa: ANN401
    """A boundary curve in the plane's axes; one with heights off that plane stands where it says (seen in exports)."""
    points = curve_points(curve, radian)
    own = points.shape[1] == 2 or float(np.abs(points[:, 2]).max()) <= _OFF_PLANE
    ring = _placed(points, place) if own else points
    if len(ring) > 1 and np.allclose(ring[0], ring[-1], rtol=0.0, atol=_SAME * (1.0 + float(np.abs(ring).max()))):
        ring = ring[:-1]
    if len(ring) < 3:
        raise NotReadError("fewer than three points")
    return ring


def _placed(points: FloatArray, place: FloatArray) -> Ring:
    full = np.column_stack([points, np.zeros(len(points))]) if points.shape[1] == 2 else points
    return np.asarray(full @ place[:3, :3].T + place[:3, 3])


def curve_points(curve: Any, radian: float) -> FloatArray:  # noqa: ANN401
    """Points (n, 2 or 3) along a curve, arcs as chords of ten degrees or less."""
    kind = curve.is_a()
    if kind == "IfcPolyline":
        return np.array([point.Coordinates for point in curve.Points], dtype=float)
    if kind == "IfcIndexedPolyCurve":
        return _indexed(curve)
    if kind == "IfcTrimmedCurve":
        return _trimmed(curve, radian)
    if kind in {"IfcCompositeCurve", "Ifc2DCompositeCurve", "IfcBoundaryCurve", "IfcOuterBoundaryCurve"}:
        parts: list[FloatArray] = []
        for segment in curve.Segments:
            part = curve_points(segment.ParentCurve, radian)
            parts.append(part if segment.SameSense else part[::-1])
        return _chained(parts)
    if kind == "IfcCircle":
        return _arc(curve, 0.0, 2.0 * math.pi)
    raise NotReadError(kind)


def _chained(parts: list[FloatArray]) -> FloatArray:
    points = [parts[0]]
    for part in parts[1:]:
        near = np.allclose(points[-1][-1], part[0], rtol=0.0, atol=1e-6 * (1.0 + float(np.abs(part).max())))
        points.append(part[1:] if near else part)
    return np.concatenate(points)


def _indexed(curve: Any) -> FloatArray:  # noqa: ANN401
    places = np.array(curve.Points.CoordList, dtype=float)
    if not curve.Segments:
        return places
    parts = []
    for segment in curve.Segments:
        members = places[np.array(segment.wrappedValue) - 1]
        parts.append(_through(members) if segment.is_a("IfcArcIndex") else members)
    return _chained(parts)


def _through(three: FloatArray) -> FloatArray:
    """Arc through three points of a plane."""
    (ax, ay), (bx, by), (cx, cy) = three[:, :2].tolist()
    turn = 2.0 * ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
    if three.shape[1] != 2 or abs(turn) < 1e-12:
        return three
    b2, c2 = (bx - ax) ** 2 + (by - ay) ** 2, (cx - ax) ** 2 + (cy - ay) ** 2
    centre = np.array([ax + ((cy - ay) * b2 - (by - ay) * c2) / turn, ay + ((bx - ax) * c2 - (cx - ax) * b2) / turn])
    away = three - centre
    start, middle, end = np.arctan2(away[:, 1], away[:, 0]).tolist()
    full = 2.0 * math.pi
    sweep = (end - start) % full
    if (middle - start) % full > sweep:
        sweep -= full
    count = max(2, math.ceil(abs(sweep) / _CHORD))
    angles = start + sweep * np.arange(count + 1) / count
    radius = float(np.hypot(*away[0]))
    return np.asarray(centre + radius * np.column_stack([np.cos(angles), np.sin(angles)]))


def _trimmed(curve: Any, radian: float) -> FloatArray:  # noqa: ANN401
    basis = curve.BasisCurve
    if basis.is_a("IfcLine"):
        ends = [_on_line(basis, trim) for trim in (curve.Trim1, curve.Trim2)]
        return np.stack(ends if curve.SenseAgreement else ends[::-1])
    if basis.is_a("IfcCircle"):
        start, end = (_on_circle(basis, trim, radian) for trim in (curve.Trim1, curve.Trim2))
        sweep = (end - start) % (2.0 * math.pi)
        return _arc(basis, start, sweep if curve.SenseAgreement else sweep - 2.0 * math.pi)
    raise NotReadError(basis.is_a())


def _on_line(line: Any, trim: Any) -> FloatArray:  # noqa: ANN401
    for item in trim:
        if item.is_a("IfcCartesianPoint"):
            return np.array(item.Coordinates, dtype=float)
    ratios = np.array(line.Dir.Orientation.DirectionRatios, dtype=float)
    along = ratios / np.linalg.norm(ratios) * float(line.Dir.Magnitude)
    return np.asarray(np.array(line.Pnt.Coordinates, dtype=float) + float(trim[0].wrappedValue) * along)


def _on_circle(circle: Any, trim: Any, radian: float) -> float:  # noqa: ANN401
    for item in trim:
        if not item.is_a("IfcCartesianPoint"):
            return float(item.wrappedValue) * radian
    x_axis, y_axis, centre = _circle_axes(circle)
    away = np.array(trim[0].Coordinates, dtype=float) - centre
    return math.atan2(float(away @ y_axis), float(away @ x_axis))


def _circle_axes(circle: Any) -> tuple[FloatArray, FloatArray, FloatArray]:  # noqa: ANN401
    place = circle.Position
    if place.is_a("IfcAxis2Placement2D"):
        x = np.array(place.RefDirection.DirectionRatios if place.RefDirection else (1.0, 0.0), dtype=float)
        x /= np.linalg.norm(x)
        return x, np.array([-x[1], x[0]]), np.array(place.Location.Coordinates, dtype=float)
    matrix = axes_of(place)
    return matrix[:3, 0], matrix[:3, 1], matrix[:3, 3]


def _arc(circle: Any, start: float, sweep: float) -> FloatArray:  # noqa: ANN401
    x_axis, y_axis, centre = _circle_axes(circle)
    count = max(2, math.ceil(abs(sweep) / _CHORD))
    angles = start + sweep * np.arange(count + 1) / count
    radius = float(circle.Radius)
    return np.asarray(centre + radius * (np.cos(angles)[:, None] * x_axis + np.sin(angles)[:, None] * y_axis))
