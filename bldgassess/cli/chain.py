"""Files in, assessment out: the few lines that every verb shares."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bldgassess.health.light.result import Quality
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.assess import DataSnapshot, Engine, assess, load_data
from bldgassess.pipeline.assessment import Assessment
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.pipeline.office import office_from_environment, with_office
from bldgassess.progress import Progress, silent
from bldgassess.study import Study, read_study, set_values

__all__ = ["assess_files", "office_from_environment", "study_from"]


def study_from(path: Path | None, assignments: Sequence[str]) -> Study:
    """Return the study of a file, or the default one, with assignments applied."""
    study = read_study(path) if path else Study()
    return set_values(study, assignments) if assignments else study


def assess_files(
    models: Sequence[Path],
    study: Study,
    *,
    weather: Path | None = None,
    data: DataSnapshot | None = None,
    office: Path | None = None,
    engine: Engine = "fast",
    daylight: Quality = "quick",
    progress: Progress = silent,
) -> Assessment:
    """Read a model and assess it. Data are loaded first: a missing weather file is told before the long work.

    ``office``: folder of the office's own factors; ``None`` takes the one that the environment names. ``daylight``:
    "draft" and "standard" run Radiance for each room.
    """
    data = data or with_office(load_data(weather_path=weather), office or office_from_environment())
    model = read_model(models, progress=progress, cache=default_cache())
    light = find_daylight(model, study, data, quality=daylight, progress=progress)
    return assess(model.building, study, data, engine=engine, daylight=light, progress=progress)
