"""Health: the rating on top; indicators by room with the reason of a cell, people and climates, measured data."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from bldgassess.health.ratings.rating import counts
from bldgassess.health.row import SITE
from reports.charts.year import year_chart
from reports.health_order import CLASS_ORDER, rooms_by_worst
from reports.names import CLASS_NAMES, INDICATOR_NAMES
from ui.charts import ChartWidget
from ui.pages.base import Page, label, updating_note
from ui.pages.health_daylight import DaylightBar
from ui.pages.health_matrix import HealthMatrix
from ui.pages.health_people import PeopleView
from ui.pages.health_why import why_text
from ui.pages.measured import MeasuredView
from ui.series import SERIES, Series
from ui.state import State, Variant

#: What the year beside a cell shows.
_SERIES = "operative"


class HealthPage(Page):
    """Three sections: rooms, people, measured."""

    series_asked = Signal(str, str)
    daylight_asked = Signal(str)
    daylight_stop_asked = Signal()
    measured_asked = Signal(object, str, object)
    model_asked = Signal()

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self._key: tuple[str, str] = ("", "")
        self._shares: dict[int, float] = {}
        self.stale = updating_note(tr)
        self.rating = label("", wrap=True)
        self.rating.setTextFormat(Qt.TextFormat.RichText)
        self.matrix = HealthMatrix(self.style_)
        self.matrix.chosen.connect(self._chosen)
        self.daylight = DaylightBar(tr)
        self.daylight.asked.connect(self._ask_daylight)
        self.daylight.stop_asked.connect(self.daylight_stop_asked)
        self.reason = label("", wrap=True)
        self.reason.setTextFormat(Qt.TextFormat.RichText)
        self.in_3d = QPushButton(tr("Show in 3D"))
        self.in_3d.clicked.connect(self._show_in_3d)
        self.year = ChartWidget()
        self.year.setMinimumHeight(200)
        self.year.setMaximumHeight(300)
        self.people = PeopleView(self.style_)
        self.measured = MeasuredView(self.style_)
        self.measured.asked.connect(self.measured_asked)
        state.series_ready.connect(self._series_ready)
        state.light_told.connect(self._light_told)
        state.measured_ready.connect(self._measured_ready)
        self._lay_out()

    def _lay_out(self) -> None:
        tr = self.tr_
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.reason)
        row = QHBoxLayout()
        row.addWidget(self.in_3d)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.year, 1)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rooms = QWidget()
        rooms.setObjectName("page")
        left = QVBoxLayout()
        left.addWidget(self.daylight)
        left.addWidget(self.matrix, 1)
        both = QHBoxLayout(rooms)
        both.setContentsMargins(0, 8, 0, 0)
        both.setSpacing(16)
        both.addLayout(left, 8)
        both.addWidget(scroll, 5)
        self.tabs = QTabWidget()
        self.tabs.addTab(rooms, tr("Rooms"))
        self.tabs.addTab(self.people, tr("People and climates"))
        self.tabs.addTab(self.measured, tr("Measured"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        for widget in (self.stale, self.rating):
            outer.addWidget(widget)
        outer.addWidget(self.tabs, 1)

    @property
    def is_waiting(self) -> bool:
        """Whether the year is still to come."""
        return self.ready is not None and self.year.chart is None

    def refresh(self) -> None:
        """Show the current variant's classes; the cell that was chosen stays, at first it is the worst."""
        variant = self.ready
        self.stale.setVisible(variant is not None and "health" in variant.stale)
        indicators = variant.results["health"]["indicators"] if variant and variant.results else []
        results = variant.results if variant and indicators else None
        self.matrix.show_results(results)
        self.people.show_results(results)
        at_rest = variant is not None and not variant.stale and not variant.provisional
        self.measured.set_ready(ready=at_rest and bool(indicators))
        self.daylight.setVisible(bool(indicators))
        number = variant.number if variant is not None else 0
        self.daylight.show_state(traced=_is_traced(indicators), enabled=at_rest, share=self._shares.get(number))
        self.in_3d.setVisible(bool(indicators))
        if results is None:
            self.year.set_chart(None)
            self.rating.setText("")
            words = self.tr_("No room is used by people, so health was not assessed.")
            self.reason.setText(words if variant is not None else self.tr_("No figures yet."))
            return
        self.rating.setText(self._rating_text(results["health"]))
        self._key = self._key if _has(results, *self._key) else _worst_key(results)
        self.matrix.place(*self._key)
        self.explain(*self._key)

    def select(self) -> None:
        """Go to the room that was chosen elsewhere, with the same indicator."""
        variant = self.ready
        if variant is None or variant.results is None or len(self.state.selection) != 1:
            return
        guid = next(iter(self.state.selection))
        if guid != self._key[1] and _has(variant.results, self._key[0], guid):
            self.matrix.place(self._key[0], guid)
            self.explain(self._key[0], guid)

    def _chosen(self, indicator: str, guid: str) -> None:
        self.explain(indicator, guid)
        self.state.select((guid,) if guid not in {"", SITE} else ())

    def explain(self, indicator: str, guid: str) -> None:
        """Tell why a cell is what it is; no ``guid``: the building."""
        variant = self.ready
        if variant is None or variant.results is None:
            return
        self._key = indicator, guid
        item = next(row for row in variant.results["health"]["indicators"] if row["id"] == indicator)
        self.reason.setText(why_text(item, guid, self.style_))
        self.in_3d.setEnabled(guid not in {"", SITE})
        self._show_year("" if guid == SITE else guid)

    def _rating_text(self, health: dict[str, Any]) -> str:
        tr, num = self.tr_, self.num
        rating = health.get("rating")
        if not rating:
            return ""
        shares = {key: num(round(100.0 * share)) for key, share in rating["quality_shares"].items()}
        words = [
            f"<b>{tr('Worst class {name}').format(name=tr(CLASS_NAMES[rating['class']]))}</b>",
            tr("score {score} of 100").format(score=num(round(rating["score"]))),
            tr("worst tenth of rooms {score}").format(score=num(round(rating["worst_tenth_score"]))),
            tr("inputs {stamp}: {measured} % measured, {project} % project data, {defaults} % defaults").format(
                stamp=rating["stamp"], **shares
            ),
        ]
        if rating["vetoes"]:
            names = ", ".join(tr(INDICATOR_NAMES.get(key, key)) for key in rating["vetoes"])
            plain = num(round(rating["plain_score"]))
            words.append(tr("held at 50 by {indicators} (else {score})").format(indicators=names, score=plain))
        return " &nbsp;·&nbsp; ".join(words)

    def _show_in_3d(self) -> None:
        self.state.select((self._key[1],))
        self.model_asked.emit()

    def _show_year(self, guid: str) -> None:
        """Show the room's temperature, or ask for it; the year before stays until it is there."""
        variant = self.ready
        if variant is None or variant.view is None:
            return
        known = variant.series.get((_SERIES, guid))
        if known is not None:
            self._series_ready(variant, known)
        elif not variant.provisional and not variant.stale and self.isVisible():
            self.series_asked.emit(_SERIES, guid)

    def _series_ready(self, variant: Variant, series: Series) -> None:
        wanted = "" if self._key[1] == SITE else self._key[1]
        if variant is not self.state.current or (series.kind, series.guid) != (_SERIES, wanted):
            return
        row, tr, style = SERIES[_SERIES], self.tr_, self.style_
        name = series.name or tr("all rooms, mean")
        self.year.set_chart(
            lambda w, h: year_chart(series.values, name, tr(row.title), row.unit, row.scale, w, h, style)
        )

    def _ask_daylight(self, quality: str) -> None:
        if self.state.current is not None:
            self._shares[self.state.current.number] = 0.0
        self.daylight_asked.emit(quality)

    def _light_told(self, variant: Variant, news: object) -> None:
        """Keep how far each variant's run is, and show that of the current one."""
        if isinstance(news, float):
            self._shares[variant.number] = news
        elif self._shares.pop(variant.number, None) is None:
            return
        if variant is self.state.current:
            self.daylight.show_news(news)

    def _measured_ready(self, variant: Variant, news: object) -> None:
        if variant is self.state.current and self.measured.waiting:
            self.measured.show_news(news)


def _is_traced(indicators: list[dict[str, Any]]) -> bool:
    return any(item["formula"] == "daylight_coefficients" for item in indicators)


def _worst_key(results: dict[str, Any]) -> tuple[str, str]:
    """Return the worst cell of the worst room, of the indicators that count in the worst class."""
    indicators = results["health"]["indicators"]
    guid = next(iter(rooms_by_worst(indicators)), "")
    place = guid or SITE
    found = [
        (not counts(item["pillar"], item["id"]), CLASS_ORDER.index(cell["class"]), cell["score"] or 0.0, item["id"])
        for item in indicators
        for cell in (item["spaces"].get(place),)
        if cell is not None
    ]
    return min(found)[3], guid


def _has(results: dict[str, Any], indicator: str, guid: str) -> bool:
    """Tell whether the results have a cell, as chosen before an edit."""
    item = next((row for row in results["health"]["indicators"] if row["id"] == indicator), None)
    return item is not None and (not guid or guid in item["spaces"])
