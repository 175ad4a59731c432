"""Modes of build-ups against the finite volumes that they stand for, and the vectors' power."""

from __future__ import annotations

import numba as nb
import numpy as np
import pytest

from bldgassess.hourly.cells import make_cells, make_modes
from bldgassess.hourly.lanes import load, power, store
from bldgassess.hourly.thermal_model import Layer

BUILD_UPS = {
    "heavy": (Layer(0.3, 1.5, 2000.0, 1500.0), Layer(0.2, 2.3, 2300.0, 1000.0), Layer(0.05, 1.4, 2000.0, 1000.0)),
    "light": (Layer(0.012, 0.14, 550.0, 1600.0), Layer(0.2, 0.035, 20.0, 1030.0), Layer(0.0125, 0.25, 900.0, 1000.0)),
    "thin": (Layer(0.001, 400.0, 8000.0, 4000.0),),
    "bare resistance": (Layer(0.1, 0.04, 0.0, 0.0),),
}


@pytest.mark.parametrize("name", BUILD_UPS)
@pytest.mark.parametrize("step_s", [900.0, 3600.0])
def test_modes_step_as_the_whole_system_does(name, step_s):
    """Between given surface temperatures: the heat to both after 30 steps of implicit Euler, solved as one matrix."""
    cells = make_cells(BUILD_UPS[name])
    modes = make_modes(cells)
    c, k = cells.capacity[1:-1], cells.conductance
    surfaces = np.random.default_rng(1).uniform(-10.0, 30.0, (30, 2))
    t, x = np.zeros(len(c)), np.zeros(len(c))
    for outer, inner in surfaces:
        if len(c):
            matrix = np.diag(c / step_s + k[:-1] + k[1:]) - np.diag(k[1:-1], 1) - np.diag(k[1:-1], -1)
            right = c / step_s * t
            right[0] += k[0] * outer
            right[-1] += k[-1] * inner
            t = np.linalg.solve(matrix, right)
            x = (x + step_s * (modes.outer * outer + modes.inner * inner)) / (1.0 + step_s * modes.rate)
            expected = (k[0] * (t[0] - outer), k[-1] * (t[-1] - inner))
            found = (modes.outer @ x - modes.k_out * outer, modes.inner @ x - modes.k_in * inner)
            assert found == pytest.approx(expected, rel=1e-7, abs=1e-7)
    assert modes.k_out == pytest.approx(k[0]) and modes.k_in == pytest.approx(k[-1])
    if len(c):
        steady = 1.0 / sum(layer.resistance_m2k_w for layer in BUILD_UPS[name])
        assert (modes.outer * modes.inner / modes.rate).sum() == pytest.approx(steady, rel=1e-4)


@nb.njit(error_model="numpy")
def _raise_all(base, exponent, out):
    for k in range(0, len(base), 8):
        store(out, k, power(load(base, k), exponent))


@pytest.mark.parametrize("exponent", [0.2, 0.25, 0.272, 1.0 / 3.0, 0.4134, 2.2984755])
def test_power_of_lanes_is_within_a_millionth(exponent):
    base = np.geomspace(1e-9, 1e7, 8000)
    found = np.empty_like(base)
    _raise_all(base, exponent, found)
    assert np.abs(found / base**exponent - 1.0).max() < 1e-6
    zero = np.empty(8)
    _raise_all(np.zeros(8), exponent, zero)
    assert np.all(zero < 1e-30)
