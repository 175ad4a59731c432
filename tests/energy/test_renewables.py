"""Photovoltaics, battery, solar collectors: balances that close, by hand and by property."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.energy.electricity import Battery, dispatch
from bldgassess.energy.figures import Notebook
from bldgassess.energy.photovoltaics import inverter_w, pv_year
from bldgassess.energy.pv_fields import Field, installed_kwp, pv_fields
from bldgassess.energy.solar_heat import solar_heat
from bldgassess.hourly.weather import read_epw
from bldgassess.study import Study, set_values

WATTS = st.lists(st.floats(0.0, 5000.0), min_size=24, max_size=24)


def one_field(weather, tilt=30.0, azimuth=180.0, **settings_):
    study = set_values(Study(), [f"renewables.{key}={value}" for key, value in settings_.items()])
    return pv_year((Field("a", 1.0, None, tilt, azimuth, 0.14),), study, weather, Notebook())[0]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(demand=WATTS, pv=WATTS, capacity=st.floats(0.0, 20.0), power=st.floats(0.1, 5.0), efficiency=st.floats(0.5, 1.0))
def test_every_hour_balances_and_more_battery_never_lowers_own_use(demand, pv, capacity, power, efficiency):
    demand, pv = np.array(demand), np.array(pv)
    flows = dispatch(demand, pv, Battery(capacity, power, efficiency))
    assert np.allclose(flows.direct_w + flows.charged_w + flows.exported_w, pv)
    assert np.allclose(flows.direct_w + flows.discharged_w + flows.grid_w, demand)
    change = np.diff(flows.stored_kwh, prepend=0.0) * 1000.0
    one_way = efficiency**0.5
    assert np.allclose(change, flows.charged_w * one_way - flows.discharged_w / one_way, atol=1e-6)
    assert (flows.stored_kwh >= -1e-9).all()
    assert (flows.stored_kwh <= capacity + 1e-9).all()
    for flow in (flows.direct_w, flows.charged_w, flows.discharged_w, flows.grid_w, flows.exported_w):
        assert (flow >= -1e-9).all()
    larger = dispatch(demand, pv, Battery(capacity * 1.5 + 0.5, power * 1.2, efficiency))
    assert larger.grid_w.sum() <= flows.grid_w.sum() + 1e-6


def test_battery_of_the_study(run):
    none, small, large = (run("renewables.pv_kwp=4", f"renewables.battery_kwh={kwh}") for kwh in (0, 3, 9))
    assert none.battery is None
    assert none.self_used_kwh < small.self_used_kwh < large.self_used_kwh
    assert small.battery.discharged_kwh / small.battery.charged_kwh == pytest.approx(0.9, abs=0.01)
    assert small.pv_kwh == pytest.approx(
        small.self_used_kwh + small.exported_kwh + small.battery.loss_kwh + small.battery.left_kwh
    )
    assert small.exported_kwh == pytest.approx(small.hourly.exported_w.sum() / 1000)
    assert small.self_sufficiency_fraction == pytest.approx(small.self_used_kwh / small.final_kwh["electricity"])
    alone = run("renewables.battery_kwh=3")
    assert [issue.code for issue in alone.issues] == ["energy.battery_without_pv"]
    assert alone.battery.charged_kwh == 0.0


def test_photovoltaic_yield_is_plausible(weather):
    assert 850 < one_field(weather).sum() / 1000 < 1250  # south-west Germany
    south, north = (one_field(weather, 90.0, azimuth).sum() for azimuth in (180.0, 0.0))
    assert south > 1.5 * north > 0.0


def test_a_small_inverter_cuts_peaks_only(weather):
    full, cut = one_field(weather, pv_inverter_kw=1.0), one_field(weather, pv_inverter_kw=0.4)
    assert cut.max() == pytest.approx(400.0)
    assert 0.8 * full.sum() < cut.sum() < full.sum()
    assert inverter_w(np.array([0.0, 2000.0]), 1000.0, Notebook()).tolist() == [0.0, 1000.0]


def test_fields_share_one_inverter_and_sum_up(run):
    fields = "[{name: roof, kwp: 2, tilt_deg: 30, azimuth_deg: 180}, {area_m2: 10, tilt_deg: 90, azimuth_deg: 90}]"
    energy = run("renewables.pv_kwp=1", f"renewables.pv_fields={fields}")
    assert [item.name for item in energy.pv_fields] == ["modules", "roof", "field 2"]
    assert energy.pv_kwp == pytest.approx(1.0 + 2.0 + 10 * 0.21)
    assert sum(item.kwh for item in energy.pv_fields) == pytest.approx(energy.pv_kwh)
    assert any(item.id == "energy.pv.module_w_m2" for item in energy.assumptions)


def test_modules_on_the_models_own_surfaces_by_hand(two_room_building):
    study = set_values(
        Study(),
        ["renewables.pv_roof_fraction=0.5", "renewables.pv_facade_fraction=0.25", "renewables.pv_module_w_m2=200"],
    )
    found = {item.name: item.area_m2 for item in pv_fields(study, two_room_building)}
    assert found == {"roof 0/0": pytest.approx(20.0), "facade 180/90": pytest.approx(4.5)}  # 40 m2 roof, 18 m2 south
    assert installed_kwp(study, two_room_building) == pytest.approx(24.5 * 0.2)
    sunny = set_values(study, ["renewables.pv_facade_sides=sunny"])
    assert {item.name for item in pv_fields(sunny, two_room_building)} == {
        *("roof 0/0", "facade 90/90", "facade 180/90", "facade 270/90"),
    }
    south = dataclasses.replace(two_room_building, site=dataclasses.replace(two_room_building.site, latitude_deg=-33.0))
    assert "facade 0/90" in {item.name for item in pv_fields(study, south)}


@pytest.mark.shared
def test_photovoltaic_yield_in_denver(shared_dir):
    weather = read_epw(shared_dir / "data" / "energy" / "weather" / "bestest_725650TY.epw")
    # the prototype's 1595 kWh/kWp had no inverter; this one takes 4 %
    assert one_field(weather).sum() / 1000 == pytest.approx(1595 * 0.96, rel=0.05)


def test_solar_heat_balances_and_is_never_more_than_is_drawn(weather, hourly_of):
    drawn = hourly_of().hot_water_w * 1.1
    last = 0.0
    for area in (1, 2, 4, 8):
        year = solar_heat(drawn, set_values(Study(), [f"renewables.solar_thermal_m2={area}"]), weather, Notebook())
        assert (year.used_w <= drawn + 1e-9).all()
        assert (year.used_w >= 0.0).all()
        assert year.gained_w.sum() == pytest.approx(year.used_w.sum() + year.lost_w.sum() + year.left_wh)
        assert year.used_w.sum() > last
        last = year.used_w.sum()
    assert last < drawn.sum()


def test_solar_collectors_save_what_they_give(run):
    without, with_sun = run(), run("renewables.solar_thermal_m2=4")
    saved = without.final_by_use_kwh["hot_water"]["electricity"] - with_sun.final_by_use_kwh["hot_water"]["electricity"]
    assert saved == pytest.approx(with_sun.solar_heat_kwh)  # electric heating: one for one
    assert with_sun.final_by_use_kwh["auxiliary"]["electricity"] > without.final_by_use_kwh["auxiliary"]["electricity"]
    tubes = run("renewables.solar_thermal_m2=4", "renewables.solar_thermal_type=evacuated_tube")
    assert tubes.solar_heat_kwh != with_sun.solar_heat_kwh
