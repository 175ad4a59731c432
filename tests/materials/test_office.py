"""An office's own factors: nothing lost, nothing overwritten, all or nothing."""

import sqlite3

import pytest

from materials_db.errors import InputError
from materials_db.factors import load_factors
from materials_db.office import FILE, read_office, withdraw_row, write_rows
from materials_db.opening import open_store
from materials_db.store import load_store

WHEN = {"who": "M. Rossi", "at": "2026-03-01T10:00:00Z"}


def test_rows_come_back_with_who_and_when(tmp_path, epds):
    written = write_rows(tmp_path, [epds.row()], **WHEN)
    office = read_office(tmp_path)
    record = office.records["OFFICE-X-1"]
    assert (record.database, record.gwp_kgco2e) == ("OFFICE", {"A1-A3": 280.0, "C3": 6.5})
    assert written == office.history
    assert (written[0].who, written[0].at, written[0].version, written[0].action) == (
        "M. Rossi",
        "2026-03-01T10:00:00Z",
        1,
        "add",
    )
    assert written[0].sha256 == record.sha256


def test_the_same_row_again_writes_nothing_and_another_is_refused(tmp_path, epds):
    write_rows(tmp_path, [epds.row()], **WHEN)
    assert write_rows(tmp_path, [epds.row(gwp_a1a3="280.0")], **WHEN) == ()
    before = read_office(tmp_path)
    with pytest.raises(InputError, match="office_exists"):
        write_rows(tmp_path, [epds.row(id="NEW"), epds.row(gwp_a1a3=281)], **WHEN)
    assert read_office(tmp_path) == before


def test_a_replaced_and_a_withdrawn_row_stay_in_the_history(tmp_path, epds):
    write_rows(tmp_path, [epds.row()], **WHEN)
    write_rows(tmp_path, [epds.row(gwp_a1a3=281)], replace=True, who="B", at="2026-04-01")
    assert read_office(tmp_path).records["OFFICE-X-1"].gwp_kgco2e["A1-A3"] == 281.0
    withdraw_row(tmp_path, "OFFICE-X-1", who="C", at="2026-05-01")
    office = read_office(tmp_path)
    assert office.records == {}
    assert [(entry.version, entry.action, entry.who) for entry in office.history] == [
        (1, "add", "M. Rossi"),
        (2, "replace", "B"),
        (3, "withdraw", "C"),
    ]
    with pytest.raises(InputError, match="no_record"):
        withdraw_row(tmp_path, "OFFICE-X-1", who="C", at="2026-05-01")


def test_reading_never_writes_and_strange_folder_names_are_no_trouble(tmp_path, epds):
    folder = tmp_path / "Büro #1 ?mode=rw 50%"
    write_rows(folder, [epds.row()], **WHEN)
    before = (folder / FILE).read_bytes()
    assert list(read_office(folder).records) == ["OFFICE-X-1"]
    assert (folder / FILE).read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_one_bad_row_keeps_all_out(tmp_path, epds):
    for bad in (
        epds.row(id="X-2", licence=""),
        epds.row(id="X-2", declared_unit="acre"),
        epds.row(),
        epds.row(id=".."),
    ):
        with pytest.raises(InputError):
            write_rows(tmp_path / "o", [epds.row(), bad], **WHEN)
        assert read_office(tmp_path / "o").records == {}
    with pytest.raises(InputError, match="office_who"):
        write_rows(tmp_path / "o", [epds.row()], who=" ", at="2026")


def test_a_file_of_something_else_or_a_touched_row_is_refused(tmp_path, epds):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / FILE).write_bytes(b"not a database at all, but long enough to look" * 40)
    with pytest.raises(InputError, match="office_foreign"):
        read_office(tmp_path / "a")
    (tmp_path / "b").mkdir()
    other = sqlite3.connect(tmp_path / "b" / FILE)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()
    with pytest.raises(InputError, match="office_foreign"):
        write_rows(tmp_path / "b", [epds.row()], **WHEN)
    write_rows(tmp_path / "c", [epds.row()], **WHEN)
    base = sqlite3.connect(tmp_path / "c" / FILE)
    base.execute("UPDATE rows SET content = replace(content, '280', '28')")
    base.commit()
    base.close()
    with pytest.raises(InputError, match="office_changed"):
        read_office(tmp_path / "c")
    (tmp_path / "f").write_text("a file")
    with pytest.raises(InputError, match="office_folder"):
        write_rows(tmp_path / "f", [epds.row()], **WHEN)


def test_the_store_has_both_and_says_so(tmp_path, epds):
    write_rows(tmp_path, [epds.row(id="CN-GBT51366-001", name_en="Works concrete 7")], **WHEN)
    shipped, both = load_store(), open_store(tmp_path)
    assert both.records["CN-GBT51366-001"] is load_factors()["CN-GBT51366-001"]
    assert len(both.records) == len(shipped.records) + 1
    assert both.info[0] == "bldgassess-factors+OFFICE"
    assert both.info[2] != shipped.info[2]
    found = both.match("Works concrete 7", databases=("OFFICE", "DK-T7"))
    assert found.record.id == "OFFICE-CN-GBT51366-001"
    unnamed = both.match("Works concrete 7", databases=("DK-T7",))
    assert unnamed.record is None or unnamed.record.database == "DK-T7"
    assert open_store(tmp_path / "nowhere").records == dict(shipped.records)
    assert len(open_store(tmp_path, "2026.11").records) == 623
