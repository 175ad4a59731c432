"""Light of a model's rooms, found before the assessment because it needs the model's shapes."""

from __future__ import annotations

from bldgassess.health.light.cache import default_coefficients
from bldgassess.health.light.compute import compute_daylight
from bldgassess.health.light.result import DaylightResult, Quality
from bldgassess.model import ReadModel
from bldgassess.pipeline.applied import apply_study
from bldgassess.pipeline.cache import Chain, Keyed, StageCache
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.pipeline.year import run_weather
from bldgassess.progress import Progress, silent
from bldgassess.study import Study


def find_daylight(
    model: ReadModel,
    study: Study,
    data: DataSnapshot,
    *,
    quality: Quality = "quick",
    progress: Progress = silent,
    stages: StageCache | None = None,
) -> DaylightResult:
    """Return the light of all rooms where people stay; give it to ``assess``.

    "quick" takes parts of a second and gives sun, view and what stands before the windows; "draft" and "standard" run
    Radiance in each room, with their coefficients kept between runs, and may be stopped through ``progress``.
    ``stages``: the cache of ``assess``, where the same light is found again while nothing that it reads has changed.
    """
    building, applied = apply_study(model.building, study, stages)
    chain = Chain(applied.study, stages)
    site = run_weather(chain, building, data)
    return chain.run(
        f"daylight {quality}",
        lambda own, b, m, w: compute_daylight(
            b, m.meshes, own, w, quality=quality, progress=progress, cache=default_coefficients()
        ),
        *(building, chain.source(model), Keyed(site.value[0], f"{site.key}.weather")),
    ).value
