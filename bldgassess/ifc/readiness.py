"""How fit a model is for assessment: weighted checks as data, each finding with its elements and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``message``/``mend`` are message codes with ``params``; ``effect_fraction`` is the share of volume or area concerned."""

    check: str
    severity: Literal["error", "warning", "info"]
    code: str
    params: dict[str, str | int | float]
    ids: tuple[str, ...]
    effect_fraction: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """Score 0-100 and the findings, heaviest first."""

    score: float
    checks: dict[str, float]
    findings: tuple[Finding, ...]
