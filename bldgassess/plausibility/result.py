"""What a plausibility check says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.errors import Issue

CheckState = Literal["pass", "warn", "not_checked"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a value held against a band.

    ``state`` "not_checked": the results hold no such value. ``title``, ``advice``: messages; ``advice`` says what to
    look at where the value is outside. ``explain``: path of the figure in results.json. ``ids``: elements or ledger
    rows that the value is about, at most those that are outside. ``source``, ``quality``: of the band.
    """

    id: str
    group: str
    state: CheckState
    value: float | None
    unit: str
    low: float | None
    high: float | None
    title: Issue
    advice: Issue
    explain: str
    ids: tuple[str, ...]
    source: str
    quality: str


def count_checks(checks: tuple[Check, ...], state: CheckState) -> int:
    """Return how many checks are in a state."""
    return sum(1 for check in checks if check.state == state)
