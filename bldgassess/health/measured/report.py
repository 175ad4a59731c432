"""All that measured data tell, from files to one record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bldgassess.errors import Issue
from bldgassess.health.measured.against import Comparison, Measured, compare, summarise
from bldgassess.health.measured.air_change import AirChange, find_air_changes
from bldgassess.health.measured.clock import Clock
from bldgassess.health.measured.predicted import Predicted, read_predicted
from bldgassess.health.measured.read_csv import read_rows
from bldgassess.health.measured.readings import Readings
from bldgassess.health.measured.repair import make_readings
from bldgassess.health.measured.rooms import match_rooms, read_map


@dataclass(frozen=True, slots=True)
class MeasuredReport:
    """Readings with repairs, what each series says, the comparison, air changes; ``issues`` include all repairs."""

    readings: Readings
    places: dict[str, str]
    measured: tuple[Measured, ...]
    comparison: tuple[Comparison, ...]
    air_changes: tuple[AirChange, ...]
    issues: tuple[Issue, ...]


def read_measured(
    data: Path,
    clock: Clock,
    *,
    results: Path | Predicted | None = None,
    sensor_map: Path | None = None,
    outdoor_co2_ppm: float,
) -> MeasuredReport:
    """Read a sensor file and hold it against a results folder, or hours at hand, where they are given.

    Raises
    ------
    UserError
        When a file cannot be read or used; the sentence says what to do.
    """
    predicted = read_predicted(results) if isinstance(results, Path) else results
    chosen = read_map(sensor_map) if sensor_map else {}
    readings = make_readings(read_rows(data), clock)
    places, unplaced = match_rooms(readings.series, predicted.names, chosen) if predicted else (dict(chosen), ())
    outdoor = predicted.outdoor_co2_ppm if predicted else outdoor_co2_ppm
    offset = readings.utc_offset_h
    return MeasuredReport(
        readings,
        places,
        summarise(readings.series, places, predicted, offset, outdoor),
        compare(readings.series, places, predicted, offset) if predicted else (),
        find_air_changes(readings.series, outdoor),
        (*readings.issues, *unplaced),
    )
