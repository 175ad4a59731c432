"""Groups of people, burden, access, nature, other climates."""

from dataclasses import replace

import pytest

from bldgassess.health.burden.mortality import attributable_fraction, burden_relations, years_lost
from bldgassess.health.climates import compute_climate
from bldgassess.health.community.access import check_access, compliant_pct
from bldgassess.health.community.nature import compute_nature
from bldgassess.health.inputs import HealthInputs, find_rooms
from bldgassess.health.people.populations import POPULATIONS, compute_populations, population_limits, verdict
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.study import Study, set_values


def _row(identity, value, **drivers):
    space = SpaceIndicator("room", value, "II", 75.0, drivers)
    return Indicator(
        identity, "air", identity, value, "ug/m3", "II", 75.0, "", "", "verified", "defaults", "", "", 0.0, (space,), ""
    )


def test_formaldehyde_of_46_passes_general_and_fails_infants():
    found = compute_populations([_row("I4", 46.0)], {"room": "living"})
    by_name = {item.population: item for item in found}
    assert by_name["general"].passes
    assert by_name["general"].health_class == "II"
    assert by_name["elderly"].passes
    assert not by_name["infant"].passes
    assert by_name["infant"].health_class == "IV"
    assert "passes general, elderly" in verdict(found)
    assert "fails infant (I4 46 > 30 ug/m3)" in verdict(found)


def test_no_group_is_less_strict_than_the_general_one():
    general = {(r.indicator, r.quantity, r.use): r for r in population_limits() if r.population == "general"}
    for row in population_limits():
        assert row.source
        assert row.population in POPULATIONS
        base = general.get((row.indicator, row.quantity, row.use))
        if base:
            assert row.limit <= base.limit if row.better == "lower" else row.limit >= base.limit


def test_limits_of_bedrooms_bind_bedrooms_only():
    rows = [_row("I1", 500.0)]
    asleep = compute_populations(rows, {"room": "bedroom"})[1].rows
    awake = compute_populations(rows, {"room": "living"})[1].rows
    assert [row.limit for row in asleep] == [380.0]
    assert [row.limit for row in awake] == [550.0]


def test_years_lost_by_hand():
    assert attributable_fraction(1.08, 10.0) == pytest.approx(0.0740741, abs=1e-6)
    assert years_lost(1.08, 10.0, 10.0, 0.008, 10.0) == pytest.approx(0.0740741 * 0.08, abs=1e-8)
    assert years_lost(1.08, -5.0, 10.0, 0.008, 10.0) == 0.0
    assert all(row.low < row.risk < row.high and row.source for row in burden_relations())


def test_burden_counts_only_what_has_a_relation(sample_assessments):
    for item in sample_assessments.values():
        burden = item.health.burden
        assert 0.0 < burden.people <= 6.0
        for part in burden.parts:
            assert part.pollutant in {row.pollutant for row in burden_relations()}
            assert 0.0 <= part.low <= part.daly <= part.high < 0.05


def test_nature_needs_all_three_to_be_told():
    assert compute_nature(Study().health).met is None
    told = set_values(
        Study(), ["health.trees_in_view=4", "health.tree_canopy_fraction=0.25", "health.green_distance_m=300"]
    )
    assert compute_nature(told.health).met == 2.0


def test_a_narrow_door_and_a_steep_ramp_fail(two_room_building):
    window = next(item for item in two_room_building.elements if item.guid == "win-a")
    door = replace(window, guid="door", ifc_class="IfcDoor", part="door", overall_width_m=0.85)
    wide = replace(door, guid="wide", overall_width_m=0.95)
    ramp = replace(
        window, guid="ramp", ifc_class="IfcRamp", part="stair", height_m=0.5, bbox_m=(0, 0, 0, 6.0, 1.2, 0.5)
    )
    flat = replace(ramp, guid="flat", height_m=0.4)
    building = replace(two_room_building, elements=(*two_room_building.elements, door, wide, ramp, flat))
    checks = {item.guid: item for item in check_access(building, Study())}
    assert [checks[key].passes for key in ("door", "wide", "ramp", "flat")] == [False, True, True, True]
    steep = replace(ramp, guid="steep", height_m=0.51)
    assert not check_access(replace(building, elements=(steep,)), Study())[0].passes
    assert compliant_pct(check_access(building, Study())) == 75.0
    assert compliant_pct(()) is None


def test_flats_on_two_storeys_ask_for_a_lift_and_a_house_does_not(two_room_building):
    a, b = two_room_building.spaces
    building = replace(two_room_building, spaces=(a, replace(b, storey_guid="storey-1")))
    flats = set_values(Study(), ["building.use=apartment"])
    assert [item.passes for item in check_access(building, flats) if item.rule == "lift"] == [False]
    served = set_values(flats, ["carbon.lifts=1"])
    assert [item.passes for item in check_access(building, served) if item.rule == "lift"] == [True]
    assert not [
        item for item in check_access(building, set_values(Study(), ["building.use=house"])) if item.rule == "lift"
    ]


def test_a_warmer_world_is_hotter_for_the_same_rooms(sample_assessments):
    item = sample_assessments["base"]
    study = set_values(item.study, ["operation.cooling=none"])
    inputs = HealthInputs(item.building, study, item.weather, item.hourly, item.inventory, find_rooms(item.hourly))
    found = compute_climate(inputs, "2.0C")
    now = next(row for row in item.health.indicators if row.id == "T4").value
    then = next(row for row in found.indicators if row.id == "T4").value
    assert then > now
    assert {row.id for row in found.indicators} == {"T2", "T3", "T4", "T5", "T6"}
    assert "2.0 degC" in found.source
    assert [row.population for row in found.populations] == list(POPULATIONS)
