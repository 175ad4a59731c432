"""Areas and lengths of triangle bodies in their own axes: which faces look up, down and sideways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.ifc.shells import Bodies
from bldgassess.model.meshes import FloatArray, IntArray

#: Cosine of the normal to the upward axis: from this on a face looks up (45 degrees), below the other it is upright.
_LEVEL, _UPRIGHT = 0.7, 0.3
#: A local z axis flatter than this (75 degrees from upward) says nothing about what is up [-].
_FLATTEST = 0.26
#: Faces within this angle look the same way [degrees]; directions are gathered in as wide a window.
_SAME_WAY = 5
#: Of the upright faces at least this share looks one way in a straight wall [-]: a square column has one half.
_STRAIGHT = 0.49
#: Times its thickness that a straight wall with a pilaster may reach across [-].
_BENT = 2.0
#: Faces this near the lowest point are the base [m].
_BASE_M = 0.02


@dataclass(frozen=True, slots=True)
class FaceMeasure:
    """Areas and lengths of each body by the field names of ``MeshMeasure``; ``size_m`` (b, 3) along, across, up [m]."""

    areas: dict[str, FloatArray]
    size_m: FloatArray


def measure_faces(bodies: Bodies, axes: FloatArray) -> FaceMeasure:
    """Measure the faces of bodies; ``axes`` (b, 3, 3) holds each body's own axes as rows."""
    count, body = len(bodies.closed), bodies.body
    own = _upward(axes)
    corners = np.einsum("fij,fkj->fki", own[body], bodies.vertices[bodies.faces]) if len(body) else np.zeros((0, 3, 3))
    vector = 0.5 * np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(vector, axis=1)
    up = np.divide(vector[:, 2], area, out=np.zeros_like(area), where=area > 0.0)
    is_open = ~bodies.closed[body]

    def total(weights: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(body, weights=weights, minlength=count), dtype=np.float64)

    # which way a face of an open body looks is not known: half of its level faces are taken for each
    top = total(np.where(is_open, 0.5 * area * (np.abs(up) > _LEVEL), area * (up > _LEVEL)))
    bottom = total(np.where(is_open, 0.5 * area * (np.abs(up) > _LEVEL), area * (up < -_LEVEL)))
    upright = np.where(np.abs(up) < _UPRIGHT, area, 0.0)
    angle = np.degrees(np.arctan2(vector[:, 1], vector[:, 0])) % 180.0
    facing = _facing(angle, upright, body, count)
    apart = np.abs(angle - facing[body]) % 180.0
    same = np.minimum(apart, 180.0 - apart) <= _SAME_WAY
    one_way, all_ways = total(np.where(same, upright, 0.0)) / 2.0, total(upright)
    size, lowest = _sizes(corners, body, facing, count)
    at_base = (corners[:, :, 2].max(axis=1) <= lowest[body] + _BASE_M) & (np.abs(up) > _LEVEL)
    # a bent wall reaches further across than it is thick
    is_bent = (2.0 * one_way < _STRAIGHT * all_ways) | (size[:, 1] * one_way > _BENT * bodies.volume_m3)
    is_bent &= bodies.closed
    areas = {
        "side_area_m2": np.where(is_bent, _bent(all_ways, size[:, 2], bodies), one_way),
        "top_area_m2": top,
        "bottom_area_m2": bottom,
        "base_area_m2": total(np.where(at_base, area, 0.0)),
        "face_area_m2": _largest_face(vector, area, body, count),
        "upright_area_m2": all_ways,
        "surface_area_m2": total(area),
        "perimeter_m": _outline(bodies, corners, up, count),
    }
    return FaceMeasure(areas, size)


def _upward(axes: FloatArray) -> FloatArray:
    """Turn axes so that the third is upward: the local z axis, or where that lies flat the one nearest to it."""
    rows = np.arange(len(axes))
    pick = np.where(np.abs(axes[:, 2, 2]) >= _FLATTEST, 2, np.abs(axes[:, :, 2]).argmax(axis=1))
    third = axes[rows, pick]
    third = np.where(third[:, 2:] < 0.0, -third, third)
    first = axes[rows, (pick + 1) % 3]
    return np.stack([first, np.cross(third, first), third], axis=1)


def _facing(angle: FloatArray, weight: FloatArray, body: IntArray, count: int) -> FloatArray:
    """Direction [degrees, 0-180) that most of the upright area of each body looks, mean of a window around the peak."""
    cell = np.minimum(angle.astype(np.int64), 179)
    grid = np.bincount(body * 180 + cell, weights=weight, minlength=count * 180).reshape(count, 180)
    window = sum(np.roll(grid, shift, axis=1) for shift in range(-_SAME_WAY, _SAME_WAY + 1))
    # the peak is flat over the window's width: its middle is found from a second, narrower smoothing
    score = np.round(window, 9) + 1e-6 * sum(np.roll(grid, shift, axis=1) for shift in (-1, 0, 1))
    peak = score.argmax(axis=1) + 0.5
    off = (angle - peak[body] + 90.0) % 180.0 - 90.0
    near = np.where(np.abs(off) <= _SAME_WAY + 0.5, weight, 0.0)
    mass = np.bincount(body, weights=near, minlength=count)
    mean = np.bincount(body, weights=near * off, minlength=count) / np.where(mass > 0.0, mass, 1.0)
    return np.asarray((peak + mean) % 180.0)


def _sizes(corners: FloatArray, body: IntArray, facing: FloatArray, count: int) -> tuple[FloatArray, FloatArray]:
    """Extent along, across and up of each body [m], and its lowest level."""
    turn = np.radians(facing[body])[:, None]
    across = corners[:, :, 0] * np.cos(turn) + corners[:, :, 1] * np.sin(turn)
    along = corners[:, :, 1] * np.cos(turn) - corners[:, :, 0] * np.sin(turn)
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    for axis, places in enumerate((along, across, corners[:, :, 2])):
        np.minimum.at(low[:, axis], body, places.min(axis=1))
        np.maximum.at(high[:, axis], body, places.max(axis=1))
    size = np.where(np.isfinite(low), high - low, 0.0)
    return size, low[:, 2]


def _bent(upright: FloatArray, height: FloatArray, bodies: Bodies) -> FloatArray:
    """Middle area S of the sides of a bent body of even thickness t and height h.

    Half of its upright faces is S + t h, its volume S t: the larger root of S (half - S) = V h.
    """
    half = upright / 2.0
    return np.asarray(half / 2.0 + np.sqrt(np.maximum(half**2 / 4.0 - bodies.volume_m3 * height, 0.0)))


def _largest_face(vector: FloatArray, area: FloatArray, body: IntArray, count: int) -> FloatArray:
    """Half of the area that looks the way of the largest triangle, or against it."""
    largest = np.zeros(count)
    np.maximum.at(largest, body, np.round(area, 9))
    first = np.full(count, len(area), dtype=np.int64)
    is_largest = np.round(area, 9) >= largest[body]
    np.minimum.at(first, body[is_largest], np.flatnonzero(is_largest))
    if len(area) == 0:
        return largest
    seed = vector[np.minimum(first, len(area) - 1)]
    length = np.linalg.norm(seed, axis=1)
    unit = np.divide(seed, length[:, None], out=np.zeros_like(seed), where=length[:, None] > 0.0)
    along = np.abs(np.einsum("ij,ij->i", vector, unit[body]))
    same = along >= np.cos(np.radians(_SAME_WAY)) * area
    return np.asarray(np.bincount(body, weights=np.where(same, area, 0.0), minlength=count) / 2.0)


def _outline(bodies: Bodies, corners: FloatArray, up: FloatArray, count: int) -> FloatArray:
    """Length of the edges between faces that look down and faces that do not."""
    down = up < -_LEVEL
    faces, body = bodies.faces[down], bodies.body[down]
    if len(faces) == 0:
        return np.zeros(count)
    ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    places = np.concatenate([corners[down][:, [0, 1]], corners[down][:, [1, 2]], corners[down][:, [2, 0]]])
    key = ends.min(axis=1) * len(bodies.vertices) + ends.max(axis=1)
    _, first, times = np.unique(key, return_index=True, return_counts=True)
    single = first[times == 1]
    length = np.linalg.norm(places[single, 0] - places[single, 1], axis=1)
    total = np.bincount(np.concatenate([body, body, body])[single], weights=length, minlength=count)
    return np.asarray(total, dtype=np.float64)
