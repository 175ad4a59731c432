"""The legend of a colouring, painted by ourselves from the very table that the picture reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reports.charts.palette import Palette
from ui.viewer.colours import NO_DATA, Colouring

_LINE, _GAP, _SWATCH, _RAMP_MOST = 18.0, 14.0, 14.0, 380.0


@dataclass(frozen=True, slots=True)
class Place:
    """A swatch of the legend: where it is, its colour, and whether it is hatched."""

    area: QRectF
    colour: str
    is_hatched: bool = False


class Legend(QWidget):
    """A title with the unit, then a scale or named colours, and how many have no data; as high as it needs."""

    def __init__(self, palette: Palette, translate: Callable[[str], str], number: Callable[[float], str]) -> None:
        super().__init__()
        self.setObjectName("model.legend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.colouring: Colouring | None = None
        self.places: list[Place] = []
        self._palette, self._tr, self._number = palette, translate, number
        self.setFixedHeight(round(3 * _LINE))

    def show_colouring(self, colouring: Colouring) -> None:
        """Say what the colours mean."""
        self.colouring = colouring
        self.setAccessibleName(self._tr("Legend: {title}").format(title=colouring.title))
        self.setAccessibleDescription("; ".join(self.lines()))
        self._fit()
        self.update()

    def lines(self) -> list[str]:
        """Return what the legend says, as text."""
        item = self.colouring
        if item is None:
            return []
        said = [f"{kind.sign} {kind.words} {kind.count}".strip() for kind in item.categories]
        if item.ramp is not None:
            said += [f"{self._number(item.ramp.low)} – {self._number(item.ramp.high)}"]
            said += [f"{name} {self._number(value)}" for value, name in item.breaks]
            said += [words for words in (self._below(item), self._above(item)) if words]
        return [*said, self._missing(item)] if item.no_data else said

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold into as many lines as the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._lay_out(painter)
        painter.end()

    def _fit(self) -> None:
        self.setFixedHeight(round(self._lay_out(None) + 4.0))

    def _lay_out(self, painter: QPainter | None) -> float:
        """Paint, or only find places where there is no painter; returns the height."""
        self.places = []
        item = self.colouring
        if item is None:
            return 2.0 * _LINE
        pen = _Pen(painter, self._palette, float(self.width()), self.places)
        pen.text(item.title, strong=True)
        pen.next_line()
        if item.ramp is not None:
            self._ramp(pen, item)
        for kind in item.categories:
            pen.swatch(kind.colour, f"{kind.words}  {kind.count}", sign=kind.sign, ink=kind.ink)
        if item.no_data:
            pen.swatch(NO_DATA, self._missing(item), is_hatched=True)
        return pen.y + _LINE

    def _ramp(self, pen: _Pen, item: Colouring) -> None:
        ramp = item.ramp
        if ramp is None:
            return
        below, above = self._below(item), self._above(item)
        pen.text(below)
        pen.text(self._number(ramp.low))
        room = pen.width - pen.x - sum(pen.measure(words) + _GAP for words in (self._number(ramp.high), above) if words)
        whole = ramp.high - ramp.low
        marks = [((value - ramp.low) / whole, f"{name} {self._number(value)}") for value, name in item.breaks]
        pen.ramp(ramp.colours, min(_RAMP_MOST, max(60.0, room - _GAP)), marks, bool(below), bool(above))
        pen.text(self._number(ramp.high))
        pen.text(above)
        if item.breaks:
            pen.y += _LINE - 4.0
        if item.no_data:
            pen.next_line()

    def _below(self, item: Colouring) -> str:
        return self._tr("{count} below").format(count=item.below) if item.below else ""

    def _above(self, item: Colouring) -> str:
        return self._tr("{count} above").format(count=item.above) if item.above else ""

    def _missing(self, item: Colouring) -> str:
        return self._tr("no data: {count}").format(count=item.no_data)


class _Pen:
    """Puts one thing after another, and begins a new line where there is no room."""

    def __init__(self, painter: QPainter | None, palette: Palette, width: float, places: list[Place]) -> None:
        self.painter, self.palette, self.width, self.places = painter, palette, width, places
        self.x, self.y = 0.0, 2.0
        self._font = QFont()
        self._font.setPixelSize(12)
        self._bold = QFont(self._font)
        self._bold.setBold(True)

    def measure(self, words: str) -> float:
        return QFontMetricsF(self._font).horizontalAdvance(words)

    def next_line(self) -> None:
        if self.x > 0.0:
            self.x, self.y = 0.0, self.y + _LINE

    def text(self, words: str, *, strong: bool = False) -> None:
        if not words:
            return
        font = self._bold if strong else self._font
        metrics = QFontMetricsF(font)
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width - self.x)
        if self.painter is not None:
            self.painter.setFont(font)
            self.painter.setPen(QColor(self.palette.text))
            self.painter.drawText(QPointF(self.x, self.y + 12.0), cut)
        self.x += metrics.horizontalAdvance(cut) + _GAP / 2.0

    def swatch(self, colour: str, words: str, *, sign: str = "", ink: str = "", is_hatched: bool = False) -> None:
        own = max(_SWATCH, self.measure(sign) + 8.0) if sign else _SWATCH
        if self.x and self.x + own + 5.0 + self.measure(words) > self.width:
            self.next_line()
        area = QRectF(self.x, self.y + 1.0, own, _SWATCH)
        self.places.append(Place(area, colour, is_hatched))
        if self.painter is not None:
            self.painter.setPen(QPen(QColor(self.palette.line), 0))
            self.painter.setBrush(QColor(colour))
            self.painter.drawRect(area)
            if is_hatched:
                self.painter.fillRect(area, _hatch(colour))
            if sign:
                self.painter.setFont(self._bold)
                self.painter.setPen(QColor(ink))
                self.painter.drawText(area, Qt.AlignmentFlag.AlignCenter, sign)
        self.x += own + 5.0
        self.text(words)
        self.x += _GAP / 2.0

    def ramp(
        self, colours: tuple[str, ...], width: float, marks: list[tuple[float, str]], below: bool, above: bool
    ) -> None:
        area = QRectF(self.x + 8.0, self.y + 2.0, width - 16.0, _SWATCH - 2.0)
        self.places += [Place(area, colour) for colour in colours]
        if self.painter is not None:
            shade = QLinearGradient(area.topLeft(), area.topRight())
            for k, colour in enumerate(colours):
                shade.setColorAt(k / (len(colours) - 1), QColor(colour))
            self.painter.setPen(QPen(QColor(self.palette.line), 0))
            self.painter.setBrush(shade)
            self.painter.drawRect(area)
            for wanted, x, step, colour in (
                (below, area.left(), -8.0, colours[0]),
                (above, area.right(), 8.0, colours[-1]),
            ):
                if wanted:
                    self.painter.setBrush(QColor(colour))
                    middle = area.center().y()
                    corners = [QPointF(x, area.top()), QPointF(x + step, middle), QPointF(x, area.bottom())]
                    self.painter.drawPolygon(QPolygonF(corners))
            self._marks(area, marks)
        self.x += width + _GAP / 2.0

    def _marks(self, area: QRectF, marks: list[tuple[float, str]]) -> None:
        if self.painter is None:
            return
        self.painter.setFont(self._font)
        self.painter.setPen(QPen(QColor(self.palette.text), 1.5))
        free = -1e9
        for share, words in sorted(marks):
            x = area.left() + share * area.width()
            self.painter.drawLine(QPointF(x, area.top() - 2.0), QPointF(x, area.bottom() + 3.0))
            left = min(max(0.0, x - self.measure(words) / 2.0), self.width - self.measure(words))
            if left > free:
                self.painter.drawText(QPointF(left, area.bottom() + 14.0), words)
                free = left + self.measure(words) + 6.0


def _hatch(colour: str) -> QBrush:
    return QBrush(QColor(colour).darker(150), Qt.BrushStyle.BDiagPattern)
