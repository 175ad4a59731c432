"""Where the carbon is: building part > material, area in proportion to kg."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from bldgassess.carbon.result import results_area_m2
from reports.charts.colour import ink_on, mix, outline_of
from reports.charts.entries import Cell, Entry, cells_of, range_of
from reports.charts.layout import Style
from reports.charts.ops import Chart, Op, Rect, Text
from reports.charts.palette import PART_COLOURS
from reports.charts.squarify import Box, squarify
from reports.figures import percent
from reports.names import PART_NAMES

Results = dict[str, Any]
#: Cells are shown one by one until they make up this share of the total [0-1]; the rest is one cell that opens.
_CUT = 0.9
#: Keys of the cell of the rest and of the way back from it.
OTHER_KEY = "carbon.by_part.*"
BACK_KEY = "carbon.by_part"
_GAP = 1.5


def treemap_chart(
    entries: Sequence[Entry], results: Results, width: float, height: float, style: Style, *, is_opened: bool = False
) -> Chart:
    """Return embodied carbon by part and material; ``is_opened``: only the small ones that are else one cell."""
    tr = style.translate
    cells = cells_of(entries)
    drawn = [cell for cell in cells if cell.kg > 0.0]
    total = math.fsum(cell.kg for cell in drawn)
    shown, rest = _cut(drawn, total)
    if is_opened:
        shown, rest = rest, []
    painter = _Painter(results, total, style)
    top = 0.0
    if is_opened:
        top = painter.back(width)
    painter.parts(shown, rest, (0.0, top, width, height - top))
    title, subtitle = _words(cells, drawn, total, results, style)
    columns = (tr("Part"), tr("Material"), "kgCO₂e", "kgCO₂e/m²", tr("Share, %"), tr("Factor"), tr("Source"))
    area = results_area_m2(results)
    rows = tuple(
        (
            tr(PART_NAMES.get(cell.part, cell.part)),
            tr(cell.material),
            cell.kg,
            cell.kg / area,
            100.0 * cell.kg / total if total else None,
            tr("assumed") if cell.is_assumed else tr("matched"),
            _source(cell),
        )
        for cell in cells
    )
    return Chart("carbon_treemap", width, height, tuple(painter.ops), title, subtitle, columns, rows)


def _cut(cells: list[Cell], total: float) -> tuple[list[Cell], list[Cell]]:
    """Split cells at the cut; a single one left over is shown as it is."""
    before = 0.0
    for index, cell in enumerate(cells):
        if before >= _CUT * total and len(cells) - index > 1:
            return cells[:index], cells[index:]
        before += cell.kg
    return cells, []


def _words(cells: list[Cell], drawn: list[Cell], total: float, results: Results, style: Style) -> tuple[str, str]:
    tr = style.translate
    by_part: dict[str, float] = {}
    for cell in drawn:
        by_part[cell.part] = by_part.get(cell.part, 0.0) + cell.kg
    first = sorted(by_part, key=lambda part: (-by_part[part], part))[:2]
    if not first:
        return tr("No embodied carbon"), ""
    names = [tr(PART_NAMES.get(part, part)) for part in first]
    share = percent(math.fsum(by_part[part] for part in first) / total, style.language)
    if len(names) == 1:
        title = tr("{part}: {share} of embodied carbon").format(part=names[0], share=share)
    else:
        title = tr("{first}, {second}: {share} of embodied carbon").format(first=names[0], second=names[1], share=share)
    subtitle = tr("Area: embodied carbon over {years} years, {total} kgCO₂e/m²; hatched: assumed factor").format(
        total=style.number(total / results_area_m2(results)), years=results["carbon"]["study_period_a"]
    )
    below = [cell.kg for cell in cells if cell.kg < 0.0]
    if below:
        note = tr("not drawn: {count} below zero, {kg} kgCO₂e")
        subtitle += "; " + note.format(count=len(below), kg=style.number(math.fsum(below)))
    return title, subtitle


def _source(cell: Cell) -> str:
    return "; ".join(sorted({f"{e.source} ({e.quality})" for e in cell.entries if e.source}))


class _Painter:
    """Draws boxes, names and shares."""

    def __init__(self, results: Results, total: float, style: Style) -> None:
        self.ops: list[Op] = []
        self.total, self.style = total, style
        self.area_m2 = results_area_m2(results)

    def back(self, width: float) -> float:
        """Draw the way back to all parts; returns its height."""
        style, tall = self.style, 2.0 * self.style.size
        words = self.style.translate("Back to all parts")
        p = style.palette
        self.ops.append(Rect(0.5, 0.5, width - 1.0, tall - 3.0, p.panel, p.line, key=BACK_KEY, tip=words))
        self.ops.append(Text(8.0, 1.25 * style.size, style.elide("‹ " + words, width - 16.0), style.size, p.accent))
        return tall

    def parts(self, cells: list[Cell], rest: list[Cell], box: Box) -> None:
        """Divide the box among parts, and each part among its materials."""
        groups: dict[str, list[Cell]] = {}
        for cell in cells:
            groups.setdefault(cell.part, []).append(cell)
        sizes = {part: math.fsum(cell.kg for cell in group) for part, group in groups.items()}
        order: list[tuple[str, float]] = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
        if rest:
            order.append(("", math.fsum(cell.kg for cell in rest)))
        for (part, kg), place in zip(order, squarify([kg for _, kg in order], box), strict=False):
            if part:
                self._part(part, kg, groups[part], place)
            else:
                self._rest(rest, kg, place)

    def _part(self, part: str, kg: float, cells: list[Cell], box: Box) -> None:
        x, y, width, height = _inset(box)
        style, name = self.style, self.style.translate(PART_NAMES.get(part, part))
        head = 1.5 * style.size
        if height > 3.2 * style.size and width > 4.0 * style.size:
            share = percent(kg / self.total, style.language)
            words = self._fitting(f"{name} {share}", name, width - 4.0)
            if words:
                self.ops.append(Text(x + 2.0, y + 1.1 * style.size, words, style.size, style.palette.text, bold=True))
                y, height = y + head, height - head
        for cell, place in zip(cells, squarify([cell.kg for cell in cells], (x, y, width, height)), strict=True):
            self._cell(cell, name, place)

    def _fitting(self, whole: str, short: str, room: float) -> str:
        for words in (whole, short):
            if self.style.width(words, bold=True) <= room:
                return words
        cut = short
        while len(cut) > 3 and self.style.width(cut + "…", bold=True) > room:
            cut = cut[:-1]
        return cut.rstrip() + "…" if len(cut) > 3 else ""

    def _cell(self, cell: Cell, part: str, box: Box) -> None:
        x, y, width, height = _inset(box, 0.5)
        fill = PART_COLOURS.get(cell.part, PART_COLOURS["other"])
        ink = ink_on(fill)
        stroke = mix(fill, ink, 0.45) if cell.is_assumed else outline_of(fill, self.style.palette)
        self.ops.append(
            Rect(x, y, width, height, fill, stroke, 0.75, cell.is_assumed, key=cell.key, tip=self._tip(cell, part))
        )
        material = self.style.translate(cell.material)
        self._label((x, y, width, height), material, percent(cell.kg / self.total, self.style.language), fill, ink)

    def _label(self, box: Box, name: str, share: str, fill: str, ink: str) -> None:
        """Write name and share where both fit whole or nearly so; the fill is laid under them, over any hatch."""
        x, y, width, height = box
        style, room = self.style, width - 8.0
        lines = [style.elide(name, room)]
        if style.width(share) <= room and height >= 3.0 * style.size:
            lines.append(share)
        if height < 1.7 * style.size or len(lines[0]) < min(5, len(name)):
            return
        wide = max(style.width(line) for line in lines) + 4.0
        self.ops.append(Rect(x + 2.0, y + 2.0, min(wide, width - 4.0), 1.25 * style.size * len(lines) + 1.0, fill))
        for k, line in enumerate(lines):
            self.ops.append(Text(x + 4.0, y + 2.0 + (1.0 + 1.25 * k) * style.size, line, style.size, ink))

    def _rest(self, cells: list[Cell], kg: float, box: Box) -> None:
        x, y, width, height = _inset(box)
        p, tr, style = self.style.palette, self.style.translate, self.style
        name = tr("Other ({count})").format(count=len(cells))
        share = percent(kg / self.total, style.language)
        tip = tr("{name}: {kg} kgCO₂e, {share}. Click to open.").format(name=name, kg=style.number(kg), share=share)
        self.ops.append(Rect(x, y, width, height, p.panel, p.line, key=OTHER_KEY, tip=tip))
        self._label((x, y, width, height), name, share, p.panel, p.text)

    def _tip(self, cell: Cell, part: str) -> str:
        tr, style = self.style.translate, self.style
        lines = [
            f"{part}, {tr(cell.material)}",
            tr("{kg} kgCO₂e, {share}; {per_m2} kgCO₂e/m²").format(
                kg=style.number(cell.kg),
                share=percent(cell.kg / self.total, style.language),
                per_m2=style.number(cell.kg / self.area_m2),
            ),
        ]
        ends = range_of(cell.entries)
        if ends:
            low, high = (style.number(end) for end in ends)
            lines.append(tr("Range of the factor, 5 to 95 %: {low} to {high} kgCO₂e").format(low=low, high=high))
        if cell.is_assumed:
            lines.append(tr("Assumed or stood in, not matched by name"))
        source = _source(cell)
        if source:
            lines.append(source)
        return "\n".join(lines)


def _inset(box: Box, by: float = _GAP) -> Box:
    x, y, width, height = box
    return x + by / 2.0, y + by / 2.0, max(0.5, width - by), max(0.5, height - by)
