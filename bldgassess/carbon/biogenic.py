"""Biogenic carbon seen four ways, each in a row of its own: stored, -1/+1, 0/0, and by the year it moves (dynamic).

Formula of the dynamic view (Levasseur et al. 2010, doi 10.1021/es9030003): a flow in year t counts
AGWP(TH - t) / AGWP(TH), with AGWP(H) ~ a0 H + sum of a_i tau_i (1 - exp(-H / tau_i)) for carbon dioxide
(Joos et al. 2013, doi 10.5194/acp-13-2793-2013; ``co2_response.csv``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from bldgassess.carbon.materials import MaterialModules
from bldgassess.carbon.profiles import Rules
from bldgassess.carbon.replacement import replacement_years
from bldgassess.carbon.result import BiogenicRow, Timeline
from bldgassess.carbon.tables import read_table
from bldgassess.texts import mark
from materials_db.tables import number

#: Time horizon of GWP100 [a].
HORIZON_A = 100
_FILE = "co2_response.csv"


def agwp_co2(horizon_a: float) -> float:
    """Return the integrated response to a pulse of carbon dioxide [a]; the radiative efficiency cancels in ratios.

    >>> round(agwp_co2(100.0), 2)
    52.36
    """
    if horizon_a <= 0.0:
        return 0.0
    constant, terms = _response()
    return constant * horizon_a + math.fsum(a * tau * (1.0 - math.exp(-horizon_a / tau)) for a, tau in terms)


@cache
def _response() -> tuple[float, tuple[tuple[float, float], ...]]:
    rows = read_table(_FILE)
    constant = math.fsum(number(row, "share", _FILE) for row in rows if not row["years"])
    return constant, tuple((number(row, "share", _FILE), number(row, "years", _FILE)) for row in rows if row["years"])


def delay_weight(year_a: float, horizon_a: float = HORIZON_A) -> float:
    """Return what a flow in a later year counts as a share of the same flow now.

    >>> delay_weight(0.0), round(delay_weight(50.0), 3)
    (1.0, 0.578)
    """
    return agwp_co2(horizon_a - year_a) / agwp_co2(horizon_a)


def carbon_flows(material: MaterialModules, rules: Rules) -> dict[int, float]:
    """Return carbon dioxide that wood takes up (-) and gives off (+) by year from the start [kg].

    At the start: -S (1 + w) taken up in growing, +S w from site waste. At each replacement: the old part gives S off,
    the new one takes S in, its waste again. At the end: +S. The sum is 0: what was taken up is given off.
    """
    columns, counts = material.columns, material.counts(rules)
    counted = np.array([rules.counts(part) for part in columns.parts] or [True])[columns.part]
    installed = np.where(columns.removed, 0.0, columns.quantity)
    stored = installed * np.nan_to_num(columns.of_record.stored_kgco2)[columns.record]
    holding = (stored > 0.0) & counted
    flows: dict[int, list[float]] = {}
    for life in np.unique(columns.life_a[holding]):
        here = holding & (columns.life_a == life)
        kg = math.fsum(stored[here].tolist())
        wasted = math.fsum((stored[here] * columns.waste[here]).tolist())
        pulses = ((0, 1.0), *replacement_years(float(counts[here][0]), float(life)))
        for order, (year, share) in enumerate(pulses):
            # grown for what is built in and what is wasted; given off by what is wasted and, later, what is taken out
            given = wasted + (kg if order else 0.0)
            flows.setdefault(min(year, rules.study_period_a), []).extend((-share * (kg + wasted), share * given))
        flows.setdefault(rules.study_period_a, []).append(kg)
    return {year: math.fsum(flows[year]) for year in sorted(flows)}


def biogenic_rows(material: MaterialModules, rules: Rules, timeline: Timeline) -> tuple[BiogenicRow, ...]:
    """Return the rows. None is part of a total: the profile's total holds what its records declare."""
    columns = material.columns
    stored = columns.quantity * np.nan_to_num(columns.of_record.stored_kgco2)[columns.record]
    flows = carbon_flows(material, rules)
    taken = math.fsum(kg for kg in flows.values() if kg < 0.0)
    given = math.fsum(kg for kg in flows.values() if kg > 0.0)
    dynamic = math.fsum(kg * delay_weight(year) for year, kg in flows.items())
    yearly = [e + o for e, o in zip(timeline.embodied_kgco2e, timeline.operational_kgco2e, strict=True)]
    held = material.columns.of_record.uptake_kgco2
    inside = math.fsum((columns.quantity * np.nan_to_num(held)[columns.record]).tolist())
    return (
        BiogenicRow("stored", math.fsum(stored.tolist()), mark("Carbon dioxide held in the installed materials")),
        BiogenicRow("uptake", taken, mark("-1/+1: taken up, years in which more is taken up than given off")),
        BiogenicRow("release", given, mark("-1/+1: given off, years in which more is given off than taken up")),
        BiogenicRow("sum", math.fsum(flows.values()), mark("-1/+1: sum over the life, zero when all is given off")),
        BiogenicRow("in_factors", -inside, mark("Uptake that the chosen records hold in A1-A3")),
        BiogenicRow("zero", 0.0, mark("0/0: uptake and release not counted")),
        BiogenicRow("dynamic", dynamic, mark("Dynamic: worth of the delay over 100 years, negative is a benefit")),
        BiogenicRow(
            "dynamic_total",
            _discounted(yearly),
            mark("All emissions of the timeline weighted by their year over 100 years, beside the total"),
        ),
    )


def _discounted(yearly: Sequence[float]) -> float:
    return math.fsum(kg * delay_weight(float(year)) for year, kg in enumerate(yearly))
