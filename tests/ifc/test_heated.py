"""Which rooms are within the thermal envelope, by name and by what the file says."""

import csv
from dataclasses import replace
from importlib.resources import files

import pytest

from bldgassess.ifc.heated import RoomSays, kind_by_name, mark_heated, read_room_says, room_terms


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Garage", "unheated"),
        ("Doppelgarage 2", "heated"),  # part of a longer word that is not in the list
        ("Dachboden-2", "unheated"),
        ("Attic storage", "unheated"),
        ("att", "unheated"),
        ("Attica suite", "heated"),
        ("Keller 3", "unheated"),
        ("Kellerbar", "heated"),
        ("车库 1", "unheated"),
        ("Гараж", "unheated"),
        ("Roof", "outdoor"),
        ("Roof lounge", "heated"),
        ("Outdoor Patio", "outdoor"),
        ("Wohnzimmer", "heated"),
        ("Galerie", "heated"),
        ("", "heated"),
    ],
)
def test_kind_by_name(name, kind):
    assert kind_by_name("12", name) == kind


def test_every_term_can_be_found():
    text = files("bldgassess.ifc").joinpath("data/room_terms.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len(room_terms()) > 30
    for row in rows:
        assert kind_by_name(row["term"]) == row["kind"], row["term"]


def test_the_file_wins_over_the_name(two_room_building):
    first, second = (replace(item, long_name=name) for item, name in
                     zip(two_room_building.spaces[:2], ("Garage", "Office"), strict=True))  # fmt: skip
    marked, issues = mark_heated([first, second], {})
    assert [item.is_heated for item in marked] == [False, True]
    assert [issue.ids for issue in issues] == [(first.guid,)]
    marked, issues = mark_heated([first, second], {first.guid: RoomSays(True, None)})
    assert [item.is_heated for item in marked] == [True, True]
    assert not issues


def test_names_never_leave_a_model_without_heated_rooms(two_room_building):
    garages = [replace(item, long_name="Garage") for item in two_room_building.spaces]
    marked, issues = mark_heated(garages, {})
    assert all(item.is_heated for item in marked)
    assert not issues


def test_what_property_sets_say():
    import ifcopenshell
    import ifcopenshell.guid

    file = ifcopenshell.file(schema="IFC4")
    new = file.create_entity
    space = new("IfcSpace", ifcopenshell.guid.new())
    assert read_room_says(space) == RoomSays(None, None)

    def pset(name, **values):
        kinds = {bool: "IfcBoolean", float: "IfcThermodynamicTemperatureMeasure"}
        rows = [
            new("IfcPropertySingleValue", key, None, new(kinds[type(value)], value)) for key, value in values.items()
        ]
        made = new("IfcPropertySet", ifcopenshell.guid.new(), None, name, None, rows)
        new("IfcRelDefinesByProperties", ifcopenshell.guid.new(), None, None, None, [space], made)

    pset("Pset_SpaceCommon", IsExternal=False)
    assert read_room_says(space) == RoomSays(None, False)
    pset("Pset_SpaceThermalRequirements", SpaceTemperatureMin=293.15)
    assert read_room_says(space) == RoomSays(True, False)
