"""Limits held against the facts of a model, one row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bldgassess.compliance.facts import DIRECTIONS, LIGHT_UP_TO, Facts, Piece, mean_shgc, mean_u
from bldgassess.compliance.limits import Limit, above
from bldgassess.compliance.result import ComplianceRow, State
from bldgassess.errors import Issue, ParamValue

#: Relative excess that is rounding and no failure [-].
_ROUNDING = 1e-9
#: Quantities that are not computed, and why (codes of messages).
_NOT_COMPUTED = {
    "n50": "compliance.no_pressure_test",
    "per_classic": "compliance.no_renewable_primary_energy",
    "per_plus": "compliance.no_renewable_primary_energy",
    "per_premium": "compliance.no_renewable_primary_energy",
    "g_reference": "compliance.reference_value",
}
_USES_OF = {
    "heating_electricity": ("heating",),
    "cooling_electricity": ("cooling",),
    "public_electricity": ("heating", "cooling", "ventilation", "lighting"),
}
_OPAQUE = ("wall", "roof", "floor")


def evaluate(limits: Sequence[Limit], facts: Facts) -> tuple[ComplianceRow, ...]:
    """Return a row for each limit that holds for the building, in the order of the table; by direction for windows."""
    rows: list[ComplianceRow] = []
    groups: dict[tuple[str, str, str], list[Limit]] = {}
    for item in limits:
        groups.setdefault((item.standard, item.element, item.quantity), []).append(item)
    for own in groups.values():
        first = own[0]
        if first.element == "building":
            rows += [_building_row(limit, facts) for limit in own]
        elif first.quantity in _NOT_COMPUTED or first.element == "bridges":
            reason = _NOT_COMPUTED.get(first.quantity, "compliance.no_thermal_bridges")
            rows += [_row(limit, None, reason=Issue(reason, severity="info")) for limit in own]
        elif first.element == "window":
            rows += _window_rows(own, facts)
        else:
            rows += [row for limit in own for row in _opaque_rows(limit, facts)]
    return tuple(rows)


def _row(
    limit: Limit,
    value: float | None,
    *,
    direction: str = "",
    reason: Issue | None = None,
    pieces: Sequence[Piece] = (),
) -> ComplianceRow:
    state: State = "not_assessed"
    if value is not None:
        state = "pass" if value <= limit.limit * (1.0 + _ROUNDING) else "fail"
    over = {item.id for item in pieces if _own(item, limit.quantity) > limit.limit * (1.0 + _ROUNDING)}
    return ComplianceRow(
        limit_id=limit.id,
        standard=limit.standard,
        clause=limit.clause,
        element=limit.element,
        quantity=limit.quantity,
        direction=direction,
        value=value,
        limit=limit.limit,
        unit=limit.unit,
        state=state,
        condition=limit.condition,
        source=limit.source,
        quality=limit.quality,
        reason=reason,
        over=tuple(sorted(over)),
    )


def _own(piece: Piece, quantity: str) -> float:
    return (piece.shgc or 0.0) if quantity == "shgc" else piece.u_w_m2k


def _opaque_rows(limit: Limit, facts: Facts) -> Iterator[ComplianceRow]:
    kinds = _OPAQUE if limit.element == "opaque" else (limit.element,)
    pieces = [item for kind in kinds for item in facts.pieces[kind]]
    reason = None
    if limit.element == "floor" and any(item.on_ground for item in pieces):
        reason = Issue("compliance.ground_floor", severity="info")
    if limit.inertia:
        # a wall of unknown layers is held against the stricter limit, that of light walls
        light = [item for item in pieces if item.inertia is None or item.inertia <= LIGHT_UP_TO]
        if limit.inertia == "light" and any(item.inertia is None for item in light):
            reason = Issue("compliance.inertia_unknown", severity="info")
        pieces = light if limit.inertia == "light" else [item for item in pieces if item not in light]
    if not pieces:
        return
    if limit.shape_most is not None and (facts.shape_factor or 0.0) > limit.shape_most:
        params = {"found": round(facts.shape_factor or 0.0, 3), "most": limit.shape_most}
        yield _row(limit, None, reason=Issue("compliance.shape_outside", params, severity="info"))
        return
    yield _row(limit, mean_u(pieces), reason=reason, pieces=pieces)


def _window_rows(limits: Sequence[Limit], facts: Facts) -> Iterator[ComplianceRow]:
    """Yield a row a direction where the limit depends on the ratio or the direction, else one for all windows."""
    windows = facts.pieces["window"]
    by_ratio = any(item.ratio != (None, None) for item in limits)
    if not windows:
        return
    if not by_ratio and not any(item.directions for item in limits):
        for limit in limits:
            yield _row(limit, mean_u(windows), pieces=windows)
        return
    for way in DIRECTIONS:
        own = [item for item in windows if item.direction == way]
        fitting = [item for item in limits if not item.directions or way in item.directions]
        if not own or not fitting:
            continue
        ratio = facts.ratio(way)
        held = [item for item in fitting if above(ratio, item.ratio)] if by_ratio else fitting
        if not held:
            # shgc tables start above some ratio: below it there is no limit to hold
            least = min(item.ratio[0] or 0.0 for item in fitting)
            if ratio > least:
                params: dict[str, ParamValue] = {"ratio": round(100.0 * ratio), "direction": way}
                reason = Issue("compliance.ratio_outside", params, severity="info")
                yield _row(fitting[-1], None, direction=way, reason=reason)
            continue
        for limit in held:
            if limit.quantity == "wwr":
                yield _row(limit, ratio, direction=way)
            else:
                value = mean_shgc(own) if limit.quantity == "shgc" else mean_u(own)
                yield _row(limit, value, direction=way, pieces=own)


def _building_row(limit: Limit, facts: Facts) -> ComplianceRow:
    if limit.quantity in _NOT_COMPUTED:
        return _row(limit, None, reason=Issue(_NOT_COMPUTED[limit.quantity], severity="info"))
    if limit.quantity == "shape_factor":
        return _row(limit, facts.shape_factor, reason=Issue("compliance.inner_dimensions", severity="info"))
    if limit.quantity == "heating_need":
        return _row(limit, facts.heating_need_kwh_m2)
    if limit.quantity == "heating_load":
        return _row(limit, facts.heating_load_w_m2)
    uses = _USES_OF[limit.quantity]
    fuels = sorted({carrier for use in uses for carrier in facts.fuels.get(use, ())})
    if fuels:
        params = {"carriers": ", ".join(fuels)}
        return _row(limit, None, reason=Issue("compliance.other_carriers", params, severity="info"))
    return _row(limit, sum(facts.electricity_kwh_m2.get(use, 0.0) for use in uses))
