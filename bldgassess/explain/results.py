"""Explain a figure of results.json: its rows down to element, quantity and origin, factor record, source and table."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bldgassess.carbon.result import EMBODIED_MODULES, TOTAL_MODULES, UPFRONT_MODULES
from bldgassess.errors import Issue, UserError
from bldgassess.explain.formulas import FORMULAS, Formula
from bldgassess.glossary import quantity

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One row of the ledger that the figure is made of, largest first; ``fields`` are the row's columns by name."""

    kgco2e: float
    fraction: float
    fields: Row


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure with its value, unit, clause, formula, the rows or values it is made of and where they come from."""

    path: str
    name: str
    value: Any
    unit: str
    clause: str
    formula: Formula | None
    contributions: tuple[Contribution, ...]
    rows_total: int
    rows_sum: float | None
    details: dict[str, Any]


def read_results(path: Path) -> dict[str, Any]:
    """Read a results file, or the one in a results folder.

    Raises
    ------
    UserError
        When it is missing, damaged or not ours.
    """
    file = path / "results.json" if path.is_dir() else path
    try:
        results = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            Issue("results.cannot_read", {"file": str(path.name), "reason": error.strerror or "?"})
        ) from error
    except ValueError as error:
        raise UserError(Issue("results.not_json", {"file": file.name})) from error
    if not isinstance(results, dict) or "carbon" not in results or "label" not in results:
        raise UserError(Issue("results.not_ours", {"file": file.name}))
    return results


def explain(results_path: Path, path: str, *, most: int = 10) -> Explanation:
    """Explain one figure.

    Parameters
    ----------
    results_path : Path
        results.json (with inventory.csv beside it) or its folder.
    path : str
        Such as ``carbon.modules.A1-A3``, ``label.criteria.C01``, ``health.T3`` or ``health.T3.spaces.<GUID>``.
    most : int
        How many contributions to list.
    """
    results = read_results(results_path)
    folder = results_path if results_path.is_dir() else results_path.parent
    return explain_figure(results, lambda: _ledger(folder), path, most=most)


def explain_figure(
    results: dict[str, Any], ledger: Callable[[], list[Row]], path: str, *, most: int = 10
) -> Explanation:
    """Explain one figure of results at hand; ``ledger`` gives the rows of inventory.csv, asked only where needed."""
    if is_of_ledger(path):
        return _explain_ledger(results, ledger(), path, most)
    if path.startswith("label.criteria."):
        return _explain_listed(results["label"]["criteria"], path, path.split(".", 2)[2], "label criterion")
    if path.startswith("health.") and path.split(".")[1] not in results["health"]:
        return _explain_health(results, path)
    return _explain_value(results, path)


def is_of_ledger(path: str) -> bool:
    """Tell whether a figure is a sum over rows of the ledger."""
    return path.startswith("carbon.modules.") or path in _TOTALS


#: Figures that are sums of modules: path -> the modules.
_TOTALS: dict[str, tuple[str, ...]] = {
    "carbon.total_kgco2e": TOTAL_MODULES,
    "carbon.per_m2": TOTAL_MODULES,
    "carbon.per_m2_a": TOTAL_MODULES,
    "carbon.upfront_per_m2": UPFRONT_MODULES,
    "carbon.embodied_per_m2": EMBODIED_MODULES,
    "carbon.operational_per_m2_a": ("B6",),
}


def _ledger(folder: Path) -> list[Row]:
    file = folder / "inventory.csv"
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except OSError as error:
        raise UserError(Issue("results.no_inventory", {"file": file.name})) from error


def _not_found(path: str, choices: list[str]) -> UserError:
    return UserError(Issue("results.no_such_figure", {"path": path, "choices": ", ".join(choices[:40])}))


def _explain_ledger(results: dict[str, Any], rows: list[Row], path: str, most: int) -> Explanation:
    amounts = [{name: float(row[name]) for name in results["carbon"]["modules"] if row.get(name)} for row in rows]
    return explain_ledger(results, amounts, rows.__getitem__, path, most=most)


def explain_ledger(
    results: dict[str, Any],
    amounts: Sequence[Mapping[str, float]],
    fields_of: Callable[[int], Row],
    path: str,
    *,
    most: int = 10,
    is_part: bool = False,
) -> Explanation:
    """Explain a figure by rows of the ledger.

    Parameters
    ----------
    results : dict
        Of results.json.
    amounts : sequence of mapping
        Module -> kgCO2e of each row; what is not declared is absent.
    fields_of : function
        Row number -> the columns of inventory.csv; asked for the rows that are listed only.
    path : str
        ``carbon.modules.<module>``, a total such as ``carbon.per_m2``, or any name where ``is_part``.
    most : int
        How many rows to list.
    is_part : bool
        The rows are a part of the ledger; the value is their own sum of A to C.

    Raises
    ------
    UserError
        When there is no such module.
    """
    modules: dict[str, float] = results["carbon"]["modules"]
    if is_part:
        wanted = [name for name in modules if name in TOTAL_MODULES]
    elif path in _TOTALS:
        wanted = [name for name in modules if name in _TOTALS[path]]
    else:
        wanted = [path.removeprefix("carbon.modules.")]
        if wanted[0] not in modules:
            raise _not_found(path, [f"carbon.modules.{name}" for name in modules])
    sums = [math.fsum(row[name] for name in wanted if name in row) for row in amounts]
    total = math.fsum(row[name] for row in amounts for name in wanted if name in row)
    value = total if is_part else results["carbon"][path.split(".")[1]] if path in _TOTALS else modules[wanted[0]]
    order = [k for k in sorted(range(len(sums)), key=lambda k: -abs(sums[k])) if sums[k]]
    found = [Contribution(sums[k], sums[k] / total if total else 0.0, fields_of(k)) for k in order[:most]]
    known = quantity(path)
    return Explanation(
        path,
        known.name if known else path,
        value,
        known.unit if known else "kgCO2e",
        known.clause if known else "",
        FORMULAS.get(known.formula) if known else None,
        tuple(found),
        len(order),
        total,
        _ledger_details(results, path, wanted),
    )


def _ledger_details(results: dict[str, Any], path: str, wanted: list[str]) -> dict[str, Any]:
    carbon = results["carbon"]
    details: dict[str, Any] = {
        "study_period_a": carbon["study_period_a"],
        "gia_m2": results["building"]["gia_m2"],
        "area_m2": carbon.get("area_m2"),
        "area_rule": carbon.get("area_rule"),
        "profile": carbon["profile"],
    }
    if path in _TOTALS and carbon.get("sinks_kgco2e"):
        details["sinks_kgco2e"] = carbon["sinks_kgco2e"]
    if len(wanted) == 1:
        for key in ("coverage", "proxy_fraction"):
            if wanted[0] in carbon.get(key, {}):
                details[key] = carbon[key][wanted[0]]
    return details


def _explain_listed(items: list[dict[str, Any]], path: str, identity: str, kind: str) -> Explanation:
    item = next((item for item in items if item["id"] == identity), None)
    if item is None:
        raise _not_found(path, [f"{path.rsplit('.', 1)[0]}.{item['id']}" for item in items])
    name = item.get("title", item.get("name", identity))
    shown = name.get("en", identity) if isinstance(name, dict) else name
    details = {
        key: value for key, value in item.items() if key not in {"id", "title", "name", "spaces", "value", "unit"}
    }
    return Explanation(
        path,
        f"{kind} {identity}: {shown}",
        item.get("value"),
        item.get("unit", ""),
        item.get("clause", ""),
        None,
        (),
        0,
        None,
        details,
    )


def _explain_health(results: dict[str, Any], path: str) -> Explanation:
    parts = path.split(".")
    indicators = results["health"]["indicators"]
    base = _explain_listed(indicators, f"health.{parts[1]}", parts[1], "health indicator")
    indicator = next(item for item in indicators if item["id"] == parts[1])
    spaces, formula = indicator.get("spaces", {}), FORMULAS.get(indicator.get("formula", ""))
    if len(parts) == 2:
        details = {**base.details, "spaces": spaces}
        return Explanation(path, base.name, base.value, base.unit, base.clause, formula, (), 0, None, details)
    guid = ".".join(parts[3:]) if parts[2] == "spaces" else ""
    if guid not in spaces:
        raise _not_found(path, [f"health.{parts[1]}.spaces.{key}" for key in spaces])
    space = spaces[guid]
    details = {
        **{k: v for k, v in space.items() if k != "value"},
        "source": base.details.get("source"),
        "limits": base.details.get("limits"),
    }
    return Explanation(path, base.name, space.get("value"), base.unit, base.clause, formula, (), 0, None, details)


def _explain_value(results: dict[str, Any], path: str) -> Explanation:
    value: Any = results
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            choices = sorted(value) if isinstance(value, dict) else []
            raise _not_found(path, [str(choice) for choice in choices])
        value = value[part]
    known = quantity(path)
    section = path.removeprefix("label.metrics.").split(".", maxsplit=1)[0]
    details: dict[str, Any] = {}
    unit = known.unit if known else ""
    if isinstance(value, list) and value and isinstance(value[0], dict):  # a table: its rows are the explanation
        rows = [line for table in value for line in table["lines"]] if "lines" in value[0] else value
        details["rows"], value, unit = rows, len(rows), "rows"
    assumptions = [row for row in results.get("assumptions", []) if _concerns(row["id"], section)]
    return Explanation(
        path,
        known.name if known else path,
        value,
        unit,
        known.clause if known else "",
        FORMULAS.get(known.formula) if known else None,
        (),
        0,
        None,
        details
        | {"assumptions": {row["id"]: f"{row['value']} {row['unit']} ({row['source']})" for row in assumptions}},
    )


def _concerns(assumption: str, section: str) -> bool:
    prefixes = {
        "energy": ("operation.", "envelope.", "renewables.", "hourly.", "energy.", "site."),
        "carbon": ("carbon.", "inventory.", "renewables."),
        "health": ("health.", "operation.ventilation", "envelope.reflectance"),
        "building": ("building.", "inventory."),
        "label": ("label.",),
        "compliance": ("compliance.", "envelope."),
    }
    return assumption.startswith(prefixes.get(section, ("site.",)))
