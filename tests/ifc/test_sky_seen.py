"""What windows see of the sky: against a drawing, the engine's own shades, and in any order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.sun import plane_normal
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import Shade, SimpleGlazing, WindowElement
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.ifc.sky_seen import with_sky_seen
from bldgassess.model import Element, Mesh, Opening, Site
from bldgassess.model.sky_seen import POINTS, decode, directions, encode, seen_along, sky_share, solid_angles

OUTLINE = ((0.0, 0.0, 1.0), (2.0, 0.0, 1.0), (2.0, 0.0, 2.5), (0.0, 0.0, 2.5))
WINDOW = Opening("w", "r", "window", "outside", 3.0, 2.0, 1.5, 1.0, 90.0, 180.0, (1.0, 0.0, 1.75), OUTLINE)
NORTH = Site(0.0, 0.0, 0.0, 0.0)
SOUTH = plane_normal(90.0, 180.0)


def _box(guid, low, high, part="roof"):
    (x0, y0, z0), (x1, y1, z1) = low, high
    corners = np.array([(x, y, z) for z in (z0, z1) for y in (y0, y1) for x in (x0, x1)])
    quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    faces = np.array([f for a, b, c, d in quads for f in ((a, b, c), (a, c, d))], dtype=np.int64)
    element = Element(guid, "IfcSlab", guid, "", part, None, True, 1.0, "mesh", True, 1.0, 1.0, 1.0, (*low, *high))
    return element, Mesh(corners, faces)


def _seen(*pairs, opening=WINDOW, site=NORTH):
    meshes = {element.guid: mesh for element, mesh in pairs}
    return with_sky_seen((opening,), [element for element, _ in pairs], meshes, site)[0].sky_seen


OVERHANG = _box("o", (-2.0, -1.2, 2.6), (4.0, 0.0, 2.62))
FIN = _box("f", (2.1, -0.8, 0.0), (2.12, 0.0, 4.0))


def test_text_is_the_counts_and_nothing_where_all_is_seen():
    counts = np.arange(len(directions())) % (POINTS + 1)
    assert np.array_equal(decode(encode(counts)).ravel() * POINTS, counts)
    assert encode(np.full(len(counts), POINTS)) == ""
    assert solid_angles().sum() == pytest.approx(2.0 * np.pi)
    with pytest.raises(ValueError, match="digit"):
        decode("f")


def test_between_directions_lies_between_their_shares_and_the_middle_of_a_cell_is_its_own():
    shares = np.random.default_rng(3).random((18, 36))
    assert seen_along(shares, directions()) == pytest.approx(shares.ravel())
    rays = np.random.default_rng(4).normal(size=(500, 3))
    rays[:, 2] = np.abs(rays[:, 2])
    found = seen_along(shares, rays / np.linalg.norm(rays, axis=1, keepdims=True))
    assert found.min() >= shares.min()
    assert found.max() <= shares.max()


def test_what_stands_behind_a_window_or_is_one_hides_nothing():
    behind = _box("b", (-5.0, 1.0, 0.0), (5.0, 2.0, 9.0))
    glass = _box("g", (-5.0, -2.0, 0.0), (5.0, -1.9, 9.0), part="window")
    assert _seen(behind, glass) == ""


def test_a_long_wall_across_the_street_hides_the_sky_up_to_its_angle():
    """A wall from far left to far right, its top at angle e from the pane: it hides sin(e) of the sky's light."""
    wall = _box("n", (-3000.0, -20.5, -1.0), (3000.0, -20.0, 1.75 + 20.0))
    assert 1.0 - sky_share(decode(_seen(wall)), SOUTH) == pytest.approx(np.sin(np.pi / 4.0), abs=0.02)


@pytest.mark.parametrize("pair", [OVERHANG, FIN])
def test_sun_is_that_past_the_engines_own_shade(pair):
    (x0, y0, z0), (x1, y1, z1) = pair[0].bbox_m[:3], pair[0].bbox_m[3:]
    flat = ((x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0))
    upright = ((x0, y0, z0), (x0, y1, z0), (x0, y1, z1), (x0, y0, z1))
    weather = make_typical_year(next(item for item in load_stations() if item.id == "mannheim"))
    window = WindowElement("w", 0, 3.0, 90.0, 180.0, SimpleGlazing(1.3, 0.6), corners_m=OUTLINE)
    drawn = Sunlight(weather, 0.2, (Shade(flat if pair is OVERHANG else upright),))
    seen, free = Sunlight(weather, 0.2, ()), replace(window, corners_m=(), sky_seen=_seen(pair))
    assert seen.beam(free).sum() == pytest.approx(drawn.beam(window).sum(), rel=0.03)
    assert seen.diffuse(free).sum() == pytest.approx(drawn.diffuse(window).sum(), rel=0.03)
    bare = seen.beam(replace(free, sky_seen=""))
    assert seen.beam(free).sum() < 0.93 * bare.sum()


def test_another_obstacle_never_gives_sun():
    random = np.random.default_rng(11)
    pairs = [OVERHANG]
    before = decode(_seen(*pairs))
    for k in range(12):
        low = random.uniform((-8.0, -9.0, 0.0), (6.0, -1.0, 3.0))
        pairs.append(_box(f"x{k}", tuple(low), tuple(low + random.uniform(0.2, 3.0, 3))))
        after = decode(_seen(*pairs))
        assert (after <= before).all()
        before = after


def test_order_of_elements_is_nothing_and_north_turns_the_sky_with_the_house():
    pairs = [OVERHANG, FIN, _box("n", (-30.0, -25.0, 0.0), (3.0, -20.0, 12.0))]
    assert _seen(*pairs) == _seen(*pairs[::-1])
    turned = _seen(*pairs, opening=replace(WINDOW, azimuth_deg=170.0), site=Site(0.0, 0.0, 0.0, 10.0))
    assert np.abs(np.roll(decode(_seen(*pairs)), -1, axis=1) - decode(turned)).max() < 1e-9


def test_a_wall_that_was_not_cut_does_not_close_its_window():
    uncut = _box("u", (-3.0, -0.15, 0.0), (5.0, 0.15, 3.0), part="external_wall")
    assert _seen(uncut) == ""
    assert _seen(uncut, OVERHANG) == _seen(OVERHANG)
