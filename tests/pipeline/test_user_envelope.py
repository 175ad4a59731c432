"""The person's own envelope areas win, whatever rung gave the model's; figures worked from the two-room building."""

import math
from dataclasses import replace

import pytest
import yaml

from bldgassess.pipeline.area import with_reference_area
from bldgassess.study import Study, set_values, study_assumptions


def _sum(building, kinds):
    return math.fsum(
        item.area_m2 for item in building.surfaces if item.kind in kinds and item.boundary in {"outside", "ground"}
    )


def _glass(building):
    return math.fsum(item.area_m2 for item in building.openings if item.kind != "door" and item.boundary == "outside")


def test_without_areas_nothing_changes(two_room_building):
    assert with_reference_area(two_room_building, Study()) == two_room_building


def test_given_areas_are_met_and_directions_kept(two_room_building):
    study = set_values(
        Study(), ["envelope.wall_m2=50", "envelope.roof_m2=44", "envelope.floor_m2=41", "envelope.window_m2=9"]
    )
    building = with_reference_area(two_room_building, study)
    assert building.envelope_source == "user"
    assert _sum(building, {"wall"}) == pytest.approx(50.0)
    assert _sum(building, {"roof", "ceiling"}) == pytest.approx(44.0)
    assert _sum(building, {"floor"}) == pytest.approx(41.0)
    assert _glass(building) == pytest.approx(9.0)
    before = {
        item.id: item.area_m2
        for item in two_room_building.surfaces
        if item.kind == "wall" and item.boundary == "outside"
    }
    ratio = 50.0 / math.fsum(before.values())
    for item in building.surfaces:
        if item.id in before:
            assert item.area_m2 == pytest.approx(ratio * before[item.id])
    for item in building.openings:
        if item.boundary == "outside":
            assert item.width_m * item.height_m == pytest.approx(item.area_m2, rel=1e-6)
    assert "ifc.user_envelope" in {issue.code for issue in building.issues}


def test_areas_are_made_where_the_model_has_none(two_room_building):
    bare = replace(two_room_building, surfaces=(), openings=())
    study = set_values(
        Study(), ["envelope.wall_m2=60", "envelope.roof_m2=30", "envelope.floor_m2=30", "envelope.window_m2=12"]
    )
    building = with_reference_area(bare, study)
    assert _sum(building, {"wall"}) == pytest.approx(60.0)
    assert {item.azimuth_deg for item in building.surfaces if item.kind == "wall"} == {0.0, 90.0, 180.0, 270.0}
    assert _sum(building, {"roof"}) == pytest.approx(30.0)
    assert _glass(building) == pytest.approx(12.0)
    assert len({item.guid for item in building.openings}) == len(building.openings)


def test_no_windows_at_all(two_room_building):
    building = with_reference_area(two_room_building, set_values(Study(), ["envelope.window_m2=0"]))
    assert _glass(building) == 0.0


def test_stand_in_room_takes_them_too(two_room_building):
    empty = replace(two_room_building, spaces=(), surfaces=(), openings=(), gia_m2=0.0)
    study = set_values(Study(), ["building.gia_m2=100", "envelope.wall_m2=77", "envelope.window_m2=10"])
    building = with_reference_area(empty, study)
    assert _sum(building, {"wall"}) == pytest.approx(77.0)
    assert _glass(building) == pytest.approx(10.0)
    assert building.envelope_source == "user"


def test_they_are_listed_as_the_persons_own():
    study = set_values(Study(), ["envelope.wall_m2=50"])
    rows = {item.id: item for item in study_assumptions(study)}
    assert rows["envelope.wall_m2"].value == 50.0
    assert rows["envelope.wall_m2"].quality == "P"
    assert "envelope.roof_m2" not in rows


def test_studies_of_old_are_still_read():
    old = yaml.safe_load("schema_version: 1\nenvelope: {wall_u_w_m2k: 0.3}\n")
    study = Study.model_validate(old)
    assert study.envelope.wall_m2 is None
    assert study.envelope.wall_u_w_m2k == 0.3
