"""All meters of a carrier hour by hour beside the prediction of the same hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import FloatArray, IntArray
from bldgassess.twin.meters import MeterSeries, Seconds
from bldgassess.twin.prediction import Prediction, hour_of_year

_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class CarrierHours:
    """A carrier's hours: ``starts`` [s since 1970 UTC], ``measured`` and ``predicted`` [kWh], ``known`` [0-1].

    ``predicted`` is of the metered part of the hour only, so that sums over any period compare like with like.
    ``months``: calendar month as year * 12 + month from 0, in local standard time. ``step_s``: the meters' usual
    interval; energy is spread evenly within one.
    """

    carrier: str
    starts: Seconds
    measured: FloatArray
    predicted: FloatArray
    known: FloatArray
    months: IntArray
    hours: IntArray
    step_s: float


def carrier_hours(series: Sequence[MeterSeries], prediction: Prediction) -> tuple[CarrierHours, ...]:
    """Lay the meters of each carrier on hours; an hour is known as far as all of the carrier's meters know it."""
    return tuple(
        _hours(carrier, [item for item in series if item.carrier == carrier], prediction)
        for carrier in sorted({item.carrier for item in series})
    )


def _hours(carrier: str, series: Sequence[MeterSeries], prediction: Prediction) -> CarrierHours:
    first = min(int(item.starts[0]) for item in series) // _HOUR_S
    last = -(-max(int(item.ends[-1]) for item in series) // _HOUR_S)
    edges = np.arange(first, last + 1, dtype=np.int64) * _HOUR_S
    measured, known = np.zeros(len(edges) - 1), np.ones(len(edges) - 1)
    for item in series:
        kwh, seconds = _cumulative(item, edges)
        measured += np.diff(kwh)
        known = np.minimum(known, np.diff(seconds) / _HOUR_S)
    offset = prediction.weather.time_zone_h
    hours = hour_of_year(edges[:-1], offset)
    year = prediction.hours.get(carrier)
    predicted = known * year[hours] if year is not None else np.zeros(len(hours))
    local = (edges[:-1] + round(_HOUR_S * offset)).astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    step = max(item.step_s for item in series)
    return CarrierHours(carrier, edges[:-1], measured, predicted, known, local + 1970 * 12, hours, step)


def _cumulative(item: MeterSeries, at: Seconds) -> tuple[FloatArray, FloatArray]:
    """Return energy [kWh] and known time [s] from the start to each moment; both stand still in gaps."""
    times = np.stack([item.starts, item.ends], axis=1).ravel().astype(float)
    kwh = np.cumsum(np.stack([np.zeros(len(item.kwh)), item.kwh], axis=1).ravel())
    seconds = np.cumsum(np.stack([np.zeros(len(item.kwh)), item.ends - item.starts], axis=1).ravel())
    return np.interp(at, times, kwh), np.interp(at, times, seconds)
