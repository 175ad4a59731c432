"""The results as tables of plain values: what the workbook, the page and other exports are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bldgassess.carbon.result import MODULES, TOTAL_MODULES, results_area_m2
from bldgassess.messages import sentence
from bldgassess.plausibility.check import check_plausibility
from bldgassess.texts import translation
from reports.inventory_csv import COLUMNS
from reports.names import CARRIER_NAMES, CLASS_NAMES, MODULE_NAMES, PART_NAMES, USE_NAMES

Cell = str | float | int | None
Results = dict[str, Any]
#: Columns of inventory.csv that hold numbers.
_NUMBERS = frozenset(
    {"quantity", "volume_m3", "mass_kg", "density_kg_m3", "service_life_a", "waste_fraction", "match_score", *MODULES}
)


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One table. ``id`` is the same in every language; ``rows`` hold numbers as numbers."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def result_tables(
    results: Results, ledger: Sequence[dict[str, str]], *, language: str = "en"
) -> tuple[ResultTable, ...]:
    """Return all tables of an assessment in the order of a report."""
    tr = translation(language).gettext
    return (
        ResultTable(
            "summary", tr("Summary"), (tr("Figure"), tr("Value"), tr("Unit"), "explain"), _summary(results, tr)
        ),
        ResultTable("modules", tr("Modules"), (tr("Module"), tr("Name"), "kgCO₂e", "kgCO₂e/m²"), _modules(results, tr)),
        ResultTable("parts", tr("Parts"), (tr("Part"), *MODULES), _parts(results, tr)),
        ResultTable(
            "energy",
            tr("Energy"),
            (tr("Use"), tr("Need, kWh/a"), tr("Final, kWh/a"), tr("Carrier")),
            _energy(results, tr),
        ),
        ResultTable(
            "health",
            tr("Indoor health"),
            ("id", tr("Indicator"), tr("Value"), tr("Unit"), tr("Class"), tr("Limits"), tr("Clause"), tr("Source")),
            _health(results, tr),
        ),
        ResultTable(
            "label",
            tr("Label"),
            ("id", tr("Criterion"), tr("Value"), tr("Unit"), tr("Points"), tr("Most"), tr("State"), tr("Evidence")),
            _label(results, language),
        ),
        ResultTable(
            "plausibility",
            tr("Plausibility checks"),
            ("id", tr("State"), tr("Check"), tr("Value"), tr("Unit"), tr("Least"), tr("Most"), tr("Source")),
            _checks(results, ledger, tr),
        ),
        ResultTable(
            "assumptions",
            tr("Assumptions"),
            ("id", tr("Value"), tr("Unit"), tr("Acts on"), tr("Source"), tr("Grade")),
            tuple(
                (row["id"], row["value"], row["unit"], tr(row["effect"]), row["source"], row["quality"])
                for row in results["assumptions"]
            ),
        ),
        ResultTable("inventory", tr("Inventory"), COLUMNS, tuple(_ledger_row(row) for row in ledger)),
    )


def _summary(results: Results, tr: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401 - gettext
    carbon, building, label = results["carbon"], results["building"], results["label"]
    final = math.fsum(results["energy"]["final_kwh"].values()) / building["gia_m2"]
    return (
        (tr("Building"), building["name"], "", "building.name"),
        (tr("Gross internal area"), building["gia_m2"], "m²", "building.gia_m2"),
        (tr("Whole-life carbon A-C"), carbon["per_m2"], "kgCO₂e/m²", "carbon.per_m2"),
        (tr("Whole-life carbon per year"), carbon["per_m2_a"], "kgCO₂e/(m² a)", "carbon.per_m2_a"),
        (tr("In all"), carbon["total_kgco2e"], "kgCO₂e", "carbon.total_kgco2e"),
        (tr("of it before use, A1 to A5"), carbon["upfront_per_m2"], "kgCO₂e/m²", "carbon.upfront_per_m2"),
        (tr("Final energy"), final, "kWh/(m² a)", "energy.final_kwh"),
        (tr("Indoor-health score"), results["health"]["score"], "/100", "health.score"),
        (tr("Indoor health, worst class"), tr(CLASS_NAMES[results["health"]["class"]]), "", "health.class"),
        (tr("Label points"), label["score"], "/100", "label.score"),
        (tr("Label level"), label["level"] or tr("no level"), "", "label.level"),
        (tr("Official criteria"), tr("yes") if label["official"] else tr("no"), "", "inputs.catalogue"),
    )


def _modules(results: Results, tr: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401
    area, modules = results_area_m2(results), results["carbon"]["modules"]
    rows: list[tuple[Cell, ...]] = [(m, tr(MODULE_NAMES[m]), kg, kg / area) for m, kg in modules.items()]
    total = math.fsum(kg for m, kg in modules.items() if m in TOTAL_MODULES)
    return (*rows, ("A–C", tr("Total without D"), total, total / area))


def _parts(results: Results, tr: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401
    found = results["carbon"]["by_part"].items()
    return tuple((tr(PART_NAMES.get(part, part)), *(kg.get(module) for module in MODULES)) for part, kg in found)


def _energy(results: Results, tr: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401
    energy = results["energy"]
    rows = []
    for use, need in energy["need_kwh"].items():
        final = energy["final_by_use_kwh"].get(use, {})
        carriers = ", ".join(tr(CARRIER_NAMES.get(carrier, carrier)) for carrier in final)
        rows.append((tr(USE_NAMES.get(use, use)), need, math.fsum(final.values()), carriers))
    return tuple(rows)


def _health(results: Results, tr: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401
    return tuple(
        (
            row["id"],
            tr(row["name"]),
            row["value"],
            row["unit"],
            row["class"],
            row["limits"],
            row["clause"],
            row["source"],
        )
        for row in results["health"]["indicators"]
    )


def _label(results: Results, language: str) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            row["id"],
            row["title"].get(language) or row["title"]["en"],
            row["value"],
            row["unit"],
            row["points"],
            row["max"],
            row["state"],
            row["evidence"],
        )
        for row in results["label"]["criteria"]
    )


def _checks(results: Results, ledger: Sequence[dict[str, str]], tr: Any) -> tuple[tuple[Cell, ...], ...]:  # noqa: ANN401
    return tuple(
        (c.id, c.state, sentence(c.title, tr), c.value, c.unit, c.low, c.high, c.source)
        for c in check_plausibility(results, ledger)
    )


def _ledger_row(row: dict[str, str]) -> tuple[Cell, ...]:
    return tuple(
        (float(row[name]) if row.get(name) else None) if name in _NUMBERS else row.get(name, "") for name in COLUMNS
    )
