"""The stage of health: each indicator by itself, by what it reads of model, study, year and materials."""

from __future__ import annotations

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
    light = chain.source(daylight)

    def each(compute: Any, inputs: HealthInputs) -> Indicator:  # noqa: ANN401 - an indicator's function
        progress("health", 0.0)
        name = f"health {compute.__module__}.{compute.__qualname__}"
        rooms = chain.plain(inputs.rooms)

        def indicator(study: Any, b: Any, w: Any, _rooms: Any, _light: Any, h: Any, i: Any) -> Indicator:  # noqa: ANN401 - as watched
            found: Indicator = compute(replace(inputs, building=b, study=study, weather=w, hourly=h, inventory=i))
            return found

        return chain.run(name, indicator, building, weather, rooms, light, watched=(hourly, inventory)).value

    values = building.value, chain.study, weather.value, hourly.value, inventory.value
    return compute_health(*values, daylight, each=each)
