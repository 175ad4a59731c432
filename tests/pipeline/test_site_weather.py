"""The weather of a site: nearest station or file, height, world, spell, town; all of it told."""

import numpy as np
import pytest

from bldgassess.energyplus.weather_file import write_epw
from bldgassess.errors import UserError
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.solve import compute_hourly
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.hourly.weather import read_epw
from bldgassess.inventory.build import compute_inventory
from bldgassess.messages import sentence
from bldgassess.model import Site
from bldgassess.pipeline.area import with_reference_area
from bldgassess.pipeline.data import load_data, weather_of_site
from bldgassess.study import Study, set_values

_BAOTING = Site(18.64, 109.70, 72.0, 0.0)


@pytest.fixture(scope="module")
def data():
    return load_data()


def year_of(site, data, *settings):
    weather, region, rows = weather_of_site(site, set_values(Study(), settings), data)
    return weather, region, {row.id: row for row in rows}


def told(weather):
    return {issue.code.removeprefix("weather."): issue for issue in weather.issues}


def station_file(folder, identity, name):
    station = next(item for item in load_stations() if item.id == identity)
    write_epw(make_typical_year(station), folder / name)


def test_a_place_without_a_file_gets_its_nearest_station_and_the_distance(data):
    weather, region, rows = year_of(_BAOTING, data)
    assert region == "CN-HI"
    assert rows["site.station"].value == "sanya"
    assert "48 km" in rows["site.station"].source
    text = sentence(told(weather)["nearest_station"])
    assert "Sanya" in text
    assert "48 km away" in text
    assert rows["site.weather"].value == weather.source
    # 66 m above the station
    assert rows["site.elevation_m"].value == 72.0
    assert rows["site.lapse_k_m"].value == 0.0065
    there = make_typical_year(next(item for item in load_stations() if item.id == "sanya"))
    assert (there.t_out_c - weather.t_out_c) == pytest.approx(0.0065 * 66)


def test_no_place_and_a_named_station(data):
    nowhere = Site(None, None, 500.0, 0.0)
    weather, _, rows = year_of(nowhere, data)
    assert weather.name.startswith("Sanya")
    assert "site.elevation_m" not in rows
    weather, region, rows = year_of(_BAOTING, data, "site.station=harbin", "site.elevation_m=142")
    assert (weather.name, region) == ("Harbin 哈尔滨", "CN-HL")
    assert rows["site.station"].quality == "P"
    assert "lapse_k_m" not in str(rows)


def test_heights_that_say_nothing_are_left_alone(data):
    for height in (0.0, 99999.0, 20.0):
        _, _, rows = year_of(Site(18.64, 109.70, height, 0.0), data)
        assert "site.elevation_m" not in rows
    _, _, rows = year_of(Site(18.64, 109.70, 0.0, 0.0), data, "site.elevation_m=900")
    assert rows["site.elevation_m"].quality == "P"


def test_far_places_and_unknown_grids_are_told(data):
    weather, _, _ = year_of(Site(-30.0, -140.0, 0.0, 0.0), data)
    assert "far" in told(weather)
    weather, region, rows = year_of(Site(55.75, 37.62, 0.0, 0.0), data)
    assert weather.name == "Moscow"
    assert region == "CN-HI"
    assert "no_grid_factor" in told(weather)
    assert rows["site.grid_region"].quality == "S"
    weather, region, _ = year_of(Site(55.75, 37.62, 0.0, 0.0), data, "site.grid_region=FIN")
    assert region == "FIN"
    assert "no_grid_factor" not in told(weather)


def test_every_station_has_an_electricity_factor_or_says_that_there_is_none():
    from bldgassess.carbon.grid import load_grid

    known = {row.region for row in load_grid()}
    assert {item.grid_region for item in load_stations()} - known == {""}
    assert len(load_stations()) >= 60
    assert all(item.source and item.quality[0] in "ABCDS" for item in load_stations())


def test_own_files_of_a_folder(tmp_path, data):
    station_file(tmp_path, "haikou", "haikou.epw")
    station_file(tmp_path, "harbin", "harbin.EPW")
    with_folder = load_data(weather_path=tmp_path)
    near = Site(19.9, 110.2, 0.0, 0.0)
    weather, _, _ = year_of(near, with_folder)
    assert "haikou.epw" in weather.source
    assert told(weather)["nearest_file"].params["count"] == 2
    again, _, _ = year_of(near, data, f"site.weather_folder={tmp_path}")
    assert again.digest == weather.digest
    settings = set_values(Study(), [f"site.weather_folder={tmp_path}"])
    assert settings.site.weather_folder == str(tmp_path)
    assert settings.model_dump(mode="json")["site"]["weather_folder"] == tmp_path.name
    assert year_of(near, data, f"site.weather_folder={tmp_path}")[2]["site.weather_folder"].value == tmp_path.name
    # Sanya's normals are nearer than the file of Haikou
    weather, _, _ = year_of(_BAOTING, with_folder)
    assert told(weather)["files_are_far"].params["km"] > 100
    assert "Sanya" in weather.source
    # a station that the person names wins over files
    weather, _, _ = year_of(near, with_folder, "site.station=beijing")
    assert weather.name.startswith("Beijing")
    with pytest.raises(UserError):
        year_of(near, data, f"site.weather_folder={tmp_path / 'none'}")


def test_a_file_that_is_named_wins_and_stays_at_its_height(tmp_path):
    station_file(tmp_path, "helsinki", "w.epw")
    named = load_data(weather_path=tmp_path / "w.epw")
    weather, region, rows = year_of(_BAOTING, named, f"site.weather_folder={tmp_path}")
    assert weather.digest == read_epw(tmp_path / "w.epw").digest
    assert region == "CN-HI"
    assert "site.elevation_m" not in rows


def test_worlds_towns_and_spells_are_in_the_assumptions(data, tmp_path):
    plain, _, _ = year_of(_BAOTING, data)
    weather, _, rows = year_of(_BAOTING, data, "site.climate=2.0C", "site.heat_island=city", "site.extreme=heat_wave")
    assert weather.source.endswith("2.0 degC world, heat of a city, heat wave")
    assert weather.t_out_c.mean() > plain.t_out_c.mean() + 1.5
    assert rows["site.climate_warming_k"].value == 2.0
    assert rows["site.climate_pattern"].value == "South-East Asia"
    assert rows["site.climate_base_k"].value == pytest.approx(0.9, abs=0.05)
    assert rows["site.extreme_k"].value >= 1.5
    assert rows["site.heat_island_night_k"].value == 2.0
    table = tmp_path / "deltas.csv"
    table.write_text("month,dt_k\n" + "\n".join(f"{month},3" for month in range(1, 13)), encoding="utf-8")
    own, _, rows = year_of(_BAOTING, data, "site.climate=2050", f"site.climate_deltas={table}")
    assert (own.t_out_c - plain.t_out_c) == pytest.approx(3.0)
    assert rows["site.climate_pattern"].quality == "P"


def test_repairs_of_a_file_are_in_the_assumptions(tmp_path):
    station_file(tmp_path, "helsinki", "w.epw")
    lines = (tmp_path / "w.epw").read_text(encoding="ascii").split("\n")
    (tmp_path / "w.epw").write_text("\n".join(lines[:100] + lines[130:]), encoding="ascii")
    _, _, rows = year_of(_BAOTING, load_data(weather_path=tmp_path / "w.epw"))
    assert rows["site.weather.lost_hours"].value == 30
    assert rows["site.weather.lost_hours"].unit == "h"


def test_the_chain_runs_in_another_world(sample_models, data):
    from bldgassess.pipeline.assess import assess

    study = set_values(Study(), ["site.climate=2080", "site.extreme=heat_wave"])
    building = sample_models["base"].building
    hot, plain = assess(building, study, data), assess(building, Study(), data)
    assert hot.energy.need_kwh["cooling"] > 1.1 * plain.energy.need_kwh["cooling"]
    assert "heat wave" in hot.weather.source
    ids = {row.id: row for row in hot.assumptions}
    assert ids["site.climate"].quality == "P"
    assert "heat wave" in str(ids["site.weather"].value)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("identity", "file"),
    [
        ("berlin", "dwd_try/TRY2015_523938130651_Jahr_region4.dat"),
        ("madrid", "ESP_Madrid.082210_IWEC.epw"),
        ("shanghai", "CHN_Shanghai.Hongqiao_TMYx.epw"),
        ("shenzhen", "CHN_Shenzhen.epw"),
    ],
)
def test_a_typical_year_needs_what_the_real_one_needs(shared_dir, sample_models, data, identity, file):
    """Normals of a real year make a year whose means, degree hours and needs are the real one's (docs/method.md)."""
    real = read_epw(shared_dir / "data" / "energy" / "weather" / file)
    made = make_typical_year(next(item for item in load_stations() if item.id == identity))
    assert made.t_out_c.mean() == pytest.approx(real.t_out_c.mean(), abs=0.1)
    assert made.ghi_w_m2.sum() == pytest.approx(real.ghi_w_m2.sum(), rel=0.01)
    assert made.rh_out_fraction.mean() == pytest.approx(real.rh_out_fraction.mean(), abs=0.01)
    degree_hours = [np.maximum(20.0 - year.t_out_c, 0.0).sum() for year in (real, made)]
    assert degree_hours[1] == pytest.approx(degree_hours[0], rel=0.05)
    building = with_reference_area(sample_models["base"].building, Study())
    inventory = compute_inventory(building, Study(), data.store)
    years = [compute_hourly(building, Study(), inventory, year) for year in (real, made)]
    heat = [year.q_heat_w.sum() / 1000.0 / building.gia_m2 for year in years]
    cool = [(year.q_cool_w.sum() + year.q_latent_w.sum()) / 1000.0 / building.gia_m2 for year in years]
    assert heat[1] == pytest.approx(heat[0], rel=0.05, abs=3.0)
    assert cool[1] == pytest.approx(cool[0], rel=0.15, abs=4.0)
