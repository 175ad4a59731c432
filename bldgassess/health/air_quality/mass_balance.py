"""The mass balance of a pollutant in well-mixed rooms, solved exactly for inputs that are constant within the hour.

dC/dt = G - lam C, so C(t) = C_ss + (C_0 - C_ss) exp(-lam t) with C_ss = G / lam. Rooms do not exchange air with each
other: what leaves a room leaves the building.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import FloatArray

#: Below this the closed form loses digits; a room that loses less than this keeps what it has for the hour.
_LEAST_LOSS_1_H = 1e-6
_DAY = 24


@dataclass(frozen=True, slots=True)
class Concentration:
    """Hourly ``mean`` and value at the ``end`` of each hour, (rooms, hours), in the unit of the source's share."""

    mean: FloatArray
    end: FloatArray


def solve_rooms(gain: FloatArray, loss: FloatArray, start: FloatArray | None = None) -> Concentration:
    """Solve the balance of each room hour by hour.

    Parameters
    ----------
    gain : array, (rooms, hours)
        What enters each hour per volume of the room [unit/h].
    loss : array, (rooms, hours)
        Air change, deposition, filtering and decay together [1/h].
    start : array, (rooms,), optional
        Concentration at the beginning; where absent the period repeats, so that it begins as it ends.

    Notes
    -----
    An hour takes C to a C + b; the maps of a day are joined first, for all days at once, then the days are walked.

    >>> gain, loss = np.full((1, 48), 2.0), np.full((1, 48), 0.5)
    >>> float(solve_rooms(gain, loss).mean[0, 0])
    4.0
    """
    gain, loss = np.broadcast_arrays(gain, loss)
    rooms, hours = gain.shape
    rate = _by_hour(np.maximum(loss, _LEAST_LOSS_1_H))
    entering = _by_hour(gain)
    share = -np.expm1(-rate) / rate  # mean of exp(-lam t) over the hour
    kept, added = 1.0 - share * rate, entering * share
    if hours % _DAY:  # what fills up the last day changes nothing
        kept[hours % _DAY :, -1], added[hours % _DAY :, -1] = 1.0, 0.0
    first = _day_starts(kept, added, start)
    begin = np.empty_like(kept)
    for hour in range(_DAY):
        begin[hour] = first
        first = kept[hour] * first + added[hour]
    mean = begin * share + (entering - added) / rate
    end = kept * begin + added
    return Concentration(_by_room(mean, rooms, hours), _by_room(end, rooms, hours))


def _by_hour(values: FloatArray) -> FloatArray:
    """Return (rooms, hours) as (hour of the day, day, room), the last day filled up."""
    rooms, hours = values.shape
    days = -(-hours // _DAY)
    if hours < days * _DAY:
        values = np.concatenate([values, np.repeat(values[:, -1:], days * _DAY - hours, axis=1)], axis=1)
    return np.ascontiguousarray(values.reshape(rooms, days, _DAY).transpose(2, 1, 0))


def _by_room(values: FloatArray, rooms: int, hours: int) -> FloatArray:
    """Return (hour of the day, day, room) as (rooms, hours)."""
    return values.transpose(2, 1, 0).reshape(rooms, -1)[:, :hours]


def _day_starts(kept: FloatArray, added: FloatArray, start: FloatArray | None) -> FloatArray:
    """Return the concentration at the beginning of each day, (days, rooms)."""
    _, days, rooms = kept.shape
    whole, shift = np.ones((days, rooms)), np.zeros((days, rooms))
    for hour in range(_DAY):
        whole, shift = whole * kept[hour], shift * kept[hour] + added[hour]
    if start is None:
        all_kept, all_added = np.ones(rooms), np.zeros(rooms)
        for day in range(days):
            all_kept, all_added = all_kept * whole[day], all_added * whole[day] + shift[day]
        start = all_added / np.maximum(1.0 - all_kept, 1e-12)
    starts = np.empty((days, rooms))
    state: FloatArray = np.asarray(start, dtype=float)
    for day in range(days):
        starts[day] = state
        state = whole[day] * state + shift[day]
    return starts


def steady_state(gain: FloatArray | float, loss: FloatArray | float) -> FloatArray:
    """Return C_ss = G / lam [unit].

    >>> round(float(steady_state(20 * 60 / 75 + 0.5 * 10, 0.5 + 0.00755)), 1)  # radon, Bq/m3
    41.4
    """
    result: FloatArray = np.asarray(gain, dtype=float) / np.maximum(np.asarray(loss, dtype=float), _LEAST_LOSS_1_H)
    return result
