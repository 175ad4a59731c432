"""How fit a model is for assessment: weighted checks as data, each finding with its elements and how to mend it."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from bldgassess.model import Building, Element

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``code`` and ``code.mend`` are messages with ``params``; ``effect_fraction``: share concerned."""

    check: str
    severity: Severity
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


@dataclass(frozen=True, slots=True)
class _Check:
    id: str
    weight: float
    severity: Severity
    code: str


def compute_readiness(building: Building) -> Readiness:
    """Score a building: 100 minus each check's weight times the share (of volume, rooms or walls) that fails it."""
    shares: dict[str, float] = {}
    findings: list[tuple[float, Finding]] = []
    checks = _checks()
    for check in checks:
        share, ids = _FAILING[check.id](building)
        shares[check.id] = round(100.0 * (1.0 - share), 6)
        if share > 0.0:
            finding = Finding(check.id, check.severity, check.code, {"count": len(ids)}, ids, round(share, 9))
            findings.append((check.weight * share, finding))
    total = math.fsum(check.weight for check in checks)
    lost = math.fsum(weight for weight, _ in findings)
    findings.sort(key=lambda item: (-item[0], item[1].check))
    return Readiness(round(100.0 * (1.0 - lost / total), 6), shares, tuple(item for _, item in findings))


@cache
def _checks() -> tuple[_Check, ...]:
    text = files("bldgassess.ifc").joinpath("data", "readiness_checks.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(_Check(row["id"], float(row["weight"]), cast(Severity, row["severity"]), row["code"]) for row in rows)


def _share(items: Sequence[Element], failing: Sequence[Element]) -> tuple[float, tuple[str, ...]]:
    return (len(failing) / len(items) if items else 0.0), tuple(item.guid for item in failing)


def _structure(building: Building) -> list[Element]:
    return [item for item in building.elements if item.part not in {"furniture", "services", "other"}]


def _rooms(building: Building) -> tuple[float, tuple[str, ...]]:
    return (0.0 if any(item.origin == "model" for item in building.spaces) else 1.0), ()


def _materials(building: Building) -> tuple[float, tuple[str, ...]]:
    items = _structure(building)
    return _share(items, [item for item in items if not any(layer.material for layer in item.materials)])


def _closed(building: Building) -> tuple[float, tuple[str, ...]]:
    items = [item for item in _structure(building) if item.part not in {"window", "door", "railing"}]
    return _share(items, [item for item in items if not item.mesh_closed])


def _split(building: Building) -> tuple[float, tuple[str, ...]]:
    items = _structure(building)
    lists = [
        item for item in items
        if any(layer.thickness_m is None and layer.fraction is None for layer in item.materials)
    ]  # fmt: skip
    return _share(items, lists)


def _external(building: Building) -> tuple[float, tuple[str, ...]]:
    items = [item for item in building.elements if item.part in {"external_wall", "internal_wall"}]
    return _share(items, [item for item in items if item.is_external is None])


def _place(building: Building) -> tuple[float, tuple[str, ...]]:
    return (1.0 if building.site.latitude_deg is None else 0.0), ()


def _default_place(building: Building) -> tuple[float, tuple[str, ...]]:
    return (1.0 if building.site.location_looks_default else 0.0), ()


def _storeys(building: Building) -> tuple[float, tuple[str, ...]]:
    return _share(building.elements, [item for item in building.elements if item.storey_guid is None])


def _windows(building: Building) -> tuple[float, tuple[str, ...]]:
    lit = {item.space_guid for item in building.openings if item.boundary == "outside" and item.kind != "door"}
    dark = tuple(item.guid for item in building.spaces if item.guid not in lit)
    return (len(dark) / len(building.spaces) if building.spaces else 0.0), dark


_FAILING: dict[str, Callable[[Building], tuple[float, tuple[str, ...]]]] = {
    "rooms": _rooms,
    "materials": _materials,
    "closed": _closed,
    "split": _split,
    "external": _external,
    "place": _place,
    "default_place": _default_place,
    "storeys": _storeys,
    "windows": _windows,
}
