"""Measures and constructions by hand in the inventory and the constructions of the two hand-made rooms."""

import math
from dataclasses import replace

import pytest

from bldgassess.errors import UserError
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.inventory.measures import driver_amount
from bldgassess.inventory.swaps import find_record
from bldgassess.messages import sentence
from bldgassess.study import Study, apply_measures, load_measures, make_study
from materials_db.store import load_store

STORE = load_store()


def _made(building, study):
    applied = apply_measures(study, building)
    inventory = compute_inventory(applied.building, applied.study, STORE)
    return inventory, compute_constructions(applied.building, applied.study, inventory), applied.building


def _with(building, **measures):
    return _made(building, make_study({"measures": measures}))


def _a1a3(inventory):
    return math.fsum(
        i.quantity * i.record.gwp_kgco2e["A1-A3"] for i in inventory.lines if i.record and not i.is_removed
    )


@pytest.mark.parametrize(
    ("measure", "surface", "area"),
    [
        ("roof_insulation", "room-a/roof", 40.0),
        ("wall_insulation", "room-a/north", 72.0),
        ("floor_insulation", "", 40.0),
    ],
)
@pytest.mark.parametrize("side", ["outside", "inside"])
def test_insulation_adds_its_resistance_and_its_mass(two_room_building, measure, surface, area, side):
    _, before, _ = _with(two_room_building)
    surface = surface or next(s.id for s in two_room_building.surfaces if s.kind == "floor")
    inventory, after, _ = _with(two_room_building, **{measure: {"thickness_mm": 95, "material": "eps", "side": side}})
    record = find_record("eps", Study(), STORE)
    gained = 1.0 / after[surface].u_value_w_m2k - 1.0 / before[surface].u_value_w_m2k
    assert gained == pytest.approx(0.095 / record.conductivity_w_mk)
    own = [line for line in inventory.lines if line.origin == f"measure:{measure}"]
    assert math.fsum(line.volume_m3 for line in own) == pytest.approx(0.095 * area)
    assert math.fsum(line.mass_kg for line in own) == pytest.approx(0.095 * area * record.density_kg_m3)
    assert all(line.record is record and line.id == f"{line.guid}/{measure}" for line in own)
    outermost = after[surface].layers[-1 if "roof" in measure else 0]
    assert (outermost.thickness_m == 0.095) == (side == "outside")
    assert set(after) == set(before)


def test_inner_insulation_takes_the_mass_from_the_room(two_room_building):
    _, out, _ = _with(two_room_building, roof_insulation={"side": "outside"})
    _, inner, _ = _with(two_room_building, roof_insulation={"side": "inside"})
    assert inner["room-a/roof"].heat_capacity_j_m2k < out["room-a/roof"].heat_capacity_j_m2k
    assert inner["room-a/roof"].u_value_w_m2k == pytest.approx(out["room-a/roof"].u_value_w_m2k)


def test_a_wall_known_by_its_u_value_alone_gains_the_same_resistance(two_room_building):
    known = replace(
        two_room_building, elements=tuple(replace(item, u_value_w_m2k=1.0) for item in two_room_building.elements)
    )
    _, after, _ = _with(known, wall_insulation={"thickness_mm": 100, "material": "eps"})
    assert 1.0 / after["room-a/north"].u_value_w_m2k == pytest.approx(
        1.0 + 0.1 / find_record("eps", Study(), STORE).conductivity_w_mk
    )


def test_new_windows_have_their_figures_and_their_record(two_room_building):
    inventory, constructions, building = _with(
        two_room_building, window_replacement={"u_w_m2k": 0.8, "g_fraction": 0.4}
    )
    assert constructions["win-a"].u_value_w_m2k == 0.8
    assert {item.g_value for item in building.openings} == {0.4}
    windows = [line for line in inventory.lines if line.part == "window"]
    assert [line.record.id for line in windows] == ["CN-GBT51366-054"] * 2
    assert [line.quantity for line in windows] == pytest.approx([3.0, 3.0])


def test_windows_taken_out_count_their_end_of_life_alone(two_room_building):
    old = next(line for line in _made(two_room_building, Study())[0].lines if line.part == "window")
    study = make_study({"measures": {"window_replacement": {}}, "carbon": {"removed_products": "end_of_life"}})
    inventory, _, _ = _made(two_room_building, study)
    gone = [line for line in inventory.lines if line.is_removed]
    assert len(gone) == 2 and {line.record.id for line in gone} == {old.record.id}
    assert inventory.mass_kg == pytest.approx(math.fsum(i.mass_kg for i in inventory.lines if not i.is_removed))


def test_window_ratio_moves_products_from_wall_to_window(two_room_building):
    before, _, _ = _with(two_room_building)
    after, _, building = _with(two_room_building, window_ratio={"ratio_pct": 25})

    def of(inventory, part):
        return math.fsum(
            line.volume_m3 if part != "window" else line.quantity for line in inventory.lines if line.part == part
        )

    assert of(after, "window") > of(before, "window")
    lost_m2 = 72.0 - math.fsum(s.area_m2 for s in building.surfaces if s.kind == "wall" and s.boundary == "outside")
    assert of(after, "external_wall") == pytest.approx(of(before, "external_wall") - lost_m2 * 0.29)
    assert of(after, "window") - of(before, "window") == pytest.approx(lost_m2)


@pytest.mark.parametrize("measure", ["low_carbon_concrete", "timber_structure"])
def test_low_carbon_structure_lowers_a1a3_and_keeps_volumes(two_room_building, measure):
    before, _, _ = _with(two_room_building)
    after, _, _ = _with(two_room_building, **{measure: {}})
    assert _a1a3(after) < _a1a3(before)
    assert len(after.lines) == len(before.lines)
    assert [line.volume_m3 for line in after.lines] == pytest.approx([line.volume_m3 for line in before.lines])
    swapped = [line for line in after.lines if line.origin == f"measure:{measure}"]
    assert swapped and all("in place of" in line.fallback for line in swapped)


def test_low_carbon_concrete_keeps_the_heat_flow(two_room_building):
    _, before, _ = _with(two_room_building)
    _, after, _ = _with(two_room_building, low_carbon_concrete={})
    assert {k: v.u_value_w_m2k for k, v in after.items()} == {k: v.u_value_w_m2k for k, v in before.items()}


def test_a_swap_never_takes_the_heavier_record(two_room_building):
    before, _, _ = _with(two_room_building)
    after, _, _ = _with(two_room_building, low_carbon_concrete={"material": "CN-GBT51366-002"})  # C50
    assert after.lines == before.lines


@pytest.mark.parametrize("measure", [item for item in load_measures() if item.items], ids=lambda item: item.id)
def test_products_of_a_measure_follow_their_driver(two_room_building, measure):
    values = {"supply_filters": {}, "heat_recovery": {}} if measure.needs else {measure.id: {}}
    inventory, _, building = _with(two_room_building, **values)
    own = [line for line in inventory.lines if line.id.startswith(f"measure/{measure.id}/")]
    assert len(own) == len(measure.items)
    for line, item in zip(own, measure.items, strict=True):
        times = float(measure.parameters[item.times].default) if item.times else 1.0
        amount = driver_amount(building, item.driver) * item.amount * times
        found = {"kg": line.mass_kg, "m2": line.quantity, "piece": line.quantity}[item.unit]
        assert found == pytest.approx(amount) and amount > 0.0
        assert line.record.gwp_kgco2e["A1-A3"] > 0.0
        assert line.service_life_a == item.service_life_a and item.source in line.quantity_origin


def test_drivers_on_paper(two_room_building):
    found = {key: driver_amount(two_room_building, key) for key in ("window_m2", "outer_m2", "inner_m2", "gia_m2")}
    assert found == {"window_m2": 6.0, "outer_m2": 112.0, "inner_m2": 142.0, "gia_m2": 40.0}
    assert driver_amount(two_room_building, "heated_rooms") == 2.0


def test_a_product_no_database_has_is_refused(two_room_building):
    study = make_study({"measures": {"roof_insulation": {"material": "XX-1"}}})
    with pytest.raises(UserError) as caught:
        _made(two_room_building, study)
    assert "XX-1" in sentence(caught.value.issues[0])


def _by_hand(building, **constructions):
    return _made(building, make_study({"envelope": {"constructions": constructions}}))


BRICK = {"material": "Clay brick", "thickness_mm": 365}
EPS = {"material": "EPS board", "thickness_mm": 100}


def test_a_construction_by_hand_makes_inventory_and_u_value(two_room_building):
    inventory, constructions, _ = _by_hand(two_room_building, external_wall=[EPS, BRICK])
    walls = [line for line in inventory.lines if line.part == "external_wall"]
    eps = math.fsum(line.volume_m3 for line in walls if "EPS" in line.material)
    assert eps == pytest.approx(0.1 * 72.0)
    found = constructions["room-a/north"]
    assert [layer.thickness_m for layer in found.layers] == [0.1, 0.365]  # outside first
    resistance = sum(layer.resistance_m2k_w for layer in found.layers)
    assert found.u_value_w_m2k == pytest.approx(1.0 / (0.13 + resistance + 0.04))


def test_slabs_are_given_from_the_top_down(two_room_building):
    _, constructions, _ = _by_hand(two_room_building, roof=[EPS, {"material": "Concrete C30/37", "thickness_mm": 200}])
    assert constructions["room-a/roof"].layers[-1].material == "EPS board"  # drawn from below up: the last is outer


@pytest.mark.parametrize("key", ["w-north", "room-a/north"])
def test_an_element_or_its_face_wins_over_its_part(two_room_building, key):
    _, constructions, _ = _by_hand(two_room_building, external_wall=[BRICK], **{key: [EPS]})
    assert len(constructions["room-a/north"].layers) == 1
    assert constructions["room-a/north"].layers[0].material == "EPS board"
    assert constructions["room-a/south"].layers[0].material == "Clay brick"


def test_a_record_chosen_for_a_layer_is_used(two_room_building):
    inventory, _, _ = _by_hand(two_room_building, external_wall=[{**BRICK, "record": "DK-T7-G0707"}])
    assert {line.record.id for line in inventory.lines if line.part == "external_wall"} == {"DK-T7-G0707"}


def test_a_face_without_an_element_gets_one(two_room_building):
    bare = replace(
        two_room_building,
        elements=(),
        surfaces=tuple(replace(s, element_guid=None) for s in two_room_building.surfaces),
    )
    inventory, constructions, _ = _by_hand(bare, external_wall=[BRICK])
    assert math.fsum(line.volume_m3 for line in inventory.lines) == pytest.approx(0.365 * 72.0)
    assert constructions["room-a/north"].origin == "layers"


def test_constructions_that_cannot_be_are_one_sentence_each(two_room_building):
    with pytest.raises(UserError) as caught:
        _by_hand(two_room_building, window=[EPS], attic=[EPS], roof=[])
    said = [sentence(issue) for issue in caught.value.issues]
    assert len(said) == 3 and any("attic fits nothing" in text for text in said)
    with pytest.raises(UserError):
        make_study({"envelope": {"constructions": {"roof": [{"material": "EPS", "thickness_mm": -1}]}}})
