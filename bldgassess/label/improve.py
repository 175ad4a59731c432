"""The cheapest improvements: points that one step of effort gains, steps and efforts as data (``effort.csv``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.label.curve import curve_percent
from bldgassess.label.result import CriterionResult, Improvement

#: A gain below this is none.
_LEAST_POINTS = 1e-9
#: For a metric that the table does not hold: a tenth of its curve, and the middle class.
_OTHER_STEPS, _OTHER_EFFORT = 10.0, 3.0
_OTHER_SOURCE = "assumption of this program: a tenth of the curve, middle class [S]"


@dataclass(frozen=True, slots=True)
class Effort:
    """What a step is [``unit``] and which class of effort it takes; ``source`` ends with its quality letter."""

    step: float
    unit: str
    effort_class: float
    source: str


@cache
def efforts() -> dict[str, Effort]:
    """Efforts by metric key, and by "evidence.<kind>"."""
    return {
        row["metric"]: Effort(
            float(row["step"] or 0.0), row["unit"], float(row["effort_class"]), f"{row['source']} [{row['quality']}]"
        )
        for row in _table("effort.csv")
    }


@cache
def measures_on() -> dict[str, tuple[str, ...]]:
    """Measures of the study that act on a metric, by metric key."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _table("measure_effects.csv"):
        found[row["metric"]] = (*found.get(row["metric"], ()), row["measure"])
    return found


def compute_improvements(criteria: Sequence[CriterionResult], count: int = 5) -> tuple[Improvement, ...]:
    """Return the improvements with most points for their effort; equal ones in the catalogue's order.

    A step moves an assessed value along its curve, as far as the curve's best end. A value that is known but not
    proved gains what its evidence would bring. A criterion without a value is in neither: nobody knows what it gains.
    """
    found = [item for row in criteria for item in _improvement(row) if item.gain_points > _LEAST_POINTS]
    return tuple(sorted(found, key=lambda item: -item.gain_per_effort)[:count])


def _improvement(row: CriterionResult) -> Iterator[Improvement]:
    if row.value is None or row.state == "not_applicable":
        return
    measures = measures_on().get(row.metric, ())
    if row.state == "not_assessed":
        needs = row.takes[0]
        effort = efforts().get(f"evidence.{needs}", efforts()["evidence.document"])
        gain = row.max_points * curve_percent(row.curve, row.value) / 100.0
        yield Improvement(
            row.id, row.metric, "evidence", 0.0, row.unit, needs, gain, effort.effort_class, effort.source, ()
        )
        return
    effort = efforts().get(row.metric) or Effort(0.0, "", _OTHER_EFFORT, _OTHER_SOURCE)
    least, most = row.curve[0][0], row.curve[-1][0]
    size = effort.step if effort.unit == row.unit else (most - least) / _OTHER_STEPS
    better = max(row.value - size, least) if row.direction == "lower" else min(row.value + size, most)
    gain = row.max_points * (curve_percent(row.curve, better) - row.score_pct) / 100.0
    yield Improvement(
        row.id, row.metric, "step", better - row.value, row.unit, "", gain, effort.effort_class, effort.source, measures
    )


def _table(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.label", name)
