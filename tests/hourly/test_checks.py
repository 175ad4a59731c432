"""What cannot be in an envelope is said, and mended where it can be."""

from dataclasses import replace

import pytest

from bldgassess.hourly.checks import envelope_issues
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.solve import compute_hourly
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.messages import sentence
from bldgassess.model import MaterialLayer
from bldgassess.study import Study
from materials_db.store import load_store


def _issues(building):
    inventory = compute_inventory(building, Study(), load_store())
    constructions = compute_constructions(building, Study(), inventory)
    return {issue.code: issue for issue in envelope_issues(building, constructions)}, constructions


def _elements(building, guid, **changes):
    return tuple(replace(item, **changes) if item.guid == guid else item for item in building.elements)


def test_a_sound_building_has_nothing_to_say(two_room_building):
    assert _issues(two_room_building)[0] == {}


def test_a_room_without_faces_is_named_and_still_has_a_year(two_room_building):
    bare = replace(
        two_room_building,
        surfaces=tuple(s for s in two_room_building.surfaces if "room-b" not in {s.space_guid, s.other_space_guid}),
        openings=tuple(o for o in two_room_building.openings if o.space_guid != "room-b"),
    )
    found, _ = _issues(bare)
    assert found["envelope.bare_rooms"].ids == ("room-b",)
    assert "adiabatic" not in sentence(found["envelope.bare_rooms"])  # plain words
    weather = make_typical_year(next(s for s in load_stations() if s.id == "mannheim"))
    year = compute_hourly(bare, Study(), compute_inventory(bare, Study(), load_store()), weather)
    assert year.t_air_c.shape == (2, 8760)
    assert any(issue.code == "envelope.bare_rooms" for issue in year.issues)


def test_a_window_larger_than_its_wall_is_named(two_room_building):
    def sized(area):
        return replace(
            two_room_building,
            openings=tuple(
                replace(o, area_m2=area, width_m=area / 3.0, height_m=3.0) if o.guid == "win-a" else o
                for o in two_room_building.openings
            ),
        )

    assert "envelope.window_over_wall" not in _issues(sized(12.0))[0]  # the whole wall of glass: 4 x 3 m
    assert _issues(sized(20.0))[0]["envelope.window_over_wall"].ids == ("win-a",)


@pytest.mark.parametrize("north", [0.0, 30.0, 200.0])
def test_true_north_does_not_make_a_window_too_large(two_room_building, north):
    site = replace(two_room_building.site, true_north_deg=north)
    turned = replace(
        two_room_building,
        site=site,
        openings=tuple(
            replace(o, area_m2=11.9, azimuth_deg=(o.azimuth_deg - north) % 360.0) for o in two_room_building.openings
        ),
    )
    assert "envelope.window_over_wall" not in _issues(turned)[0]


@pytest.mark.parametrize("u_value", [350.0, 0.001])
def test_an_impossible_u_value_is_not_used(two_room_building, u_value):
    _, sound = _issues(two_room_building)
    found, constructions = _issues(
        replace(two_room_building, elements=_elements(two_room_building, "w-north", u_value_w_m2k=u_value))
    )
    assert found["envelope.impossible_u"].ids == ("w-north",)
    assert constructions["room-a/north"] == sound["room-a/north"]


def test_layers_in_the_wrong_unit_are_named(two_room_building):
    layers = (MaterialLayer(0, "Clay brick", 24.0), MaterialLayer(1, "EPS board", 5.0))
    found, _ = _issues(replace(two_room_building, elements=_elements(two_room_building, "w-north", materials=layers)))
    assert found["envelope.impossible_layers"].ids == ("w-north",)
    assert "2 m" in sentence(found["envelope.impossible_layers"])
