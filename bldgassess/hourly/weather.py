"""EnergyPlus weather files (EPW) as a year of 8,760 hours."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sky import sky_infrared_w_m2

#: Column of pvlib's EPW reader -> (field of ``Weather``, value at or above which it is missing, divisor to our unit).
_COLUMNS: dict[str, tuple[str, float, float]] = {
    "temp_air": ("t_out_c", 99.9, 1.0),
    "relative_humidity": ("rh_out_fraction", 999.0, 100.0),
    "atmospheric_pressure": ("pressure_pa", 999999.0, 1.0),
    "ghi": ("ghi_w_m2", 9999.0, 1.0),
    "dni": ("dni_w_m2", 9999.0, 1.0),
    "dhi": ("dhi_w_m2", 9999.0, 1.0),
    "wind_speed": ("wind_m_s", 999.0, 1.0),
}
#: More missing hours than this share of the year and the file is refused.
_MOST_MISSING = 0.1
_STANDARD_PRESSURE_PA = 101325.0
_HEADER_LINES, _DATA_COLUMNS = 8, 35
#: A year without a leap day that all hours are put in, whatever years a typical year is pieced together from.
_COMMON_YEAR = 2018


def read_epw(path: Path) -> Weather:
    """Read an EPW file in UTF-8 or Latin-1, with or without a leap day, missing hours filled linearly.

    Raises
    ------
    UserError
        When the file cannot be opened, is no EPW, has too few hours, or misses a column for too long.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("weather.cannot_read", {"file": path.name, "reason": reason})) from error
    frame, meta = _parse(content, path.name)
    if len(frame) != HOURS:
        raise UserError(Issue("weather.wrong_hours", {"file": path.name, "hours": len(frame)}))
    issues: list[Issue] = []
    arrays: dict[str, FloatArray] = {}
    for column, (field, missing, divisor) in _COLUMNS.items():
        arrays[field] = _filled(frame[column].to_numpy(dtype=float), missing, column, path.name, issues) / divisor
    arrays["rh_out_fraction"] = np.clip(arrays["rh_out_fraction"], 0.01, 1.0)
    arrays["pressure_pa"][arrays["pressure_pa"] <= 0.0] = _STANDARD_PRESSURE_PA
    for field in ("ghi_w_m2", "dni_w_m2", "dhi_w_m2", "wind_m_s"):
        arrays[field] = np.maximum(arrays[field], 0.0)
    arrays["sky_ir_w_m2"] = _sky_ir(frame, arrays)
    for array in arrays.values():
        array.flags.writeable = False
    return Weather(
        name=str(meta.get("city", path.stem)).strip() or path.stem,
        latitude_deg=float(meta["latitude"]),
        longitude_deg=float(meta["longitude"]),
        time_zone_h=float(meta["TZ"]),
        elevation_m=float(meta["altitude"]),
        source=f"EPW file, {str(meta.get('data_type', '')).strip() or 'kind not stated'}",
        digest=hashlib.sha256(content).hexdigest(),
        issues=tuple(issues),
        t_out_c=arrays["t_out_c"],
        rh_out_fraction=arrays["rh_out_fraction"],
        pressure_pa=arrays["pressure_pa"],
        ghi_w_m2=arrays["ghi_w_m2"],
        dni_w_m2=arrays["dni_w_m2"],
        dhi_w_m2=arrays["dhi_w_m2"],
        sky_ir_w_m2=arrays["sky_ir_w_m2"],
        wind_m_s=arrays["wind_m_s"],
        wind_from_deg=_wind_from(frame),
    )


def _wind_from(frame: Any) -> FloatArray | None:  # noqa: ANN401 - a pandas frame
    """Return where the wind comes from [deg]; ``None`` where most hours do not say."""
    values = frame["wind_direction"].to_numpy(dtype=float)
    bad = ~np.isfinite(values) | (values < 0.0) | (values > 360.0)
    if bad.mean() > _MOST_MISSING:
        return None
    result: FloatArray = np.where(bad, -1.0, values)
    result.flags.writeable = False
    return result


def _parse(content: bytes, name: str) -> tuple[Any, dict[str, Any]]:
    from pvlib.iotools import read_epw as read_table

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if not text.startswith("LOCATION"):
        raise UserError(Issue("weather.not_epw", {"file": name}))
    try:
        frame, meta = read_table(io.StringIO(_even_rows(text), newline="\n"), coerce_year=_COMMON_YEAR)
        return frame, dict(meta)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise UserError(Issue("weather.not_readable", {"file": name})) from error


def _even_rows(text: str) -> str:
    """Drop 29 February, which some files carry, and give old, shorter rows the columns that they lack."""
    lines = text.splitlines()
    kept = [line for line in lines[_HEADER_LINES:] if line.split(",", 3)[1:3] not in (["2", "29"], ["02", "29"])]
    padded = [line + ",0" * max(0, _DATA_COLUMNS - 1 - line.count(",")) for line in kept if line.strip()]
    return "\n".join([*lines[:_HEADER_LINES], *padded]) + "\n"


def _filled(values: FloatArray, missing: float, column: str, name: str, issues: list[Issue]) -> FloatArray:
    """Fill missing hours linearly between their neighbours, round the year's end."""
    bad = ~np.isfinite(values) | (values >= missing) | (values <= -99.0)
    count = int(bad.sum())
    if count > _MOST_MISSING * len(values):
        raise UserError(Issue("weather.missing_column", {"file": name, "column": column, "hours": count}))
    if count:
        issues.append(Issue("weather.filled", {"column": column, "hours": count}, severity="warning"))
        hours = np.arange(len(values), dtype=float)
        values = np.interp(hours, hours[~bad], values[~bad], period=float(len(values)))
    return values.astype(float)


def _sky_ir(frame: Any, arrays: dict[str, FloatArray]) -> FloatArray:  # noqa: ANN401 - a pandas frame
    values = frame["ghi_infrared"].to_numpy(dtype=float)
    estimate = sky_infrared_w_m2(arrays["t_out_c"], arrays["rh_out_fraction"])
    bad = ~np.isfinite(values) | (values >= 9999.0) | (values <= 0.0)
    return np.where(bad, estimate, values)
