"""Results: modules absolute, per m2, per year and per person, parts, other rule sets, hot-spots, biogenic carbon."""

from __future__ import annotations

from functools import partial
from typing import Any

from reportlab.platypus import Flowable

from bldgassess.carbon.result import results_area_m2
from reports.charts.entries import entries_of_table
from reports.charts.treemap import treemap_chart
from reports.figures import percent
from reports.names import CARRIER_NAMES, MODULE_NAMES, PART_NAMES
from reports.pdf.book import Book
from reports.pdf.chapters.people import people_count
from reports.pdf.chapters.profiles import profiles
from reports.pdf.parts import table, together

#: Rows of a hot-spot table in print; the whole table is in results.json.
_MOST_SPOTS = 8


def carbon_results(book: Book, title: str) -> list[Flowable]:
    """Return all tables of carbon."""
    return [*_modules(book, title), *_parts(book), *profiles(book), *_spots(book), *_biogenic(book)]


def _modules(book: Book, title: str) -> list[Flowable]:
    tr, carbon = book.tr, book.results["carbon"]
    amounts = {**carbon["modules"], "A–C": carbon["total_kgco2e"]}
    rows = [(module, _module_name(module, book), *_per(kg, book)) for module, kg in amounts.items()]
    heads = (tr("Module"), tr("Name"), "kgCO₂e", "kgCO₂e/m²", "kgCO₂e/(m² a)", tr("kgCO₂e per person"))
    lead = tr("{profile}, {years} years from {start}; electricity {factor} kgCO₂e/kWh in the first year: {source}")
    words = lead.format(
        profile=_title(carbon),
        years=carbon["study_period_a"],
        start=carbon["start_year"],
        factor=book.num(carbon["grid"]["factor_kgco2e_kwh"]),
        source=carbon["grid"]["source"],
    )
    stored = tr("Stored biogenic carbon {stored} kgCO₂ and exported electricity are shown apart and never subtracted.")
    made = table(heads, rows, (10, 30, 15, 15, 15, 15), book.styles, right=(2, 3, 4, 5))
    after = book.small(stored.format(stored=book.num(carbon["biogenic_stored_kgco2"])))
    return [*book.chapter("carbon", title, book.body(words), made), after]


def _title(carbon: dict[str, Any]) -> str:
    profile = carbon["profiles"].get(carbon["profile"])
    return str(profile["title"]) if profile else str(carbon["profile"])


def _module_name(module: str, book: Book) -> str:
    return book.tr("Total without D") if module == "A–C" else book.tr(MODULE_NAMES[module])


def _per(kg: float, book: Book) -> tuple[str, str, str, str]:
    area, people = results_area_m2(book.results), people_count(book.results)
    years = book.results["carbon"]["study_period_a"]
    each = book.num(kg / people) if people else "–"
    return book.num(kg), book.num(kg / area), book.num(kg / area / years), each


def _parts(book: Book) -> list[Flowable]:
    tr, area, carbon = book.tr, results_area_m2(book.results), book.results["carbon"]
    shown = tuple(module for module in MODULE_NAMES if module in carbon["modules"])
    rows = [
        (
            tr(PART_NAMES.get(part, part)),
            *(book.num(round(modules[m] / area, 2)) if m in modules else "–" for m in shown),
        )
        for part, modules in carbon["by_part"].items()
    ]
    right = tuple(range(1, len(shown) + 1))
    made = table((tr("Part"), *shown), rows, (19, *(8 for _ in shown)), book.styles, right=right)
    chart = book.chart(partial(treemap_chart, entries_of_table(book.ledger)), 220.0)
    return [*book.section("parts", tr("Parts and modules, kgCO₂e/m²"), chart), *together(made)]


def _spots(book: Book) -> list[Flowable]:
    tr, spots = book.tr, book.results["carbon"]["hotspots"]
    tables = (
        ("part", tr("Part")),
        ("material", tr("Material")),
        ("storey", tr("Storey")),
        ("module", tr("Module")),
        ("year", tr("Year")),
    )
    rows = [
        (title, _spot_name(name, row, book), book.num(row["kgco2e"]), percent(row["fraction"], book.language))
        for name, title in tables
        for row in spots[name][:_MOST_SPOTS]
    ]
    heads = (tr("Table"), tr("Name"), "kgCO₂e", tr("Share"))
    made = table(heads, rows, (14, 56, 16, 10), book.styles, right=(2, 3))
    return book.section("hotspots", tr("Hot-spots, share of A to C"), made)


def _spot_name(table_name: str, row: dict[str, Any], book: Book) -> str:
    if table_name == "part":
        return book.tr(PART_NAMES.get(row["key"], row["key"]))
    if table_name == "module":
        return f"{row['key']} {book.tr(MODULE_NAMES[row['key']])}"
    name = row["name"] or row["key"] or book.tr("not in one storey")
    return book.tr(CARRIER_NAMES.get(name, name))


def _biogenic(book: Book) -> list[Flowable]:
    tr, carbon = book.tr, book.results["carbon"]
    rows = [(tr(row["text"]), book.num(row["kgco2e"], sign=True)) for row in carbon["biogenic"]]
    if carbon["carbonation_kgco2"] is not None:
        rows.append((tr("Taken up by bare concrete in use"), book.num(-carbon["carbonation_kgco2"], sign=True)))
    made = table((tr("View"), "kgCO₂e"), rows, (74, 20), book.styles, right=(1,))
    return book.section("biogenic", tr("Biogenic carbon: each row stands alone, none is in a total"), made)
