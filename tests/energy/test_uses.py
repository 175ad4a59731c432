"""Final energy, carriers, photovoltaics."""

import math

import pytest

from bldgassess.energy.photovoltaics import pv_power_w
from bldgassess.energy.systems import CARRIER_OF, systems
from bldgassess.energy.uses import compute_energy
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.solve import compute_hourly
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.hourly.weather import read_epw
from bldgassess.inventory.build import compute_inventory
from bldgassess.study import Study, set_values
from materials_db.store import load_store


@pytest.fixture(scope="module")
def weather():
    return make_typical_year(next(item for item in load_stations() if item.id == "mannheim"))


@pytest.fixture(scope="module")
def run(two_room_building, weather):
    def make(*assignments):
        study = set_values(Study(), list(assignments))
        inventory = compute_inventory(two_room_building, study, load_store())
        hourly = compute_hourly(two_room_building, study, inventory, weather)
        return compute_energy(hourly, study, weather)

    return make


def test_final_is_need_over_efficiency(run):
    energy = run("operation.heating=gas_boiler", "operation.heating_efficiency=0.8", "operation.hot_water=heat_pump")
    assert energy.final_by_use_kwh["heating"] == {"natural_gas": pytest.approx(energy.need_kwh["heating"] / 0.8)}
    warm = energy.final_by_use_kwh["hot_water"]["electricity"]
    assert warm == pytest.approx(energy.need_kwh["hot_water"] / systems()["hot_water.heat_pump"].value)
    assert any(item.id == "energy.hot_water.heat_pump" for item in energy.assumptions)
    assert not any(item.id.startswith("energy.heating") for item in energy.assumptions)


def test_months_uses_and_carriers_agree(run):
    energy = run("renewables.pv_kwp=3")
    by_use = math.fsum(kwh for carriers in energy.final_by_use_kwh.values() for kwh in carriers.values())
    months = math.fsum(kwh for values in energy.monthly_final_kwh.values() for kwh in values)
    assert by_use == pytest.approx(math.fsum(energy.final_kwh.values()))
    assert months == pytest.approx(by_use)
    assert energy.grid_kwh == pytest.approx(energy.final_kwh["electricity"] - energy.self_used_kwh)
    assert 0.0 < energy.self_used_kwh < energy.pv_kwh


def test_no_systems_no_energy(run):
    energy = run("operation.heating=none", "operation.cooling=none", "operation.hot_water=none")
    assert energy.final_by_use_kwh["heating"] == {}
    assert energy.need_kwh["hot_water"] == 0.0
    assert energy.need_kwh["cooling"] == 0.0


def test_every_system_of_the_study_has_a_carrier_and_an_efficiency():
    schema = Study.model_json_schema()["$defs"]["OperationStudy"]["properties"]
    for kind in ("heating", "hot_water"):
        for system in schema[kind]["enum"]:
            assert system == "none" or (system in CARRIER_OF and f"{kind}.{system}" in systems())
    for system in schema["cooling"]["enum"]:
        assert system == "none" or f"cooling.{system}" in systems()


def test_photovoltaic_yield_is_plausible(weather):
    study = set_values(Study(), ["renewables.pv_kwp=2", "renewables.pv_tilt_deg=30"])
    yield_kwh_kwp = pv_power_w(study, weather).sum() / 1000 / 2
    assert 850 < yield_kwh_kwp < 1250  # south-west Germany
    assert pv_power_w(Study(), weather).sum() == 0.0


@pytest.mark.shared
def test_photovoltaic_yield_in_denver(shared_dir):
    weather = read_epw(shared_dir / "data" / "energy" / "weather" / "bestest_725650TY.epw")
    study = set_values(Study(), ["renewables.pv_kwp=1", "renewables.pv_tilt_deg=30"])
    assert pv_power_w(study, weather).sum() / 1000 == pytest.approx(1595, rel=0.05)
