"""Moisture of rooms with and without surfaces that take it up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bldgassess.hourly.moisture import buffer_classes, make_buffer, solve_moisture
from bldgassess.hourly.result import HOURS

HOUR = np.arange(HOURS)
EVENING = np.where((HOUR % 24 >= 18) & (HOUR % 24 < 23), 5e-5, 1e-6)[None, :]  # a bath and supper [kg/s]
ROOM = (np.array([60.0]), np.full((1, HOURS), 0.008))


@pytest.fixture
def mild(cold_weather):
    return replace(cold_weather, t_out_c=np.full(HOURS, 10.0), rh_out_fraction=np.full(HOURS, 0.6))


def _solve(weather, gain=EVENING, cool=0.0, **given):
    air = np.full((1, HOURS), 21.0)
    return solve_moisture(*ROOM, gain, air, np.full((1, HOURS), cool), weather, **given)


def test_surfaces_damp_the_day_and_leave_its_mean(mild):
    bare, board, wood = (
        _solve(mild, buffer=make_buffer(np.array([120.0]), mbv) if mbv else None) for mbv in (0.0, 0.35, 1.5)
    )
    days = [run.rh_fraction[0, 4800:4824] for run in (bare, board, wood)]
    swings = [float(np.ptp(day)) for day in days]
    assert swings[0] > 1.6 * swings[1]
    assert swings[1] > 1.6 * swings[2]
    assert days[1].mean() == pytest.approx(days[0].mean(), rel=0.03)
    assert days[2].mean() == pytest.approx(days[0].mean(), rel=0.03)


def test_no_surface_is_no_buffer_to_the_bit(mild):
    first, second = _solve(mild), _solve(mild, buffer=make_buffer(np.zeros(1), 1.5))
    assert np.array_equal(first.rh_fraction, second.rh_fraction)


def test_steady_room_keeps_what_comes_in_goes_out(mild):
    """G = rho q (x - x_o) whatever the walls hold."""
    steady = np.full((1, HOURS), 2e-5)
    bare, wood = _solve(mild, steady), _solve(mild, steady, buffer=make_buffer(np.array([120.0]), 1.5))
    assert wood.rh_fraction[0, -1] == pytest.approx(bare.rh_fraction[0, -1], rel=1e-3)


def test_the_layer_takes_up_what_the_nordtest_protocol_says(mild):
    """8 h at 75 % and 16 h at 33 % in a room of which the air is a lake: the uptake is the MBV times 42 %.

    Read from the latent heat of cooling: it removes what the air brings less what the surfaces take.
    """
    mbv, area = 0.35, 1000.0
    humid = np.where(HOUR % 24 < 8, 0.75, 0.33)
    air = replace(mild, t_out_c=np.full(HOURS, 23.0), rh_out_fraction=humid)
    flow, volume = np.full((1, HOURS), 5000.0), np.array([0.1])
    room = np.full((1, HOURS), 23.0)
    none = np.zeros((1, HOURS))
    run = solve_moisture(volume, flow, none, room, none, air, buffer=make_buffer(np.array([area]), mbv))
    # so much air holds the room at its own humidity; the surfaces' uptake is what is missing
    lost = (humid - run.rh_fraction[0]).reshape(365, 24)[200, :8].sum()
    ratio_per_rh = 0.62198 * 2810.0 / 101325.0 * (1.0 + 2.0 * 0.75 * 2810.0 / 101325.0)  # dx / dphi at 23 degC, 75 %
    taken_g = lost * ratio_per_rh * 1.2 * 5000.0 * 3600.0 * 1000.0
    assert taken_g / area == pytest.approx(mbv * 42.0, rel=0.2)


def test_cooling_wrings_out_surfaces_too(mild):
    wet = np.full((1, HOURS), 2e-4)
    bare, wood = (_solve(mild, wet, 500.0, buffer=item) for item in (None, make_buffer(np.array([120.0]), 1.5)))
    assert bare.rh_fraction.max() <= 0.6 + 1e-9
    assert wood.rh_fraction.max() <= 0.6 + 1e-9
    assert wood.q_latent_w[0, -1] == pytest.approx(bare.q_latent_w[0, -1], rel=1e-3)


def test_classes_grow():
    values = list(buffer_classes().values())
    assert values == sorted(values)
    assert buffer_classes()["limited"] == 0.35
