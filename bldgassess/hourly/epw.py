"""EnergyPlus weather files (EPW) as they stand: header, records, and what each field uses for "missing"."""

from __future__ import annotations

import csv

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.weather_table import Records, WeatherTable, on_calendar

#: Field -> column, lowest and highest value that can be (all beyond is missing, as EPW's own 99.9, 999, 9999, 999999
#: are), divisor to our unit. Ranges of the EPW data dictionary (EnergyPlus Auxiliary Programs).
_FIELDS: dict[str, tuple[int, float, float, float]] = {
    "t_out_c": (6, -70.0, 70.0, 1.0),
    "dew_c": (7, -70.0, 70.0, 1.0),
    "rh_fraction": (8, 0.0, 110.0, 100.0),
    "pressure_pa": (9, 31000.0, 120000.0, 1.0),
    "sky_ir_w_m2": (12, 1.0, 999.0, 1.0),
    "ghi_w_m2": (13, -50.0, 2000.0, 1.0),
    "dni_w_m2": (14, -50.0, 2000.0, 1.0),
    "dhi_w_m2": (15, -50.0, 2000.0, 1.0),
    "wind_from_deg": (20, 0.0, 360.0, 1.0),
    "wind_m_s": (21, 0.0, 60.0, 1.0),
}
_COLUMNS = 1 + max(column for column, *_ in _FIELDS.values())
_DATA_PERIODS = "DATA PERIODS"
_LOCATION_FIELDS = 10
#: Records with fewer fields than this have no temperature.
_LEAST_FIELDS = 7


def is_epw(text: str) -> bool:
    """Tell whether a text begins as an EPW file does."""
    return text.lstrip().upper().startswith("LOCATION")


def parse_epw(text: str, file: str) -> WeatherTable:
    """Read the text of an EPW file.

    Raises
    ------
    UserError
        When header or records cannot be read, or the year cannot be laid on the calendar.
    """
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    start = next((at for at, line in enumerate(lines) if line.lstrip().upper().startswith(_DATA_PERIODS)), None)
    if start is None:
        raise UserError(Issue("weather.not_readable", {"file": file}))
    place, records_an_hour = _location(lines[first], file), _records_an_hour(lines[start])
    if records_an_hour > 1:
        raise UserError(Issue("weather.sub_hourly", {"file": file, "records": records_an_hour}))
    records, short = _records(lines, start + 1, file)
    laid, issues = on_calendar(file, records)
    if short:
        issues = (Issue("weather.short_rows", {"hours": short}, severity="warning"), *issues)
    return WeatherTable(
        file=file,
        name=place[0],
        latitude_deg=place[1],
        longitude_deg=place[2],
        time_zone_h=place[3],
        elevation_m=place[4],
        kind=place[5],
        years=tuple(records.year.tolist()),
        columns={name: _believed(laid[:, at], *_FIELDS[name][1:]) for at, name in enumerate(_FIELDS)},
        issues=issues,
    )


def read_place(line: str, file: str) -> tuple[str, float, float, float]:
    """Return name, latitude, longitude and elevation of a LOCATION line; for choosing among files."""
    name, latitude, longitude, _, elevation, _ = _location(line, file)
    return name, latitude, longitude, elevation


def _location(line: str, file: str) -> tuple[str, float, float, float, float, str]:
    fields = [field.strip() for field in next(csv.reader([line]))]
    if len(fields) < _LOCATION_FIELDS:
        raise UserError(Issue("weather.not_readable", {"file": file}))
    try:
        latitude, longitude, zone, elevation = (float(field) for field in fields[6:10])
    except ValueError as error:
        raise UserError(Issue("weather.not_readable", {"file": file})) from error
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0 and abs(zone) <= 14.0 and -500.0 <= elevation <= 9000.0):
        given = ", ".join(fields[6:10])
        raise UserError(Issue("weather.no_place", {"file": file, "given": given}))
    return fields[1] or file, latitude, longitude, zone, elevation, fields[4] if fields[4] not in ("", "-") else ""


def _records_an_hour(line: str) -> int:
    fields = line.split(",")
    try:
        return max(1, int(float(fields[2])))
    except (ValueError, IndexError):
        return 1


def _records(lines: list[str], start: int, file: str) -> tuple[Records, int]:
    """Return the records, and how many of them end before the wind."""
    numbers, times, values, short = [], [], [], 0
    for at in range(start, len(lines)):
        if not lines[at].strip():
            continue
        fields = lines[at].split(",")
        try:
            year, month, day, hour = (int(float(field)) for field in fields[:4])
        except ValueError as error:
            raise UserError(Issue("weather.bad_record", {"file": file, "line": at + 1})) from error
        if len(fields) < _LEAST_FIELDS:
            raise UserError(Issue("weather.bad_record", {"file": file, "line": at + 1}))
        short += len(fields) < _COLUMNS
        numbers.append(at + 1)
        times.append((year, month, day, hour))
        values.append([_number(fields, column) for column, *_ in _FIELDS.values()])
    if not times:
        raise UserError(Issue("weather.wrong_hours", {"file": file, "hours": 0, "different": 0}))
    calendar = np.array(times, dtype=np.int64)
    year, month, day, hour = calendar.T
    return Records(np.array(numbers), year, month, day, hour, np.array(values)), short


def _number(fields: list[str], column: int) -> float:
    try:
        return float(fields[column])
    except (ValueError, IndexError):
        return float("nan")


def _believed(values: FloatArray, low: float, high: float, divisor: float) -> FloatArray:
    result: FloatArray = np.where((values >= low) & (values <= high), values, np.nan) / divisor
    return result
