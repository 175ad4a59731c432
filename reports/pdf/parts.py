"""Pieces of a report: headings, tables, charts, key figures."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from reports.charts.ops import Chart
from reports.charts.palette import LIGHT
from reports.pdf.drawing import drawing_of
from reports.pdf.fonts import drawable
from reports.pdf.page import WIDTH

Styles = dict[str, ParagraphStyle]
_GRID = colors.HexColor(LIGHT.grid)


def text(words: str, style: ParagraphStyle) -> Paragraph:
    """Return a paragraph of plain words: nothing in them is markup."""
    return Paragraph(escape(drawable(words)).replace("\n", "<br/>"), style)


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    styles: Styles,
    *,
    right: Sequence[int] = (),
) -> Table:
    """Return a table whose header repeats on each page; ``widths`` are shares, ``right`` are number columns."""
    total = sum(widths)
    head = [text(cell, styles["head_right" if index in right else "head"]) for index, cell in enumerate(heads)]
    body = [
        [text(cell, styles["right" if index in right else "cell"]) for index, cell in enumerate(row)] for row in rows
    ]
    made = Table([head, *body], colWidths=[WIDTH * share / total for share in widths], repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.75, colors.HexColor(LIGHT.line)),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, _GRID),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return made


def figure(chart: Chart, styles: Styles) -> KeepTogether:
    """Return a chart under its title and subtitle, kept on one page."""
    return KeepTogether(
        [
            text(chart.title, styles["h2"]),
            text(chart.subtitle, styles["small"]),
            drawing_of(chart),
            Spacer(1, 6),
        ]
    )


def tiles(items: Sequence[tuple[str, str, str]], styles: Styles, columns: int = 4) -> Table:
    """Return key figures as tiles of (name, value, unit)."""
    value_style = ParagraphStyle("tile", parent=styles["h1"], fontSize=16, leading=19, spaceBefore=0, spaceAfter=0)
    cells: list[list[Flowable]] = [
        [text(name, styles["small"]), text(value, value_style), text(unit, styles["small"])]
        for name, value, unit in items
    ]
    rows = [cells[k : k + columns] for k in range(0, len(cells), columns)]
    rows[-1] += [[Spacer(1, 1)]] * (columns - len(rows[-1]))
    made = Table(rows, colWidths=[WIDTH / columns] * columns)
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOX", (0, 0), (-1, -1), 0.5, _GRID),
                ("INNERGRID", (0, 0), (-1, -1), 0.5, _GRID),
                ("BACKGROUND", (0, 0), (-1, -1), colors.HexColor(LIGHT.panel)),
            ]
        )
    )
    return made
