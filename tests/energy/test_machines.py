"""Heat pumps, cooling machines and boilers against figures worked by hand, test points and properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.energy.boilers import boiler, fuel_w
from bldgassess.energy.compression import machine_cop
from bldgassess.energy.cooling import cooling_eer, wet_bulb_c
from bldgassess.energy.emission import heating_circuit
from bldgassess.energy.figures import Notebook, figures
from bldgassess.energy.heat_pumps import air_heat_pump, heat_pump_machine
from bldgassess.study import Study, set_values

#: EN 14825:2012 Table 36, reference cooling season: hours from 17 to 39 degC.
COOLING_BINS_H = (
    *(205, 227, 225, 225, 216, 215, 218, 197, 178, 158, 137, 109),
    *(88, 63, 39, 31, 24, 17, 13, 9, 4, 3, 1),
)
TEMPERATURES = st.floats(-25.0, 25.0)


def cop(kind, source, sink, load):
    sink = np.array(float(sink))
    return float(
        machine_cop(heat_pump_machine(kind, Notebook()), sink, np.array(float(source)), np.array(load), heats=True)
    )


@pytest.mark.parametrize(("source", "load", "expected"), [(-7.0, 0.88, 2.91), (2.0, 0.54, 4.33), (7.0, 0.35, 5.08)])
def test_air_heat_pump_meets_the_medians_of_the_keymark_units(source, load, expected):
    assert cop("air", source, 35.0, load) == pytest.approx(expected, rel=0.02)


def test_heat_pump_by_hand():
    # (55 + 273.15) / (55 - 7) = 6.836; x 0.374 at full load; x 1.24 at 54 % and less
    assert cop("air", 7.0, 55.0, 1.0) == pytest.approx(0.374 * 6.8365, rel=1e-4)
    assert cop("air", 7.0, 55.0, 0.54) == pytest.approx(0.374 * 1.24 * 6.8365, rel=1e-4)
    # at half the least load: CR / (0.9 CR + 0.1) = 0.5 / 0.55
    assert cop("air", 7.0, 55.0, 0.125) == pytest.approx(0.374 * 1.24 * 6.8365 / 1.1, rel=1e-4)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(source=TEMPERATURES, warmer=st.floats(0.0, 20.0), sink=st.floats(30.0, 60.0), load=st.floats(0.01, 1.0))
def test_cop_rises_with_the_source_and_falls_with_the_sink(source, warmer, sink, load):
    assert cop("air", source + warmer, sink, load) >= cop("air", source, sink, load) > 0.0
    assert cop("air", source, sink + warmer, load) <= cop("air", source, sink, load)


@pytest.mark.parametrize(("kind", "seer"), [("split_unit", 6.1), ("vrf", 6.5), ("chiller", 4.1)])
def test_cooling_curves_give_the_usual_seer_in_the_bins_of_en_14825(kind, seer):
    out = np.arange(17.0, 40.0)
    load, hours = (out - 16.0) / 19.0, np.array(COOLING_BINS_H)
    eer = cooling_eer(kind, out, np.minimum(load, 1.0), Notebook())
    assert (hours * load).sum() / (hours * load / eer).sum() == pytest.approx(seer, rel=0.03)


def test_eer_at_the_rated_point_is_the_rated_one_and_falls_with_heat():
    for kind in ("split_unit", "vrf", "chiller", "water_chiller"):
        rated = figures()[f"cooling.{kind}.rated_c"].value
        at = np.array([rated - 10.0, rated, rated + 8.0])
        eer = cooling_eer(kind, at, np.ones(3), Notebook())
        assert eer[1] == pytest.approx(figures()[f"cooling.{kind}.eer"].value)
        assert eer[0] > eer[1] > eer[2]


def test_wet_bulb_lies_between_dew_point_and_air():
    t, rh = np.array([35.0, 30.0, 5.0]), np.array([0.4, 1.0, 0.8])
    wet = wet_bulb_c(t, rh)
    assert wet[0] == pytest.approx(24.0, abs=0.7)  # psychrometric chart: 23.9
    assert wet[1] == pytest.approx(30.0, abs=0.3)
    assert (wet < t + 0.3).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(load=st.floats(0.0, 1.0), more=st.floats(0.0, 1.0), flow=st.floats(30.0, 80.0))
def test_boilers_lose_heat_and_burn_more_for_more(load, more, flow):
    for kind in ("gas_boiler", "oil_boiler", "pellet_boiler"):
        machine = boiler(kind, Notebook())
        heat = np.array([load, load + more * (1.0 - load)]) * 10e3
        fuel = fuel_w(machine, heat, 10e3, np.array(flow), np.array(flow - 5.0))
        assert (fuel >= heat).all()
        assert fuel[1] >= fuel[0] - 1e-6


def test_a_condensing_boiler_gains_by_cold_water_and_matches_its_seasonal_figure(run):
    machine = boiler("gas_boiler", Notebook())
    heat = np.array([3e3])
    cold, hot = (fuel_w(machine, heat, 10e3, np.array(flow), np.array(flow - 10.0))[0] for flow in (40.0, 70.0))
    assert cold == pytest.approx(3e3 / 0.937)  # return of 30 degC is that of the test
    assert hot == pytest.approx(3e3 / (0.937 - 0.002 * 30))
    assert run("operation.heating=gas_boiler").seasonal["heating"] == pytest.approx(0.92, abs=0.04)


def test_flow_follows_the_weather(weather):
    study = set_values(Study(), ["operation.heating_emission=fan_coil", "operation.heating_flow_c=50"])
    circuit = heating_circuit(study, weather, Notebook())
    coldest = weather.t_out_c.reshape(365, 24).mean(axis=1).min()
    middle = int(np.abs(weather.t_out_c - (20.0 + coldest) / 2.0).argmin())
    assert circuit.flow_c.max() == pytest.approx(50.0)
    assert circuit.flow_c[middle] == pytest.approx(35.0, abs=0.2)  # fan coils: linear, half way
    assert (circuit.return_c <= circuit.flow_c).all()


def test_below_the_bivalence_point_the_heater_helps(weather):
    heat = np.maximum(0.0, 20.0 - weather.t_out_c) * 100.0
    sink = np.full_like(heat, 40.0)
    study = set_values(Study(), ["operation.heating_bivalence_c=0"])
    year = air_heat_pump(heat, sink, "air", study, weather, Notebook())
    assert np.allclose(year.heat_w + year.backup_w + year.missing_w, heat)
    assert not year.backup_w[weather.t_out_c >= 0.0].any()
    assert year.backup_w[weather.t_out_c < -3.0].all()
    # alone at 0 degC: 2000 W = P7 x (1 - 0.025 x 7)
    assert year.rated_w == pytest.approx(2000.0 / 0.825, rel=0.02)
    alone = set_values(study, ["operation.heating_backup=false"])
    lacking = air_heat_pump(heat, sink, "air", alone, weather, Notebook())
    assert not lacking.backup_w.any()
    assert np.allclose(lacking.missing_w, year.backup_w)


def test_lower_bivalence_means_a_larger_machine_and_less_electricity(run):
    at = {t: run("operation.heating=heat_pump", f"operation.heating_bivalence_c={t}") for t in (5, 0, -10)}
    assert at[5].heat_pump_w < at[0].heat_pump_w < at[-10].heat_pump_w
    assert at[5].seasonal["heating"] < at[0].seasonal["heating"]


def test_without_a_heater_what_is_missing_is_said(run):
    energy = run("operation.heating=heat_pump", "operation.heating_bivalence_c=5", "operation.heating_backup=false")
    assert [issue.code for issue in energy.issues] == ["energy.heat_missing"]


def test_emission_orders_the_seasonal_performance(run):
    scop = {kind: run(f"operation.heating_emission={kind}").seasonal["heating"] for kind in ("underfloor", "radiator")}
    assert scop["underfloor"] > scop["radiator"] > 2.0
    ground = run("operation.heating=ground_heat_pump", "operation.heating_emission=underfloor").seasonal["heating"]
    assert ground > scop["underfloor"]
