"""Glossary and sources."""

from __future__ import annotations

from reportlab.platypus import Flowable

from bldgassess.texts import mark
from reports.pdf.book import Book
from reports.pdf.parts import table

_TERMS: tuple[tuple[str, str], ...] = (
    ("kgCO₂e", mark("Kilograms of carbon dioxide with the same effect on climate over 100 years (GWP 100).")),
    ("A1–A3, A4, A5", mark("Making of products, transport to the site, construction.")),
    ("B1–B8", mark("Use: refrigerants, maintenance, repair, replacement, refurbishment, energy, water, users.")),
    ("C1–C4", mark("End of life: deconstruction, transport, processing, disposal.")),
    ("D, D2", mark("Loads and benefits beyond the boundary; never in a total.")),
    ("GIA", mark("Gross internal area: floors within the outer walls, inner walls included.")),
    ("PMV", mark("Predicted mean vote: how warm or cold most people feel, from -3 to +3.")),
    ("TVOC", mark("Sum of volatile organic compounds in the air.")),
    ("CBAM", mark("The EU's carbon border adjustment mechanism.")),
    ("sha256", mark("Digest of a file; one changed byte gives another digest.")),
)


def glossary(book: Book, title: str) -> list[Flowable]:
    """Return terms, then every source that a factor or assumption names."""
    tr = book.tr
    made = table((tr("Term"), tr("Meaning")), [(name, tr(words)) for name, words in _TERMS], (20, 80), book.styles)
    used: dict[str, int] = {}
    for row in book.ledger:
        if row["source"]:
            used[row["source"]] = used.get(row["source"], 0) + 1
    rows = [(name, str(count)) for name, count in sorted(used.items())]
    flow = book.chapter("glossary", title, made)
    if rows:
        sources = table((tr("Source"), tr("Rows")), rows, (88, 12), book.styles, right=(1,))
        flow += book.section("sources", tr("Sources of the factors"), sources)
    documents = sorted({source["doc"] for row in book.results["label"]["criteria"] for source in row["sources"]})
    words = book.body("; ".join(documents) or "–")
    return [*flow, *book.section("documents", tr("Documents that the criteria name"), words)]
