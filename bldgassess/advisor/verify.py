"""Points of a search assessed once more, each by itself, as ``bldgassess assess`` would."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from bldgassess.advisor.evaluate import outcome_of
from bldgassess.advisor.result import Outcome, Point, Verification
from bldgassess.advisor.space import Space
from bldgassess.health.light.result import Quality
from bldgassess.model import ReadModel
from bldgassess.pipeline.assess import assess
from bldgassess.pipeline.assessment import Assessment
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.progress import Progress, silent
from bldgassess.study import Study

#: The stage that progress is told.
STAGE = "verify"
#: Fewer points than this are not worth starting processes for.
_WORTH_PROCESSES = 30

#: Figures of an outcome that rest on no hour of the year.
_EXACT = ("embodied_kgco2e",)
_HOURLY = (
    *("carbon_kgco2e", "operational_kgco2e", "carbon_kgco2e_per_m2_gia", "eui_kwh_per_m2_gia"),
    *("health_score", "label_points"),
)

_own: list[tuple[ReadModel, DataSnapshot, Quality]] = []


def assess_alone(model: ReadModel, study: Study, data: DataSnapshot, daylight: Quality = "quick") -> Assessment:
    """Assess one variant in full and without any cache."""
    light = find_daylight(model, study, data, quality=daylight)
    return assess(model.building, study, data, daylight=light)


def verify_points(
    model: ReadModel,
    space: Space,
    data: DataSnapshot,
    points: Sequence[Point],
    daylight: Quality = "quick",
    workers: int = 1,
    progress: Progress = silent,
) -> Verification:
    """Assess points again one by one and compare every figure; what a search shares between them then plays no part.

    ``progress`` is told "verify" with the share done and may raise ``Cancelled``.
    """
    progress(STAGE, 0.0)
    exact = hourly = 0.0
    same = True
    studies = [space.study_of(point.candidate) for point in points]
    for number, (point, alone) in enumerate(zip(points, _alone(model, studies, data, daylight, workers), strict=True)):
        exact = max(exact, *(difference(point.outcome, alone, name) for name in _EXACT))
        hourly = max(hourly, *(difference(point.outcome, alone, name) for name in _HOURLY))
        same = same and _words(point.outcome) == _words(alone)
        progress(STAGE, (number + 1) / len(points))
    return Verification(len(points), exact, hourly, same)


def difference(first: Outcome, second: Outcome, name: str) -> float:
    """Return the relative difference of a figure of two outcomes."""
    a, b = float(getattr(first, name)), float(getattr(second, name))
    return 0.0 if a == b else abs(a - b) / max(abs(a), abs(b))


def _words(outcome: Outcome) -> tuple[object, ...]:
    return outcome.label_level, outcome.health_class, outcome.health_classes


def _alone(
    model: ReadModel, studies: Sequence[Study], data: DataSnapshot, daylight: Quality, workers: int
) -> Iterator[Outcome]:
    if workers <= 1 or len(studies) < _WORTH_PROCESSES:
        for study in studies:
            yield outcome_of(assess_alone(model, study, data, daylight))
        return
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(model, data, daylight))
    try:
        yield from executor.map(_work, studies)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _start(model: ReadModel, data: DataSnapshot, daylight: Quality) -> None:
    _own.append((model, data, daylight))


def _work(study: Study) -> Outcome:
    model, data, daylight = _own[0]
    return outcome_of(assess_alone(model, study, data, daylight))
