"""Sound insulation by hand: mass law, leaves, facades, partitions, steps."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.health.air_quality.tables import rows
from bldgassess.health.sound.flanking import Edge, apparent_r_db, bare_floor, impact_level_db, level_difference_db
from bldgassess.health.sound.insulation import PACKAGE, Part, composite_db, mass_law_db, part_of, window_part
from bldgassess.ifc.acoustic import rating_db
from bldgassess.inventory.constructions import R_AIR_LAYER, Construction, ThermalLayer

_few = settings(max_examples=25, deadline=None, derandomize=True)
_CONCRETE = ("concrete", 0.2, 2.3, 2400.0)
_WOOL = ("wool", 0.075, 0.04, 40.0)
_BOARD = ("board", 0.0125, 0.25, 750.0)
_STUDS = ("studs", 0.05, 0.05 / R_AIR_LAYER, 7850.0)


def _construction(*layers: tuple[str, float, float, float]) -> Construction:
    made = tuple(ThermalLayer(name, d, conductivity, rho, 1000.0, "t") for name, d, conductivity, rho in layers)
    return Construction(made, 1.0, 0.0, "layers" if made else "study")


def _heavy(mass: float) -> Part:
    return Part(mass_law_db(mass), -1.0, -7.0, mass, is_light=False, origin="t")


def test_concrete_by_its_mass():
    part = part_of(_construction(_CONCRETE))
    assert part.mass_kg_m2 == pytest.approx(480.0)
    assert part.rw_db == pytest.approx(37.5 * math.log10(480.0) - 42.0)
    assert not part.is_light
    assert part.ctr_db == -7.0


def test_mass_law_is_continuous_and_rises():
    assert mass_law_db(149.999) == pytest.approx(mass_law_db(150.0), abs=1e-3)
    assert mass_law_db(20.0) - mass_law_db(10.0) == pytest.approx(20.0 * math.log10(2.0))


def test_plasterboard_wall_is_two_leaves_and_its_studs_are_no_steel():
    one = part_of(_construction(_BOARD, _WOOL, _BOARD))
    assert one.rw_db == pytest.approx(44.0, abs=1.5)
    two = part_of(_construction(_BOARD, _BOARD, _WOOL, _BOARD, _BOARD))
    assert one.rw_db + 5.0 < two.rw_db < 53.0
    framed = part_of(_construction(_BOARD, _STUDS, _BOARD))
    assert framed.is_light
    assert framed.mass_kg_m2 == pytest.approx(2 * 0.0125 * 750.0)
    assert framed.rw_db < one.rw_db


def test_the_models_own_rating_wins():
    assert part_of(_construction(_CONCRETE), 47.0).rw_db == 47.0
    assert part_of(_construction()).origin.startswith("assumed mass")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Rw 52 (-1;-5)", 52.0), ("38 dB", 38.0), ("", None), ("F90", None), ("REI 60", None), (None, None), (41, 41.0)],
)
def test_acoustic_rating_of_a_label(text, expected):
    assert rating_db(text) == expected


def test_windows_by_their_glass():
    found = [window_part(u, None).rw_db for u in (5.7, 2.8, 1.3, 0.7)]
    assert found == sorted(found)
    assert window_part(1.3, 42.0).rw_db == 42.0


@_few
@given(st.floats(20.0, 60.0), st.floats(20.0, 60.0), st.floats(1.0, 20.0))
def test_a_facade_lies_between_its_parts_and_an_inlet_weakens_it(a, b, area):
    r = composite_db([(area, a), (5.0, b)])
    assert min(a, b) - 1e-9 <= r <= max(a, b) + 1e-9
    assert composite_db([(area, a), (5.0, b)], [40.0]) < r


def test_flanking_by_hand():
    """One cross of equal masses: K = 8.7 straight on and round the corner."""
    wall = _heavy(400.0)
    edge = Edge(_heavy(400.0), "cross", 2.5)
    size = 10.0 * math.log10(10.0 / 2.5)
    path = wall.rw_db + 8.7 + size
    expected = -10.0 * math.log10(10 ** (-wall.rw_db / 10) + 3 * 10 ** (-path / 10))
    assert apparent_r_db(wall, 10.0, [edge]) == pytest.approx(expected)
    assert apparent_r_db(wall, 10.0, []) == pytest.approx(wall.rw_db)


@_few
@given(st.floats(160.0, 800.0), st.floats(160.0, 800.0), st.floats(5.0, 30.0))
def test_flanking_never_helps(separating, flank, area):
    wall = _heavy(separating)
    edges = [Edge(_heavy(flank), "cross", 2.5)] * 2 + [Edge(_heavy(flank), "T", 4.0)] * 2
    assert apparent_r_db(wall, area, edges) < wall.rw_db


def test_larger_receiving_room_is_quieter():
    assert level_difference_db(50.0, 60.0, 10.0) == pytest.approx(
        level_difference_db(50.0, 30.0, 10.0) + 3.0103, abs=1e-3
    )


def test_steps_on_bare_and_floating_floors():
    assert impact_level_db(480.0, floating_screed=False) == pytest.approx(164.0 - 35.0 * math.log10(480.0) + 2.0)
    assert impact_level_db(80.0, floating_screed=False) is None
    screed = ("screed", 0.06, 1.4, 2000.0)
    assert bare_floor(_construction(_CONCRETE)) == (pytest.approx(480.0), False)
    assert bare_floor(_construction(_CONCRETE, ("eps", 0.03, 0.04, 20.0), screed)) == (pytest.approx(480.0), True)
    assert bare_floor(_construction(("eps", 0.03, 0.04, 20.0), _CONCRETE, screed))[1] is False


def test_every_row_has_its_source():
    for name in ("values.csv", "windows.csv"):
        assert all(row["source"] and row["quality"] in set("ABCDS") for row in rows(name, PACKAGE))
    assert all(row["evidence"] in {"verified", "to_be_confirmed"} for row in rows("codes.csv", PACKAGE))
