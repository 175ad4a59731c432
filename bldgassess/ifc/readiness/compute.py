"""The score: 100 minus each check's weight times the share that fails it, not above the caps."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from bldgassess.errors import ParamValue, Severity
from bldgassess.ifc.readiness import envelope, materials, quantities, rooms, shapes, site
from bldgassess.ifc.readiness.result import Cap, Finding, Measured, Readiness
from bldgassess.ifc.readiness.tables import CheckRow, bands, cap_rows, check_rows
from bldgassess.ifc.readiness.view import View, make_view
from bldgassess.model import Building

CHECKS: Mapping[str, Callable[[View], tuple[Measured, ...]]] = {
    "box_volume": shapes.box_volume,
    "default_place": site.default_place,
    "doubled": shapes.doubled,
    "duplicate_guid": shapes.duplicate_guid,
    "envelope": envelope.envelope,
    "external": envelope.external,
    "layer_thickness": materials.layer_thickness,
    "materials": materials.no_material,
    "no_rooms": rooms.no_rooms,
    "no_shape": shapes.no_shape,
    "no_volume": shapes.no_volume,
    "open_shape": shapes.open_shape,
    "openings_material": envelope.openings_material,
    "outlying": shapes.outlying,
    "parts": shapes.parts,
    "place": site.place,
    "proxies": shapes.proxies,
    "qto_differs": quantities.qto_differs,
    "qto_missing": quantities.qto_missing,
    "qto_slip": quantities.qto_slip,
    "rooms_boundaries": rooms.rooms_boundaries,
    "rooms_dark": rooms.rooms_dark,
    "rooms_empty": rooms.rooms_empty,
    "rooms_missing": rooms.rooms_missing,
    "rooms_overlap": rooms.rooms_overlap,
    "split": materials.split,
    "storeys": shapes.storeys,
    "true_north": site.true_north,
    "u_opaque": envelope.u_opaque,
    "u_window": envelope.u_window,
    "unclassed": shapes.unclassed,
    "units": site.units,
    "unmappable": materials.unmappable,
    "unresolved": envelope.unresolved,
    "unsure": materials.unsure,
}
#: Issues of the reader that a check reports as a finding, so that no list says them twice.
COVERED_ISSUES = frozenset(
    {
        "ifc.bad_guid",
        "ifc.boundaries_unsound",
        "ifc.hull_spaces",
        "ifc.layer_thickness",
        "ifc.missing_rooms",
        "ifc.missing_unit",
        "ifc.no_shape",
        "ifc.openings_unresolved",
        "ifc.quantity_differs",
        "ifc.quantity_slip",
        "ifc.unit_inferred",
        "ifc.voxel_rooms",
    }
)
_LESS: Mapping[Severity, Severity] = {"error": "warning", "warning": "info", "info": "info"}
_ORDER: Mapping[str, int] = {"error": 0, "warning": 1, "info": 2}
#: Parts that stand up, and parts that lie on or under them; a building has both.
_UPRIGHT = frozenset({"external_wall", "internal_wall", "curtain_wall", "column"})
_LEVEL = frozenset({"floor_slab", "ground_slab", "roof", "foundation"})


def compute_readiness(building: Building) -> Readiness:
    """Score a building 0-100 and list what takes points off, heaviest first.

    A check takes off its weight times the share (of volume, rooms, area: its ``basis``) that fails it. Caps hold the
    score down where a model cannot carry an assessment, however clean the rest is.
    """
    view = make_view(building)
    shares: dict[str, float] = {}
    findings: list[Finding] = []
    for row in check_rows():
        found = [item for item in CHECKS[row.id](view) if item.share > 0.0]
        together = math.fsum(item.share for item in found)
        shares[row.id] = min(1.0, together)
        scale = shares[row.id] / together if together > 0.0 else 0.0
        findings += [_finding(row, item, scale) for item in found]
    score = max(0.0, 100.0 - math.fsum(item.points for item in findings))
    caps = _caps(view, shares)
    score = min([score, *(cap.score for cap in caps)])
    findings.sort(key=lambda item: (-item.points, _ORDER[item.severity], item.id))
    assessable = all(cap.assessable for cap in caps)
    passed = {key: round(100.0 * (1.0 - share), 6) for key, share in shares.items()}
    return Readiness(round(score, 6), passed, tuple(findings), caps, _band(score), assessable)


def _finding(row: CheckRow, found: Measured, scale: float) -> Finding:
    severity = _LESS[row.severity] if found.share < row.minor_below else row.severity
    params: dict[str, ParamValue] = {"count": len(found.ids), **found.params}
    code = f"readiness.{row.id}" + (f".{found.variant}" if found.variant else "")
    return Finding(
        id=row.id + (f":{found.key}" if found.key else ""),
        check=row.id,
        severity=severity,
        code=code,
        params=params,
        ids=found.ids,
        effect_fraction=round(found.share, 9),
        basis=row.basis,
        points=round(row.weight * found.share * scale, 6),
    )


def _caps(view: View, shares: Mapping[str, float]) -> tuple[Cap, ...]:
    measures = {
        **shares,
        "no_floor_area": 0.0 if view.building.gia_m2 > 0.0 else 1.0,
        "no_structure": 0.0 if _stands(view) else 1.0,
        "no_usable_material": min(1.0, shares["materials"] + shares["unmappable"]),
    }
    found = [row for row in cap_rows() if measures[row.measure] >= row.from_share]
    barred = [row for row in found if not row.assessable]
    found = sorted(barred or found, key=lambda row: (row.score, row.id))
    return tuple(Cap(row.id, row.score, row.assessable, f"readiness.cap.{row.id}") for row in found)


def _stands(view: View) -> bool:
    found: Sequence[str] = [item.part for item in view.solid]
    return bool(_UPRIGHT.intersection(found)) and bool(_LEVEL.intersection(found))


def _band(score: float) -> str:
    return next(band for band, lowest in bands() if score >= lowest)
