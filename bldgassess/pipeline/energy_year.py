"""The stages of energy: the first of ``assess``, and alone for what asks for neither carbon, health nor label."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bldgassess.energy.result import EnergyResult
from bldgassess.energy.uses import compute_energy
from bldgassess.hourly.result import Weather
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Assumption, Building
from bldgassess.pipeline.applied import apply_study
from bldgassess.pipeline.cache import Chain, Keyed, StageCache
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.pipeline.year import Engine, Year, run_weather, run_year
from bldgassess.progress import Progress, silent
from bldgassess.study import Study


@dataclass(frozen=True, slots=True)
class EnergyYear:
    """A year's energy, the weather that it was computed under, the grid region, and what the stages assumed."""

    energy: EnergyResult
    weather: Weather
    region: str
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class EnergyStages:
    """What the stages of energy made."""

    inventory: Keyed[Inventory]
    year: Year
    energy: Keyed[EnergyResult]


def run_energy(
    chain: Chain, model: Keyed[Building], climate: Keyed[Weather], data: DataSnapshot, *,
    engine: Engine, quick: bool, progress: Progress,
) -> EnergyStages:  # fmt: skip
    """Compute the inventory, the hourly year and its energy, or take them from the cache."""
    progress("materials", 0.0)
    store = chain.source(data.store)
    inventory = chain.run("inventory", lambda own, b, s: compute_inventory(b, own, s), model, store)
    progress("year", 0.0)
    year = run_year(chain, model, inventory, climate, engine=engine, quick=quick, progress=progress)
    energy = chain.run(
        "energy",
        lambda own, h, w, b: replace(compute_energy(h, own, w, b), engine=engine),
        *(year.hourly, climate, model),
    )
    return EnergyStages(inventory, year, energy)


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
    made = run_energy(chain, model, climate, data, engine="fast", quick=quick, progress=progress)
    energy = made.energy.value
    return EnergyYear(energy, weather, region, (*made.year.hourly.value.assumptions, *energy.assumptions))
