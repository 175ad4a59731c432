"""Pieces of a report: headings, tables, charts, key figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from reports.charts.ops import Chart
from reports.charts.palette import LIGHT
from reports.pdf.drawing import drawing_of
from reports.pdf.fonts import BOLD, REGULAR, drawable, width
from reports.pdf.layout import Heading
from reports.pdf.page import INK, WIDTH

Styles = dict[str, ParagraphStyle]
_GRID = colors.HexColor(LIGHT.grid)
_PAD = 3.0
#: A cell is cut after so many letters, so that no row is taller than a page.
_LONGEST = 700
#: Rows that stay with a heading [count].
_WITH_HEADING = 4
#: Size of the smallest letters in a column's head [pt].
_SMALLEST_HEAD = 5.0


class Words(Paragraph):  # type: ignore[misc]  # reportlab is untyped
    """A paragraph that breaks its lines once a width: tables ask for its size five times and more."""

    _known: tuple[float, tuple[float, float]] | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return width and height."""
        # reportlab forgets the lines where a split failed
        if self._known is None or self._known[0] != width or not hasattr(self, "blPara"):
            self._known = width, super().wrap(width, height)
        return self._known[1]


def text(words: str, style: ParagraphStyle) -> Paragraph:
    """Return a paragraph of plain words: nothing in them is markup."""
    return Words(escape(drawable(words)).replace("\n", "<br/>"), style)


def heading(words: str, style: ParagraphStyle, *, key: str, level: int) -> Heading:
    """Return a heading with its bookmark."""
    shown = drawable(words)
    return Heading(escape(shown), style, title=shown, key=key, level=level)


def _cell(words: str, style: ParagraphStyle, room: float) -> str | Paragraph:
    """Return plain text where it fits on a line, which is quick to draw, else a paragraph."""
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1] + "…"
    shown = drawable(words)
    if "\n" not in shown and width(shown, style.fontSize, style.fontName == BOLD) <= room:
        return shown
    return text(words, style)


def _head(words: str, style: ParagraphStyle, room: float) -> Paragraph:
    """Return a column's head, smaller where its longest word would break."""
    longest = max((width(word, style.fontSize, True) for word in words.split()), default=0.0)
    if style.wordWrap != "CJK" and longest > room:
        size = max(_SMALLEST_HEAD, style.fontSize * room / longest - 0.05)
        style = ParagraphStyle(f"{style.name}_{size:.2f}", parent=style, fontSize=size)
    return text(words, style)


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    styles: Styles,
    *,
    right: Sequence[int] = (),
) -> Table:
    """Return a table whose header repeats on each page; ``widths`` are shares, ``right`` are number columns.

    Its ``least_height`` is what it needs to start on a page: the header and the first rows.
    """
    total = sum(widths)
    columns = [WIDTH * share / total for share in widths]
    rooms = [column - 2 * _PAD for column in columns]
    head = [_head(c, styles["head_right" if i in right else "head"], rooms[i]) for i, c in enumerate(heads)]
    body = [[_cell(c, styles["right" if i in right else "cell"], rooms[i]) for i, c in enumerate(row)] for row in rows]
    made = Table([head, *body], colWidths=columns, repeatRows=1)
    size, leading = styles["cell"].fontSize, styles["cell"].leading
    made.setStyle(
        TableStyle(
            [
                ("FONT", (0, 1), (-1, -1), REGULAR, size, leading),
                ("FONT", (0, 0), (-1, 0), BOLD, size, leading),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                *(("ALIGN", (column, 0), (column, -1), "RIGHT") for column in right),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.75, colors.HexColor(LIGHT.line)),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, _GRID),
                ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    made.least_height = sum(_height(row, rooms, leading) for row in [head, *body[:_WITH_HEADING]])
    return made


def _height(row: Sequence[str | Paragraph], rooms: Sequence[float], leading: float) -> float:
    cells = zip(row, rooms, strict=True)
    return 4.0 + max((leading if isinstance(cell, str) else _wrapped(cell, room) for cell, room in cells), default=0.0)


def _wrapped(item: Flowable, room: float) -> float:
    return float(item.wrap(room, 1e6)[1])


def _outer_height(item: Flowable) -> float:
    return _wrapped(item, WIDTH) + float(item.getSpaceBefore()) + float(item.getSpaceAfter())


def together(*flow: Flowable) -> list[Flowable]:
    """Return a heading, words and what they lead to, with a page break before where it could not begin below them."""
    need = 4.0
    for item in flow:
        least = getattr(item, "least_height", None)
        need += least if least is not None else _outer_height(item)
        if least is not None:
            break
    return [CondPageBreak(need), *flow]


def figure(chart: Chart, styles: Styles) -> KeepTogether:
    """Return a chart under its title and subtitle, kept on one page."""
    words = [text(chart.title, styles["h3"]), text(chart.subtitle, styles["small"])]
    made = KeepTogether([*words, drawing_of(chart), Spacer(1, 6)])
    made.least_height = sum(_outer_height(item) for item in words) + chart.height + 6.0
    return made


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: name, value, unit and the path that ``explain`` follows."""

    name: str
    value: str
    unit: str
    explain: str


def tiles(items: Sequence[Tile], styles: Styles, columns: int = 4, *, path_in: str = "explain") -> Table:
    """Return key figures as tiles, each with its path below; ``path_in``: what follows the path."""
    value_style = ParagraphStyle("tile", parent=styles["h3"], fontSize=15, leading=18, spaceBefore=0, spaceAfter=0)
    cells: list[list[Flowable]] = [
        [
            text(item.name, styles["small"]),
            text(item.value, value_style),
            text(item.unit, styles["small"]),
            text(f"{path_in}: {item.explain}", styles["path"]),
        ]
        for item in items
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
                ("FONT", (0, 0), (-1, -1), REGULAR, 7.5, 10),  # no text is set in it, but its default is Helvetica
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return made
