"""Categories and levels: the highest level all of whose lower ones are reached too, and what the next one lacks."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bldgassess.label.catalogue import Catalogue
from bldgassess.label.result import CategoryResult, CriterionResult, MetricValue, NextLevel
from bldgassess.label.schema import Level

#: Tests of levels use >= with this tolerance; points are never rounded before display (catalogue, scoring).
_TOLERANCE = 1e-9


def holds(value: float, operator: str, limit: float | None) -> bool:
    """Tell whether a value keeps a limit ("<=" or ">=").

    >>> holds(1.0 + 1e-12, "<=", 1.0)
    True
    """
    if limit is None:
        return False
    return value <= limit + _TOLERANCE if operator == "<=" else value >= limit - _TOLERANCE


def compute_categories(catalogue: Catalogue, criteria: tuple[CriterionResult, ...]) -> tuple[CategoryResult, ...]:
    """Sum the criteria of each category."""
    rows = []
    for category in catalogue.categories:
        own = math.fsum(row.points for row in criteria if row.category == category.id)
        minimum = {
            level.id: level.min_category_pct[category.id]
            for level in catalogue.header.levels
            if category.id in level.min_category_pct
        }
        share = 100.0 * own / category.points
        rows.append(CategoryResult(category.id, category.title.by_language(), own, category.points, share, minimum))
    return tuple(rows)


def compute_levels(
    catalogue: Catalogue,
    score: float,
    categories: tuple[CategoryResult, ...],
    criteria: tuple[CriterionResult, ...],
    metrics: Mapping[str, MetricValue],
) -> tuple[Level | None, NextLevel | None]:
    """Return the level that is reached, and what the one above it lacks; ``None`` where there is none."""
    reached: Level | None = None
    for level in catalogue.header.levels:
        missing = _missing(level, score, categories, criteria, catalogue, metrics)
        if missing is not None:
            return reached, missing
        reached = level
    return reached, None


def _missing(
    level: Level,
    score: float,
    categories: tuple[CategoryResult, ...],
    criteria: tuple[CriterionResult, ...],
    catalogue: Catalogue,
    metrics: Mapping[str, MetricValue],
) -> NextLevel | None:
    """Return what a level asks for beyond the design, or ``None`` where it is reached."""
    points = max(0.0, level.min_points - score)
    shares = {
        row.id: level.min_category_pct[row.id] - row.pct
        for row in categories
        if row.pct < level.min_category_pct.get(row.id, 0.0) - _TOLERANCE
    }
    rules = {item.id: item.prerequisite for item in catalogue.criteria if item.prerequisite}
    conditions = [
        row.id for row in criteria if row.prerequisite_ok is False and {"all", level.id} & set(rules[row.id].levels)
    ]
    for gate in level.gates:
        askers = [row for row in criteria if row.metric == gate.metric]
        metric = metrics.get(gate.metric)
        proved = metric is not None and all(row.evidence_ok for row in askers)
        if metric is None or not proved or not holds(metric.value, gate.op, gate.value):
            conditions += [row.id for row in askers]
    if points <= _TOLERANCE and not shares and not conditions:
        return None
    return NextLevel(level.id, level.by_language(), points, shares, tuple(dict.fromkeys(conditions)))
