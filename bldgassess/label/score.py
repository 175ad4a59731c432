"""Scoring: piecewise-linear curves, evidence, prerequisites, category minima, gates, and the step to the next level."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.label.catalogue import Catalogue, Criterion, Level, Prerequisite
from bldgassess.label.result import CategoryResult, CriterionResult, LabelResult, MetricValue, NextLevel, State

#: Tests of levels use >= with this tolerance; points are never rounded before display (catalogue, scoring).
_TOLERANCE = 1e-9
Points = tuple[tuple[float, float], ...]


def compute_label(
    catalogue: Catalogue,
    metrics: Mapping[str, MetricValue],
    *,
    building_type: str,
    stage: str,
    documents: Collection[str] = (),
) -> LabelResult:
    """Score metric values against a catalogue.

    A value that is missing, or known by weaker evidence than the stage takes, scores 0 and is flagged. Points of a
    criterion that does not apply to the building type are shared within its category in proportion.

    Raises
    ------
    UserError
        When the catalogue has no such stage.
    """
    header = catalogue.header
    if stage not in {item.id for item in header.stages}:
        choices = ", ".join(item.id for item in header.stages)
        raise UserError(Issue("label.bad_stage", {"stage": stage, "choices": choices}))
    weights = _weights(catalogue, building_type)
    criteria = tuple(
        _criterion(item, metrics.get(item.metric), weights[item.id], building_type, stage, documents, catalogue)
        for item in catalogue.criteria
    )
    categories = tuple(
        _category(category.id, category.title, category.points, criteria, header.levels)
        for category in catalogue.categories
    )
    score = math.fsum(row.points for row in criteria)
    reached: Level | None = None
    missing: NextLevel | None = None
    for level in header.levels:
        step = _missing(level, score, categories, criteria, catalogue, metrics)
        if step is not None:
            missing = step
            break
        reached = level
    return LabelResult(
        catalogue_id=header.id,
        catalogue_version=header.version,
        catalogue_sha256=catalogue.sha256,
        official=header.official,
        disclaimer=dict(header.disclaimer),
        stage=stage,
        score=score,
        level=reached.id if reached else None,
        level_title=reached.title if reached else None,
        categories=categories,
        criteria=criteria,
        next_level=missing,
    )


def curve_percent(curve: Points, value: float) -> float:
    """Return the percentage of a value on a curve, linear between its points and held at its ends.

    >>> curve_percent(((0.8, 100.0), (1.0, 80.0)), 0.9)
    90.0
    """
    return float(np.interp(value, [point[0] for point in curve], [point[1] for point in curve]))


def _weights(catalogue: Catalogue, building_type: str) -> dict[str, float]:
    """Return the points of each criterion for a building type."""
    weights: dict[str, float] = {}
    for category in catalogue.categories:
        own = [item for item in catalogue.criteria if item.category == category.id]
        fitting = [item for item in own if item.applies_to == "all" or building_type in item.applies_to]
        total = math.fsum(item.max_points for item in fitting)
        for item in own:
            weights[item.id] = item.max_points * category.points / total if item in fitting and total > 0.0 else 0.0
    return weights


def _criterion(
    item: Criterion,
    metric: MetricValue | None,
    points: float,
    building_type: str,
    stage: str,
    documents: Collection[str],
    catalogue: Catalogue,
) -> CriterionResult:
    curve = item.score_curve_by_type.get(building_type, item.score_curve)
    evidence = _evidence(item, metric, documents)
    evidence_ok = metric is not None and _strong_enough(evidence or "", item, stage, catalogue)
    state: State = "assessed" if evidence_ok else "not_assessed"
    if points <= 0.0:
        state = "not_applicable"
    percent = curve_percent(curve, metric.value) if metric is not None and state == "assessed" else 0.0
    return CriterionResult(
        id=item.id,
        category=item.category,
        title=dict(item.title),
        metric=item.metric,
        value=metric.value if metric else None,
        unit=item.unit,
        score_pct=percent,
        points=points * percent / 100.0,
        max_points=points,
        state=state,
        evidence=evidence,
        evidence_ok=evidence_ok,
        prerequisite_ok=_prerequisite_ok(item.prerequisite, metric, evidence) if item.prerequisite else None,
        curve=curve,
        sources=tuple((source.doc, source.clause, source.confidence) for source in item.sources),
    )


def _evidence(item: Criterion, metric: MetricValue | None, documents: Collection[str]) -> str | None:
    if metric is None:
        return "document" if item.id in documents else None
    return "document" if metric.evidence == "declared" and item.id in documents else metric.evidence


def _strong_enough(evidence: str, item: Criterion, stage: str, catalogue: Catalogue) -> bool:
    """Tell whether evidence is at least as strong as the weakest that the criterion takes at this stage."""
    header = catalogue.header
    rank = {name: index for index, name in enumerate(header.evidence_order)}
    if evidence not in rank:
        return False
    accepted = [rank[name] for name in item.evidence.get(stage, ()) if name in rank]
    rule = next(entry for entry in header.stages if entry.id == stage)
    if item.id in rule.measured_required:
        accepted = [rank["measured"]]
    return bool(accepted) and rank[evidence] >= min(accepted)


def _prerequisite_ok(rule: Prerequisite, metric: MetricValue | None, evidence: str | None) -> bool:
    """Tell whether a prerequisite holds; what is not known does not hold."""
    if rule.op == "document":
        return evidence in {"document", "measured"}
    if metric is None:
        return False
    if rule.op == "calculated":
        return evidence in {"computed", "measured"}
    return _holds(metric.value, rule.op, rule.value)


def _holds(value: float, operator: str, limit: float | None) -> bool:
    if limit is None:
        return False
    return value <= limit + _TOLERANCE if operator == "<=" else value >= limit - _TOLERANCE


def _category(
    identity: str,
    title: Mapping[str, str],
    points: float,
    criteria: tuple[CriterionResult, ...],
    levels: tuple[Level, ...],
) -> CategoryResult:
    own = math.fsum(row.points for row in criteria if row.category == identity)
    minimum = {level.id: level.min_category_pct[identity] for level in levels if identity in level.min_category_pct}
    return CategoryResult(identity, dict(title), own, points, 100.0 * own / points, minimum)


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
        metric = metrics.get(gate.metric)
        if metric is None or not _holds(metric.value, gate.op, gate.value):
            conditions += [item.id for item in catalogue.criteria if item.metric == gate.metric]
    if points <= _TOLERANCE and not shares and not conditions:
        return None
    return NextLevel(level.id, level.title, points, shares, tuple(dict.fromkeys(conditions)))
