"""Hourly results out of a file laid out as EnergyPlus's."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from bldgassess.energyplus.reader import read_hours
from bldgassess.errors import UserError
from bldgassess.hourly.result import HOURS

COLUMNS = {
    7: ("Z00000", "Zone Mean Air Temperature"),
    9: ("Z00001", "Zone Mean Air Temperature"),
    8: ("Z00001 LOADS", "Zone Ideal Loads Zone Sensible Heating Rate"),
}


def write(path, hours=HOURS):
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE ReportDataDictionary (ReportDataDictionaryIndex INTEGER, KeyValue TEXT, Name TEXT)")
        base.execute("CREATE TABLE ReportData (TimeIndex INTEGER, ReportDataDictionaryIndex INTEGER, Value REAL)")
        base.executemany("INSERT INTO ReportDataDictionary VALUES (?, ?, ?)", [(k, *v) for k, v in COLUMNS.items()])
        rows = [(h, column, 1000.0 * column + h) for h in range(hours) for column in COLUMNS]
        base.executemany("INSERT INTO ReportData VALUES (?, ?, ?)", rows)
        base.commit()


def test_each_value_lands_in_its_zone_and_hour(tmp_path):
    write(tmp_path / "r.sql")
    found = read_hours(tmp_path / "r.sql", 2)
    assert found["air"] == pytest.approx(np.stack([7000.0 + np.arange(HOURS), 9000.0 + np.arange(HOURS)]))
    assert found["heat"] == pytest.approx(np.stack([np.zeros(HOURS), 8000.0 + np.arange(HOURS)]))
    assert not found["cool"].any()


def test_file_that_lacks_hours_or_is_none_is_refused(tmp_path):
    write(tmp_path / "short.sql", hours=100)
    (tmp_path / "other.sql").write_bytes(b"not a data base, but long enough to be read as one" * 40)
    for name in ("short.sql", "other.sql", "absent.sql"):
        with pytest.raises(UserError) as caught:
            read_hours(tmp_path / name, 2)
        assert caught.value.issues[0].code == "energyplus.not_readable"
