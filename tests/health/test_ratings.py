"""Ratings: TAIL by its own bands, worst-of beside compensating, vetoes, stamp, the map to other schemes."""

from dataclasses import replace

import numpy as np
import pytest

from bldgassess.health.limits import CLASSES
from bldgassess.health.ratings.crosswalk import clauses_of, crosswalk
from bldgassess.health.ratings.rating import VETO_SCORE, compute_rating, pillar_weights, rating_rules
from bldgassess.health.ratings.tail import tail_bands, tail_class, tail_frequency_class, tail_overall, tail_shares


def test_particles_of_20_are_fair_and_of_40_poor_not_the_other_way_round():
    assert [tail_class("pm25", value) for value in (8.0, 20.0, 40.0)] == ["I", "II", "IV"]
    for parameter in ("hcho", "benzene", "radon"):
        band = tail_bands()[parameter].classes
        assert tail_class(parameter, 0.5 * (band[0] + band[1])) == "II"
        assert tail_class(parameter, 2.0 * band[2]) == "IV"


def test_tail_takes_its_own_limits_of_co2():
    assert [tail_class("co2", value) for value in (960.0, 1000.0, 1500.0, 1800.0)] == ["I", "II", "III", "IV"]


def test_tail_classes_never_get_better_as_values_get_worse():
    for parameter, band in tail_bands().items():
        span = np.linspace(0.0, 2.5 * max(band.classes), 300)
        ranks = [CLASSES.index(tail_class(parameter, float(value))) for value in span]
        ranks = ranks[::-1] if band.better == "higher" else ranks
        assert ranks == sorted(ranks)


def test_tail_shares_add_up_and_leave_missing_hours_out():
    shares = tail_shares(np.array([22.0, 20.5, 24.5, 15.0, np.nan]), "temperature", "heating")
    assert shares == (25.0, 25.0, 25.0, 25.0)
    assert tail_frequency_class(*(shares[0], shares[2], shares[3])) == "IV"
    assert tail_frequency_class(94.0, 1.0, 0.0) == "I"
    assert tail_frequency_class(0.0, 5.0, 1.0) == "II"
    assert tail_frequency_class(0.0, 50.0, 5.0) == "III"
    assert tail_overall(["II", "IV", "I", "IV"]) == "IV"


def _weights(item):
    return {row.guid: 1.0 for row in item.health.rating.rooms}


def test_rating_of_the_sample(sample_assessments):
    for item in sample_assessments.values():
        rating = item.health.rating
        assert item.health.score == rating.score
        assert rating.worst_tenth_score <= rating.plain_score + 1e-9
        assert {row.pillar for row in rating.pillars} <= set(pillar_weights())
        assert sum(rating.quality_shares) == pytest.approx(1.0)
        assert rating.stamp in {"A", "B", "C"}
        for room in rating.rooms:
            assert 0.0 <= room.score <= 100.0
            worst = next(row for row in item.health.indicators if row.id == room.worst_indicator)
            assert next(s for s in worst.spaces if s.guid == room.guid).health_class == room.health_class


def test_mould_in_one_room_holds_the_score_down(sample_assessments):
    item = sample_assessments["better"]
    rows = [row for row in item.health.indicators if row.id != "I7"]
    mould = next(row for row in item.health.indicators if row.id == "I7")
    before = compute_rating([*rows, mould], _weights(item), outdoor_co2_ppm=420.0)
    bad = replace(
        mould, health_class="IV", spaces=(replace(mould.spaces[0], health_class="IV", score=30.0), *mould.spaces[1:])
    )
    after = compute_rating([*rows, bad], _weights(item), outdoor_co2_ppm=420.0)
    assert after.vetoes == tuple(sorted({*before.vetoes, "I7"}))
    assert after.score <= VETO_SCORE
    assert after.plain_score < before.plain_score
    assert CLASSES.index(after.health_class) >= CLASSES.index("IV")
    assert {"I6", "I4", "I7", "T3"} == {key for key, rule in rating_rules().items() if rule.veto}


def test_stamp_follows_the_inputs(sample_assessments):
    item = sample_assessments["base"]
    for quality, stamp in (("measured", "A"), ("project", "B"), ("defaults", "C")):
        rows = [replace(row, input_quality=quality) for row in item.health.indicators]
        assert compute_rating(rows, _weights(item), outdoor_co2_ppm=420.0).stamp == stamp


def test_every_indicator_has_a_way_into_other_schemes():
    assert {row.confidence for row in crosswalk()} <= {"read", "secondary", "memory"}
    assert clauses_of("I1")["TAIL"] == "I"
    assert {"EN 16798-1", "TAIL", "T/ASC 02", "WELL", "Level(s)"} == {row.scheme for row in crosswalk()}
    assert len({(row.indicator, row.scheme) for row in crosswalk()}) == len(crosswalk())
