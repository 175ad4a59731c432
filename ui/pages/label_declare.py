"""What a person may say of a criterion: a declared value, a document at hand, that it does not apply and why."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from bldgassess.study import Study
from reports.charts.layout import Style
from reports.figures import pretty_unit
from reports.label_words import title_of
from ui.edits import Words, new_gesture
from ui.pages.base import label
from ui.widgets.number import NumberInput, Range

Criterion = dict[str, Any]
#: A value that is measured by nothing else may lie this far beyond its curve.
_BEYOND = 10.0
_STEPS = 200.0


def declared_range(criterion: Criterion) -> Range:
    """Return the bounds of a declared value: those that its unit names, else the curve and ten times as far.

    >>> declared_range({"unit": "% of checklist", "curve": [(60.0, 0.0), (100.0, 100.0)]})
    Range(least=0.0, most=100.0, step=0.5, unit='', reach=None)
    >>> declared_range({"unit": "level 0-3", "curve": [(0.0, 0.0), (3.0, 100.0)]}).most
    3.0
    """
    unit, curve = criterion["unit"], criterion["curve"]
    low, high = float(curve[0][0]), float(curve[-1][0])
    named = re.search(r"(\d+)-(\d+)$", unit)
    of = re.search(r"of (\d+)$", unit)
    if unit.startswith("%"):
        return Range(0.0, 100.0, 0.5)
    if named:
        step = 1.0 if "level" in unit else 0.1
        return Range(float(named[1]), float(named[2]), step)
    if of:
        return Range(0.0, float(of[1]), 1.0)
    if unit == "year":
        return Range(low, high + 50.0, 1.0)
    if unit == "count":
        return Range(0.0, high * _BEYOND, 1.0, reach=2.0 * high)
    step = 10.0 ** math.floor(math.log10((high - low) / _STEPS) + 0.5)
    return Range(0.0, high * _BEYOND, step, reach=2.0 * high)


def can_declare(criterion: Criterion) -> bool:
    """Tell whether a declared value counts for anything: never in place of a computed or measured one."""
    return criterion["evidence"] not in {"computed", "measured"}


class DeclareForm(QWidget):
    """``edit_asked`` with the path, the value, how the edit is said, and the number of the gesture."""

    edit_asked = Signal(str, object, object, int)

    def __init__(self, style: Style) -> None:
        super().__init__()
        tr = style.translate
        self.tr_, self._style = tr, style
        self._criterion: Criterion | None = None
        self._study: Study | None = None
        self._gesture: int | None = None
        self.input: NumberInput | None = None
        self.state = label("", "note", wrap=True)
        self.value_row = QWidget()
        self._row = QHBoxLayout(self.value_row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.unit = label("")
        self.declare = QPushButton(tr("Declare"))
        self.declare.setObjectName("label.declare")
        self.declare.clicked.connect(lambda: self._set_value(self.input.value if self.input else 0.0, going_on=False))
        self.withdraw = QPushButton(tr("Withdraw"))
        self.withdraw.setObjectName("label.withdraw")
        self.withdraw.clicked.connect(self._withdraw)
        for widget in (self.unit, self.declare, self.withdraw):
            self._row.addWidget(widget)
        self.document = QCheckBox(tr("A document that proves it is at hand"))
        self.document.setObjectName("label.document")
        self.document.toggled.connect(self._set_document)
        self.reason = QLineEdit()
        self.reason.setObjectName("label.not_applicable")
        self.reason.setPlaceholderText(tr("Reason; Enter commits, empty takes it back"))
        self.reason.setAccessibleName(tr("Why this criterion does not apply"))
        self.reason.returnPressed.connect(self._set_reason)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.state)
        form.addRow(self.value_row)
        form.addRow(self.document)
        form.addRow(tr("Does not apply"), self.reason)

    def show_criterion(self, criterion: Criterion, study: Study, *, locked: bool) -> None:
        """Show what a study says of a criterion; nobody is told."""
        is_other = self._criterion is None or self._criterion["id"] != criterion["id"]
        self._criterion, self._study = criterion, study
        tr, declarable = self.tr_, can_declare(criterion)
        if is_other:
            self._make_input(criterion)
        given = study.label.declared.get(criterion["metric"])
        if not declarable:
            self.state.setText(tr("The value comes from the model; a declared one would not count."))
        elif given is None:
            self.state.setText(tr("No model answers this one. Declare its value, or leave it: it counts as 0."))
        else:
            self.state.setText(tr("Declared by the project."))
        self.value_row.setVisible(declarable or given is not None)
        if self.input is not None:
            self.input.setEnabled(declarable and not locked)
            if given is not None or is_other:
                self.input.set_value(self.input.bounds.least if given is None else given)
        self.declare.setEnabled(declarable and given is None and not locked)
        self.withdraw.setEnabled(given is not None and not locked)
        with QSignalBlocker(self.document):
            self.document.setChecked(criterion["id"] in study.label.documents)
        self.document.setEnabled(not locked)
        self.reason.setEnabled(not locked)
        if is_other or not self.reason.isModified():
            self.reason.setText(study.label.not_applicable.get(criterion["id"], ""))

    def _make_input(self, criterion: Criterion) -> None:
        if self.input is not None:
            self._row.removeWidget(self.input)
            self.input.deleteLater()
        unit = pretty_unit(criterion["unit"]).strip("- ")
        name = f"{criterion['id']} {title_of(criterion['title'], self._style)}, {unit}"
        self.input = NumberInput(declared_range(criterion), name, self._style.language)
        self.input.setObjectName("label.declared")
        self.input.changed.connect(lambda value, going_on: self._set_value(value, going_on=going_on))
        self._row.insertWidget(0, self.input, 1)
        self.unit.setText(unit)
        self._gesture = None

    # edits

    def _ask(self, path: str, value: object, words: Words, *, going_on: bool = False) -> None:
        if self._gesture is None:
            self._gesture = new_gesture()
        gesture = self._gesture
        if not going_on:
            self._gesture = None
        self.edit_asked.emit(path, value, words, gesture)

    def _set_value(self, value: float, *, going_on: bool) -> None:
        if self._criterion is None or self._study is None:
            return
        declared = {**self._study.label.declared, self._criterion["metric"]: value}
        self._ask("label.declared", declared, self._say_value(self._criterion), going_on=going_on)

    def _withdraw(self) -> None:
        if self._criterion is None or self._study is None:
            return
        metric = self._criterion["metric"]
        declared = {key: value for key, value in self._study.label.declared.items() if key != metric}
        self._ask("label.declared", declared, self._say_value(self._criterion))

    def _say_value(self, criterion: Criterion) -> Words:
        words, write = self.tr_("{id} declared {old} → {new} {unit}"), self._style.number
        identity, metric, unit = criterion["id"], criterion["metric"], pretty_unit(criterion["unit"]).strip("- ")

        def said(old: Any, new: Any) -> str:  # noqa: ANN401 - tables of values
            before, after = write(old.get(metric)), write(new.get(metric))
            return words.format(id=identity, old=before, new=after, unit=unit).strip()

        return said

    def _set_document(self, is_there: bool) -> None:
        if self._criterion is None or self._study is None:
            return
        identity, known = self._criterion["id"], self._study.label.documents
        documents = (*known, identity) if is_there else tuple(item for item in known if item != identity)
        text = self.tr_("Document for {id} at hand") if is_there else self.tr_("Document for {id} not at hand")
        self._ask("label.documents", documents, _always(text.format(id=identity)))

    def _set_reason(self) -> None:
        if self._criterion is None or self._study is None:
            return
        identity, reason = self._criterion["id"], self.reason.text().strip()
        self.reason.setModified(False)
        found = {key: text for key, text in self._study.label.not_applicable.items() if key != identity}
        if reason:
            found[identity] = reason
        text = self.tr_("{id} does not apply: {reason}") if reason else self.tr_("{id} applies")
        self._ask("label.not_applicable", found, _always(text.format(id=identity, reason=reason)))


def _always(text: str) -> Callable[[object, object], str]:
    return lambda _old, _new: text
