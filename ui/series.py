"""Hourly series that a person may look at: one value an hour, of a room or of the whole building."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import FloatArray, HourlyResult
from bldgassess.pipeline.assessment import Assessment
from bldgassess.texts import mark
from reports.charts.year import YearScale


@dataclass(frozen=True, slots=True)
class SeriesKind:
    """A choice of series: what it is called, its unit, and whether a building's value is the rooms' sum or mean."""

    title: str
    unit: str
    of_rooms: Callable[[HourlyResult], FloatArray]
    adds_up: bool
    scale: YearScale


_FROM_ZERO, _PERCENT = YearScale(0.0), YearScale(0.0, 100.0)

SERIES: dict[str, SeriesKind] = {
    "operative": SeriesKind(
        mark("Operative temperature"), "degC", lambda h: h.t_op_c, False, YearScale(18.0, 30.0, diverging=True)
    ),
    "heating": SeriesKind(mark("Heating load"), "kW", lambda h: h.q_heat_w / 1000.0, True, _FROM_ZERO),
    "cooling": SeriesKind(mark("Cooling load"), "kW", lambda h: (h.q_cool_w + h.q_latent_w) / 1000.0, True, _FROM_ZERO),
    "sun": SeriesKind(mark("Sun through windows"), "kW", lambda h: h.solar_w / 1000.0, True, _FROM_ZERO),
    "air": SeriesKind(mark("Outdoor air"), "m3/h", lambda h: h.outdoor_air_m3_s * 3600.0, True, _FROM_ZERO),
    "humidity": SeriesKind(
        mark("Relative humidity"), "%", lambda h: h.rh_fraction * 100.0, False, YearScale(0.0, 100.0)
    ),
    "people": SeriesKind(mark("People present"), "persons", lambda h: h.people, True, _FROM_ZERO),
}


@dataclass(frozen=True, slots=True)
class Series:
    """8,760 values of a kind, of the room with this GlobalId or, where it is empty, of the building."""

    kind: str
    guid: str
    name: str
    values: FloatArray


def make_series(assessment: Assessment, kind: str, guid: str) -> Series:
    """Return a series of a room, or of the building where no room has that GlobalId."""
    hourly, row = assessment.hourly, SERIES[kind]
    index = next((k for k, zone in enumerate(hourly.zones) if zone.guid == guid), None)
    rooms = row.of_rooms(hourly)
    if index is not None:
        return Series(kind, guid, hourly.zones[index].name, np.array(rooms[index]))
    return Series(kind, "", "", rooms.sum(axis=0) if row.adds_up else rooms.mean(axis=0))
