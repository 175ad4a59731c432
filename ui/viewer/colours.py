"""Colour by a quantity: one scale for the 3D picture and its legend."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.charts.palette import CIVIDIS, PART_COLOURS

Float32Array = npt.NDArray[np.float32]
#: Colour of elements without a figure.
NO_DATA = "#B9BEC5"


@dataclass(frozen=True, slots=True)
class Legend:
    """What the legend shows: ``stops`` of (text, colour), and how many elements have no data."""

    title: str
    stops: tuple[tuple[str, str], ...]
    no_data: int


def rgb(colour: str) -> tuple[float, float, float]:
    """Return a colour as three shares 0-1."""
    return (int(colour[1:3], 16) / 255.0, int(colour[3:5], 16) / 255.0, int(colour[5:7], 16) / 255.0)


def scale_limits(values: Mapping[str, float]) -> tuple[float, float]:
    """Return the 2nd and 98th percentile: the ends of the scale."""
    if not values:
        return 0.0, 1.0
    numbers = np.array(sorted(values.values()))
    low, high = np.percentile(numbers, [2.0, 98.0])
    return (float(low), float(high)) if high > low else (float(low), float(low) + 1.0)


def by_value(guids: Sequence[str], values: Mapping[str, float]) -> Float32Array:
    """Return (n, 3) colours of elements on the cividis scale; grey where there is no value."""
    low, high = scale_limits(values)
    table = np.array([rgb(colour) for colour in CIVIDIS])
    steps = np.linspace(0.0, 1.0, len(table))
    numbers = np.array([values.get(guid, math.nan) for guid in guids], dtype=float)
    shares = np.clip((numbers - low) / (high - low), 0.0, 1.0)
    colours = np.stack([np.interp(shares, steps, table[:, channel]) for channel in range(3)], axis=1)
    colours[np.isnan(numbers)] = rgb(NO_DATA)
    return np.asarray(colours, dtype=np.float32)


def by_part(guids: Sequence[str], parts: Mapping[str, str]) -> Float32Array:
    """Return (n, 3) colours of elements by building part."""
    table = {part: rgb(colour) for part, colour in PART_COLOURS.items()}
    other = table["other"]
    return np.array([table.get(parts.get(guid, ""), other) for guid in guids], dtype=np.float32).reshape(-1, 3)
