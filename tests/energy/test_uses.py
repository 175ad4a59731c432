"""Final energy by use, carrier, month and hour: sums agree, every system runs, what cannot be is refused."""

import dataclasses
import math

import numpy as np
import pytest

from bldgassess.energy.figures import figures
from bldgassess.energy.heating import CARRIER_OF
from bldgassess.energy.result import CARRIERS, USES
from bldgassess.energy.small_uses import lift_count
from bldgassess.energy.uses import compute_energy
from bldgassess.errors import UserError
from bldgassess.messages import sentence
from bldgassess.model import Storey
from bldgassess.study import Study, set_values

OPERATION = Study.model_json_schema()["$defs"]["OperationStudy"]["properties"]


def enum(name):
    return [item for item in OPERATION[name]["enum"] if item != "none"]


def test_a_seasonal_efficiency_takes_the_place_of_the_curve(run):
    energy = run("operation.heating=gas_boiler", "operation.heating_efficiency=0.8", "operation.cooling_efficiency=5")
    loss = figures()["emission.radiator.loss"].value
    assert energy.final_by_use_kwh["heating"] == {
        "natural_gas": pytest.approx(energy.need_kwh["heating"] * (1 + loss) / 0.8)
    }
    assert energy.seasonal["heating"] == pytest.approx(0.8)
    assert energy.seasonal["cooling"] == pytest.approx(5.0)
    assert not any(item.id.startswith("energy.heating.gas_boiler") for item in energy.assumptions)
    assert any(item.id == "energy.emission.radiator.loss" for item in energy.assumptions)


def test_months_hours_uses_and_carriers_agree(run):
    energy = run("renewables.pv_kwp=3", "renewables.battery_kwh=4", "operation.heating=gas_boiler")
    by_use = math.fsum(kwh for carriers in energy.final_by_use_kwh.values() for kwh in carriers.values())
    months = math.fsum(kwh for values in energy.monthly_final_kwh.values() for kwh in values)
    hours = math.fsum(watts.sum() / 1000 for table in energy.hourly.final_w.values() for watts in table.values())
    assert by_use == pytest.approx(math.fsum(energy.final_kwh.values()))
    assert months == pytest.approx(by_use)
    assert hours == pytest.approx(by_use)
    assert set(energy.need_kwh) == set(energy.hourly.final_w) == set(USES)
    assert set(energy.final_kwh) <= set(CARRIERS)
    assert energy.grid_kwh == pytest.approx(energy.final_kwh["electricity"] - energy.self_used_kwh)
    assert not energy.hourly.grid_w.flags.writeable


@pytest.mark.parametrize("heating", enum("heating"))
def test_every_heating_runs_on_its_carrier_and_never_gains(run, heating):
    energy = run(f"operation.heating={heating}")
    final = energy.final_by_use_kwh["heating"]
    assert set(final) == {CARRIER_OF[heating]}
    given = energy.seasonal["heating"] * sum(final.values())
    assert given >= energy.need_kwh["heating"]  # losses are never negative
    low, high = {"electricity": (0.99, 8.0)}.get(CARRIER_OF[heating], (0.6, 1.0))
    assert low <= energy.seasonal["heating"] <= high


@pytest.mark.parametrize("cooling", enum("cooling"))
def test_every_cooling_runs(run, cooling):
    energy = run(f"operation.cooling={cooling}", rooms=("operation.cooling_setpoint_c=24",))
    carrier = "district_cooling" if cooling == "district_cooling" else "electricity"
    assert set(energy.final_by_use_kwh["cooling"]) == {carrier}
    assert 0.9 < energy.seasonal["cooling"] < 12.0
    assert energy.installed_cooling_w >= energy.peak_cooling_w * (1 - 1e-9)


@pytest.mark.parametrize("hot_water", enum("hot_water"))
def test_every_hot_water_runs_and_pays_for_pipes_and_store(run, hot_water):
    energy = run(f"operation.hot_water={hot_water}")
    (carrier,) = energy.final_by_use_kwh["hot_water"]
    assert carrier == CARRIER_OF[hot_water]
    given = energy.seasonal["hot_water"] * energy.final_by_use_kwh["hot_water"][carrier]
    assert given > 1.1 * energy.need_kwh["hot_water"]


def test_no_systems_no_energy(run):
    off = ("operation.heating=none", "operation.cooling=none", "operation.hot_water=none")
    energy = run(*off, rooms=off)
    assert energy.final_by_use_kwh["heating"] == {}
    assert energy.need_kwh["hot_water"] == energy.need_kwh["cooling"] == energy.need_kwh["auxiliary"] == 0.0
    assert energy.seasonal == {}
    assert [issue.code for issue in energy.issues] == ["energy.cold_without_heating"]
    assert "Choose operation.heating" in sentence(energy.issues[0])


def test_pumps_run_in_water_circuits_only(run):
    assert run("operation.heating=gas_boiler").final_by_use_kwh["auxiliary"]["electricity"] > 0.0
    dry = run("operation.heating=split_unit", "operation.cooling=split_unit")
    assert dry.final_by_use_kwh["auxiliary"] == {}


def test_lifts_by_hand(run, hourly_of, weather, two_room_building):
    study = set_values(Study(), ["carbon.lifts=2", "building.use=apartment"])
    energy = compute_energy(hourly_of(), study, weather, two_room_building)
    # a lift: 0.84 mWh/(m kg) x 630 kg x 1 m/s x 3600 s/h x 0.5 h/d = 952.6 Wh/d; stand-by 100 W x 23.5 h/d = 2350 Wh/d
    assert energy.final_by_use_kwh["lifts"]["electricity"] == pytest.approx(2 * 365 * (0.95256 + 2.350), rel=1e-3)
    assert lift_count(two_room_building, Study()) == 0
    tall = dataclasses.replace(two_room_building, storeys=tuple(Storey(str(k), str(k), 3.0 * k) for k in range(5)))
    assert lift_count(tall, Study()) == 1
    assert run().lifts == 0


@pytest.mark.parametrize(
    ("code", "assignments"),
    [
        ("energy.flow_too_hot_for_heat_pump", ["operation.heating_flow_c=80"]),
        ("energy.flow_too_hot_for_floor", ["operation.heating_emission=underfloor", "operation.heating_flow_c=55"]),
        ("energy.flow_too_cold", ["operation.heating_setpoint_c=27", "operation.heating_flow_c=26"]),
        ("energy.solar_without_hot_water", ["operation.hot_water=none", "renewables.solar_thermal_m2=4"]),
        ("energy.pv_size", ["renewables.pv_fields=[{tilt_deg: 30, azimuth_deg: 180}]"]),
        ("energy.pv_size", ["renewables.pv_fields=[{kwp: 1, area_m2: 5, tilt_deg: 30, azimuth_deg: 180}]"]),
    ],
)
def test_impossible_systems_are_refused_in_one_sentence(run, code, assignments):
    with pytest.raises(UserError) as caught:
        run(*assignments)
    assert code in [issue.code for issue in caught.value.issues]
    assert all(sentence(issue).endswith(".") for issue in caught.value.issues)


def test_a_flow_that_a_boiler_can_do_is_fine(run):
    assert run("operation.heating=gas_boiler", "operation.heating_flow_c=80").final_kwh["natural_gas"] > 0.0


def test_arrays_of_the_year_are_not_negative(run):
    energy = run("operation.hot_water=heat_pump", "renewables.pv_kwp=2")
    for table in energy.hourly.final_w.values():
        for watts in table.values():
            assert np.isfinite(watts).all()
            assert (watts >= 0.0).all()
