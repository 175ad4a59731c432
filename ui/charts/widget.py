"""A chart that lays itself out for its size, walked by mouse and keys, with its table one key away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QTableView, QToolButton, QToolTip, QWidget

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.texts import mark
from reports.charts.layout import Style
from reports.charts.ops import Chart, Op, Text
from ui.charts import access, marks, saving
from ui.charts.paint import font_of, paint_chart, text_width
from ui.charts.table import ChartTableModel, make_view, shown

MakeChart = Callable[[float, float], Chart]

#: Widest column of the table behind a chart; the whole text is its tooltip.
_WIDEST_PX = 170
_TITLE_PX, _SUBTITLE_PX, _BUTTON_PX = 14.0, 12.0, 28
_MORE_LOOK = (
    "QToolButton {{ border: 1px solid transparent; background: transparent; padding: 0; color: {muted}; }}"
    "QToolButton:hover {{ border-color: {accent}; border-radius: 4px; color: {accent}; }}"
)
_SAVE_WORDS = {
    "svg": mark("Save as SVG…"),
    "pdf": mark("Save as PDF…"),
    "png": mark("Save as PNG…"),
    "csv": mark("Save the table as CSV…"),
}


class ChartWidget(QWidget):
    """Shows a chart below its title.

    ``clicked(key)``: a mark was clicked, or Enter pressed on it. ``said(words)``: what came of copying or saving.
    Arrows walk the marks, T shows the table, Ctrl+C copies it, Ctrl+Shift+C the picture.
    """

    clicked = Signal(str)
    said = Signal(str)

    is_chart = True

    def __init__(self, make: MakeChart | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        access.install()
        self._make: MakeChart | None = None
        self.chart: Chart | None = None
        self.head = 44.0
        self.hovered: Op | None = None
        self.focused: int | None = None
        self.selected: frozenset[str] = frozenset()
        self._title: list[str] = []
        self._subtitle: list[str] = []
        self.view: QTableView | None = None
        self.saver = saving.Saver(self)
        self.saver.saved.connect(self._saved)
        self.saver.refused.connect(self._refused)
        self.button = QToolButton(self)
        self.button.setText("…")
        self.button.setObjectName("chart.more")
        self.button.setFixedSize(QSize(_BUTTON_PX, _BUTTON_PX))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu key of the chart opens the same
        self.button.clicked.connect(self._show_menu)
        self.button.hide()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if make:
            self.set_chart(make)

    # what is shown

    @property
    def style_(self) -> Style:
        """Language, palette and translation: those of the page that the chart is on."""
        above = self.parentWidget()
        while above is not None:
            found = getattr(above, "style_", None)
            if isinstance(found, Style):
                return found
            above = above.parentWidget()
        return Style(measure=text_width, size=12.0)

    def set_chart(self, make: MakeChart | None) -> None:
        """Show what ``make(width, height)`` describes."""
        self._make = make
        self._lay_out()

    def _lay_out(self) -> None:
        self.hovered = None
        width = max(200.0, float(self.width()))
        chart = self._make(width, max(60.0, self.height() - self.head)) if self._make else None
        if chart is not None:
            head = self._lay_out_head(chart, width)
            if head != self.head and self._make is not None:
                self.head = head
                chart = self._make(width, max(60.0, self.height() - head))
        self.chart = chart
        if self.focused is not None and (chart is None or self.focused >= len(marks.walk_of(chart))):
            self.focused = None
        self.button.setVisible(chart is not None)
        self.button.move(self.width() - _BUTTON_PX, 0)
        tr = self.style_.translate
        self.button.setToolTip(tr("Copy or save this chart"))
        self.button.setAccessibleName(tr("Copy or save this chart"))
        look = _MORE_LOOK.format(accent=self.style_.palette.accent, muted=self.style_.palette.muted)
        if self.button.styleSheet() != look:
            self.button.setStyleSheet(look)
        if chart is not None:
            self.setAccessibleName(chart.title)
            self.setAccessibleDescription(chart.subtitle)
        if self.view is not None:
            self._fill_view()
        self.update()

    def _lay_out_head(self, chart: Chart, width: float) -> float:
        """Break title and subtitle into lines, two at most; returns the height they take."""
        room = width - _BUTTON_PX - 8.0
        self._title = _lines(chart.title, room, _TITLE_PX, True, self.style_)
        self._subtitle = _lines(chart.subtitle, room, _SUBTITLE_PX, False, self.style_)
        return 10.0 + 18.0 * len(self._title) + 16.0 * len(self._subtitle)

    def set_selected(self, keys: frozenset[str]) -> None:
        """Outline the marks with these keys; their colour stays the data's."""
        if keys != self.selected:
            self.selected = keys
            self.update()

    def table_rows(self) -> list[list[str]]:
        """Return head and rows of the table as people read them."""
        if self.chart is None:
            return []
        language = self.style_.language
        return [list(self.chart.columns), *([shown(v, language) for v in row] for row in self.chart.rows)]

    def mark_words(self) -> str:
        """Say the mark that the keys are on."""
        op = self.focused_mark
        return op.tip if op is not None else ""

    @property
    def focused_mark(self) -> Op | None:
        """The mark that the keys are on."""
        if self.chart is None or self.focused is None:
            return None
        return marks.walk_of(self.chart)[self.focused]

    @property
    def focused_key(self) -> str:
        """Key of the mark that the keys are on, "" where there is none."""
        op = self.focused_mark
        return op.key if op is not None else ""

    # painting

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the chart out anew."""
        super().resizeEvent(event)
        self._lay_out()
        if self.view is not None:
            self.view.setGeometry(0, round(self.head), self.width(), self.height() - round(self.head))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Repaint after a change of font or palette."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint title, subtitle, marks, and what is hovered or focused."""
        if self.chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        colours = self.style_.palette
        painter.setPen(QColor(colours.text))
        painter.setFont(font_of(_TITLE_PX, True))
        for line in self._title:
            y += 18.0
            painter.drawText(QPointF(2, y - 3.0), line)
        painter.setFont(font_of(_SUBTITLE_PX, False))
        painter.setPen(QColor(colours.muted))
        for line in self._subtitle:
            y += 16.0
            painter.drawText(QPointF(2, y - 2.0), line)
        painter.translate(0.0, self.head)
        paint_chart(painter, self.chart)
        accent = QColor(colours.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        chosen = [op for op in self.chart.ops if op.key and op.key in self.selected and not isinstance(op, Text)]
        for op in (*chosen, self.hovered, self.focused_mark if self.hasFocus() else None):
            if op is not None:
                painter.setPen(QPen(accent, 2.0))
                painter.drawRect(marks.box_of(op).adjusted(-1.0, -1.0, 1.0, 1.0))
        painter.translate(0.0, -self.head)
        if self.hasFocus():
            painter.setPen(QPen(accent, 2.0))
            painter.drawRoundedRect(QRectF(1.0, 1.0, self.width() - 2.0, self.height() - 2.0), 3.0, 3.0)
        painter.end()

    # mouse

    def mark_at(self, x: float, y: float) -> Op | None:
        """Return the mark under a point of the widget."""
        return marks.mark_at(self.chart, x, y - self.head) if self.chart else None

    def point_of(self, key: str) -> QPoint:
        """Return the middle of the mark with a key, in the widget."""
        ops = self.chart.ops if self.chart else ()
        box = next(marks.box_of(op) for op in ops if op.key == key)
        return QPointF(box.center().x(), box.center().y() + self.head).toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Outline a mark and show its tip."""
        x, y = event.position().x(), event.position().y()
        op = self.mark_at(x, y)
        self.setCursor(Qt.CursorShape.PointingHandCursor if op and op.key else Qt.CursorShape.ArrowCursor)
        if op is not self.hovered:
            self.hovered = op
            self.update()
        tip = marks.tip_of(op, x, y - self.head) if op else ""
        if tip:
            QToolTip.showText(event.globalPosition().toPoint(), tip, self)
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the outline away."""
        super().leaveEvent(event)
        self.hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which mark was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        op = self.mark_at(event.position().x(), event.position().y())
        if op and op.key:
            found = [item.key for item in marks.walk_of(self.chart)] if self.chart else []
            self.focused = found.index(op.key) if op.key in found else self.focused
            self.clicked.emit(op.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer what can be done with the chart."""
        if self.chart is not None:
            self.make_menu().popup(event.globalPos())

    # keys

    def event(self, event: QEvent) -> bool:
        """Keep the chart's own keys from the window's shortcuts while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._run_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk, open, explain, copy, or show the table."""
        run = self._run_of(event)
        if run is None or self.chart is None:
            super().keyPressEvent(event)
            return
        run()

    def _run_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does here, if anything."""
        if self.chart is None:
            return None
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy_table
        if held != Qt.KeyboardModifier.NoModifier:
            both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            return self.copy_picture if key == Qt.Key.Key_C and held == both else None
        return self._plain_keys().get(key)

    def _plain_keys(self) -> dict[int, Callable[[], object]]:
        """Return what keys without modifiers do."""
        thing = self.focused_key
        found: dict[int, Callable[[], object]] = {
            Qt.Key.Key_T: self.toggle_table,
            Qt.Key.Key_Home: lambda: self._walk_to(0),
            Qt.Key.Key_End: lambda: self._walk_to(-1),
            **dict.fromkeys((Qt.Key.Key_Left, Qt.Key.Key_Up), lambda: self._walk(-1)),
            **dict.fromkeys((Qt.Key.Key_Right, Qt.Key.Key_Down), lambda: self._walk(1)),
        }
        if thing:
            keys = Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space
            found |= dict.fromkeys(keys, lambda: self.clicked.emit(thing))
        if self.view is not None:
            found[Qt.Key.Key_Escape] = self.toggle_table
        return found

    def _walk(self, step: int) -> None:
        if self.focused is None:
            self._walk_to(0 if step > 0 else -1)
        else:
            self._walk_to(self.focused + step)

    def _walk_to(self, index: int) -> None:
        found = marks.walk_of(self.chart) if self.chart else []
        if not found:
            return
        self.focused = index % len(found)
        box, tip = marks.box_of(found[self.focused]), found[self.focused].tip
        place = QPointF(box.center().x(), box.bottom() + self.head + 4.0).toPoint()
        QToolTip.showText(self.mapToGlobal(place), tip, self)
        access.announce(self, tip)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    # table, copies and files

    def toggle_table(self) -> None:
        """Show the table in the chart's place, or the chart again."""
        if self.view is not None:
            self.view.deleteLater()
            self.view = None
            self.setFocus()
            return
        if self.chart is None:
            return
        self.view = make_view(self)
        self.view.setObjectName("chart.table")
        self.view.setAccessibleName(self.chart.title)
        self.view.setGeometry(0, round(self.head), self.width(), self.height() - round(self.head))
        self.view.installEventFilter(self)
        self._fill_view()
        self.view.show()
        self.view.setFocus()

    def _fill_view(self) -> None:
        if self.view is None:
            return
        if self.chart is None:
            self.toggle_table()
            return
        self.view.setModel(ChartTableModel(self.chart, self.style_.language, self.view))
        self.view.resizeColumnsToContents()
        for column in range(len(self.chart.columns)):
            self.view.setColumnWidth(column, min(self.view.columnWidth(column), _WIDEST_PX))

    def eventFilter(self, thing: object, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the chart's keys in its table as well; arrows stay the table's."""
        if thing is self.view and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            copies = event.matches(QKeySequence.StandardKey.Copy)
            if copies or event.key() in {Qt.Key.Key_T, Qt.Key.Key_Escape}:
                self.keyPressEvent(event)
                return True
        return False

    def _show_menu(self) -> None:
        self.make_menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """Return the menu of what can be done with the chart."""
        tr, menu = self.style_.translate, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = tr("Show the chart") if self.view is not None else tr("Show as table")
        menu.addAction(f"{words}\tT", self.toggle_table)
        menu.addAction(tr("Copy the table") + "\tCtrl+C", self.copy_table)
        menu.addAction(tr("Copy the picture") + "\tCtrl+Shift+C", self.copy_picture)
        menu.addSeparator()
        for kind, save in _SAVE_WORDS.items():
            menu.addAction(tr(save), lambda kind=kind: self._ask_file(kind))
        return menu

    def copy_table(self) -> None:
        """Copy the table, tab-separated, figures in full."""
        if self.chart is not None:
            saving.copy_table(self.chart)
            self._say(self.style_.translate("Table copied."))

    def copy_picture(self) -> None:
        """Copy the chart as a picture."""
        if self.chart is not None:
            saving.copy_picture(self.chart, self.style_)
            self._say(self.style_.translate("Picture copied."))

    def _ask_file(self, kind: str) -> None:
        title = self.style_.translate(_SAVE_WORDS[kind])
        name = f"{self.chart.id if self.chart else 'chart'}.{kind}"
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, f"*.{kind}")
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}"))

    def save(self, path: Path) -> None:
        """Write the chart; the ending says as what. ``said`` tells when it is there, or why not."""
        if self.chart is not None:
            self.saver.save(self.chart, self.style_, path)

    def _saved(self, name: str) -> None:
        self._say(self.style_.translate("Saved {file}.").format(file=name))

    def _refused(self, issues: tuple[Issue, ...]) -> None:
        self._say(" ".join(sentence(issue, self.style_.translate) for issue in issues))

    def _say(self, words: str) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(8, round(self.head))), words, self)
        access.announce(self, words)
        self.said.emit(words)


def _lines(words: str, room: float, size: float, bold: bool, style: Style) -> list[str]:
    """Break words into two lines at most; what still does not fit ends in an ellipsis."""
    if not words:
        return []
    metrics = QFontMetricsF(font_of(size, bold))
    lines = Style(measure=text_width, language=style.language).wrap(words, room, size=size, bold=bold)
    if len(lines) > 2:
        lines = [lines[0], lines[1] + ("" if " " not in words else " ") + lines[2]]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]
