"""Test reference years of the German weather service (TRY 2015 and 2045, .dat) as they stand."""

from __future__ import annotations

import math
import re

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.sun import LOW_SUN_COS, extraterrestrial_w_m2, sun_position
from bldgassess.hourly.weather_table import Records, WeatherTable, on_calendar

_END_OF_HEADER = "***"
#: Easting, northing, month, day, hour (Central European time), t, p, wind from, wind, cloud, x, RH, beam on the
#: horizontal, diffuse, from the sky, from the ground, quality.
_COLUMNS = 17
_HOUR_ZONE = 1.0
#: ETRS89 / LCC Europe (EPSG:3034): GRS80, two standard parallels, origin 52 N 10 E, false easting and northing [m].
_AXIS_M, _FLATTENING = 6378137.0, 1.0 / 298.257222101
_PARALLELS, _ORIGIN, _FALSE_M = (35.0, 65.0), (52.0, 10.0), (4000000.0, 2800000.0)


def is_try(text: str) -> bool:
    """Tell whether a text is a test reference year with its header."""
    return "\n" + _END_OF_HEADER in text and "Rechtswert" in text and "Hochwert" in text


def parse_try(text: str, file: str) -> WeatherTable:
    """Read the text of a test reference year.

    Raises
    ------
    UserError
        When it cannot be read.
    """
    lines = text.splitlines()
    end = next(at for at, line in enumerate(lines) if line.startswith(_END_OF_HEADER))
    header = "\n".join(lines[:end])
    east, north, elevation = (_of_header(header, word, file) for word in ("Rechtswert", "Hochwert", "Hoehenlage"))
    latitude, longitude = lambert_to_degrees(east, north)
    records = _records(lines, end + 1, file)
    laid, issues = on_calendar(file, records)
    beam, diffuse = np.maximum(laid[:, 12], 0.0), np.maximum(laid[:, 13], 0.0)
    kind = re.search(r"Art des TRY\s*:\s*(.+)", header)
    period = re.search(r"Bezugszeitraum\s*:\s*(\d{4})\s*-\s*(\d{4})", header)
    years = tuple(range(int(period[1]), int(period[2]) + 1)) if period else ()
    return WeatherTable(
        file=file,
        name=file.removesuffix(".dat"),
        latitude_deg=round(latitude, 4),
        longitude_deg=round(longitude, 4),
        time_zone_h=_HOUR_ZONE,
        elevation_m=elevation,
        kind=f"DWD TRY {kind[1].strip() if kind else ''} {period[0].split(':')[1].strip() if period else ''}".strip(),
        years=years,
        columns={
            "t_out_c": laid[:, 5],
            "dew_c": np.full(len(laid), np.nan),
            "rh_fraction": laid[:, 11] / 100.0,
            "pressure_pa": 100.0 * laid[:, 6],
            "ghi_w_m2": beam + diffuse,
            "dni_w_m2": _normal(beam, round(latitude, 4), round(longitude, 4)),
            "dhi_w_m2": diffuse,
            "sky_ir_w_m2": laid[:, 14],
            "wind_m_s": laid[:, 8],
            "wind_from_deg": np.where(laid[:, 7] <= 360.0, laid[:, 7], np.nan),
        },
        issues=issues,
    )


def _of_header(header: str, word: str, file: str) -> float:
    found = re.search(rf"{word}\s*:\s*(-?\d+)", header)
    if found is None:
        raise UserError(Issue("weather.not_readable", {"file": file}))
    return float(found[1])


def _records(lines: list[str], start: int, file: str) -> Records:
    numbers, rows = [], []
    for at in range(start, len(lines)):
        fields = lines[at].split()
        if not fields:
            continue
        try:
            row = [float(field) for field in fields]
        except ValueError as error:
            raise UserError(Issue("weather.bad_record", {"file": file, "line": at + 1})) from error
        if len(row) != _COLUMNS:
            raise UserError(Issue("weather.bad_record", {"file": file, "line": at + 1}))
        numbers.append(at + 1)
        rows.append(row)
    if not rows:
        raise UserError(Issue("weather.wrong_hours", {"file": file, "hours": 0, "different": 0}))
    values = np.array(rows)
    month, day, hour = values[:, 2:5].astype(np.int64).T
    return Records(np.array(numbers), np.zeros(len(rows), dtype=np.int64), month, day, hour, values)


def _normal(beam_w_m2: FloatArray, latitude: float, longitude: float) -> FloatArray:
    """Turn beam on the horizontal into beam on its normal."""
    cosine = sun_position(latitude, longitude, _HOUR_ZONE).cos_zenith
    normal = np.where(cosine > LOW_SUN_COS, beam_w_m2 / np.maximum(cosine, LOW_SUN_COS), 0.0)
    result: FloatArray = np.minimum(normal, extraterrestrial_w_m2())
    return result


def lambert_to_degrees(east_m: float, north_m: float) -> tuple[float, float]:
    """Return latitude and longitude of ETRS89 / LCC Europe (Snyder 1987, USGS PP 1395, pp. 107-109)."""
    e = math.sqrt(_FLATTENING * (2.0 - _FLATTENING))

    def m(latitude: float) -> float:
        return math.cos(latitude) / math.sqrt(1.0 - (e * math.sin(latitude)) ** 2)

    def t(latitude: float) -> float:
        s = e * math.sin(latitude)
        return math.tan(math.pi / 4.0 - latitude / 2.0) * math.exp(e * math.atanh(s))

    one, two = (math.radians(value) for value in _PARALLELS)
    n = math.log(m(one) / m(two)) / math.log(t(one) / t(two))
    scale = _AXIS_M * m(one) / (n * t(one) ** n)
    origin_radius = scale * t(math.radians(_ORIGIN[0])) ** n
    x, y = east_m - _FALSE_M[0], origin_radius - (north_m - _FALSE_M[1])
    ratio = (math.hypot(x, y) / scale) ** (1.0 / n)
    latitude = math.pi / 2.0 - 2.0 * math.atan(ratio)
    for _ in range(8):
        s = e * math.sin(latitude)
        latitude = math.pi / 2.0 - 2.0 * math.atan(ratio * math.exp(-e * math.atanh(s)))
    return math.degrees(latitude), _ORIGIN[1] + math.degrees(math.atan2(x, y)) / n
