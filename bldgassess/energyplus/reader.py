"""Hourly results out of EnergyPlus's SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from bldgassess.energyplus.surfaces import zone_name
from bldgassess.energyplus.writer import OUTPUTS
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import HOURS, FloatArray

SQL_FILE = "eplusout.sql"


def read_hours(path: Path, zones: int) -> dict[str, FloatArray]:
    """Read the fields of ``OUTPUTS``, each (zones, 8760); zero where a zone has none, such as loads without a plant.

    Raises
    ------
    UserError
        When the file lacks hours or temperatures.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as base:
            columns = _columns(base)
            values = np.fromiter(
                (row[0] for row in base.execute("SELECT Value FROM ReportData ORDER BY rowid")), dtype=float
            )
            order = [row[0] for row in base.execute(
                "SELECT ReportDataDictionaryIndex FROM ReportData ORDER BY rowid LIMIT ?", (len(columns),)
            )]  # fmt: skip
    except sqlite3.Error as error:
        raise UserError(Issue("energyplus.not_readable", {"reason": str(error)})) from error
    if not columns or len(values) != HOURS * len(columns) or sorted(order) != sorted(columns):
        raise UserError(Issue("energyplus.not_readable", {"reason": f"{len(values)} values of {len(columns)} columns"}))
    # EnergyPlus writes the same columns in the same order every hour
    table = values.reshape(HOURS, len(columns))
    fields = {name: key for key, name in OUTPUTS.items()}
    index = {zone_name(k): k for k in range(zones)}
    found = {key: np.zeros((zones, HOURS)) for key in OUTPUTS}
    for position, column in enumerate(order):
        key, name = columns[column]
        zone = index.get(key.upper().split(" ")[0])
        if zone is not None and name in fields:
            found[fields[name]][zone] = table[:, position]
    return found


def _columns(base: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    rows = base.execute("SELECT ReportDataDictionaryIndex, KeyValue, Name FROM ReportDataDictionary")
    return {int(index): (str(key), str(name)) for index, key, name in rows}
