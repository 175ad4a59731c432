"""The rules between a catalogue's fields, each breach with the place where it stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import get_args

from bldgassess.label.schema import CatalogueFile, Criterion, Header, Prerequisite, Use
from bldgassess.label.yaml_file import Place

#: Points are sums of decimal figures.
_EQUAL = 1e-6
#: A place, the code of the sentence (``bldgassess.messages.label``) and its values.
Breach = tuple[Place, str, dict[str, str]]


def breaches(found: CatalogueFile) -> Iterator[Breach]:
    """Yield every breach."""
    yield from _twice(found)
    yield from _sums(found)
    yield from _header(found)
    for index, item in enumerate(found.criteria):
        yield from _criterion(item, ("criteria", index), found)


def _twice(found: CatalogueFile) -> Iterator[Breach]:
    groups: tuple[tuple[Place, tuple[str, ...]], ...] = (
        (("categories",), tuple(row.id for row in found.categories)),
        (("criteria",), tuple(row.id for row in found.criteria)),
        (("catalogue", "stages"), tuple(row.id for row in found.catalogue.stages)),
        (("catalogue", "levels"), tuple(row.id for row in found.catalogue.levels)),
    )
    for place, identities in groups:
        count = Counter(identities)
        for index, identity in enumerate(identities):
            if identity in identities[:index] and count[identity] > 1:
                yield (*place, index, "id"), "label.id_twice", {"id": identity}


def _sums(found: CatalogueFile) -> Iterator[Breach]:
    total = found.catalogue.scoring.points_total
    given = math.fsum(row.points for row in found.categories)
    if abs(given - total) > _EQUAL:
        yield ("categories",), "label.total_points", {"given": f"{given:g}", "asked": f"{total:g}"}
    for index, category in enumerate(found.categories):
        own = [item for item in found.criteria if item.category == category.id]
        given = math.fsum(item.max_points for item in own)
        if abs(given - category.points) > _EQUAL:
            words = {"category": category.id, "given": f"{given:g}", "asked": f"{category.points:g}"}
            yield ("categories", index, "points"), "label.category_points", words
        for use in get_args(Use):
            if own and not any(item.fits(use) for item in own):
                yield ("categories", index), "label.category_empty", {"category": category.id, "type": use}


def _header(found: CatalogueFile) -> Iterator[Breach]:
    header = found.catalogue
    criteria, metrics = {item.id for item in found.criteria}, {item.metric for item in found.criteria}
    categories = {row.id for row in found.categories}
    order = set(header.evidence_order)
    if len(order) < len(header.evidence_order):
        yield ("catalogue", "evidence_order"), "label.evidence_twice", {}
    for index, stage in enumerate(header.stages):
        place: Place = ("catalogue", "stages", index)
        if stage.min_evidence not in order:
            yield (*place, "min_evidence"), "label.no_evidence", _named(stage.min_evidence, header.evidence_order)
        if stage.measured_required and "measured" not in order:
            yield (*place, "measured_required"), "label.no_evidence", _named("measured", header.evidence_order)
        for number, identity in enumerate(stage.measured_required):
            if identity not in criteria:
                yield (*place, "measured_required", number), "label.names_no_criterion", {"id": identity}
    for index, level in enumerate(header.levels):
        place = ("catalogue", "levels", index)
        for category in level.min_category_pct:
            if category not in categories:
                yield (*place, "min_category_pct", category), "label.no_category", _named(category, sorted(categories))
        for number, gate in enumerate(level.gates):
            if gate.metric not in metrics:
                yield (*place, "gates", number, "metric"), "label.no_metric", {"metric": gate.metric}
    yield from _steps(header)


def _steps(header: Header) -> Iterator[Breach]:
    """Levels rise: more points, and no share of a category that falls."""
    for index, (low, high) in enumerate(pairwise(header.levels), start=1):
        place: Place = ("catalogue", "levels", index)
        if high.min_points <= low.min_points:
            yield (*place, "min_points"), "label.levels_rise", {"level": high.id, "before": low.id}
        for category, share in low.min_category_pct.items():
            if high.min_category_pct.get(category, 0.0) < share:
                yield (*place, "min_category_pct"), "label.shares_fall", {"level": high.id, "category": category}
    if header.levels[-1].min_points > header.scoring.points_total:
        place = ("catalogue", "levels", len(header.levels) - 1, "min_points")
        yield place, "label.level_out_of_reach", {"level": header.levels[-1].id}


def _criterion(item: Criterion, place: Place, found: CatalogueFile) -> Iterator[Breach]:
    header = found.catalogue
    categories = [row.id for row in found.categories]
    if item.category not in categories:
        yield (*place, "category"), "label.no_category", _named(item.category, categories)
    curves: list[tuple[Place, tuple[tuple[float, float], ...]]] = [((*place, "score_curve"), item.score_curve)]
    curves += [((*place, "score_curve_by_type", use), curve) for use, curve in item.score_curve_by_type.items()]
    for where, curve in curves:
        yield from _curve(curve, where, item)
    stages = {stage.id for stage in header.stages}
    for stage, kinds in item.evidence.items():
        if stage not in stages:
            yield (*place, "evidence", stage), "label.no_stage", _named(stage, sorted(stages))
        for number, kind in enumerate(kinds):
            if kind not in header.evidence_order:
                yield (*place, "evidence", stage, number), "label.no_evidence", _named(kind, header.evidence_order)
    for number, source in enumerate(item.sources):
        if source.confidence not in header.confidence_legend:
            words = _named(source.confidence, header.confidence_legend)
            yield (*place, "sources", number, "confidence"), "label.no_confidence", words
    if item.prerequisite is not None:
        yield from _prerequisite(item.prerequisite, (*place, "prerequisite"), [level.id for level in header.levels])


def _curve(curve: tuple[tuple[float, float], ...], place: Place, item: Criterion) -> Iterator[Breach]:
    for number, (before, after) in enumerate(pairwise(curve), start=1):
        if after[0] <= before[0]:
            yield (*place, number, 0), "label.values_rise", {"id": item.id, "value": f"{after[0]:g}"}
        rises = after[1] > before[1]
        if after[1] != before[1] and rises != (item.direction == "higher"):
            words = {"id": item.id, "direction": item.direction, "pct": f"{after[1]:g}"}
            yield (*place, number, 1), "label.against_direction", words
    if curve[0][1] == curve[-1][1]:
        yield place, "label.flat_curve", {"id": item.id}


def _prerequisite(rule: Prerequisite, place: Place, levels: list[str]) -> Iterator[Breach]:
    if (rule.value is None) != (rule.op in {"calculated", "document"}):
        yield place, "label.prerequisite_value", {"op": rule.op}
    for number, level in enumerate(rule.levels):
        if level not in (*levels, "all"):
            yield (*place, "levels", number), "label.no_level", _named(level, [*levels, "all"])


def _named(name: str, choices: Iterable[str]) -> dict[str, str]:
    return {"name": name, "choices": ", ".join(choices)}
