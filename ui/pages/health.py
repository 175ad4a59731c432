"""Health: rooms by indicators on the left, the chosen cell's reason and year on the right."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bldgassess.health.row import SITE
from reports.charts.health import health_chart
from reports.charts.layout import Style
from reports.charts.ops import Chart, Image, Op, Text
from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, DRIVER_NAMES
from ui.charts import ChartWidget
from ui.pages.base import Page, label
from ui.state import State


class HealthPage(Page):
    """The matrix; a click on a cell tells why."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        self.matrix = ChartWidget()
        self.matrix.clicked.connect(self.explain)
        self.reason = label("", wrap=True)
        self.reason.setTextFormat(Qt.TextFormat.RichText)
        self.year = ChartWidget()
        self.year.setMinimumHeight(220)
        self.year.setMaximumHeight(380)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.addWidget(self.reason)
        column.addWidget(self.year, 1)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(16)
        outer.addWidget(self.matrix, 3)
        outer.addWidget(scroll, 2)

    def refresh(self) -> None:
        """Show the current variant's rooms, the worst cell explained."""
        variant = self.ready
        if variant is None or variant.results is None:
            self.matrix.set_chart(None)
            self.year.set_chart(None)
            self.reason.setText(self.tr_("No figures yet."))
            return
        results, style = variant.results, self.style_
        if not results["health"]["indicators"]:
            self.matrix.set_chart(None)
            self.reason.setText(self.tr_("No room is used by people, so health was not assessed."))
            return
        self.matrix.set_chart(lambda w, h: health_chart(results, w, h, style))
        self.explain(_worst_key(results))

    def explain(self, key: str) -> None:
        """Tell why a cell is what it is; ``key`` as in the chart, such as ``health.T3.spaces.<GlobalId>``."""
        variant = self.ready
        parts = key.split(".", 3)
        if variant is None or variant.results is None or len(parts) < 2:
            return
        item = next(row for row in variant.results["health"]["indicators"] if row["id"] == parts[1])
        guid = parts[3] if len(parts) == 4 else ""
        cell = item["spaces"][guid] if guid else item
        tr = self.tr_
        evidence = tr("limits verified") if item["evidence"] == "verified" else tr("limits to be confirmed")
        room = cell["name"] if guid else tr("Building, {rule}").format(rule=item["building_rule"])
        value = self.num(cell["value"])
        lines = [
            f"<h3>{tr(item['name'])}</h3>",
            f"<p><b>{_escape(room)}</b>: {tr(CLASS_NAMES[cell['class']])}, {value} {pretty_unit(item['unit'])}</p>",
            f"<p>{_escape(item['limits'])}</p>",
            f"<p>{_escape(item['clause'])}. {_escape(item['source'])} ({evidence})</p>",
        ]
        if guid:
            rows = ""
            for name, driver in cell["drivers"].items():
                shown = self.num(driver) if isinstance(driver, (int, float)) else str(driver)
                rows += f"<tr><td>{_escape(tr(DRIVER_NAMES.get(name, name)))}</td><td>&nbsp;{_escape(shown)}</td></tr>"
            lines.append(f"<table>{rows}</table>")
            self.state.select((guid,))
        self.reason.setText("".join(lines))
        self._show_year(guid)

    def _show_year(self, guid: str) -> None:
        variant = self.ready
        if variant is None or variant.assessment is None:
            return
        hourly = variant.assessment.hourly
        index = next((k for k, zone in enumerate(hourly.zones) if zone.guid == guid), None)
        values = hourly.t_op_c[index] if index is not None else hourly.t_op_c.mean(axis=0)
        name = hourly.zones[index].name if index is not None else self.tr_("all rooms, mean")
        style = self.style_
        self.year.set_chart(lambda w, h: year_map(values, name, w, h, style))


def year_map(values: Any, name: str, width: float, height: float, style: Style) -> Chart:  # noqa: ANN401 - an array
    """Return 24 x 365 hours of operative temperature as one picture, blue below 18, red above 30 degC."""
    tr = style.translate
    grid = np.asarray(values, dtype=float).reshape(365, 24).T[::-1]
    share = np.clip((grid - 18.0) / 12.0, 0.0, 1.0)[:, :, None]
    cold, mild, warm = (np.array(c, dtype=float) for c in ((33, 102, 172), (247, 247, 247), (178, 24, 43)))
    colours = np.where(share < 0.5, cold + (mild - cold) * 2 * share, mild + (warm - mild) * (2 * share - 1))
    left, bottom = 30.0, 18.0
    ops: list[Op] = [
        Image(left, 4.0, width - left - 6.0, height - bottom - 8.0, 365, 24, colours.round().astype(np.uint8).tobytes())
    ]
    for hour in (0, 6, 12, 18, 24):
        y = 4.0 + (height - bottom - 8.0) * (1.0 - hour / 24.0)
        ops.append(Text(left - 4, y + 4, str(hour), style.size * 0.9, style.palette.muted, anchor="end"))
    for month in range(12):
        x = left + (width - left - 6.0) * (month + 0.5) / 12.0
        ops.append(Text(x, height - 4, str(month + 1), style.size * 0.9, style.palette.muted, anchor="middle"))
    title = tr("{name}: {low} to {high} °C").format(
        name=name, low=style.number(float(grid.min())), high=style.number(float(grid.max()))
    )
    subtitle = tr("Operative temperature by hour and month; blue 18 °C and below, red 30 °C and above")
    return Chart("health_year", width, height, tuple(ops), title, subtitle, (), ())


def _worst_key(results: dict[str, Any]) -> str:
    order = ("outside", "IV", "III", "II", "I", "not_assessed")
    found = [
        (order.index(cell["class"]), cell["score"] or 0.0, item["id"], guid)
        for item in results["health"]["indicators"]
        for guid, cell in item["spaces"].items()
        if guid != SITE
    ]
    _, _, identity, guid = min(found)
    return f"health.{identity}.spaces.{guid}"


def _escape(text: object) -> str:
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
