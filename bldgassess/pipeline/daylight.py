"""Light of a model's rooms, found before the assessment because it needs the model's shapes."""

from __future__ import annotations

from bldgassess.health.light.cache import default_coefficients
from bldgassess.health.light.compute import compute_daylight
from bldgassess.health.light.result import DaylightResult, Quality
from bldgassess.model import ReadModel
from bldgassess.pipeline.area import with_reference_area
from bldgassess.pipeline.data import DataSnapshot, choose_weather
from bldgassess.progress import Progress, silent
from bldgassess.study import Study, apply_measures


def find_daylight(
    model: ReadModel, study: Study, data: DataSnapshot, *, quality: Quality = "quick", progress: Progress = silent
) -> DaylightResult:
    """Return the light of all rooms where people stay; give it to ``assess``.

    "quick" takes parts of a second and gives sun, view and what stands before the windows; "draft" and "standard" run
    Radiance in each room, with their coefficients kept between runs, and may be stopped through ``progress``.
    """
    applied = apply_measures(study, with_reference_area(model.building, study))
    building = applied.building
    weather, _, _ = choose_weather(building, applied.study, data)
    return compute_daylight(
        building, model.meshes, applied.study, weather, quality=quality, progress=progress, cache=default_coefficients()
    )
