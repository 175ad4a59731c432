"""From an assessment's results.json to the entries of an account: emissions by year and module, budget, sinks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bldgassess.account.amounts import shares
from bldgassess.account.entry import Draft, Kind
from bldgassess.errors import Issue, UserError

_START = ("A0", "A1-A3", "A4", "A5")
_EVERY_YEAR = ("B1", "B2", "B3")
_OPERATION = ("B7", "B8")
_END = ("C1", "C2", "C3", "C4")
#: Replacements and planned works are dated together in the results' time line.
WORKS = "B4-B5"


def predicted_drafts(results: Mapping[str, Any], account: str, recorded: str, source: str) -> tuple[Draft, ...]:
    """Return what a results file predicts, rounded so that each module sums to its rounded total.

    A in the first year, C in the last, B1 to B3, B7 and B8 evenly, B4 with B5 and B6 as the time line has them.

    Raises
    ------
    UserError
        When the file lacks the carbon section.
    """
    try:
        carbon = results["carbon"]
        line = carbon["timeline"]
        period, first = int(carbon["study_period_a"]), int(line["start_year"])
        modules = {key: float(value) for key, value in carbon["modules"].items()}
        embodied, operational = list(line["embodied_kgco2e"]), list(line["operational_kgco2e"])
        budget = dict(zip(carbon["budget"]["years"], carbon["budget"]["path_kgco2e_m2"], strict=True))
        area, path = float(carbon["area_m2"]), str(carbon["budget"]["path"])
        sinks, exported = float(carbon["sinks_kgco2e"]), float(carbon["exported_pv_kgco2e"])
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(Issue("account.bad_results", {"file": source, "reason": str(error)[:80]})) from error
    even = {key: [modules[key] / period] * period for key in (*_EVERY_YEAR, *_OPERATION) if key in modules}
    at_start = {key: modules[key] for key in _START if key in modules}
    at_end = {key: modules[key] for key in _END if key in modules}
    works, energy = [], []
    for k in range(period):
        spread = sum(even[key][k] for key in _EVERY_YEAR if key in even)
        dated = (sum(at_start.values()) if k == 0 else 0.0) + (sum(at_end.values()) if k == period - 1 else 0.0)
        works.append(embodied[k] - spread - dated)
        energy.append(operational[k] - sum(even[key][k] for key in _OPERATION if key in even))

    def rows(kind: Kind, module: str, kg: Mapping[int, float]) -> list[Draft]:
        amounts = shares(list(kg.values()))
        return [
            Draft(account, year, kind, module, amount, source, recorded)
            for year, amount in zip(kg, amounts, strict=True)
            if amount
        ]

    years = range(first, first + period)
    drafts = rows("budget", "", {int(year): value * area for year, value in budget.items()})
    drafts = [Draft(account, d.year, d.kind, "", d.amount, f"{source}; path {path}", recorded) for d in drafts]
    for key, value in at_start.items():
        drafts += rows("predicted", key, {first: value})
    for key, values in (*even.items(), (WORKS, works), ("B6", energy)):
        drafts += rows("predicted", key, dict(zip(years, values, strict=True)))
    for key, value in at_end.items():
        drafts += rows("predicted", key, {first + period - 1: value})
    drafts += rows("sequestered", "sinks", dict.fromkeys(years, abs(sinks) / period))
    drafts += rows("exported", "D2", dict.fromkeys(years, abs(exported) / period))
    return tuple(drafts)
