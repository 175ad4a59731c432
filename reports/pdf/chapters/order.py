"""The order of the chapters: key, title, and the function that writes them."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.platypus import Flowable

from bldgassess.texts import mark
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

#: Key of the bookmark, title, writer. A chapter without anything to say returns nothing and takes no number.
CHAPTERS: tuple[tuple[str, str, Writer], ...] = (
    ("summary", mark("Summary"), summary),
    ("assessment", mark("Assessment and versions"), assessment),
    ("object", mark("Object of the assessment"), building_object),
    ("boundaries", mark("Boundaries"), boundaries),
    ("scenarios", mark("Scenarios and assumptions"), scenarios),
    ("inventory", mark("Inventory"), inventory),
    ("quality", mark("Data quality"), data_quality),
    ("carbon", mark("Results"), carbon_results),
    ("budget", mark("1.5 °C budget"), budget),
    ("energy", mark("Energy"), energy),
    ("compliance", mark("Building codes"), compliance),
    ("health", mark("Indoor health"), health),
    ("resilience", mark("Resilience"), resilience),
    ("community", mark("Community"), community),
    ("label", mark("Label"), label),
    ("variants", mark("Variants"), variants),
    ("border", mark("Border adjustment (CBAM)"), border),
    ("exclusions", mark("Deviations and exclusions"), exclusions),
    ("plausibility", mark("Plausibility checks"), plausibility),
    ("review", mark("Review and signature"), review),
    ("glossary", mark("Glossary and sources"), glossary),
)

#: Chapters that no report is without: what was assessed, within which limits, how well, and who stands for it.
ALWAYS = frozenset({"summary", "assessment", "boundaries", "quality", "exclusions", "plausibility", "review"})


def left_out(book: Book) -> tuple[str, ...]:
    """Return the titles of the chapters that are not printed."""
    return tuple(book.tr(name) for key, name, _ in CHAPTERS if key in book.terms.left_out - ALWAYS)


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
