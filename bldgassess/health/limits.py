"""Class limits and scores: I best, then II, III, IV, outside; a score that is linear between the limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.health.result import HealthClass

#: Score at the best value, at the limits of classes I to IV, and where nothing is left (method: bands of 5 classes).
_SCORES = (100.0, 85.0, 70.0, 50.0, 25.0, 0.0)
CLASSES: tuple[HealthClass, ...] = ("I", "II", "III", "IV", "outside")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one indicator. ``better``: "lower", "higher", or "inside" (lower, of an absolute value).

    ``best_score``: the value that scores 100, where it is not twice the limit of class I (higher) or 0 (lower).
    """

    indicator: str
    variant: str
    better: str
    classes: tuple[float, float, float, float]
    zero_score: float | None
    unit: str
    clause: str
    source: str
    evidence: str
    best_score: float | None = None

    @property
    def text(self) -> str:
        """The limits as printed, such as ``I <= 550, II <= 800, III <= 1350, IV <= 2025 ppm above outdoor``."""
        sign = ">=" if self.better == "higher" else "<="
        named = ", ".join(f"{name} {sign} {limit:g}" for name, limit in zip(CLASSES, self.classes, strict=False))
        return f"{named} {self.unit}"


def _rows(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.health", name)


@cache
def load_limits() -> dict[tuple[str, str], Limits]:
    """Return all limits by (indicator, variant)."""
    return {
        (row["indicator"], row["variant"]): Limits(
            row["indicator"],
            row["variant"],
            row["better"],
            (float(row["class_I"]), float(row["class_II"]), float(row["class_III"]), float(row["class_IV"])),
            float(row["zero_score"]) if row["zero_score"] else None,
            row["unit"],
            row["clause"],
            row["source"],
            row["evidence"],
            float(row["best_score"]) if row.get("best_score") else None,
        )
        for row in _rows("limits.csv")
    }


@dataclass(frozen=True, slots=True)
class OccupantValue:
    """A value about people or rooms with unit, source and quality."""

    id: str
    value: float
    unit: str
    source: str
    quality: str


@cache
def occupant_values() -> dict[str, OccupantValue]:
    """Return all values by id."""
    return {
        row["id"]: OccupantValue(row["id"], float(row["value"]), row["unit"], row["source"], row["quality"])
        for row in _rows("occupants.csv")
    }


def classify(value: float, limits: Limits) -> HealthClass:
    """Return the class of a value.

    >>> classify(800.0, load_limits()["I1", "all"])
    'II'
    """
    for name, limit in zip(CLASSES, limits.classes, strict=False):
        if value >= limit if limits.better == "higher" else value <= limit:
            return name
    return "outside"


def score(value: float, limits: Limits) -> float:
    """Return 0-100: 85, 70, 50, 25 at the limits of I to IV, linear between.

    >>> score(800.0, load_limits()["I1", "all"])
    70.0
    """
    zero = limits.zero_score if limits.zero_score is not None else 2.0 * limits.classes[3]
    best = 2.0 * limits.classes[0] if limits.better == "higher" else min(0.0, limits.classes[0])
    if limits.best_score is not None:
        best = limits.best_score
    values = [best, *limits.classes, zero]
    points = list(_SCORES)
    if values[0] == values[1]:  # class I begins at the best value itself
        values, points = values[1:], [100.0, *points[2:]]
    if limits.better == "higher":
        values, points = values[::-1], points[::-1]
    return float(np.interp(value, values, points))


def worst(classes: list[HealthClass]) -> HealthClass:
    """Return the worst of some classes; rooms that were not assessed do not count."""
    known = [name for name in classes if name != "not_assessed"]
    return max(known, key=CLASSES.index) if known else "not_assessed"
