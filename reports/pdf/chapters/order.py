"""The chapters in their order, each with the function that writes it."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.platypus import Flowable

from reports.pdf.book import Book
from reports.pdf.chapters.assessment import assessment
from reports.pdf.chapters.border import border
from reports.pdf.chapters.boundaries import boundaries
from reports.pdf.chapters.budget import budget
from reports.pdf.chapters.carbon import carbon_results
from reports.pdf.chapters.compliance import compliance
from reports.pdf.chapters.energy import energy
from reports.pdf.chapters.exclusions import exclusions
from reports.pdf.chapters.glossary import glossary
from reports.pdf.chapters.health import health
from reports.pdf.chapters.inventory import inventory
from reports.pdf.chapters.keys import ALWAYS, CHAPTER_NAMES
from reports.pdf.chapters.label import label
from reports.pdf.chapters.object import building_object
from reports.pdf.chapters.plausibility import plausibility
from reports.pdf.chapters.quality import data_quality
from reports.pdf.chapters.review import review
from reports.pdf.chapters.scenarios import scenarios
from reports.pdf.chapters.settlement import community, resilience
from reports.pdf.chapters.summary import summary
from reports.pdf.chapters.variants import variants

Writer = Callable[[Book, str], list[Flowable]]

#: Key of the bookmark -> writer. A chapter without anything to say returns nothing and takes no number.
_WRITERS: dict[str, Writer] = {
    "summary": summary,
    "assessment": assessment,
    "object": building_object,
    "boundaries": boundaries,
    "scenarios": scenarios,
    "inventory": inventory,
    "quality": data_quality,
    "carbon": carbon_results,
    "budget": budget,
    "energy": energy,
    "compliance": compliance,
    "health": health,
    "resilience": resilience,
    "community": community,
    "label": label,
    "variants": variants,
    "border": border,
    "exclusions": exclusions,
    "plausibility": plausibility,
    "review": review,
    "glossary": glossary,
}
#: Key of the bookmark, title, writer.
CHAPTERS: tuple[tuple[str, str, Writer], ...] = tuple((key, name, _WRITERS[key]) for key, name in CHAPTER_NAMES.items())


def write_chapters(book: Book) -> tuple[list[Flowable], list[tuple[str, str]]]:
    """Return the flow of all chapters, numbered, and their keys and titles for the contents."""
    flow: list[Flowable] = []
    titles: list[tuple[str, str]] = []
    for key, name, writer in CHAPTERS:
        if key in book.terms.left_out - ALWAYS:
            continue
        title = f"{len(titles) + 1}  {book.tr(name)}"
        written = writer(book, title)
        if written:
            flow += written
            titles.append((key, title))
    return flow, titles
