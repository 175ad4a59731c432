"""Scores against the catalogue's golden vectors, and what missing or weak evidence does."""

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

from bldgassess.label.catalogue import Catalogue, read_catalogue
from bldgassess.label.curve import curve_percent
from bldgassess.label.result import MetricValue
from bldgassess.label.score import compute_label

GOLDEN = json.loads((Path(__file__).parent / "golden_scores.json").read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def _measured(values: dict[str, float]) -> dict[str, MetricValue]:
    return {key: MetricValue(value, "measured", key) for key, value in values.items()}


@pytest.mark.parametrize("case", GOLDEN, ids=[case["name"] for case in GOLDEN])
def test_golden_vectors(case, catalogue):
    label = compute_label(catalogue, _measured(case["values"]), building_type=case["building_type"], stage="inuse")
    expected = case["expected"]
    assert round(label.score, 4) == expected["total"]
    assert label.level == expected["level"]
    for row in label.criteria:
        assert round(row.points, 4) == expected["points"][row.id]
    for row in label.categories:
        assert round(row.pct, 4) == expected["category_pct"][row.id]


def test_catalogue_is_not_official_and_sums_to_100(catalogue):
    assert catalogue.header.official is False
    assert "official" in catalogue.header.disclaimer.en
    assert math.isclose(sum(item.max_points for item in catalogue.criteria), 100.0)
    assert all(item.sources for item in catalogue.criteria)


def test_nothing_known_scores_nothing_and_flags_everything(catalogue):
    label = compute_label(catalogue, {}, building_type="house", stage="design")
    assert label.score == 0.0
    assert label.level is None
    assert {row.state for row in label.criteria} == {"not_assessed"}
    assert label.next_level is not None
    assert label.next_level.points_missing == pytest.approx(50.0)


def test_declared_value_is_too_weak_at_design_but_counts_with_its_document(catalogue):
    item = next(item for item in catalogue.criteria if item.evidence["design"] == ("document",))
    best = item.score_curve[-1][0] if item.direction == "higher" else item.score_curve[0][0]
    metric = {item.metric: MetricValue(best, "declared", "x")}
    before, after = (
        next(row for row in label.criteria if row.id == item.id)
        for label in (
            compute_label(catalogue, metric, building_type="house", stage="design", documents=documents)
            for documents in ((), (item.id,))
        )
    )
    assert (before.state, before.points, before.value) == ("not_assessed", 0.0, best)
    assert (after.evidence, after.points) == ("document", pytest.approx(after.max_points))


def test_better_value_never_scores_less(catalogue):
    for item in catalogue.criteria:
        low, high = item.score_curve[0][0], item.score_curve[-1][0]
        steps = [low + (high - low) * k / 20 for k in range(-5, 26)]
        scores = [curve_percent(item.score_curve, value) for value in steps]
        ordered = scores if item.direction == "higher" else scores[::-1]
        assert all(b >= a - 1e-9 for a, b in pairwise(ordered)), item.id
        assert 0.0 <= min(scores) <= max(scores) <= 100.0
