"""A weather year written as an EPW file for EnergyPlus."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bldgassess.hourly.result import HOURS, Weather
from bldgassess.hourly.sky import dew_point_c
from bldgassess.hourly.sun import CALENDAR_YEAR

#: The calendar of all hourly arrays: no leap day, 1 January on a Monday.
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: Flags of an EPW row whose values' origins are not stated.
_FLAGS = "?9?9?9?9E0?9?9?9?9?9?9?9?9?9?9?9?9?9?9*9*9?9?9?9"
#: EPW's marks of what is missing.
_NO_LIGHT, _NO_DIRECTION = "999999", 999.0


def write_epw(weather: Weather, path: Path) -> None:
    """Write the year: temperatures, humidity, pressure, infrared, sun and wind; what is not known is marked missing."""
    lines = [
        f"LOCATION,{_plain(weather.name)},-,-,bldgassess,000000,{weather.latitude_deg!r},{weather.longitude_deg!r},"
        f"{weather.time_zone_h!r},{weather.elevation_m!r}",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        "GROUND TEMPERATURES,0",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,written by bldgassess",
        "COMMENTS 2,",
        "DATA PERIODS,1,1,Data,Monday,1/1,12/31",
        *_rows(weather),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


def _rows(weather: Weather) -> list[str]:
    wind_from = weather.wind_from_deg if weather.wind_from_deg is not None else np.full(HOURS, -1.0)
    direction = np.where(wind_from < 0.0, _NO_DIRECTION, wind_from)
    columns = (
        weather.t_out_c,
        np.minimum(dew_point_c(weather.t_out_c, weather.rh_out_fraction), weather.t_out_c),
        100.0 * weather.rh_out_fraction,
        weather.pressure_pa,
        weather.sky_ir_w_m2,
        weather.ghi_w_m2,
        weather.dni_w_m2,
        weather.dhi_w_m2,
        direction,
        weather.wind_m_s,
    )
    days = [(month, day) for month, count in enumerate(_DAYS, start=1) for day in range(1, count + 1)]
    rows = []
    for k, values in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        month, day = days[k // 24]
        t, dew, rh, pressure, infrared, ghi, dni, dhi, turn, wind = (f"{value:.4f}" for value in values)
        rows.append(
            f"{CALENDAR_YEAR},{month},{day},{k % 24 + 1},60,{_FLAGS},{t},{dew},{rh},{pressure},0,0,{infrared},"
            f"{ghi},{dni},{dhi},{_NO_LIGHT},{_NO_LIGHT},{_NO_LIGHT},9999,{turn},{wind},5,5,"
            "9999,99999,9,999999999,0,0.0000,0,88,0.000,0.0,0.0"
        )
    return rows


def _plain(name: str) -> str:
    """Return a name without what an EPW header cannot hold."""
    text = name.replace(",", " ").encode("ascii", "replace").decode("ascii").replace("?", "_")
    return " ".join(text.split()) or "-"
