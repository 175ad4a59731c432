"""results.json: the whole assessment as plain data, by the contract of docs/results.schema.json.

No clock time, path, user or machine name is in it; floats are written by ``repr``, keys stand in a fixed order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from bldgassess import __version__
from bldgassess.border.exposure import Terms, compute_exposure
from bldgassess.border.plain import exposure_dict
from bldgassess.errors import Issue
from bldgassess.evidence.register import Piece
from bldgassess.label.result import CriterionResult, Improvement, LabelResult
from bldgassess.messages import sentence, templates
from bldgassess.pipeline.assessment import Assessment
from bldgassess.study import Study
from reports.canonical import json_bytes, plain
from reports.results_building import building_section, rooms_section
from reports.results_carbon import carbon_section
from reports.results_compliance import compliance_section
from reports.results_readiness import readiness_section
from reports.results_stages import energy_section, health_section

#: Version of the contract; raised with any change that a reader of the last one would trip over.
SCHEMA_VERSION = 1


def results_dict(assessment: Assessment) -> dict[str, Any]:
    """Return the assessment as plain data in the order of the contract.

    Raises
    ------
    ValueError
        When a figure is NaN or infinite: a bug of the stage that made it.
    """
    item = assessment
    section: dict[str, Any] = plain(
        {
            "schema": SCHEMA_VERSION,
            "program": {"name": "bldgassess", "version": __version__},
            "inputs": _inputs(item),
            "study": item.study.model_dump(mode="json"),
            "study_set": set_paths(item.study),
            "building": building_section(item),
            "rooms": rooms_section(item),
            "readiness": readiness_section(item.readiness),
            "energy": energy_section(item),
            "carbon": carbon_section(item),
            "health": health_section(item),
            "label": _label(item),
            "compliance": compliance_section(item.compliance),
            "border": exposure_dict(compute_exposure(item.inventory.lines, Terms()), {}),
            "assumptions": [
                {
                    "id": row.id,
                    "value": row.value,
                    "unit": row.unit,
                    "source": row.source,
                    "effect": row.effect,
                    "quality": row.quality,
                }
                for row in item.assumptions
            ],
            "issues": [_issue(issue) for issue in item.issues],
        }
    )
    return section


def results_bytes(assessment: Assessment) -> bytes:
    """Return the bytes of results.json."""
    return json_bytes(results_dict(assessment))


def set_paths(study: Study) -> list[str]:
    """Return the paths of all that somebody set in a study; the rest are defaults."""
    found = []
    for section in sorted(study.model_fields_set):
        part = getattr(study, section)
        names = part.model_fields_set if isinstance(part, BaseModel) else None
        if names is not None:
            found += [f"{section}.{name}" for name in sorted(names)]
        elif part:  # an empty table is what it is by default
            found.append(section)
    return found


def study_digest(assessment: Assessment) -> str:
    """Return the sha256 of the study's canonical form: every setting, sorted, however the file was written."""
    text = json.dumps(assessment.study.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _inputs(item: Assessment) -> dict[str, Any]:
    return {
        "model_sha256": sorted(item.building.digests),
        "study_sha256": study_digest(item),
        "weather_sha256": item.weather.digest,
        "weather": {"name": item.weather.name, "source": item.weather.source},
        "factors": {"id": item.factors.id, "version": item.factors.version, "sha256": item.factors.sha256},
        "catalogue": {
            "id": item.label.catalogue_id,
            "version": item.label.catalogue_version,
            "sha256": item.label.catalogue_sha256,
            "official": item.label.official,
        },
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "text": sentence(issue) if issue.code in templates() else issue.code,
        "params": dict(sorted(issue.params.items())),
        "ids": list(issue.ids),
    }


def _label(item: Assessment) -> dict[str, Any]:
    label = item.label
    return {
        "catalogue": label.catalogue_id,
        "catalogue_version": label.catalogue_version,
        "official": label.official,
        "disclaimer": label.disclaimer,
        "stage": label.stage,
        "building_type": item.study.building.use,
        "score": label.score,
        "level": label.level,
        "level_title": label.level_title,
        "categories": [
            {
                "id": row.id,
                "title": row.title,
                "points": row.points,
                "max": row.max_points,
                "pct": row.pct,
                "minimum_pct": row.minimum_pct,
            }
            for row in label.categories
        ],
        "criteria": [_criterion(row) for row in label.criteria],
        "next_level": _next_level(label),
        "improvements": [_improvement(row) for row in label.improvements],
        "evidence_pieces": [_piece(row) for row in label.pieces],
        "metrics": _nested(item.health.metrics.items()),
        "declared": _nested(item.study.label.declared.items()),
    }


def _criterion(row: CriterionResult) -> dict[str, Any]:
    return {
        "id": row.id,
        "category": row.category,
        "title": row.title,
        "metric": row.metric,
        "value": row.value,
        "unit": row.unit,
        "score_pct": row.score_pct,
        "points": row.points,
        "max": row.max_points,
        "state": row.state,
        "evidence": row.evidence,
        "evidence_ok": row.evidence_ok,
        "prerequisite_ok": row.prerequisite_ok,
        "slope": row.slope,
        "takes": row.takes,
        "reason": row.reason,
        "explain": row.explain,
        "curve": row.curve,
        "sources": [
            {"doc": doc, "clause": clause, "confidence": confidence} for doc, clause, confidence in row.sources
        ],
    }


def _improvement(row: Improvement) -> dict[str, Any]:
    return {
        "criterion": row.criterion,
        "metric": row.metric,
        "kind": row.kind,
        "step": row.step,
        "unit": row.unit,
        "needs": row.needs,
        "gain_points": row.gain_points,
        "effort_class": row.effort_class,
        "effort_source": row.effort_source,
        "measures": row.measures,
    }


def _piece(row: Piece) -> dict[str, Any]:
    """Write a piece of evidence without its persons."""
    return {
        "number": row.number,
        "criterion": row.criterion,
        "state": row.state,
        "kind": row.kind,
        "file": row.file,
        "sha256": row.sha256,
        "check": row.check,
    }


def _next_level(label: LabelResult) -> dict[str, Any] | None:
    step = label.next_level
    if step is None:
        return None
    return {
        "id": step.id,
        "title": step.title,
        "points_missing": step.points_missing,
        "categories_missing_pct": step.categories_missing_pct,
        "conditions": step.conditions,
    }


def _nested(items: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """Nest metric keys at their dots, so that ``label.metrics.<key>`` is a path like any other."""
    tree: dict[str, Any] = {}
    for key, value in sorted(items):
        node = tree
        *parents, leaf = key.split(".")
        for part in parents:
            child = node.setdefault(part, {})
            if not isinstance(child, dict):  # "a" and "a.b" both given: the longer one keeps its whole name
                node, leaf = tree, key
                break
            node = child
        node[leaf] = value
    return tree
