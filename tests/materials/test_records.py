"""Records: frozen, hashed, sourced; units convert only through what a record declares."""

import copy
import dataclasses
import doctest
import importlib
import json
import pickle

import pytest

from materials_db import tables
from materials_db.errors import DataError, InputError
from materials_db.factors import load_factors
from materials_db.records import Figures
from materials_db.rows import canonical, read_record, row_sha256
from materials_db.tables import read_rows, read_sourced
from materials_db.uncertainty import gsd_of, pedigree_of
from materials_db.units import convert, read_unit

TABLES = [
    *(
        "bases.csv",
        "benchmarks.csv",
        "corrections.csv",
        "eol_shares.csv",
        "factors.csv",
        "fuels.csv",
        "grade_scores.csv",
    ),
    *("grid.csv", "ilcd_ids.csv", "lint_accepted.csv", "lint_limits.csv", "machine_shift.csv", "pedigree.csv"),
    *("redistribution.csv", "refrigerant_leakage.csv", "refrigerants.csv", "service_life.csv"),
    *("service_life_sources.csv", "transport.csv", "transport_scenarios.csv", "units.csv", "waste.csv"),
    "waste_sources.csv",
]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_every_table_has_source_licence_and_grade(name):
    rows = read_sourced(name)
    assert rows
    assert all(row["source"].strip().casefold() != "same" for row in rows)


@pytest.mark.parametrize("column", ["source", "licence", "quality"])
def test_a_row_without_source_licence_or_grade_does_not_load(epds, column, monkeypatch):
    with pytest.raises(DataError, match=column):
        read_record(epds.row(**{column: ""}), "x.csv", version="2026.1")
    broken = [dict(row) for row in read_rows("refrigerants.csv")]
    broken[3][column] = " "
    monkeypatch.setattr(tables, "read_rows", lambda name: broken)
    with pytest.raises(DataError, match=broken[3]["name"]):
        tables.read_sourced("refrigerants.csv")


def test_a_record_cannot_be_changed_and_travels_between_processes():
    record = load_factors()["DK-T7-B1477"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.quality = "A"
    for change in (
        lambda: record.gwp_kgco2e.update({"A1-A3": 0.0}),
        lambda: record.gwp_kgco2e.__setitem__("A1-A3", 0.0),
        lambda: record.gwp_kgco2e.pop("D"),
    ):
        with pytest.raises(TypeError):
            change()
    assert record.gwp_kgco2e == {"A1-A3": 282.0, "C3": 6.72, "C4": 4.97, "D": -4.6}
    for twin in (pickle.loads(pickle.dumps(record)), copy.deepcopy(record)):
        assert twin == record
        assert isinstance(twin.gwp_kgco2e, Figures)
    assert json.dumps(record.gwp_kgco2e)


def test_the_hash_is_of_the_content_not_of_its_spelling(epds):
    row = epds.row()
    same = {**row, "gwp_a1a3": "280.0", "unknown": "x", "gwp_d": " "}
    assert canonical(same) == canonical(row)
    assert row_sha256(dict(reversed(list(same.items())))) == row_sha256(row)
    assert row_sha256({**row, "gwp_a1a3": "280.1"}) != row_sha256(row)
    hashes = [record.sha256 for record in load_factors().values()]
    assert len(set(hashes)) == len(hashes) == 634


def test_parts_of_the_gwp_are_apart_and_undeclared_is_absent(epds):
    row = epds.row(gwp_a1a3_fossil=300, gwp_a1a3_biogenic=-20, gwp_d_fossil="", biogenic_carbon_kgC=5.45)
    record = read_record(row, "x.csv", version="2026.1")
    assert record.indicators.fossil == {"A1-A3": 300.0}
    assert record.indicators.biogenic == {"A1-A3": -20.0}
    assert record.indicators.luluc == {}
    assert record.biogenic_carbon_kg == 5.45
    kbob = load_factors()["CH-KBOB-2.001"]
    assert kbob.indicators.fossil["A1-A3"] == kbob.gwp_kgco2e["A1-A3"]
    assert load_factors()["CN-GBT51366-001"].indicators.fossil == {}


def test_end_of_life_shares_sum_to_one(epds):
    shares = {"eol_reuse": 0.1, "eol_recycle": 0.7, "eol_landfill": 0.2, "eol_source": "EPD"}
    record = read_record(epds.row(**shares), "x.csv", version="2026.1")
    assert (record.eol_shares.reuse, record.eol_shares.incinerate, record.eol_shares.source) == (0.1, 0.0, "EPD")
    with pytest.raises(DataError, match="sum to 1"):
        read_record(epds.row(eol_recycle=0.7), "x.csv", version="2026.1")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("gwp_a1a3", "nan", "finite"),
        ("density_kg_m3", "-3", "above zero"),
        ("declared_unit", "acre", "unit"),
        ("basis_id", "CO2", "basis"),
        ("gsd", "0.9", "below 1"),
        ("id", "", "no id"),
    ],
)
def test_a_row_that_makes_no_sense_does_not_load(epds, column, value, reason):
    with pytest.raises(DataError, match=reason):
        read_record(epds.row(**{column: value}), "x.csv", version="2026.1", database="OFFICE")


def test_units_convert_only_through_what_the_record_declares(epds):
    concrete = load_factors()["DK-T7-B1477"]
    assert convert(concrete, 2.0, "m³", "kg") == pytest.approx(2.0 * 2255.0)
    assert convert(concrete, 4510.0, "kg", "m3") == pytest.approx(2.0)
    assert convert(concrete, 4.51, "t", "litre") == pytest.approx(2000.0)
    with pytest.raises(InputError, match="m2"):
        convert(concrete, 1.0, "m3", "m2")
    board = read_record(epds.row(m2_per_unit=80), "x.csv", version="2026.1")
    assert convert(board, 40.0, "m2", "m3") == pytest.approx(0.5)
    with pytest.raises(InputError, match="foreign_unit"):
        read_unit("kWh")


def test_conversion_there_and_back_changes_nothing():
    for record in load_factors().values():
        for unit in ("kg", "t", "m3"):
            try:
                there = convert(record, 3.7, record.declared_unit, unit)
            except InputError:
                continue
            assert convert(record, there, unit, record.declared_unit) == pytest.approx(3.7, rel=1e-12)


def test_worse_grades_and_older_data_are_less_certain():
    assert gsd_of(pedigree_of("A", 1)) < gsd_of(pedigree_of("B", 1)) < gsd_of(pedigree_of("C", 1))
    assert gsd_of(pedigree_of("A", 1)) < gsd_of(pedigree_of("A", 12)) < gsd_of(pedigree_of("A", None))
    # by hand: set 2, scores 2 everywhere: 1/2 sqrt(ln1.05^2 + ln1.54^2 + ln1.03^2 + ln1.03^2 + ln1.04^2 + ln1.18^2)
    assert gsd_of((2, 2, 2, 2, 2)) == pytest.approx(1.263964, abs=1e-6)
    assert all(1.0 < record.gsd < 3.0 and len(record.pedigree) == 5 for record in load_factors().values())


def test_grades_of_the_sources_are_kept_and_suspects_stand_out():
    records = load_factors()
    assert {records[f"CN-GBT51366-{k:03d}"].quality for k in range(1, 52)} == {"B"}
    assert records["CN-GBT51366-052"].quality == "C"
    assert records["CN-GBT51366-052"].corrections[0].printed == "1225"
    suspect = records["DK-T7-G1292"]
    assert suspect.quality == "C"
    assert suspect.corrections[0].printed == suspect.corrections[0].used
    assert {record.redistributable for record in records.values() if record.database == "CH-KBOB"} == {"unconfirmed"}
    assert not [record for record in records.values() if record.database == "SE-BOV"]


@pytest.mark.parametrize(
    "name",
    [
        "records",
        "rows",
        "units",
        "uncertainty",
        "scenarios",
        "office",
        "importers.reading",
        "importers.table",
        "exporters.tables",
    ],
)
def test_examples_in_docstrings_hold(name):
    result = doctest.testmod(importlib.import_module(f"materials_db.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
