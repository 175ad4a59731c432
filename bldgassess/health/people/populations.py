"""The same building for other people: each group's limits over the indicators' values, as data (populations.csv)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.health.limits import worst
from bldgassess.health.result import HealthClass, Indicator, PopulationResult, PopulationRow, SpaceIndicator
from bldgassess.health.row import SITE

#: Groups in the order they are shown.
POPULATIONS: tuple[str, ...] = ("general", "infant", "child", "pregnant", "elderly", "patient")
#: What a group's limit is held against: the indicator's value, or a driver of its rooms by name.
_VALUE = "value"
#: From here on figures are printed whole.
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class PopulationLimit:
    """One limit of one group. ``use``: the rooms it is for, empty for all."""

    population: str
    indicator: str
    quantity: str
    use: str
    better: str
    limit: float
    unit: str
    clause: str
    source: str
    evidence: str


@cache
def population_limits() -> tuple[PopulationLimit, ...]:
    """Return all limits of all groups."""
    return tuple(
        PopulationLimit(
            row["population"], row["indicator"], row["quantity"], row["use"], row["better"], float(row["limit"]),
            row["unit"], row["clause"], row["source"], row["evidence"],
        )
        for row in data_rows("bldgassess.health", "populations.csv")
    )  # fmt: skip


def compute_populations(indicators: Iterable[Indicator], uses: Mapping[str, str]) -> tuple[PopulationResult, ...]:
    """Hold the indicators against the limits of every group.

    Parameters
    ----------
    indicators : iterable of Indicator
        What was computed; limits of other indicators are left out.
    uses : mapping
        Room GlobalId to its use, such as "bedroom".
    """
    by_id = {item.id: item for item in indicators}
    found = []
    for population in POPULATIONS:
        rows = [_row(by_id[item.indicator], item, uses) for item in _limits_of(population) if item.indicator in by_id]
        known = tuple(row for row in rows if row is not None)
        found.append(PopulationResult(population, worst([row.health_class for row in known]), known))
    return tuple(found)


def _limits_of(population: str) -> list[PopulationLimit]:
    return [item for item in population_limits() if item.population == population]


def _row(indicator: Indicator, limit: PopulationLimit, uses: Mapping[str, str]) -> PopulationRow | None:
    """Return the row of the room that is furthest from the limit; ``None`` where no room has the figure."""
    rooms = [(space, _figure(space, limit.quantity)) for space in indicator.spaces if _fits(space, limit, uses)]
    known = [(space, value) for space, value in rooms if value is not None]
    if not known:
        return None
    sign = 1.0 if limit.better == "lower" else -1.0
    space, value = max(known, key=lambda item: (sign * item[1], item[0].guid))
    return PopulationRow(
        limit.indicator, limit.quantity, value, limit.better, limit.limit, limit.unit,
        worst([_class_of(space, value, limit) for space, value in known]),
        _passes(value, limit), "" if space.guid == SITE else space.guid, limit.clause, limit.source, limit.evidence,
    )  # fmt: skip


def _fits(space: SpaceIndicator, limit: PopulationLimit, uses: Mapping[str, str]) -> bool:
    use = uses.get(space.guid, "")
    if limit.use.startswith("not "):
        return use != limit.use.removeprefix("not ")
    return not limit.use or use == limit.use


def _figure(space: SpaceIndicator, quantity: str) -> float | None:
    value = space.value if quantity == _VALUE else space.drivers.get(quantity)
    return float(value) if isinstance(value, (int, float)) else None


def _passes(value: float, limit: PopulationLimit) -> bool:
    return value <= limit.limit if limit.better == "lower" else value >= limit.limit


def _class_of(space: SpaceIndicator, value: float, limit: PopulationLimit) -> HealthClass:
    """Return the room's class for the group: its own where the limit is kept, IV at best where it is missed."""
    return space.health_class if _passes(value, limit) else worst([space.health_class, "IV"])


def verdict(populations: Sequence[PopulationResult]) -> str:
    """Say in figures who passes and who does not: ``passes general; fails infant (I4 46 > 30 ug/m3)``.

    Of each group the limit that is missed by most stands there, with how many others are missed.
    """
    kept = [item.population for item in populations if item.passes and item.rows]
    parts = [f"passes {', '.join(kept)}"] if kept else []
    failing = [item for item in populations if item.rows and not item.passes]
    if failing:
        parts.append("fails " + ", ".join(f"{item.population} ({_most_missed(item)})" for item in failing))
    return "; ".join(parts)


def _most_missed(item: PopulationResult) -> str:
    def share(row: PopulationRow) -> float:
        return row.value / row.limit if row.better == "lower" else row.limit / max(row.value, 1e-9)

    first = max(item.failures, key=lambda row: (share(row), row.indicator))
    others = len(item.failures) - 1
    return missed(first) + (f" and {others} more" if others else "")


def missed(row: PopulationRow) -> str:
    """Return a missed limit in figures, such as ``I4 46 > 30 ug/m3``."""
    sign = ">" if row.better == "lower" else "<"
    name = row.indicator if row.quantity == _VALUE else f"{row.indicator} {row.quantity.replace('_', ' ')}"
    value = f"{row.value:.0f}" if abs(row.value) >= _WHOLE else f"{row.value:.3g}"
    return f"{name} {value} {sign} {row.limit:g} {row.unit}"
