"""Health: rooms by indicators on the left, the chosen cell's reason and year on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bldgassess.health.row import SITE
from reports.charts.health import health_chart
from reports.charts.year import year_chart
from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, DRIVER_NAMES
from ui.charts import ChartWidget
from ui.pages.base import Page, label, updating_note
from ui.series import SERIES, Series
from ui.state import State, Variant

#: What the year beside a cell shows.
_SERIES = "operative"


class HealthPage(Page):
    """The matrix; a click on a cell tells why."""

    series_asked = Signal(str, str)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        self.matrix = ChartWidget()
        self.matrix.clicked.connect(self._clicked)
        self._key, self._room = "", ""
        state.series_ready.connect(self._series_ready)
        self.stale = updating_note(self.tr_)
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
        left = QVBoxLayout()
        left.addWidget(self.stale)
        left.addWidget(self.matrix, 1)
        outer.addLayout(left, 3)
        outer.addWidget(scroll, 2)

    @property
    def is_waiting(self) -> bool:
        """Whether the year is still to come."""
        return self.ready is not None and self.year.chart is None

    def refresh(self) -> None:
        """Show the current variant's rooms, the worst cell explained."""
        variant = self.ready
        self.stale.setVisible(variant is not None and "health" in variant.stale)
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
        self.explain(self._key if _has(results, self._key) else _worst_key(results))

    def _clicked(self, key: str) -> None:
        self.explain(key)
        parts = key.split(".", 3)
        if len(parts) == 4:
            self.state.select((parts[3],))

    def explain(self, key: str) -> None:
        """Tell why a cell is what it is; ``key`` as in the chart, such as ``health.T3.spaces.<GlobalId>``."""
        variant = self.ready
        parts = key.split(".", 3)
        if variant is None or variant.results is None or len(parts) < 2:
            return
        self._key = key
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
        self.reason.setText("".join(lines))
        self._show_year(guid)

    def _show_year(self, guid: str) -> None:
        """Show the room's temperature, or ask for it; the year before stays until it is there."""
        variant = self.ready
        if variant is None or variant.view is None:
            return
        self._room = guid
        known = variant.series.get((_SERIES, guid))
        if known is not None:
            self._series_ready(variant, known)
        elif not variant.provisional and not variant.stale and self.isVisible():
            self.series_asked.emit(_SERIES, guid)

    def _series_ready(self, variant: Variant, series: Series) -> None:
        if variant is not self.state.current or (series.kind, series.guid) != (_SERIES, self._room):
            return
        row, tr, style = SERIES[_SERIES], self.tr_, self.style_
        name = series.name or tr("all rooms, mean")
        self.year.set_chart(
            lambda w, h: year_chart(series.values, name, tr(row.title), row.unit, row.scale, w, h, style)
        )


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


def _has(results: dict[str, Any], key: str) -> bool:
    """Tell whether the results have a cell of this key, as chosen before an edit."""
    parts = key.split(".", 3)
    found = [item for item in results["health"]["indicators"] if item["id"] == parts[1]] if len(parts) == 4 else []
    return bool(found) and parts[3] in found[0]["spaces"]


def _escape(text: object) -> str:
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
