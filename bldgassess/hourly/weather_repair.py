"""What a weather file lacks or cannot mean, mended hour by hour; each repair is told with its count of hours."""

from __future__ import annotations

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray
from bldgassess.hourly.sky import saturation_pa, sky_infrared_w_m2
from bldgassess.hourly.sun import extraterrestrial_w_m2, split_global, sun_position
from bldgassess.hourly.weather_table import WeatherTable

#: More missing hours than this share of the year and the column is not filled.
_MOST_MISSING = 0.1
#: Gaps up to this long are bridged in a straight line, longer ones from the same hour of the days around [h].
_SHORT_GAP_H = 6
#: One hour this far off both neighbours is a slip of the file; a step of more than the second is told [K].
_SPIKE_K, _JUMP_K = 12.0, 15.0
#: The sun of a file may be this far off its time zone and longitude [h]; files count hours in several ways.
_MOST_LAG_H = 1.5
#: Sun below the horizon and diffuse over global sun below this are rounding [W/m2].
_TOLD_W_M2 = 5.0
#: The sun counts as up until its centre is 1.1 deg below the horizon (twilight, refraction, the hour's ends).
_UP_COS = -0.02
_SUN = ("ghi_w_m2", "dni_w_m2", "dhi_w_m2")
_COLUMN_NAMES = {
    "t_out_c": "temperature",
    "rh_fraction": "relative humidity",
    "pressure_pa": "pressure",
    "ghi_w_m2": "global sun",
    "dni_w_m2": "direct sun",
    "dhi_w_m2": "diffuse sun",
    "wind_m_s": "wind",
}


class Repair:
    """One table in repair: columns that fill up and issues that gather."""

    def __init__(self, table: WeatherTable) -> None:
        self.table = table
        self.columns = dict(table.columns)
        self.issues = list(table.issues)
        sun = (table.latitude_deg, table.longitude_deg, table.time_zone_h)
        self.cosine = sun_position(*sun).cos_zenith
        start = sun_position(*sun, -30.0).cos_zenith
        self.is_up: BoolArray = np.maximum.reduce([self.cosine, start, np.roll(start, -1)]) > _UP_COS

    def run(self) -> tuple[dict[str, FloatArray], tuple[Issue, ...]]:
        """Return complete columns and what was done.

        Raises
        ------
        UserError
            When a column is missing for too long, or the sun does not fit time zone and longitude.
        """
        self._temperature()
        self._humidity()
        self._pressure()
        self._sun()
        self._fill("wind_m_s")
        self._sky()
        return self.columns, tuple(self.issues)

    def _tell(self, code: str, hours: int, **params: str | int) -> None:
        if hours:
            self.issues.append(Issue(code, {"hours": hours, **params}, severity="warning"))

    def _missing(self, column: str) -> BoolArray:
        result: BoolArray = ~np.isfinite(self.columns[column])
        return result

    def _is_absent(self, column: str) -> bool:
        return bool(self._missing(column).mean() > _MOST_MISSING)

    def _fill(self, column: str) -> None:
        bad = self._missing(column)
        hours = int(bad.sum())
        if self._is_absent(column):
            raise self._lacking(column, hours)
        self.columns[column] = filled(self.columns[column], bad, by_hour=column in _SUN)
        self._tell("weather.filled", hours, column=_COLUMN_NAMES[column])

    def _lacking(self, column: str, hours: int) -> UserError:
        params: dict[str, str | int | float] = {
            "file": self.table.file,
            "column": _COLUMN_NAMES[column],
            "hours": hours,
        }
        return UserError(Issue("weather.missing_column", params))

    def _temperature(self) -> None:
        values = self.columns["t_out_c"].copy()
        before, after = values - np.roll(values, 1), values - np.roll(values, -1)
        spike = (np.minimum(before, after) > _SPIKE_K) | (np.maximum(before, after) < -_SPIKE_K)
        values[spike] = np.nan
        self.columns["t_out_c"] = values
        self._tell("weather.spikes", int(spike.sum()))
        self._fill("t_out_c")
        self._tell("weather.jumps", int((np.abs(np.diff(self.columns["t_out_c"])) > _JUMP_K).sum()))

    def _humidity(self) -> None:
        rh, dew = self.columns["rh_fraction"], self.columns["dew_c"]
        from_dew = self._missing("rh_fraction") & np.isfinite(dew)
        derived = saturation_pa(np.where(from_dew, dew, 0.0)) / saturation_pa(self.columns["t_out_c"])
        self.columns["rh_fraction"] = np.where(from_dew, derived, rh)
        self._tell("weather.rh_from_dew", int(from_dew.sum()))
        self._fill("rh_fraction")
        self.columns["rh_fraction"] = np.clip(self.columns["rh_fraction"], 0.01, 1.0)

    def _pressure(self) -> None:
        if self._is_absent("pressure_pa"):
            hours = int(self._missing("pressure_pa").sum())
            self.columns["pressure_pa"] = np.full(HOURS, standard_pressure_pa(self.table.elevation_m))
            self._tell("weather.pressure_by_height", hours)
        else:
            self._fill("pressure_pa")

    def _sun(self) -> None:
        self._complete_sun()
        for column in _SUN:
            self.columns[column] = np.maximum(self.columns[column], 0.0)
        self._check_lag()
        night = ~self.is_up
        in_dark = np.maximum.reduce([self.columns[name] for name in _SUN])
        self._tell("weather.night_sun", int((night & (in_dark > _TOLD_W_M2)).sum()))
        for column in _SUN:
            self.columns[column] = np.where(night, 0.0, self.columns[column])
        ghi, dhi = self.columns["ghi_w_m2"], self.columns["dhi_w_m2"]
        self._tell("weather.diffuse_over_global", int((dhi > ghi + _TOLD_W_M2).sum()))
        self.columns["dhi_w_m2"] = np.minimum(dhi, ghi)
        most = extraterrestrial_w_m2()
        self._tell("weather.too_much_beam", int((self.columns["dni_w_m2"] > most).sum()))
        self.columns["dni_w_m2"] = np.minimum(self.columns["dni_w_m2"], most)

    def _complete_sun(self) -> None:
        """Complete the three columns of sun from one another where one or two of them are absent."""
        for column in _SUN:
            if not self._is_absent(column):
                self._fill(column)
        there = {name for name in _SUN if not self._is_absent(name)}
        there = {name for name in there if self.columns[name].max() > 0.0}
        if {"dni_w_m2", "dhi_w_m2"} <= there and "ghi_w_m2" not in there:
            beam = self.columns["dni_w_m2"] * np.maximum(self.cosine, 0.0)
            self.columns["ghi_w_m2"] = self.columns["dhi_w_m2"] + beam
            self._tell("weather.global_from_parts", HOURS)
        elif "ghi_w_m2" in there and not {"dni_w_m2", "dhi_w_m2"} <= there:
            ghi = np.where(self.is_up, np.maximum(self.columns["ghi_w_m2"], 0.0), 0.0)
            dni, self.columns["dhi_w_m2"] = split_global(ghi, self.cosine)
            self.columns["dni_w_m2"] = np.minimum(dni, extraterrestrial_w_m2())
            self._tell("weather.split_global", HOURS)
        elif "ghi_w_m2" not in there:
            raise self._lacking("ghi_w_m2", HOURS)

    def _check_lag(self) -> None:
        lag = sun_lag_h(self.columns["ghi_w_m2"], self.cosine)
        if abs(lag) > _MOST_LAG_H:
            zone = self.table.time_zone_h
            raise UserError(
                Issue("weather.wrong_zone", {"file": self.table.file, "lag": round(abs(lag), 1), "zone": zone})
            )

    def _sky(self) -> None:
        bad = self._missing("sky_ir_w_m2")
        estimate = sky_infrared_w_m2(self.columns["t_out_c"], self.columns["rh_fraction"])
        self.columns["sky_ir_w_m2"] = np.where(bad, estimate, self.columns["sky_ir_w_m2"])
        self._tell("weather.sky_estimated", int(bad.sum()))


def standard_pressure_pa(elevation_m: float) -> float:
    """Return the pressure of the standard atmosphere at a height [Pa] (ISO 2533)."""
    return float(101325.0 * (1.0 - 2.25577e-5 * elevation_m) ** 5.25588)


def filled(values: FloatArray, bad: BoolArray, *, by_hour: bool = False) -> FloatArray:
    """Fill short gaps in a straight line, longer ones from the same hour of the days around; round the year's end.

    ``by_hour`` fills all gaps the second way, as sun needs it.
    """
    if not bad.any():
        return values
    hours = np.arange(HOURS, dtype=float)
    bridged = np.interp(hours, hours[~bad], values[~bad], period=float(HOURS))
    by_day = values.reshape(365, 24).copy()
    days = np.arange(365, dtype=float)
    for hour in range(24):
        good = ~bad.reshape(365, 24)[:, hour]
        if good.any():
            by_day[:, hour] = np.interp(days, days[good], by_day[good, hour], period=365.0)
    long_gap = bad & ((_gap_lengths(bad) > _SHORT_GAP_H) | by_hour) & np.isfinite(by_day.ravel())
    result: FloatArray = np.where(long_gap, by_day.ravel(), np.where(bad, bridged, values))
    return result


def _gap_lengths(bad: BoolArray) -> FloatArray:
    """Return for each missing hour the length of its gap [h]; 0 elsewhere."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], bad.astype(int), [0]])))
    lengths = np.zeros(len(bad))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        lengths[first:last] = last - first
    return lengths


def sun_lag_h(ghi_w_m2: FloatArray, cosine: FloatArray) -> float:
    """Return how many hours the sun of a file comes later than by time zone and longitude; 0 without sun."""
    height = np.maximum(cosine, 0.0)
    if ghi_w_m2.max() <= 0.0 or height.max() <= 0.0:
        return 0.0
    steps = np.arange(-12, 12)
    fit = np.array([float(ghi_w_m2 @ np.roll(height, step)) for step in steps])
    at = int(np.argmax(fit))
    low, mid, high = fit[at - 1], fit[at], fit[(at + 1) % len(fit)]
    curve = low - 2.0 * mid + high
    return float(steps[at] + (0.5 * (low - high) / curve if curve < 0.0 else 0.0))
