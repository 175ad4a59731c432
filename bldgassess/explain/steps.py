"""The way down from a headline figure: to its parts, to elements, to quantity and factor, each with its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bldgassess.carbon.result import TOTAL_MODULES
from bldgassess.errors import Issue, UserError
from bldgassess.glossary import quantity
from bldgassess.texts import mark

Row = Mapping[str, str]
#: How the parts make the figure; "beside": they stand beside each other, such as indicators under a class.
Rule = Literal["", "sum", "quotient", "product", "beside"]
#: Rows of the ledger that are named under a module; the others are one part.
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """A figure and what it is made of.

    ``name``: to be translated where it is the program's, as in a model where it is the model's. ``titles``: by
    language, where it has some. ``source``: clause, table or origin. ``guid``: of the element that it is about.
    """

    name: str
    value: float | str | None
    unit: str
    source: str = ""
    guid: str = ""
    rule: Rule = ""
    parts: tuple[Step, ...] = ()
    titles: Mapping[str, str] | None = None

    @property
    def parts_sum(self) -> float | None:
        """The sum of the parts, where the figure is one."""
        if self.rule != "sum":
            return None
        return math.fsum(part.value for part in self.parts if isinstance(part.value, float | int))


def steps_of(results: Mapping[str, Any], ledger: Sequence[Row], path: str) -> Step:
    """Return the way down from a figure of the certificate.

    Parameters
    ----------
    results, ledger : mapping, sequence of mapping
        As results.json and inventory.csv have them.
    path : {"carbon.per_m2", "label.score", "health.score"}
        The figure.

    Raises
    ------
    UserError
        When it is another.
    """
    if path not in FIGURES:
        raise UserError(Issue("results.no_such_figure", {"path": path, "choices": ", ".join(FIGURES)}))
    return FIGURES[path][1](results, ledger)


def _carbon(results: Mapping[str, Any], ledger: Sequence[Row]) -> Step:
    carbon = results["carbon"]
    modules = carbon["modules"]
    parts = [_module(name, modules[name], ledger) for name in TOTAL_MODULES if name in modules]
    if carbon.get("sinks_kgco2e"):
        parts.append(Step(mark("Sinks of the site"), carbon["sinks_kgco2e"], "kgCO2e", "carbon.sinks_kgco2_a"))
    total = Step(
        _name("carbon.total_kgco2e"), carbon["total_kgco2e"], "kgCO2e", carbon["profile"], "", "sum", (*parts,)
    )
    area = carbon.get("area_m2") or results["building"]["gia_m2"]
    rule = str(carbon.get("area_rule") or results["building"].get("gia_rule", ""))
    both = (total, Step(mark("Reference area"), area, "m2", rule))
    return Step(_name("carbon.per_m2"), carbon["per_m2"], "kgCO2e/m2", _clause("carbon.per_m2"), "", "quotient", both)


def _module(name: str, kg: float, ledger: Sequence[Row]) -> Step:
    path = f"carbon.modules.{name}"
    rows = sorted((row for row in ledger if row.get(name) and float(row[name])), key=lambda row: -abs(float(row[name])))
    parts = [_row(row, name) for row in rows[:MOST_ROWS]]
    if rest := rows[MOST_ROWS:]:
        parts.append(
            Step(mark("All other rows"), math.fsum(float(row[name]) for row in rest), "kgCO2e", "inventory.csv")
        )
    titles = {"en": f"{name}  {_name(path)}"}
    return Step(_name(path), kg, "kgCO2e", _clause(path), "", "sum", tuple(parts), titles)


def _row(row: Row, module: str) -> Step:
    """Return a row of the ledger: where it has a quantity, that times what a unit of it emits in the module."""
    kg = float(row[module])
    name = row.get("element") or row.get("material") or row.get("row_id", "")
    place = " · ".join(part for part in (row.get("part", ""), row.get("material", "")) if part and part != name)
    amount = float(row["quantity"]) if row.get("quantity") else 0.0
    source = ", ".join(part for part in (row.get("source", ""), row.get("source_ref", "")) if part)
    if row.get("quality"):
        source = f"{source} [{row['quality']}]"
    if not amount:
        how = row.get("notes") or source
        return Step(name, kg, "kgCO2e", how if not place else f"{place}: {how}", row.get("guid", ""))
    unit = row.get("unit", "")
    factor = " ".join(row[key] for key in ("record_id", "record_name_en") if row.get(key)) or mark("Factor")
    parts = (
        Step(mark("Quantity"), amount, unit, row.get("quantity_origin", "")),
        Step(factor, kg / amount, f"kgCO2e/{unit}", "; ".join(part for part in (source, row.get("notes", "")) if part)),
    )
    return Step(name, kg, "kgCO2e", place, row.get("guid", ""), "product", parts)


def _label(results: Mapping[str, Any], _ledger: Sequence[Row]) -> Step:
    label = results["label"]
    source = f"{label['catalogue']} {label['catalogue_version']}"
    categories = []
    for category in label["categories"]:
        own = tuple(_criterion(row) for row in label["criteria"] if row["category"] == category["id"])
        name = category["title"]["en"]
        made = Step(name, category["points"], "points", source, "", "sum", own, category["title"])
        categories.append(made)
    return Step(mark("Label score"), label["score"], "points", source, "", "sum", tuple(categories))


def _criterion(row: Mapping[str, Any]) -> Step:
    sources = "; ".join(
        " ".join(part for part in (item["doc"], item["clause"], f"({item['confidence']})") if part)
        for item in row["sources"]
    )
    titles = {key: f"{row['id']}  {text}" for key, text in row["title"].items()}
    given = () if row["value"] is None else (Step(row["metric"], row["value"], row["unit"], row["evidence"] or ""),)
    return Step(row["title"]["en"], row["points"], "points", sources, "", "beside" if given else "", given, titles)


def _health(results: Mapping[str, Any], _ledger: Sequence[Row]) -> Step:
    health = results["health"]
    parts = tuple(
        Step(
            str(row["name"]),
            row["value"],
            row["unit"],
            "; ".join(str(row[key]) for key in ("clause", "source") if row.get(key)),
            titles={"en": f"{row['id']}  {row['name']}" + (f"  {row['class']}" if row["class"] else "")},
        )
        for row in health["indicators"]
        if row["value"] is not None
    )
    return Step(mark("Indoor health score"), health["score"], "points", "", "", "beside", parts)


def _name(path: str) -> str:
    known = quantity(path)
    return known.name if known else path


def _clause(path: str) -> str:
    known = quantity(path)
    return known.clause if known else ""


#: Path -> its name and the way down, in the order of the certificate.
FIGURES: dict[str, tuple[str, Callable[[Mapping[str, Any], Sequence[Row]], Step]]] = {
    "carbon.per_m2": (mark("Whole-life carbon"), _carbon),
    "health.score": (mark("Indoor health"), _health),
    "label.score": (mark("Label"), _label),
}
