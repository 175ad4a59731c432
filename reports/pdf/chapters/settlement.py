"""Resilience and community: what the model says and what rests on documents."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports.pdf.book import Book
from reports.pdf.chapters.criteria import category_chapter


def resilience(book: Book, title: str) -> list[Flowable]:
    """Return heat, outage, hazards, stormwater."""
    lead = book.tr("Overheating in a warmer climate, days without power, hazards and stormwater, by the catalogue.")
    return category_chapter(book, "resilience", title, "R", lead)


def community(book: Book, title: str) -> list[Flowable]:
    """Return nature, transit, cycling."""
    lead = book.tr("Green space, nature, heat island and ways to get about. Most of it rests on documents of the site.")
    return category_chapter(book, "community", title, "N", lead)
