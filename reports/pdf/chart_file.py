"""One chart as a PDF of its own."""

from __future__ import annotations

from io import BytesIO

from reportlab.graphics import renderPDF

from reports.charts.ops import Chart
from reports.pdf.drawing import drawing_of


def chart_pdf(chart: Chart) -> bytes:
    """Return the bytes of a page of the chart's size; the same chart gives the same bytes."""
    stream = BytesIO()
    renderPDF.drawToFile(drawing_of(chart), stream, chart.title, autoGrow=0)
    return stream.getvalue()
