"""Limits, climate zones by place and by degree days, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a standard with the conditions under which it holds.

    ``zones``: codes or "all"; ``use``: "residential", "public", "all" or a use of the study. ``storeys``, ``area_m2``
    and ``ratio`` (windows over facade): over the first, up to the second; ``None`` is open. ``inertia``: "light" for a
    thermal inertia index up to 2.5, "heavy" above. ``shape_most``: shape factor up to which the row holds [1/m].
    """

    id: str
    country: str
    standard: str
    clause: str
    is_voluntary: bool
    use: str
    zones: tuple[str, ...]
    element: str
    quantity: str
    unit: str
    limit: float
    storeys: tuple[float | None, float | None]
    ratio: tuple[float | None, float | None]
    inertia: str
    directions: tuple[str, ...]
    shape_most: float | None
    area_m2: tuple[float | None, float | None]
    condition: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place whose climate zone the standard names."""

    country: str
    name: str
    latitude_deg: float
    longitude_deg: float
    zone: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """A climate zone by heating and cooling degree days [K d]: from the first, below the second; ``None`` is open."""

    country: str
    zone: str
    hdd_base_c: float
    hdd: tuple[float | None, float | None]
    cdd_base_c: float
    cdd: tuple[float | None, float | None]
    source: str
    quality: str


def _rows(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.compliance", name)


def _figure(text: str) -> float | None:
    return float(text) if text else None


def _span(row: dict[str, str], first: str, second: str) -> tuple[float | None, float | None]:
    return _figure(row[first]), _figure(row[second])


@cache
def load_limits() -> tuple[Limit, ...]:
    """Return all limits in the order of the table."""
    return tuple(
        Limit(
            id=row["id"],
            country=row["country"],
            standard=row["standard"],
            clause=row["clause"],
            is_voluntary=row["voluntary"] == "yes",
            use=row["use"],
            zones=tuple(row["zones"].split()),
            element=row["element"],
            quantity=row["quantity"],
            unit=row["unit"],
            limit=float(row["limit_max"]),
            storeys=_span(row, "storeys_over", "storeys_most"),
            ratio=_span(row, "wwr_over", "wwr_most"),
            inertia=row["inertia"],
            directions=tuple(row["directions"].split()),
            shape_most=_figure(row["shape_most"]),
            area_m2=_span(row, "area_over", "area_most"),
            condition=row["condition"],
            source=row["source"],
            quality=row["quality"],
        )
        for row in _rows("limits.csv")
    )


@cache
def load_places() -> tuple[Place, ...]:
    """Return the places whose zone is known by name."""
    return tuple(
        Place(
            row["country"], row["place"], float(row["latitude_deg"]), float(row["longitude_deg"]), row["zone"],
            row["source"], row["quality"],
        )
        for row in _rows("zones.csv")
    )  # fmt: skip


@cache
def load_zone_rules() -> tuple[ZoneRule, ...]:
    """Return the rules by degree days; the first that holds decides."""
    return tuple(
        ZoneRule(
            row["country"], row["zone"], float(row["hdd_base_c"]), _span(row, "hdd_from", "hdd_below"),
            float(row["cdd_base_c"]), _span(row, "cdd_from", "cdd_below"), row["source"], row["quality"],
        )
        for row in _rows("zone_rules.csv")
    )  # fmt: skip


def standards() -> tuple[str, ...]:
    """Return the names of all standards in the order of the table."""
    return tuple(dict.fromkeys(item.standard for item in load_limits()))


def above(value: float, span: tuple[float | None, float | None]) -> bool:
    """Tell whether a value is over the first and up to the second of a span.

    >>> above(0.3, (0.2, 0.3)), above(0.2, (0.2, 0.3)), above(9.0, (None, None))
    (True, False, True)
    """
    low, high = span
    return (low is None or value > low) and (high is None or value <= high)


def within(value: float, span: tuple[float | None, float | None]) -> bool:
    """Tell whether a value is from the first on and below the second of a span.

    >>> within(90.0, (90.0, None)), within(90.0, (None, 90.0))
    (True, False)
    """
    low, high = span
    return (low is None or value >= low) and (high is None or value < high)
