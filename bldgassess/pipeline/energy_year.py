"""Energy alone: the first stages of ``assess``, for what asks for many years and neither carbon, health nor label."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.energy.result import EnergyResult
from bldgassess.energy.uses import compute_energy
from bldgassess.hourly.result import Weather
from bldgassess.inventory.build import compute_inventory
from bldgassess.model import Assumption, Building
from bldgassess.pipeline.applied import apply_study
from bldgassess.pipeline.cache import Chain, Keyed, StageCache
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.pipeline.year import run_weather, run_year
from bldgassess.progress import Progress, silent
from bldgassess.study import Study


@dataclass(frozen=True, slots=True)
class EnergyYear:
    """A year's energy, the weather that it was computed under, the grid region, and what the stages assumed."""

    energy: EnergyResult
    weather: Weather
    region: str
    assumptions: tuple[Assumption, ...]


def energy_year(
    building: Building,
    study: Study,
    data: DataSnapshot,
    *,
    quick: bool = False,
    progress: Progress = silent,
    cache: StageCache | None = None,
) -> EnergyYear:
    """Compute the energy of a year as ``assess`` does; stages are shared with it through the cache.

    Raises
    ------
    UserError
        When the model has nothing to assess or the study names what does not exist.
    """
    model, applied = apply_study(building, study, cache)
    chain = Chain(applied.study, cache)
    site = run_weather(chain, model, data)
    weather, region, _ = site.value
    climate = Keyed(weather, f"{site.key}.weather")
    progress("materials", 0.0)
    inventory = chain.run(
        "inventory", lambda own, b, s: compute_inventory(b, own, s), *(model, chain.source(data.store))
    )
    progress("year", 0.0)
    year = run_year(chain, model, inventory, climate, engine="fast", quick=quick, progress=progress)
    energy = chain.run(
        "energy", lambda own, h, w, b: compute_energy(h, own, w, b), *(year.hourly, climate, model)
    ).value
    return EnergyYear(energy, weather, region, (*year.hourly.value.assumptions, *energy.assumptions))
