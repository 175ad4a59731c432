"""Weights, caps, bands and limits of the readiness report: data files, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from bldgassess.data_rows import data_rows
from bldgassess.errors import Severity


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check: points lost when all of ``basis`` fails, and the share below which it is a minor matter."""

    id: str
    weight: float
    severity: Severity
    minor_below: float
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class CapRow:
    """A limit of the score, in force from a share of a measure on."""

    id: str
    measure: str
    from_share: float
    score: float
    assessable: bool


@dataclass(frozen=True, slots=True)
class HintRow:
    """A hint for one authoring tool; ``quality`` "D": from memory, unverified."""

    check: str
    tool: str
    source: str
    quality: str

    @property
    def code(self) -> str:
        """Message of the hint."""
        return f"readiness.{self.check}.{self.tool.lower()}"


def _rows(name: str) -> list[dict[str, str]]:
    rows = data_rows("bldgassess.ifc", name)
    if any(not row["source"] or not row["quality"] for row in rows):
        raise ValueError(f"{name}: a row without source or quality")
    return rows


@cache
def check_rows() -> tuple[CheckRow, ...]:
    """Return all checks, sorted by id."""
    return tuple(
        CheckRow(
            row["id"],
            float(row["weight"]),
            cast(Severity, row["severity"]),
            float(row["minor_below"]),
            row["basis"],
            row["source"],
        )
        for row in _rows("readiness_checks.csv")
    )


@cache
def cap_rows() -> tuple[CapRow, ...]:
    """Return all caps, sorted by id."""
    return tuple(
        CapRow(row["id"], row["measure"], float(row["from_share"]), float(row["score"]), row["assessable"] == "yes")
        for row in _rows("readiness_caps.csv")
    )


@cache
def limits() -> dict[str, float]:
    """Return the limits by id."""
    return {row["id"]: float(row["value"]) for row in _rows("readiness_limits.csv")}


@cache
def envelope_shares() -> dict[str, float]:
    """Return what each source of the envelope costs, 0-1."""
    return {row["source_used"]: float(row["share"]) for row in _rows("readiness_envelope.csv")}


@cache
def bands() -> tuple[tuple[str, float], ...]:
    """Return (band, lowest score), best first."""
    return tuple((row["id"], float(row["from_score"])) for row in _rows("readiness_bands.csv"))


@cache
def hint_rows() -> tuple[HintRow, ...]:
    """Return all hints, sorted by check and tool."""
    return tuple(
        HintRow(row["check"], row["tool"], row["source"], row["quality"]) for row in _rows("readiness_hints.csv")
    )


@cache
def tool_of(authoring_tool: str) -> str:
    """Return which of the tools with hints wrote a file, or ""."""
    for row in _rows("readiness_tools.csv"):
        if re.search(row["pattern"], authoring_tool, re.IGNORECASE):
            return row["tool"]
    return ""
