"""Weather files as a year of 8,760 hours: EPW, and the test reference years of the German weather service."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.climate.levels import warming_of_years
from bldgassess.hourly.dwd_try import is_try, parse_try
from bldgassess.hourly.epw import is_epw, parse_epw
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.hourly.weather_repair import Repair
from bldgassess.hourly.weather_table import WeatherTable

#: More hours without a wind direction than this share and it counts as not known.
_MOST_UNKNOWN_WIND = 0.1


def read_epw(path: Path) -> Weather:
    """Read a weather file, EPW or DWD TRY, in UTF-8 or Latin-1, with any line ends; what is wrong is mended and told.

    Raises
    ------
    UserError
        When the file cannot be opened, is no weather file, or is beyond repair; one sentence says why.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("weather.cannot_read", {"file": path.name, "reason": reason})) from error
    table = _table(decoded(content), path.name)
    columns, issues = Repair(table).run()
    for array in columns.values():
        array.flags.writeable = False
    return Weather(
        name=table.name,
        latitude_deg=table.latitude_deg,
        longitude_deg=table.longitude_deg,
        time_zone_h=table.time_zone_h,
        elevation_m=table.elevation_m,
        source=f"{table.name}, weather file {table.file}, {table.kind or 'kind not stated'}",
        digest=hashlib.sha256(content).hexdigest(),
        issues=issues,
        t_out_c=columns["t_out_c"],
        rh_out_fraction=columns["rh_fraction"],
        pressure_pa=columns["pressure_pa"],
        ghi_w_m2=columns["ghi_w_m2"],
        dni_w_m2=columns["dni_w_m2"],
        dhi_w_m2=columns["dhi_w_m2"],
        sky_ir_w_m2=columns["sky_ir_w_m2"],
        wind_m_s=columns["wind_m_s"],
        wind_from_deg=_wind_from(columns["wind_from_deg"]),
        warming_k=warming_of_years(table.years),
    )


def decoded(content: bytes) -> str:
    """Return text in UTF-8, with or without its mark, or in Latin-1."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _table(text: str, file: str) -> WeatherTable:
    if is_epw(text):
        return parse_epw(text, file)
    if is_try(text):
        return parse_try(text, file)
    raise UserError(Issue("weather.not_epw", {"file": file}))


def _wind_from(values: FloatArray) -> FloatArray | None:
    """Return where the wind comes from [deg], -1 where it is not known; ``None`` where most hours do not say."""
    bad = ~np.isfinite(values)
    if bad.mean() > _MOST_UNKNOWN_WIND:
        return None
    result: FloatArray = np.where(bad, -1.0, values)
    result.flags.writeable = False
    return result
