"""The panel of controls: shows a study, and says what a person wants to change in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from bldgassess.study import Study
from bldgassess.texts import translation
from reports.figures import number
from ui.edits import Words, new_gesture
from ui.pages.energy_controls import CHOICES, CONTROLS, GROUPS, Control, MeasureSwitch
from ui.widgets.number import NumberInput

Input = NumberInput | QComboBox | QCheckBox


class ControlPanel(QScrollArea):
    """``edit_asked`` with the path, the value, how the edit is said, and the number of the gesture."""

    edit_asked = Signal(str, object, object, int)

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.tr_ = translation(language).gettext
        self.inputs: dict[str, Input] = {}
        self._forms: list[QFormLayout] = []
        self._study: Study | None = None
        self._gesture: int | None = None
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        for group, title in GROUPS.items():
            head = QLabel(self.tr_(title))
            head.setObjectName("group")
            column.addWidget(head)
            form = QFormLayout()
            form.setVerticalSpacing(3)
            form.setHorizontalSpacing(8)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            for control in CONTROLS:
                if control.group == group:
                    self._add(form, control)
            self._forms.append(form)
            column.addLayout(form)
            column.addSpacing(8)
        column.addStretch()
        self._align()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _add(self, form: QFormLayout, control: Control) -> None:
        title = self.tr_(control.title)
        made: Input
        if isinstance(control, MeasureSwitch):
            made = QCheckBox(title)
            made.toggled.connect(lambda on: self._ask(control, {} if on else None, going_on=False))
            form.addRow(made)
        elif control.choices:
            made = QComboBox()
            # as wide as there is room, not as its longest choice in the longest language
            made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            made.setMinimumContentsLength(8)
            made.setAccessibleName(title)
            for choice in control.choices:
                made.addItem(self.tr_(CHOICES[choice]), choice)
            box = made
            made.activated.connect(lambda index: self._ask_shown(control, box.itemData(index), going_on=False))
            form.addRow(title, made)
        else:
            made = NumberInput(control.bounds(), title, self.language)
            if control.unset:
                made.spin.setSpecialValueText(self.tr_(control.unset))
            made.changed.connect(lambda value, going_on: self._ask_shown(control, value, going_on=going_on))
            form.addRow(title, made)
        made.setObjectName(f"energy.{_key(control)}")
        self.inputs[_key(control)] = made

    def _align(self) -> None:
        """Give all titles one width, so that the sliders stand under each other."""
        titles = [
            item.widget()
            for form in self._forms
            for row in range(form.rowCount())
            if (item := form.itemAt(row, QFormLayout.ItemRole.LabelRole)) is not None
        ]
        width = max(title.sizeHint().width() for title in titles if title is not None)
        for title in titles:
            if title is not None:
                title.setMinimumWidth(width)

    def least_width(self) -> int:
        """Return the width at which nothing is cut, the scroll bar beside it [px]."""
        inside = self.widget()
        return inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() if inside else 0

    def show_study(self, study: Study) -> None:
        """Show a study's values; nobody is told."""
        self._study = study
        for control in CONTROLS:
            made = self.inputs[_key(control)]
            with QSignalBlocker(made):
                if isinstance(control, MeasureSwitch):
                    if isinstance(made, QCheckBox):
                        made.setChecked(control.measure in study.measures)
                    continue
                value = control.read(study)
                if isinstance(made, QComboBox):
                    made.setCurrentIndex(made.findData(value))
                elif isinstance(made, NumberInput):
                    made.setEnabled(value is not None or bool(control.unset))
                    if value is not None or control.unset:
                        made.set_value(made.bounds.least if value is None else value)
                    else:
                        made.set_value(control.shown({}))

    def _ask_shown(self, control: Any, shown: Any, *, going_on: bool) -> None:  # noqa: ANN401 - a number or a choice
        if self._study is not None:
            self._ask(control, control.stored(self._study, shown), going_on=going_on)

    def _ask(self, control: Control, stored: object, *, going_on: bool) -> None:
        if self._study is None:
            return
        if self._gesture is None:
            self._gesture = new_gesture()
        gesture = self._gesture
        if not going_on:
            self._gesture = None
        self.edit_asked.emit(control.path_in(self._study), stored, say_edit(control, self.tr_, self.language), gesture)


def say_edit(control: Control, tr: Callable[[str], str], language: str) -> Words:
    """Return what says an edit: "Roof insulation 160 → 240 mm"."""
    title = tr(control.title)

    def said(stored: object) -> str:
        if isinstance(control, MeasureSwitch):
            return tr("no") if stored is None else tr("yes")
        value = control.shown(stored)
        if isinstance(value, str):
            return tr(CHOICES[value])
        unset = value is None or (control.unset and value <= control.bounds().least)
        return tr(control.unset or "–") if unset else number(value, language)

    unit = "" if isinstance(control, MeasureSwitch) else control.unit
    return lambda old, new: f"{title} {said(old)} → {said(new)} {unit}".strip()


def _key(control: Control) -> str:
    """Name a control: by its path, and the parameter where it is one of several."""
    parameter = getattr(control, "parameter", "")
    return f"{control.path}.{parameter}" if parameter else control.path
