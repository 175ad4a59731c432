"""Water inside constructions by hand, and the coldest place of a room."""

import numpy as np
import pytest

from bldgassess.health.air_quality.condensation import DELTA_0, Climate, Layer, interior_condensation
from bldgassess.health.air_quality.junctions import coldest_place, junction_factor
from bldgassess.health.air_quality.mould import mould_course, saturation_13788_pa, surface_factor
from bldgassess.inventory.constructions import Construction, ThermalLayer
from bldgassess.inventory.layer_mass import insulation_side
from bldgassess.model import Surface

_JANUARY_S = 31 * 86400.0


def _climate(t_out, rh_out, t_in, rh_in) -> Climate:
    def full(values):
        return np.array(values, dtype=float)

    t_out, t_in = full(t_out), full(t_in)
    outside = full(rh_out) * np.array([saturation_13788_pa(t) for t in t_out])
    inside = full(rh_in) * np.array([saturation_13788_pa(t) for t in t_in])
    return Climate(t_out, outside, t_in, inside)


def _winter_then_summer() -> Climate:
    return _climate([-5.0, *[18.0] * 11], [0.8, *[0.6] * 11], [20.0] * 12, [0.5, *[0.5] * 11])


def test_condensation_behind_a_tight_outer_layer_by_hand():
    """Tight sheet outside (s_d 10 m), insulation inside (R 2, s_d 1 m): all water falls out between the two."""
    layers = (Layer(0.1, 10.0), Layer(2.0, 1.0))
    found = interior_condensation(layers, _winter_then_summer())
    between = -5.0 + 25.0 * (0.04 + 0.1) / (0.04 + 2.1 + 0.13)
    pressure = saturation_13788_pa(between)
    inflow = (0.5 * saturation_13788_pa(20.0) - pressure) / 1.0
    outflow = (pressure - 0.8 * saturation_13788_pa(-5.0)) / 10.0
    assert found.months_kg_m2[0] == pytest.approx(DELTA_0 * (inflow - outflow) * _JANUARY_S, rel=1e-9)
    assert found.most_kg_m2 == found.months_kg_m2[0]
    assert found.left_kg_m2 == 0.0
    assert all(b <= a for a, b in zip(found.months_kg_m2, found.months_kg_m2[1:], strict=False))


def test_open_outside_or_a_vapour_barrier_inside_stays_dry():
    climate = _winter_then_summer()
    assert interior_condensation((Layer(0.1, 0.1), Layer(2.0, 1.0)), climate).most_kg_m2 == 0.0
    barrier = (Layer(0.1, 10.0), Layer(2.0, 1.0), Layer(0.0, 1000.0))
    assert interior_condensation(barrier, climate).most_kg_m2 == 0.0


def test_water_that_cannot_dry_is_left():
    always = _climate([-5.0] * 12, [0.8] * 12, [20.0] * 12, [0.5] * 12)
    found = interior_condensation((Layer(0.1, 10.0), Layer(2.0, 1.0)), always)
    assert found.left_kg_m2 == found.most_kg_m2 > 1.0


def test_cooled_rooms_in_the_tropics_wet_from_outside():
    hot = _climate([32.0] * 12, [0.9] * 12, [20.0] * 12, [0.5] * 12)
    found = interior_condensation((Layer(2.0, 1.0), Layer(0.0, 50.0)), hot)
    assert found.most_kg_m2 > 0.1  # a tight lining inside catches the water that comes in


def _construction(*layers: tuple[float, float, float], u: float = 0.5) -> Construction:
    made = tuple(
        ThermalLayer(f"m{k}", d, conductivity, rho, 1000.0, "t") for k, (d, conductivity, rho) in enumerate(layers)
    )
    return Construction(made, u, 0.0, "layers")


def test_insulation_is_found_on_its_side():
    brick, foam, board = (0.24, 0.8, 1800.0), (0.1, 0.035, 20.0), (0.0125, 0.25, 900.0)
    assert insulation_side(_construction(foam, brick)) == "outside"
    assert insulation_side(_construction(brick, foam, board)) == "inside"
    assert insulation_side(_construction(brick)) == "none"


def test_coldest_place_is_the_corner():
    constructions = {key: _construction((0.24, 0.8, 1800.0), u=1.5) for key in ("a", "b", "c")}
    north = Surface("a", "r", "wall", "outside", None, 10.0, 90.0, 0.0, None)
    east = Surface("b", "r", "wall", "outside", None, 10.0, 90.0, 90.0, None)
    inner = Surface("c", "r", "wall", "space", "s", 10.0, 90.0, 180.0, None)
    plane = surface_factor(1.5)
    assert coldest_place([inner], [], constructions) is None
    alone = coldest_place([north, inner], [], constructions)
    assert (alone.factor, alone.place) == (plane, "wall")
    corner = coldest_place([north, east], [], constructions)
    assert corner.place == "corner"
    assert corner.factor == pytest.approx(junction_factor(plane, "corner", "none"))
    assert corner.plane == plane


def test_a_dry_surface_grows_nothing_and_a_resistant_one_less():
    t, rh = np.full((1, 1000), 20.0), np.full((1, 1000), 95.0)
    assert mould_course(t, np.full((1, 1000), 60.0)).max() == 0.0
    highest = [mould_course(t, rh, name).max() for name in ("vs", "s", "mr", "r")]
    assert highest == sorted(highest, reverse=True)
