"""Page 1: the certificate."""

from __future__ import annotations

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.platypus import Flowable, PageBreak

from reports.charts.certificate import Identity, certificate_chart
from reports.pdf.book import Book
from reports.pdf.drawing import drawing_of
from reports.pdf.page import HEIGHT, WIDTH


def certificate_id(digest: str) -> str:
    """Return a short name of the results: three groups of four digits of their sha256.

    >>> certificate_id("0123456789abcdef" * 4)
    'BA-0123-4567-89AB'
    """
    return "BA-" + "-".join(digest[k : k + 4].upper() for k in (0, 4, 8))


def identity(book: Book) -> Identity:
    """Return id, digest and square code; the code holds what is printed beside it."""
    label = book.results["label"]
    name = certificate_id(book.digest)
    payload = f"bldgassess;{name};{label['catalogue']};{label['level'] or '-'};{label['score']:.1f};{book.digest[:32]}"
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(payload)
    code.make()
    count = range(code.getModuleCount())
    return Identity(name, book.digest, payload, [[bool(code.isDark(row, column)) for column in count] for row in count])


def certificate_page(book: Book) -> list[Flowable]:
    """The whole first page."""
    chart = certificate_chart(book.results, identity(book), WIDTH, HEIGHT - 2.0, book.style)
    return [drawing_of(chart), PageBreak()]
