"""Metered energy beside the prediction: repairs, months, drift, and settings that would fit, as a variant if asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.texts import mark
from bldgassess.twin.drift import Watch
from bldgassess.twin.meters import Repair
from bldgassess.twin.months import Fit, MonthRow
from bldgassess.twin.recalibrate import Recalibration
from reports.charts.layout import Style
from reports.figures import number, percent, pretty_unit
from reports.names import CARRIER_NAMES
from ui.metered import Metered, MeterWish
from ui.pages.base import fill, label, make_table
from ui.pages.report_parts import button, named

SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".parquet"})
METER_NAMES: dict[str, str] = {
    **CARRIER_NAMES,
    "electricity_export": mark("Electricity given away"),
    "pv": mark("Photovoltaic yield"),
}
_BASES = {"month": mark("by month"), "hour": mark("by hour")}
_LEFT_OUT = {
    "no_effect": mark("does not move what is metered"),
    "like_others": mark("does the same as one that was fitted"),
    "not_worth": mark("explains no more than chance"),
}
#: Settings of reading: name, what it is, choices (words, value).
_CHOICES: dict[str, tuple[str, tuple[tuple[str, object], ...]]] = {
    "day_first": (
        mark("Order in dates such as 05/06/2025"),
        ((mark("dates as the file tells"), None), (mark("day first"), True), (mark("month first"), False)),
    ),
    "stamp_at": (
        mark("Which end of its interval a time is"),
        ((mark("times as the file tells"), ""), (mark("time is the start"), "start"), (mark("time is the end"), "end")),
    ),
    "carrier": (
        mark("Carrier of a file that does not name it"),
        ((mark("carrier as the file tells"), ""), *((name, key) for key, name in METER_NAMES.items())),
    ),
    "kind": (
        mark("Whether values are energy of an interval or a register's readings"),
        (
            (mark("values as the file tells"), ""),
            (mark("energy of each interval"), "interval"),
            (mark("readings of a register"), "register"),
        ),
    ),
}


class MeteredView(QWidget):
    """``asked`` with a task and its ``MeterWish``; ``branch_asked`` with the proposed values by path."""

    asked = Signal(str, object)
    branch_asked = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._style, self._tr = style, style.translate
        self._shown: Metered | None = None
        self._weather: Path | None = None
        self._ready = False
        self.waiting = ""
        tr = self._tr
        self.file_button = button(tr("Open meter file…"), "metered.open", self._ask_file)
        self.weather_button = button(tr("Weather of that year…"), "metered.weather", self._ask_weather)
        self.weather_button.setToolTip(tr("EPW of the metered year; the study's weather without it"))
        self.fit_button = button(tr("Recalibrate"), "metered.recalibrate", self._ask_fit)
        self.fit_button.setToolTip(tr("Propose settings that fit the meters; nothing is changed. It takes a while."))
        self.branch_button = button(tr("As variant"), "metered.as_variant", self._ask_branch)
        self.branch_button.setToolTip(tr("Make a variant with the proposed settings beside this one"))
        self.stop_button = button(tr("Stop"), "metered.stop", lambda: self.asked.emit("stop", self.waiting))
        self.zone, self.unit = QLineEdit(), QLineEdit()
        for field, name, words, hint in (
            (self.zone, "metered.zone", tr("Time zone of times that carry none"), "Asia/Shanghai, +08:00"),
            (self.unit, "metered.unit", tr("Unit, where the file does not say"), "kWh, MWh, m3"),
        ):
            named(field, name, words)
            field.setToolTip(words)
            field.setPlaceholderText(hint)
            field.setMinimumWidth(150)
        self.choices: dict[str, QComboBox] = {}
        for key, (words, choices) in _CHOICES.items():
            box = self.choices[key] = named(QComboBox(), f"metered.{key}", tr(words))
            box.setToolTip(tr(words))
            for name, value in choices:
                box.addItem(tr(name), value)
        self.said = label(tr("Drop a meter file here (CSV or Parquet). It stays on this machine."), "note", wrap=True)
        self.months = make_table(
            (tr("Month"), tr("Carrier"), tr("Measured, kWh"), tr("Predicted, kWh"), tr("Deviation"), tr("Known")),
            tr("Measured and predicted by month"),
        )
        self.fits = make_table(
            (tr("Carrier"), tr("Basis"), "NMBE, %", tr("limit"), "CV(RMSE), %", tr("limit"), "ASHRAE Guideline 14"),
            tr("Agreement"),
        )
        self.repairs = make_table(
            (tr("Meter"), tr("From"), tr("To"), tr("Rows"), "kWh", tr("What was repaired or left out")), tr("Repairs")
        )
        self.drift = make_table(
            (tr("Carrier"), tr("Weeks learned"), tr("Weeks watched"), tr("Spread, kWh/week"), tr("Since"),
             tr("Shift, kWh/week"), tr("State")),
            tr("Drift"),
        )  # fmt: skip
        self.notes = make_table((tr("What else to know"),), tr("What else to know"))
        self.proposal = make_table(
            (tr("Setting"), tr("Before"), tr("After"), "5 %", "95 %", tr("Unit"), tr("Why")), tr("Proposed settings")
        )
        self.tabs = QTabWidget()
        self.tabs.setObjectName("metered.tabs")
        for table, name, words in (
            (self.months, "months", tr("Months")), (self.fits, "fits", tr("Agreement")),
            (self.repairs, "repairs", tr("Repairs")), (self.drift, "drift", tr("Drift")),
            (self.proposal, "proposal", tr("Proposed settings")), (self.notes, "notes", tr("Notes")),
        ):  # fmt: skip
            table.setObjectName(f"metered.{name}")
            self.tabs.addTab(table, words)
        self._lay_out()
        self._enable()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for widget in (self.file_button, self.weather_button, self.fit_button, self.branch_button, self.stop_button):
            top.addWidget(widget)
        top.addStretch()
        how = QGridLayout()
        for k, widget in enumerate((self.zone, self.unit, *self.choices.values())):
            how.addWidget(widget, k // 3, k % 3)
        how.setColumnStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(how)
        column.addWidget(self.said)
        column.addWidget(self.tabs, 1)

    # what a person asks for

    def open_path(self, path: Path) -> None:
        """Have a meter file read."""
        chosen = {key: box.currentData() for key, box in self.choices.items()}
        wish = MeterWish(
            path,
            zone=self.zone.text().strip(),
            day_first=chosen["day_first"],
            stamp_at=chosen["stamp_at"],
            carrier=chosen["carrier"],
            kind=chosen["kind"],
            unit=self.unit.text().strip(),
            weather=self._weather,
        )
        self._ask("metered", wish, self._tr("Reading {file}…").format(file=path.name))

    def take_weather(self, path: Path | None) -> None:
        """Take the weather of the metered year for the next file."""
        self._weather = path
        words = self._tr("Weather: {file}").format(file=path.name) if path else self._tr("Weather of that year…")
        self.weather_button.setText(words)

    def _ask(self, task: str, wish: MeterWish, words: str) -> None:
        self.waiting = task
        self.said.setText(words)
        self._enable()
        self.asked.emit(task, wish)

    def _ask_file(self) -> None:
        title = self._tr("Open meter file")
        name, _ = QFileDialog.getOpenFileName(self, title, "", "CSV, Parquet (*.csv *.txt *.tsv *.parquet)")
        if name:
            self.open_path(Path(name))

    def _ask_weather(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._tr("Weather of the metered year"), "", "EPW (*.epw)")
        self.take_weather(Path(name) if name else None)

    def _ask_fit(self) -> None:
        if self._shown is not None:
            self._ask("recalibrate", self._shown.wish, self._tr("Fitting settings to the metered months…"))

    def _ask_branch(self) -> None:
        proposal = self._shown.proposal if self._shown else None
        if proposal is not None:
            self.branch_asked.emit({edit.path: edit.new for edit in proposal.edits})

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take meter files; what is not for here goes on to the window."""
        urls = event.mimeData().urls()
        if self._ready and not self.waiting and any(Path(u.toLocalFile()).suffix.lower() in SUFFIXES for u in urls):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Read the meter file that was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        chosen = next(path for path in paths if path.suffix.lower() in SUFFIXES)
        event.acceptProposedAction()
        QTimer.singleShot(0, self, lambda: self.open_path(chosen))

    # what is shown

    def _enable(self) -> None:
        idle = self._ready and not self.waiting
        self.file_button.setEnabled(idle)
        self.weather_button.setEnabled(idle)
        self.fit_button.setEnabled(idle and self._shown is not None)
        proposal = self._shown.proposal if self._shown else None
        self.branch_button.setEnabled(idle and proposal is not None and bool(proposal.edits))
        self.stop_button.setVisible(bool(self.waiting))

    def show_progress(self, share: float) -> None:
        """Say how far the fit is."""
        if self.waiting == "recalibrate":
            words = self._tr("Fitting settings to the metered months: {share}").format(
                share=percent(share, self._style.language)
            )
            self.said.setText(words)

    def refuse(self, issues: Sequence[Issue]) -> None:
        """Say why there is nothing new; what was shown stays."""
        self.waiting = ""
        words = " ".join(sentence(item, self._tr) for item in issues)
        self.said.setText(words or self._tr("Stopped."))
        self._enable()

    def show_metered(self, found: Metered | None, *, ready: bool, current: int) -> None:
        """Show what a file says; ``current``: the generation of the results that are shown now."""
        self._ready = ready
        if found is not None and found is not self._shown:
            self.waiting = ""
            self._fill(found)
        elif found is None and self._shown is not None:
            for table in (self.months, self.fits, self.repairs, self.drift, self.proposal, self.notes):
                table.setRowCount(0)
            self._count(0, 0)
            self.said.setText(self._tr("Drop a meter file here (CSV or Parquet). It stays on this machine."))
        self._shown = found
        if found is not None and not self.waiting:
            self.said.setText(self._summary(found, is_old=found.generation != current))
        self._enable()

    def _summary(self, found: Metered, *, is_old: bool) -> str:
        tr = self._tr
        said = [
            tr("{file}: rows {rows}, meters {meters}, repairs {repairs}.").format(
                file=found.wish.path.name, rows=found.rows, meters=len(found.meters), repairs=len(found.repairs)
            )
        ]
        if found.proposal is not None:
            before, after = found.proposal.cv_rmse_before_pct, found.proposal.cv_rmse_after_pct
            words = tr("With the proposed settings CV(RMSE) goes from {before} % to {after} %. Nothing was changed.")
            said.append(words.format(before=self._num(round(before, 1)), after=self._num(round(after, 1))))
        said += [sentence(item, tr) for item in found.issues if item.code.startswith("twin.drift_")]
        if is_old:
            said.append(tr("Held against the study before the last edit; open the file again."))
        return " ".join(said)

    def _fill(self, found: Metered) -> None:
        palette, tr = self._style.palette, self._tr
        inks = [None if row.compared else palette.muted for row in found.months]
        fill(self.months, [self._month(row) for row in found.months], right=(2, 3, 4, 5), colours=inks)
        fits = [palette.warn if item.keeps is False else None for item in found.fits]
        fill(self.fits, [self._agreement(item) for item in found.fits], right=(2, 3, 4, 5), colours=fits)
        fill(self.repairs, [self._repair(item) for item in found.repairs], right=(3, 4))
        alarms = [palette.warn if item.alarm else None for item in found.watches]
        fill(self.drift, [self._watch(item) for item in found.watches], right=(1, 2, 3, 5), colours=alarms)
        fill(self.notes, [(sentence(item, tr),) for item in found.issues])
        fill(self.proposal, self._proposed(found.proposal) if found.proposal else (), right=(1, 2, 3, 4))
        self._count(len(found.repairs), sum(item.alarm is not None for item in found.watches))
        if found.proposal is not None:
            self.tabs.setCurrentWidget(self.proposal)

    def _count(self, repairs: int, alarms: int) -> None:
        """Say on the tabs how many repairs and alarms there are."""
        for table, words, count in (
            (self.repairs, self._tr("Repairs"), repairs),
            (self.drift, self._tr("Drift"), alarms),
        ):
            self.tabs.setTabText(self.tabs.indexOf(table), f"{words} {count}" if count else words)

    def _month(self, row: MonthRow) -> tuple[str, ...]:
        off = "–" if row.deviation_pct is None else f"{self._num(round(row.deviation_pct, 1), sign=True)} %"
        known = percent(row.known_fraction, self._style.language)
        shown = off if row.compared else "–"
        figures = self._num(row.measured_kwh), self._num(row.predicted_kwh)
        return (row.month, self._carrier(row.carrier), *figures, shown, known)

    def _agreement(self, item: Fit) -> tuple[str, ...]:
        verdicts = {True: mark("kept"), False: mark("not kept"), None: mark("too few months to say")}
        return (
            self._carrier(item.carrier), self._tr(_BASES[item.basis]),
            self._num(round(item.nmbe_pct, 1), sign=True), f"±{self._num(item.nmbe_limit_pct)}",
            self._num(round(item.cv_rmse_pct, 1)), self._num(item.cv_rmse_limit_pct), self._tr(verdicts[item.keeps]),
        )  # fmt: skip

    def _repair(self, item: Repair) -> tuple[str, ...]:
        kwh = self._num(item.kwh) if item.kwh == item.kwh else "?"  # NaN where nobody can know it
        return (item.meter, item.first, item.last, str(item.rows), kwh, sentence(item.issue, self._tr))

    def _watch(self, item: Watch) -> tuple[str, ...]:
        tr, alarm = self._tr, item.alarm
        since, shift = (alarm.since, self._num(alarm.shift_kwh_week, sign=True)) if alarm else ("–", "–")
        state = tr("no drift") if alarm is None else tr("alarm {week}").format(week=alarm.raised)
        weeks = str(item.weeks_learned), str(item.weeks_watched)
        return (self._carrier(item.carrier), *weeks, self._num(item.spread_kwh_week), since, shift, state)

    def _proposed(self, found: Recalibration) -> list[tuple[str, ...]]:
        why = {edit.path: edit.why for edit in found.edits}
        rows = [
            (item.path, *(self._num(v) for v in (item.before, item.after, item.p5, item.p95)), pretty_unit(item.unit),
             f"{why.get(item.path, '')}{'; ' + self._tr('at its bound') if item.at_bound else ''}")
            for item in found.fitted
        ]  # fmt: skip
        rows += [(item.path, "–", "–", "–", "–", "", self._tr(_LEFT_OUT[item.reason])) for item in found.left_out]
        return rows

    def _carrier(self, name: str) -> str:
        return self._tr(METER_NAMES.get(name, name))

    def _num(self, value: float, *, sign: bool = False) -> str:
        return number(value, self._style.language, sign=sign)
