"""One indicator's row of the result, from its rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bldgassess.health.limits import Limits, classify, occupant_values, score, worst
from bldgassess.health.result import HealthClass, Indicator, SpaceIndicator
from bldgassess.model import Assumption

#: Stands for the whole site where an indicator has no rooms.
SITE = "site"


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
    input_quality: str = "defaults",
) -> Indicator:
    """Join the rooms' values to one indicator: the class of the worst room, its limits as printed.

    ``input_quality``: "measured", "project" or "defaults"; see ``HealthInputs.quality``.
    """
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
        input_quality=input_quality,
        building_rule=rule,
        limits=text or limits.text,
        out_of_range_h=out_of_range_h,
        spaces=tuple(sorted(spaces, key=lambda item: item.guid)),
        formula_id=formula,
    )


def make_site_indicator(
    identity: str,
    pillar: str,
    name: str,
    rule: str,
    limits: Limits,
    value: float | None,
    unit: str,
    *,
    formula: str,
    drivers: Mapping[str, float | str] | None = None,
    reason: str = "",
    out_of_range_h: float = 0.0,
    input_quality: str = "defaults",
) -> Indicator:
    """Make the row of an indicator of the whole site or building, which no room has a part of.

    Its one place is called ``SITE``; where it has no value, ``reason`` says why.
    """
    rated = None if value is None else score(value, limits)
    health_class: HealthClass = "not_assessed" if value is None else classify(value, limits)
    place = SpaceIndicator(SITE, value, health_class, rated, dict(drivers or {}), reason)
    return make_indicator(
        identity, pillar, name, rule, limits, [place], value, unit, formula=formula, out_of_range_h=out_of_range_h,
        input_quality=input_quality,
    )  # fmt: skip


def assumed(effects: Mapping[str, str]) -> tuple[Assumption, ...]:
    """Return the assumption of each value of ``occupants.csv`` named, with what it bears on."""
    rows = occupant_values()
    return tuple(
        Assumption(f"health.{key}", rows[key].value, rows[key].unit, rows[key].source, effect, rows[key].quality)
        for key, effect in effects.items()
    )
