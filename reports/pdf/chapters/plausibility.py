"""Plausibility: every check with its band, what to look at where it warns, and where the band comes from."""

from __future__ import annotations

from reportlab.platypus import Flowable

from bldgassess.messages import sentence
from bldgassess.plausibility.result import Check, count_checks
from reports.pdf.book import Book
from reports.pdf.parts import table


def plausibility(book: Book, title: str) -> list[Flowable]:
    """Return the warnings first, then the whole table, then the sources of the bands."""
    tr, checks = book.tr, book.checks
    words = tr(
        "{passed} checks pass, {warn} warn, {open} could not be made. A warning is a question, not a fault."
    ).format(
        passed=count_checks(checks, "pass"), warn=count_checks(checks, "warn"), open=count_checks(checks, "not_checked")
    )
    names = {"pass": tr("pass"), "warn": tr("warn"), "not_checked": tr("not checked")}
    rows = [
        (
            names[check.state],
            sentence(check.title, tr),
            book.amount(check.value, check.unit),
            band(check, book),
            look_at(check, book),
        )
        for check in sorted(checks, key=lambda check: check.state != "warn")
    ]
    heads = (tr("State"), tr("Check"), tr("Value"), tr("Band"), tr("Look at"))
    made = table(heads, rows, (10, 34, 16, 13, 27), book.styles)
    return [*book.chapter("plausibility", title, book.body(words), made), *_sources(book)]


def look_at(check: Check, book: Book) -> str:
    """Say what to look at where a check is outside its band, or why it may be."""
    if check.state != "warn":
        return ""
    reason = book.terms.reasons.get(check.id, "")
    return book.tr("Reason given: {reason}").format(reason=reason) if reason else sentence(check.advice, book.tr)


def band(check: Check, book: Book) -> str:
    """Say a band: both ends, or the one that there is."""
    if check.low is not None and check.high is not None:
        return f"{book.num(check.low)} – {book.num(check.high)}"
    if check.low is not None:
        return f"≥ {book.num(check.low)}"
    return f"≤ {book.num(check.high)}"


def _sources(book: Book) -> list[Flowable]:
    tr = book.tr
    found: dict[tuple[str, str], list[str]] = {}
    for check in book.checks:
        found.setdefault((check.source, check.quality), []).append(check.id)
    rows = [(", ".join(ids), source, quality) for (source, quality), ids in found.items()]
    made = table((tr("Checks"), tr("Source of the band"), tr("Grade")), rows, (38, 54, 8), book.styles)
    return book.section("bands", tr("Where the bands come from"), made)
