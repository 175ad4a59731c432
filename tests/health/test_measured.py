"""Sensor files as they come: gaps, wrong units, zones, clocks that jump, duplicates; nothing is lost."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.health.measured.against import hourly_means
from bldgassess.health.measured.air_change import find_air_change
from bldgassess.health.measured.clock import Clock, find_zone
from bldgassess.health.measured.read_csv import read_rows
from bldgassess.health.measured.readings import Series
from bldgassess.health.measured.repair import make_readings
from bldgassess.health.measured.rooms import match_rooms, read_map
from bldgassess.health.measured.tables import find_point, find_variable, units_of, variables
from bldgassess.health.measured.withings import read_nights, summarise_people

_LONG = "building,room,sensor,timestamp,variable,unit,value\n"


def _read(tmp_path, text, zone=None, day_first=None, name="log.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return make_readings(read_rows(path), Clock(find_zone(zone) if zone else None, day_first))


def _codes(readings):
    return {issue.code for issue in readings.issues}


def _whole(readings):
    return readings.rows == sum(len(item.seconds) for item in readings.series) + len(readings.set_aside)


def test_long_file(tmp_path):
    readings = _read(
        tmp_path,
        _LONG + "D,B01,s,2025-07-01T22:00:00+08:00,co2,ppm,618\nD,B01,s,2025-07-01T23:00:00+08:00,co2,ppm,905\n",
    )
    (series,) = readings.series
    assert (series.room, series.variable, series.unit) == ("B01", "co2", "ppm")
    assert list(series.values) == [618.0, 905.0]
    assert series.seconds[0] == int(datetime(2025, 7, 1, 14, tzinfo=UTC).timestamp())
    assert (readings.utc_offset_h, readings.issues) == (8.0, ())


def test_wide_file_with_semicolons_commas_and_local_words(tmp_path):
    text = "Zeit;Temperatur [°C];CO2 [ppm];Feuchte (%)\n13.07.2025 10:00;21,5;600;45,5\n13.07.2025 10:10;21,7;;46\n"
    readings = _read(tmp_path, text, zone="Europe/Berlin", encoding="cp1252")
    assert {(s.variable, len(s.values)) for s in readings.series} == {
        ("air_temperature", 2), ("co2", 1), ("relative_humidity", 2),
    }  # fmt: skip
    assert readings.utc_offset_h == 1.0  # standard time, though it is July
    temperature = next(s for s in readings.series if s.variable == "air_temperature")
    assert list(temperature.values) == [21.5, 21.7]


def test_times_without_a_zone_are_refused_with_a_sentence(tmp_path):
    with pytest.raises(UserError) as caught:
        _read(tmp_path, _LONG + "D,B,s,2025-07-01 22:00,co2,ppm,618\n")
    assert caught.value.issues[0].code == "measured.no_zone"


def test_day_and_month_that_cannot_be_told_apart_are_refused(tmp_path):
    text = _LONG + "D,B,s,05/06/2025 22:00,co2,ppm,618\n"
    with pytest.raises(UserError) as caught:
        _read(tmp_path, text, zone="UTC")
    assert caught.value.issues[0].code == "measured.day_or_month"
    first, second = (_read(tmp_path, text, zone="UTC", day_first=flag).series[0].seconds[0] for flag in (True, False))
    assert (second - first) != 0
    told = _read(tmp_path, text + "D,B,s,06/13/2025 22:00,co2,ppm,620\n", zone="UTC")
    assert told.series[0].seconds[0] == int(datetime(2025, 5, 6, 22, tzinfo=UTC).timestamp())


def test_clocks_go_back(tmp_path):
    """Helsinki, 26 October 2025: 03:00 to 04:00 is shown twice."""
    clock = ["02:30", "03:00", "03:30", "03:00", "03:30", "04:00"]
    text = _LONG + "".join(f"D,B,s,2025-10-26 {t},co2,ppm,{600 + k}\n" for k, t in enumerate(clock))
    readings = _read(tmp_path, text, zone="Europe/Helsinki")
    (series,) = readings.series
    assert list(series.values) == [600.0, 601.0, 602.0, 603.0, 604.0, 605.0]
    assert set(np.diff(series.seconds)) == {1800}
    assert "measured.clock_back" in _codes(readings)
    assert _whole(readings)


def test_clocks_go_forward(tmp_path):
    """Helsinki, 30 March 2025: 03:30 does not exist; a logger that did not follow writes it all the same."""
    text = _LONG + "".join(f"D,B,s,2025-03-30 {t},co2,ppm,600\n" for t in ("02:30", "03:30", "05:30"))
    readings = _read(tmp_path, text, zone="Europe/Helsinki")
    assert "measured.clock_forward" in _codes(readings)
    assert list(np.diff(readings.series[0].seconds)) == [3600, 3600]


def test_duplicates_keep_the_first_and_lose_nothing(tmp_path):
    row = "D,B,s,2025-07-01T22:00:00Z,co2,ppm,{}\n"
    readings = _read(tmp_path, _LONG + row.format(600) + row.format(600) + row.format(700))
    assert list(readings.series[0].values) == [600.0]
    assert [item.reason for item in readings.set_aside] == ["measured.duplicate", "measured.second_value"]
    assert [item.line for item in readings.set_aside] == [3, 4]
    assert _whole(readings)


def test_wrong_units_are_repaired_or_refused(tmp_path):
    def hours(variable, unit, values, room):
        return "".join(
            f"D,{room},{room},2025-07-01T{k:02d}:00:00Z,{variable},{unit},{v}\n" for k, v in enumerate(values)
        )

    text = _LONG + hours("temperature", "°C", [71.0, 72.0, 73.0], "hot")  # degF
    text += hours("humidity", "%", [0.45, 0.46, 0.44], "dry")  # a fraction
    text += hours("co2", "furlong", [600, 610, 620], "odd")
    text += hours("hcho", "ppb", [20, 20, 20], "new")
    readings = _read(tmp_path, text)
    found = {s.room: s for s in readings.series}
    assert found["hot"].values[0] == pytest.approx((71.0 - 32.0) / 1.8)
    assert found["dry"].values[0] == pytest.approx(45.0)
    assert found["new"].values[0] == pytest.approx(20 * 1.2273)
    assert "odd" not in found
    assert {"measured.unit_repaired", "measured.unit_unclear", "measured.unit_refused"} <= _codes(readings)
    assert _whole(readings)


def test_gaps_and_words_for_nothing(tmp_path):
    rows = [
        f"D,B,s,2025-07-01T{k:02d}:00:00Z,co2,ppm,{'offline' if k == 3 else 600}\n"
        for k in range(24)
        if k not in range(8, 14)
    ]
    rows.append(
        "D,B,s,yesterday,co2,ppm,600\nD,B,s,2025-07-02T00:00:00Z,co2,ppm,999999\nD,B,s,2025-07-02T00:00:00Z,joy,-,1\n"
    )
    readings = _read(tmp_path, _LONG + "".join(rows))
    codes = _codes(readings)
    assert {"measured.gaps", "measured.no_number", "measured.bad_time", "measured.impossible_value"} <= codes
    assert "measured.unknown_variable" in codes
    gap = next(issue for issue in readings.issues if issue.code == "measured.gaps")
    assert gap.params["hours"] == 6.0
    assert _whole(readings)


def test_a_file_without_anything_to_use_is_refused(tmp_path):
    for text in ("a,b\n1,2\n", "time,joy\n2025-01-01T00:00Z,1\n", _LONG + "D,B,s,never,co2,ppm,1\n"):
        with pytest.raises(UserError):
            _read(tmp_path, text)


def test_units_go_there_and_back():
    for name, variable in variables().items():
        assert units_of(name)[variable.unit.casefold()].factor == 1.0
        for unit in units_of(name).values():
            there = unit.factor * 12.3 + unit.offset
            assert (there - unit.offset) / unit.factor == pytest.approx(12.3)


def test_points_of_brick_and_haystack():
    assert find_point("bldg1.R204.Zone_Air_Temperature_Sensor") == ("bldg1 r204", "air_temperature")
    assert find_point("R204 zone air co2 sensor") == ("r204", "co2")
    assert find_point("Chilled_Water_Valve") is None
    assert find_variable("PM2.5 (µg/m³)") == ("pm25", "µg/m³")
    assert find_variable("co2_ppm") == ("co2", "ppm")


def test_sensors_find_their_rooms(tmp_path):
    def series(sensor, room):
        return Series("", room, sensor, "co2", "ppm", np.array([0]), np.array([600.0]))

    names = {"g1": ("1", "Bedroom"), "g2": ("2", "Kitchen"), "g3": ("3", "Kitchen")}
    path = tmp_path / "map.csv"
    path.write_text("sensor,guid\ns3,g3\ns4,nowhere\n", encoding="utf-8")
    items = [series("s1", "bedroom"), series("s2", "Kitchen"), series("s3", "Kitchen"), series("s4", "x")]
    places, issues = match_rooms(items, names, read_map(path))
    assert places == {"s1": "g1", "s3": "g3"}
    assert [issue.code for issue in issues] == ["measured.not_placed", "measured.no_such_room"]


def test_leap_years_and_summer_time_fall_on_the_year_of_8760_hours():
    def at(*moment):
        return int(datetime(*moment, tzinfo=UTC).timestamp())

    seconds = np.array(
        [at(2024, 2, 28, 23), at(2024, 2, 29, 5), at(2024, 3, 1, 0), at(2024, 12, 31, 23), at(2025, 12, 31, 23)]
    )
    means = hourly_means(Series("", "r", "s", "co2", "ppm", seconds, np.array([1.0, 2.0, 3.0, 4.0, 6.0])), 0.0)
    assert list(means.hours) == [59 * 24 - 1, 59 * 24, 8759]
    assert list(means.values) == [1.0, 3.0, 5.0]


def test_air_change_from_decays():
    rng = np.random.default_rng(7)
    minutes = np.arange(0, 12 * 60, 5)
    hours = minutes / 60.0
    values = (
        420.0 + np.where(hours < 4.0, 1000.0, 1000.0 * np.exp(-0.6 * (hours - 4.0))) + rng.normal(0.0, 2.0, len(hours))
    )
    start = int(datetime(2025, 1, 6, tzinfo=UTC).timestamp())
    found = find_air_change(Series("", "r", "s", "co2", "ppm", start + 60 * minutes, values), 420.0)
    assert found.median_1_h == pytest.approx(0.6, rel=0.05)
    assert all(decay.fit > 0.9 for decay in found.decays)
    flat = Series("", "r", "s", "co2", "ppm", start + 60 * minutes, np.full(len(minutes), 800.0))
    assert find_air_change(flat, 420.0) is None


def _export(folder, states):
    folder.mkdir(parents=True)
    start = datetime(2025, 7, 1, 22, tzinfo=UTC)
    lists = json.dumps([60] * len(states)), json.dumps(states)
    (folder / "raw_sleep-monitor_sleep-state.csv").write_text(
        f'start,duration,value\n{start.isoformat()},"{lists[0]}","{lists[1]}"\n', encoding="utf-8"
    )


def test_withings_nights_are_summed_over_five_people_or_more(tmp_path):
    for person in range(4):
        _export(tmp_path / f"p{person}", [0, 1, 2, 3])
    with pytest.raises(UserError) as caught:
        summarise_people(tmp_path)
    assert caught.value.issues[0].code == "measured.too_few_people"
    _export(tmp_path / "p4", [0, 0, 1, 2])
    found = summarise_people(tmp_path)
    assert (found.people, found.nights, found.asleep_min, found.awake_min) == (5, 5, 3.0, 1.0)
    assert "p4" not in repr(found)


def test_localised_table_of_nights(tmp_path):
    (tmp_path / "sleep.csv").write_text(
        "von,bis,leicht (s),tief (s),REM (s),wach (s)\n"
        "2025-07-01T22:00:00+02:00,2025-07-02T06:00:00+02:00,14400,7200,3600,1200\n",
        encoding="utf-8",
    )
    (night,) = read_nights(tmp_path)
    assert night.minutes == {"awake": 20.0, "light": 240.0, "deep": 120.0, "rem": 60.0}


def test_a_night_that_crosses_midnight_is_one(tmp_path):
    _export(tmp_path / "p", [1] * 240)
    assert len(read_nights(tmp_path / "p")) == 1
    assert timedelta(minutes=240) == timedelta(hours=4)
