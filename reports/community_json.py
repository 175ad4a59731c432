"""community.json: the machine form of a community, documented by docs/community.schema.json."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from bldgassess import __version__
from bldgassess.carbon.result import MODULES
from bldgassess.community.accounts import modules_after
from bldgassess.community.result import CommunityResult, MemberResult
from bldgassess.community.sinks import total_sinks
from bldgassess.community.totals import CommunityCarbon
from bldgassess.errors import Issue
from bldgassess.messages import sentence
from reports.canonical import json_bytes, plain

SCHEMA = "bldgassess.community/1"


def community_dict(result: CommunityResult) -> dict[str, Any]:
    """Return the community as plain data in a fixed order: no clock, no path, no user, no machine."""
    found: dict[str, Any] = plain(
        {
            "schema": SCHEMA,
            "program": {"version": __version__},
            "inputs": {
                "factors": asdict(result.factors),
                "weather": {
                    "name": result.weather_name,
                    "source": result.weather_source,
                    "sha256": result.weather_digest,
                },
                "grid_region": result.grid_region,
                "catalogue": {
                    "id": result.label.catalogue_id,
                    "version": result.label.catalogue_version,
                    "sha256": result.label.catalogue_sha256,
                    "official": result.label.official,
                },
                "declared": _declared(result),
            },
            "community": _community(result),
            "carbon": _carbon(result.carbon),
            "spreads": asdict(result.spreads),
            "energy": _energy(result),
            "site": asdict(result.site),
            "sinks": {"kgco2_a": total_sinks(result.sinks), "rows": [asdict(item) for item in result.sinks]},
            "label": _label(result),
            "resilience": _resilience(result),
            "buildings": [_member(item, result) for item in result.members],
            "assumptions": [asdict(item) for item in result.assumptions],
            "issues": [_issue(item) for item in result.issues],
        }
    )
    return found


def community_bytes(result: CommunityResult) -> bytes:
    """Return the bytes of community.json."""
    return json_bytes(community_dict(result))


def _declared(result: CommunityResult) -> dict[str, Any]:
    """Return what the file says, files by their names alone."""
    found: dict[str, Any] = result.community.model_dump(mode="json", exclude_defaults=True)
    for item in found["buildings"]:
        for key in ("model", "study_file"):
            if item.get(key):
                item[key] = PurePath(str(item[key]).replace("\\", "/")).name
    return found


def _community(result: CommunityResult) -> dict[str, Any]:
    carbon = result.carbon
    return {
        "name": result.community.name,
        "basis": result.community.basis,
        "place": result.community.place.model_dump(),
        "members": len(result.members),
        "buildings": result.buildings,
        "gia_m2": carbon.gia_m2,
        "people": carbon.people,
        "use": result.use,
    }


def _carbon(carbon: CommunityCarbon) -> dict[str, Any]:
    order = {module: k for k, module in enumerate(MODULES)}

    def ordered(table: dict[str, float]) -> dict[str, float]:
        return {key: table[key] for key in sorted(table, key=order.__getitem__)}

    return {
        "profile": carbon.profile,
        "study_period_a": carbon.study_period_a,
        "modules": ordered(carbon.modules),
        "total_kgco2e": carbon.total_kgco2e,
        "per_m2": carbon.per_m2,
        "per_person": carbon.per_person,
        "embodied_kgco2e": carbon.embodied_kgco2e,
        "operational_kgco2e": carbon.operational_kgco2e,
        "shared": [
            {
                "id": row.id,
                "label": row.label,
                "modules": ordered(row.kgco2e),
                "total_kgco2e": row.total_kgco2e,
                "note": row.note,
            }
            for row in carbon.shared
        ],
        "after_sharing": {
            "modules": ordered(modules_after(carbon)),
            "total_kgco2e": carbon.after_kgco2e,
            "per_m2": carbon.after_kgco2e / carbon.gia_m2,
            "per_person": carbon.after_kgco2e / carbon.people if carbon.people > 0.0 else None,
        },
        "exported_kgco2e": carbon.exported_kgco2e,
        "grid": {
            "factor_kgco2e_kwh": carbon.grid_factor_kgco2e_kwh,
            "source": carbon.grid_source,
            "basis": carbon.grid_basis,
        },
        "timeline": {
            "start_year": carbon.start_year,
            "embodied_kgco2e": carbon.embodied_by_year_kgco2e,
            "operational_kgco2e": carbon.operational_by_year_kgco2e,
        },
        "budget": {"path": carbon.budget_path, "allowed_kgco2e": carbon.budget_by_year_kgco2e},
    }


def _energy(result: CommunityResult) -> dict[str, Any]:
    year = result.energy
    named = {str(k): item.member.id for k, item in enumerate(result.members)}
    found = asdict(year)
    for key in ("credit_kwh", "draw_kwh"):
        found[key] = {named.get(name, name): kwh for name, kwh in found[key].items()}
    return {
        **found,
        "self_sufficiency_fraction": year.self_sufficiency_fraction,
        "self_use_fraction": year.self_use_fraction,
        "district": [asdict(item) for item in result.district],
    }


def _label(result: CommunityResult) -> dict[str, Any]:
    label = result.label
    return {
        "catalogue": label.catalogue_id,
        "catalogue_version": label.catalogue_version,
        "official": label.official,
        "disclaimer": label.disclaimer,
        "stage": label.stage,
        "score": label.score,
        "level": label.level,
        "level_title": label.level_title,
        "categories": [asdict(item) for item in label.categories],
        "criteria": [
            {
                "id": item.id,
                "category": item.category,
                "title": item.title,
                "metric": item.metric,
                "value": item.value,
                "unit": item.unit,
                "points": item.points,
                "max": item.max_points,
                "state": item.state,
                "evidence": item.evidence,
                "evidence_ok": item.evidence_ok,
                "prerequisite_ok": item.prerequisite_ok,
                "reason": item.reason,
            }
            for item in label.criteria
        ],
    }


def _resilience(result: CommunityResult) -> dict[str, Any]:
    island = asdict(result.island)
    del island["hours"]
    declared = result.community.resilience
    return {
        "worlds": [asdict(item) for item in result.worlds],
        "heat_waves": [asdict(item) for item in result.heat_waves],
        "island": island,
        "hazards": dict(sorted(declared.hazards.items())),
        "cyclone": declared.cyclone.model_dump(mode="json") if declared.cyclone else None,
    }


def _member(item: MemberResult, result: CommunityResult) -> dict[str, Any]:
    figures = asdict(item.figures)
    credit = next(row for row in result.carbon.credits if row.member == item.member.id)
    return {
        "id": item.member.id,
        "title": item.member.name or item.figures.name,
        "count": item.member.count,
        "kind": "model" if item.member.model else "archetype",
        "key": item.key,
        **figures,
        "credit": {"kwh_a": credit.kwh_a, "kgco2e": credit.kgco2e},
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "params": dict(issue.params),
        "severity": issue.severity,
        "text": sentence(issue),
    }
