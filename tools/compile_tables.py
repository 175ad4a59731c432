"""Recipes of the small tables: what of a source table is shipped, under which columns, with which licence."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from materials_db.corrections import load_corrections
from materials_db.records import Correction

Row = dict[str, str]
Table = tuple[list[str], list[Row]]
FACTS = "facts and figures, cited; no text reproduced"
_SAME = {"same", "same source"}


def resolve_same(rows: Iterable[Row]) -> list[Row]:
    """Replace "same" in source and scope by what the row above says: each row stands for itself."""
    found: list[Row] = []
    for row in rows:
        new = dict(row)
        for column in ("source", "scope"):
            if new.get(column, "").strip() in _SAME and found:
                new[column] = found[-1][column]
        found.append(new)
    return found


def correct(rows: Iterable[Row], table: str, corrections: Sequence[Correction], key: str) -> list[Row]:
    """Apply the corrections of a table; a row that has the corrected figure already stays as it is.

    A correction of kind "suspect" changes no figure and sets the row to its grade. One of a grade other than C (our own
    classification of a row) leaves the row's grade alone.

    Raises
    ------
    SystemExit
        When a corrected row is missing or prints a third figure: then nobody has looked at it yet.
    """
    found = [dict(row) for row in rows]
    by_id = {row[key]: row for row in found}
    for item in corrections:
        if item.table != table or item.id not in by_id:
            continue
        row = by_id[item.id]
        text = row.get(item.field, "")
        if _same_figure(text, item.used):
            if item.kind == "suspect":
                row["quality"] = f"{item.grade}: suspect, left as printed ({item.field}); was {row['quality']}"
            continue
        if not _same_figure(text, item.printed):
            raise SystemExit(f"{table}, {item.id}: {item.field} is {text}, neither {item.printed} nor {item.used}")
        row[item.field] = item.used
        if item.grade == "C":
            row["quality"] = f"C: {item.kind} corrected, printed {item.printed}"
    return found


def _same_figure(a: str, b: str) -> bool:
    try:
        return float(a) == float(b)
    except ValueError:
        return a.strip().casefold() == b.strip().casefold()


def _with_licence(rows: Iterable[Row], licence: str = FACTS) -> list[Row]:
    return [{**row, "licence": row.get("licence") or licence} for row in resolve_same(rows)]


def _plain(name: str, columns: str, key: str = "") -> Callable[[list[Row]], dict[str, Table]]:
    """Return a recipe that keeps the rows as they are, with corrections and a licence."""

    def recipe(rows: list[Row]) -> dict[str, Table]:
        taken = _with_licence(rows)
        return {name: (columns.split(), correct(taken, name, load_corrections(), key) if key else taken)}

    return recipe


def _benchmarks(rows: list[Row]) -> dict[str, Table]:
    made = []
    for row in correct(_with_licence(rows), "benchmarks.csv", load_corrections(), "metric"):
        parts = [part.strip() for part in row["value"].split("/")]
        low, value, high = parts if len(parts) == 3 else ("", parts[0], "")
        made.append({**row, "low": low, "value": value, "high": high})
    columns = "region building_type metric value low high unit study_period_a scope source licence quality"
    return {"benchmarks.csv": (columns.split(), made)}


def _waste(rows: list[Row]) -> dict[str, Table]:
    plain, sources, shares = [], [], []
    for row in _with_licence(rows):
        tag = re.match(r"\[(.+?)\] (.*)", row["material"])
        scheme, material = (tag[1], tag[2]) if tag else ("RICS style", row["material"])
        if scheme == "EoL share":
            shares.append({**row, "material": material})
            continue
        if not tag:
            plain.append(row)
        rate_of = "purchased" if "1/(1-w)" in row["note"] else "installed"
        sources.append({**row, "material": material, "scheme": scheme, "rate_of": rate_of})
    return {
        "waste.csv": (["material", "material_zh", "wastage_rate", "note", "source", "licence", "quality"], plain),
        "waste_sources.csv": (
            ["material", "material_zh", "scheme", "wastage_rate", "rate_of", "note", "source", "licence", "quality"],
            sources,
        ),
        "eol_shares.csv": (
            [
                "material",
                "material_zh",
                "eol_recycle",
                "eol_incinerate",
                "eol_landfill",
                "note",
                "source",
                "licence",
                "quality",
            ],
            shares,
        ),
    }


def _life_figures(text: str, note: str) -> tuple[str, str, str]:
    """Return lower, typical and upper years of a cell: ``19 / 36 / 59`` in the note, ``15-25``, ``>=50``, ``30``."""
    three = re.search(r"lower (\d+) / mean (\d+) / upper (\d+)", note)
    if three:
        return three[1], three[2], three[3]
    span = re.fullmatch(r"(\d+)-(\d+)", text)
    if span:
        return span[1], "", span[2]
    if text.startswith(">="):
        return text[2:], "", ""
    typical = re.search(r"\d+", text)
    return "", typical[0] if typical else "", ""


def _service_life(rows: list[Row]) -> dict[str, Table]:
    made = []
    for row in _with_licence(rows):
        tag = re.match(r"\[(.+?)\] (.*)", row["component"])
        component = tag[2] if tag else row["component"]
        third = tag[1] if tag else ("UK survey" if "UK surveyors" in row["note"] else "DE recommendation")
        for column, scheme in (
            ("rics_v2_years", "RICS style"),
            ("levels_years", "Level(s) style"),
            ("de_bte_bbsr_years", third),
        ):
            text = row[column].strip()
            if not text:
                continue
            lower, typical, upper = _life_figures(text, row["note"])
            note = "" if "UK surveyors" in row["note"] else row["note"]
            made.append(
                {
                    **row,
                    **{"component": component, "scheme": scheme, "printed": text, "note": note},
                    **{"lower_a": lower, "typical_a": typical, "upper_a": upper},
                }
            )
    columns = "component component_zh scheme lower_a typical_a upper_a printed note source licence quality"
    return {"service_life_sources.csv": (columns.split(), made)}


#: Name of a source table -> what it becomes.
RECIPES: dict[str, Callable[[list[Row]], dict[str, Table]]] = {
    "benchmarks.csv": _benchmarks,
    "fuels.csv": _plain(
        "fuels.csv", "fuel fuel_zh kgco2_per_GJ_LHV LHV_MJ_per_unit unit kgco2_per_unit source licence quality"
    ),
    "grid.csv": _plain(
        "grid.csv", "region_code region level scenario year kgco2e_per_kwh basis source source_ref licence quality"
    ),
    "machine_shift.csv": _plain("machine_shift.csv", "machine_en machine_zh energy per_shift source licence quality"),
    "refrigerant_leakage.csv": _plain(
        "refrigerant_leakage.csv", "scheme annual_leakage end_of_life_leakage source licence quality"
    ),
    "refrigerants.csv": _plain("refrigerants.csv", "name gwp100_ar5 gwp100_ar6 source licence quality", "name"),
    "service_life.csv": _service_life,
    "transport.csv": _plain("transport.csv", "mode mode_zh kgco2e_per_tkm source licence quality"),
    "transport_scenarios.csv": _plain(
        "transport_scenarios.csv",
        "scheme scenario kgco2e_per_kg_material implied_or_stated_distance source licence quality",
    ),
    "waste.csv": _waste,
}
