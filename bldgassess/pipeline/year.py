"""The stages of the hourly year: weather, the thermal model, its march by either engine, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.energyplus.simulate import EnergyPlusSolver
from bldgassess.errors import Issue
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.hourly.simulate import Simulated, simulate
from bldgassess.hourly.solve import STEPS_PER_HOUR, complete_hourly, make_building_model
from bldgassess.hourly.thermal_model import ThermalModel
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Assumption, Building
from bldgassess.pipeline.cache import Chain, Keyed
from bldgassess.pipeline.data import DataSnapshot, weather_of_site
from bldgassess.progress import Progress

#: What solves the hourly year.
Engine = Literal["fast", "energyplus"]

#: Steps an hour while a study is being edited, and parts of the year that are marched side by side then.
QUICK_STEPS, QUICK_PIECES = 1, 2


@dataclass(frozen=True, slots=True)
class Year:
    """The solved year, in how many steps an hour, and what the engine had to say."""

    hourly: Keyed[HourlyResult]
    steps_per_hour: int
    issues: tuple[Issue, ...]


def run_weather(
    chain: Chain, building: Keyed[Building], data: DataSnapshot
) -> Keyed[tuple[Weather, str, tuple[Assumption, ...]]]:
    """Choose the weather year, the grid region and what is assumed of them.

    Of the building only its site counts, of the data only weather: evidence that changes makes no other year.
    """
    return chain.run(
        "weather",
        lambda own, site, _weather, _places: weather_of_site(site, own, data),
        *(chain.plain(building.value.site), chain.source(data.weather), chain.source(data.weather_places)),
        by_content=True,
    )


def run_year(
    chain: Chain, building: Keyed[Building], inventory: Keyed[Inventory], weather: Keyed[Weather], *,
    engine: Engine, quick: bool, progress: Progress,
) -> Year:  # fmt: skip
    """Solve the year, or take it from the cache.

    A model equal to one before is that one, so a change that leaves it alone (a material of the same conductivity)
    marches no more; a full year is known by its content, for health. "quick" takes the full march where that is known.
    """
    made = chain.run("model", lambda own, b, i, w: make_building_model(b, own, i, w), *(building, inventory, weather))
    model = chain.alike("model", made, "model")
    steps = STEPS_PER_HOUR
    if quick and engine == "fast" and not chain.find(_march(steps), model, weather):
        steps = QUICK_STEPS

    sun = chain.cache.sun if chain.cache is not None else None

    def march(_own: object, m: ThermalModel, w: Weather) -> tuple[Simulated, tuple[Issue, ...]]:
        if engine == "energyplus":
            solver = EnergyPlusSolver(progress)
            return solver(m, w), tuple(solver.issues)
        return simulate(m, w, steps_per_hour=steps, cache=sun, pieces=QUICK_PIECES if steps == QUICK_STEPS else 1), ()

    marched = chain.run(engine if engine != "fast" else _march(steps), march, model, weather)
    progress("year", 1.0)
    hourly = chain.run(
        "hourly",
        lambda own, m, run, b, w: complete_hourly(m, run[0], b, own, w),
        *(made, marched, building, weather),
        by_content=steps == STEPS_PER_HOUR,
    )
    return Year(hourly, steps, marched.value[1])


def _march(steps: int) -> str:
    return f"march {steps}"
