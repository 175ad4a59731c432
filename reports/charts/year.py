"""A year as 24 x 365 cells: hours upwards, days to the right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.charts.layout import Style
from reports.charts.ops import Chart, Image, Op, Text
from reports.charts.palette import CIVIDIS
from reports.figures import pretty_unit
from reports.names import MONTHS

FloatArray = npt.NDArray[np.float64]
#: Blue, nearly white, red: ColorBrewer RdBu, for temperatures about the middle of comfort.
_COLD_MILD_WARM = ("#2166AC", "#F7F7F7", "#B2182B")


@dataclass(frozen=True, slots=True)
class YearScale:
    """Ends of the colour scale, the values' own where ``None``; ``diverging``: blue over white to red."""

    low: float | None = None
    high: float | None = None
    diverging: bool = False


def year_chart(
    values: FloatArray, name: str, quantity: str, unit: str, scale: YearScale, width: float, height: float, style: Style
) -> Chart:
    """Return 8,760 hourly values as one picture; values beyond the scale take its end's colour.

    Parameters
    ----------
    values : array (8760,)
        One value an hour, hour 0 the first of January's first.
    name, quantity, unit : str
        The room or building and what is shown, translated; the unit as in results.json.
    """
    tr = style.translate
    low = float(values.min()) if scale.low is None else scale.low
    high = float(np.percentile(values, 99.5)) if scale.high is None else scale.high
    span = high - low if high > low else 1.0
    share = np.clip((np.asarray(values, dtype=float) - low) / span, 0.0, 1.0).reshape(365, 24).T[::-1]
    left, bottom = 30.0, 18.0
    plot_w, plot_h = width - left - 6.0, max(24.0, height - bottom - 8.0)
    colours = _colours(_COLD_MILD_WARM if scale.diverging else CIVIDIS, share)
    shown = pretty_unit(unit)

    def tip_at(column: int, row: int) -> str:
        hour = 23 - row
        day = np.datetime64("2001-01-01") + column
        value = style.number(float(values[24 * column + hour]))
        return f"{day.item():%m-%d} {hour:02d}:00: {value} {shown}"

    ops: list[Op] = [Image(left, 4.0, plot_w, plot_h, 365, 24, colours.tobytes(), tip_at=tip_at)]
    for hour in (0, 6, 12, 18, 24):
        y = 4.0 + plot_h * (1.0 - hour / 24.0)
        ops.append(Text(left - 4, y + 4, str(hour), style.size * 0.9, style.palette.muted, anchor="end"))
    for month, label in enumerate(MONTHS):
        x = left + plot_w * (month + 0.5) / 12.0
        ops.append(Text(x, height - 4, label, style.size * 0.9, style.palette.muted, anchor="middle"))
    title = tr("{name}: {low} to {high} {unit}").format(
        name=name, low=style.number(float(values.min())), high=style.number(float(values.max())), unit=shown
    )
    ends = tr("blue {low} and below, red {high} and above") if scale.diverging else tr("dark {low}, light {high}")
    subtitle = f"{quantity}, {shown}; " + ends.format(low=style.number(low), high=style.number(high))
    rows = tuple(
        (MONTHS[k], float(part.min()), float(part.mean()), float(part.max()), shown)
        for k, part in enumerate(_months(values))
    )
    columns = (tr("Month"), tr("Lowest"), tr("Mean"), tr("Highest"), tr("Unit"))
    return Chart("year", width, height, tuple(ops), title, subtitle, columns, rows)


def _colours(stops: tuple[str, ...], share: FloatArray) -> npt.NDArray[np.uint8]:
    """Return a colour for each share [0-1] along evenly spaced stops."""
    table = np.array([[int(stop[k : k + 2], 16) for k in (1, 3, 5)] for stop in stops], dtype=float)
    places = np.linspace(0.0, 1.0, len(stops))
    mixed = np.stack([np.interp(share, places, table[:, k]) for k in range(3)], axis=-1)
    return np.ascontiguousarray(mixed.round().astype(np.uint8))


def _months(values: FloatArray) -> list[FloatArray]:
    ends = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]) * 24
    return list(np.split(np.asarray(values, dtype=float), ends))
