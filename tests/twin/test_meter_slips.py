"""Slips of meter files: each is repaired with an entry in the list that says where and how many kWh, or refused."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.health.measured.clock import Clock, find_zone
from bldgassess.messages import sentence
from bldgassess.twin.read import ReadAs, read_meters

START = datetime(2024, 3, 1, tzinfo=UTC)
HOURS = 24 * 20


def hourly(hours=HOURS, start=START, kwh=1.0):
    """Rows of (time, value): a day's wave around ``kwh``."""
    return [(start + timedelta(hours=k), kwh * (1.0 + 0.5 * np.sin(k * 2 * np.pi / 24))) for k in range(hours)]


def iso(time):
    return time.strftime("%Y-%m-%dT%H:%MZ")


def file(tmp_path, rows, head="time,carrier,value,unit", *, carrier="electricity", unit="kWh"):
    lines = [f"{iso(t) if isinstance(t, datetime) else t},{carrier},{v},{unit}" for t, v in rows]
    path = tmp_path / "meter.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def plain(tmp_path, text):
    path = tmp_path / "meter.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path, **more):
    return read_meters(path, ReadAs(**{"kind": "interval", "stamp_at": "start", **more}))


def found(data, code):
    items = [item for item in data.repairs if item.code == code]
    assert items, [item.code for item in data.repairs]
    assert all(sentence(item.issue) for item in items)
    return items[0]


def total(data):
    return float(data.series[0].kwh.sum())


def refused(path, **more):
    with pytest.raises(UserError) as error:
        read(path, **more)
    assert all(sentence(issue) for issue in error.value.issues)
    return {issue.code for issue in error.value.issues}


WHOLE = sum(value for _, value in hourly())


def test_a_clean_file_needs_no_repair(tmp_path):
    data = read(file(tmp_path, hourly()))
    assert data.repairs == ()
    assert total(data) == pytest.approx(WHOLE)
    assert data.series[0].ends[-1] - data.series[0].starts[0] == HOURS * 3600


# repaired


def test_short_gap_is_filled(tmp_path):
    rows = hourly()
    data = read(file(tmp_path, rows[:200] + rows[206:]))
    assert found(data, "twin.gap_filled").kwh == pytest.approx(6.0, rel=0.1)


def test_long_gap_stays_open(tmp_path):
    rows = hourly()
    data = read(file(tmp_path, rows[:200] + rows[300:]))
    assert found(data, "twin.gap_open").first == iso(rows[200][0])
    assert total(data) == pytest.approx(sum(v for _, v in rows[:200] + rows[300:]))


def test_doubled_rows_count_once(tmp_path):
    rows = hourly()
    data = read(file(tmp_path, rows[:50] + rows[40:]))
    assert found(data, "twin.double_dropped").kwh == pytest.approx(sum(v for _, v in rows[40:50]))
    assert total(data) == pytest.approx(WHOLE)


def test_two_values_for_one_time_keep_the_first(tmp_path):
    rows = hourly()
    data = read(file(tmp_path, [*rows[:50], (rows[49][0], rows[49][1] + 3.0), *rows[50:]]))
    assert found(data, "twin.double_differs").kwh == pytest.approx(3.0)
    assert total(data) == pytest.approx(WHOLE)


def test_wrong_order_is_sorted(tmp_path):
    rows = hourly()
    data = read(file(tmp_path, rows[:100] + rows[120:] + rows[100:120]))
    assert found(data, "twin.order").rows >= 1
    assert total(data) == pytest.approx(WHOLE)


def test_newest_first_is_read_from_the_end(tmp_path):
    data = read(file(tmp_path, hourly()[::-1]))
    assert {note.code for note in data.notes} >= {"twin.newest_first"}
    assert total(data) == pytest.approx(WHOLE)


def test_negative_values_are_set_aside(tmp_path):
    rows = hourly()
    rows[7] = (rows[7][0], -2.5)
    assert found(read(file(tmp_path, rows)), "twin.negative_set_aside").kwh == pytest.approx(2.5)


@pytest.mark.parametrize("text", ["NaN", "", "n/a", "---", "inf", "broken"])
def test_what_is_no_number_is_set_aside(tmp_path, text):
    rows = hourly()
    rows[7] = (rows[7][0], text)
    item = found(read(file(tmp_path, rows)), "twin.no_value")
    assert (item.rows, item.line) == (1, 9)


def test_a_cut_last_row_is_set_aside(tmp_path):
    path = file(tmp_path, hourly())
    path.write_text(path.read_text()[:-20])
    assert found(read(path), "twin.no_value").rows == 1


def test_a_bad_time_is_set_aside(tmp_path):
    rows = hourly()
    rows[9] = ("99/99/9999", 1.0)
    assert found(read(file(tmp_path, rows)), "twin.no_time").line == 11


def test_a_clock_that_was_not_set(tmp_path):
    rows = hourly()
    rows[5] = (datetime(1970, 1, 1, tzinfo=UTC), 7.0)
    assert found(read(file(tmp_path, rows)), "twin.far_time").kwh == pytest.approx(7.0)


def test_a_spike_is_set_aside(tmp_path):
    rows = hourly()
    rows[99] = (rows[99][0], 5000.0)
    assert found(read(file(tmp_path, rows)), "twin.spike_set_aside").kwh == pytest.approx(5000.0)


def test_unit_column_changes(tmp_path):
    rows = hourly()
    lines = [f"{iso(t)},electricity,{v},kWh" for t, v in rows[:200]]
    lines += [f"{iso(t)},electricity,{1000 * v},Wh" for t, v in rows[200:]]
    data = read(plain(tmp_path, "\n".join(["time,carrier,value,unit", *lines])))
    assert found(data, "twin.units_changed").kwh == pytest.approx(sum(v for _, v in rows[200:]))
    assert total(data) == pytest.approx(WHOLE)


def test_columns_with_each_others_names(tmp_path):
    data = read(file(tmp_path, [(v, iso(t)) for t, v in hourly()]))
    assert {note.code for note in data.notes} >= {"twin.columns_swapped"}
    assert total(data) == pytest.approx(WHOLE)


SPANS = "from,to,carrier,value,unit\n"


def days(*rows):
    return SPANS + "".join(f"{a},{b},electricity,{v},kWh\n" for a, b, v in rows)


def test_ends_before_starts_are_exchanged(tmp_path):
    text = days(*((f"2024-05-{d:02d}T00:00Z", f"2024-05-{d + 1:02d}T00:00Z", 10) for d in range(1, 9)))
    text += "2024-05-10T00:00Z,2024-05-09T00:00Z,electricity,12,kWh\n"
    assert found(read(plain(tmp_path, text)), "twin.ends_swapped").kwh == pytest.approx(12.0)


def test_an_overlap_is_cut(tmp_path):
    text = days(
        ("2024-05-01T00:00Z", "2024-05-02T00:00Z", 24),
        ("2024-05-01T18:00Z", "2024-05-02T18:00Z", 24),
        ("2024-05-02T18:00Z", "2024-05-03T18:00Z", 24),
    )
    data = read(plain(tmp_path, text))
    assert found(data, "twin.overlap_cut").kwh == pytest.approx(6.0)
    assert total(data) == pytest.approx(66.0)


def test_an_interval_within_another_is_set_aside(tmp_path):
    text = days(
        ("2024-05-01T00:00Z", "2024-05-02T00:00Z", 24),
        ("2024-05-01T06:00Z", "2024-05-01T18:00Z", 12),
        ("2024-05-02T00:00Z", "2024-05-03T00:00Z", 24),
    )
    assert found(read(plain(tmp_path, text)), "twin.overlap_set_aside").kwh == pytest.approx(12.0)


def test_a_total_among_the_rows_is_set_aside(tmp_path):
    rows = [(f"2024-05-{d:02d}T00:00Z", f"2024-05-{d + 1:02d}T00:00Z", 10) for d in range(1, 11)]
    data = read(plain(tmp_path, days(("2024-05-01T00:00Z", "2024-05-11T00:00Z", 100), *rows)))
    assert found(data, "twin.total_set_aside").kwh == pytest.approx(100.0)
    assert total(data) == pytest.approx(100.0)


def test_an_interval_without_length_is_set_aside(tmp_path):
    rows = [(f"2024-05-{d:02d}T00:00Z", f"2024-05-{d + 1:02d}T00:00Z", 10) for d in range(1, 6)]
    rows.append(("2024-05-07T00:00Z", "2024-05-07T00:00Z", 3))
    assert found(read(plain(tmp_path, days(*rows))), "twin.no_length").kwh == pytest.approx(3.0)


def test_last_days_are_counted_whole(tmp_path):
    rows = [("2024-01-01", "2024-01-31", 31), ("2024-02-01", "2024-02-29", 29), ("2024-03-01", "2024-03-31", 31)]
    data = read(plain(tmp_path, days(*rows)), clock=Clock(find_zone("Asia/Shanghai"), None))
    assert "twin.last_days" in {note.code for note in data.notes}
    assert not data.repairs
    assert np.allclose(data.series[0].kwh / (data.series[0].ends - data.series[0].starts) * 86400, 1.0)


def test_last_days_over_a_change_of_clocks_leave_no_gap(tmp_path):
    rows = [("2024-02-01", "2024-02-29", 29), ("2024-03-01", "2024-03-31", 31), ("2024-04-01", "2024-04-30", 30)]
    data = read(plain(tmp_path, days(*rows)), clock=Clock(find_zone("Europe/Berlin"), None))
    assert not data.repairs
    assert data.series[0].ends[1] == data.series[0].starts[2]


def test_single_days_written_from_and_to_the_same_day(tmp_path):
    rows = [(f"2024-05-{d:02d}", f"2024-05-{d:02d}", 10) for d in range(1, 9)]
    data = read(plain(tmp_path, days(*rows)), clock=Clock(find_zone("UTC"), None))
    assert not data.repairs
    assert total(data) == pytest.approx(80.0)


def test_ends_that_are_the_next_start_are_taken_as_they_stand(tmp_path):
    rows = [("2024-01-01", "2024-02-01", 31), ("2024-02-01", "2024-03-01", 29), ("2024-03-01", "2024-04-01", 31)]
    data = read(plain(tmp_path, days(*rows)), clock=Clock(find_zone("UTC"), None))
    assert not data.repairs
    assert "twin.last_days" not in {note.code for note in data.notes}


def test_every_second_day_missing_is_no_last_day(tmp_path):
    rows = [(f"2024-05-{d:02d}T00:00Z", f"2024-05-{d + 1:02d}T00:00Z", 10) for d in range(1, 20, 2)]
    data = read(plain(tmp_path, days(*rows)))
    assert "twin.last_days" not in {note.code for note in data.notes}
    assert sum(item.code.startswith("twin.gap") for item in data.repairs) == 9


# summer time


def test_clocks_go_back_and_forward(tmp_path):
    berlin = find_zone("Europe/Berlin")
    start = datetime(2024, 10, 26, 22, tzinfo=UTC)
    local = [start.astimezone(berlin) + timedelta(0)] + [
        (start + timedelta(hours=k)).astimezone(berlin) for k in range(1, 48)
    ]
    text = "time,carrier,value,unit\n" + "".join(f"{t:%Y-%m-%d %H:%M},electricity,1,kWh\n" for t in local)
    data = read(plain(tmp_path, text), clock=Clock(berlin, None))
    assert found(data, "twin.clock_back").rows == 1
    assert total(data) == pytest.approx(48.0)
    text = "time,carrier,value,unit\n" + "".join(f"2024-03-31 {h:02d}:00,electricity,1,kWh\n" for h in range(24))
    data = read(plain(tmp_path, text), clock=Clock(berlin, None))
    assert found(data, "twin.clock_forward").rows == 1


# registers


def register(rows, offset=1000.0):
    readings, value = [], offset
    for time, kwh in rows:
        readings.append((time, round(value, 6)))
        value += kwh
    return readings


def test_register_gives_differences(tmp_path):
    data = read(file(tmp_path, register(hourly())), kind="register")
    assert data.repairs == ()
    assert total(data) == pytest.approx(sum(v for _, v in hourly()[:-1]), abs=1e-4)


def test_register_starts_again(tmp_path):
    rows = register(hourly())
    again = [(t, v - rows[100][1]) for t, v in rows[101:]]
    data = read(file(tmp_path, rows[:101] + again), kind="register")
    assert found(data, "twin.register_reset").kwh == pytest.approx(hourly()[100][1], abs=1e-4)
    assert total(data) == pytest.approx(sum(v for _, v in hourly()[:-1]), abs=1e-3)


def test_register_turns_past_its_largest_number(tmp_path):
    rows = [(t, round(v % 10000.0, 4)) for t, v in register(hourly(), 9900.0)]
    data = read(file(tmp_path, rows), kind="register")
    found(data, "twin.register_turned")
    assert total(data) == pytest.approx(sum(v for _, v in hourly()[:-1]), abs=1e-2)


def test_meter_is_exchanged(tmp_path):
    rows = register(hourly(), 8000.0)
    data = read(file(tmp_path, rows[:100] + [(t, v - 5000.0) for t, v in rows[100:]]), kind="register")
    assert np.isnan(found(data, "twin.meter_exchanged").kwh)
    assert len(data.series[0].kwh) == HOURS - 2


@pytest.mark.parametrize("wrong", [0.0, 99999.0])
def test_a_reading_that_stands_out(tmp_path, wrong):
    rows = register(hourly())
    rows[60] = (rows[60][0], wrong)
    data = read(file(tmp_path, rows), kind="register")
    found(data, "twin.slip_set_aside")
    assert total(data) == pytest.approx(sum(v for _, v in hourly()[:-1]), abs=1e-4)


def test_a_gap_between_readings_keeps_its_energy(tmp_path):
    rows = register(hourly())
    data = read(file(tmp_path, rows[:100] + rows[200:]), kind="register")
    assert found(data, "twin.register_gap").kwh == pytest.approx(rows[200][1] - rows[99][1])
    assert total(data) == pytest.approx(sum(v for _, v in hourly()[:-1]), abs=1e-4)


def test_register_that_stands_still(tmp_path):
    rows = register(hourly(24 * 10))
    still = [(rows[-1][0] + timedelta(hours=k), rows[-1][1]) for k in range(1, 24 * 70)]
    assert found(read(file(tmp_path, rows + still), kind="register"), "twin.register_stands").rows > 24 * 60


def test_register_is_told_from_energy(tmp_path):
    data = read(file(tmp_path, register(hourly())), kind="")
    assert data.series[0].kind == "register"
    assert "twin.kind_assumed" in {note.code for note in data.notes}


# units, spellings, several meters


def test_gas_by_volume_takes_the_fuel_tables_heating_value(tmp_path):
    path = file(tmp_path, hourly(), carrier="gas", unit="m3")
    assert total(read(path)) == pytest.approx(WHOLE * 38.93 / 3.6)
    assert total(read(path, heating_value_mj_m3=36.0)) == pytest.approx(WHOLE * 10.0)


@pytest.mark.parametrize(("unit", "factor"), [("Wh", 1000.0), ("MWh", 0.001), ("MJ", 3.6), ("GJ", 0.0036)])
def test_units(tmp_path, unit, factor):
    rows = [(t, v * factor) for t, v in hourly()]
    assert total(read(file(tmp_path, rows, unit=unit))) == pytest.approx(WHOLE)


def test_wide_file_semicolons_and_decimal_commas(tmp_path):
    text = "Zeit;Strom [kWh];Erdgas [m3]\n"
    for time, value in hourly():
        text += f"{time:%d.%m.%Y %H:%M};{value:.6f};0,5\n".replace(f"{value:.6f}", f"{value:.6f}".replace(".", ","))
    data = read(plain(tmp_path, text), clock=Clock(find_zone("Europe/Berlin"), None))
    assert data.carriers == ("electricity", "natural_gas")
    assert total(data) == pytest.approx(WHOLE, rel=1e-5)


def test_thousands_that_leave_no_doubt(tmp_path):
    rows = [(t, f'"1,{100 + k % 24}.5"') for k, (t, _) in enumerate(hourly())]
    assert total(read(file(tmp_path, rows))) == pytest.approx(sum(1100.5 + k % 24 for k in range(HOURS)))


def test_parquet_is_the_same(tmp_path):
    import pandas

    frame = pandas.DataFrame(
        {"time": [t for t, _ in hourly()], "carrier": "electricity", "value": [v for _, v in hourly()], "unit": "kWh"}
    )
    frame.to_parquet(tmp_path / "meter.parquet")
    assert total(read(tmp_path / "meter.parquet")) == pytest.approx(WHOLE)


def test_two_meters_are_added_and_one_can_be_chosen(tmp_path):
    text = "time,meter,carrier,value,unit\n" + "".join(
        f"{iso(t)},{m},electricity,{v},kWh\n" for t, v in hourly() for m in ("A", "B")
    )
    data = read(plain(tmp_path, text))
    assert "twin.meters_added" in {note.code for note in data.notes}
    assert len(data.series) == 2
    assert len(read(plain(tmp_path, text), meters=("B",)).series) == 1


# refused


def months(unit="kWh"):
    return [(datetime(2024, m, 1, tzinfo=UTC), 100.0 + 7 * (m % 5)) for m in range(1, 13)]


def test_refusals(tmp_path):
    rows = hourly()
    naive = [(f"{t:%Y-%m-%d %H:%M}", v) for t, v in rows]
    odd = [(f"0{1 + k // 24}/0{1 + k // 24}/2024 {k % 24:02d}:00", 1.0) for k in range(24 * 9)]
    leap = [(t, v * (1000.0 if k >= 200 else 1.0)) for k, (t, v) in enumerate(rows)]
    both = [(t, -v if k % 3 else v) for k, (t, v) in enumerate(rows)]
    bad = [(t, "x" if k % 3 else v) for k, (t, v) in enumerate(rows)]
    readings = register(rows, 5_000_000.0)
    cut = [(t, v / (1000.0 if k >= 200 else 1.0)) for k, (t, v) in enumerate(readings)]
    cases = [
        (file(tmp_path, naive).read_bytes(), {}, "twin.no_zone"),
        (file(tmp_path, odd).read_bytes(), {}, "twin.day_or_month"),
        (file(tmp_path, leap).read_bytes(), {}, "twin.unit_jump"),
        (file(tmp_path, both).read_bytes(), {}, "twin.both_ways"),
        (file(tmp_path, bad).read_bytes(), {}, "twin.unreadable"),
        (file(tmp_path, readings).read_bytes(), {}, "twin.rises"),
        (file(tmp_path, cut).read_bytes(), {"kind": "register"}, "twin.unit_jump"),
        (file(tmp_path, rows).read_bytes(), {"kind": "register"}, "twin.no_register"),
        (file(tmp_path, rows, unit="therm").read_bytes(), {}, "twin.bad_unit"),
        (file(tmp_path, rows, unit="").read_bytes(), {}, "twin.bad_unit"),
        (file(tmp_path, rows, unit="m3").read_bytes(), {}, "twin.bad_unit"),
        (file(tmp_path, rows, carrier="steam").read_bytes(), {}, "twin.bad_carrier"),
        (file(tmp_path, rows, carrier="").read_bytes(), {}, "twin.bad_carrier"),
        (file(tmp_path, months()).read_bytes(), {"stamp_at": ""}, "twin.which_end"),
        (file(tmp_path, rows[:1]).read_bytes(), {}, "twin.too_few"),
        (file(tmp_path, rows).read_bytes(), {"meters": ("Z",)}, "twin.no_such_meter"),
        (b"", {}, "twin.no_times"),
        (b"\x00\xff\x00garbage", {}, "twin.no_times"),
        (b"time,carrier,value,unit\n", {}, "twin.no_rows"),
        (b"time,colour\n2024-01-01T00:00Z,red\n", {}, "twin.no_energy"),
        (b"time,carrier,kind,value,unit\n2024-01-01T00:00Z,gas,sometimes,1,kWh\n", {}, "twin.bad_kind"),
    ]
    for content, more, code in cases:
        assert refused(plain(tmp_path, content), **more) == {code}, code
    assert refused(tmp_path / "nowhere.csv") == {"twin.cannot_read"}
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    assert refused(tmp_path / "bad.parquet") == {"twin.cannot_read"}


def test_month_starts_reach_to_the_next_month(tmp_path):
    data = read(file(tmp_path, months()), clock=Clock(find_zone("UTC"), None))
    days_long = (data.series[0].ends - data.series[0].starts) / 86400
    assert days_long.tolist() == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_any_damage_is_repaired_or_refused(tmp_path):
    """Files damaged at random: a list of repairs and sound intervals, or a sentence; never anything else."""
    rng = np.random.default_rng(5)
    outcomes = {"read": 0, "refused": 0}
    for k in range(250):
        rows = hourly(240) if k % 2 else register(hourly(240))
        lines = file(tmp_path, rows).read_text().splitlines()
        for _ in range(int(rng.integers(1, 6))):
            at = int(rng.integers(0, len(lines)))
            match int(rng.integers(0, 8)):
                case 0:
                    del lines[at : at + int(rng.integers(1, 60))]
                case 1:
                    lines[at:at] = lines[at : at + int(rng.integers(1, 20))]
                case 2:
                    lines[at] = lines[at][: int(rng.integers(0, 20))]
                case 3:
                    lines[at:] = [line.replace("kWh", "MWh") for line in lines[at:]]
                case 4:
                    other = int(rng.integers(0, len(lines)))
                    lines[at], lines[other] = lines[other], lines[at]
                case 5:
                    lines[at] = "".join(chr(c) for c in rng.integers(32, 1200, 25))
                case 6:
                    lines[at] = lines[at].replace("2024", str(rng.choice([1970, 2023, 2124, 9999])))
                case _:
                    parts = lines[at].split(",")
                    parts[min(2, len(parts) - 1)] = str(rng.choice(["-1", "1e300", "1e-300", "0", "1,5", "nan", "inf"]))
                    lines[at] = ",".join(parts)
            lines = lines or ["x"]
        try:
            data = read(plain(tmp_path, "\n".join(lines)), kind=str(rng.choice(["", "interval", "register"])))
        except UserError as error:
            assert error.issues
            assert all(sentence(issue) for issue in error.issues)
            outcomes["refused"] += 1
            continue
        for item in data.series:
            assert np.isfinite(item.kwh).all()
            assert (item.kwh >= 0.0).all()
            assert (item.ends > item.starts).all()
            assert (item.starts[1:] >= item.ends[:-1]).all()
        assert all(sentence(item.issue) for item in data.repairs)
        outcomes["read"] += 1
    assert min(outcomes.values()) > 30
