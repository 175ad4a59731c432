"""All health indicators of the rooms where people stay, and of the building."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from bldgassess.errors import Issue
from bldgassess.health.air_quality import indicators as air
from bldgassess.health.inputs import HealthInputs, find_rooms
from bldgassess.health.light import indicators as light
from bldgassess.health.limits import worst
from bldgassess.health.result import HealthResult, Indicator
from bldgassess.health.thermal import indicators as thermal
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Building
from bldgassess.study import Study

#: Weights of the pillars in the score (method: thermal 25, air 35, light 20; a proposal, acoustics not assessed yet).
PILLAR_WEIGHTS: dict[str, float] = {"thermal": 25.0, "air": 35.0, "light": 20.0}

#: Each names its ``INDICATORS`` (inputs -> row), its ``metrics`` for the label and its ``assumptions``.
_PARTS = (thermal, air, light)


def _each(compute: Callable[[HealthInputs], Indicator], inputs: HealthInputs) -> Indicator:
    return compute(inputs)


def compute_health(
    building: Building, study: Study, weather: Weather, hourly: HourlyResult, inventory: Inventory, *,
    each: Callable[[Callable[[HealthInputs], Indicator], HealthInputs], Indicator] = _each,
) -> HealthResult:  # fmt: skip
    """Compute every indicator from the hourly year, the geometry and the materials.

    ``each`` calls an indicator's function; the pipeline takes from its cache what has not changed.
    """
    inputs = HealthInputs(building, study, weather, hourly, inventory, find_rooms(hourly))
    if not inputs.rooms:
        return HealthResult((), 0.0, "not_assessed", {}, (), (Issue("health.no_rooms", {}, severity="warning"),))
    found = tuple(each(compute, inputs) for part in _PARTS for compute in part.INDICATORS)
    by_id = {item.id: item for item in found}
    metrics = {key: value for part in _PARTS for key, value in part.metrics(inputs, by_id).items()}
    return HealthResult(
        indicators=found,
        score=_score(found),
        health_class=worst([item.health_class for item in found]),
        metrics=metrics,
        assumptions=tuple(item for part in _PARTS for item in part.assumptions(inputs)),
        issues=_issues(found),
    )


def _score(found: Sequence[Indicator]) -> float:
    """Return 0-100: the mean of each pillar's indicators, weighted; of each indicator the mean of its rooms."""
    pillars: dict[str, list[float]] = {}
    for item in found:
        scores = [space.score for space in item.spaces if space.score is not None]
        if scores:
            pillars.setdefault(item.pillar, []).append(math.fsum(scores) / len(scores))
    weight = math.fsum(PILLAR_WEIGHTS[pillar] for pillar in pillars)
    return math.fsum(PILLAR_WEIGHTS[p] * math.fsum(v) / len(v) for p, v in sorted(pillars.items())) / weight


def _issues(found: Sequence[Indicator]) -> tuple[Issue, ...]:
    beyond = [item for item in found if item.out_of_range_h > 0.0]
    return tuple(
        Issue("health.out_of_range", {"indicator": item.id, "hours": round(item.out_of_range_h)}, severity="info")
        for item in beyond
    )
