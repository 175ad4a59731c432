"""Label: how far, by the cheapest way, and what each criterion rests on; an open reference, and it says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from bldgassess.errors import Issue
from bldgassess.explain.results import explain_figure, explain_ledger, is_of_ledger
from bldgassess.study.measures import measures_by_id
from bldgassess.texts import mark
from reports.charts.entries import entries_of
from reports.charts.label import label_chart
from reports.charts.reconciliation import STANDARDS
from reports.label_words import gap_sentences, title_of
from ui.charts import ChartWidget
from ui.edits import new_gesture
from ui.label_tasks import CatalogueWords
from ui.pages.base import Page, label, updating_note
from ui.pages.label_criterion import CriterionPanel
from ui.pages.label_steps import StepList
from ui.pages.label_table import CriteriaTable
from ui.pages.ledger_fields import fields_of
from ui.state import State, Variant

#: Stages of assessment that a study can choose.
STAGES: dict[str, str] = {
    "pre": mark("pre-assessment"),
    "design": mark("design"),
    "asbuilt": mark("as built"),
    "inuse": mark("in use"),
}
_BARS_PX = 190
#: The criterion is as wide as this share of the page, a little less where the page is narrow.
_WIDE_PX, _SHARE, _NARROW_SHARE = 1240, 0.44, 0.45


class LabelPage(Page):
    """Left the bars, the gap to the next level and all criteria; right one criterion and the cheapest steps."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr, style = self.tr_, self.style_
        self._words: CatalogueWords | None = None
        self._asked_for = ""
        self._shown: tuple[object, ...] = ()
        self.notice = label("", "warning", wrap=True)
        self.notice.setObjectName("warning")
        self.stale = updating_note(tr)
        self.stage = QComboBox()
        self.stage.setObjectName("label.stage")
        self.stage.setAccessibleName(tr("Stage of assessment"))
        for key, name in STAGES.items():
            self.stage.addItem(tr(name), key)
        self.stage.activated.connect(self._choose_stage)
        self.bars = ChartWidget()
        self.bars.setObjectName("label.bars")
        self.bars.setFixedHeight(_BARS_PX + 44)
        self.bars.clicked.connect(self._bar)
        self.gap = label("", wrap=True)
        self.gap.setAccessibleName(tr("Gap to the next level"))
        self.criteria = CriteriaTable(style)
        self.criteria.chosen.connect(self.show_criterion)
        self.criteria.why_asked.connect(self.explain_criterion)
        self.panel = CriterionPanel(style)
        self.panel.edit_asked.connect(self.edit_asked)
        self.panel.why_asked.connect(self.explain_criterion)
        self.panel.why.element_asked.connect(self._show_element)
        self.steps = StepList(style)
        self.steps.criterion_asked.connect(self.show_criterion)
        self.steps.variant_asked.connect(self.try_measure)
        self.search = QPushButton(tr("Search for the best combinations…"))
        self.search.setObjectName("label.improve")
        self.search.clicked.connect(lambda: self.page_asked.emit("improve"))
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        name = QLabel(self.tr_("Stage"))
        name.setBuddy(self.stage)
        top.addWidget(self.notice, 1)
        top.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.stage, 0, Qt.AlignmentFlag.AlignTop)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.bars)
        column.addWidget(self.gap)
        column.addWidget(self.criteria, 1)
        second = QVBoxLayout(right)
        second.setContentsMargins(8, 0, 0, 0)
        second.addWidget(self.panel, 1)
        second.addWidget(self.steps)
        row = QHBoxLayout()
        row.addWidget(self.search)
        row.addStretch()
        second.addLayout(row)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setChildrenCollapsible(False)
        for half in (left, right):
            half.setObjectName("page")
            self.halves.addWidget(half)
        self._is_split = False
        self.halves.splitterMoved.connect(self._split)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 8)
        outer.addLayout(top)
        outer.addWidget(self.stale)
        outer.addWidget(self.halves, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width out, until a person does."""
        super().resizeEvent(event)
        if not self._is_split:
            share = _SHARE if self.width() >= _WIDE_PX else _NARROW_SHARE
            self.halves.setSizes([round(1000 * (1.0 - share)), round(1000 * share)])

    def _split(self, *_place: int) -> None:
        self._is_split = True

    # what is shown

    def refresh(self) -> None:
        """Show the current variant's label."""
        variant = self.ready
        self.stale.setVisible(variant is not None and "label" in variant.stale)
        if variant is None or variant.results is None:
            self._show_nothing()
            return
        results, style = variant.results, self.style_
        found = results["label"]
        with QSignalBlocker(self.stage):
            self.stage.setCurrentIndex(self.stage.findData(variant.study.label.stage))
        self.stage.setEnabled(not variant.locked)
        self.notice.setText(self._say_catalogue(found))
        shown = (variant, found, variant.study, variant.locked, self._words)
        if len(shown) == len(self._shown) and all(a is b for a, b in zip(shown, self._shown, strict=True)):
            return
        self._shown = shown
        self.bars.set_chart(lambda w, h: label_chart(results, w, h, style))
        self.gap.setText(" ".join(gap_sentences(results, style)))
        self.criteria.show_rows(found["criteria"])
        self.steps.show_steps(results, variant.study)
        self._ask_words(found["catalogue"], found["catalogue_version"])
        known = [row["id"] for row in found["criteria"]]
        self._show(self.state.criterion if self.state.criterion in known else self._first(found))

    def _show_nothing(self) -> None:
        self._shown = ()
        self.bars.set_chart(None)
        self.notice.setText(self.tr_("No figures yet."))
        self.gap.setText("")
        self.criteria.show_rows(())
        self.panel.show_none()
        self.steps.show_steps(None, None)

    def _say_catalogue(self, found: dict[str, Any]) -> str:
        head = self.tr_("Catalogue {id} {version}.").format(id=found["catalogue"], version=found["catalogue_version"])
        if found["official"]:
            return head
        disclaimer = title_of(found["disclaimer"], self.style_)
        return f"{head} {self.tr_('Open reference catalogue, not the official criteria.')} {disclaimer}"

    def _first(self, found: dict[str, Any]) -> str:
        """Return the criterion that is shown first: of the best step, else of the catalogue."""
        steps = found["improvements"]
        return str(steps[0]["criterion"] if steps else found["criteria"][0]["id"])

    def _ask_words(self, catalogue: str, version: str) -> None:
        """Have the worker read what the catalogue says, once for each."""
        if self._asked_for != f"{catalogue}@{version}":
            self._asked_for = f"{catalogue}@{version}"
            self.asked.emit("criteria", ())

    def told(self, variant: Variant | None, what: str, value: object, _issues: Sequence[Issue]) -> None:
        """Take the words of the catalogue."""
        if what == "criteria" and variant is self.state.current:
            if isinstance(value, CatalogueWords):
                self._words = value
                if self.panel.criterion is not None:
                    self._show(self.panel.criterion["id"])
            else:
                self._asked_for = ""  # ask again with the next results

    def show_criterion(self, identity: str) -> None:
        """Show one criterion at the right, and where it stands in the table."""
        self.state.criterion = identity
        if identity not in self.criteria.shown_ids():
            self.criteria.box.clear()
            self.criteria.show_category("")
        self._show(identity)

    def _show(self, identity: str) -> None:
        variant = self.ready
        if variant is None or variant.results is None:
            return
        row = next((row for row in variant.results["label"]["criteria"] if row["id"] == identity), None)
        if row is not None:
            self.criteria.place(identity)
            self.panel.show_criterion(row, variant.results, variant.study, self._words, locked=variant.locked)

    # what a person does

    def find(self) -> None:
        """Put the cursor into the filter of the criteria."""
        self.criteria.box.setFocus()
        self.criteria.box.selectAll()

    def explain(self) -> None:
        """Explain the value of the criterion that is shown."""
        if self.panel.criterion is not None:
            self.explain_criterion(self.panel.criterion["id"])

    def explain_criterion(self, identity: str) -> None:
        """Show where the value of a criterion comes from: down to elements, factors and sources where it is carbon."""
        variant = self.ready
        if variant is None or variant.results is None:
            return
        self._show(identity)
        results, criterion = variant.results, self.panel.criterion
        path = (criterion or {}).get("explain", "")
        if criterion is None or not path:
            return
        name = f"{identity} {title_of(criterion['title'], self.style_)}"
        if is_of_ledger(path) and variant.view is not None:
            entries = entries_of(variant.view.rows, [*variant.view.lines, *variant.view.system_lines])
            found = explain_ledger(results, [e.kgco2e for e in entries], fields_of(variant, entries), path)
        else:
            found = explain_figure(results, lambda: [], path)
        self.panel.show_explanation(found, name, STANDARDS.get(results["carbon"]["profile"], ""))

    def try_measure(self, measure: str) -> None:
        """Make a variant with a measure, named after it."""
        title = self.tr_(measures_by_id()[measure].title)
        self.variants_asked.emit([(title, {f"measures.{measure}": {}})])

    def _bar(self, key: str) -> None:
        """Show the criteria of a category."""
        variant = self.ready
        category = key.rpartition(".")[2]
        if variant is not None and variant.results is not None:
            rows = variant.results["label"]["categories"]
            name = next(title_of(row["title"], self.style_) for row in rows if row["id"] == category)
            self.criteria.show_category(category, name)

    def _choose_stage(self, index: int) -> None:
        words = self.tr_("Stage: {old} → {new}")

        def said(old: object, new: object) -> str:
            return words.format(old=self.tr_(STAGES[str(old)]), new=self.tr_(STAGES[str(new)]))

        self.edit_asked.emit("label.stage", self.stage.itemData(index), said, new_gesture())

    def _show_element(self, guid: str) -> None:
        self.state.select((guid,))
