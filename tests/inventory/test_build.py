"""The inventory of the two hand-made rooms, against figures worked on paper."""

from dataclasses import replace

import pytest

from bldgassess.errors import UserError
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.constructions import RSE, RSI_WALL, compute_constructions
from bldgassess.inventory.shares import layer_shares
from bldgassess.messages import sentence
from bldgassess.model import MaterialLayer
from bldgassess.study import Study
from materials_db.store import load_store

STUDY = Study()


@pytest.fixture(scope="module")
def inventory(two_room_building):
    return compute_inventory(two_room_building, STUDY, load_store())


def test_volumes_of_layers_add_up_to_the_elements(two_room_building, inventory):
    for element in two_room_building.elements:
        if element.part == "window":
            continue
        lines = [line for line in inventory.lines if line.guid == element.guid]
        assert sum(line.volume_m3 for line in lines) == pytest.approx(element.volume_m3, rel=1e-12)


def test_concrete_slab_on_paper(inventory):
    line = next(line for line in inventory.lines if line.guid == "ground")
    assert line.quantity == pytest.approx(8.0)  # 40 m2 x 0.2 m
    assert line.unit == "m3"
    assert line.record.id == "CN-GBT51366-001"
    assert line.mass_kg == pytest.approx(8.0 * line.record.density_kg_m3)
    assert line.service_life_a is None
    assert "mesh volume" in line.quantity_origin


def test_windows_count_by_area_and_their_stand_in_says_so(inventory):
    line = next(line for line in inventory.lines if line.guid == "win-a")
    assert (line.quantity, line.unit) == (pytest.approx(3.0), "m2")
    assert line.match_method in {"part", "glossary"}
    assert line.fallback
    assert line.service_life_a == 30.0


def test_mapped_mass_leaves_stand_ins_out(two_room_building):
    nameless = tuple(
        replace(element, materials=(MaterialLayer(0, "Solid 17", 0.2),)) if element.guid == "ground" else element
        for element in two_room_building.elements
    )
    found = compute_inventory(replace(two_room_building, elements=nameless), STUDY, load_store())
    line = next(line for line in found.lines if line.guid == "ground")
    assert line.match_method == "part"
    assert line.record is not None
    assert found.mapped_mass_fraction < 0.9
    assert any(item.id == "inventory.part.ground_slab" for item in found.assumptions)
    assert any(issue.code == "materials.stand_in" and "ground" in issue.ids for issue in found.issues)


def test_order_of_elements_changes_nothing(two_room_building, inventory):
    turned = replace(two_room_building, elements=tuple(reversed(two_room_building.elements)))
    assert compute_inventory(turned, STUDY, load_store()).lines == inventory.lines


def test_stud_layer_is_not_solid_steel(two_room_building):
    studs = (MaterialLayer(0, "Gypsum Wall Board", 0.0125), MaterialLayer(1, "Metal Stud Layer", 0.075))
    walls = tuple(
        replace(element, materials=studs) if element.guid == "w-inner" else element
        for element in two_room_building.elements
    )
    found = compute_inventory(replace(two_room_building, elements=walls), STUDY, load_store())
    line = next(line for line in found.lines if line.guid == "w-inner" and line.layer_index == 1)
    assert line.mass_kg / 15.0 < 5.0  # kg per m2 of wall
    assert "solid" in line.quantity_origin
    assert any(issue.code == "materials.thinned" for issue in found.issues)


def test_shares_by_thickness_fraction_and_even_split(two_room_building):
    wall = two_room_building.elements[3]
    thick = replace(wall, materials=(MaterialLayer(0, "a", 0.1), MaterialLayer(1, "Air", 0.1, is_air=True)))
    assert [share.fraction for share in layer_shares(thick)] == [pytest.approx(0.5)]
    parts = replace(wall, materials=(MaterialLayer(0, "a", fraction=0.2), MaterialLayer(1, "b", fraction=0.6)))
    assert [share.fraction for share in layer_shares(parts)] == [pytest.approx(0.25), pytest.approx(0.75)]
    plain = replace(wall, materials=(MaterialLayer(0, "a"), MaterialLayer(1, "b")))
    assert [share.fraction for share in layer_shares(plain)] == [0.5, 0.5]
    assert "assumed" in layer_shares(plain)[0].origin
    assert layer_shares(replace(wall, materials=()))[0].fraction == 1.0


def test_u_value_by_hand_and_fallbacks(two_room_building, inventory):
    constructions = compute_constructions(two_room_building, STUDY, inventory)
    wall = constructions["room-a/south"]
    resistance = sum(layer.thickness_m / layer.conductivity_w_mk for layer in wall.layers)
    assert wall.u_value_w_m2k == pytest.approx(1.0 / (RSI_WALL + resistance + RSE), rel=1e-12)
    assert 0.3 < wall.u_value_w_m2k < 0.7  # 240 mm brick with 50 mm EPS
    assert wall.origin == "layers"
    assert constructions["win-a"].u_value_w_m2k == STUDY.envelope.window_u_w_m2k
    bare = replace(two_room_building, elements=())
    empty = compute_inventory(bare, STUDY, load_store())
    assert compute_constructions(bare, STUDY, empty)["room-a/south"].origin == "study"
    assert empty.mass_kg == 0.0
    assert empty.mapped_mass_fraction == 0.0


def test_a_chosen_record_that_no_table_has_is_refused_by_name(two_room_building):
    chosen = {"EPS board": "CH-KBOB-10.004", "Concrete C30/37": "OFFICE-7", "Clay brick 粘土砖": "OFFICE-8"}
    with pytest.raises(UserError) as error:
        compute_inventory(two_room_building, Study(materials=chosen), load_store())
    assert [(issue.params["material"], issue.params["id"]) for issue in error.value.issues] == [
        ("Clay brick 粘土砖", "OFFICE-8"),
        ("Concrete C30/37", "OFFICE-7"),
    ]
    said = sentence(error.value.issues[1])
    assert "OFFICE-7" in said
    assert "Concrete C30/37" in said
