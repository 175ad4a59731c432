"""The page: styles, running head, footer with the disclaimer, number and count of pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from reports.charts.layout import Style
from reports.charts.palette import LIGHT
from reports.pdf.fonts import BOLD, REGULAR, drawable, register, width
from reports.pdf.layout import Layout

MARGIN, TOP, BOTTOM = 18 * mm, 17 * mm, 19 * mm
WIDTH = A4[0] - 2 * MARGIN
HEIGHT = A4[1] - TOP - BOTTOM
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
            spaceBefore=16,
            spaceAfter=6,
            **{**common, "fontName": BOLD, "textColor": _ACCENT},
        ),
        "h2": ParagraphStyle(
            "h2", fontSize=11, leading=14, spaceBefore=10, spaceAfter=3, **{**common, "fontName": BOLD}
        ),
        "h3": ParagraphStyle(
            "h3", fontSize=9.5, leading=13, spaceBefore=8, spaceAfter=1, keepWithNext=1, **{**common, "fontName": BOLD}
        ),
        "path": ParagraphStyle("path", fontSize=5.5, leading=7, **{**common, "textColor": _GREY, "wordWrap": "CJK"}),
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
            spaceBefore=10,
            spaceAfter=12,
            borderPadding=6,
            backColor=colors.HexColor("#FFF6E5"),
            borderColor=colors.HexColor(LIGHT.warn),
            borderWidth=0.75,
            **common,
        ),
    }


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page: left head, foot, title and subject of the file, language.

    ``bare_first``: the first page has no head.
    """

    title: str
    subject: str
    header: str
    footer: str
    language: str
    bare_first: bool = False


#: Passes until page numbers hold; headings do not move between the first and the second.
_MOST_PASSES = 4


def build_pdf(flow: Sequence[Flowable], *, title: str, subject: str, header: str, footer: str, language: str) -> bytes:
    """Lay flowables out on A4 pages; the same flow gives the same bytes, without a clock."""
    return lay_out(flow, Furniture(title, subject, header, footer, language), {})[0]


def lay_out(flow: Sequence[Flowable], furniture: Furniture, layout_of: dict[str, Layout]) -> tuple[bytes, Layout]:
    """Lay out until the page numbers of one pass are those of the one before; ``layout_of["before"]`` is that one's."""
    before = Layout()
    for _ in range(_MOST_PASSES):
        layout_of["before"] = before
        content, layout = _one_pass(flow, furniture, before)
        if layout == before:
            break
        before = layout
    return content, layout


def _one_pass(flow: Sequence[Flowable], furniture: Furniture, before: Layout) -> tuple[bytes, Layout]:
    stream, layout = io.BytesIO(), Layout()

    def begin(canvas: Canvas, document: BaseDocTemplate) -> None:  # noqa: ARG001 - reportlab's signature
        canvas.layout = layout

    def end(canvas: Canvas, document: BaseDocTemplate) -> None:  # noqa: ARG001
        layout.total = canvas.getPageNumber()
        _draw(canvas, furniture, layout, before.total)

    document = BaseDocTemplate(
        stream,
        pagesize=A4,
        title=furniture.title,
        author="bldgassess",
        subject=furniture.subject,
        lang={"en": "en", "zh": "zh-CN", "ru": "ru"}[furniture.language],
        invariant=True,
        initialFontName=REGULAR,
    )
    frame = Frame(MARGIN, BOTTOM, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=begin, onPageEnd=end))
    for item in flow:  # what was put off to the next page in the pass before is not put off yet in this one
        if hasattr(item, "_postponed"):
            del item._postponed
    document.build(list(flow), canvasmaker=_canvas)
    return stream.getvalue(), layout


def _canvas(*args: Any, **kwargs: Any) -> Canvas:  # noqa: ANN401
    """Return a canvas that starts with our own font; reportlab's would be Helvetica, which is not embedded."""
    kwargs["initialFontName"] = REGULAR
    return Canvas(*args, **kwargs)


def _draw(canvas: Canvas, furniture: Furniture, layout: Layout, total: int) -> None:
    page = canvas.getPageNumber()
    canvas.saveState()
    canvas.setFillColor(_GREY)
    canvas.setFont(REGULAR, 7.5)
    if page > 1 or not furniture.bare_first:
        chapter = layout.chapter_on(page)
        head = f"{furniture.header} · {chapter}" if chapter else furniture.header
        style = Style(language=furniture.language, measure=width, size=7.5)
        canvas.drawString(MARGIN, A4[1] - 11 * mm, style.elide(drawable(head), WIDTH - 20 * mm))
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 11 * mm, f"{page} / {total}")
    canvas.setStrokeColor(colors.HexColor(LIGHT.grid))
    canvas.line(MARGIN, 14 * mm, A4[0] - MARGIN, 14 * mm)
    canvas.setFont(REGULAR, 6.5)
    style = Style(language=furniture.language, measure=width, size=6.5)
    for index, line in enumerate(style.wrap(drawable(furniture.footer), WIDTH)[:3]):
        canvas.drawString(MARGIN, 11 * mm - 8 * index, line)
    canvas.restoreState()
