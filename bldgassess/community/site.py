"""Figures of the land: green ratio, biotope area factor, cool ground; from the areas that the file declares."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bldgassess.community.schema import Community, Site
from bldgassess.data_rows import data_rows
from bldgassess.errors import Issue

#: Ground that adds up to more than this over the site's area is a slip [-].
_SLACK = 1.001


@dataclass(frozen=True, slots=True)
class Surface:
    """A kind of ground: its biotope factor [-] and whether it is green, paved, ground at all."""

    id: str
    name: str
    biotope_factor: float
    is_green: bool
    is_paved: bool
    on_ground: bool
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """Areas [m2] and what follows from them; ``None`` where the site's area or paved ground is not known."""

    area_m2: float | None
    green_m2: float
    paved_m2: float
    water_m2: float
    green_ratio_pct: float | None
    biotope_area_factor: float | None
    cool_hardscape_pct: float | None


@cache
def surfaces() -> dict[str, Surface]:
    """Return the kinds of ground by id."""
    return {
        row["id"]: Surface(
            row["id"], row["name"], float(row["biotope_factor"]), row["is_green"] == "yes", row["is_paved"] == "yes",
            row["on_ground"] == "yes", row["source"], row["quality"],
        )
        for row in data_rows("bldgassess.community", "surfaces.csv")
    }  # fmt: skip


def compute_site(site: Site) -> tuple[SiteFigures, tuple[Issue, ...]]:
    """Return the figures of the land.

    Green ratio = green ground / site. Biotope area factor = sum of area x factor, green roofs with it, / site (Berlin
    Biotopflaechenfaktor). Cool ground = shaded or cool paved ground / paved ground.
    """
    rows = surfaces()
    green = math.fsum(item.area_m2 for item in site.areas if rows[item.kind].is_green)
    paved = math.fsum(item.area_m2 for item in site.areas if rows[item.kind].is_paved)
    cool = math.fsum(item.area_m2 * item.cool_fraction for item in site.areas if rows[item.kind].is_paved)
    water = math.fsum(item.area_m2 for item in site.areas if item.kind == "water")
    ground = math.fsum(item.area_m2 for item in site.areas if rows[item.kind].on_ground)
    weighted = math.fsum(item.area_m2 * rows[item.kind].biotope_factor for item in site.areas)
    known = site.area_m2 if site.areas else None
    issues: tuple[Issue, ...] = ()
    if known is not None and ground > _SLACK * known:
        params: dict[str, str | int | float] = {"sum": round(ground), "area": round(known)}
        issues = (Issue("community.areas_differ", params, severity="warning"),)
    return (
        SiteFigures(
            area_m2=site.area_m2,
            green_m2=green,
            paved_m2=paved,
            water_m2=water,
            green_ratio_pct=100.0 * green / known if known else None,
            biotope_area_factor=weighted / known if known else None,
            cool_hardscape_pct=100.0 * cool / paved if paved > 0.0 else None,
        ),
        issues,
    )


def site_metrics(community: Community, figures: SiteFigures) -> Iterator[tuple[str, float, str]]:
    """Yield metric key, value and how it is known, of nature, ways and declared hazards."""
    mobility, resilience = community.mobility, community.resilience
    places = mobility.parking_places
    ready = mobility.ev_ready_places
    checks = resilience.hazards
    found: tuple[tuple[str, float | None, str], ...] = (
        ("community.green_ratio_pct", figures.green_ratio_pct, "computed"),
        ("community.biotope_area_factor", figures.biotope_area_factor, "computed"),
        ("community.cool_hardscape_pct", figures.cool_hardscape_pct, "computed"),
        ("community.dist_green_m", mobility.distance_green_m, "declared"),
        ("community.dist_transit_m", mobility.distance_transit_m, "declared"),
        ("community.ev_ready_pct", 100.0 * min(ready / places, 1.0) if ready is not None and places else None,
         "declared"),
        ("resilience.hazard_checklist_pct", 100.0 * sum(checks.values()) / len(checks) if checks else None,
         "declared"),
        ("resilience.runoff_control_pct", resilience.runoff_control_pct, "declared"),
    )  # fmt: skip
    for key, value, evidence in found:
        if value is not None:
            yield key, value, evidence
