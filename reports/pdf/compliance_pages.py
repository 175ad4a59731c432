"""Codes: each limit with the model's value, whether it is kept, and how sure the limit is."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, PageBreak

from bldgassess.compliance.names import DIRECTION_NAMES, ELEMENT_NAMES, QUANTITY_NAMES, STATE_NAMES
from bldgassess.errors import Issue
from bldgassess.messages import sentence
from reports.figures import pretty_unit
from reports.pdf.book import Book
from reports.pdf.parts import table, text


def compliance_pages(book: Book) -> list[Flowable]:
    """The table of limits; nothing where no standard was held against the building."""
    tr, styles, section = book.tr, book.styles, book.results["compliance"]
    if not section["rows"]:
        return []
    head = tr("Country {country}, climate zone {zone} ({source}); {heating} heating and {cooling} cooling degree days.")
    found = head.format(
        country=section["country"],
        zone=section["zone"] or "–",
        source=section["zone_source"],
        heating=book.num(round(section["hdd18"])),
        cooling=book.num(round(section["cdd26"])),
    )
    counts = tr("{passed} limits kept, {failed} not kept, {open} not assessed.").format(
        passed=section["passed"], failed=section["failed"], open=section["not_assessed"]
    )
    heads = (
        tr("Clause"),
        tr("What"),
        tr("Value"),
        tr("Limit"),
        tr("State"),
        tr("Condition, what to know"),
        tr("Grade"),
    )
    rows = [_row(row, book) for row in section["rows"]]
    note = tr(
        "A value is the area-weighted mean of the heated rooms' envelope, without thermal bridges; in brackets how "
        "many elements are above the limit by themselves. Limits of grade D are from memory and prove nothing."
    )
    return [
        text(tr("Building codes"), styles["h1"]),
        text(f"{found} {counts}", styles["body"]),
        text(note, styles["small"]),
        table(heads, rows, (17, 24, 9, 16, 13, 26, 7), styles, right=(2, 3)),
        PageBreak(),
    ]


def _row(row: dict[str, Any], book: Book) -> tuple[str, ...]:
    tr = book.tr
    where = (ELEMENT_NAMES[row["element"]], DIRECTION_NAMES.get(row["direction"] or "", ""))
    names = [tr(name) for name in (*where, QUANTITY_NAMES.get(row["quantity"], row["quantity"])) if name]
    reason = row["reason"]
    said = sentence(Issue(reason["code"], reason["params"]), tr) if reason else ""
    over = f" ({len(row['over'])})" if row["over"] else ""
    return (
        f"{row['standard']} {row['clause']}",
        ", ".join(names),
        book.num(row["value"]) if row["value"] is not None else "–",
        f"{book.num(row['limit'])} {pretty_unit(row['unit'])}".strip(),
        tr(STATE_NAMES[row["state"]]) + over,
        "; ".join(part for part in (row["condition"], said) if part),
        row["quality"],
    )
