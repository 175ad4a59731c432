"""Monthly changes of the climate: from the shipped patterns by place and warming, or from a person's own table."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.climate.levels import rows

Months = tuple[float, ...]
_NONE: Months = (0.0,) * 12
#: Column of a delta table -> field, and the largest change that is believed [K or %].
COLUMNS: dict[str, float] = {
    "dt_k": 15.0,
    "dt_max_k": 15.0,
    "dt_min_k": 15.0,
    "ghi_pct": 60.0,
    "rh_pct": 60.0,
    "q_pct": 150.0,
    "wind_pct": 80.0,
}
#: The region of all places outside the outlines.
_ELSEWHERE = "LAND"


@dataclass(frozen=True, slots=True)
class MonthlyDeltas:
    """Twelve changes each: mean, daily highest and lowest temperature [K]; sun, relative humidity, wind [%].

    ``q_pct`` is the change of the humidity ratio [%]; where given it stands in for ``rh_pct``.
    """

    dt_k: Months
    dt_max_k: Months
    dt_min_k: Months
    ghi_pct: Months = _NONE
    rh_pct: Months = _NONE
    wind_pct: Months = _NONE
    q_pct: Months | None = None
    source: str = ""
    quality: str = "S"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a degree of global warming does in a region: changes per K, and its outline as longitudes and latitudes."""

    region: str
    name: str
    outline: tuple[tuple[float, float], ...]
    per_k: MonthlyDeltas


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns by region."""
    return tuple(
        Pattern(
            row["region"],
            row["name"],
            tuple(_corner(part) for part in row["outline_lon_lat"].split(";") if part),
            MonthlyDeltas(
                dt_k=_months(row["dt_k"]),
                dt_max_k=_months(row["dt_max_k"]),
                dt_min_k=_months(row["dt_min_k"]),
                ghi_pct=_months(row["ghi_pct"]),
                rh_pct=_months(row["rh_pct"]),
                wind_pct=_months(row["wind_pct"]),
                source=row["source"],
                quality=row["quality"],
            ),
        )
        for row in rows("climate_patterns.csv")
    )


def _months(text: str) -> Months:
    values = tuple(float(part) for part in text.split())
    if len(values) != 12:
        raise ValueError(f"twelve months expected, not {len(values)}")
    return values


def _corner(text: str) -> tuple[float, float]:
    longitude, latitude = text.split()
    return float(longitude), float(latitude)


def pattern_at(latitude_deg: float, longitude_deg: float) -> Pattern:
    """Return the pattern of the region that the place lies in."""
    return next(
        item for item in patterns() if item.region == _ELSEWHERE or _inside(longitude_deg, latitude_deg, item.outline)
    )


def _inside(x: float, y: float, outline: tuple[tuple[float, float], ...]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def scaled(per_k: MonthlyDeltas, warming_k: float) -> MonthlyDeltas:
    """Return a pattern's changes at so much more global warming [K] (pattern scaling)."""

    def times(values: Months) -> Months:
        return tuple(warming_k * value for value in values)

    return replace(
        per_k,
        dt_k=times(per_k.dt_k),
        dt_max_k=times(per_k.dt_max_k),
        dt_min_k=times(per_k.dt_min_k),
        ghi_pct=times(per_k.ghi_pct),
        rh_pct=times(per_k.rh_pct),
        wind_pct=times(per_k.wind_pct),
    )


def read_deltas(path: Path) -> MonthlyDeltas:
    """Read a person's own table: CSV with a column ``month`` (1 to 12) and columns of ``COLUMNS``; ``dt_k`` is needed.

    Raises
    ------
    UserError
        When the file cannot be read, lacks a month or ``dt_k``, or a value is no number or beyond belief.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("weather.cannot_read", {"file": path.name, "reason": reason})) from error
    except UnicodeDecodeError as error:
        raise UserError(Issue("weather.deltas_not_table", {"file": path.name})) from error
    reader = csv.DictReader(text.splitlines())
    table = list(reader)
    names = [name for name in COLUMNS if name in (reader.fieldnames or ())]
    if "dt_k" not in names or "month" not in (reader.fieldnames or ()):
        raise UserError(Issue("weather.deltas_not_table", {"file": path.name}))
    if sorted(str(row["month"]).strip() for row in table) != sorted(str(month) for month in range(1, 13)):
        raise UserError(Issue("weather.deltas_months", {"file": path.name}))
    table.sort(key=lambda row: int(row["month"]))
    found = {name: tuple(_value(row, name, path.name) for row in table) for name in names}
    mean = found["dt_k"]
    return MonthlyDeltas(
        mean,
        found.get("dt_max_k", mean),
        found.get("dt_min_k", mean),
        found.get("ghi_pct", _NONE),
        found.get("rh_pct", _NONE),
        found.get("wind_pct", _NONE),
        found.get("q_pct"),
        source=f"table of the user: {path.name}",
        quality="P",
    )


def _value(row: dict[str, str], name: str, file: str) -> float:
    try:
        value = float(row[name])
    except (TypeError, ValueError):
        value = float("nan")
    if not abs(value) <= COLUMNS[name]:
        params = {"file": file, "month": row["month"], "column": name, "value": str(row[name])[:30]}
        raise UserError(Issue("weather.deltas_value", params))
    return value
