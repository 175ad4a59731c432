"""How often and when a part is replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bldgassess.carbon.replacement import replacement_years, replacements

RULES = ("round_up", "fractional", "no_late")


@pytest.mark.parametrize(
    ("life", "times"), [(10, 4), (15, 3), (25, 1), (30, 1), (49.9, 1), (50, 0), (80, 0), (None, 0)]
)
def test_replacements_within_50_years(life, times):
    assert replacements(50, life) == times


@pytest.mark.parametrize(
    ("rule", "life", "least", "times"),
    [
        ("fractional", 20, 0.0, 1.5),  # 50 / 20 - 1
        ("fractional", 80, 0.0, 0.0),
        ("no_late", 24, 0.25, 1.0),  # replaced at 24, not at 48: 2 of 24 years would remain
        ("no_late", 20, 0.25, 2.0),  # at 20 and 40: 10 of 20 years remain
        ("no_late", 20, 0.6, 1.0),  # half a life is less than 0.6
        ("no_late", 40, 0.25, 1.0),  # 10 of 40 years remain, just the share asked for
    ],
)
def test_rules_by_hand(rule, life, least, times):
    assert replacements(50, life, rule, least) == pytest.approx(times)


@given(st.integers(1, 40), st.floats(0.5, 80.0), st.sampled_from(RULES), st.floats(0.0, 1.0))
def test_a_life_that_divides_the_period_is_exact(parts, life, rule, least):
    assert replacements(parts * life, life, rule, least) == parts - 1


@given(st.integers(10, 120), st.floats(1.0, 150.0), st.sampled_from(RULES))
def test_years_lie_inside_and_shares_sum_to_the_count(period, life, rule):
    count = replacements(period, life, rule, 0.25)
    years = replacement_years(count, life)
    assert sum(share for _, share in years) == pytest.approx(count, abs=1e-6)
    assert all(0 < year <= period for year, _ in years) or life < 1.0
    assert [year for year, _ in years] == sorted(year for year, _ in years)


def test_years_by_hand():
    assert replacement_years(2.0, 20.0) == ((20, 1.0), (40, 1.0))
    assert replacement_years(1.5, 20.0) == ((20, 1.0), (40, 0.5))
    assert replacement_years(0.0, 60.0) == ()


@pytest.mark.parametrize(("period", "parts"), [(30, 13), (30, 26), (50, 29), (50, 31), (60, 13)])
def test_a_quotient_a_hair_above_a_whole_number_needs_no_further_part(period, parts):
    life = period / parts
    assert period / life > parts  # as floating point has it
    for rule in RULES:
        assert replacements(period, life, rule, 0.25) == parts - 1
