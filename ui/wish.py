"""What a person wants searched: measures with levels, objectives, rules, limits and the way to search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bldgassess.advisor.result import ObjectiveId
from bldgassess.advisor.space import Level, default_levels
from bldgassess.study.measures import measures_by_id

#: Measures chosen where nobody chose: the roof, the sun, electricity, hot water, structure and finishes; an assumption.
FIRST_MEASURES: tuple[str, ...] = (
    *("roof_insulation", "external_shading", "hot_water_heat_pump", "photovoltaics"),
    *("low_carbon_concrete", "low_emission_finishes"),
)
FIRST_OBJECTIVES: tuple[ObjectiveId, ...] = ("carbon", "health", "label")


@dataclass(frozen=True, slots=True)
class Wish:
    """A search that is wanted.

    Parameters
    ----------
    levels : mapping
        Measure id -> levels of its main parameter, ``None``: not taken; the study's own is always among them.
    rules : tuple of str
        Ids of ``constraints.yaml``.
    budget_kgco2e_per_m2, cost : float or None
        The most that whole-life carbon, by gross internal area, and first cost may be.
    costs : Path or None
        The user's table of first costs.
    method : {"auto", "exhaustive", "genetic"}
    """

    levels: Mapping[str, tuple[Level, ...]] = field(default_factory=dict)
    objectives: tuple[ObjectiveId, ...] = FIRST_OBJECTIVES
    rules: tuple[str, ...] = ()
    budget_kgco2e_per_m2: float | None = None
    cost: float | None = None
    costs: Path | None = None
    method: str = "auto"
    seed: int = 0
    evaluations: int = 2000


def first_wish() -> Wish:
    """Return the search that is offered where nobody chose."""
    return Wish(levels={key: first_levels(key) for key in FIRST_MEASURES})


def first_levels(identity: str) -> tuple[Level, ...]:
    """Return the levels of a measure that are offered: not taken, and those that the engine tries by itself.

    >>> first_levels("photovoltaics")
    (None, 2.5, 5.0, 7.5)
    """
    measure = measures_by_id()[identity]
    return default_levels(measure, measure.main)
