"""The cheapest steps of the label: pairs of bars, and beside each what makes it a variant."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from bldgassess.study import Study
from bldgassess.study.measures import measures_by_id
from reports.charts.layout import Style
from reports.charts.steps import SLOT, steps_chart
from ui.charts import ChartWidget

_MOST_STEPS = 5
_BUTTONS_PX = 112


def measures_for(step: dict[str, Any], study: Study) -> list[str]:
    """Return the measures that act on a step's value and that a study does not take yet."""
    known = measures_by_id()
    return [key for key in step["measures"] if key not in study.measures and key in known]


class StepList(QWidget):
    """``criterion_asked(id)``: a bar was clicked. ``variant_asked(measure id)``: a step is to be tried."""

    criterion_asked = Signal(str)
    variant_asked = Signal(str)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.tr_ = style.translate
        self._style = style
        self._steps: list[dict[str, Any]] = []
        self.chart = ChartWidget()
        self.chart.setObjectName("label.steps")
        self.chart.clicked.connect(self._mark)
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        beside = QWidget()
        beside.setFixedWidth(_BUTTONS_PX)
        beside.setLayout(self._column)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.chart, 1)
        row.addWidget(beside)
        for place in range(_MOST_STEPS):
            button = QPushButton(self.tr_("As variant"))
            button.setObjectName(f"label.step.{place}")
            keep = button.sizePolicy()
            keep.setRetainSizeWhenHidden(True)
            button.setSizePolicy(keep)
            self._column.addWidget(button)
            self._column.addSpacing(max(0, round(SLOT) - 30))
            button.setFixedHeight(30)
            button.clicked.connect(lambda _on=False, button=button: self._pressed(button))
            self.buttons.append(button)
        self._column.addStretch()

    def show_steps(self, results: dict[str, Any] | None, study: Study | None) -> None:
        """Show the steps of results; a measure that the study has is not offered again."""
        self._steps = results["label"]["improvements"][:_MOST_STEPS] if results else []
        style = self._style
        self.chart.set_chart((lambda w, h: steps_chart(results, w, h, style)) if results else None)
        for place, button in enumerate(self.buttons):
            step = self._steps[place] if place < len(self._steps) else None
            keys = measures_for(step, study) if step and study else []
            button.setVisible(bool(keys))
            if keys:
                self._offer(button, step or {}, keys)
        self._place()

    def _offer(self, button: QPushButton, step: dict[str, Any], keys: list[str]) -> None:
        """Let a button make a variant with the one measure, or offer the several."""
        tr = self.tr_
        names = [tr(measures_by_id()[key].title) for key in keys]
        words = tr("As variant for {criterion}: {measures}").format(
            criterion=step["criterion"], measures=", ".join(names)
        )
        button.setToolTip(words)
        button.setAccessibleName(words)
        old = button.menu()
        if old is not None:
            button.setMenu(None)  # type: ignore[arg-type]
            old.deleteLater()
        button.setProperty("measure", keys[0] if len(keys) == 1 else "")
        if len(keys) == 1:
            return
        menu = QMenu(button)
        for key, name in zip(keys, names, strict=True):
            menu.addAction(name).triggered.connect(partial(self.variant_asked.emit, key))
        button.setMenu(menu)

    def _pressed(self, button: QPushButton) -> None:
        measure = button.property("measure")
        if measure:
            self.variant_asked.emit(measure)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the buttons beside their bars."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        head = round(self.chart.head)
        self._column.setContentsMargins(0, head + 2, 0, 0)
        height = head + round(SLOT) * max(1, len(self._steps)) + 4
        if height != self.height():
            self.setFixedHeight(height)

    def _mark(self, key: str) -> None:
        place = int(key.rpartition(".")[2])
        self.criterion_asked.emit(self._steps[place]["criterion"])
