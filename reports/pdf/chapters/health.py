"""Indoor health: a matrix of rooms a group of indicators, the figures, then where their limits come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportlab.platypus import Flowable

from reports.charts.health import health_chart
from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, PILLAR_NAMES
from reports.pdf.book import Book
from reports.pdf.chapters.health_parts import climate_parts, people_parts, rating_parts
from reports.pdf.page import WIDTH
from reports.pdf.parts import figure, table

#: Indicators in one matrix; more columns would leave no room for a value.
_MOST_COLUMNS = 8
_MOST_ROOMS = 14

Indicator = dict[str, Any]


def health(book: Book, title: str) -> list[Flowable]:
    """Return the chapter; a sentence where no room is used by people."""
    tr, found = book.tr, book.results["health"]
    if not found["indicators"]:
        return book.chapter("health", title, book.body(tr("No room is used by people, so health was not assessed.")))
    lead = tr(
        "Score {score} of 100, worst class {name}. Classes run from I (best) to IV; rooms with the worst "
        "classes come first."
    )
    words = lead.format(score=book.num(round(found["score"], 1)), name=tr(CLASS_NAMES[found["class"]]))
    groups = _groups(found["indicators"])
    flow = book.chapter("health", title, book.body(words), _matrix(*groups[0], book))
    for name, items in groups[1:]:
        flow.append(_matrix(name, items, book))
    parts = (rating_parts(book), _figures(book), people_parts(book), climate_parts(book), _limits(book))
    return [*flow, *(item for part in parts for item in part)]


def _groups(indicators: list[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """Return indicators by pillar, in pieces that fit across a page; those without any value are left to the tables."""
    pillars: dict[str, list[Indicator]] = {}
    for item in indicators:
        if item["value"] is not None and item["spaces"]:
            pillars.setdefault(item["pillar"], []).append(item)
    pieces = []
    for name, items in pillars.items():
        count = -(-len(items) // _MOST_COLUMNS)
        size = -(-len(items) // count)
        pieces += [(name, items[k : k + size]) for k in range(0, len(items), size)]
    return pieces or [("", indicators[:_MOST_COLUMNS])]


def _matrix(name: str, items: list[Indicator], book: Book) -> Flowable:
    rooms = {guid for item in items for guid in item["spaces"]}
    height = 34.0 + 20.0 * (min(len(rooms), _MOST_ROOMS) + 1)
    results = {**book.results, "health": {**book.results["health"], "indicators": items}}
    chart = health_chart(results, WIDTH, height, book.style, most_rooms=_MOST_ROOMS, by_id=True)
    return figure(replace(chart, title=_group_title(name, items, book)), book.styles)


def _group_title(name: str, items: list[Indicator], book: Book) -> str:
    return f"{book.tr(PILLAR_NAMES.get(name, name))}: {', '.join(item['id'] for item in items)}"


def _figures(book: Book) -> list[Flowable]:
    tr = book.tr
    rows = [
        (
            item["id"],
            tr(item["name"]),
            book.amount(item["value"], item["unit"]),
            tr(CLASS_NAMES[item["class"]]),
            tr(item["building_rule"]),
        )
        for item in book.results["health"]["indicators"]
    ]
    heads = ("", tr("Indicator"), tr("Value"), tr("Class"), tr("Building takes"))
    made = table(heads, rows, (6, 46, 20, 11, 17), book.styles, right=(2,))
    return book.section("indicators", tr("Indicators of the building"), made)


def _limits(book: Book) -> list[Flowable]:
    tr = book.tr
    rows = [
        (
            item["id"],
            pretty_unit(item["limits"]),
            f"{item['clause']}. {item['source']}",
            tr("verified") if item["evidence"] == "verified" else tr("to be confirmed"),
        )
        for item in book.results["health"]["indicators"]
    ]
    heads = ("", tr("Limits"), tr("Clause and source"), tr("Limits are"))
    made = table(heads, rows, (6, 36, 44, 14), book.styles)
    return book.section("limits", tr("Limits and their sources"), made)
