"""The records of a weather file laid on the calendar of 8,760 hours, whatever order and gaps they come in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.climate.changed import MONTH_DAYS
from bldgassess.hourly.result import HOURS, FloatArray, IntArray

#: Hours that a year may lack, or have twice, before the file is refused; a twentieth of the year.
_MOST_LOST = HOURS // 20
_FIRST_DAY = np.concatenate([[0], np.cumsum(MONTH_DAYS)])[:12]
_LAST_HOUR = 24


@dataclass(frozen=True, slots=True)
class WeatherTable:
    """A file's year as it stands there: arrays of (8760,) with NaN where it has nothing.

    ``columns``: t_out_c, dew_c, rh_fraction, pressure_pa, ghi_w_m2, dni_w_m2, dhi_w_m2, sky_ir_w_m2, wind_m_s,
    wind_from_deg. ``years``: of each record, 0 where the file has none.
    """

    file: str
    name: str
    latitude_deg: float
    longitude_deg: float
    time_zone_h: float
    elevation_m: float
    kind: str
    years: tuple[int, ...]
    columns: dict[str, FloatArray]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """Records as they are read: line in the file, calendar, and values of shape (records, columns)."""

    lines: IntArray
    year: IntArray
    month: IntArray
    day: IntArray
    hour: IntArray
    values: FloatArray


def on_calendar(file: str, records: Records) -> tuple[FloatArray, tuple[Issue, ...]]:
    """Return values of shape (8760, columns), NaN for hours without a record, and what was done.

    29 February is left out, hours from 0 to 23 become 1 to 24, records out of order are sorted, doubled ones dropped.

    Raises
    ------
    UserError
        When the file has several records an hour, too few, too many doubled, or one at no time of the year.
    """
    issues: list[Issue] = []
    leap = (records.month == 2) & (records.day == 29)
    if leap.any():
        issues.append(Issue("weather.leap_day", {"hours": int(leap.sum())}, severity="info"))
    kept = _some(records, ~leap)
    count = len(kept.hour)
    if count >= 2 * HOURS - _MOST_LOST:
        raise UserError(Issue("weather.sub_hourly", {"file": file, "records": round(count / HOURS)}))
    hour = kept.hour
    if count and hour.min() == 0 and hour.max() < _LAST_HOUR:
        hour = hour + 1
        issues.append(Issue("weather.hours_from_zero", {"hours": count}, severity="info"))
    _check_times(file, kept, hour)
    place = 24 * (_FIRST_DAY[kept.month - 1] + kept.day - 1) + hour - 1
    first = np.unique(place, return_index=True)[1]
    if count - len(first) > _MOST_LOST or HOURS - len(first) > _MOST_LOST:
        raise UserError(Issue("weather.wrong_hours", {"file": file, "hours": count, "different": len(first)}))
    if len(first) < count:
        issues.append(Issue("weather.doubled", {"hours": count - len(first)}, severity="warning"))
    if len(first) < HOURS:
        issues.append(Issue("weather.lost_hours", {"hours": HOURS - len(first)}, severity="warning"))
    back = int((np.diff(place[np.sort(first)]) < 0).sum())
    if back:
        issues.append(Issue("weather.out_of_order", {"places": back}, severity="warning"))
    mixed = sum(1 for month in range(1, 13) if len(set(kept.year[kept.month == month].tolist())) > 1)
    if mixed:
        issues.append(Issue("weather.mixed_years", {"months": mixed}, severity="warning"))
    laid = np.full((HOURS, kept.values.shape[1]), np.nan)
    laid[place[first]] = kept.values[first]
    return laid, tuple(issues)


def _some(records: Records, which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Records:
    return Records(
        records.lines[which],
        records.year[which],
        records.month[which],
        records.day[which],
        records.hour[which],
        records.values[which],
    )


def _check_times(file: str, records: Records, hour: IntArray) -> None:
    days = np.array([0, *MONTH_DAYS])[np.clip(records.month, 0, 12)]
    bad = (records.month < 1) | (records.month > 12) | (records.day < 1) | (records.day > days)
    bad |= (hour < 1) | (hour > _LAST_HOUR)
    if bad.any():
        at = int(np.argmax(bad))
        when = f"{records.month[at]}/{records.day[at]} {records.hour[at]}:00"
        raise UserError(Issue("weather.no_such_hour", {"file": file, "line": int(records.lines[at]), "when": when}))
