"""The EU's border adjustment: how ready the data of the goods are, and what was assumed."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from reports.pdf.book import Book
from reports.pdf.chapters.scenarios import shown
from reports.pdf.parts import table


def border(book: Book, title: str) -> list[Flowable]:
    """Return goods, exposure and every factor that it rests on."""
    tr, found = book.tr, book.results.get("border")
    if not found or not found["goods"]:
        words = tr("No product of the inventory is among the goods of the border adjustment (CBAM).")
        return book.chapter("border", title, book.body(words))
    lead = tr(
        "Regulation (EU) 2023/956. For a building outside the EU this only shows how ready the data of its goods are; "
        "payable are imports into the EU. {actual} % of the goods' mass has verified emissions, {outside} t of the "
        "building's mass are other goods. Under the assumed factors below: {certificates} certificates, {eur} EUR. No "
        "official scheme of mutual recognition of carbon certificates is published."
    ).format(
        actual=book.num(round(found["actual_pct"], 1)),
        outside=book.num(found["outside_kg"] / 1000.0),
        certificates=book.num(round(found["certificates_t"], 2)),
        eur=book.num(round(found["net_eur"])),
    )
    rows = [_good(row, book) for row in found["goods"]]
    heads = (
        tr("CN code"),
        tr("Goods"),
        tr("Mass, t"),
        tr("Emissions are"),
        tr("Emissions, t/t"),
        tr("Benchmark, t/t"),
        tr("Certificates, t"),
        "EUR",
    )
    made = table(heads, rows, (11, 27, 9, 13, 11, 11, 11, 7), book.styles, right=(2, 4, 5, 6, 7))
    return [*book.chapter("border", title, book.body(lead), made), *_factors(found, book)]


def _good(row: dict[str, Any], book: Book) -> tuple[str, ...]:
    tr = book.tr
    return (
        row["cn_code"],
        row["good"],
        book.num(round(row["mass_t"], 3)),
        tr("verified") if row["basis"] == "actual" else tr("default values"),
        book.num(row["see_t_t"]),
        book.num(row["sefa_t_t"]) if row["benchmark_known"] else tr("none known"),
        book.num(round(row["certificates_t"], 2)),
        book.num(round(row["net_eur"])),
    )


def _factors(found: dict[str, Any], book: Book) -> list[Flowable]:
    tr = book.tr
    items = {item["id"]: item for row in found["goods"] for item in row["factors"]}
    items |= {item["id"]: item for item in found["assumptions"]}
    rows = [(item["id"], shown(item, book), item["source"], item["quality"]) for _, item in sorted(items.items())]
    heads = (tr("Factor"), tr("Value"), tr("Source"), tr("Grade"))
    made = table(heads, rows, (32, 16, 44, 8), book.styles)
    return book.section("border_factors", tr("Assumed factors"), made)
