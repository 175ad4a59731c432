"""Scoring: piecewise-linear curves, evidence by stage, prerequisites, points of what does not apply shared out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from bldgassess.errors import Issue, UserError
from bldgassess.evidence.register import Piece, documented, evidence_issues
from bldgassess.label.catalogue import Catalogue
from bldgassess.label.curve import curve_percent, curve_slope
from bldgassess.label.improve import compute_improvements
from bldgassess.label.levels import compute_categories, compute_levels, holds
from bldgassess.label.result import CriterionResult, LabelResult, MetricValue, State
from bldgassess.label.schema import Criterion, Evidence, Prerequisite, Stage


def compute_label(
    catalogue: Catalogue,
    metrics: Mapping[str, MetricValue],
    *,
    building_type: str,
    stage: str,
    documents: Collection[str] = (),
    not_applicable: Mapping[str, str] | None = None,
    pieces: Sequence[Piece] = (),
) -> LabelResult:
    """Score metric values against a catalogue.

    A value that is missing, or known by weaker evidence than the stage takes, scores 0 and is flagged. Points of a
    criterion that does not apply are shared within its category in proportion.

    Parameters
    ----------
    catalogue : Catalogue
    metrics : mapping
        Value by metric key.
    building_type, stage : str
    documents : collection of str
        Criterion ids whose document is at hand.
    not_applicable : mapping, optional
        Criterion id -> the assessor's reason. A reason shares out points; it waives no prerequisite and no gate.
    pieces : sequence of Piece
        Of an evidence register; what is accepted there is a document at hand.

    Raises
    ------
    UserError
        When the catalogue has no such stage or criterion, a reason is empty, or nothing of a category is left.
    """
    header, rule = catalogue.header, _stage(catalogue, stage)
    reasons = {key: text.strip() for key, text in (not_applicable or {}).items()}
    at_hand = {*documents, *documented(pieces)}
    named = {"label.documents": documents, "label.not_applicable": reasons, "the evidence register": documented(pieces)}
    _check(catalogue, named, reasons)
    weights = _weights(catalogue, building_type, reasons)
    criteria = tuple(
        _criterion(item, metrics.get(item.metric), weights[item.id], building_type, rule, at_hand, reasons, catalogue)
        for item in catalogue.criteria
    )
    categories = compute_categories(catalogue, criteria)
    score = math.fsum(row.points for row in criteria)
    reached, missing = compute_levels(catalogue, score, categories, criteria, metrics)
    return LabelResult(
        catalogue_id=header.id,
        catalogue_version=header.version,
        catalogue_sha256=catalogue.sha256,
        official=header.official,
        disclaimer=header.disclaimer.by_language(),
        stage=stage,
        score=score,
        level=reached.id if reached else None,
        level_title=reached.by_language() if reached else None,
        categories=categories,
        criteria=criteria,
        next_level=missing,
        improvements=compute_improvements(criteria),
        pieces=tuple(pieces),
        issues=(*_unused(catalogue, metrics), *evidence_issues(pieces)),
    )


def document_criteria(catalogue: Catalogue, stage: str, computed: Collection[str] = ()) -> tuple[str, ...]:
    """Return the criteria that a document proves at a stage, but for ``computed`` metrics, or that ask for one.

    Raises
    ------
    UserError
        When the catalogue has no such stage.
    """
    rule = _stage(catalogue, stage)
    return tuple(
        item.id
        for item in catalogue.criteria
        if (item.prerequisite is not None and item.prerequisite.op == "document")
        or ("document" in _named(item, rule) and item.metric not in computed)
    )


def _stage(catalogue: Catalogue, stage: str) -> Stage:
    found = next((item for item in catalogue.header.stages if item.id == stage), None)
    if found is None:
        choices = ", ".join(item.id for item in catalogue.header.stages)
        raise UserError(Issue("label.bad_stage", {"stage": stage, "choices": choices}))
    return found


def _check(catalogue: Catalogue, named: Mapping[str, Collection[str]], reasons: Mapping[str, str]) -> None:
    known = {item.id for item in catalogue.criteria}
    problems = [
        Issue("label.unknown_criterion", {"setting": setting, "id": identity, "catalogue": catalogue.reference})
        for setting, identities in named.items()
        for identity in sorted(set(identities) - known)
    ]
    problems += [Issue("label.no_reason", {"id": identity}) for identity, text in reasons.items() if not text]
    if problems:
        raise UserError(problems)


def _unused(catalogue: Catalogue, metrics: Mapping[str, MetricValue]) -> tuple[Issue, ...]:
    """Tell which declared values no criterion asks for: mostly a mistyped key."""
    asked = {item.metric for item in catalogue.criteria}
    lost = sorted(key for key, metric in metrics.items() if metric.evidence == "declared" and key not in asked)
    return tuple(Issue("label.unused_value", {"metric": key}, severity="warning") for key in lost)


def _weights(catalogue: Catalogue, building_type: str, reasons: Mapping[str, str]) -> dict[str, float]:
    """Return the points of each criterion that applies."""
    weights = {item.id: 0.0 for item in catalogue.criteria}
    for category in catalogue.categories:
        own = [item for item in catalogue.criteria if item.category == category.id]
        fitting = [item for item in own if item.fits(building_type) and item.id not in reasons]
        if own and not fitting:
            raise UserError(Issue("label.nothing_left", {"category": category.id}))
        total = math.fsum(item.max_points for item in fitting)
        whole = len(fitting) == len(own)
        for item in fitting:
            weights[item.id] = item.max_points if whole else item.max_points * category.points / total
    return weights


def _criterion(
    item: Criterion,
    metric: MetricValue | None,
    points: float,
    building_type: str,
    stage: Stage,
    documents: Collection[str],
    reasons: Mapping[str, str],
    catalogue: Catalogue,
) -> CriterionResult:
    curve = item.curve(building_type)
    evidence = _evidence(item, metric, documents)
    takes = tuple(_takes(item, stage, catalogue))
    evidence_ok = metric is not None and evidence in takes
    state: State = "assessed" if evidence_ok else "not_assessed"
    if points <= 0.0:
        state = "not_applicable"
    scored = metric.value if metric is not None and state == "assessed" else None
    percent = curve_percent(curve, scored) if scored is not None else 0.0
    asked = item.prerequisite if item.fits(building_type) else None
    return CriterionResult(
        id=item.id,
        category=item.category,
        title=item.title.by_language(),
        metric=item.metric,
        value=metric.value if metric else None,
        unit=item.unit,
        score_pct=percent,
        points=points * percent / 100.0,
        max_points=points,
        state=state,
        evidence=evidence,
        evidence_ok=evidence_ok,
        prerequisite_ok=_prerequisite_ok(item.id, asked, metric, evidence_ok, documents) if asked else None,
        curve=curve,
        sources=tuple((source.doc, source.clause, source.confidence) for source in item.sources),
        direction=item.direction,
        slope=None if scored is None else points * curve_slope(curve, scored, item.direction) / 100.0,
        takes=takes,
        reason=reasons.get(item.id, ""),
        explain=metric.explain if metric else "",
    )


def _evidence(item: Criterion, metric: MetricValue | None, documents: Collection[str]) -> str | None:
    if metric is None:
        return "document" if item.id in documents else None
    return "document" if metric.evidence == "declared" and item.id in documents else metric.evidence


def _takes(item: Criterion, stage: Stage, catalogue: Catalogue) -> Iterator[str]:
    """Yield the kinds of evidence that count at a stage: from the weakest named on, in the catalogue's order."""
    order = catalogue.header.evidence_order
    yield from order[min(order.index(kind) for kind in _named(item, stage)) :]


def _named(item: Criterion, stage: Stage) -> tuple[Evidence, ...]:
    """Return the kinds that the catalogue names for a criterion at a stage."""
    if item.id in stage.measured_required:
        return ("measured",)
    return item.evidence.get(stage.id, (stage.min_evidence,))


def _prerequisite_ok(
    identity: str, rule: Prerequisite, metric: MetricValue | None, evidence_ok: bool, documents: Collection[str]
) -> bool:
    """Tell whether a prerequisite holds; what is not known, or by evidence too weak, does not hold."""
    if rule.op == "document":
        return identity in documents or (metric is not None and metric.evidence in {"document", "measured"})
    if metric is None or not evidence_ok:
        return False
    if rule.op == "calculated":
        return metric.evidence in {"computed", "measured"}
    return holds(metric.value, rule.op, rule.value)
