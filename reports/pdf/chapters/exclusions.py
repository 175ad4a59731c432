"""Deviations from the standard, what is left out, mass without a factor, and service lives of the person's own."""

from __future__ import annotations

from reportlab.platypus import Flowable

from bldgassess.carbon.result import MODULES
from reports.figures import percent
from reports.names import MODULE_NAMES, PART_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table

_MOST_ROWS = 40


def exclusions(book: Book, title: str) -> list[Flowable]:
    """Return the chapter; each list says so where it is empty."""
    tr, carbon = book.tr, book.results["carbon"]
    absent = [f"{m} {tr(MODULE_NAMES[m])}" for m in MODULES if m not in carbon["modules"] and m != "D2"]
    words = tr("Modules not declared: {modules}.").format(modules=", ".join(absent) or tr("none"))
    flow = book.chapter("exclusions", title, book.body(words), book.body(_stood_in(book)))
    return [*flow, *_missing_parts(book), *_unmapped(book), *_lives(book), *_set_by_person(book)]


def _stood_in(book: Book) -> str:
    shares = [
        f"{module} {percent(share, book.language)}"
        for module, share in book.results["carbon"]["proxy_fraction"].items()
        if share
    ]
    words = book.tr("Mass whose module stands in for one that its record does not declare: {shares}.")
    return words.format(shares=", ".join(shares) or book.tr("none"))


def _missing_parts(book: Book) -> list[Flowable]:
    found = [check for check in book.checks if check.group == "completeness" and check.state == "warn"]
    parts = [book.tr(PART_NAMES[check.id.removeprefix("part_")]) for check in found if check.id.startswith("part_")]
    if not parts:
        return []
    words = book.tr("The inventory has no: {parts}. They are left out unless the model has them under another name.")
    return [book.body(words.format(parts=", ".join(parts)))]


def _unmapped(book: Book) -> list[Flowable]:
    tr = book.tr
    masses: dict[tuple[str, str], float] = {}
    for row in book.ledger:
        if row["kind"] == "material" and not row["record_id"]:
            key = (row["part"], row["material"])
            masses[key] = masses.get(key, 0.0) + float(row["mass_kg"] or 0.0)
    if not masses:
        return book.section("unmapped", tr("Mass without a factor"), book.body(tr("none")))
    order = sorted(masses, key=lambda key: (-masses[key], key))[:_MOST_ROWS]
    rows = [(tr(PART_NAMES.get(part, part)), name or "–", book.num(masses[part, name])) for part, name in order]
    made = table((tr("Part"), tr("Material"), "kg"), rows, (30, 50, 20), book.styles, right=(2,))
    return book.section("unmapped", tr("Mass without a factor"), made)


def _lives(book: Book) -> list[Flowable]:
    tr = book.tr
    own = {
        (row["material"] or row["element"], row["service_life_a"], row["service_life_source"])
        for row in book.ledger
        if row["service_life_a"] and "study" in row["service_life_source"]
    }
    if not own:
        return book.section("lives", tr("Service lives of your own"), book.body(tr("none")))
    rows = [(name, book.num(float(life)), source) for name, life, source in sorted(own)[:_MOST_ROWS]]
    made = table((tr("Material"), tr("Years"), tr("Source")), rows, (40, 15, 45), book.styles, right=(1,))
    return book.section("lives", tr("Service lives of your own"), made)


def _set_by_person(book: Book) -> list[Flowable]:
    tr = book.tr
    rows = [
        (row["id"], str(row["value"]), tr(row["effect"]))
        for row in book.results["assumptions"]
        if row["quality"] == "P"
    ]
    if not rows:
        return book.section("deviations", tr("Set by the person"), book.body(tr("none")))
    made = table((tr("Setting"), tr("Value"), tr("Acts on")), rows, (34, 26, 40), book.styles)
    return book.section("deviations", tr("Set by the person"), made)
