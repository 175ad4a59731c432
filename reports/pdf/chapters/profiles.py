"""One inventory under every rule set, and the bridge between two of them."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from bldgassess.carbon.bridge import MODULE_IN, MODULE_OUT
from reports.names import AREA_NAMES, MODULE_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table


def profiles(book: Book) -> list[Flowable]:
    """Return the table of rule sets and each bridge."""
    bridges = enumerate(book.results["carbon"]["reconciliation"])
    return [*_profiles(book), *(item for index, bridge in bridges for item in _bridge(book, bridge, index))]


def _profiles(book: Book) -> list[Flowable]:
    tr = book.tr
    found: dict[str, dict[str, Any]] = book.results["carbon"]["profiles"]
    if not found:
        return []
    rows = [
        (
            row["title"],
            book.num(row["study_period_a"]),
            f"{book.num(row['area_m2'])} ({_area_name(row['area_rule'], book)})",
            book.num(row["total_kgco2e"]),
            book.num(row["per_m2"]),
            book.num(row["upfront_per_m2"]),
            row["not_read"],
        )
        for row in found.values()
    ]
    heads = (
        tr("Profile"),
        tr("Years"),
        tr("Area, m²"),
        "kgCO₂e",
        "kgCO₂e/m²",
        tr("A1 to A5, kgCO₂e/m²"),
        tr("What was not read"),
    )
    made = table(heads, rows, (21, 6, 17, 11, 12, 14, 27), book.styles, right=(1, 3, 4, 5))
    return book.section("profiles", tr("Carbon under other rules"), made)


def _area_name(rule: str, book: Book) -> str:
    """Say which area a rule set divides by, such as "gia", or "gia for useful" where that one is not known."""
    used, _, wanted = rule.partition(" for ")
    name = book.tr(AREA_NAMES.get(used, used))
    if not wanted:
        return name
    return book.tr("{used} in place of {wanted}").format(used=name, wanted=book.tr(AREA_NAMES.get(wanted, wanted)))


def _bridge(book: Book, bridge: dict[str, Any], index: int) -> list[Flowable]:
    tr = book.tr
    title = tr("From {start} to {end}, kgCO₂e").format(start=bridge["start"], end=bridge["end"])
    rows = [(bridge["start"], book.num(bridge["start_kgco2e"]))]
    for line in bridge["lines"]:
        module = line["id"].rpartition(".")[2]
        name = _line_text(line["text"], module, book)
        if module in MODULE_NAMES:
            name += f" ({tr(MODULE_NAMES[module])})"
        rows.append((name, book.num(line["kgco2e"], sign=True)))
    rows.append((bridge["end"], book.num(bridge["end_kgco2e"])))
    made = table((tr("Difference"), "kgCO₂e"), rows, (70, 20), book.styles, right=(1,))
    return book.section(f"bridge{index}", title, made)


def _line_text(words: str, module: str, book: Book) -> str:
    """Translate a line's text; the module's name is no part of the message."""
    for template in (MODULE_OUT, MODULE_IN):
        if words == template.format(module=module):
            return book.tr(template).format(module=module)
    return book.tr(words)
