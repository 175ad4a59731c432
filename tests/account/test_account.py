"""The carbon account: exact sums, an append-only file, corrections that keep their history, bills, allocation."""

import json
import math
import random
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess import append_only
from bldgassess.account import bills, exchange, store
from bldgassess.account.allocation import allocate, remaining_budgets
from bldgassess.account.amounts import shares, to_hundredths, to_text
from bldgassess.account.balance import balance, effective, history
from bldgassess.account.entry import Draft
from bldgassess.account.predicted import WORKS, predicted_drafts
from bldgassess.carbon.grid import grid_path
from bldgassess.errors import UserError
from reports.results_json import results_dict

DAY = "2026-11-25"


def draft(year=2026, kind="predicted", module="B6", kg="100", **more):
    return Draft("House", year, kind, module, to_hundredths(kg), "test", DAY, **more)


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "house.account"
    store.create(path)
    return path


def codes(error):
    return {issue.code for issue in error.value.issues}


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
@settings(max_examples=50, derandomize=True)
def test_shares_sum_to_the_rounded_total(values):
    rounded = shares(values)
    assert all(abs(part - 100.0 * value) < 1.0 + 1e-6 for part, value in zip(rounded, values, strict=True))
    assert abs(sum(rounded) - 100.0 * math.fsum(values)) <= 0.5 + 1e-4


@pytest.mark.parametrize("bad", ["nan", "inf", "1e13", "ten", ""])
def test_amounts_that_are_none_are_refused(bad):
    with pytest.raises(UserError):
        to_hundredths(bad)


def test_amounts_keep_their_cents():
    assert to_text(to_hundredths("-0.05")) == "-0.05"
    assert to_hundredths("0.005") == 0  # halves to even
    assert to_hundredths("0.015") == 2


def test_what_was_entered_can_neither_change_nor_go(ledger):
    store.append(ledger, [draft(), draft(2027)])
    with sqlite3.connect(ledger) as database:
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            database.execute("UPDATE entry SET amount = 1 WHERE number = 1")
        with pytest.raises(sqlite3.IntegrityError, match="never removed"):
            database.execute("DELETE FROM entry")
        database.executescript("DROP TRIGGER entry_stays; UPDATE entry SET amount = 1 WHERE number = 2;")
    database.close()
    with pytest.raises(UserError) as error:
        store.read(ledger)
    assert codes(error) == {"account.broken"}
    assert error.value.issues[0].params["number"] == 2


def test_a_correction_counts_and_keeps_its_history(ledger):
    store.append(ledger, [draft(kg="100")])
    store.append(ledger, [draft(kg="90.5", corrects=1, note="reading error")])
    entries = store.append(ledger, [draft(kg="91", corrects=2, note="second reading")])
    assert entries[0].number == 3
    entries = store.read(ledger)
    assert [entry.draft.amount for entry in effective(entries)] == [9100]
    assert [entry.number for entry in history(entries, 1)] == [1, 2, 3]
    assert balance(entries)[0].emitted == 9100


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"corrects": 9, "note": "x"}, "account.nothing_to_correct"),
        ({"corrects": 1, "note": "x"}, "account.already_corrected"),
        ({"corrects": 2}, "account.why_missing"),
        ({"corrects": 2, "note": "x", "kind": "budget", "module": ""}, "account.other_kind"),
        ({"kind": "sequestered", "kg": "-1"}, "account.negative"),
        ({"year": 1492}, "account.bad_year"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_entered(ledger, wrong, code):
    store.append(ledger, [draft(), draft(corrects=1, note="typing error")])
    with pytest.raises(UserError) as error:
        store.append(ledger, [draft(2030), draft(**wrong)])
    assert code in codes(error)
    assert len(store.read(ledger)) == 2


def test_sinks_certificates_and_exports_are_never_netted(ledger):
    rows = [
        draft(kind="budget", module="", kg="500"),
        draft(kg="300"),
        *(draft(kind=kind, module="", kg="1000") for kind in ("purchased", "sequestered", "exported")),
    ]
    store.append(ledger, rows)
    (year,) = balance(store.read(ledger))
    assert (year.left, year.purchased, year.sequestered, year.exported) == (20000, 100000, 100000, 100000)


def test_metered_takes_the_place_of_predicted_for_its_module(ledger):
    store.append(ledger, [draft(kg="300"), draft(module="B7", kg="10"), draft(kind="metered", kg="350.25")])
    (year,) = balance(store.read(ledger))
    assert year.modules == {"B6": 35025, "B7": 1000}
    assert year.metered == 35025


def test_a_community_is_the_sum_of_its_buildings(ledger):
    store.append(ledger, [draft(kg="300"), replace(draft(kg="200"), account="School")])
    whole, house = balance(store.read(ledger)), balance(store.read(ledger), "House")
    assert whole[0].emitted == 50000
    assert house[0].emitted == 30000


def test_export_and_import_give_the_same_ledger(ledger, tmp_path):
    store.append(ledger, [draft(kg="0.01"), draft(kg="-3.2", corrects=None)])
    entries = store.read(ledger)
    assert exchange.from_json(exchange.to_json(entries), "x") == entries
    assert exchange.from_csv(exchange.to_csv(entries), "x") == tuple(entry.draft for entry in entries)
    changed = exchange.to_json(entries).replace(b'"0.01"', b'"0.02"')
    with pytest.raises(UserError) as error:
        exchange.from_json(changed, "x")
    assert codes(error) == {"account.broken"}


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"schema": 1}'])
def test_other_files_are_refused_in_a_sentence(content, tmp_path):
    with pytest.raises(UserError):
        exchange.from_json(content, "x")
    with pytest.raises(UserError):
        exchange.from_csv(content, "x")
    path = tmp_path / "other"
    path.write_bytes(content or b"x")
    with pytest.raises(UserError) as error:
        store.read(path)
    assert codes(error) <= {"account.cannot_use", "account.not_ours"}


def test_a_ledger_in_use_elsewhere_is_said_so(ledger, monkeypatch):
    monkeypatch.setattr(append_only, "_WAIT_S", 0.05)
    other = sqlite3.connect(ledger, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError) as error:
        store.append(ledger, [draft()])
    other.close()
    assert codes(error) == {"account.busy"}
    assert store.append(ledger, [draft()])


WRITER = """
import sys
from pathlib import Path
from bldgassess.account import store
from bldgassess.account.entry import Draft
for k in range(10000):
    rows = [Draft("House", 2026, "predicted", "B6", k, f"batch {k}", "2026-11-25") for _ in range(5)]
    store.append(Path(sys.argv[1]), rows)
    print(k, flush=True)
"""


def test_kill_in_mid_write_loses_nothing_that_was_acknowledged(ledger):
    chance = random.Random(7)
    for _ in range(4):
        had = len(store.read(ledger))
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(ledger)], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.05))
        process.kill()
        rest = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        entries = store.append(ledger, [draft()])
        after = entries[0].number - 1
        acknowledged = 1 + len(rest)
        assert after - had in {5 * acknowledged, 5 * (acknowledged + 1)}  # whole batches, at most one not yet told


def test_results_become_entries_that_sum_to_the_cent(sample_assessments, ledger):
    results = json.loads(json.dumps(results_dict(sample_assessments["base"])))
    store.append(ledger, predicted_drafts(results, "House", DAY, "results.json"))
    rows = balance(store.read(ledger))
    carbon = results["carbon"]
    by_module: dict[str, int] = {}
    for row in rows:
        for module, amount in row.modules.items():
            by_module[module] = by_module.get(module, 0) + amount
    for module in ("A1-A3", "A4", "A5", "B6", "C3", "B1"):
        assert by_module.get(module, 0) == to_hundredths(carbon["modules"][module])
    works = carbon["modules"].get("B4", 0.0) + carbon["modules"].get("B5", 0.0)
    assert by_module[WORKS] == pytest.approx(100.0 * works, abs=1.0)
    assert sum(by_module.values()) == pytest.approx(100.0 * carbon["total_kgco2e"], abs=len(by_module))
    assert rows[0].budget > 0


BILLS = b"""carrier,from,to,amount,unit
electricity,2026-01-01,2026-06-30,3.0,MWh
electricity,2026-07-01,2027-01-31,2150,kWh
"""


def test_bills_are_split_by_days_and_only_whole_years_entered():
    years = bills.metered_years(bills.read_bills(BILLS, "bills.csv"))
    assert [(row.year, row.missing_days) for row in years] == [(2026, 0), (2027, 334)]
    assert years[0].kwh == pytest.approx(3000.0 + 2150.0 * 184 / 215)
    rows = bills.reconcile(years, {"electricity": 5000.0})
    assert rows[0].ratio == pytest.approx(years[0].kwh / 5000.0)
    drafts = bills.metered_drafts(
        rows, "House", "CN-HI", scenario="static", source="bills.csv", evidence="0" * 64, recorded=DAY
    )
    factor = grid_path("CN-HI", "static", [2026]).factors[0]
    assert [(item.year, item.amount) for item in drafts] == [(2026, to_hundredths(years[0].kwh * factor))]


def test_a_predicted_carrier_without_bills_keeps_the_year_open():
    rows = bills.reconcile(bills.metered_years(bills.read_bills(BILLS, "b")), {"electricity": 1.0, "natural_gas": 9.0})
    assert bills.whole_years(rows) == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("electricity,2026-06-01,2026-06-30,1,kWh", "account.bills_overlap"),
        ("coal,2028-01-01,2028-01-31,1,kWh", "account.bad_bill"),
        ("electricity,2028-02-01,2028-01-31,1,kWh", "account.bad_bill"),
        ("electricity,2028-01-01,2028-01-31,nan,kWh", "account.bad_bill"),
        ("electricity,2028-01-01,2028-01-31,-4,kWh", "account.bad_bill"),
        ("electricity,2028-01-01,2028-01-31,1,therm", "account.bad_bill"),
        ("electricity,01/02/2028,2028-01-31,1,kWh", "account.bad_bill"),
    ],
)
def test_bad_bills_are_named_by_line(line, code):
    with pytest.raises(UserError) as error:
        bills.read_bills(BILLS + line.encode() + b"\n", "bills.csv")
    assert codes(error) == {code}


def test_leap_years_have_a_day_more():
    (year,) = bills.metered_years([bills.Bill("electricity", date(2028, 1, 1), date(2028, 12, 31), 366.0)])
    assert year.missing_days == 0


def test_allocation_as_worked_by_hand():
    made = allocate(remaining_budgets()["igcc2024_rcb_1.5_p50"].kgco2, 0.172549, 0.37, 70e9, 2025, 2050)
    assert made.budget_kg_m2 == pytest.approx(118.5658, abs=5e-5)
    assert made.path_kg_m2a[0] == pytest.approx(9.1204, abs=5e-5)
    assert made.mean_kg_m2a == pytest.approx(4.5602, abs=5e-5)
    assert math.fsum(made.path_kg_m2a) == pytest.approx(made.budget_kg_m2)
    assert made.path_kg_m2a[-1] == 0.0
    with pytest.raises(UserError):
        allocate(1e12, 1.2, 0.3, 1e9, 2025, 2050)
