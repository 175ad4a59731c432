"""On what the carbon figures stand: rule set, area, years; rule set and years can be changed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from bldgassess.study import Study
from reports.charts.reconciliation import STANDARDS
from reports.figures import number
from reports.names import AREA_NAMES
from ui.edits import Words, new_gesture

Translate = Callable[[str], str]
#: Study periods that rule sets and commissions ask for [a].
_PERIODS = (30, 50, 60, 80, 100)


class Basis(QWidget):
    """Shows and asks for changes of profile and study period."""

    edit_asked = Signal(str, object, object, int)

    def __init__(self, tr: Translate, language: str) -> None:
        super().__init__()
        self.tr_, self.language = tr, language
        self._study: Study | None = None
        self.profile, self.period, self.area = QComboBox(), QComboBox(), QLabel()
        self.profile.setObjectName("carbon.profile")
        self.period.setObjectName("carbon.period")
        self.area.setObjectName("note")
        for key, name in STANDARDS.items():
            self.profile.addItem(name, key)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for words, box in ((tr("Profile"), self.profile), (tr("over"), self.period)):
            name = QLabel(words)
            name.setObjectName("note")
            name.setBuddy(box)
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(name)
            row.addWidget(box)
        row.insertWidget(2, self.area)
        self.profile.activated.connect(self._ask_profile)
        self.period.activated.connect(self._ask_period)

    def show_study(self, study: Study | None, results: dict[str, Any] | None) -> None:
        """Show a study's choices and the area of the results; nobody is told."""
        self._study = study
        self.setEnabled(study is not None)
        if study is None:
            return
        with QSignalBlocker(self.profile):
            self.profile.setCurrentIndex(self.profile.findData(study.carbon.profile))
        self._fill_periods(study, results)
        self.area.setText(self._area_words(results) if results else "")

    def _area_words(self, results: dict[str, Any]) -> str:
        carbon = results["carbon"]
        rule = str(carbon.get("area_rule", "gia")).partition(" for ")[0]
        words = self.tr_("per m² {area}, {amount} m²")
        area = carbon.get("area_m2", results["building"]["gia_m2"])
        return words.format(area=self.tr_(AREA_NAMES.get(rule, rule)), amount=number(area, self.language))

    def _fill_periods(self, study: Study, results: dict[str, Any] | None) -> None:
        wanted = study.carbon.study_period_a
        with QSignalBlocker(self.period):
            self.period.clear()
            own = results["carbon"]["study_period_a"] if results and wanted is None else None
            words = self.tr_("{years} a by the profile").format(years=own) if own else self._years(None)
            self.period.addItem(words, None)
            for years in sorted({*_PERIODS, *([wanted] if wanted else [])}):
                self.period.addItem(self._years(years), years)
            self.period.setCurrentIndex(self.period.findData(wanted) if wanted is not None else 0)

    def _years(self, years: object) -> str:
        return self.tr_("by the profile") if years is None else self.tr_("{years} a").format(years=years)

    def _ask_profile(self, _index: int) -> None:
        chosen, tr = self.profile.currentData(), self.tr_
        make: Words = lambda old, new: tr("Profile: {old} → {new}").format(  # noqa: E731
            old=STANDARDS[str(old)], new=STANDARDS[str(new)]
        )
        if self._study is not None and chosen != self._study.carbon.profile:
            self.edit_asked.emit("carbon.profile", chosen, make, new_gesture())

    def _ask_period(self, _index: int) -> None:
        chosen, tr = self.period.currentData(), self.tr_
        make: Words = lambda old, new: tr("Study period: {old} → {new}").format(  # noqa: E731
            old=self._years(old), new=self._years(new)
        )
        if self._study is not None and chosen != self._study.carbon.study_period_a:
            self.edit_asked.emit("carbon.study_period_a", chosen, make, new_gesture())
