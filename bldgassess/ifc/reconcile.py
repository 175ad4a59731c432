"""Authored quantities held against the shape: what agrees, what slipped by a known factor, what cannot be explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bldgassess.errors import Issue
from bldgassess.ifc.tables import read_table
from bldgassess.ifc.volume import MeshMeasure, quantise
from bldgassess.model import AuthoredQuantity

#: Agreement and the closeness to a known slip [-] (method: 2 %).
_CLOSE = 0.02
#: A gross volume counts openings in and may exceed the net shape by this factor.
_GROSS_MOST = 2.5
#: From this factor on a figure is wrong by it whatever openings it counts in; a smaller one must fit an end.
_LARGE = 90.0
#: Shares of figures that must slip alike for a small factor to be believed: of most lengths, for they are many.
_HALF, _MOST = 0.5, 0.8
#: Lengths may differ by rounding to half a centimetre [m].
_ROUNDED_M = 0.005
_SCOPES = {
    "external_wall": "wall", "internal_wall": "wall", "curtain_wall": "wall", "floor_slab": "plane",
    "ground_slab": "plane", "roof": "plane", "covering": "plane", "column": "linear", "beam": "linear",
    "window": "opening", "door": "opening",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """A factor that authored figures of some kinds are known to be wrong by, and its cause in words."""

    factor: float
    cause: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """The range that a quantity has by the shape: figures of the shape, each with a factor."""

    low: tuple[str, float]
    high: tuple[str, float]


@cache
def slips() -> tuple[Slip, ...]:
    """Return all known slips."""
    return tuple(Slip(float(row["factor"]), row["cause"], frozenset(row["kinds"].split()))
                 for row in read_table("quantity_slips.csv"))  # fmt: skip


@cache
def rules() -> Mapping[tuple[str, str, str], Rule]:
    """Return the rules by name, scope ("*" for all) and kind."""
    return {
        (row["name"], row["scope"], row["kind"]): Rule(_term(row["low"]), _term(row["high"]))
        for row in read_table("quantity_rules.csv")
    }


@cache
def mistakes() -> Mapping[tuple[str, str], tuple[tuple[str, float], str]]:
    """Return, by name and scope, the figure that tools are known to give in another's place, and that in words."""
    rows = read_table("quantity_mistakes.csv")
    return {(row["name"], row["scope"]): (_term(row["figure"]), row["cause"]) for row in rows}


def reconcile(
    rows: Iterable[AuthoredQuantity], measured: MeshMeasure | None, *, is_room: bool = False, part: str = ""
) -> tuple[AuthoredQuantity, ...]:
    """Hold quantities against a closed shape.

    Parameters
    ----------
    rows : iterable of AuthoredQuantity
        In SI units by the file's own units.
    measured : MeshMeasure or None
        The shape in the element's own axes.
    is_room, part : bool, str
        What it is; the same name means another thing of a wall, a slab, a column and a room.

    Returns
    -------
    tuple of AuthoredQuantity
        ``check`` becomes "agrees", "slip" (with ``corrected`` and ``cause``) or "differs"; rows that have nothing to be
        held against stay "unchecked". Where areas are asked, gross figures may count openings in.
    """
    if measured is None or not measured.closed:
        return tuple(rows)
    scope = "space" if is_room else _SCOPES.get(part, "")
    return tuple(_checked(row, measured, scope) for row in rows)


def expected_figure(row: AuthoredQuantity, measured: MeshMeasure, part: str) -> float | None:
    """Return what a net quantity of a body is by its shape; ``None`` where it is a range or has no counterpart.

    ``part`` is a building part or "space".
    """
    scope = part if part == "space" else _SCOPES.get(part, "")
    rule = _rule(row, scope)
    if rule is None or rule.low[0] == "extent" or rule.low[0] != rule.high[0]:
        return None
    return _figure(rule.high, measured) if rule.low[0] != "none" else None


def _rule(row: AuthoredQuantity, scope: str) -> Rule | None:
    return rules().get((row.name, scope, row.kind)) or rules().get((row.name, "*", row.kind))


def _checked(row: AuthoredQuantity, measured: MeshMeasure, scope: str) -> AuthoredQuantity:
    rule = _rule(row, scope)
    if rule is None or row.value <= 0.0:
        return row
    ranges = _ranges(rule, measured)
    if not ranges:
        return row
    slack = _ROUNDED_M if row.kind == "length" else 0.0
    if any(_within(row.value, low, high, slack) for low, high in ranges):
        return AuthoredQuantity(row.set_name, row.name, row.kind, row.value, "agrees")
    for slip in slips():
        value = row.value / slip.factor
        if row.kind in slip.kinds and any(_fits(value, slip, low, high, slack) for low, high in ranges):
            return replace(row, check="slip", cause=slip.cause, corrected=quantise(value))
    mistake = mistakes().get((row.name, scope))
    if mistake is not None and _within(row.value, _figure(mistake[0], measured), _figure(mistake[0], measured), 0.0):
        return replace(row, check="slip", cause=mistake[1], corrected=quantise(ranges[0][0]))
    return replace(row, check="differs")


def confirm_slips(
    named: Mapping[tuple[str, str], Sequence[AuthoredQuantity]],
) -> dict[str, tuple[AuthoredQuantity, ...]]:
    """Keep a slip by a small factor only where it is the rule, for one figure may be near it by chance.

    Parameters
    ----------
    named : mapping
        Checked quantities by (name of the element, what it is).

    Returns
    -------
    dict
        By name of the element. A slip by less than ``_LARGE`` stays where half of the checked figures of that name, of
        elements of that kind, slipped alike; for a length, where most of the file's did.
    """
    checked: dict[tuple[str, ...], int] = {}
    alike: dict[tuple[str, ...], int] = {}
    for (_, part), rows in named.items():
        for row in rows:
            if row.check != "unchecked":
                key = _group(row, part)
                checked[key] = checked.get(key, 0) + 1
                alike[*key, row.cause] = alike.get((*key, row.cause), 0) + 1
    small = {slip.cause for slip in slips() if max(slip.factor, 1.0 / slip.factor) < _LARGE}
    result = {}
    for (name, part), rows in named.items():
        kept = []
        for row in rows:
            key = _group(row, part)
            least = (_MOST if row.kind == "length" else _HALF) * checked.get(key, 0)
            is_chance = row.check == "slip" and row.cause in small and alike[*key, row.cause] < least
            kept.append(replace(row, check="differs", cause="", corrected=None) if is_chance else row)
        is_same = isinstance(rows, tuple) and all(new is old for new, old in zip(kept, rows, strict=True))
        result[name] = rows if is_same and isinstance(rows, tuple) else tuple(kept)
    return result


def _group(row: AuthoredQuantity, part: str) -> tuple[str, ...]:
    return (row.name, row.kind, "" if row.kind == "length" else part)


def _within(value: float, low: float, high: float, slack: float) -> bool:
    return low * (1.0 - _CLOSE) - slack <= value <= high * (1.0 + _CLOSE) + slack


def _fits(value: float, slip: Slip, low: float, high: float, slack: float) -> bool:
    if slack > 0.0:  # a length, whose range is its corners
        return _within(value, low, high, slack)
    if max(slip.factor, 1.0 / slip.factor) >= _LARGE:
        return _within(value, low, _GROSS_MOST * high if slip.factor > 1.0 else high, slack)
    return _within(value, low, low, slack) or _within(value, high, high, slack)


def _ranges(rule: Rule, measured: MeshMeasure) -> list[tuple[float, float]]:
    """Ranges of a rule: one, or for lengths one an extent, along it from the middle of a corner to its outside."""
    if rule.low[0] == "none":
        return []
    if rule.low[0] == "extent":
        along, across, up = measured.size_m
        thin = min(measured.size_m)
        ends = thin if thin < 0.5 * along else 0.0
        flat = measured.volume_m3 / measured.face_area_m2 if measured.face_area_m2 > 0.0 else 0.0
        sizes = ((along, ends), (across, 0.0), (up, 0.0), (flat, 0.0))
        return [(size * rule.low[1] - more, size * rule.high[1] + more) for size, more in sizes if size > 0.0]
    low, high = _figure(rule.low, measured), _figure(rule.high, measured)
    return [(low, max(low, high))] if low > 0.0 else []


def _figure(term: tuple[str, float], measured: MeshMeasure) -> float:
    return _FIGURES[term[0]](measured) * term[1]


def _gross_volume(measured: MeshMeasure) -> float:
    return min(_GROSS_MOST * measured.volume_m3, measured.box_m3)


def _section(measured: MeshMeasure) -> float:
    return measured.volume_m3 / max(measured.size_m) if max(measured.size_m) > 0.0 else 0.0


#: Figures of the shape that rules name.
_FIGURES: dict[str, Callable[[MeshMeasure], float]] = {
    "volume": lambda item: item.volume_m3,
    "gross_volume": _gross_volume,
    "side": lambda item: item.side_area_m2,
    "side_box": lambda item: item.size_m[0] * item.size_m[2],
    "side_perimeter": lambda item: 2.0 * (item.size_m[0] + item.size_m[2]),
    "base": lambda item: min(item.base_area_m2, item.bottom_area_m2),
    "bottom": lambda item: item.bottom_area_m2,
    "top": lambda item: item.top_area_m2,
    "face": lambda item: item.slab_area_m2,
    "plan_box": lambda item: max(item.size_m[0] * item.size_m[1], item.slab_area_m2),
    "plan_perimeter": lambda item: min(item.perimeter_m, 2.0 * (item.size_m[0] + item.size_m[1])),
    "perimeter": lambda item: item.perimeter_m,
    "upright": lambda item: item.upright_area_m2,
    "surface": lambda item: item.surface_area_m2,
    "up": lambda item: item.size_m[2],
    "section": _section,
    "skin": lambda item: item.surface_area_m2 - 2.0 * _section(item),
}


def _term(text: str) -> tuple[str, float]:
    name, _, factor = text.partition("*")
    return name, float(factor or 1.0)


def quantity_issues(named: Mapping[str, Sequence[AuthoredQuantity]]) -> tuple[Issue, ...]:
    """Return one issue for each quantity and cause, with the elements concerned."""
    found: dict[tuple[str, str], list[str]] = {}
    for guid, rows in named.items():
        for row in rows:
            if row.check in {"slip", "differs"}:
                found.setdefault((row.name, row.cause), []).append(guid)
    issues = []
    for (name, cause), guids in sorted(found.items()):
        ids = tuple(sorted(set(guids)))
        if cause:
            params: dict[str, str | int | float] = {"count": len(ids), "name": name, "cause": cause}
            issues.append(Issue("ifc.quantity_slip", params, ids, "warning"))
        else:
            issues.append(Issue("ifc.quantity_differs", {"count": len(ids), "name": name}, ids, "info"))
    return tuple(issues)
