"""Air between rooms and thermal bridges: what one side loses the other gains, to the last figure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bldgassess.hourly.result import HOURS
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.thermal_model import AirLink

RHO_CP = 1006.0 * 101325.0 / (287.05 * 293.15)
WARM = {"heat_above_c": np.full(HOURS, 20.0), "cool_below_c": np.full(HOURS, 20.0)}
AIRED = {"convective_w": np.full(HOURS, 100.0), "outdoor_air_m3_s": np.full(HOURS, 0.1)}
COOL = {"heat_above_c": np.full(HOURS, 10.0), "cool_below_c": np.full(HOURS, 10.0)}


@pytest.mark.parametrize("steps", [1, 4])
def test_two_held_rooms_exchange_rho_c_v_dt(make_zone, make_rooms, cold_weather, steps):
    model = replace(make_rooms((make_zone("a", **WARM), make_zone("b", **COOL))), air_links=(AirLink(0, 1, 0.03),))
    run = simulate(model, cold_weather, steps_per_hour=steps)
    assert run.heat_w[0, -1] == pytest.approx(0.03 * RHO_CP * 10.0, rel=1e-9)
    assert run.cool_w[1, -1] == pytest.approx(0.03 * RHO_CP * 10.0, rel=1e-9)
    assert run.residual_fraction < 1e-9


def test_a_room_without_plant_takes_the_temperature_of_the_air_it_gets(make_zone, make_rooms, cold_weather):
    model = replace(make_rooms((make_zone("a", **WARM), make_zone("b"))), air_links=(AirLink(0, 1, 0.05),))
    run = simulate(model, cold_weather, steps_per_hour=1)
    assert run.air_c[1, -1] == pytest.approx(20.0, abs=0.01)
    assert run.residual_fraction < 1e-6  # of the little that is moved once both rooms are warm


def test_heat_moves_between_rooms_and_none_is_made(make_zone, make_rooms, cold_weather):
    """Three adiabatic rooms in a ring, one heated for an hour: all rise by its heat over all their capacity."""
    once = np.where(np.arange(HOURS) == 100, 3000.0, 0.0)
    zones = (make_zone("a", convective_w=once), make_zone("b"), make_zone("c"))
    hours = np.where(np.arange(HOURS) % 2 == 0, 0.5, 0.1)
    links = (AirLink(0, 1, hours), AirLink(1, 2, 0.2), AirLink(2, 0, 0.0), AirLink(0, 1, 0.1))
    run = simulate(replace(make_rooms(zones), air_links=links), cold_weather, steps_per_hour=1)
    capacity = 3 * (120.0 * 0.1 * 2000.0 * 1000.0 + 100.0 * RHO_CP)
    rise = run.air_c[:, 4000] - run.air_c[:, 90]
    assert rise == pytest.approx(3000.0 * 3600.0 / capacity, rel=0.01)
    assert np.ptp(run.air_c[:, 4000]) < 1e-3
    assert run.residual_fraction < 1e-6  # of one hour's gain in the whole year


def test_wide_open_rooms_are_one(make_zone, make_rooms, cold_weather):
    """50 m3/s between two rooms, a thousand times their losses: one temperature, and the balance still closes."""
    zones = (make_zone("a", convective_w=np.full(HOURS, 800.0)), make_zone("b"))
    model = replace(make_rooms(zones, "outside"), air_links=(AirLink(0, 1, 50.0),))
    run = simulate(model, cold_weather, steps_per_hour=1)
    assert np.abs(run.air_c[0] - run.air_c[1]).max() < 0.05
    assert run.residual_fraction < 1e-6


def test_more_air_never_widens_the_difference(make_zone, make_rooms, cold_weather):
    model = make_rooms((make_zone("a", **WARM), make_zone("b")), "outside")
    gaps = []
    for flow in (0.0, 0.01, 0.05, 0.2):
        run = simulate(replace(model, air_links=(AirLink(0, 1, flow),)), cold_weather, steps_per_hour=1)
        gaps.append(float(np.abs(run.air_c[0] - run.air_c[1]).mean()))
        assert run.heat_w[1].sum() == 0.0
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > 2.0 * gaps[-1]


def test_no_flow_is_no_link(make_zone, make_rooms, cold_weather):
    model = make_rooms((make_zone("a", **WARM), make_zone("b")), "outside")
    linked = replace(model, air_links=(AirLink(0, 1, np.zeros(HOURS)), AirLink(1, 1, 3.0)))
    first, second = (simulate(item, cold_weather, steps_per_hour=1) for item in (model, linked))
    assert np.array_equal(first.air_c, second.air_c)


def test_a_bridge_loses_its_coefficient_times_the_difference(make_zone, make_rooms, cold_weather):
    model = make_rooms((make_zone("a", **WARM, bridge_w_k=7.5),))
    run = simulate(model, cold_weather, steps_per_hour=1)
    lost = 7.5 * (20.0 - cold_weather.t_out_c)
    assert run.heat_w[0] == pytest.approx(lost, rel=1e-9)
    assert run.residual_fraction < 1e-9


def test_more_bridges_never_lower_heating(make_zone, make_rooms, cold_weather):
    needs = [
        simulate(make_rooms((make_zone("a", **WARM, bridge_w_k=h),), "outside"), cold_weather, steps_per_hour=1).heat_w
        for h in (0.0, 1.0, 5.0)
    ]
    sums = [float(need.sum()) for need in needs]
    assert sums == sorted(sums)
    assert sums[2] > sums[0]


def test_a_room_without_faces_is_air_alone(make_zone, make_rooms, cold_weather):
    """Air without walls: its heat is that of ventilation, and it follows a room that it is open to."""
    model = make_rooms((make_zone("a", **WARM), make_zone("b"), make_zone("c", **AIRED)))
    model = replace(
        model,
        elements=tuple(item for item in model.elements if item.zone == 0),
        air_links=(AirLink(0, 1, 0.1),),
    )
    run = simulate(model, cold_weather, steps_per_hour=4)
    bare = simulate(replace(model, elements=(), air_links=()), cold_weather, steps_per_hour=4)
    assert bare.air_c[2].tobytes() == run.air_c[2].tobytes()
    assert run.air_c[1, -1] == pytest.approx(20.0, abs=1e-6)
    assert np.abs(run.air_c[2] - 100.0 / (0.1 * RHO_CP) - cold_weather.t_out_c).max() < 2.5
    assert run.residual_fraction < 1e-9
