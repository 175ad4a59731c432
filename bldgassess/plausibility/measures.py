"""The values that rules look at: pure functions of results.json and inventory.csv."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bldgassess.carbon.result import MODULES, TOTAL_MODULES, results_area_m2
from bldgassess.plausibility.lines import MASSES, Measured, unfit_lines

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is looked at: results.json and the rows of inventory.csv."""

    results: Mapping[str, Any]
    ledger: Sequence[Row]

    @property
    def years(self) -> float:
        """Study period [a]."""
        return float(self.results["carbon"]["study_period_a"])

    @property
    def gia_m2(self) -> float:
        """Gross internal area [m2]."""
        return float(self.results["building"]["gia_m2"])

    def figure(self, path: str) -> float | None:
        """Return the number at a dotted path of the results, if there is one."""
        value: Any = self.results
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def ratio(above: float | None, below: float | None) -> float | None:
    """Return a quotient, ``None`` where it has no meaning.

    >>> ratio(1.0, 4.0), ratio(1.0, 0.0), ratio(None, 1.0)
    (0.25, None, None)
    """
    return above / below if above is not None and below else None


def _figure(facts: Facts, argument: str) -> float | None:
    return facts.figure(argument)


def _quotient(facts: Facts, argument: str) -> float | None:
    above, below = argument.split("/")
    return ratio(facts.figure(above), facts.figure(below))


def _embodied_per_m2_a(facts: Facts, argument: str) -> float | None:  # noqa: ARG001 - one signature for all
    return ratio(facts.figure("carbon.embodied_per_m2"), facts.years)


def _embodied_share(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    share = ratio(facts.figure("carbon.embodied_per_m2"), facts.figure("carbon.per_m2"))
    return None if share is None else 100.0 * share


def _final_per_m2(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    return ratio(math.fsum(facts.results["energy"]["final_kwh"].values()), facts.gia_m2)


def _factor_of_b6(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    """Return what a kilowatt-hour bought makes in B6 [kgCO2e/kWh]; a slip of MJ for kWh moves it by 3.6."""
    energy = facts.results["energy"]
    bought = math.fsum(kwh for carrier, kwh in energy["final_kwh"].items() if carrier != "electricity")
    return ratio(facts.figure("carbon.modules.B6"), facts.years * (bought + energy["grid_kwh"]))


def _yield_per_kwp(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    return ratio(facts.figure("energy.pv_kwh"), facts.figure("study.renewables.pv_kwp"))


def _sum_of_modules(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    """Return how far the total is from its modules, with the uptake that the profile counts, as a share of it."""
    carbon = facts.results["carbon"]
    summed = math.fsum(kg for module, kg in carbon["modules"].items() if module in TOTAL_MODULES)
    return _off(carbon["total_kgco2e"], summed - abs(carbon.get("sinks_kgco2e") or 0.0), summed)


def _ledger_of_modules(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    """Return the largest gap between a module and the sum of its column in the ledger, as a share of the module."""
    modules = facts.results["carbon"]["modules"]
    gaps = []
    for module in MODULES:
        if module in modules:
            column = math.fsum(float(row[module]) for row in facts.ledger if row.get(module))
            gaps.append(_off(modules[module], column) or 0.0)
    return max(gaps, default=None)


def _off(stated: float, *sums: float) -> float | None:
    size = max(1.0, abs(stated))
    return min(abs(stated - summed) for summed in sums) / size


def _module_present(facts: Facts, argument: str) -> float | None:
    return 1.0 if argument in facts.results["carbon"]["modules"] else 0.0


def _part_present(facts: Facts, argument: str) -> float | None:
    """Return the mass of the building parts, any of those joined by ``+`` [kg]."""
    wanted = set(argument.split("+"))
    return math.fsum(float(row["mass_kg"]) for row in facts.ledger if row["part"] in wanted and row.get("mass_kg"))


def _heaviest(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    """Return the share of the one heaviest material row in embodied carbon [%]."""
    area = results_area_m2(facts.results)
    embodied = facts.results["carbon"]["embodied_per_m2"] * area
    amounts = [
        math.fsum(float(row[module]) for module in TOTAL_MODULES if row.get(module))
        for row in facts.ledger
        if row["kind"] == "material"
    ]
    share = ratio(max(amounts, default=None), embodied)
    return None if share is None else 100.0 * share


def _from_memory(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    return float(sum(1 for row in facts.results["assumptions"] if row["quality"] == "D"))


def _area_of_study(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    """Return the area that the study declares over the floors of the rooms in the model."""
    rooms = math.fsum(row["floor_area_m2"] or 0.0 for row in facts.results["rooms"])
    return ratio(facts.figure("study.building.gia_m2"), rooms)


def _people(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    return ratio(facts.gia_m2, math.fsum(row["people"] or 0.0 for row in facts.results["rooms"]))


def _window_share(facts: Facts, argument: str) -> float | None:  # noqa: ARG001
    window, wall = facts.figure("building.envelope.window_m2"), facts.figure("building.envelope.wall_m2")
    share = ratio(window, (window or 0.0) + (wall or 0.0))
    return None if share is None else 100.0 * share


def _percent(facts: Facts, argument: str) -> float | None:
    value = facts.figure(argument)
    return None if value is None else 100.0 * value


def _lines(facts: Facts, argument: str) -> Measured:
    return unfit_lines(facts.ledger, argument)


_VALUES: dict[str, Callable[[Facts, str], float | None]] = {
    "figure": _figure,
    "percent": _percent,
    "quotient": _quotient,
    "embodied_per_m2_a": _embodied_per_m2_a,
    "embodied_share": _embodied_share,
    "final_per_m2": _final_per_m2,
    "factor_of_b6": _factor_of_b6,
    "yield_per_kwp": _yield_per_kwp,
    "sum_of_modules": _sum_of_modules,
    "ledger_of_modules": _ledger_of_modules,
    "module_present": _module_present,
    "part_present": _part_present,
    "heaviest": _heaviest,
    "from_memory": _from_memory,
    "area_of_study": _area_of_study,
    "people": _people,
    "window_share": _window_share,
}


def _bare(function: Callable[[Facts, str], float | None]) -> Callable[[Facts, str], Measured]:
    return lambda facts, argument: Measured(function(facts, argument))


#: Name -> function of the facts and the rule's argument.
MEASURES: dict[str, Callable[[Facts, str], Measured]] = {
    **{name: _bare(function) for name, function in _VALUES.items()},
    "lines": _lines,
    "masses": lambda facts, argument: MASSES[argument](facts.ledger),
}
