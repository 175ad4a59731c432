"""Meters beside the prediction in the worker: read, repaired, compared, and settings that would fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ui.metered import Metered, MeterWish

if TYPE_CHECKING:
    from bldgassess.pipeline.data import DataSnapshot
    from bldgassess.progress import Progress
    from bldgassess.twin.report import TwinReport
    from ui.engine import Engine
    from ui.wire import Ask


def compare(engine: Engine, request: Ask, progress: Progress) -> Metered:
    """Read a meter file and hold it against the shown study's prediction.

    Raises
    ------
    UserError
        When the file is refused; the sentence says what to do.
    """
    (wish,) = request.values
    return _metered(wish, request, _report(engine, request, wish, _data(engine, wish), progress))


def fit(engine: Engine, request: Ask, progress: Progress) -> Metered:
    """Propose settings that fit the metered months; nothing is changed.

    Raises
    ------
    UserError
        When the months are too few, or nothing fits.
    """
    from bldgassess.twin.recalibrate import recalibrate

    (wish,) = request.values
    data = _data(engine, wish)
    report = _report(engine, request, wish, data, progress)
    building = engine.building(request.paths)
    proposal = recalibrate(building, request.study, data, report.hours, report.months, progress=progress)
    return replace(_metered(wish, request, report), proposal=proposal)


def _data(engine: Engine, wish: MeterWish) -> DataSnapshot:
    """Return the engine's data, with the weather of the metered year where it is at hand."""
    if wish.weather is None:
        return engine.data
    from bldgassess.hourly.weather import read_epw

    return replace(engine.data, weather=read_epw(wish.weather))


def _report(engine: Engine, request: Ask, wish: MeterWish, data: DataSnapshot, progress: Progress) -> TwinReport:
    from bldgassess.health.measured.clock import Clock, find_zone
    from bldgassess.twin.read import ReadAs
    from bldgassess.twin.report import compare_meters

    clock = Clock(find_zone(wish.zone) if wish.zone else None, wish.day_first)
    read_as = ReadAs(clock, wish.carrier, wish.kind, wish.unit, wish.stamp_at)
    return compare_meters(
        wish.path, read_as, engine.building(request.paths), request.study, data,
        weather_path=wish.weather, progress=progress, cache=engine.cache,
    )  # fmt: skip


def _metered(wish: MeterWish, request: Ask, report: TwinReport) -> Metered:
    return Metered(
        wish, request.generation, report.meters.rows, tuple(item.meter for item in report.meters.series),
        report.meters.repairs, report.months, report.fits, report.watches, report.issues,
    )  # fmt: skip
