"""The matrix of health: indicators in groups by pillar, the building and its rooms, a class numeral in each cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from bldgassess.health.ratings.rating import counts
from reports.charts.layout import Style
from reports.charts.palette import CLASS_COLOURS
from reports.figures import pretty_unit
from reports.health_order import PILLARS, QUALITY_SIGNS, is_rough, rooms_by_worst, worst_class
from reports.names import CLASS_NAMES, CLASS_SIGNS, INDICATOR_NAMES, PILLAR_NAMES

_KEY, _CLASS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
#: Columns before the rooms: building, state of limits and inputs, hours outside the model's range.
_BUILDING, _BASIS, _HOURS, _ROOMS = 0, 1, 2, 3
_WIDTHS, _ROOM_WIDTH, _ROW_HEIGHT, _NAMES_WIDTH = (86, 46, 58), 90, 24, 136


class HealthMatrix(QTableWidget):
    """``chosen`` with the indicator and the room's GlobalId (empty for the building) when a person moves to a cell."""

    chosen = Signal(str, str)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style, self._folded = style, set[str]()
        self._rows: list[tuple[str, dict[str, Any] | None]] = []
        self._guids: list[str] = []
        self._results: dict[str, Any] | None = None
        self.setAccessibleName(style.translate("Health classes by indicator and room"))
        self.setShowGrid(False)
        self.setStyleSheet("QHeaderView::section:vertical { border: none; }")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_ClassCell(style))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag(int(wrapped)))
        self.horizontalHeader().setFixedHeight(56)
        self.horizontalHeader().setHighlightSections(False)
        names = self.verticalHeader()
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setMinimumSectionSize(_ROW_HEIGHT)
        names.setDefaultSectionSize(_ROW_HEIGHT)
        names.setFixedWidth(_NAMES_WIDTH)
        names.setHighlightSections(False)
        names.sectionClicked.connect(self._name_clicked)
        self.currentCellChanged.connect(lambda row, column, *_before: self._moved(row, column))

    def show_results(self, results: dict[str, Any] | None) -> None:
        """Show the cells of a study; the place in the table stays."""
        at = self.currentRow(), self.currentColumn(), self.verticalScrollBar().value()
        with QSignalBlocker(self):
            self._results = results
            self._fill(results)
            if 0 <= at[0] < self.rowCount():
                self.setCurrentCell(at[0], min(at[1], self.columnCount() - 1))
        self.verticalScrollBar().setValue(at[2])

    def place(self, indicator: str, guid: str) -> None:
        """Move to a cell without telling anybody."""
        row = next((k for k, (name, item) in enumerate(self._rows) if item is not None and name == indicator), -1)
        column = _ROOMS + self._guids.index(guid) if guid in self._guids else _BUILDING
        if row >= 0:
            with QSignalBlocker(self):
                self.setCurrentCell(row, column)

    def _fill(self, results: dict[str, Any] | None) -> None:
        tr = self._style.translate
        indicators = results["health"]["indicators"] if results else []
        rating = results["health"].get("rating") if results else None
        names = rooms_by_worst(indicators)
        self._guids = list(names)
        self._rows = []
        for pillar in PILLARS:
            some = [item for item in indicators if item["pillar"] == pillar]
            if some:
                self._rows += [(pillar, None), *((item["id"], item) for item in some)]
        self.setRowCount(len(self._rows))
        self.setColumnCount(_ROOMS + len(names))
        heads = (tr("Building"), tr("Basis"), tr("Out of range, h"), *names.values())
        self.setHorizontalHeaderLabels(heads)
        tips = (
            tr("The building's class and value by the rule of each indicator"),
            tr("Limits: ✓ verified, ? to be confirmed. Inputs: A measured, B project data, C defaults."),
            tr("Hours of the year outside the range in which the model of the indicator holds"),
            *names.values(),
        )
        for c, tip in enumerate(tips):
            head = self.horizontalHeaderItem(c)
            if head is not None:
                head.setToolTip(tip)
            self.setColumnWidth(c, _WIDTHS[c] if c < _ROOMS else _ROOM_WIDTH)
        for r, (key, item) in enumerate(self._rows):
            if item is None:
                self._fill_pillar(r, key, [row for row in indicators if row["pillar"] == key], rating)
            else:
                self._fill_indicator(r, item)
        self._fold()

    def _fill_pillar(self, r: int, pillar: str, items: list[dict[str, Any]], rating: dict[str, Any] | None) -> None:
        tr = self._style.translate
        sign = "+" if pillar in self._folded else "−"
        self._head(r, f"{sign} {tr(PILLAR_NAMES[pillar])}", tr("Click to fold or unfold this group"), bold=True)
        rated = rating["pillars"].get(pillar) if rating else None
        worst = rated["class"] if rated else worst_class(items)
        score = self._style.number(round(rated["score"], 1)) if rated else "–"
        tip = tr("{name}: class {worst}, score {score} of 100").format(
            name=tr(PILLAR_NAMES[pillar]), worst=tr(CLASS_NAMES[worst]), score=score
        )
        self._put(r, _BUILDING, CLASS_SIGNS[worst], tip, worst, bold=True)
        for c in (_BASIS, _HOURS):
            self._put(r, c, "", "")
        counted = [item for item in items if counts(pillar, item["id"])] or items
        for c, guid in enumerate(self._guids, _ROOMS):
            cells = [item["spaces"][guid] for item in counted if guid in item["spaces"]]
            worst = worst_class(cells)
            self._put(
                r, c, CLASS_SIGNS[worst] if cells else "", tr(CLASS_NAMES[worst]), worst if cells else "", bold=True
            )

    def _fill_indicator(self, r: int, item: dict[str, Any]) -> None:
        tr, style = self._style.translate, self._style
        aside = "" if counts(item["pillar"], item["id"]) else " *"
        tip = tr(item["name"]) + ("\n" + tr("* Does not count in the worst class.") if aside else "")
        self._head(r, f"   {tr(INDICATOR_NAMES.get(item['id'], item['id']))}{aside}", tip)
        rough = "~" if is_rough(item) else ""
        key = item["id"], ""
        text = f"{CLASS_SIGNS[item['class']]}  {rough}{style.number(item['value'])}"
        if item["value"] is None:
            text = "–"
        self._put(r, _BUILDING, text, self._tip(item, item, tr("Building")), item["class"], key)
        known = item["evidence"] == "verified"
        basis = f"{'✓' if known else '?'} {QUALITY_SIGNS.get(item['input_quality'], '')}"
        self._put(r, _BASIS, basis, basis_words(item, style), key=key)
        hours = item["out_of_range_h"]
        words = tr("{hours} h outside the model's range").format(hours=style.number(round(hours)))
        self._put(r, _HOURS, style.number(round(hours)) if hours else "", words if hours else "", key=key)
        for c, guid in enumerate(self._guids, _ROOMS):
            cell = item["spaces"].get(guid)
            if cell is None:
                self._put(r, c, "", tr("Of the whole site, not of a room."), key=key)
                continue
            mark = f"{CLASS_SIGNS[cell['class']]}{rough}" if cell["value"] is not None else "–"
            self._put(r, c, mark, self._tip(item, cell, cell["name"]), cell["class"], (item["id"], guid))

    def _tip(self, item: dict[str, Any], cell: dict[str, Any], place: str) -> str:
        tr = self._style.translate
        name = tr(INDICATOR_NAMES.get(item["id"], item["id"]))
        reason = reason_of(item, cell)
        if cell["value"] is None:
            return f"{place}: {name}. {tr(reason) if reason else tr(CLASS_NAMES['not_assessed'])}"
        rough = "~" if is_rough(item) else ""
        value = f"{rough}{self._style.number(cell['value'])} {pretty_unit(item['unit'])}"
        return f"{place}: {name} {value}, {tr(CLASS_NAMES[cell['class']])}"

    def _head(self, r: int, words: str, tip: str, *, bold: bool = False) -> None:
        head = QTableWidgetItem(words)
        head.setToolTip(tip)
        font = QFont(self.font())
        font.setBold(bold)
        head.setFont(font)
        self.setVerticalHeaderItem(r, head)

    def _put(
        self, r: int, c: int, text: str, tip: str, health_class: str = "", key: tuple[str, str] = ("", ""), *,
        bold: bool = False,
    ) -> None:  # fmt: skip
        made = QTableWidgetItem(text)
        made.setToolTip(tip)
        made.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setData(_KEY, key)
        made.setData(_CLASS, health_class)
        if bold:
            font = QFont(self.font())
            font.setBold(True)
            made.setFont(font)
        self.setItem(r, c, made)

    def _moved(self, row: int, column: int) -> None:
        made = self.item(row, column)
        indicator, guid = made.data(_KEY) if made is not None else ("", "")
        if indicator:
            self.chosen.emit(indicator, guid)

    def _name_clicked(self, row: int) -> None:
        key, item = self._rows[row]
        if item is not None:
            self.setCurrentCell(row, _BUILDING)
            return
        self._folded ^= {key}
        head = self.verticalHeaderItem(row)
        head.setText(("+" if key in self._folded else "−") + head.text()[1:])
        self._fold()

    def _fold(self) -> None:
        for r, (_, item) in enumerate(self._rows):
            self.setRowHidden(r, item is not None and item["pillar"] in self._folded)


class _ClassCell(QStyledItemDelegate):
    """A cell in the colour of its class; grey where there is none; the current one has the accent's outline."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._palette = style.palette

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        health_class = index.data(_CLASS)
        fill, ink = CLASS_COLOURS.get(health_class, (self._palette.panel, self._palette.muted))
        area = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        view = option.widget
        here = isinstance(view, QTableWidget) and view.currentIndex() == index
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if health_class:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(area, 2.0, 2.0)
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._palette.text), 2.0))
            painter.drawRoundedRect(area, 2.0, 2.0)
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or option.font)
        painter.setPen(QColor(ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
        painter.restore()


def basis_words(item: dict[str, Any], style: Style) -> str:
    """Say how well limits and inputs of an indicator are known."""
    tr = style.translate
    limits = tr("limits verified") if item["evidence"] == "verified" else tr("limits to be confirmed")
    inputs = {"measured": tr("inputs measured"), "project": tr("inputs from the project")}
    return f"{limits}; {inputs.get(item['input_quality'], tr('inputs are defaults'))}"


def reason_of(item: dict[str, Any], cell: dict[str, Any]) -> str:
    """Return why a cell has no value; for the building, where all its places have the same reason."""
    own = cell.get("reason", "")
    if own or cell is not item:
        return str(own)
    reasons = {place["reason"] for place in item["spaces"].values()}
    return str(reasons.pop()) if len(reasons) == 1 else ""
