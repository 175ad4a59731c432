"""Indicators of the community: nature within reach (C1), access for everybody (C2)."""

from __future__ import annotations

from collections.abc import Mapping

from bldgassess.health.community.access import AccessCheck, access_rules, check_access, compliant_pct
from bldgassess.health.community.nature import compute_nature
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import load_limits
from bldgassess.health.result import Indicator
from bldgassess.health.row import assumed, make_site_indicator
from bldgassess.model import Assumption
from bldgassess.texts import mark

_NOT_DECLARED = mark(
    "Trees in view, tree canopy and the way to green are not declared; set health.trees_in_view, "
    "health.tree_canopy_fraction and health.green_distance_m in the study."
)
_NOTHING = mark("The model has no doors, ramps, bathrooms or lifts with a size to check.")


def nature_indicator(inputs: HealthInputs) -> Indicator:
    """Return: how many parts of the 3-30-300 rule the place keeps, by what the study declares (C1)."""
    nature = compute_nature(inputs.study.health)
    parts = {"trees_in_view": nature.trees, "canopy": nature.canopy, "green_within_300_m": nature.green}
    drivers: dict[str, float | str] = {key: float(part) for key, part in parts.items() if part is not None}
    return make_site_indicator(
        "C1",
        "community",
        mark("Nature within reach, parts of the 3-30-300 rule"),
        mark("the site"),
        load_limits()["C1", "all"],
        nature.met,
        "of 3",
        formula="nature",
        drivers=drivers,
        reason="" if nature.met is not None else _NOT_DECLARED,
        input_quality="project" if nature.known else "defaults",
    )


def access_indicator(inputs: HealthInputs) -> Indicator:
    """Return: share of doors, ramps, bathrooms and lifts that keep the rules of access (C2)."""
    checks = check_access(inputs.building, inputs.study)
    return make_site_indicator(
        "C2",
        "community",
        mark("Access for everybody, share of doors, ramps, bathrooms and lifts that comply"),
        mark("the building"),
        load_limits()["C2", "all"],
        compliant_pct(checks),
        "%",
        formula="access",
        drivers=_counts(checks),
        reason="" if checks else _NOTHING,
        input_quality="project" if checks else "defaults",
    )


def _counts(checks: tuple[AccessCheck, ...]) -> dict[str, float | str]:
    counts: dict[str, float | str] = {}
    for rule in access_rules():
        found = [item for item in checks if item.rule == rule]
        if found:
            counts[f"{rule}_checked"] = float(len(found))
            counts[f"{rule}_failed"] = float(sum(not item.passes for item in found))
            counts[f"{rule}_least"] = min(item.value for item in found)
    return counts


INDICATORS = (nature_indicator, access_indicator)


def metrics(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for."""
    access, green = by_id["C2"].value, inputs.study.health.green_distance_m
    found = {"health.all_age_checklist_pct": access, "community.dist_green_m": green}
    return {key: value for key, value in found.items() if value is not None}


def assumptions(_inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about doors."""
    return assumed({"door_frame_m": mark("Clear width of doors")})
