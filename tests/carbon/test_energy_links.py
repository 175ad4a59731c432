"""What energy results feed in carbon: grid hours, district cooling, batteries, machines, refrigerants, lifts, water."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bldgassess.carbon.assess import compute_carbon
from bldgassess.carbon.grid import grid_path
from bldgassess.carbon.grid_shape import grid_shape, hourly_weight
from bldgassess.carbon.operation import operation
from bldgassess.carbon.refrigerants import refrigerant_charge
from bldgassess.carbon.systems import system_lines
from bldgassess.carbon.use import occupants, water_row
from bldgassess.energy.result import BatteryYear, HourlyEnergy
from bldgassess.model import Storey
from bldgassess.study import Study, set_values

YEARS = range(2026, 2028)
NOTHING = np.zeros(8760)


def flows(grid=NOTHING, exported=NOTHING):
    return HourlyEnergy({}, NOTHING, NOTHING, NOTHING, NOTHING, grid, exported, NOTHING)


@pytest.mark.parametrize("region", ["CN-HI", "DEU", "SWE"])
def test_shape_of_the_grid_has_mean_one_and_dips_on_summer_noons(region):
    shape, source = grid_shape(region)
    assert shape.mean() == pytest.approx(1.0)
    july = shape.reshape(365, 24)[195]
    assert july[12] < 1.0 < july[19]
    assert source
    assert hourly_weight(np.ones(8760), region)[0] == 1.0
    assert hourly_weight(NOTHING, region)[0] == 1.0


def test_hours_weigh_bought_and_exported_electricity(make_energy):
    evening, noon = (np.tile(np.arange(24) == hour, 365) * 1000.0 for hour in (19, 12))
    energy = make_energy(grid_kwh=365.0, pv_kwh=500.0, self_used_kwh=135.0, hourly=flows(evening, noon))
    path = grid_path("CN-HI", "static", YEARS)
    plain, weighed = (operation(energy, path, "CN-HI", YEARS, grid_hourly=flag) for flag in (False, True))
    shape = grid_shape("CN-HI")[0].reshape(365, 24)
    assert sum(weighed.yearly_kgco2e) / sum(plain.yearly_kgco2e) == pytest.approx(shape[:, 19].mean())
    assert weighed.exported_kgco2e / plain.exported_kgco2e == pytest.approx(shape[:, 12].mean())
    assert sum(weighed.yearly_kgco2e) > sum(plain.yearly_kgco2e)
    flat = operation(replace(energy, hourly=flows(np.ones(8760))), path, "CN-HI", YEARS, grid_hourly=True)
    assert flat.yearly_kgco2e == pytest.approx(plain.yearly_kgco2e)


def test_the_option_shows_itself(two_room_building, make_inventory, make_energy):
    energy = make_energy(hourly=flows(np.ones(8760)))
    study = set_values(Study(), ["carbon.grid_hourly=true"])
    carbon = compute_carbon(make_inventory(), energy, two_room_building, study, "CN-HI")
    assert "carbon.grid_shape" in {item.id for item in carbon.assumptions}


def test_what_a_battery_loses_is_not_exported(make_energy):
    energy = make_energy(
        final_kwh={"electricity": 1000.0}, pv_kwh=1000.0, self_used_kwh=500.0, grid_kwh=500.0,
        battery=BatteryYear(charged_kwh=300.0, discharged_kwh=240.0, left_kwh=10.0),
    )  # fmt: skip
    path = grid_path("CN-HI", "static", YEARS)
    # 1000 made - 500 used - 60 kept by the battery
    assert energy.exported_kwh == pytest.approx(440.0)
    assert operation(energy, path, "CN-HI", YEARS).exported_kgco2e == pytest.approx(440.0 * math.fsum(path.factors))
    # by the year: 1000 of demand covered by 1000 of yield, nothing left to sell
    assert operation(energy, path, "CN-HI", YEARS, pv="annual").exported_kgco2e == 0.0


def test_district_cooling_by_hand(make_energy):
    energy = make_energy(final_kwh={"district_cooling": 810.0}, grid_kwh=0.0)
    path = grid_path("CN-HI", "static", YEARS)
    work = operation(energy, path, "CN-HI", YEARS)
    # 810 / (4.5 x 0.9) = 200 kWh of electricity at the plant
    assert work.yearly_kgco2e == pytest.approx([200.0 * factor for factor in path.factors])
    assert [row.id for row in work.rows] == ["energy/district_cooling"]


def amounts(building, energy, *assignments):
    lines, _ = system_lines(building, energy, set_values(Study(), list(assignments)))
    return {line.id.removeprefix("system/"): line.quantity for line in lines}


def test_machines_follow_what_is_installed(two_room_building, make_energy):
    energy = make_energy(
        peak_heating_w=5000.0, peak_cooling_w=6000.0, installed_heating_w=9000.0, installed_cooling_w=8000.0,
        heat_pump_w=6000.0,
    )  # fmt: skip
    found = amounts(two_room_building, energy, "operation.heating=heat_pump")
    assert found["heat_pump"] == pytest.approx(0.6)
    assert found["cooling_units"] == pytest.approx(8.0)
    assert found["radiators"] == pytest.approx(12 * 9.0)
    floor = amounts(two_room_building, energy, "operation.heating_emission=underfloor")
    assert "radiators" not in floor
    assert floor["underfloor_pipes"] == pytest.approx(0.6 * 40)
    ground = amounts(two_room_building, energy, "operation.heating=ground_heat_pump")
    assert ground["ground_loop"] == pytest.approx(0.6)
    both = amounts(two_room_building, energy, "operation.heating=split_unit")
    assert both["cooling_units"] == pytest.approx(8.0)  # units that heat and cool count once
    assert "radiators" not in both
    cold = amounts(two_room_building, energy, "operation.cooling=district_cooling")
    assert "cooling_units" not in cold


def test_renewables_have_embodied_carbon(two_room_building, make_energy):
    found = amounts(
        two_room_building, make_energy(), "renewables.battery_kwh=10", "renewables.solar_thermal_m2=4",
        "renewables.pv_roof_fraction=0.5", "renewables.pv_module_w_m2=200",
    )  # fmt: skip
    assert found["battery"] == 10.0
    assert found["solar_flat_plate"] == 4.0
    assert "solar_tubes" not in found
    assert found["photovoltaics"] == pytest.approx(5.0 * 20 * 0.2)  # half of 40 m2 roof, 200 W/m2, 5 m2/kWp


def test_reversible_units_hold_their_refrigerant_once(make_energy):
    energy = make_energy(installed_cooling_w=8000.0, heat_pump_w=10000.0)

    def charge(*assignments):
        return refrigerant_charge(energy, set_values(Study(), list(assignments))).kg

    assert charge("operation.heating=split_unit", "operation.cooling=split_unit") == pytest.approx(0.25 * 10)
    assert charge("operation.heating=heat_pump", "operation.cooling=split_unit") == pytest.approx(0.25 * 18)
    assert charge("operation.heating=ground_heat_pump", "operation.cooling=none") == pytest.approx(0.2 * 10)
    assert charge("operation.heating=gas_boiler", "operation.cooling=district_cooling") == 0.0


def test_lifts_of_energy_and_carbon_are_the_same(two_room_building, make_energy):
    tall = replace(two_room_building, storeys=tuple(Storey(str(k), str(k), 3.0 * k) for k in range(6)))
    assert amounts(tall, make_energy())["lift_base"] == 1.0
    assert amounts(tall, make_energy(), "carbon.lifts=0").keys().isdisjoint({"lift_base", "lift_storeys"})


def test_water_is_of_the_people_of_the_hourly_year(two_room_building):
    people = occupants(two_room_building, Study())
    assert people == pytest.approx(0.0235 * 40, rel=1e-3)
    row, _ = water_row(two_room_building, Study(), 50)
    assert row.kgco2e["B7"] == pytest.approx(people * 120 * 365 / 1000 * 0.2377557 * 50)
