"""Charts in the window: the op list painted with QPainter, marks with tooltips and clicks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reports.charts.ops import Chart, Image, Line, Op, Rect, Ring, Text

MakeChart = Callable[[float, float], Chart]


def text_width(text: str, size: float, bold: bool) -> float:
    """Measure a text as it will be painted."""
    return QFontMetricsF(_font(size, bold)).horizontalAdvance(text)


def _font(size: float, bold: bool) -> QFont:
    font = QFont()
    font.setPixelSize(max(1, round(size)))
    font.setBold(bold)
    return font


class ChartWidget(QWidget):
    """A chart that lays itself out for its size; its title stands above it."""

    clicked = Signal(str)

    def __init__(self, make: MakeChart | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: MakeChart | None = None
        self.chart: Chart | None = None
        self._head = 44.0
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if make:
            self.set_chart(make)

    def set_chart(self, make: MakeChart | None) -> None:
        """Show what ``make(width, height)`` describes."""
        self._make = make
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(60.0, self.height() - self._head)
        self.chart = self._make(max(200.0, float(self.width())), room) if self._make else None
        if self.chart:
            self.setAccessibleName(self.chart.title)
            self.setAccessibleDescription(self.chart.subtitle)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the chart out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Repaint after a change of font or palette."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint title, subtitle and marks."""
        if self.chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().windowText().color()
        painter.setPen(ink)
        painter.setFont(_font(14, True))
        metrics = QFontMetricsF(_font(14, True))
        room, cut = self.width() - 4.0, Qt.TextElideMode.ElideRight
        painter.drawText(QPointF(2, 16), metrics.elidedText(self.chart.title, cut, room))
        painter.setFont(_font(12, False))
        painter.setPen(self.palette().placeholderText().color())
        metrics = QFontMetricsF(_font(12, False))
        painter.drawText(QPointF(2, 33), metrics.elidedText(self.chart.subtitle, cut, room))
        painter.translate(0.0, self._head)
        for op in self.chart.ops:
            paint(painter, op)
        painter.end()

    def mark_at(self, x: float, y: float) -> Rect | None:
        """Return the mark with a key under a point of the widget."""
        if self.chart is None:
            return None
        for op in reversed(self.chart.ops):
            if (
                isinstance(op, Rect)
                and (op.key or op.tip)
                and QRectF(op.x, op.y + self._head, op.width, op.height).contains(x, y)
            ):
                return op
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show a mark's tip."""
        mark = self.mark_at(event.position().x(), event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark and mark.key else Qt.CursorShape.ArrowCursor)
        if mark and mark.tip:
            QToolTip.showText(event.globalPosition().toPoint(), mark.tip, self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which mark was clicked."""
        mark = self.mark_at(event.position().x(), event.position().y())
        if mark and mark.key:
            self.clicked.emit(mark.key)


def paint(painter: QPainter, op: Op) -> None:
    """Paint one op."""
    if isinstance(op, Rect):
        _rect(painter, op)
    elif isinstance(op, Line):
        pen = QPen(QColor(op.stroke), op.width)
        if op.dash:
            pen.setDashPattern([length / max(op.width, 0.1) for length in op.dash])
        painter.setPen(pen)
        painter.drawPolyline([QPointF(x, y) for x, y in op.points])
    elif isinstance(op, Ring):
        _ring(painter, op)
    elif isinstance(op, Text):
        _text(painter, op)
    elif isinstance(op, Image):
        image = QImage(op.rgb, op.columns, op.rows, 3 * op.columns, QImage.Format.Format_RGB888)
        painter.drawImage(QRectF(op.x, op.y, op.width, op.height), image)


def _rect(painter: QPainter, op: Rect) -> None:
    painter.setPen(QPen(QColor(op.stroke), op.stroke_width) if op.stroke else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(op.fill) if op.fill else Qt.BrushStyle.NoBrush)
    area = QRectF(op.x, op.y, op.width, op.height)
    painter.drawRoundedRect(area, op.radius, op.radius)
    if op.hatch and op.stroke:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(op.stroke))
        brush = painter.brush()
        brush.setStyle(Qt.BrushStyle.BDiagPattern)
        painter.setBrush(brush)
        painter.drawRect(area)


def _ring(painter: QPainter, op: Ring) -> None:
    middle, wide = (op.outer + op.inner) / 2.0, op.outer - op.inner
    if op.inner > 0.0:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(op.fill or op.stroke or "#000000"), wide))
        area = QRectF(op.x - middle, op.y - middle, 2 * middle, 2 * middle)
        painter.drawArc(area, round(16 * (90 - op.start_deg)), round(-16 * op.extent_deg))
        return
    painter.setPen(QPen(QColor(op.stroke), op.stroke_width) if op.stroke else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(op.fill) if op.fill else Qt.BrushStyle.NoBrush)
    area = QRectF(op.x - op.outer, op.y - op.outer, 2 * op.outer, 2 * op.outer)
    painter.drawPie(area, round(16 * (90 - op.start_deg)), round(-16 * op.extent_deg))


def _text(painter: QPainter, op: Text) -> None:
    painter.setFont(_font(op.size, op.bold))
    painter.setPen(QColor(op.fill))
    width = text_width(op.text, op.size, op.bold)
    shift = {"start": 0.0, "middle": -width / 2.0, "end": -width}[op.anchor]
    if not op.rotate_deg:
        painter.drawText(QPointF(op.x + shift, op.y), op.text)
        return
    painter.save()
    painter.translate(op.x, op.y)
    painter.rotate(op.rotate_deg)
    painter.drawText(QPointF(shift, 0.0), op.text)
    painter.restore()
