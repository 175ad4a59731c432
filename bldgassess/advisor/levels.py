"""The next level of the label for least carbon or cost, or how far the best combination gets and what bars it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bldgassess.advisor.costs import CostTable
from bldgassess.advisor.result import LevelAnswer, LevelName, Point
from bldgassess.advisor.space import Space
from bldgassess.advisor.verify import assess_alone
from bldgassess.health.light.result import Quality
from bldgassess.model import ReadModel
from bldgassess.pipeline.data import DataSnapshot, choose_catalogue


def find_next_level(
    model: ReadModel,
    space: Space,
    data: DataSnapshot,
    points: Sequence[Point],
    levels: Sequence[LevelName],
    base: int,
    costs: CostTable | None = None,
    daylight: Quality = "quick",
) -> LevelAnswer:
    """Return the cheapest point that reaches the level above the study's, by cost where costs are known, else carbon.

    Only points within the limits are looked at. Where none reaches it, the one with most points is assessed once more
    to say what bars it.
    """
    order = {level.id: rank for rank, level in enumerate(levels, 1)}

    def rank(point: Point) -> int:
        return order.get(point.outcome.label_level or "", 0)

    by: Literal["carbon", "cost"] = "cost" if costs is not None else "carbon"
    now = rank(points[base])
    if now >= len(levels):
        return LevelAnswer(None, by, None)
    wanted = levels[now].id
    inside = [k for k, point in enumerate(points) if point.within]
    reached = [k for k in inside if rank(points[k]) > now and (by == "carbon" or points[k].outcome.cost is not None)]
    if reached:
        return LevelAnswer(wanted, by, min(reached, key=lambda k: _price(points[k], by)))
    if not inside:
        return LevelAnswer(wanted, by, None)
    best = min(inside, key=lambda k: (-points[k].outcome.label_points, points[k].outcome.carbon_kgco2e))
    label = assess_alone(model, space.study_of(points[best].candidate), data, daylight).label
    missing = label.next_level
    catalogue, _ = choose_catalogue(space.study, data)
    asked = next(level.min_points for level in catalogue.header.levels if level.id == wanted)
    return LevelAnswer(
        wanted,
        by,
        None,
        best,
        points_asked=asked,
        points_missing=missing.points_missing if missing else 0.0,
        categories_missing_pct=tuple(missing.categories_missing_pct.items()) if missing else (),
        conditions=missing.conditions if missing else (),
        undeclared=tuple(row.id for row in label.criteria if row.value is None and row.state == "not_assessed"),
        improvements=tuple(item.criterion for item in label.improvements),
    )


def _price(point: Point, by: str) -> tuple[float, float]:
    outcome = point.outcome
    first = outcome.cost if by == "cost" and outcome.cost is not None else outcome.carbon_kgco2e
    return first, outcome.carbon_kgco2e
