"""Schedules: columns of one CSV file beside the model; equal years share a column, constant ones need none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bldgassess.hourly.result import FloatArray

#: The file's name inside the run's folder.
SCHEDULE_FILE = "schedules.csv"


class Schedules:
    """Collects years of hourly values and gives the name that each has in EnergyPlus."""

    def __init__(self) -> None:
        self._columns: list[FloatArray] = []
        self._names: dict[bytes, str] = {}
        self.constants: dict[str, Any] = {}
        self.files: dict[str, Any] = {}

    def add(self, values: FloatArray) -> str:
        """Return the name of the schedule with these hourly values (8760,)."""
        values = np.ascontiguousarray(values, dtype=float)
        is_constant = bool((values == values[0]).all())
        key = values[:1].tobytes() if is_constant else values.tobytes()
        if key not in self._names:
            name = f"S{len(self._names):05d}"
            self._names[key] = name
            if is_constant:
                self.constants[name] = {"hourly_value": float(values[0])}
            else:
                self._columns.append(values)
                self.files[name] = _column(len(self._columns))
        return self._names[key]

    def write(self, folder: Path) -> None:
        """Write the file, if any schedule needs it."""
        if self._columns:
            table = np.stack(self._columns, axis=1)
            lines = [",".join(f"C{k}" for k in range(table.shape[1]))]
            lines += [",".join(map(repr, row)) for row in table.tolist()]
            (folder / SCHEDULE_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _column(number: int) -> dict[str, Any]:
    return {
        "file_name": SCHEDULE_FILE,
        "column_number": number,
        "rows_to_skip_at_top": 1,
        "number_of_hours_of_data": 8760,
        "column_separator": "Comma",
        "interpolate_to_timestep": "No",
        "minutes_per_item": 60,
        "adjust_schedule_for_daylight_savings": "No",
    }
