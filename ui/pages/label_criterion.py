"""One criterion in detail: what it asks, where we are on its curve, what proves it, what can be declared, why."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from bldgassess.explain.results import Explanation
from bldgassess.study import Study
from bldgassess.texts import mark
from reports.charts.curve import curve_chart
from reports.charts.layout import Style
from reports.figures import pretty_unit
from reports.label_words import title_of
from ui.charts import ChartWidget
from ui.label_tasks import CatalogueWords, CriterionWords
from ui.pages.base import label
from ui.pages.carbon_why import WhyPanel
from ui.pages.label_declare import DeclareForm, can_declare

Criterion = dict[str, Any]
_CURVE_PX = 214

#: How sure a source of a criterion is -> words.
CONFIDENCE: dict[str, str] = {
    "primary": mark("read at the source"),
    "secondary": mark("read in a transcription or summary"),
    "memory": mark("from memory, unverified"),
    "proposal": mark("proposal of this catalogue"),
}
_PIECE_STATES: dict[str, str] = {
    "open": mark("open"),
    "submitted": mark("submitted"),
    "accepted": mark("accepted"),
    "returned": mark("returned"),
    "withdrawn": mark("withdrawn"),
}


class CriterionPanel(QWidget):
    """Detail and explanation over each other. ``why_asked(id)``: the value is to be explained."""

    edit_asked = Signal(str, object, object, int)
    why_asked = Signal(str)

    def __init__(self, style: Style) -> None:
        super().__init__()
        tr = style.translate
        self.tr_, self._style = tr, style
        self.criterion: Criterion | None = None
        self._words: CriterionWords | None = None
        self.title = label("", "heading", wrap=True)
        self.intent = label("", wrap=True)
        self.curve = ChartWidget()
        self.curve.setObjectName("label.curve")
        self.curve.setFixedHeight(_CURVE_PX)
        self.proof, self.condition, self.sources = (label("", wrap=True) for _ in range(3))
        self.pieces = label("", wrap=True)
        self.form = DeclareForm(style)
        self.form.edit_asked.connect(self.edit_asked)
        self.why_button = QPushButton(f"{tr('Why this number?')}  F1")
        self.why_button.setObjectName("label.why")
        self.why_button.clicked.connect(lambda: self.why_asked.emit(self.criterion["id"]) if self.criterion else None)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        for widget in (self.title, self.intent, self.curve, self.condition, self.proof, self.form, self.pieces):
            column.addWidget(widget)
        column.addWidget(self.sources)
        row = QHBoxLayout()
        row.addWidget(self.why_button)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
        self.detail = QScrollArea()
        self.detail.setWidget(inside)
        self.detail.setWidgetResizable(True)
        self.detail.setFrameShape(QFrame.Shape.NoFrame)
        self.detail.setAccessibleName(tr("Criterion"))
        self.why = WhyPanel(tr, style.language, style.palette.accent)
        self.why.setObjectName("label.explanation")
        self.back = QPushButton(tr("Back to the criterion"))
        self.back.setObjectName("label.back")
        self.back.clicked.connect(self.show_detail)
        behind = QWidget()
        second = QVBoxLayout(behind)
        second.setContentsMargins(0, 0, 0, 0)
        second.addWidget(self.why, 1)
        second.addWidget(self.back)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.detail)
        self.stack.addWidget(behind)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    @property
    def explains(self) -> bool:
        """Whether the explanation is what is seen."""
        return self.stack.currentIndex() == 1

    def show_detail(self) -> None:
        """Show the criterion, not its explanation."""
        self.stack.setCurrentIndex(0)

    def show_none(self) -> None:
        """Show nothing."""
        self.criterion = None
        self.setEnabled(False)
        self.curve.set_chart(None)
        for widget in (self.title, self.intent, self.proof, self.condition, self.sources, self.pieces):
            widget.setText("")

    def show_criterion(
        self,
        criterion: Criterion,
        results: dict[str, Any],
        study: Study,
        words: CatalogueWords | None,
        *,
        locked: bool,
    ) -> None:
        """Show a criterion of results; ``words``: what the catalogue says of it, where that has come."""
        tr, style = self.tr_, self._style
        if self.criterion is None or self.criterion["id"] != criterion["id"]:
            self.show_detail()
            self.detail.verticalScrollBar().setValue(0)
        self.setEnabled(True)
        self.criterion = criterion
        self._words = words.criteria.get(criterion["id"]) if words else None
        own = self._words
        self.title.setText(f"{criterion['id']}  {title_of(criterion['title'], style)}")
        self.intent.setText(" ".join(part for part in (own.intent, own.note) if part) if own else "")
        self.intent.setVisible(bool(self.intent.text()))
        limit, asked = (own.limit, self._levels(own)) if own else (None, "")
        unit = pretty_unit(criterion["unit"]).strip("- ")
        words_of_limit = ""
        if own is not None and limit is not None:
            sign = {"<=": "≤", ">=": "≥"}[own.operator]
            words_of_limit = f"{asked}: {sign} {style.number(limit)} {unit}".strip()
        self.curve.set_chart(
            lambda w, h: curve_chart(criterion, w, h, style, limit=limit, limit_words=words_of_limit)
        )  # fmt: skip
        self.condition.setText(self._say_condition(criterion, asked, words_of_limit))
        self.condition.setVisible(bool(self.condition.text()))
        self.proof.setText(self._say_proof(criterion))
        self.sources.setText(self._say_sources(criterion))
        self.pieces.setText(self._say_pieces(criterion, results))
        self.pieces.setVisible(bool(self.pieces.text()))
        self.form.show_criterion(criterion, study, locked=locked)
        self.form.document.setVisible(can_declare(criterion) or (own is not None and own.operator == "document"))
        has_value = bool(criterion.get("explain"))
        self.why_button.setEnabled(has_value)
        self.why_button.setToolTip("" if has_value else tr("There is no value to explain."))

    def show_explanation(self, item: Explanation, name: str, of: str) -> None:
        """Show where the value comes from."""
        self.why.show_explanation(item, name, of)
        self.stack.setCurrentIndex(1)
        self.why.setFocus()

    def _levels(self, words: CriterionWords) -> str:
        if not words.operator:
            return ""
        if not words.levels:
            return self.tr_("Every level")
        return ", ".join(title_of(title, self._style) for title in words.levels)

    def _say_condition(self, criterion: Criterion, asked: str, limit: str) -> str:
        """Say what levels ask of the criterion beside points, and whether it holds."""
        tr, own = self.tr_, self._words
        if own is None or not own.operator:
            return ""
        needs = limit
        if own.operator == "calculated":
            needs = tr("{levels}: the value is calculated").format(levels=asked)
        elif own.operator == "document":
            needs = tr("{levels}: a document").format(levels=asked)
        state = tr("holds") if criterion["prerequisite_ok"] else tr("does not hold")
        text = tr("Condition: {needs}, {state}.").format(needs=needs, state=state)
        return f"{text} {own.text}".strip()

    def _say_proof(self, criterion: Criterion) -> str:
        """Say by what the value is known, and what would count at this stage."""
        tr = self.tr_
        takes = ", ".join(tr(kind) for kind in criterion["takes"])
        if criterion["state"] == "not_applicable":
            reason = criterion["reason"] or tr("not for this type of building")
            return tr("Does not apply ({reason}); its points are shared out in the category.").format(reason=reason)
        if criterion["evidence"] is None:
            return tr("Not assessed, counts as 0. What counts at this stage: {takes}.").format(takes=takes)
        known = tr(criterion["evidence"])
        if not criterion["evidence_ok"]:
            words = tr("Known as: {known}. That is too weak at this stage and counts as 0; what counts: {takes}.")
            return words.format(known=known, takes=takes)
        return tr("Evidence: {known}. What counts at this stage: {takes}.").format(known=known, takes=takes)

    def _say_sources(self, criterion: Criterion) -> str:
        tr = self.tr_
        rows = []
        for source in criterion["sources"]:
            name = f"{source['doc']}, {source['clause']}" if source["clause"] else source["doc"]
            sure = tr(CONFIDENCE.get(source["confidence"], source["confidence"]))
            rows.append(f"<li>{escape(name)} – {escape(sure)}</li>")
        return f"{escape(tr('Sources'))}<ul style='margin: 0 0 0 -24px'>{''.join(rows)}</ul>"

    def _say_pieces(self, criterion: Criterion, results: dict[str, Any]) -> str:
        tr = self.tr_
        own = [row for row in results["label"]["evidence_pieces"] if row["criterion"] == criterion["id"]]
        words = [
            tr("No. {number} {file}: {state}").format(
                number=row["number"], file=row["file"] or "–", state=tr(_PIECE_STATES[row["state"]])
            )
            for row in own
        ]
        return tr("Evidence register: {pieces}.").format(pieces="; ".join(words)) if words else ""
