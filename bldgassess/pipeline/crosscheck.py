"""``crosscheck``: a building's year by the zone engine and by EnergyPlus, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bldgassess.energyplus.crosscheck import Crosscheck, compare_engines, load_limits
from bldgassess.energyplus.runner import engine_version
from bldgassess.energyplus.simulate import simulate_energyplus
from bldgassess.errors import Issue
from bldgassess.hourly.result import HOURS, Weather
from bldgassess.hourly.simulate import Simulated, simulate
from bldgassess.hourly.solve import STEPS_PER_HOUR, BuildingModel, make_building_model
from bldgassess.hourly.thermal_model import ThermalModel
from bldgassess.inventory.build import compute_inventory
from bldgassess.model import Building
from bldgassess.pipeline.area import with_reference_area
from bldgassess.pipeline.data import DataSnapshot, choose_weather
from bldgassess.progress import Progress, silent
from bldgassess.study import Study, apply_measures


@dataclass(frozen=True, slots=True)
class CheckedBuilding:
    """The comparison, the weather it was made under, and what was simplified for EnergyPlus."""

    check: Crosscheck
    weather: Weather
    issues: tuple[Issue, ...]


def crosscheck(
    building: Building,
    study: Study,
    data: DataSnapshot,
    *,
    free_float: bool = False,
    steps_per_hour: int = STEPS_PER_HOUR,
    progress: Progress = silent,
) -> CheckedBuilding:
    """Solve a building's year with both engines and compare.

    Parameters
    ----------
    free_float : bool
        Also compare the extremes of the operative temperature without heating and cooling: two more years.

    Raises
    ------
    UserError
        When EnergyPlus is not installed or fails, or the model has nothing to assess.
    """
    engine = engine_version()
    applied = apply_measures(study, with_reference_area(building, study))
    study, building = applied.study, applied.building
    weather, _, _ = choose_weather(building, study, data)
    progress("materials", 0.0)
    made = make_building_model(building, study, compute_inventory(building, study, data.store), weather)
    own, other, issues = _both(made.model, weather, steps_per_hour, progress)
    free = None
    if free_float:
        free_own, free_other, _ = _both(without_plant(made.model), weather, steps_per_hour, progress)
        free = (free_own, free_other)
    check = compare_engines(own, other, _names(made), engine=engine, limits=load_limits(), free=free)
    return CheckedBuilding(check, weather, issues)


def without_plant(model: ThermalModel) -> ThermalModel:
    """Return the model with neither heating nor cooling."""
    never = np.full(HOURS, np.nan)
    return replace(model, zones=tuple(replace(zone, heat_above_c=never, cool_below_c=never) for zone in model.zones))


def _both(
    model: ThermalModel, weather: Weather, steps_per_hour: int, progress: Progress
) -> tuple[Simulated, Simulated, tuple[Issue, ...]]:
    progress("year", 0.0)
    own = simulate(model, weather, steps_per_hour=steps_per_hour)
    run = simulate_energyplus(model, weather, own, steps_per_hour=steps_per_hour, progress=progress)
    return own, run.result, run.issues


def _names(made: BuildingModel) -> list[tuple[str, str, float]]:
    return [(space.guid, space.long_name or space.name, space.floor_area_m2) for space in made.spaces]
