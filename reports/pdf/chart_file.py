"""One chart as a PDF of its own."""

from __future__ import annotations

from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.pdfgen.canvas import Canvas

from reports.charts.ops import Chart
from reports.pdf.drawing import drawing_of


def chart_pdf(chart: Chart) -> bytes:
    """Return the bytes of a page of the chart's size; the same chart gives the same bytes."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(chart.width, chart.height), invariant=1)
    canvas.setTitle(chart.title)
    renderPDF.draw(drawing_of(chart), canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()
