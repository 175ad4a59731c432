"""The rules: a band a row of ``data/rules.csv``, with source and grade."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``measure`` names the function of ``measures`` with its ``argument``; an empty bound is open.

    ``min_storeys``: the rule is asked of buildings with at least so many storeys.
    """

    id: str
    group: str
    measure: str
    argument: str
    low: float | None
    high: float | None
    unit: str
    title: str
    advice: str
    explain: str
    min_storeys: int
    source: str
    quality: str


def _bound(text: str) -> float | None:
    return float(text) if text else None


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in the order of the file.

    Raises
    ------
    ValueError
        When a row has no source: our own data is wrong.
    """
    found = []
    for row in data_rows("bldgassess.plausibility", "rules.csv"):
        if not row["source"]:
            raise ValueError(f"rule {row['id']} has no source")
        bounds = {"low": _bound(row.pop("low")), "high": _bound(row.pop("high"))}
        storeys = int(row.pop("min_storeys"))
        found.append(Rule(**row, **bounds, min_storeys=storeys))  # type: ignore[arg-type]
    return tuple(found)
