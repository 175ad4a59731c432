"""The front is what no other point beats, and all of it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bldgassess.advisor.front import hypervolume, non_dominated

#: Few values, so that equal rows and equal columns come up often.
_TABLES = arrays(
    np.float64, st.tuples(st.integers(0, 40), st.integers(1, 4)), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0])
)


def _brute(values: np.ndarray) -> list[bool]:
    return [not any((b <= a).all() and (b < a).any() for b in values) for a in values]


@given(_TABLES)
def test_the_front_is_that_of_comparing_all_with_all(values: np.ndarray) -> None:
    assert non_dominated(values).tolist() == _brute(values)


def test_a_hundred_thousand_points_are_sorted_in_seconds() -> None:
    values = np.random.default_rng(1).random((100_000, 3))
    mask = non_dominated(values)
    some = values[mask]
    assert 50 < len(some) < 2000
    assert all(_brute(some))


def test_volume_of_hand_worked_fronts() -> None:
    assert hypervolume(np.array([[0.0, 0.0]]), (0.0, 0.0), (2.0, 4.0)) == 1.0
    # two of three steps of a staircase: 1/3 x 1 + 1/3 x 1/2 + 0
    found = hypervolume(np.array([[0.0, 0.5], [1.0, 0.0]]), (0.0, 0.0), (3.0, 1.0))
    assert abs(found - (1 / 3 * 0.5 + 2 / 3 * 1.0)) < 1e-12
    assert hypervolume(np.array([[1.0, 0.2]]), (1.0, 0.0), (1.0, 1.0)) == 0.8  # no range in the first
