"""Parts of the health chapter: the rating, the groups of people, other climates."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, DRIVER_NAMES, INDICATOR_NAMES, PILLAR_NAMES, POPULATION_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table


def rating_parts(book: Book) -> list[Flowable]:
    """Pillars with score and class, the worst tenth of rooms, vetoes, confidence."""
    rating, tr = book.results["health"].get("rating"), book.tr
    if not rating:
        return []
    rows = [
        (
            tr(PILLAR_NAMES[key]),
            book.num(row["weight"]),
            book.num(round(row["score"], 1)),
            tr(CLASS_NAMES[row["class"]]),
        )
        for key, row in rating["pillars"].items()
    ]
    words = tr(
        "Score {score} of 100, worst tenth of rooms {worst}; worst class {name}; confidence of inputs {stamp} "
        "(A measured, B project data, C defaults)."
    ).format(
        score=book.num(round(rating["score"], 1)),
        worst=book.num(round(rating["worst_tenth_score"], 1)),
        name=tr(CLASS_NAMES[rating["class"]]),
        stamp=rating["stamp"],
    )
    if rating["vetoes"]:
        words += " " + tr("Held at 50 by {indicators}.").format(indicators=", ".join(rating["vetoes"]))
    heads = (tr("Pillar"), tr("Weight"), tr("Score"), tr("Class"))
    made = table(heads, rows, (40, 20, 20, 20), book.styles, right=(1, 2))
    return [*book.section("rating", tr("Rating"), book.body(words), made), *_tail(rating.get("tail", {}), book)]


def _tail(tail: dict[str, str], book: Book) -> list[Flowable]:
    """Say the classes of TAIL, where they were computed."""
    if not tail:
        return []
    classes = ", ".join(f"{key.replace('_', ' ')} {book.tr(CLASS_NAMES[name])}" for key, name in tail.items())
    return [book.body(f"TAIL: {classes}.")]


def people_parts(book: Book) -> list[Flowable]:
    """Each group of people: class, and the limits that are missed."""
    tr = book.tr
    rows = [
        (
            tr(POPULATION_NAMES[item["population"]]),
            tr(CLASS_NAMES[item["class"]]),
            f"{sum(row['passes'] for row in item['rows'])} / {len(item['rows'])}",
            "; ".join(_missed(row, book) for row in item["rows"] if not row["passes"]) or "–",
        )
        for item in book.results["health"].get("populations", [])
        if item["rows"]
    ]
    if not rows:
        return []
    heads = (tr("Group of people"), tr("Class"), tr("Limits kept"), tr("Missed: value against limit"))
    made = table(heads, rows, (22, 9, 11, 58), book.styles)
    return book.section("populations", tr("For other people"), made)


def _missed(row: dict[str, Any], book: Book) -> str:
    sign = ">" if row["better"] == "lower" else "<"
    name = book.tr(INDICATOR_NAMES.get(row["indicator"], row["indicator"]))
    if row["quantity"] != "value":
        name += f" ({book.tr(DRIVER_NAMES.get(row['quantity'], row['quantity']))})"
    return f"{name} {book.num(row['value'])} {sign} {book.num(row['limit'])} {pretty_unit(row['unit'])}"


def climate_parts(book: Book) -> list[Flowable]:
    """Thermal indicators of today beside each climate that the study names."""
    health, tr = book.results["health"], book.tr
    climates = health.get("climates", [])
    if not climates:
        return []
    today = {item["id"]: item for item in health["indicators"]}
    rows = [
        (
            f"{identity} {tr(INDICATOR_NAMES.get(identity, identity))}",
            *(_value(cell, book) for cell in (today[identity], *(item["indicators"][identity] for item in climates))),
            pretty_unit(first["unit"]),
        )
        for identity, first in climates[0]["indicators"].items()
        if identity in today
    ]
    heads = (tr("Indicator"), tr("Present"), *(item["climate"] for item in climates), tr("Unit"))
    width = 56.0 / (len(climates) + 1)
    shares = (24, *(width for _ in range(len(climates) + 1)), 20)
    return book.section("climates", tr("In other climates"), table(heads, rows, shares, book.styles))


def _value(cell: dict[str, Any], book: Book) -> str:
    return f"{book.num(cell['value'])} ({book.tr(CLASS_NAMES[cell['class']])})"
