"""Who assessed what, for whom, and with which versions of everything."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports.pdf.book import Book
from reports.pdf.chapters.certificate import certificate_id
from reports.pdf.parts import table


def assessment(book: Book, title: str) -> list[Flowable]:
    """Return people, purpose, and digests of everything that went in."""
    tr, terms, results = book.tr, book.terms, book.results
    inputs, open_ = results["inputs"], tr("not stated")
    people = [
        (tr("Assessor"), terms.assessor or open_),
        (tr("Reviewer"), terms.reviewer or open_),
        (tr("Client"), terms.client or open_),
        (tr("Purpose"), terms.purpose or open_),
        (tr("Certificate"), certificate_id(book.digest)),
    ]
    versions = [
        (tr("Program"), f"{results['program']['name']} {results['program']['version']}"),
        (tr("Results, sha256"), book.digest),
        *((tr("Model file, sha256"), digest) for digest in inputs["model_sha256"]),
        (tr("Study, sha256"), inputs["study_sha256"]),
        (tr("Weather, sha256"), inputs["weather_sha256"]),
        (tr("Weather"), f"{inputs['weather']['name']}; {inputs['weather']['source']}"),
        (tr("Factors"), _versioned(inputs["factors"])),
        (tr("Tables of carbon, sha256"), results["carbon"].get("tables_sha256", "–")),
        (tr("Catalogue"), _versioned(inputs["catalogue"])),
        (tr("Budget path"), f"{results['carbon']['budget']['path']}; {results['carbon']['budget']['path_source']}"),
    ]
    heads = (tr("Item"), tr("Value"))
    return [
        *book.chapter("assessment", title, table(heads, people, (22, 78), book.styles)),
        *book.section("versions", tr("Versions and digests"), table(heads, versions, (22, 78), book.styles)),
    ]


def _versioned(item: dict[str, str]) -> str:
    return f"{item['id']} {item['version']}, sha256 {item['sha256']}"
