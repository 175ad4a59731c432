"""The stage of health: each indicator by itself, by what it reads of model, study, year and materials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bldgassess.health.assess import compute_health
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.light.result import DaylightResult
from bldgassess.health.result import HealthResult, Indicator
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Building
from bldgassess.pipeline.cache import Chain, Keyed
from bldgassess.progress import Progress


def run_health(
    chain: Chain,
    building: Keyed[Building],
    weather: Keyed[Weather],
    hourly: Keyed[HourlyResult],
    inventory: Keyed[Inventory],
    daylight: DaylightResult | None,
    progress: Progress,
) -> HealthResult:
    """Compute health; an indicator that reads nothing of what has changed is taken from the cache.

    ``progress`` is told before each indicator, so that an edit need not wait for those of the edit before.
    """
    values = building.value, chain.study, weather.value, hourly.value, inventory.value
    each = indicator_runner(chain, building, weather, hourly, inventory, chain.source(daylight), progress)
    return compute_health(*values, daylight, each=each)


def indicator_runner(
    chain: Chain,
    building: Keyed[Building],
    weather: Keyed[Weather],
    hourly: Keyed[HourlyResult],
    inventory: Keyed[Inventory],
    light: Keyed[DaylightResult | None],
    progress: Progress,
) -> Callable[[Callable[[HealthInputs], Indicator], HealthInputs], Indicator]:
    """Return what computes an indicator for ``compute_health`` as a stage of its own."""

    def each(compute: Callable[[HealthInputs], Indicator], inputs: HealthInputs) -> Indicator:
        progress("health", 0.0)
        name = f"health {compute.__module__}.{compute.__qualname__}"
        rooms = chain.plain(inputs.rooms)

        def indicator(study: Any, b: Any, w: Any, _rooms: Any, _light: Any, h: Any, i: Any) -> Indicator:  # noqa: ANN401 - as watched
            return compute(replace(inputs, building=b, study=study, weather=w, hourly=h, inventory=i))

        return chain.run(name, indicator, building, weather, rooms, light, watched=(hourly, inventory)).value

    return each
