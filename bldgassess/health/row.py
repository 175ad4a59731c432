"""One indicator's row of the result, from its rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bldgassess.health.limits import Limits, occupant_values, worst
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.model import Assumption


def make_indicator(
    identity: str,
    pillar: str,
    name: str,
    rule: str,
    limits: Limits,
    spaces: Sequence[SpaceIndicator],
    value: float | None,
    unit: str,
    *,
    formula: str,
    out_of_range_h: float = 0.0,
    text: str = "",
) -> Indicator:
    """Join the rooms' values to one indicator: the class of the worst room, its limits as printed."""
    scores = [item.score for item in spaces if item.score is not None]
    return Indicator(
        id=identity,
        pillar=pillar,
        name=name,
        value=value,
        unit=unit,
        health_class=worst([item.health_class for item in spaces]),
        score=min(scores) if scores else None,
        clause=limits.clause,
        source=limits.source,
        evidence=limits.evidence,
        input_quality="defaults",
        building_rule=rule,
        limits=text or limits.text,
        out_of_range_h=out_of_range_h,
        spaces=tuple(sorted(spaces, key=lambda item: item.guid)),
        formula_id=formula,
    )


def assumed(effects: Mapping[str, str]) -> tuple[Assumption, ...]:
    """Return the assumption of each value of ``occupants.csv`` named, with what it bears on."""
    rows = occupant_values()
    return tuple(
        Assumption(f"health.{key}", rows[key].value, rows[key].unit, rows[key].source, effect, rows[key].quality)
        for key, effect in effects.items()
    )
