"""The readiness section of results.json, which ``bldgassess readiness --json`` prints as well."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bldgassess.ifc.readiness import Finding, Readiness
from reports.readiness_words import band_words, cap_words, finding_words


def readiness_section(readiness: Readiness, language: str = "en") -> dict[str, Any]:
    """Return score, band, caps, checks and findings as plain data; sentences in ``language``."""
    return {
        "score": readiness.score,
        "band": readiness.band,
        "assessable": readiness.assessable,
        "text": band_words(readiness, language),
        "caps": [
            {"id": cap.id, "score": cap.score, "assessable": cap.assessable, "text": cap_words(cap, language)}
            for cap in readiness.caps
        ],
        "checks": dict(sorted(readiness.checks.items())),
        "findings": [_finding(item, language) for item in readiness.findings],
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    words = finding_words(finding, language)
    return {
        "id": finding.id,
        "check": finding.check,
        "effect_fraction": finding.effect_fraction,
        "basis": finding.basis,
        "points": finding.points,
        "code": finding.code,
        "severity": finding.severity,
        "text": words.title,
        "share": words.share,
        "effect": words.effect,
        "mend": words.mend,
        "hints": [asdict(hint) for hint in words.hints],
        "params": dict(sorted(finding.params.items())),
        "ids": list(finding.ids),
    }
