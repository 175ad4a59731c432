"""The label: points by category and criterion, curves, evidence, sources, and a box for the reviewer to tick."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from reports.charts.label import label_chart
from reports.figures import pretty_unit
from reports.pdf.book import Book
from reports.pdf.chapters.criteria import state_name
from reports.pdf.chapters.evidence import evidence_pieces, improvements
from reports.pdf.parts import table, text

_MOST_SOURCES = 2
_TICK = "□"


def label(book: Book, title: str) -> list[Flowable]:
    """Return the chapter."""
    found = book.results["label"]
    words = book.tr("Catalogue {id} {version}, stage {stage}.")
    if not found["official"]:
        words = book.tr("Catalogue {id} {version}, stage {stage}. Open reference catalogue, not the official criteria.")
    lead = words.format(id=found["catalogue"], version=found["catalogue_version"], stage=found["stage"])
    flow = book.chapter("label", title, text(lead, book.styles["box"]), book.chart(label_chart, 150.0))
    register = evidence_pieces(book)
    return [*flow, *_next_level(book), *improvements(book), *_criteria(book), *register, *_sources(book)]


def _next_level(book: Book) -> list[Flowable]:
    tr, step = book.tr, book.results["label"]["next_level"]
    if not step:
        return []
    missing = tr("To {level}: {points} points").format(
        level=book.title(step["title"]), points=book.num(round(step["points_missing"], 1))
    )
    if step["categories_missing_pct"]:
        parts = (f"{key} {book.num(round(value, 1))} %" for key, value in step["categories_missing_pct"].items())
        missing += "; " + tr("category shares: {shares}").format(shares=", ".join(parts))
    if step["conditions"]:
        missing += "; " + tr("conditions of {criteria}").format(criteria=", ".join(step["conditions"]))
    return [book.body(missing)]


def _criteria(book: Book) -> list[Flowable]:
    tr = book.tr
    rows = [
        (
            row["id"],
            book.title(row["title"]),
            book.amount(row["value"], row["unit"]),
            _curve(row, book),
            f"{book.num(round(row['points'], 2))} / {book.num(row['max'])}",
            state_name(row, book),
            _evidence(row, book),
            _TICK,
        )
        for row in book.results["label"]["criteria"]
    ]
    heads = (
        "",
        tr("Criterion"),
        tr("Value"),
        tr("Curve: value → share of points, %"),
        tr("Points"),
        tr("State"),
        tr("Evidence"),
        tr("Seen"),
    )
    made = table(heads, rows, (6, 24, 13, 19, 10, 11, 11, 6), book.styles, right=(4,))
    note = tr("The reviewer ticks the last column where the evidence was seen and holds.")
    return book.section("criteria", tr("Criteria"), book.small(note), made)


def _curve(row: dict[str, Any], book: Book) -> str:
    return ", ".join(f"{book.num(x)} → {book.num(share)}" for x, share in row["curve"])


def _evidence(row: dict[str, Any], book: Book) -> str:
    if not row["evidence"]:
        return "–"
    words = book.tr(row["evidence"])
    return words if row["evidence_ok"] else book.tr("{evidence}: too weak").format(evidence=words)


def _sources(book: Book) -> list[Flowable]:
    tr = book.tr
    rows = [
        (
            row["id"],
            row["metric"] + (f" [{pretty_unit(row['unit'])}]" if pretty_unit(row["unit"]) else ""),
            "; ".join(_source(source) for source in row["sources"][:_MOST_SOURCES]),
        )
        for row in book.results["label"]["criteria"]
    ]
    made = table(("", tr("Metric"), tr("Sources (how sure)")), rows, (6, 34, 60), book.styles)
    return book.section("criteria_sources", tr("Where the criteria come from"), made)


def _source(source: dict[str, str]) -> str:
    clause = f" {source['clause']}" if source["clause"] else ""
    return f"{source['doc']}{clause} ({source['confidence']})"
