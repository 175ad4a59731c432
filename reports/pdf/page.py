"""The page: styles, header, footer with the disclaimer, and the count of pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

from reports.charts.palette import LIGHT
from reports.pdf.fonts import BOLD, REGULAR, drawable, register, width

MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
_GREY = colors.HexColor(LIGHT.muted)
_ACCENT = colors.HexColor(LIGHT.accent)
INK = colors.HexColor(LIGHT.text)


def styles(language: str) -> dict[str, ParagraphStyle]:
    """Return the paragraph styles; Chinese breaks between any two characters."""
    register()
    wrap = "CJK" if language == "zh" else None
    common: dict[str, Any] = {"fontName": REGULAR, "textColor": INK, "wordWrap": wrap}
    return {
        "title": ParagraphStyle("title", fontSize=22, leading=28, spaceAfter=4, **{**common, "fontName": BOLD}),
        "subtitle": ParagraphStyle(
            "subtitle", fontSize=11, leading=15, spaceAfter=10, **{**common, "textColor": _GREY}
        ),
        "h1": ParagraphStyle(
            "h1",
            fontSize=15,
            leading=19,
            spaceBefore=4,
            spaceAfter=6,
            **{**common, "fontName": BOLD, "textColor": _ACCENT},
        ),
        "h2": ParagraphStyle(
            "h2", fontSize=10.5, leading=14, spaceBefore=8, spaceAfter=2, keepWithNext=1, **{**common, "fontName": BOLD}
        ),
        "body": ParagraphStyle("body", fontSize=9, leading=12.5, spaceAfter=4, **common),
        "small": ParagraphStyle("small", fontSize=7.5, leading=10, spaceAfter=4, **{**common, "textColor": _GREY}),
        "cell": ParagraphStyle("cell", fontSize=7.5, leading=9.5, **common),
        "head": ParagraphStyle("head", fontSize=7.5, leading=9.5, **{**common, "fontName": BOLD}),
        "head_right": ParagraphStyle(
            "head_right", fontSize=7.5, leading=9.5, alignment=2, **{**common, "fontName": BOLD}
        ),
        "right": ParagraphStyle("right", fontSize=7.5, leading=9.5, alignment=2, **common),
        "box": ParagraphStyle(
            "box",
            fontSize=9,
            leading=12.5,
            spaceBefore=4,
            spaceAfter=8,
            borderPadding=6,
            backColor=colors.HexColor("#FFF6E5"),
            borderColor=colors.HexColor(LIGHT.warn),
            borderWidth=0.75,
            **common,
        ),
    }


def canvas_class(header: str, footer: str, page_text: Callable[[int, int], str]) -> type[Canvas]:
    """Return a canvas that numbers its pages "n of m" and prints header and footer on each."""

    class Numbered(Canvas):  # type: ignore[misc]  # reportlab is untyped
        """Holds back each page until the number of pages is known."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().__init__(*args, **kwargs)
            self._held: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            """Hold the page back."""
            self._held.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Write all pages with their numbers."""
            for index, state in enumerate(self._held, 1):
                self.__dict__.update(state)
                _furniture(self, header, footer, page_text(index, len(self._held)))
                super().showPage()
            super().save()

    return Numbered


def build_pdf(flow: list[Any], *, title: str, subject: str, header: str, footer: str, language: str) -> bytes:
    """Lay flowables out on A4 pages; the same flow gives the same bytes, without a clock."""
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=17 * mm,
        bottomMargin=19 * mm,
        title=title,
        author="bldgassess",
        subject=subject,
        lang={"en": "en", "zh": "zh-CN", "ru": "ru"}[language],
        invariant=True,
    )
    document.build(flow, canvasmaker=canvas_class(header, footer, lambda page, count: f"{page} / {count}"))
    return stream.getvalue()


def _furniture(canvas: Canvas, header: str, footer: str, page: str) -> None:
    canvas.saveState()
    canvas.setFillColor(_GREY)
    canvas.setFont(REGULAR, 7.5)
    canvas.drawString(MARGIN, A4[1] - 11 * mm, drawable(header))
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 11 * mm, page)
    canvas.setStrokeColor(colors.HexColor(LIGHT.grid))
    canvas.line(MARGIN, 14 * mm, A4[0] - MARGIN, 14 * mm)
    canvas.setFont(REGULAR, 7)
    for index, line in enumerate(_lines(footer, 7.0, WIDTH)[:2]):
        canvas.drawString(MARGIN, 10.5 * mm - 9 * index, line)
    canvas.restoreState()


def _lines(text: str, size: float, room: float) -> list[str]:
    """Break a text into lines that fit; at spaces, else anywhere (Chinese)."""
    lines, current = [], ""
    for piece in text.split(" ") if " " in text else list(text):
        joined = f"{current} {piece}".strip() if " " in text else current + piece
        if current and width(joined, size, False) > room:
            lines.append(current)
            current = piece
        else:
            current = joined
    return [*lines, current]
