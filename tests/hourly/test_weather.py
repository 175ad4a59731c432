"""Weather: EPW files of every sort, typical years, the sun."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.hourly.normals import load_stations, nearest_station
from bldgassess.hourly.sky import dew_point_c, humidity_ratio, saturation_pa, vapour_pressure_pa
from bldgassess.hourly.sun import TiltedSuns, sun_position
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.hourly.weather import read_epw

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _epw(*, leap: bool = False, missing: int = 0, city: str = "Test", newline: str = "\n") -> str:
    head = [f"LOCATION,{city},-,TST,hand,000000,20.0,110.0,8.0,15.0"]
    head += [f"{name},0" for name in ("DESIGN CONDITIONS", "TYPICAL/EXTREME PERIODS", "GROUND TEMPERATURES")]
    head += [
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,x",
        "COMMENTS 2,y",
        "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
    ]
    rows, count = [], 0
    for month, days in enumerate(_DAYS, 1):
        for day in range(1, days + 1 + (leap and month == 2)):
            for hour in range(1, 25):
                t = 99.9 if count < missing else 20.0 + hour / 10
                sun = 500 if 9 <= hour <= 16 else 0
                rows.append(
                    f"2004,{month},{day},{hour},60,?,{t},15.0,60,101000,0,0,350,{sun},{sun},{sun // 3},"
                    "0,0,0,0,180,2.5,5,5,"
                    "10,77777,9,999999999,100,0.1,0,88,0.2,0,1"
                )
                count += 1
    return newline.join(head + rows) + newline


@pytest.fixture
def write(tmp_path):
    def make(text: str, encoding: str = "utf-8"):
        path = tmp_path / "weather.epw"
        path.write_bytes(text.encode(encoding))
        return path

    return make


def test_plain_file(write):
    weather = read_epw(write(_epw()))
    assert (weather.latitude_deg, weather.time_zone_h, weather.elevation_m) == (20.0, 8.0, 15.0)
    assert weather.t_out_c[:24] == pytest.approx([20.0 + h / 10 for h in range(1, 25)])
    assert weather.rh_out_fraction == pytest.approx(0.6)
    assert weather.pressure_pa[0] == 101000.0
    assert not weather.issues
    assert not weather.t_out_c.flags.writeable


@pytest.mark.parametrize(
    ("options", "encoding"),
    [
        ({"leap": True}, "utf-8"),
        ({"city": "Köln"}, "latin-1"),
        ({"newline": "\r\n"}, "utf-8"),
        ({"city": "x"}, "utf-8-sig"),
    ],
)
def test_leap_years_encodings_and_line_ends(write, options, encoding):
    assert len(read_epw(write(_epw(**options), encoding)).t_out_c) == 8760


def test_missing_hours_are_filled_and_said_or_refused(write):
    weather = read_epw(write(_epw(missing=5)))
    assert np.isfinite(weather.t_out_c).all()
    assert weather.t_out_c.max() < 30.0
    assert weather.issues[0].params["hours"] == 5
    with pytest.raises(UserError) as error:
        read_epw(write(_epw(missing=2000)))
    assert error.value.issues[0].code == "weather.missing_column"


@pytest.mark.parametrize("text", ["", "hello", "LOCATION,x", "LOCATION,a,b,c\n1,2,3\n"])
def test_what_is_no_epw_gets_one_sentence(write, text):
    with pytest.raises(UserError) as error:
        read_epw(write(text))
    assert len(error.value.issues) == 1


def test_short_and_absent_files(write, tmp_path):
    with pytest.raises(UserError) as error:
        read_epw(write("\n".join(_epw().split("\n")[:5000])))
    assert error.value.issues[0].code == "weather.wrong_hours"
    with pytest.raises(UserError) as error:
        read_epw(tmp_path / "none.epw")
    assert error.value.issues[0].code == "weather.cannot_read"


@pytest.mark.parametrize("station", load_stations(), ids=lambda station: station.id)
def test_typical_year_has_the_monthly_normals(station):
    weather = make_typical_year(station)
    month = np.repeat(np.arange(12), np.array(_DAYS) * 24)
    for m in range(12):
        inside = month == m
        assert weather.t_out_c[inside].mean() == pytest.approx(station.t_mean_c[m], abs=0.35)
        assert weather.ghi_w_m2[inside].sum() / 1000 / _DAYS[m] == pytest.approx(station.ghi_kwh_m2_d[m], rel=0.12)
        assert 100 * weather.rh_out_fraction[inside].mean() == pytest.approx(station.rh_pct[m], abs=3.0)
    for array in (weather.t_out_c, weather.dni_w_m2, weather.dhi_w_m2, weather.sky_ir_w_m2):
        assert np.isfinite(array).all()
    assert weather.dni_w_m2.max() < 1367.0


def test_typical_year_is_the_same_twice():
    station = nearest_station(18.6, 109.7)
    assert station.id == "sanya"
    assert station.grid_region == "CN-HI"
    first, second = make_typical_year(station), make_typical_year(station)
    assert np.array_equal(first.t_out_c, second.t_out_c)
    assert first.digest == second.digest
    assert make_typical_year(replace(station, elevation_m=7.0)).digest != first.digest


def test_moist_air_by_published_points():
    assert float(saturation_pa(20.0)) == pytest.approx(2337.0, rel=3e-3)  # the formula of ISO 13788 Annex E
    assert float(saturation_pa(0.0)) == pytest.approx(611.2)
    ratio = humidity_ratio(np.array([25.0]), np.array([0.5]))
    assert ratio[0] == pytest.approx(0.00988, abs=1e-4)  # ASHRAE psychrometric chart
    assert vapour_pressure_pa(ratio)[0] == pytest.approx(0.5 * float(saturation_pa(25.0)), rel=1e-4)
    assert dew_point_c(np.array([25.0]), np.array([1.0]))[0] == pytest.approx(25.0)


def test_sun_is_south_at_noon_and_tilted_sun_is_consistent():
    station = next(item for item in load_stations() if item.id == "mannheim")
    sun = sun_position(station.latitude_deg, station.longitude_deg, station.time_zone_h)
    noon = 171 * 24 + 12
    assert sun.zenith_deg[noon] == pytest.approx(station.latitude_deg - 23.44, abs=1.5)
    weather = make_typical_year(station)
    suns = TiltedSuns(weather, 0.2)
    flat = suns.on(0.0, 123.0).total.sum()
    assert flat == pytest.approx(weather.ghi_w_m2.sum(), rel=0.02)
    assert suns.on(90.0, 180.0).total.sum() > suns.on(90.0, 0.0).total.sum()
    assert (suns.on(30.0, 200.0).beam >= 0.0).all()


@pytest.mark.shared
def test_tilted_sun_within_the_six_programs_of_bestest(shared_dir):
    weather = read_epw(shared_dir / "data" / "energy" / "weather" / "bestest_725650TY.epw")
    suns = TiltedSuns(weather, 0.2)
    # ANSI/ASHRAE 140-2020 incident solar, annual kWh/m2: ranges of six programs
    for azimuth, low, high in ((180, 1291, 1387), (0, 399, 477), (90, 1017, 1068), (270, 903, 997)):
        assert low <= suns.on(90.0, azimuth).total.sum() / 1000 <= high
    assert suns.on(0.0, 0.0).total.sum() / 1000 == pytest.approx(1667, abs=8)


@pytest.mark.shared
def test_all_shared_weather_files_are_read(shared_dir):
    files = sorted((shared_dir / "data" / "energy" / "weather").glob("*.epw"))
    assert len(files) >= 10
    for path in files:
        weather = read_epw(path)
        assert -60.0 < weather.t_out_c.min() < weather.t_out_c.max() < 60.0
        assert math.isfinite(float(weather.sky_ir_w_m2.sum()))
