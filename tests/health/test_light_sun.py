"""Sun at windows against pvlib and closed forms."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pvlib.solarposition import get_solarposition

from bldgassess.health.light.beams import glass_by_angle, sun_beams
from bldgassess.health.light.obstructed import sky_shares
from bldgassess.health.light.scene import make_scene
from bldgassess.health.light.sunlight import measuring_point, sun_day, sun_hours, sun_rules
from bldgassess.ifc.ray_tree import build_tree

spec = importlib.util.spec_from_file_location("light_rooms", Path(__file__).with_name("light_rooms.py"))
light_rooms = importlib.util.module_from_spec(spec)
spec.loader.exec_module(light_rooms)
CLEAR, slab, with_elements = light_rooms.CLEAR, light_rooms.slab, light_rooms.with_elements

HELSINKI, BAOTING = (60.17, 24.94, 2.0), (18.64, 109.70, 8.0)
EN = sun_rules()["EN 17037"]


def _setup(*pairs, north=0.0):
    building, meshes = with_elements(*pairs, north=north)
    scene = make_scene(building, meshes, CLEAR)
    return scene.rooms[0], build_tree(scene.obstacles.triangles)


def _pvlib(day, place):
    """Zenith and azimuth every ten minutes, straight from pvlib."""
    latitude, longitude, zone = place
    start = pd.Timestamp(f"2018-{day} 00:05", tz="UTC") - pd.Timedelta(hours=zone)
    frame = get_solarposition(pd.date_range(start, periods=144, freq="10min"), latitude, longitude)
    return frame["apparent_zenith"].to_numpy(), frame["azimuth"].to_numpy()


@pytest.mark.parametrize("place", [HELSINKI, BAOTING])
@pytest.mark.parametrize("north", [0.0, 60.0, 200.0])
@pytest.mark.parametrize("day", ["02-01", "03-21"])
def test_hours_of_a_free_window_are_those_of_the_sun_before_it(place, north, day):
    room, tree = _setup(north=north)
    zenith, azimuth = _pvlib(day, place)
    facing = 180.0 - north  # the window looks along the model's -y
    before = np.cos(np.radians(azimuth - facing)) > 1e-2
    expected = ((zenith < 90.0) & before).sum() / 6.0
    assert sun_hours(room, tree, sun_day(day, *place), EN) == pytest.approx(expected, abs=1.0 / 3.0)


def test_an_overhang_takes_the_sun_above_its_profile_angle():
    # 2 m deep, very wide, its underside 0.6 m above the measuring point (the sill's height plus 0.3 m = 1.2 m)
    room, tree = _setup(slab("overhang", (-500, -2.0, 1.8), (500, 0.0, 2.0)))
    point = measuring_point(room.panes[0], 0.0, EN)
    assert point[2] == pytest.approx(1.2)
    zenith, azimuth = _pvlib("03-21", BAOTING)
    up, front = np.cos(np.radians(zenith)), -np.sin(np.radians(zenith)) * np.cos(np.radians(azimuth))
    free = (up > 0) & (front > 1e-3) & (up / np.maximum(front, 1e-9) < 0.6 / 2.0)
    assert sun_hours(room, tree, sun_day("03-21", *BAOTING), EN) == pytest.approx(free.sum() / 6.0, abs=1.0 / 3.0)


def test_gb_counts_its_own_hours_of_true_solar_time():
    room, tree = _setup()
    rule = sun_rules()["GB solstice 1 h"]
    suns = sun_day(rule.day, *BAOTING)
    assert sun_hours(room, tree, suns, rule) == pytest.approx(6.0, abs=0.2)  # 9 to 15 h, all before it
    noon = suns.solar_h[np.argmax(suns.directions[:, 2])]
    assert noon == pytest.approx(12.0, abs=0.15)


def test_what_stands_before_a_window_never_gives_sun_or_sky():
    free, free_tree = _setup()
    far = slab("house", (-5, -12, 0), (9, -10, 8), "external_wall")
    near = slab("wall", (-5, -4, 0), (9, -3, 8), "external_wall")
    hours, shares = [sun_hours(free, free_tree, sun_day("02-01", *HELSINKI), EN)], [sky_shares(free, free_tree)["w"]]
    for pairs in ((far,), (far, near)):
        room, tree = _setup(*pairs)
        hours.append(sun_hours(room, tree, sun_day("02-01", *HELSINKI), EN))
        shares.append(sky_shares(room, tree)["w"])
    assert hours == sorted(hours, reverse=True)
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    assert shares[2] < 0.6


def test_beam_on_a_point_is_cosine_times_glass():
    room, tree = _setup()
    sun = np.array([[0.0, -np.cos(np.radians(30.0)), np.sin(np.radians(30.0))]])  # south, 30 deg high
    points = np.array([[2.0, 1.0, 0.85], [2.0, 5.0, 0.85], [0.1, 1.0, 0.85]])
    beams = sun_beams(points, np.tile([0.0, 0.0, 1.0], (3, 1)), room.panes, tree, sun, np.array([7]))
    # only the first: 1 m back the line crosses the wall's plane at 1.43 m, 5 m back at 3.7 m, above the window
    assert beams.sensor.tolist() == [0]
    assert beams.hour.tolist() == [7]
    through = 0.7 * float(glass_by_angle(np.array([np.cos(np.radians(30.0))]))[0])
    assert beams.share == pytest.approx([0.5 * through])


def test_room_without_a_window_has_no_sun():
    room, tree = _setup()
    assert sun_hours(replace(room, panes=()), tree, sun_day("03-21", *HELSINKI), EN) == 0.0
