"""Shade on faces, by rays."""

from __future__ import annotations

import numpy as np
import pytest

from bldgassess.hourly.rays import first_hits
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import Layer, OpaqueElement, Shade, SimpleGlazing, WindowElement

OUTLINE = ((0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (4.0, 0.0, 3.0), (0.0, 0.0, 3.0))
WINDOW = WindowElement("w", 0, 12.0, 90.0, 180.0, SimpleGlazing(1.3, 0.6), corners_m=OUTLINE)
WALL = OpaqueElement("o", 0, 12.0, 90.0, 180.0, (Layer(0.1, 1.0, 0.0, 0.0),), "outside", corners_m=OUTLINE)


def _wall(south: float, top: float, half: float = 500.0) -> Shade:
    return Shade(((-half, south, -1.0), (half, south, -1.0), (half, south, top), (-half, south, top)))


def _beam(weather, item, *shades):
    return Sunlight(weather, 0.2, shades).beam(item)


@pytest.mark.parametrize("item", [WINDOW, WALL])
def test_an_endless_wall_takes_the_beam_and_half_the_sky_and_one_behind_nothing(cold_weather, item):
    free, dark = Sunlight(cold_weather, 0.2, ()), Sunlight(cold_weather, 0.2, (_wall(-1.0, 500.0),))
    assert free.beam(item).sum() > 0.0
    assert dark.beam(item).sum() < 1e-3 * free.beam(item).sum()
    assert dark.diffuse(item).sum() < 0.6 * free.diffuse(item).sum()
    behind = Sunlight(cold_weather, 0.2, (_wall(1.0, 500.0),))
    assert np.array_equal(behind.total(item), free.total(item))


def test_a_low_wall_shades_in_winter_what_it_leaves_in_summer(cold_weather):
    free, shaded = _beam(cold_weather, WINDOW), _beam(cold_weather, WINDOW, _wall(-6.0, 5.0))
    left = [shaded[day * 24 : day * 24 + 240].sum() / free[day * 24 : day * 24 + 240].sum() for day in (350, 80)]
    assert left[0] < 0.75
    assert left[1] > 0.95
    assert ((shaded >= 0.0) & (shaded <= free + 1e-9)).all()


def test_share_lit_at_noon_is_that_of_a_drawing(cold_weather):
    """The sun over a wall 5 m high and 6 m away: what lies above h = 5 - 6 tan(profile angle) is lit."""
    sunlight = Sunlight(cold_weather, 0.2, (_wall(-6.0, 5.0),))
    for day in (0, 5, 340, 345):
        hour = day * 24 + 12
        _, north, up = sunlight.direction[hour]
        edge = 5.0 - 6.0 * up / -north
        assert sunlight.lit(WINDOW)[hour] == pytest.approx(min(1.0, max(0.0, (3.0 - edge) / 3.0)), abs=0.07)


def test_rays_find_the_nearest_surface(make_rooms):
    triangles = np.array([[[0, 0, z], [4, 0, z], [0, 4, z]] for z in (2.0, 1.0, 3.0)], dtype=float)
    points = np.array([[1.0, 1.0, 0.0], [0.5, 0.5, 0.0], [9.0, 9.0, 0.0]])
    up = np.array([[0.0, 0.0, 1.0]])
    found = first_hits(points, up, triangles, np.arange(3), 1, 3, 200.0)
    assert found[:, 0] == pytest.approx([2.0 / 3.0, 0.0, 0.0])
    assert first_hits(points, up, triangles, np.arange(3), 1, 3, 1.5).sum() == 0.0
