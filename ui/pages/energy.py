"""Energy: key figures with the difference to the base, months, the year hour by hour, rooms, and the controls."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from bldgassess.errors import Issue
from bldgassess.texts import mark
from reports.charts.energy import energy_chart, need_chart
from reports.charts.layout import Style
from reports.charts.ops import Chart
from reports.charts.year import year_chart
from ui.charts import ChartWidget
from ui.metered import Metered
from ui.pages.base import Page, fill, label, make_table, row_key
from ui.pages.energy_check import CheckView
from ui.pages.energy_panel import ControlPanel
from ui.pages.metered import MeteredView
from ui.series import SERIES, Series
from ui.state import State, Variant
from ui.widgets.figure import Figure, Reading

Results = dict[str, Any]


def _per_m2(kwh: float, results: Results) -> float:
    return kwh / float(results["building"]["gia_m2"])


#: Figure -> (name, unit, section of the results, value).
FIGURES: dict[str, tuple[str, str, str, Callable[[Results], float]]] = {
    "heating": (
        *(mark("Heating need"), "kWh/(m2 a)", "energy"),
        lambda r: _per_m2(r["energy"]["need_kwh"]["heating"], r),
    ),
    "cooling": (
        *(mark("Cooling need"), "kWh/(m2 a)", "energy"),
        lambda r: _per_m2(r["energy"]["need_kwh"]["cooling"], r),
    ),
    "final": (
        *(mark("Final energy"), "kWh/(m2 a)", "energy"),
        lambda r: _per_m2(math.fsum(r["energy"]["final_kwh"].values()), r),
    ),
    "pv": (mark("Photovoltaic yield"), "kWh/(m2 a)", "energy", lambda r: _per_m2(r["energy"]["pv_kwh"], r)),
    "peak_heating": (mark("Heating peak"), "kW", "energy", lambda r: r["energy"]["peak_heating_w"] / 1000.0),
    "peak_cooling": (mark("Cooling peak"), "kW", "energy", lambda r: r["energy"]["peak_cooling_w"] / 1000.0),
    "unmet": (mark("Off the set-points"), "h/a", "energy", lambda r: r["energy"]["unmet_h"]),
    "carbon": (mark("Whole-life carbon"), "kgCO2e/m2", "carbon", lambda r: r["carbon"]["per_m2"]),
}
_COLUMNS = 4
#: Least height of a chart [px].
_CHART_PX = 110
#: Width of the controls where their words leave it so.
_PANEL_PX = 380


def _draw(make: Callable[..., Chart], results: Results, style: Style, width: float, height: float) -> Chart:
    return make(results, width, height, style)


class EnergyPage(Page):
    """Left what comes of it, right what can be changed."""

    series_asked = Signal(str, str)
    check_asked = Signal()

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.figures = {key: Figure(tr(row[0]), language) for key, row in FIGURES.items()}
        self.against = label("", "note")
        self.locked = label("", "warning", wrap=True)
        self.final, self.need, self.year = ChartWidget(), ChartWidget(), ChartWidget()
        for chart in (self.final, self.need, self.year):  # so that the page fits a screen of 720 lines
            chart.setMinimumHeight(_CHART_PX)
        self.panel = ControlPanel(language)
        self.panel.edit_asked.connect(self.edit_asked)
        heads = (
            *(tr("Room"), "m²", tr("Heating, kWh/m²"), tr("Cooling, kWh/m²"), tr("Heating peak, W/m²")),
            *(tr("Cooling peak, W/m²"), tr("Coldest, °C"), tr("Warmest, °C")),
        )
        self.zones = make_table(heads, tr("Rooms"))
        self.zones.cellClicked.connect(self._zone_clicked)
        self.check = CheckView(language)
        self.check.asked.connect(self.check_asked)
        self.metered = MeteredView(self.style_)
        self.metered.asked.connect(lambda task, value: self.asked.emit(task, (value,)))
        self.metered.branch_asked.connect(lambda values: self.variants_asked.emit([(tr("fitted to meters"), values)]))
        state.task_progress.connect(self._task_progress)
        self.kind, self.room = QComboBox(), QComboBox()
        self.kind.setAccessibleName(tr("Series"))
        for key, row in SERIES.items():
            self.kind.addItem(tr(row.title), key)
        self.room.setAccessibleName(tr("Room"))
        for box in (self.kind, self.room):
            box.activated.connect(lambda _index: self._show_year())
        state.series_ready.connect(self._series_ready)
        self._lay_out()

    @property
    def is_waiting(self) -> bool:
        """Whether the year is still to come."""
        return self.ready is not None and self.year.chart is None

    def _lay_out(self) -> None:
        tr = self.tr_
        top = QGridLayout()
        top.setSpacing(8)
        for index, figure in enumerate(self.figures.values()):
            top.addWidget(figure, index // _COLUMNS, index % _COLUMNS)
            top.setColumnStretch(index % _COLUMNS, 1)
        year = QWidget()
        year.setObjectName("page")
        column = QVBoxLayout(year)
        column.setContentsMargins(0, 8, 0, 0)
        row = QHBoxLayout()
        for box in (self.kind, self.room):
            row.addWidget(box)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.year, 1)
        self.tabs = QTabWidget()
        self.tabs.setMinimumHeight(2 * _CHART_PX)
        self.tabs.addTab(year, tr("Year"))
        self.tabs.addTab(self.zones, tr("Rooms"))
        self.tabs.addTab(self.check, tr("Cross-check"))
        self.tabs.addTab(self.metered, tr("Metered"))
        # the tables of metered months need the room of the charts above them
        self.tabs.currentChanged.connect(lambda _index: self._give_room())
        self.months = QWidget()
        self.months.setObjectName("page")
        months = QHBoxLayout(self.months)
        months.setContentsMargins(0, 0, 0, 0)
        months.setSpacing(16)
        for chart in (self.final, self.need):
            months.addWidget(chart)
        left = QVBoxLayout()
        left.addLayout(top)
        left.addWidget(self.against)
        left.addWidget(self.locked)
        left.addWidget(self.months, 1)
        left.addWidget(self.tabs, 1)
        self.panel.setFixedWidth(max(_PANEL_PX, self.panel.least_width()))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 12, 8, 12)
        outer.setSpacing(16)
        outer.addLayout(left, 1)
        outer.addWidget(self.panel)

    def refresh(self) -> None:
        """Show the current variant: its study at once, its figures as far as they are known."""
        variant = self.state.current
        self.panel.setEnabled(variant is not None and variant.building is not None and not variant.locked)
        is_locked = variant is not None and variant.locked
        words = self.tr_("{name} is locked: model and study cannot be edited, review and evidence can.")
        self.locked.setText(words.format(name=variant.name) if variant is not None and is_locked else "")
        self.locked.setVisible(is_locked)
        if variant is not None:
            self.panel.show_study(variant.study)
        self._show_figures(variant)
        results, style = (variant.results if variant else None), self.style_
        for widget, make in ((self.final, energy_chart), (self.need, need_chart)):
            if results is None:
                widget.set_chart(None)
            elif variant is not None and "energy" not in variant.stale:
                widget.set_chart(partial(_draw, make, results, style))
        self._fill_rooms(variant)
        self._show_year()
        self.check.show_check(variant.check if variant else None)
        self._show_metered()

    def _give_room(self) -> None:
        self.months.setVisible(self.tabs.currentWidget() is not self.metered)

    def _show_metered(self) -> None:
        variant = self.state.current
        ready, shown = self.ready is not None, variant.shown if variant else -1
        self.metered.show_metered(variant.metered if variant else None, ready=ready, current=shown)

    def told(self, variant: Variant | None, what: str, value: object, issues: Sequence[Issue]) -> None:
        """Take what meters say, or why they cannot be used."""
        if what not in {"metered", "recalibrate"} or variant is None:
            return
        if isinstance(value, Metered):
            self.state.set_metered(variant, value)
        self.metered.waiting = ""
        self._show_metered()
        if not isinstance(value, Metered) and variant is self.state.current:
            self.metered.refuse(issues)

    def _task_progress(self, variant: Variant | None, what: str, share: float) -> None:
        if variant is self.state.current and what == "recalibrate":
            self.metered.show_progress(share)

    def _show_figures(self, variant: Variant | None) -> None:
        if variant is None or variant.results is None:
            self.against.setText("" if variant is None else self.tr_("No figures yet."))
            for figure in self.figures.values():
                figure.show_reading(None)
            return
        name, base = self.state.base_of(variant)
        self.against.setText(
            self.tr_("Differences are against {base}.").format(base=name)
            if name
            else self.tr_("Differences are against the study as it was opened.")
        )
        for key, (_, unit, section, value_of) in FIGURES.items():
            waiting = section in variant.stale
            self.figures[key].show_reading(
                Reading(
                    value_of(variant.results),
                    unit,
                    variant.provisional,
                    waiting,
                    value_of(base) if base is not None else None,
                )
            )

    def _fill_rooms(self, variant: Variant | None) -> None:
        zones = variant.view.zones if variant and variant.view else ()
        keys = ["", *(zone.guid for zone in zones)]
        if [self.room.itemData(k) for k in range(self.room.count())] != keys:
            self.room.clear()
            self.room.addItem(self.tr_("Building"), "")
            for zone in zones:
                self.room.addItem(zone.name, zone.guid)
        rows = [
            (
                zone.name,
                *(self.num(v) for v in (zone.area_m2, zone.heating_kwh / a, zone.cooling_kwh / a)),
                *(self.num(v) for v in (zone.heating_peak_w / a, zone.cooling_peak_w / a)),
                *(self.num(v) for v in (zone.lowest_c, zone.highest_c)),
            )
            for zone in zones
            for a in (max(zone.area_m2, 0.1),)
        ]
        fill(self.zones, rows, right=range(1, 8), keys=keys[1:])

    def _show_year(self) -> None:
        """Show the chosen series, or ask for it; the one before stays until it is there."""
        variant = self.ready
        if variant is None:
            self.year.set_chart(None)
            return
        key = self.kind.currentData(), self.room.currentData() or ""
        if key in variant.series:
            self._draw(variant.series[key])
        elif variant.view is not None and not variant.provisional and not variant.stale and self.isVisible():
            self.series_asked.emit(*key)

    def _series_ready(self, variant: Variant, series: Series) -> None:
        if variant is self.state.current and (series.kind, series.guid) == (
            self.kind.currentData(),
            self.room.currentData() or "",
        ):
            self._draw(series)

    def _draw(self, series: Series) -> None:
        row, tr, style = SERIES[series.kind], self.tr_, self.style_
        name = series.name or tr("Building")
        self.year.set_chart(
            lambda w, h: year_chart(series.values, name, tr(row.title), row.unit, row.scale, w, h, style)
        )

    def _zone_clicked(self, row: int, _column: int) -> None:
        guid = row_key(self.zones, row)
        self.room.setCurrentIndex(max(0, self.room.findData(guid)))
        self.state.select((guid,))
        self._show_year()
