"""Limits of codes against the two hand-made rooms, by hand."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from bldgassess.compliance.assess import compute_compliance
from bldgassess.compliance.facts import collect_facts, thermal_inertia
from bldgassess.compliance.limits import load_limits, load_places, load_zone_rules, standards
from bldgassess.compliance.names import ELEMENT_NAMES, QUANTITY_NAMES
from bldgassess.compliance.zones import country_of, degree_days, find_zone
from bldgassess.energy.uses import compute_energy
from bldgassess.errors import UserError
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.solve import compute_hourly
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.constructions import Construction, compute_constructions
from bldgassess.inventory.layers import ThermalLayer
from bldgassess.messages import sentence
from bldgassess.study import Study, make_study
from materials_db.store import load_store

DEFAULTS = Study()
STATIONS = {item.id: item for item in load_stations()}


@pytest.fixture(scope="module")
def year(two_room_building):
    """Weather, constructions and energy of a place and study, made once."""
    made, kept = {}, []

    def get(station="beijing", study=DEFAULTS, building=two_room_building):
        key = station, study.model_dump_json(), id(building)
        if key not in made:
            kept.append(building)  # alive, so that its id stays its own
            weather = make_typical_year(STATIONS[station])
            inventory = compute_inventory(building, study, load_store())
            hourly = compute_hourly(building, study, inventory, weather, steps_per_hour=1)
            constructions = compute_constructions(building, study, inventory)
            made[key] = weather, constructions, compute_energy(hourly, study, weather, building)
        return made[key]

    return get


def _held(year, model, station="beijing", **values):
    study = make_study(values)
    weather, constructions, energy = year(
        station, Study(**{k: v for k, v in values.items() if k != "compliance"}), model
    )
    return compute_compliance(model, study, constructions, energy, weather, STATIONS[station].grid_region)


def _one(result, element, quantity, direction=""):
    found = [r for r in result.rows if (r.element, r.quantity, r.direction) == (element, quantity, direction)]
    assert len(found) == 1, found
    return found[0]


def test_all_rows_of_the_shared_table_are_here_with_their_grade():
    limits = load_limits()
    assert len(limits) == 192 + 73 and len({item.id for item in limits}) == len(limits)
    assert Counter(item.quality for item in limits) == {"D": 264, "C": 1}
    assert all("memory" in item.source for item in limits)
    assert {item.element for item in limits} == set(ELEMENT_NAMES)
    assert {item.quantity for item in limits} == set(QUANTITY_NAMES)
    assert all(item.limit > 0.0 and item.unit for item in limits)


def test_every_zone_of_a_place_has_limits_and_a_use():
    known = {(item.country, zone) for item in load_limits() for zone in item.zones}
    assert {(item.country, item.zone) for item in load_places()} <= known
    assert {item.use for item in load_limits()} == {
        "residential",
        "public",
        "all",
        "office",
        "hotel",
        "healthcare",
        "school",
    }


@pytest.mark.parametrize(
    ("place", "zone"), [("beijing", "2B"), ("shanghai", "3A"), ("shenzhen", "4B"), ("sanya", "4B"), ("haikou", "4B")]
)
def test_places_of_china_have_their_zone(place, zone):
    weather = make_typical_year(STATIONS[place])
    assert find_zone("CN", weather, "").code == zone
    assert find_zone("CN", weather, "5A").code == "5A"


@pytest.mark.parametrize(
    ("day_mean_c", "zone"),
    [(-5.0, "1A"), (3.0, "1B"), (6.0, "1C"), (11.0, "2A"), (14.5, "5A"), (16.3, "5B"), (30.0, "4B")],
)
def test_degree_days_give_the_zone_far_from_any_place(day_mean_c, zone):
    weather = replace(make_typical_year(STATIONS["sanya"]), latitude_deg=0.0, longitude_deg=0.0)
    weather = replace(weather, t_out_c=np.full(8760, day_mean_c))
    assert degree_days(weather.t_out_c, 18.0) == pytest.approx(max(0.0, 365 * (18.0 - day_mean_c)))
    assert find_zone("CN", weather, "").code == zone


def test_hot_summers_part_the_zones_of_one_winter():
    weather = replace(make_typical_year(STATIONS["sanya"]), latitude_deg=0.0, longitude_deg=0.0)
    for hot_days, zone in ((5, "5A"), (60, "3A")):
        days = np.full(365, 14.0)
        days[:hot_days] = 27.0
        assert find_zone("CN", replace(weather, t_out_c=np.repeat(days, 24)), "").code == zone


def test_rules_leave_no_gap_between_zones():
    for country in {item.country for item in load_zone_rules()}:
        bounds = sorted(item.hdd[0] or 0.0 for item in load_zone_rules() if item.country == country)
        ends = {item.hdd[1] for item in load_zone_rules() if item.country == country}
        assert set(bounds) - {0.0} <= ends


def test_countries_of_grid_regions():
    assert [country_of(code) for code in ("CN-HI", "DEU", "ESP", "SGP")] == ["CN", "DE", "ES", "SGP"]


def test_walls_on_paper(year, two_room_building):
    result = _held(year, two_room_building)
    row = _one(result, "wall", "u")
    u = 1.0 / (0.13 + 0.24 / 0.6 + 0.05 / 0.038 + 0.04)
    assert row.value == pytest.approx(u)
    assert (row.limit, row.state, row.clause) == (0.35, "fail", "3.1.8")  # cold B, up to three storeys
    assert set(row.over) == {"w-east", "w-north", "w-south", "w-west"}
    assert row.quality == "D" and "memory" in row.source


def test_the_ratio_of_a_facade_picks_the_limit_of_its_windows(year, two_room_building):
    result = _held(year, two_room_building)
    row = _one(result, "window", "wwr", "south")
    assert row.value == pytest.approx(6.0 / 24.0)
    assert row.state == "pass"
    window = _one(result, "window", "u", "south")
    assert window.value == pytest.approx(2.8)
    assert (window.limit, window.state) == (1.8, "fail")
    assert window.over == ("win-a", "win-b")
    assert not [r for r in result.rows if r.element == "window" and r.direction in {"north", "east", "west"}]


def test_more_glass_needs_better_glass(year, two_room_building):
    larger = replace(
        two_room_building,
        openings=tuple(replace(item, area_m2=5.0) for item in two_room_building.openings),
        surfaces=tuple(
            replace(item, area_m2=7.0) if item.id.endswith("/south") else item for item in two_room_building.surfaces
        ),
    )
    row = _one(_held(year, larger), "window", "u", "south")
    assert (row.condition, row.limit) == ("<=3 storeys, 0.30<WWR<=0.45", 1.5)
    glass = replace(
        larger,
        openings=tuple(replace(item, area_m2=12.0) for item in larger.openings),
        surfaces=tuple(replace(i, area_m2=0.01) if i.id.endswith("/south") else i for i in larger.surfaces),
    )
    row = _one(_held(year, glass), "window", "u", "south")
    assert row.state == "not_assessed" and "100 %" in sentence(row.reason)


def test_shape_factor_on_paper(year, two_room_building):
    row = _one(_held(year, two_room_building), "building", "shape_factor")
    assert row.value == pytest.approx((78.0 + 40.0) / 120.0)  # walls with windows, roof; not the ground
    assert (row.limit, row.state) == (0.57, "fail")


def test_energy_use_on_paper(year, two_room_building):
    result = _held(year, two_room_building)
    _, _, energy = year()
    row = _one(result, "building", "heating_need")
    assert row.value == pytest.approx(energy.need_kwh["heating"] / 40.0)
    sanya = _held(year, two_room_building, "sanya")
    _, _, energy = year("sanya")
    cooling = _one(sanya, "building", "cooling_electricity")
    assert cooling.value == pytest.approx(energy.final_by_use_kwh["cooling"]["electricity"] / 40.0)


def test_a_figure_of_electricity_is_not_held_against_gas(year, two_room_building):
    result = _held(year, two_room_building, "shanghai", operation={"heating": "gas_boiler"})
    row = _one(result, "building", "heating_electricity")
    assert row.value is None and row.state == "not_assessed" and "natural_gas" in sentence(row.reason)


def test_light_and_heavy_walls_have_their_own_limits(year, two_room_building):
    light = replace(
        two_room_building,
        elements=tuple(
            replace(item, materials=(replace(item.materials[1], index=0, thickness_m=0.15),))
            if item.guid == "w-north"
            else item
            for item in two_room_building.elements
        ),
    )
    rows = [r for r in _held(year, light, "sanya").rows if r.element == "wall"]
    assert {row.condition: row.limit for row in rows} == {"D<=2.5": 0.7, "D>2.5": 1.5}
    assert next(r for r in rows if r.condition == "D<=2.5").value == pytest.approx(1.0 / (0.17 + 0.15 / 0.038))


def test_walls_of_unknown_layers_are_held_against_the_stricter_limit(year, two_room_building):
    bare = replace(
        two_room_building,
        elements=(),
        surfaces=tuple(replace(s, element_guid=None) for s in two_room_building.surfaces),
    )
    row = _one(_held(year, bare, "sanya"), "wall", "u")
    assert row.limit == 0.7 and "layers" in sentence(row.reason)
    assert row.over and row.over[0].startswith("room-")  # no element: the face's own id


def test_thermal_inertia_of_a_brick_wall():
    brick = ThermalLayer("brick", 0.24, 0.81, 1800.0, 1050.0, "GB 50176 Annex B order")
    construction = Construction((brick,), 1.0, 0.0, "layers")
    # D = R S, S = sqrt(2 pi 0.81 x 1050 x 1800 / 86400) = 10.55 W/(m2 K), as GB 50176 prints it (10.63)
    assert thermal_inertia(construction) == pytest.approx(0.24 / 0.81 * 10.55, rel=2e-3)
    assert thermal_inertia(replace(construction, layers=())) is None


def test_countries_choose_their_code(year, two_room_building):
    assert {r.standard for r in _held(year, two_room_building, "mannheim").rows} == {"GEG 2024"}
    madrid = _held(year, two_room_building, "madrid")
    assert madrid.zone == "D" and {r.standard for r in madrid.rows} == {"CTE DB-HE 2019"}
    assert {r.standard for r in _held(year, two_room_building, "helsinki").rows} == {"Decree 1010/2017"}
    none = _held(year, two_room_building, "singapore")
    assert none.rows == () and [sentence(i) for i in none.issues]


def test_what_is_no_limit_or_not_computed_says_so(year, two_room_building):
    rows = {(r.element, r.quantity): r for r in _held(year, two_room_building, "mannheim").rows}
    assert "not a limit" in sentence(rows["window", "g_reference"].reason)
    assert rows["bridges", "u"].state == "not_assessed"
    assert "ground" in sentence(rows["floor", "u"].reason)


def test_standards_are_chosen_by_name(year, two_room_building):
    asked = {"standards": ["Passive House", "GB/T 51350-2019"]}
    result = _held(year, two_room_building, compliance=asked)
    assert {row.standard for row in result.rows} == set(asked["standards"])
    assert _one(result, "building", "heating_need").limit == 15.0
    with pytest.raises(UserError) as caught:
        _held(year, two_room_building, compliance={"standards": ["GB 1", "GB 2"]})
    assert len(caught.value.issues) == 2 and all(name in sentence(caught.value.issues[0]) for name in standards())


def test_small_public_buildings_have_no_limits_in_the_table(year, two_room_building):
    result = _held(year, two_room_building, building={"use": "office"})
    assert [issue.code for issue in result.issues] == ["compliance.no_limits"]
    assert {row.quantity for row in result.rows} == {"public_electricity"}


def test_certified_refuses_limits_from_memory_by_name(year, two_room_building):
    with pytest.raises(UserError) as caught:
        _held(year, two_room_building, compliance={"certified": True})
    said = sentence(caught.value.issues[0])
    assert "GB 55015-2021 3.1.8 wall u" in said and "from memory" in said


def test_better_walls_never_lose_a_limit(year, two_room_building):
    def states(u):
        known = replace(
            two_room_building, elements=tuple(replace(item, u_value_w_m2k=u) for item in two_room_building.elements)
        )
        return [r.state for r in _held(year, known).rows if r.element in {"wall", "roof"}]

    assert states(0.1) == ["pass", "pass"] and states(3.0) == ["fail", "fail"]


def test_facts_leave_unheated_rooms_out(year, two_room_building):
    _, constructions, energy = year()
    cold = replace(
        two_room_building,
        spaces=tuple(replace(item, is_heated=item.guid != "room-b") for item in two_room_building.spaces),
    )
    facts = collect_facts(cold, Study(), constructions, energy)
    assert math.fsum(piece.area_m2 for piece in facts.pieces["wall"]) == pytest.approx(36.0)
    assert facts.window_m2["south"] == 3.0
