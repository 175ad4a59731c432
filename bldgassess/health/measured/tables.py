"""The words of sensor files as data: columns, variables with plausible ranges, units with factors."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable in our unit: values outside ``low`` to ``high`` are impossible, medians outside the other two odd."""

    name: str
    unit: str
    low: float
    high: float
    median_low: float
    median_high: float
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a variable: ours = factor x value + offset."""

    name: str
    factor: float
    offset: float


def plain(text: str) -> str:
    """Return a text for comparison: one case, one width, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


def _rows(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.health.measured", name)


@cache
def column_roles() -> dict[str, str]:
    """Return the role of a column by its plain name."""
    return {plain(alias): row["role"] for row in _rows("columns.csv") for alias in row["aliases"].split(";")}


@cache
def variables() -> dict[str, Variable]:
    """Return the variables by name."""
    return {
        row["variable"]: Variable(
            row["variable"], row["unit"], float(row["low"]), float(row["high"]), float(row["median_low"]),
            float(row["median_high"]), tuple(plain(point) for point in row["points"].split(";")),
        )
        for row in _rows("variables.csv")
    }  # fmt: skip


@cache
def _variable_names() -> dict[str, str]:
    return {plain(alias): row["variable"] for row in _rows("variables.csv") for alias in row["aliases"].split(";")}


@cache
def units_of(variable: str) -> dict[str, Unit]:
    """Return the units of a variable by each of their plain spellings."""
    found: dict[str, Unit] = {}
    for row in _rows("units.csv"):
        if row["variable"] == variable:
            unit = Unit(row["unit"], float(row["factor"]), float(row["offset"]))
            found |= {plain(alias): unit for alias in (row["unit"], *row["aliases"].split(";"))}
    return found


def find_variable(text: str) -> tuple[str, str] | None:
    """Return variable and unit in words of a name such as ``CO2 [ppm]``, ``temp_degF`` or a Brick point; else ``None``.

    >>> find_variable("CO2 [ppm]"), find_variable("Zone_Air_Temperature_Sensor")
    (('co2', 'ppm'), ('air_temperature', ''))
    """
    match = re.fullmatch(r"\s*(.*?)\s*[\[(]\s*(.*?)\s*[\])]\s*", text)
    name, unit = (match.group(1), match.group(2)) if match else (text, "")
    known = _variable_names().get(plain(name))
    if known:
        return known, unit
    words = plain(name)
    for variable, head in sorted(((v, a) for a, v in _variable_names().items()), key=lambda item: -len(item[1])):
        tail = words.removeprefix(head).strip()
        if words.startswith(head + " ") and tail in units_of(variable):
            return variable, tail
    point = find_point(text)
    return (point[1], unit) if point else None


def find_point(text: str) -> tuple[str, str] | None:
    """Return room and variable of a Brick or Haystack point name; ``None`` where it is none.

    >>> find_point("Room101.CO2_Level_Sensor"), find_point("b01-zone-air-temp-sensor")
    (('room101', 'co2'), ('b01', 'air_temperature'))
    """
    words = plain(re.sub(r"[.:/#\-]", " ", text))
    for variable in variables().values():
        for point in variable.points:
            at = words.find(point)
            if at >= 0:
                return words[:at].strip(), variable.name
    return None
