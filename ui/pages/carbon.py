"""Carbon: where, when, against what; what the total leaves out, the ledger, and why a number is what it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from bldgassess.explain.results import explain_ledger
from bldgassess.texts import mark
from reports.charts.entries import Entry, entries_of, matches_key, replacements_in
from reports.charts.modules import modules_chart
from reports.charts.reconciliation import STANDARDS, reconciliation_chart
from reports.charts.timeline import timeline_chart
from reports.charts.treemap import BACK_KEY, OTHER_KEY, treemap_chart
from reports.names import MODULE_NAMES, PART_NAMES
from reports.not_counted import not_counted
from ui.charts import ChartWidget
from ui.charts.access import announce
from ui.pages.base import Page, label, updating_note
from ui.pages.carbon_basis import Basis
from ui.pages.carbon_ledger import Ledger
from ui.pages.carbon_left_out import LeftOutList
from ui.pages.carbon_why import WhyPanel
from ui.pages.ledger_fields import fields_of
from ui.state import State, Variant
from ui.widgets.figure import PROVISIONAL

_PANEL_PX = 280
#: Below this height an open panel takes the place of the lower charts.
_ROOM_PX = 800
#: Panels below the charts: key, name.
_PANELS = (("ledger", mark("Ledger")), ("left_out", mark("Not in this total")), ("why", mark("Why this number?")))


class CarbonPage(Page):
    """Four charts over a panel that folds up; a mark or a row selects its elements everywhere."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.entries: list[Entry] = []
        self._shown: tuple[object, ...] = ()
        self._is_opened = False
        self.headline, self.range = label("", "headline"), label("", "note")
        self.stale = updating_note(tr)
        self.basis = Basis(tr, language)
        self.basis.edit_asked.connect(self.edit_asked)
        self.modules, self.treemap, self.timeline, self.bridge = (ChartWidget() for _ in range(4))
        self.ledger, self.left_out = Ledger(tr, language), LeftOutList(tr, language)
        self.why = WhyPanel(tr, language, self.style_.palette.accent)
        self.dated = QCheckBox(tr("Embodied carbon in the year it arises"))
        self.dated.setObjectName("carbon.dated")
        self.dated.toggled.connect(lambda _on: self._draw())
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        for chart in self._charts():
            chart.clicked.connect(self._mark)
        self.ledger.selected.connect(self.state.select)
        self.ledger.why_asked.connect(self.explain_row)
        self.left_out.selected.connect(self.state.select)
        self.why.element_asked.connect(lambda guid: self.state.select((guid,)))

    def _charts(self) -> tuple[ChartWidget, ...]:
        return self.modules, self.treemap, self.timeline, self.bridge

    def _lay_out(self) -> None:
        tr = self.tr_
        top = QHBoxLayout()
        top.setSpacing(12)
        for widget in (self.headline, self.range, self.stale):
            top.addWidget(widget)
        top.addStretch()
        second = QHBoxLayout()
        second.addWidget(self.basis)
        second.addStretch()
        self.grid = QGridLayout()
        self.grid.setSpacing(16)
        for index, chart in enumerate(self._charts()):
            self.grid.addWidget(chart, index // 2, index % 2)
        for index in range(2):
            self.grid.setRowStretch(index, 1)
            self.grid.setColumnStretch(index, 1)
        bar = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        self.panel = QStackedWidget()
        for (key, name), widget in zip(_PANELS, (self.ledger, self.left_out, self.why), strict=True):
            button = QPushButton(tr(name))
            button.setObjectName(f"carbon.panel.{key}")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, key=key: self.show_panel(key, toggle=True))
            self.buttons[key] = button
            self.panel.addWidget(widget)
            (top if key == "left_out" else bar).addWidget(button)
        bar.addStretch()
        bar.addWidget(self.dated)
        self.panel.setFixedHeight(_PANEL_PX)
        self.panel.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 8)
        outer.addLayout(top)
        outer.addLayout(second)
        outer.addLayout(self.grid, 1)
        outer.addLayout(bar)
        outer.addWidget(self.panel)

    # panels

    @property
    def open_panel(self) -> str:
        """Key of the open panel, "" where all are folded up."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def show_panel(self, key: str, *, toggle: bool = False) -> None:
        """Open a panel, or with ``toggle`` fold it up where it is open."""
        wanted = "" if toggle and self.panel.isVisible() and self._panel_key() == key else key
        for name, button in self.buttons.items():
            button.setChecked(name == wanted)
        if wanted:
            self.panel.setCurrentIndex([name for name, _ in _PANELS].index(wanted))
        self._fit()  # first: an open panel beside all four charts would make the window taller
        self.panel.setVisible(bool(wanted))

    def _panel_key(self) -> str:
        return _PANELS[self.panel.currentIndex()][0]

    def _fit(self) -> None:
        """Let an open panel lie over the lower pair of charts where the page is low."""
        low = self.open_panel != "" and self.height() < _ROOM_PX
        for chart in (self.timeline, self.bridge):
            chart.setVisible(not low)
        self.grid.setRowStretch(1, 0 if low else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit charts and panel anew."""
        super().resizeEvent(event)
        self._fit()

    def find(self) -> None:
        """Put the cursor into the ledger's filter."""
        self.show_panel("ledger")
        self.ledger.box.setFocus()

    def explain(self) -> None:
        """Explain the mark or row that the keys are on, else the headline."""
        chart = next((chart for chart in self._charts() if chart.hasFocus()), None)
        row = self.ledger.current_id if self.ledger.view.hasFocus() else ""
        if row:
            self.explain_row(row)
        else:
            self.explain_key(chart.focused_key if chart is not None else "")

    # what is shown

    def refresh(self) -> None:
        """Show the current variant's carbon."""
        variant = self.ready
        current = self.state.current
        self.stale.setVisible(variant is not None and "carbon" in variant.stale)
        self.basis.show_study(current.study if current else None, variant.results if variant else None)
        if variant is None or variant.results is None or variant.view is None:
            self._show_nothing()
            return
        shown = (variant, variant.view, variant.results["carbon"])
        if len(self._shown) != len(shown) or any(a is not b for a, b in zip(self._shown, shown, strict=True)):
            self._shown = shown
            self.entries = entries_of(variant.view.rows, [*variant.view.lines, *variant.view.system_lines])
            self._draw()
            modules = tuple(variant.results["carbon"]["modules"])
            self.ledger.show_entries(self.entries, modules)
            items = not_counted(variant.results, variant.view.lines, variant.building, self.tr_, self.language)
            self.left_out.show_items(items)
            missing = self.buttons["left_out"]
            missing.setText(self.tr_("Not in this total: {count}").format(count=len(items)))
            missing.setVisible(bool(items))
            self.why.show_none()
        self._show_headline(variant)

    def _show_nothing(self) -> None:
        self._shown, self.entries = (), []
        for widget in self._charts():
            widget.set_chart(None)
        self.headline.setText("")
        self.range.setText(self.tr_("No figures yet."))
        self.buttons["left_out"].hide()
        self.ledger.show_entries((), ())
        self.left_out.show_items(())
        self.why.show_none()

    def _show_headline(self, variant: Variant) -> None:
        carbon = (variant.results or {})["carbon"]
        prefix = PROVISIONAL if variant.provisional and "carbon" not in variant.stale else ""
        words = f"{prefix}{self.num(carbon['per_m2'])} kgCO₂e/m²"
        spread = carbon["uncertainty"]
        if spread:
            low, high = self.num(spread["p5"]), self.num(spread["p95"])
            self.range.setText(self.tr_("5 to 95 %: {low} to {high}").format(low=low, high=high))
        else:
            self.range.setText("")
        if words != self.headline.text():
            self.headline.setText(words)
            if self.isVisible():
                announce(self.headline, f"{words} {self.range.text()}")

    def _draw(self) -> None:
        variant = self.ready
        if variant is None or variant.results is None:
            return
        results, style, entries = variant.results, self.style_, self.entries
        self.modules.set_chart(lambda w, h: modules_chart(results, w, h, style))
        opened, dated = self._is_opened, self.dated.isChecked()
        self.treemap.set_chart(lambda w, h: treemap_chart(entries, results, w, h, style, is_opened=opened))
        self.timeline.set_chart(lambda w, h: timeline_chart(entries, results, w, h, style, is_dated=dated))
        self.bridge.set_chart(lambda w, h: reconciliation_chart(results, w, h, style))

    # marks and rows

    def _mark(self, key: str) -> None:
        """Open the small ones, or select what is behind a mark and show its rows."""
        if key in {OTHER_KEY, BACK_KEY}:
            self._is_opened = key == OTHER_KEY
            self._draw()
            return
        chosen = self._behind(key)
        if not key.startswith("carbon.timeline."):
            self.ledger.show_key(key, self._name(key))
            self.show_panel("ledger")
        guids = frozenset(entry.guid for entry in chosen if entry.guid)
        if guids and not key.startswith("carbon.modules."):
            self.state.select(guids)

    def _behind(self, key: str) -> list[Entry]:
        if key.startswith("carbon.timeline."):
            return [entry for entry, _ in self._replaced(key)]
        if not key or key == "carbon.per_m2":
            return self.entries
        return [entry for entry in self.entries if matches_key(entry, key)]

    def _replaced(self, key: str) -> list[tuple[Entry, float]]:
        """Return what is replaced in the year of a mark, with its share of B4."""
        variant = self.ready
        if variant is None or variant.results is None:
            return []
        carbon, year = variant.results["carbon"], int(key.rpartition(".")[2])
        by_year = replacements_in(self.entries, carbon["timeline"]["start_year"], carbon["study_period_a"])
        return by_year.get(year, [])

    def _name(self, key: str) -> str:
        tr = self.tr_
        if key.startswith("carbon.modules."):
            module = key.removeprefix("carbon.modules.")
            return f"{module} {tr(MODULE_NAMES[module])}"
        if key.startswith("carbon.timeline."):
            return tr("Replaced in {year}").format(year=key.rpartition(".")[2])
        part, _, material = key.removeprefix("carbon.by_part.").partition("/")
        name = tr(PART_NAMES.get(part, part))
        return f"{name}, {tr(material)}" if material else name

    def explain_key(self, key: str) -> None:
        """Show what a mark is made of; the headline where the key is empty."""
        path = key or "carbon.per_m2"
        name = self.tr_("Whole-life carbon") if not key else self._name(key)
        if key.startswith("carbon.timeline."):
            self._explain(path, name, [replace(e, kgco2e={"B4": kg}) for e, kg in self._replaced(key)], is_part=True)
            return
        whole = key == "" or key.startswith("carbon.modules.")
        self._explain(path, name, self.entries if whole else self._behind(key), is_part=not whole)

    def explain_row(self, row_id: str) -> None:
        """Show what one row of the ledger is made of."""
        chosen = [entry for entry in self.entries if entry.id == row_id]
        if chosen:
            self._explain(f"carbon.rows.{row_id}", self.tr_(chosen[0].element), chosen, is_part=True)

    def _explain(self, path: str, name: str, entries: list[Entry], *, is_part: bool) -> None:
        variant = self.ready
        if variant is None or variant.results is None or variant.view is None:
            return
        fields = fields_of(variant, entries)
        found = explain_ledger(variant.results, [e.kgco2e for e in entries], fields, path, is_part=is_part)
        profile = STANDARDS.get(variant.results["carbon"]["profile"], "")
        self.why.show_explanation(found, name, name if is_part else profile)
        self.show_panel("why")
        self.why.setFocus()

    def select(self) -> None:
        """Mark the selected elements' rows."""
        chosen = self.state.selection
        self.ledger.select_guids(chosen)
        keys = {f"carbon.by_part.{entry.part}/{entry.material}" for entry in self.entries if entry.guid in chosen}
        self.treemap.set_selected(frozenset(keys))
