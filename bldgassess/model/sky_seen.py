"""How much of a window sees each direction of the sky: a grid, kept as text with one hexadecimal digit a direction.

The text belongs to the model and not to a weather year. It is empty where nothing stands before the window.
"""

from __future__ import annotations

import numpy as np

from bldgassess.model.meshes import FloatArray, IntArray

#: Cells of the sky: bands of altitude from the horizon up, sectors clockwise from true north (5 x 10 deg).
BANDS, SECTORS = 18, 36
#: Points of a window: a digit is how many of them see the middle of the cell.
POINTS = 15
_STEP_UP_DEG, _STEP_ROUND_DEG = 90.0 / BANDS, 360.0 / SECTORS
_DIGITS = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_CELLS = BANDS * SECTORS


def directions() -> FloatArray:
    """Unit vectors to the middle of each cell (cells, 3): east, north, up; bands one after the other."""
    up = np.radians((np.arange(BANDS) + 0.5) * _STEP_UP_DEG)
    turn = np.radians((np.arange(SECTORS) + 0.5) * _STEP_ROUND_DEG)
    z, a = (item.ravel() for item in np.meshgrid(up, turn, indexing="ij"))
    return np.stack([np.cos(z) * np.sin(a), np.cos(z) * np.cos(a), np.sin(z)], axis=1)


def solid_angles() -> FloatArray:
    """Solid angle of each cell [sr]."""
    edges = np.sin(np.radians(np.arange(BANDS + 1) * _STEP_UP_DEG))
    return np.repeat(np.diff(edges) * np.radians(_STEP_ROUND_DEG), SECTORS)


def encode(counts: IntArray) -> str:
    """Text of the points (cells,) that see each cell."""
    return "" if bool((counts >= POINTS).all()) else _DIGITS[counts].tobytes().decode("ascii")


def decode(text: str) -> FloatArray:
    """Share of a window that sees each cell (bands, sectors) [0-1].

    Raises
    ------
    ValueError
        When the text is not one of ``encode``.
    """
    if not text:
        return np.ones((BANDS, SECTORS))
    if len(text) != _CELLS:
        raise ValueError("not one digit a direction")
    return np.array([int(digit, 16) for digit in text], dtype=float).reshape(BANDS, SECTORS) / POINTS


def seen_along(shares: FloatArray, rays: FloatArray) -> FloatArray:
    """Share seen along unit vectors (n, 3), on straight lines between the cells' middles [0-1]."""
    up = np.degrees(np.arcsin(np.clip(rays[:, 2], -1.0, 1.0))) / _STEP_UP_DEG - 0.5
    turn = np.degrees(np.arctan2(rays[:, 0], rays[:, 1])) / _STEP_ROUND_DEG - 0.5
    up = np.clip(up, 0.0, BANDS - 1.0)
    low = np.minimum(up.astype(np.int64), BANDS - 2)
    left = np.floor(turn).astype(np.int64)
    above, right = up - low, turn - left
    left %= SECTORS
    after = (left + 1) % SECTORS
    lower = shares[low, left] * (1.0 - right) + shares[low, after] * right
    upper = shares[low + 1, left] * (1.0 - right) + shares[low + 1, after] * right
    result: FloatArray = lower * (1.0 - above) + upper * above
    return result


def sky_share(shares: FloatArray, normal: FloatArray) -> float:
    """Share of an even sky's light on a plane that is left [0-1]."""
    weight = solid_angles() * np.maximum(directions() @ normal, 0.0)
    total = float(weight.sum())
    return float((shares.ravel() * weight).sum()) / total if total > 0.0 else 1.0
