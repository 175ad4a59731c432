from dataclasses import replace

from bldgassess.hourly.partitions import match_partitions
from bldgassess.model import Surface


def _face(name: str, here: str, there: str, area: float, element: str, tilt: float = 90.0) -> Surface:
    return Surface(name, here, "wall", "space", there, area, tilt, 0.0, element)


def test_two_faces_of_a_wall_become_one_partition_of_their_mean_area() -> None:
    (only,) = match_partitions([_face("a", "r1", "r2", 10.0, "w"), _face("b", "r2", "r1", 9.0, "w")], {"r1", "r2"})
    assert (only.face.id, only.other_id, only.area_m2) == ("a", "b", 9.5)


def test_face_that_the_neighbour_does_not_show_still_gives_it_its_heat() -> None:
    (only,) = match_partitions([_face("a", "r1", "r2", 10.0, "w")], {"r1", "r2"})
    assert (only.face.id, only.other_id, only.area_m2) == ("a", "a/back", 10.0)


def test_faces_of_different_elements_between_two_rooms_pair_when_nothing_nearer_is_left() -> None:
    faces = [
        _face("a", "r1", "r2", 4.0, "w1"), _face("b", "r2", "r1", 4.0, "w1"),
        _face("c", "r1", "r2", 6.0, "w2"), _face("d", "r2", "r1", 6.0, "w3"),
    ]  # fmt: skip
    found = {(item.face.id, item.other_id) for item in match_partitions(faces, {"r1", "r2"})}
    assert found == {("a", "b"), ("c", "d")}


def test_one_long_face_against_two_short_ones_keeps_the_area_seen() -> None:
    faces = [
        _face("a", "r1", "r2", 10.0, "w"), _face("b", "r2", "r1", 5.0, "w"), _face("c", "r2", "r1", 5.0, "w"),
    ]  # fmt: skip
    found = match_partitions(faces, {"r1", "r2"})
    assert abs(sum(item.area_m2 for item in found) - 10.0) < 1e-12


def test_floors_pair_with_ceilings_only() -> None:
    faces = [_face("a", "r1", "r2", 4.0, "s", 0.0), _face("b", "r2", "r1", 4.0, "s", 180.0),
             _face("c", "r2", "r1", 4.0, "w", 90.0)]  # fmt: skip
    found = {(item.face.id, item.other_id) for item in match_partitions(faces, {"r1", "r2"})}
    assert found == {("a", "b"), ("c", "c/back")}


def test_order_of_faces_does_not_matter() -> None:
    faces = [_face(str(k), *(("r1", "r2") if k % 2 else ("r2", "r1")), 1.0 + k, "w") for k in range(7)]
    assert match_partitions(faces, {"r1", "r2"}) == match_partitions(faces[::-1], {"r1", "r2"})


def test_wall_to_an_unheated_room_is_one_partition_though_either_side_names_it_otherwise() -> None:
    heated = replace(_face("a", "r1", "r2", 10.0, "w"), boundary="unheated")
    (only,) = match_partitions([heated, _face("b", "r2", "r1", 10.0, "w")], {"r1", "r2"})
    assert (only.face.id, only.other_id, only.area_m2) == ("a", "b", 10.0)
