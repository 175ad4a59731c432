"""Weather files as people have them: what is mended is told with its hours, what is beyond repair is one sentence."""

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.hourly.dwd_try import lambert_to_degrees
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.hourly.weather import read_epw
from bldgassess.hourly.weather_folder import list_folder, nearest_place
from bldgassess.hourly.weather_repair import filled, sun_lag_h
from bldgassess.messages import sentence

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HEAD = (
    "LOCATION,Here,-,TST,hand,000000,{latitude},{longitude},{zone},{elevation}",
    "DESIGN CONDITIONS,0",
    "TYPICAL/EXTREME PERIODS,0",
    "GROUND TEMPERATURES,0",
    "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
    "COMMENTS 1,x",
    "COMMENTS 2,y",
    "DATA PERIODS,1,{an_hour},Data,Sunday,1/1,12/31",
)
_PLACE = {"latitude": 20.0, "longitude": 110.0, "zone": 8.0, "elevation": 15.0, "an_hour": 1}
_T, _DEW, _RH, _P, _IR, _GHI, _DNI, _DHI, _WIND = 6, 7, 8, 9, 12, 13, 14, 15, 21


def rows():
    """A plain year as lists of fields: warm days, sun from 9 to 16."""
    made = []
    for month, days in enumerate(_DAYS, 1):
        for day in range(1, days + 1):
            for hour in range(1, 25):
                sun = 500 if 9 <= hour <= 16 else 0
                head = ["2004", str(month), str(day), str(hour), "60", "?"]
                tail = ["0"] * 4 + ["180", "2.5"] + ["0"] * 13
                values = [20 + hour / 10, 15, 60, 101000, 0, 0, 350, sun, sun, sun // 3]
                made.append([*head, *map(str, values), *tail])
    return made


@pytest.fixture
def read(tmp_path):
    def make(table, *, head=_HEAD, **place):
        lines = [line.format(**_PLACE | place) for line in head]
        path = tmp_path / "w.epw"
        path.write_text("\n".join([*lines, *(",".join(row) for row in table)]) + "\n", encoding="utf-8")
        return read_epw(path)

    return make


def codes(weather):
    return {issue.code.removeprefix("weather."): dict(issue.params) for issue in weather.issues}


def refused(read, table, **options):
    with pytest.raises(UserError) as error:
        read(table, **options)
    (issue,) = error.value.issues
    assert sentence(issue).count(".") >= 1
    return issue.code.removeprefix("weather.")


def test_a_sound_file_has_nothing_to_tell(read):
    weather = read(rows())
    assert codes(weather) == {}
    assert weather.warming_k == pytest.approx(0.87, abs=0.05)  # 2004, smoothed


def test_leap_day_is_left_out_and_said(read):
    table = rows()
    leap = [[*row[:1], "2", "29", *row[3:]] for row in table[:24]]
    weather = read([*table[: 59 * 24], *leap, *table[59 * 24 :]])
    assert codes(weather) == {"leap_day": {"hours": 24}}
    assert len(weather.t_out_c) == 8760


@pytest.mark.parametrize("gap", [3, 30])
def test_lost_hours_are_filled(read, gap):
    table = rows()
    weather = read(table[:1000] + table[1000 + gap :])
    assert codes(weather)["lost_hours"] == {"hours": gap}
    assert weather.t_out_c == pytest.approx(read(rows()).t_out_c, abs=0.5 if gap == 3 else 0.01)
    assert weather.ghi_w_m2 == pytest.approx(read(rows()).ghi_w_m2)


def test_records_out_of_order_doubled_and_of_mixed_years(read):
    table = rows()
    swapped = [*table[:100], *table[200:300], *table[100:200], *table[300:], table[5]]
    swapped[4000] = ["1999", *swapped[4000][1:]]
    found = codes(weather := read(swapped))
    assert found == {"out_of_order": {"places": 1}, "doubled": {"hours": 1}, "mixed_years": {"months": 1}}
    assert np.array_equal(weather.t_out_c, read(rows()).t_out_c)


def test_hours_from_zero(read):
    table = [[*row[:3], str(int(row[3]) - 1), *row[4:]] for row in rows()]
    weather = read(table)
    assert codes(weather) == {"hours_from_zero": {"hours": 8760}}
    assert np.array_equal(weather.t_out_c, read(rows()).t_out_c)


@pytest.mark.parametrize(
    ("column", "mark", "name"),
    [
        (_T, "99.9", "temperature"),
        (_P, "999999", "pressure"),
        (_GHI, "9999", "global sun"),
        (_DNI, "9999", "direct sun"),
        (_DHI, "9999", "diffuse sun"),
        (_WIND, "999", "wind"),
        (_T, "", "temperature"),
        (_T, "abc", "temperature"),
    ],
)
def test_each_field_has_its_own_mark_of_missing(read, column, mark, name):
    table = rows()
    for at in range(3000, 3010):
        table[at][column] = mark
    weather = read(table)
    assert codes(weather) == {"filled": {"hours": 10, "column": name}}
    plain = read(rows())
    for field in ("t_out_c", "pressure_pa", "ghi_w_m2", "dni_w_m2", "dhi_w_m2", "wind_m_s"):
        assert getattr(weather, field) == pytest.approx(getattr(plain, field), abs=1.0)


def test_humidity_from_the_dew_point_and_pressure_by_height(read):
    table = rows()
    for row in table:
        row[_RH], row[_P] = "999", "999999"
    weather = read(table, elevation=1500)
    assert codes(weather) == {"rh_from_dew": {"hours": 8760}, "pressure_by_height": {"hours": 8760}}
    assert weather.pressure_pa[0] == pytest.approx(84556, abs=50)  # ISO 2533 at 1500 m
    assert weather.rh_out_fraction[9] == pytest.approx(0.686, abs=0.002)  # 21 degC, dew point 15 degC


def test_infrared_of_the_sky_is_estimated(read):
    table = rows()
    for row in table[:100]:
        row[_IR] = "9999"
    weather = read(table)
    assert codes(weather) == {"sky_estimated": {"hours": 100}}
    assert 300 < weather.sky_ir_w_m2[:100].mean() < 450


def test_sun_at_night_is_set_to_zero(read):
    table = rows()
    for day in range(365):
        table[24 * day + 1][_DNI] = "300"
    weather = read(table)
    assert codes(weather) == {"night_sun": {"hours": 365}}
    assert weather.dni_w_m2[1] == 0.0


def test_diffuse_over_global_and_beam_beyond_the_atmosphere(read):
    table = rows()
    for at in range(12, 12 + 24 * 10, 24):
        table[at][_DHI] = "700"
        table[at][_DNI] = "1900"
    weather = read(table)
    assert codes(weather) == {"diffuse_over_global": {"hours": 10}, "too_much_beam": {"hours": 10}}
    assert (weather.dhi_w_m2 <= weather.ghi_w_m2).all()
    assert weather.dni_w_m2.max() < 1420.0


def test_sun_without_its_parts_and_parts_without_their_sum(read):
    whole = rows()
    for row in whole:
        row[_DNI], row[_DHI] = "9999", "9999"
    split = read(whole)
    assert codes(split) == {"split_global": {"hours": 8760}}
    assert split.dni_w_m2.max() > 300.0
    parts = rows()
    for row in parts:
        row[_GHI] = "0"
    summed = read(parts)
    assert codes(summed) == {"global_from_parts": {"hours": 8760}}
    assert 166 < summed.ghi_w_m2[12] < 666


def test_a_leap_of_an_hour_is_a_slip_and_a_front_is_not(read):
    table = rows()
    table[500][_T] = "45"
    for at in range(4000, 4100):
        table[at][_T] = "2"
    weather = read(table)
    assert codes(weather) == {
        "spikes": {"hours": 1},
        "filled": {"hours": 1, "column": "temperature"},
        "jumps": {"hours": 2},
    }
    assert weather.t_out_c[500] < 25.0
    assert weather.t_out_c[4050] == 2.0


def test_short_rows_are_filled(read):
    table = rows()
    for at in range(50, 60):
        table[at] = table[at][:18]
    weather = read(table)
    assert codes(weather) == {"short_rows": {"hours": 10}, "filled": {"hours": 10, "column": "wind"}}


def test_beyond_repair_is_one_sentence(read):
    table = rows()
    assert refused(read, table[:8000]) == "wrong_hours"
    assert refused(read, []) == "wrong_hours"
    assert refused(read, [row for row in table for _ in range(4)]) == "sub_hourly"
    assert refused(read, table, an_hour=4) == "sub_hourly"
    assert refused(read, table, zone=-4.0) == "wrong_zone"
    assert refused(read, table, latitude=120.0) == "no_place"
    assert refused(read, table, latitude="north") == "not_readable"
    assert refused(read, [*table[:10], ["so", "much", "for", "that"], *table[10:]]) == "bad_record"
    assert refused(read, [*table[:10], ["2004", "4", "31", *table[10][3:]], *table[10:]]) == "no_such_hour"
    assert refused(read, table, head=_HEAD[:7]) == "not_readable"
    for row in table:
        row[_GHI] = row[_DNI] = row[_DHI] = "9999"
    assert refused(read, table) == "missing_column"


def test_more_lines_of_header_and_lower_case(read):
    head = (_HEAD[0], *_HEAD[1:7], "COMMENTS 3,z", _HEAD[7].lower())
    assert len(read(rows(), head=("", *head)).t_out_c) == 8760


def test_gaps_are_filled_by_length():
    day = np.arange(8760) % 24.0
    bad = np.zeros(8760, dtype=bool)
    bad[100:104] = bad[2000:2048] = True
    assert filled(np.where(bad, np.nan, day), bad)[2000:2048] == pytest.approx(day[2000:2048])
    assert filled(np.where(bad, np.nan, day), bad)[100:104] == pytest.approx(day[100:104])
    bad[2100] = True
    sun = np.where(day == 12.0, 900.0, 0.0)
    assert filled(np.where(bad, np.nan, sun), bad, by_hour=True)[2100] == 900.0


@pytest.mark.parametrize("lag", [-3, 0, 5])
def test_lag_of_the_sun_is_found(lag):
    height = np.maximum(-np.cos(2 * np.pi * (np.arange(8760) + 0.5) / 24), 0.0)
    assert sun_lag_h(np.roll(height, lag), height) == pytest.approx(lag, abs=0.1)


def test_a_folder_gives_the_nearest_file(tmp_path, read):
    for name, latitude in (("a.epw", 20.0), ("b.epw", 30.0)):
        read(rows(), latitude=latitude)
        (tmp_path / "w.epw").rename(tmp_path / name)
    (tmp_path / "c.epw").write_text("nothing", encoding="utf-8")
    places = list_folder(tmp_path)
    assert [place.path.name for place in places] == ["a.epw", "b.epw"]
    assert nearest_place(places, 28.0, 110.0).path.name == "b.epw"
    (tmp_path / "empty").mkdir()
    for folder in ("empty", "none"):
        with pytest.raises(UserError):
            list_folder(tmp_path / folder)


def _try_text(*, cut=0, header=True):
    year = make_typical_year(next(item for item in load_stations() if item.id == "berlin"))
    head = [
        "Koordinatensystem : Lambert konform konisch",
        "Rechtswert        : 4201500 Meter",
        "Hochwert          : 2846500 Meter",
        "Hoehenlage        : 34 Meter ueber NN",
        "Art des TRY       : mittleres Jahr",
        "Bezugszeitraum    : 1995-2012",
        "Lufttemperatur in 2m H\xf6he",
        "***",
    ]
    body, at = [], 0
    for month, days in enumerate(_DAYS, 1):
        for day in range(1, days + 1):
            for hour in range(1, 25):
                beam = year.ghi_w_m2[at] - year.dhi_w_m2[at]
                body.append(
                    f"4201500 2846500 {month} {day} {hour} {year.t_out_c[at]:.1f} 1001 250 3.2 5 4.5 "
                    f"{100 * year.rh_out_fraction[at]:.0f} {beam:.0f} {year.dhi_w_m2[at]:.0f} "
                    f"{year.sky_ir_w_m2[at]:.0f} -316 3"
                )
                at += 1
    return year, "\n".join([*(head if header else head[:1]), *body[: len(body) - cut]])


def test_a_test_reference_year(tmp_path):
    path = tmp_path / "TRY2015_here_Jahr.dat"
    year, text = _try_text()
    path.write_bytes(text.encode("latin-1"))
    weather = read_epw(path)
    # the file's own name gives 52.3938 N, 13.0651 E
    assert (weather.latitude_deg, weather.longitude_deg) == (52.3938, 13.0651)
    assert weather.elevation_m == 34.0
    assert weather.warming_k == pytest.approx(0.8, abs=0.1)
    assert "mittleres Jahr 1995-2012" in weather.source
    assert weather.t_out_c == pytest.approx(year.t_out_c, abs=0.06)
    assert weather.ghi_w_m2.sum() == pytest.approx(year.ghi_w_m2.sum(), rel=0.01)
    assert weather.dni_w_m2.sum() == pytest.approx(year.dni_w_m2.sum(), rel=0.02)
    for broken in (_try_text(cut=3000)[1], _try_text(header=False)[1], text.replace("1001", "x", 1)):
        path.write_bytes(broken.encode("latin-1"))
        with pytest.raises(UserError):
            read_epw(path)


def test_lambert_projection_by_its_origin():
    assert lambert_to_degrees(4000000.0, 2800000.0) == pytest.approx((52.0, 10.0), abs=1e-9)


@pytest.mark.shared
def test_real_files_are_sound_but_for_known_slips(shared_dir):
    folder = shared_dir / "data" / "energy" / "weather"
    found = {path.stem: codes(read_epw(path)) for path in sorted(folder.glob("*.epw"))}
    told = {name: set(issues) for name, issues in found.items() if issues}
    assert told == {
        # direct sun up to 304 W/m2 at midnight
        "DEU_Mannheim": {"night_sun"},
        "CHN_Shanghai.Hongqiao_TMYx": {"night_sun"},
        "CHN_Shanghai.Shanghai.583620_CSWD": {"night_sun"},
        "ESP_Granada.084190_SWEC": {"night_sun"},
        "bestest_DRYCOLD": {"jumps"},
    }
    assert found["DEU_Mannheim"]["night_sun"]["hours"] > 1000


@pytest.mark.shared
def test_real_test_reference_years(shared_dir):
    for path in (shared_dir / "data" / "energy" / "weather" / "dwd_try").glob("*.dat"):
        weather = read_epw(path)
        by_name = (int(path.name[8:14]) / 1e4, int(path.name[14:20]) / 1e4)
        assert (weather.latitude_deg, weather.longitude_deg) == pytest.approx(by_name, abs=1e-4)
        assert not weather.issues
