"""Run the check values: each row's figures by our own functions against the published ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from bldgassess.data_rows import data_rows
from bldgassess.health.checks import air, light, ratings, thermal
from bldgassess.health.checks.thermal import Figures, Inputs
from bldgassess.health.light.radiance import is_available

#: Topic -> the function that computes its figures.
TOPICS: dict[str, Callable[[Inputs], Figures]] = {
    **thermal.TOPICS, **air.TOPICS, **light.TOPICS, **ratings.TOPICS,
}  # fmt: skip

Verdict = Literal["pass", "fail", "skipped"]


@dataclass(frozen=True, slots=True)
class CheckValue:
    """A published figure: inputs, expected figures by name, tolerance of each, source."""

    id: str
    topic: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, float | str]
    tolerance: Mapping[str, float]
    source: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check value with what our functions gave; ``found`` is empty and ``reason`` says why where it was skipped."""

    row: CheckValue
    found: Mapping[str, float | str]
    verdict: Verdict
    reason: str = ""


@cache
def check_values() -> tuple[CheckValue, ...]:
    """Return the shipped check values by id."""
    return tuple(
        CheckValue(
            row["id"],
            row["topic"],
            json.loads(row["inputs"]),
            json.loads(row["expected"]),
            json.loads(row["tolerance"]),
            row["source"],
        )
        for row in data_rows("bldgassess.health", "check_values.csv")
    )


def run_checks(topics: Iterable[str] = ()) -> tuple[CheckResult, ...]:
    """Run all check values, or those whose topic begins with one of the words given."""
    wanted = tuple(topics)
    return tuple(_run(row) for row in check_values() if not wanted or row.topic.startswith(wanted))


def _run(row: CheckValue) -> CheckResult:
    if row.topic in light.NEED_RADIANCE and not is_available():
        return CheckResult(row, {}, "skipped", light.NO_RADIANCE)
    found = TOPICS[row.topic](row.inputs)
    good = all(_agrees(row, name, found.get(name)) for name in row.expected)
    return CheckResult(row, found, "pass" if good else "fail")


def _agrees(row: CheckValue, name: str, found: float | str | None) -> bool:
    expected = row.expected[name]
    if isinstance(expected, str) or not isinstance(found, (int, float)):
        return found == expected
    return abs(found - expected) <= row.tolerance[name] * (1.0 + 1e-9)
