"""All health indicators of the rooms where people stay, and of the building; groups of people, rating, burden."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bldgassess.errors import Issue
from bldgassess.health.air_quality import indicators as air
from bldgassess.health.burden.mortality import compute_burden
from bldgassess.health.climates import climate_metrics, compute_climates
from bldgassess.health.community import indicators as community
from bldgassess.health.inputs import HealthInputs, find_rooms
from bldgassess.health.light import indicators as light
from bldgassess.health.light.result import DaylightResult
from bldgassess.health.people.populations import compute_populations
from bldgassess.health.ratings.rating import compute_rating
from bldgassess.health.result import HealthResult, Indicator
from bldgassess.health.sound import indicators as sound
from bldgassess.health.thermal import indicators as thermal
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Building
from bldgassess.study import Study

#: Each names its ``INDICATORS`` (inputs -> row), its ``metrics`` for the label and its ``assumptions``.
_PARTS = (thermal, air, sound, light, community)


def _each(compute: Callable[[HealthInputs], Indicator], inputs: HealthInputs) -> Indicator:
    return compute(inputs)


def compute_health(
    building: Building, study: Study, weather: Weather, hourly: HourlyResult, inventory: Inventory,
    daylight: DaylightResult | None = None, *,
    each: Callable[[Callable[[HealthInputs], Indicator], HealthInputs], Indicator] = _each,
) -> HealthResult:  # fmt: skip
    """Compute every indicator from the hourly year, the geometry and the materials.

    Parameters
    ----------
    daylight : DaylightResult, optional
        What ``light.compute.compute_daylight`` found; without it light is split flux in the rooms' boxes.
    each : callable
        Calls an indicator's function; the pipeline takes from its cache what has not changed.
    """
    inputs = HealthInputs(building, study, weather, hourly, inventory, find_rooms(hourly), daylight)
    if not inputs.rooms:
        return HealthResult((), 0.0, "not_assessed", {}, (), (Issue("health.no_rooms", {}, severity="warning"),))
    found = tuple(each(compute, inputs) for part in _PARTS for compute in part.INDICATORS)
    by_id = {item.id: item for item in found}
    metrics = {key: value for part in _PARTS for key, value in part.metrics(inputs, by_id).items()}
    rating = compute_rating(found, _weights(inputs), outdoor_co2_ppm=study.site.outdoor_co2_ppm)
    climates = compute_climates(inputs)
    return HealthResult(
        indicators=found,
        score=rating.score,
        health_class=rating.health_class,
        metrics=metrics | climate_metrics(inputs, climates),
        assumptions=tuple(item for part in _PARTS for item in part.assumptions(inputs)),
        issues=(
            *_issues(found),
            *(daylight.issues if daylight else ()),
            *(issue for item in climates for issue in item.issues),
        ),
        populations=compute_populations(found, {room.guid: room.use for room in inputs.rooms}),
        rating=rating,
        burden=compute_burden(inputs, by_id),
        climates=climates,
    )


def _weights(inputs: HealthInputs) -> dict[str, float]:
    """Return each room's weight in the building's mean: floor area times the share of hours that it is used."""
    people = inputs.hourly.people
    return {room.guid: room.area_m2 * float((people[room.index] > 0.0).mean()) for room in inputs.rooms}


def _issues(found: Sequence[Indicator]) -> tuple[Issue, ...]:
    beyond = [item for item in found if item.out_of_range_h > 0.0]
    return tuple(
        Issue("health.out_of_range", {"indicator": item.id, "hours": round(item.out_of_range_h)}, severity="info")
        for item in beyond
    )
