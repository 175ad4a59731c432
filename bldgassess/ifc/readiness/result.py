"""What the readiness report says: findings, caps, facts and the score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bldgassess.errors import ParamValue, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Parameters
    ----------
    id : str
        Stable: the check, and after a colon what tells its findings apart, such as ``"qto_slip:GrossVolume"``.
    check : str
        Row of ``readiness_checks.csv``.
    severity : {"error", "warning", "info"}
    code : str
        Message of the title; ``code.effect`` says what it does to the result, ``code.mend`` how to mend it.
    params : mapping
        Values for the messages; always ``count``.
    ids : tuple of str
        GlobalIds of the elements or rooms concerned, sorted.
    effect_fraction : float
        Share of ``basis`` concerned [0-1].
    basis : str
        What the share is of: "volume", "rooms", "outer", "windows", "walls", "elements", "units" or "building".
    points : float
        What it takes off the score [points of 100].
    """

    id: str
    check: str
    severity: Severity
    code: str
    params: Mapping[str, ParamValue]
    ids: tuple[str, ...]
    effect_fraction: float
    basis: str = "building"
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Cap:
    """A reason why the score cannot be higher; ``assessable`` is False where there is nothing to compute from."""

    id: str
    score: float
    assessable: bool
    code: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the model is, counted: no judgement. Tuples of (name, count) are sorted by count, then name."""

    schema: str
    authoring_tool: str
    files: int
    classes: tuple[tuple[str, int], ...]
    storeys: tuple[tuple[str, int], ...]
    volume_m3: float
    rooms: int
    rooms_origin: str
    envelope_source: str
    latitude_deg: float | None
    longitude_deg: float | None
    true_north_deg: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """Score 0-100 with its band, the share of each check that passes [0-100], and the findings, heaviest first."""

    score: float
    checks: dict[str, float]
    findings: tuple[Finding, ...]
    caps: tuple[Cap, ...] = ()
    band: str = ""
    assessable: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """What a check found: the share [0-1] of its basis, the ids, and what tells several findings apart."""

    share: float
    ids: tuple[str, ...] = ()
    key: str = ""
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    variant: str = ""
