"""The zone engine against hand-worked physics; no weather file, no network."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bldgassess.hourly.bestest import make_case, run_case
from bldgassess.hourly.result import HOURS, Weather
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.thermal_model import (
    Airing,
    Layer,
    OpaqueElement,
    SimpleGlazing,
    ThermalModel,
    ThermalZone,
    WindowElement,
)

NEVER = np.full(HOURS, np.nan)
ZERO = np.zeros(HOURS)


def weather(t_out=ZERO, *, sun=False, sky=None):
    """Still, dry weather at sea level, 0 deg N; with a sky as warm as the air, so that only the air drives."""
    t_out = np.broadcast_to(np.asarray(t_out, dtype=float), (HOURS,)).copy()
    hour = np.arange(HOURS) % 24
    height = np.where(sun, np.maximum(np.sin((hour + 0.5 - 6.0) / 12.0 * np.pi), 0.0), 0.0)
    ghi = 800.0 * height
    black = STEFAN_BOLTZMANN * (t_out + 273.15) ** 4 if sky is None else np.full(HOURS, sky)
    return Weather("made", 30.0, 0.0, 0.0, 0.0, t_out, np.full(HOURS, 0.5), np.full(HOURS, 101325.0), ghi,
                   np.where(height > 0.1, 500.0, 0.0), 0.4 * ghi, black, ZERO, "test", "0" * 64)  # fmt: skip


def zone(volume=100.0, **fields):
    given = {"convective_w": ZERO, "radiant_w": ZERO, "heat_above_c": NEVER, "cool_below_c": NEVER,
             "outdoor_air_m3_s": ZERO} | fields  # fmt: skip
    return ThermalZone("z", volume, **given)


def box(layers, outer="outside", area=20.0):
    """Six faces of a cube-like room."""
    sides = [(90.0, 0.0), (90.0, 90.0), (90.0, 180.0), (90.0, 270.0), (0.0, 0.0), (180.0, 0.0)]
    return tuple(OpaqueElement(f"e{k}", 0, area, t, a, layers, outer) for k, (t, a) in enumerate(sides))


WALL = (Layer(0.1, 0.04, 0.0, 0.0), Layer(0.1, 1.0, 2000.0, 1000.0))


def test_steady_conduction_is_area_times_difference_over_resistance():
    """Air held at 20 degC around 0 degC: the loss of one wall is A (T_i - T_o) / (R_layers + films at work)."""
    walls, level = box(WALL)[:4], box(WALL, "adiabatic")[4:]
    model = ThermalModel((zone(heat_above_c=np.full(HOURS, 20.0)),), (*walls, *level), (), ZERO)
    run = simulate(model, weather(0.0), steps_per_hour=1, keep_surfaces=True)
    inner = run.inner_c[0, -1]
    resistance = 0.1 / 0.04 + 0.1 / 1.0
    flux = run.heat_w[0, -1] / 80.0
    # the outer face sits at flux x outer film above the air; radiation at the mean temperature, natural convection
    outer = inner - flux * resistance
    film = 1.31 * outer ** (1 / 3) if outer > 0.05 else 0.5
    radiation = 0.9 * STEFAN_BOLTZMANN * ((outer + 273.15) ** 4 - 273.15**4)
    faces = [run.inner_c[k, -1] for k in range(4)]
    assert max(faces) - min(faces) < 1e-6
    assert (max(film, 0.5) * outer + radiation) == pytest.approx((inner - outer) / resistance, rel=0.005)
    assert run.residual_fraction < 1e-9


def test_loss_is_exact_where_the_ground_is_the_outer_side():
    """No outer film: heat = sum A (T_surface - T_ground) / R to 1e-6."""
    model = ThermalModel((zone(heat_above_c=np.full(HOURS, 20.0)),), box(WALL, "ground"), (), np.full(HOURS, 5.0))
    run = simulate(model, weather(0.0), steps_per_hour=1, keep_surfaces=True)
    resistance = 0.1 / 0.04 + 0.1 / 1.0
    expected = sum(20.0 * (run.inner_c[k, -1] - 5.0) / resistance for k in range(6))
    assert run.heat_w[0, -1] == pytest.approx(expected, rel=1e-5)


def test_room_cools_down_with_its_time_constant():
    """Step response: one lumped mass behind a resistance; ln(T/T0) falls by R C a unit of time."""
    layers = (Layer(0.04, 0.04, 0.0, 0.0), Layer(0.001, 400.0, 8000.0, 4000.0))  # R = 1, C = 32,000, no gradient in it
    heat = np.where(np.arange(HOURS) < 4000, 30.0, np.nan)
    model = ThermalModel((zone(volume=0.1, heat_above_c=heat),), box(layers, "ground"), (), ZERO)
    run = simulate(model, weather(0.0), steps_per_hour=4)
    t = run.air_c[0]
    hours = 10
    decay = math.log(t[4005] / t[4005 + hours])
    assert decay == pytest.approx(hours * 3600.0 / (1.0 * 32000.0), rel=0.05)


def test_nothing_leaves_an_adiabatic_box():
    once = np.where(np.arange(HOURS) == 100, 1000.0, 0.0)
    model = ThermalModel((zone(convective_w=once),), box(WALL, "adiabatic"), (), ZERO)
    run = simulate(model, weather(-10.0), steps_per_hour=1)
    capacity = 120.0 * 0.1 * 2000.0 * 1000.0 + 100.0 * 1006.0 * 101325.0 / (287.05 * 293.15)
    # warm-up brings the gain's rise once a year; between the gain's hour and the next nothing changes
    rise = run.air_c[0, 2000] - run.air_c[0, 90]
    assert rise == pytest.approx(1000.0 * 3600.0 / capacity, rel=0.01)
    assert np.ptp(run.air_c[0, 3000:]) < 1e-6


def test_pure_ventilation_carries_rho_c_v_dt():
    flow = 0.05
    held = zone(heat_above_c=np.full(HOURS, 20.0), outdoor_air_m3_s=np.full(HOURS, flow))
    model = ThermalModel((held,), box(WALL, "adiabatic"), (), ZERO)
    run = simulate(model, weather(0.0), steps_per_hour=1)
    assert run.heat_w[0, -1] == pytest.approx(flow * 1006.0 * 101325.0 / (287.05 * 293.15) * 20.0, rel=1e-6)


def test_heat_recovery_takes_its_share():
    flow = np.full(HOURS, 0.05)
    air = {"heat_above_c": np.full(HOURS, 20.0), "outdoor_air_m3_s": flow, "mechanical_m3_s": flow}
    plain = simulate(ThermalModel((zone(**air),), box(WALL, "adiabatic"), (), ZERO), weather(0.0), steps_per_hour=1)
    saved = simulate(
        ThermalModel((zone(**air, recovery=0.8),), box(WALL, "adiabatic"), (), ZERO), weather(0.0), steps_per_hour=1
    )
    assert saved.heat_w.sum() == pytest.approx(0.2 * plain.heat_w.sum(), rel=1e-6)


def test_daily_wave_is_damped_and_late_in_a_heavy_room():
    """Periodic day: the heavier the room, the smaller and the later its swing; the mean is the air's."""
    t_out = 10.0 * np.sin(2.0 * np.pi * (np.arange(HOURS) - 9.0) / 24.0)
    light = (Layer(0.05, 0.04, 30.0, 1000.0),)
    swings, peaks = [], []
    for layers in (light, WALL):
        run = simulate(ThermalModel((zone(),), box(layers), (), ZERO), weather(t_out), steps_per_hour=4)
        day = run.air_c[0, 4800:4824]
        swings.append(np.ptp(day))
        peaks.append(int(day.argmax()))
        # the sky is as warm as the air and nothing else heats: the year's mean is the air's
        assert run.air_c[0].mean() == pytest.approx(0.0, abs=0.1)
    assert swings[1] < 0.5 * swings[0]
    assert peaks[1] > peaks[0]


def glass_house(turn=0.0, insulation=0.1):
    layers = (Layer(insulation, 0.04, 0.0, 0.0), Layer(0.1, 1.0, 2000.0, 1000.0))
    walls = tuple(replace(e, azimuth_deg=(e.azimuth_deg + turn) % 360.0) for e in box(layers))
    windows = tuple(
        WindowElement(f"w{k}", 0, 4.0, 90.0, (90.0 * k + turn) % 360.0, SimpleGlazing(1.3, 0.6)) for k in range(4)
    )
    held = {"heat_above_c": np.full(HOURS, 20.0), "cool_below_c": np.full(HOURS, 26.0)}
    room = zone(**held, outdoor_air_m3_s=np.full(HOURS, 0.02))
    return ThermalModel((room,), walls, windows, np.full(HOURS, 5.0))


COLD = 5.0 + 8.0 * np.sin(2.0 * np.pi * (np.arange(HOURS) - 9.0) / 24.0)


def test_a_symmetric_building_does_not_care_for_a_quarter_turn():
    runs = [simulate(glass_house(turn), weather(COLD, sun=True), steps_per_hour=1) for turn in (0.0, 90.0)]
    assert runs[0].heat_w.sum() == pytest.approx(runs[1].heat_w.sum(), rel=1e-9)


def test_more_insulation_never_raises_heating():
    needs = [
        simulate(glass_house(insulation=d), weather(COLD, sun=True), steps_per_hour=1).heat_w.sum()
        for d in (0.05, 0.1, 0.2, 0.4)
    ]
    assert needs == sorted(needs, reverse=True)


def test_free_float_is_control_with_an_endless_dead_band():
    model = glass_house()
    free = replace(model, zones=(replace(model.zones[0], heat_above_c=NEVER, cool_below_c=NEVER),))
    wide = replace(
        model, zones=(replace(model.zones[0], heat_above_c=np.full(HOURS, -1e6), cool_below_c=np.full(HOURS, 1e6)),)
    )
    first, second = (simulate(item, weather(COLD, sun=True), steps_per_hour=1) for item in (free, wide))
    assert np.array_equal(first.air_c, second.air_c)
    assert second.heat_w.sum() == second.cool_w.sum() == 0.0


def test_residual_and_sums_hold_for_many_zones_in_any_order():
    model = glass_house()
    many = ThermalModel(
        tuple(replace(model.zones[0], id=str(k)) for k in range(9)),
        tuple(replace(e, id=f"{k}/{e.id}", zone=k) for k in range(9) for e in model.elements),
        tuple(replace(w, id=f"{k}/{w.id}", zone=k) for k in range(9) for w in model.windows),
        model.ground_c,
    )
    one = simulate(model, weather(COLD, sun=True), steps_per_hour=1)
    run = simulate(many, weather(COLD, sun=True), steps_per_hour=1)
    assert run.residual_fraction < 1e-9
    for k in range(9):
        assert np.array_equal(run.heat_w[k], one.heat_w[0])
    backwards = replace(many, elements=many.elements[::-1], windows=many.windows[::-1])
    again = simulate(backwards, weather(COLD, sun=True), steps_per_hour=1)
    assert again.heat_w.sum() == pytest.approx(run.heat_w.sum(), rel=1e-9)


def test_partition_between_equal_rooms_carries_nothing_and_between_unequal_ones_what_it_should():
    held = {"heat_above_c": np.full(HOURS, 20.0), "cool_below_c": np.full(HOURS, 20.0)}
    cold = {"heat_above_c": np.full(HOURS, 10.0), "cool_below_c": np.full(HOURS, 10.0)}
    for other, expected in ((held, 0.0), (cold, None)):
        zones = (zone(**held), zone(**other))
        rest = [replace(e, id=f"{k}{e.id}", zone=k, outer="adiabatic") for k in (0, 1) for e in box(WALL)[1:]]
        wall = OpaqueElement("a", 0, 20.0, 90.0, 0.0, WALL[1:], "zone", 1, "b")
        twin = OpaqueElement("b", 1, 20.0, 90.0, 180.0, WALL[1:], "zone", 0, "a")
        run = simulate(ThermalModel(zones, (wall, *rest, twin), (), ZERO), weather(0.0), steps_per_hour=1)
        if expected is not None:
            assert run.heat_w[0, -1] == pytest.approx(expected, abs=1e-6)
        else:
            assert run.heat_w[0, -1] == pytest.approx(run.cool_w[1, -1], rel=1e-3)
            assert run.heat_w[0, -1] > 100.0


def test_opened_windows_follow_stack_and_keep_the_room_cooler():
    gains = np.full(HOURS, 1500.0)
    shut = ThermalModel((zone(convective_w=gains),), box(WALL), (), ZERO)
    airing = Airing(open_above_c=22.0, cooler_k=1.0, area_m2=1.0, height_m=1.2)
    opened = replace(shut, zones=(zone(convective_w=gains, airing=airing),))
    first, second = (simulate(item, weather(15.0), steps_per_hour=4) for item in (shut, opened))
    assert second.air_c[0, -1] < first.air_c[0, -1]
    drop = second.air_c[0, -1] - 15.0
    if second.outdoor_air_m3_s[0, -1] > 0.0:
        assert second.outdoor_air_m3_s[0, -1] == pytest.approx(0.5 * math.sqrt(0.0035 * 1.2 * drop), rel=0.25)


def test_two_runs_give_the_same_bytes():
    first, second = (simulate(glass_house(), weather(COLD, sun=True)) for _ in range(2))
    assert first.heat_w.tobytes() == second.heat_w.tobytes()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["600", "640", "900", "900FF", "960"])
def test_standard_cases_stay_inside_six_programs(shared_dir, name):
    """ANSI/ASHRAE 140-2020 section 7; all 27 cases: benchmarks/bestest.py."""
    from bldgassess.hourly.weather import read_epw

    year = read_epw(shared_dir / "data" / "energy" / "weather" / "bestest_725650TY.epw")
    for figure in run_case(name, year):
        if "solar" not in figure.metric:
            assert figure.is_inside, figure
            assert figure.is_accepted, figure


def test_every_standard_case_can_be_made():
    from bldgassess.hourly.bestest import case_names

    assert len(case_names()) == 27
    for name in case_names():
        model = make_case(name)
        assert math.fsum(e.area_m2 for e in model.elements if e.tilt_deg == 180.0) in {48.0, 64.0}
        glass = math.fsum(w.area_m2 for w in model.windows)
        assert glass == pytest.approx(12.0)
