"""Colour by a quantity: one table that the 3D picture and its legend both read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reports.charts.palette import CIVIDIS, PART_COLOURS

Float32Array = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
Colour = tuple[float, float, float]
#: Colour of elements without a figure, hatched in the picture and in the legend.
NO_DATA = "#B9BEC5"


@dataclass(frozen=True, slots=True)
class Ramp:
    """A scale from ``low`` to ``high``: the colours are evenly spaced, and their ends stand for all beyond."""

    colours: tuple[str, ...]
    low: float
    high: float

    def at(self, values: npt.NDArray[np.float64]) -> Float32Array:
        """Return (n, 3) colours of values."""
        table = np.array([rgb(colour) for colour in self.colours])
        shares = np.clip((values - self.low) / (self.high - self.low), 0.0, 1.0)
        steps = np.linspace(0.0, 1.0, len(table))
        found = np.stack([np.interp(shares, steps, table[:, channel]) for channel in range(3)], axis=1)
        return np.asarray(found, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of element: its name, colour, and how many there are; ``sign`` is written on the colour."""

    words: str
    colour: str
    count: int
    sign: str = ""
    ink: str = "#1B1F24"


@dataclass(frozen=True, slots=True)
class Colouring:
    """Colours (n, 3) of elements in the order of the picture, and what a legend says of them.

    ``hatched``: those that should have data and have none, ``no_data`` of them. ``below`` and ``above``: how many lie
    beyond the ends of the ``ramp``. ``breaks``: values with their names, marked on the ramp.
    """

    title: str
    colours: Float32Array
    hatched: BoolArray
    ramp: Ramp | None = None
    categories: tuple[Category, ...] = ()
    breaks: tuple[tuple[float, str], ...] = ()
    below: int = 0
    above: int = 0

    @property
    def no_data(self) -> int:
        """How many have no data."""
        return int(self.hatched.sum())


def rgb(colour: str) -> Colour:
    """Return a colour as three shares 0-1."""
    return (int(colour[1:3], 16) / 255.0, int(colour[3:5], 16) / 255.0, int(colour[5:7], 16) / 255.0)


def scale_limits(values: Mapping[str, float]) -> tuple[float, float]:
    """Return the 2nd and 98th percentile: the ends of the scale."""
    if not values:
        return 0.0, 1.0
    numbers = np.array(sorted(values.values()))
    last = len(numbers) - 1  # np.percentile loads numpy.ma, which the window's thread would wait for
    low, high = np.interp([0.02 * last, 0.98 * last], np.arange(len(numbers)), numbers)
    return (float(low), float(high)) if high > low else (float(low), float(low) + 1.0)


def limits_about(middle: float, values: Mapping[str, float], least: float) -> tuple[float, float]:
    """Return ends of a scale that lie as far on both sides of its middle, at least so far."""
    low, high = scale_limits(values)
    reach = max(least, middle - low, high - middle) if values else least
    return middle - reach, middle + reach


def colour_by_value(
    title: str, guids: Sequence[str], values: Mapping[str, float], *, colours: tuple[str, ...] = CIVIDIS,
    limits: tuple[float, float] | None = None, breaks: tuple[tuple[float, str], ...] = (),
    asked: frozenset[str] | None = None,
) -> Colouring:  # fmt: skip
    """Colour elements on a scale between ``limits``, by default the 2nd and 98th percentile of what is pictured.

    ``asked``: those that should have a value; others are grey and not counted as without data.
    """
    numbers = np.array([values.get(guid, math.nan) for guid in guids], dtype=float)
    pictured = {guid: values[guid] for guid in guids if guid in values}
    ramp = Ramp(colours, *(limits or scale_limits(pictured)))
    is_missing = np.isnan(numbers)
    found = ramp.at(np.where(is_missing, ramp.low, numbers))
    found[is_missing] = rgb(NO_DATA)
    hatched = is_missing if asked is None else is_missing & np.array([guid in asked for guid in guids], dtype=bool)
    slack = 1e-9 * max(abs(ramp.low), abs(ramp.high))
    return Colouring(
        title,
        found,
        hatched,
        ramp,
        breaks=tuple(item for item in breaks if ramp.low < item[0] < ramp.high),
        below=int((numbers < ramp.low - slack).sum()),
        above=int((numbers > ramp.high + slack).sum()),
    )


def colour_by_kind(
    title: str, guids: Sequence[str], kinds: Mapping[str, str], table: Mapping[str, Category], *,
    asked: frozenset[str] | None = None,
) -> Colouring:  # fmt: skip
    """Colour elements by what they are; ``table``: kind -> category, in the legend's order, its count not yet known.

    Kinds that are not in the table are like those without any.
    """
    keys = [kinds.get(guid, "") for guid in guids]
    shades = {key: rgb(item.colour) for key, item in table.items()}
    grey = rgb(NO_DATA)
    colours = np.array([shades.get(key, grey) for key in keys], dtype=np.float32).reshape(-1, 3)
    hatched = np.array(
        [key not in table and (asked is None or guid in asked) for key, guid in zip(keys, guids, strict=True)],
        dtype=bool,
    )
    counts = {key: 0 for key in table}
    for key in keys:
        if key in counts:
            counts[key] += 1
    found = tuple(replace(item, count=counts[key]) for key, item in table.items() if counts[key])
    return Colouring(title, colours, hatched, categories=found)


def by_part(guids: Sequence[str], parts: Mapping[str, str]) -> Float32Array:
    """Return (n, 3) colours of elements by building part."""
    table = {part: rgb(colour) for part, colour in PART_COLOURS.items()}
    other = table["other"]
    return np.array([table.get(parts.get(guid, ""), other) for guid in guids], dtype=np.float32).reshape(-1, 3)
