"""E(t): what is emitted in each year. Embodied pulses in the year they arise, operation as it is used."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from bldgassess.carbon.materials import MATERIAL_MODULES, MaterialModules
from bldgassess.carbon.profiles import Rules
from bldgassess.carbon.replacement import replacement_years
from bldgassess.carbon.result import Timeline

_AT_START = frozenset({"A0", "A1-A3", "A4", "A5"})
_AT_END = frozenset({"C1", "C2", "C3", "C4"})
#: Spread evenly over the years of use.
_EACH_YEAR = frozenset({"B1", "B2", "B3", "B7", "B8"})


def make_timeline(
    material: MaterialModules,
    rules: Rules,
    modules: Mapping[str, float],
    b6_yearly: Sequence[float],
    start_year: int,
    refurbishments: Mapping[int, float],
) -> Timeline:
    """Date every kilogram: A at the start, B4 at k x service life, B5 as planned, C in the last year, B by the year.

    What a measure takes out reaches its end of life at the start.

    The two series sum to A-C within rounding.
    """
    period = rules.study_period_a
    embodied: list[list[float]] = [[] for _ in range(period)]
    operational: list[list[float]] = (
        [[value] for value in b6_yearly] if "B6" in rules.modules else [[] for _ in range(period)]
    )
    for module, kg in modules.items():
        if module in _AT_START:
            embodied[0].append(kg)
        elif module in _AT_END:
            early = material.removed_kg(module, rules) if module in MATERIAL_MODULES else 0.0
            embodied[0].append(early)
            embodied[-1].append(kg - early)
        elif module in _EACH_YEAR:
            target = operational if module in {"B7", "B8"} else embodied
            for year in target:
                year.append(kg / period)
    for year_a, kg in replacement_pulses(material, rules).items():
        embodied[min(year_a, period - 1)].append(kg)
    for year_a, kg in refurbishments.items():
        embodied[min(year_a, period - 1)].append(kg)
    return Timeline(start_year, tuple(map(math.fsum, embodied)), tuple(map(math.fsum, operational)))


def replacement_pulses(material: MaterialModules, rules: Rules) -> dict[int, float]:
    """Return B4 by year from the start [kgCO2e], exact sums over the lines of each service life."""
    if "B4" not in rules.modules:
        return {}
    values = material.module("B4", rules)
    known = np.flatnonzero(~np.isnan(values))
    lives, counts = material.columns.life_a[known], material.counts(rules)[known]
    pulses: dict[int, list[float]] = {}
    for life in np.unique(lives):
        here = lives == life
        count = float(counts[here][0])
        kg = math.fsum(values[known][here].tolist())
        for year_a, share in replacement_years(count, float(life)):
            pulses.setdefault(year_a, []).append(kg * share / count)
    return {year: math.fsum(pulses[year]) for year in sorted(pulses)}
