"""A row: the figures of one task, flat, by name with units."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bldgassess.carbon.result import MODULES
from bldgassess.energy.result import CARRIERS
from bldgassess.errors import Issue
from bldgassess.health.result import HealthResult, Indicator
from bldgassess.messages import sentence, templates
from bldgassess.pipeline.assessment import Assessment
from bldgassess.portfolio.task import Task

State = Literal["done", "failed"]
Figure = float | int | str | None
#: Makes the bytes that a row keeps of an assessment: a module's function (``reports.results_json.results_bytes``).
Detail = Callable[[Assessment], bytes]

#: Figures of every done row with their kinds, in the order of columns. ``None``: not declared, or not assessed.
FIGURES: dict[str, type] = {
    "gia_m2": float,
    "study_period_a": int,
    "profile": str,
    "grid_region": str,
    "weather": str,
    "total_kgco2e": float,
    "total_kgco2e_per_m2_gia": float,
    "upfront_kgco2e_per_m2_gia": float,
    **{f"{module}_kgco2e_per_m2_gia": float for module in MODULES},
    "budget_ratio": float,
    "budget_overshoot_year": int,
    "heating_need_kwh": float,
    "cooling_need_kwh": float,
    **{f"{carrier}_final_kwh": float for carrier in CARRIERS},
    "final_kwh_per_m2_gia": float,
    "pv_kwh": float,
    "grid_electricity_kwh": float,
    "exported_electricity_kwh": float,
    "unmet_h": float,
    "health_score": float,
    "health_class": str,
    "worst_indicators": str,
    "label_score": float,
    "label_level": str,
    "mapped_mass_fraction": float,
    "readiness_score": float,
    "assumptions": int,
    "issues": int,
}
_WORST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a task.

    Parameters
    ----------
    state : {"done", "failed"}
        "failed": ``problem`` says why in a sentence and there are no figures.
    figures : mapping
        By name with unit, as in ``FIGURES``.
    code : str
        Of the problem: the first issue's code, or the type of the exception where it is a bug.
    issues : tuple of str
        Codes of what the assessment told, each once, sorted; bare remarks ("info") are left out.
    detail : bytes, optional
        What was asked for beside the figures, such as the whole results.json.
    """

    key: str
    name: str
    state: State
    figures: Mapping[str, Figure] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    code: str = ""
    issues: tuple[str, ...] = ()
    detail: bytes | None = None


def done_row(task: Task, assessment: Assessment, detail: bytes | None = None) -> Row:
    """Return the figures of an assessment.

    Raises
    ------
    ValueError
        When a figure is NaN or infinite: a bug of the stage that made it.
    """
    figures = figures_of(assessment)
    for name, value in figures.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{name} is {value}")
    codes = {issue.code for issue in assessment.issues if issue.severity != "info"}
    return Row(task.key, task.name, "done", figures, task.tags, issues=tuple(sorted(codes)), detail=detail)


def failed_row(task: Task, issues: Sequence[Issue]) -> Row:
    """Return a row that says why there are no figures, in one sentence for each issue."""
    known = templates()
    text = " ".join(sentence(issue) if issue.code in known else issue.code for issue in issues)
    return Row(task.key, task.name, "failed", {}, task.tags, text, issues[0].code)


def bug_row(task: Task, error: Exception) -> Row:
    """Return a row for an error of this program."""
    issue = Issue("portfolio.bug", {"type": type(error).__name__, "message": str(error)[:300]})
    return Row(task.key, task.name, "failed", {}, task.tags, sentence(issue), type(error).__name__)


def figures_of(assessment: Assessment) -> dict[str, Figure]:
    """Return all ``FIGURES`` of an assessment."""
    carbon, energy, health, label = assessment.carbon, assessment.energy, assessment.health, assessment.label
    area_m2 = carbon.gia_m2

    def per_m2(kgco2e: float | None) -> float | None:
        return None if kgco2e is None else kgco2e / area_m2

    found: dict[str, Figure] = {
        "gia_m2": area_m2,
        "study_period_a": carbon.study_period_a,
        "profile": carbon.profile,
        "grid_region": assessment.weather.grid_region or "",
        "weather": assessment.weather.name,
        "total_kgco2e": carbon.total_kgco2e,
        "total_kgco2e_per_m2_gia": per_m2(carbon.total_kgco2e),
        "upfront_kgco2e_per_m2_gia": per_m2(carbon.upfront_per_m2 * carbon.area_m2),
        **{f"{module}_kgco2e_per_m2_gia": per_m2(carbon.modules.get(module)) for module in MODULES},
        "budget_ratio": carbon.budget.wlc_ratio,
        "budget_overshoot_year": carbon.budget.overshoot_year,
        "heating_need_kwh": energy.need_kwh.get("heating", 0.0),
        "cooling_need_kwh": energy.need_kwh.get("cooling", 0.0),
        **{f"{carrier}_final_kwh": energy.final_kwh.get(carrier, 0.0) for carrier in CARRIERS},
        "final_kwh_per_m2_gia": math.fsum(energy.final_kwh.values()) / area_m2,
        "pv_kwh": energy.pv_kwh,
        "grid_electricity_kwh": energy.grid_kwh,
        "exported_electricity_kwh": energy.exported_kwh,
        "unmet_h": energy.unmet_h,
        "health_score": health.score,
        "health_class": health.health_class,
        "worst_indicators": worst_indicators(health),
        "label_score": label.score,
        "label_level": label.level or "",
        "mapped_mass_fraction": assessment.inventory.mapped_mass_fraction,
        "readiness_score": assessment.readiness.score,
        "assumptions": len(assessment.assumptions),
        "issues": len(assessment.issues),
    }
    return {name: _as(kind, found[name]) for name, kind in FIGURES.items()}


def worst_indicators(health: HealthResult) -> str:
    """Return the ids and classes of the indicators with the lowest scores, worst first: "T3 IV; A1 III"."""
    rated = [item for item in health.indicators if item.score is not None]

    def rank(item: Indicator) -> tuple[float, str]:
        return (item.score or 0.0, item.id)

    return "; ".join(f"{item.id} {item.health_class}" for item in sorted(rated, key=rank)[:_WORST])


def _as(kind: type, value: Figure) -> Figure:
    """Return a figure as a plain Python value of its column's kind."""
    made: Figure = None if value is None else kind(value)
    return made
