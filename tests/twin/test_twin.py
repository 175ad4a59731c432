"""Metered months beside the prediction, drift alarms, the fit, entries of the account, and the command."""

import json
import math
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bldgassess.account import store
from bldgassess.account.bills import metered_drafts
from bldgassess.carbon.grid import grid_path
from bldgassess.cli.app import make_app
from bldgassess.errors import Issue, UserError
from bldgassess.ifc.read import read_model
from bldgassess.messages import sentence
from bldgassess.pipeline.assess import assess, load_data
from bldgassess.pipeline.cache import StageCache
from bldgassess.study import apply_edit, read_study, set_values
from bldgassess.twin.drift import alarm_issue, watch
from bldgassess.twin.hours import CarrierHours, carrier_hours
from bldgassess.twin.meters import MeterSeries
from bldgassess.twin.months import fits, month_rows
from bldgassess.twin.prediction import hour_of_year, predict
from bldgassess.twin.read import ReadAs
from bldgassess.twin.recalibrate import recalibrate
from bldgassess.twin.report import compare_meters

TRUTH = {"operation.equipment_w_m2": 5.0, "operation.cooling_efficiency": 2.8}


@pytest.fixture(scope="module")
def sample():
    folder = Path(str(files("bldgassess.sample") / "data"))
    building = read_model([folder / "hainan_house_base.ifc"]).building
    return building, read_study(folder / "base.yaml"), load_data(), StageCache()


def edges_of(year, offset_h=8.0):
    start = int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) - round(3600 * offset_h)
    hours = 24 * (366 if year % 4 == 0 else 365)
    return start + 3600 * np.arange(hours)


def write(path, edges, kwh, carrier="electricity"):
    rows = (f"{np.datetime64(int(e), 's')}Z,{carrier},interval,{v:.6f},kWh\n" for e, v in zip(edges, kwh, strict=True))
    path.write_text("time,carrier,kind,value,unit\n" + "".join(rows))
    return path


@pytest.fixture(scope="module")
def truth_file(sample, tmp_path_factory):
    """A year metered in a building whose appliances and cooling are not as the study says, 2 % noise by month."""
    building, study, data, cache = sample
    truth = set_values(study, [f"{path}={value}" for path, value in TRUTH.items()])
    edges = edges_of(2024)
    hours = predict(building, truth, data, cache=cache).hours["electricity"][hour_of_year(edges, 8.0)]
    noise = np.repeat(np.random.default_rng(3).normal(1.0, 0.02, 12), 732)
    return write(tmp_path_factory.mktemp("meters") / "truth.csv", edges, hours * noise)


@pytest.fixture(scope="module")
def report(sample, truth_file):
    building, study, data, cache = sample
    return compare_meters(truth_file, ReadAs(stamp_at="start"), building, study, data, cache=cache)


def test_prediction_is_the_assessments(sample):
    building, study, data, cache = sample
    energy = assess(building, study, data).energy
    hours = predict(building, study, data, cache=cache).hours
    assert math.fsum(hours["electricity"]) == pytest.approx(energy.grid_kwh, rel=1e-9)


def test_photovoltaics_are_three_meters(sample):
    building, study, data, cache = sample
    made = predict(building, set_values(study, ["renewables.pv_kwp=4"]), data, cache=cache)
    energy = made.year.energy
    assert math.fsum(made.hours["pv"]) == pytest.approx(energy.pv_kwh, rel=1e-9)
    assert math.fsum(made.hours["electricity_export"]) == pytest.approx(energy.exported_kwh, rel=1e-6)
    assert math.fsum(made.hours["electricity"]) == pytest.approx(energy.grid_kwh, rel=1e-9)


def test_a_meter_that_counts_the_prediction_agrees(sample, tmp_path):
    building, study, data, cache = sample
    edges = edges_of(2024)
    hours = predict(building, study, data, cache=cache).hours["electricity"]
    path = write(tmp_path / "same.csv", edges, hours[hour_of_year(edges, 8.0)])
    found = compare_meters(path, ReadAs(stamp_at="start"), building, study, data, cache=cache)
    assert [row.month for row in found.months] == [f"2024-{m:02d}" for m in range(1, 13)]
    assert all(abs(row.deviation_pct) < 1e-3 and row.compared for row in found.months)
    assert all(fit.keeps and fit.cv_rmse_pct < 0.01 for fit in found.fits)
    assert {fit.basis for fit in found.fits} == {"month", "hour"}
    assert all(item.alarm is None for item in found.watches)
    assert found.years[0].missing_days == 0


def test_only_metered_hours_are_predicted(sample, tmp_path):
    building, study, data, cache = sample
    edges = edges_of(2023)[24 * 10 :]
    hours = predict(building, study, data, cache=cache).hours["electricity"]
    path = write(tmp_path / "late.csv", edges, hours[hour_of_year(edges, 8.0)])
    found = compare_meters(path, ReadAs(stamp_at="start"), building, study, data, cache=cache)
    january = found.months[0]
    assert january.known_fraction == pytest.approx(21 / 31)
    assert not january.compared
    assert january.deviation_pct == pytest.approx(0.0, abs=1e-3)
    assert found.fits[0].keeps is None
    assert found.years[0].missing_days == 10
    assert metered_drafts(
        found.years, "House", "CN-HI", scenario="static", source="m", evidence="", recorded="2026-01-01"
    ) == ()  # fmt: skip


def test_bad_months_are_named(report):
    fit = next(item for item in report.fits if item.basis == "month")
    assert fit.keeps is False
    assert 25.0 < fit.nmbe_pct < 35.0
    codes = {issue.code for issue in report.issues}
    assert "twin.typical_weather" in codes
    assert all(sentence(issue) for issue in report.issues)
    json.dumps(report.as_dict(), allow_nan=False)


def test_weather_of_the_metered_year_is_told(sample, truth_file, tmp_path):
    building, study, data, cache = sample
    epw = tmp_path / "real.epw"
    epw.write_text("head\n" * 8 + "2024,1,1,1,60\n")
    found = compare_meters(truth_file, ReadAs(stamp_at="start"), building, study, data, weather_path=epw, cache=cache)
    assert "twin.real_weather" in {issue.code for issue in found.issues}


def test_fit_recovers_what_the_meters_were_made_with(sample, report):
    building, study, data, _ = sample
    found = recalibrate(building, study, data, report.hours, report.months, only=tuple(TRUTH))
    assert {item.path for item in found.fitted} == set(TRUTH)
    for item in found.fitted:
        assert item.p5 <= TRUTH[item.path] <= item.p95
        assert item.after == pytest.approx(TRUTH[item.path], rel=0.05)
    assert found.cv_rmse_before_pct > 25.0
    assert found.cv_rmse_after_pct < 3.0
    for edit in found.edits:
        assert "fitted to 12 metered months" in edit.why
        study = apply_edit(study, edit)
    assert study.operation.cooling_efficiency == pytest.approx(2.8, rel=0.05)


def test_a_free_fit_says_what_it_cannot_tell_apart(sample, report):
    building, study, data, _ = sample
    found = recalibrate(building, study, data, report.hours, report.months, most=2)
    assert found.cv_rmse_after_pct < 5.0
    assert any(item.alike for item in found.fitted)
    left = {item.path: item.reason for item in found.left_out}
    assert left["operation.heating_setpoint_c"] == "no_effect"
    assert not set(left) & {item.path for item in found.fitted}


def test_fit_refuses(sample, report):
    building, study, data, _ = sample
    with pytest.raises(UserError) as error:
        recalibrate(building, study, data, report.hours, report.months, only=("site.station",))
    assert error.value.issues[0].code == "twin.bad_choice"
    with pytest.raises(UserError) as error:
        recalibrate(building, study, data, report.hours, report.months[:3])
    assert error.value.issues[0].code == "twin.too_few_months"
    with pytest.raises(UserError) as error:
        recalibrate(building, study, data, report.hours, report.months, only=("operation.heating_setpoint_c",))
    assert error.value.issues[0].code == "twin.nothing_to_fit"


# drift


def weeks(rng, count=104, shift=0.0, after=78, carry=0.0, slope=0.0):
    """Hours of a carrier whose weekly difference is noise of 20 kWh, and what is added from a week on."""
    noise = rng.normal(0.0, 20.0, count)
    for k in range(1, count):
        noise[k] += carry * noise[k - 1]
    hours = np.arange(count * 168)
    off = np.repeat(noise / 168.0, 168)
    off[after * 168 :] += shift / 168.0
    days = COLD[hours % 8760]
    off += slope * np.clip(18.0 - days, 0.0, None) / 24.0
    predicted = np.full(len(hours), 3.0)
    starts = 1_704_067_200 + 3600 * hours
    one = np.ones(len(hours))
    return CarrierHours("electricity", starts, predicted + off, predicted, one, hours * 0, hours % 8760, 3600.0)


COLD = np.repeat(10.0 - 10.0 * np.cos(2.0 * np.pi * np.arange(365) / 365), 24)


def test_false_alarms_are_rare():
    """A year that does not drift, after a year of learning: the guide states these shares."""
    rng = np.random.default_rng(11)
    plain = sum(watch(weeks(rng), COLD).alarm is not None for _ in range(400))
    carried = sum(watch(weeks(rng, carry=0.3), COLD).alarm is not None for _ in range(400))
    assert plain <= 0.06 * 400
    assert carried <= 0.10 * 400


def test_a_drift_is_found_and_dated():
    rng = np.random.default_rng(12)
    found = [watch(weeks(rng, shift=40.0), COLD) for _ in range(100)]
    raised = [item.alarm for item in found if item.alarm is not None and item.alarm.direction == "up"]
    assert len(raised) >= 95
    assert 30.0 < np.median([alarm.shift_kwh_week for alarm in raised]) < 50.0
    since = sorted(alarm.since for alarm in raised)[len(raised) // 2]
    assert "2025-06" <= since <= "2025-07-31"
    down = watch(weeks(rng, shift=-80.0), COLD)
    assert down.alarm.direction == "down"
    assert "less" in sentence(alarm_issue(down))


def test_slope_per_degree_day_is_learned():
    found = watch(weeks(np.random.default_rng(13), slope=0.5), COLD)
    assert found.heating_kwh_kd == pytest.approx(0.5, abs=0.2)
    assert found.cooling_kwh_kd is None
    assert found.alarm is None


def test_too_few_weeks_are_told():
    found = watch(weeks(np.random.default_rng(1), count=20), COLD)
    assert isinstance(found, Issue)
    assert sentence(found)


# account


def test_entries_are_energy_times_factor(sample, report, tmp_path):
    drafts = metered_drafts(
        report.years, "House", "CN-HI", scenario="static", source="truth.csv", evidence="ab", recorded="2026-01-01"
    )
    factor = grid_path("CN-HI", "static", [2024]).factors[0]
    assert [(item.year, item.kind, item.module) for item in drafts] == [(2024, "metered", "B6")]
    metered = math.fsum(report.meters.series[0].kwh)
    assert drafts[0].amount == pytest.approx(100.0 * metered * factor, abs=1.0)
    assert "kgCO2e/kWh" in drafts[0].source


def test_interval_energy_is_spread_over_its_hours(sample):
    building, study, data, cache = sample
    prediction = predict(building, study, data, cache=cache)
    starts = np.array([0, 9000, 86400], dtype=np.int64)
    series = MeterSeries("m", "electricity", "interval", starts, starts + 9000, np.array([5.0, 2.5, 1.0]))
    item = carrier_hours([series], prediction)[0]
    assert item.measured[:5].tolist() == pytest.approx([2.0, 2.0, 1.5, 1.0, 1.0])
    assert math.fsum(item.measured) == pytest.approx(8.5)
    assert item.known[5:24].max() == 0.0
    assert item.predicted[5:24].max() == 0.0


def test_hourly_fit_needs_hourly_meters(report):
    daily = [item for item in report.hours]
    rows = month_rows(daily)
    assert {item.basis for item in fits(rows, daily)} == {"month", "hour"}


# command


def test_the_command_reads_fits_enters_and_writes(truth_file, tmp_path):
    folder = Path(str(files("bldgassess.sample") / "data"))
    ledger = tmp_path / "house.account"
    store.create(ledger)
    arguments = [
        "twin", str(folder / "hainan_house_base.ifc"), "--study", str(folder / "base.yaml"), "--meters",
        str(truth_file), "--stamp", "start", "--fit", "operation.equipment_w_m2", "--ledger", str(ledger),
        "--account", "House", "--date", "2026-01-01", "--out", str(tmp_path / "out"), "--json",
    ]  # fmt: skip
    result = CliRunner().invoke(make_app(arguments), arguments)
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert made["schema"] == "bldgassess.twin/1"
    assert made["recalibration"]["fitted"][0]["path"] == "operation.equipment_w_m2"
    assert {item.name for item in (tmp_path / "out").iterdir()} == {
        "twin.json", "months.csv", "repairs.txt", "proposed_study.yaml",
    }  # fmt: skip
    assert [entry.draft.year for entry in store.read(ledger)] == [2024]
    proposed = read_study(tmp_path / "out" / "proposed_study.yaml")
    assert proposed.operation.equipment_w_m2 > 3.0
    again = CliRunner().invoke(make_app(arguments), arguments)
    assert again.exit_code == 2
    assert "2024" in again.stderr
    bad = CliRunner().invoke(make_app(arguments), [*arguments[:6], "--stamp", "middle"])
    assert bad.exit_code == 2
    assert "middle" in bad.stderr
