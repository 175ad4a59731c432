"""A search as plain values: what its files and ``--json`` hold. No clock, path or machine is in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bldgassess.advisor.result import OBJECTIVES, Advice, Outcome, Point
from bldgassess.advisor.words import measures_sentence, next_level_sentences

SCHEMA = "bldgassess-advice-1"

#: Figures of a point in the order of columns; ``health_classes`` are in the list of measures alone.
FIGURES = (
    *("carbon_kgco2e", "carbon_kgco2e_per_m2_gia", "embodied_kgco2e", "operational_kgco2e", "eui_kwh_per_m2_gia"),
    *("health_score", "health_class", "label_points", "label_level", "cost"),
)


def advice_dict(advice: Advice, language: str = "en") -> dict[str, Any]:
    """Return a search with its front, the list of measures alone and the next level; all points are in the table."""
    answer = advice.next_level
    return {
        "schema": SCHEMA,
        "program": {"name": "bldgassess", "version": advice.data.program},
        "inputs": {
            "model_sha256": list(advice.data.model_sha256),
            "weather_sha256": advice.data.weather_sha256,
            "factors": dict(zip(("id", "version", "sha256"), advice.data.factors, strict=True)),
            "catalogue": dict(zip(("id", "version", "sha256"), advice.data.catalogue, strict=True)),
        },
        "search": {
            "method": advice.method,
            "seed": advice.seed,
            "combinations": advice.space.size,
            "evaluated": advice.evaluated,
            "refused": len(advice.refused),
            "constraints": list(advice.space.constraints),
            "limits": [asdict(limit) for limit in advice.limits],
            "choices": [
                {"id": item.path, "levels": list(item.levels), "base": item.levels[item.base]}
                for item in advice.space.choices
            ],
        },
        "objectives": [
            {
                "id": key,
                "unit": OBJECTIVES[key].unit or advice.currency,
                "more_is_better": OBJECTIVES[key].more_is_better,
            }
            for key in advice.objectives
        ],
        "hypervolume": {
            "value": advice.hypervolume,
            "ideal": list(advice.ideal),
            "reference": list(advice.reference),
        },
        "base": point_dict(advice, advice.base, language),
        "front": [point_dict(advice, place, language) for place in advice.front],
        "abatement": [
            {**asdict(row), "candidate": list(row.candidate), "saved_kgco2e": row.saved_kgco2e}
            for row in advice.abatement
        ],
        "next_level": {
            **asdict(answer),
            "categories_missing_pct": dict(answer.categories_missing_pct),
            "candidate": None if answer.point is None else list(advice.points[answer.point].candidate),
            "sentences": list(next_level_sentences(advice, language)),
        },
        "verification": None
        if advice.verification is None
        else {**asdict(advice.verification), "holds": advice.verification.holds},
    }


def point_dict(advice: Advice, place: int, language: str = "en") -> dict[str, Any]:
    """Return a point: its place, levels, figures and what it changes in words."""
    point = advice.points[place]
    return {
        "place": place,
        "candidate": list(point.candidate),
        "levels": advice.space.levels_of(point.candidate),
        "within": point.within,
        "words": measures_sentence(advice.space, point.candidate, language),
        **_figures(point.outcome),
    }


def points_table(advice: Advice) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Return columns and rows of all evaluated points, in their order."""
    on_front = set(advice.front)
    paths = tuple(item.path for item in advice.space.choices)
    columns = ("place", "front", "within", *paths, *FIGURES)
    return columns, [_row(advice, place, point, place in on_front) for place, point in enumerate(advice.points)]


def _row(advice: Advice, place: int, point: Point, on_front: bool) -> dict[str, Any]:
    levels = advice.space.levels_of(point.candidate)
    return {"place": place, "front": on_front, "within": point.within, **levels, **_figures(point.outcome)}


def _figures(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in FIGURES}
