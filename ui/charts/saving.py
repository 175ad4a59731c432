"""Copies of a chart: to the clipboard as picture or table, to a file as SVG, PDF, PNG or CSV."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QThreadPool, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from bldgassess.errors import UserError
from reports.canonical import csv_bytes
from reports.charts.layout import Style
from reports.charts.ops import Chart
from reports.charts.picture import picture
from reports.files import write_files
from reports.html_charts import chart_svg
from ui.charts.paint import paint_chart
from ui.charts.table import exact, tab_separated

#: File endings that a chart can be saved as.
KINDS = ("svg", "pdf", "png", "csv")
#: Pixels of a picture to a logical one.
_SCALE = 2.0


def chart_image(chart: Chart, style: Style) -> QImage:
    """Return the chart as a picture, with its title."""
    whole = picture(chart, style)
    image = QImage(round(whole.width * _SCALE), round(whole.height * _SCALE), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(style.palette.ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_chart(painter, whole)
    painter.end()
    return image


def copy_table(chart: Chart) -> None:
    """Put the table onto the clipboard, tab-separated, its figures in full."""
    QGuiApplication.clipboard().setText(tab_separated(chart))


def copy_picture(chart: Chart, style: Style) -> None:
    """Put the chart onto the clipboard as a picture."""
    QGuiApplication.clipboard().setImage(chart_image(chart, style))


def chart_bytes(chart: Chart, style: Style, kind: str) -> bytes:
    """Return the file of a chart; ``kind`` is one of ``KINDS``. A PDF takes reportlab's time: not on the GUI thread."""
    if kind == "csv":
        heads = [f"{name} ({k})" if name in chart.columns[:k] else name for k, name in enumerate(chart.columns)]
        rows = [dict(zip(heads, map(exact, row), strict=True)) for row in chart.rows]
        return csv_bytes(tuple(heads), rows)
    if kind == "svg":
        return ('<?xml version="1.0" encoding="UTF-8"?>\n' + chart_svg(picture(chart, style)) + "\n").encode()
    if kind == "png":
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        chart_image(chart, style).save(buffer, "PNG")
        return bytes(data.data())
    from reports.pdf.chart_file import chart_pdf

    return chart_pdf(picture(chart, style))


class Saver(QObject):
    """Writes charts in the background; ``saved`` tells the file's name, ``refused`` the issues."""

    saved = Signal(str)
    refused = Signal(object)

    def save(self, chart: Chart, style: Style, path: Path) -> None:
        """Write a file whose ending says what it is."""
        kind = path.suffix.lower().removeprefix(".")
        if kind == "pdf":
            QThreadPool.globalInstance().start(lambda: self._write(chart, style, path, kind))
        else:
            self._write(chart, style, path, kind)

    def _write(self, chart: Chart, style: Style, path: Path, kind: str) -> None:
        try:
            write_files({path: chart_bytes(chart, style, kind)})
        except UserError as error:
            self.refused.emit(error.issues)
        else:
            self.saved.emit(path.name)
