"""Measured data for the window: read and held against the shown year in the worker; readings stay there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bldgassess.errors import Issue
from bldgassess.health.measured.against import Comparison, Measured
from bldgassess.health.measured.air_change import AirChange
from bldgassess.health.measured.readings import SetAside
from bldgassess.health.measured.withings import SleepSummary

if TYPE_CHECKING:
    from bldgassess.pipeline.assessment import Assessment

#: Of the rows set aside, the window lists so many.
_MOST_ASIDE = 200


@dataclass(frozen=True, slots=True)
class MeasuredNews:
    """What a sensor file says: rows read, readings kept, rows set aside (and the first of them), repairs, tables."""

    file: str
    rows: int
    kept: int
    aside: int
    set_aside: tuple[SetAside, ...]
    issues: tuple[Issue, ...]
    measured: tuple[Measured, ...]
    comparison: tuple[Comparison, ...]
    air_changes: tuple[AirChange, ...]


def read_for_window(done: Assessment, path: Path, zone: str, day_first: bool | None) -> MeasuredNews | SleepSummary:
    """Read a sensor file or a folder of Withings exports beside an assessment.

    Raises
    ------
    UserError
        When it cannot be read or used; the sentence says what to do.
    """
    from bldgassess.health.measured.clock import Clock, find_zone
    from bldgassess.health.measured.predicted import make_predicted
    from bldgassess.health.measured.report import read_measured
    from bldgassess.health.measured.withings import summarise_people
    from reports.results_json import results_dict

    if path.is_dir():
        return summarise_people(path)
    clock = Clock(find_zone(zone) if zone else None, day_first)
    hourly, outdoor = done.hourly, done.study.site.outdoor_co2_ppm
    columns = {
        f"{name}/{item.guid}": getattr(hourly, name)[k]
        for k, item in enumerate(hourly.zones)
        for name in ("t_air_c", "rh_fraction", "people", "outdoor_air_m3_s")
    }
    rooms = {row["guid"]: row for row in results_dict(done)["rooms"]}
    report = read_measured(path, clock, results=make_predicted(rooms, columns, outdoor), outdoor_co2_ppm=outdoor)
    readings = report.readings
    return MeasuredNews(
        path.name, readings.rows, sum(len(item.seconds) for item in readings.series), len(readings.set_aside),
        readings.set_aside[:_MOST_ASIDE], report.issues, report.measured, report.comparison, report.air_changes,
    )  # fmt: skip
