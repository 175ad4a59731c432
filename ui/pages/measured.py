"""Measured data: a sensor file or Withings folder, its repairs, and predicted against measured; all on this machine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bldgassess.errors import Issue
from bldgassess.health.measured.against import Comparison, Measured
from bldgassess.health.measured.withings import SleepSummary
from bldgassess.messages import sentence
from bldgassess.texts import mark
from reports.charts.layout import Style
from reports.figures import number, pretty_unit
from reports.names import CLASS_NAMES
from ui.measured import MeasuredNews
from ui.pages.base import fill, label, make_table

VARIABLE_NAMES: dict[str, str] = {
    "air_temperature": mark("Air temperature"),
    "relative_humidity": mark("Humidity"),
    "co2": mark("CO2"),
    "pm25": mark("PM2.5"),
    "pm10": mark("PM10"),
    "hcho": mark("Formaldehyde"),
    "tvoc": mark("TVOC"),
    "benzene": mark("Benzene"),
    "radon": mark("Radon"),
    "illuminance": mark("Illuminance"),
    "noise": mark("Noise"),
}


class MeasuredView(QWidget):
    """``asked`` with path, time zone, and whether the day comes first (``None``: as the file tells)."""

    asked = Signal(object, str, object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setObjectName("page")
        self._style = style
        self.waiting = False
        tr = style.translate
        self.file_button = QPushButton(tr("Open sensor file…"))
        self.file_button.clicked.connect(self._ask_file)
        self.folder_button = QPushButton(tr("Open Withings folder…"))
        self.folder_button.clicked.connect(self._ask_folder)
        self.zone = QLineEdit()
        self.zone.setPlaceholderText("Asia/Shanghai, +08:00")
        self.zone.setFixedWidth(160)
        self.zone.setAccessibleName(tr("Time zone of times that carry none"))
        self.zone.setToolTip(tr("Time zone of times that carry none"))
        self.order = QComboBox()
        self.order.setAccessibleName(tr("Order in dates such as 05/06/2025"))
        for words, value in ((tr("as the file tells"), None), (tr("day first"), True), (tr("month first"), False)):
            self.order.addItem(words, value)
        self.said = label(tr("Files stay on this machine; no names are kept."), "note", wrap=True)
        heads = (
            *(tr("Room"), tr("Variable"), tr("Hours"), tr("Bias"), tr("CV(RMSE), %")),
            *(tr("Measured class"), tr("Predicted class")),
        )
        self.comparison = make_table(heads, tr("Predicted against measured"))
        columns = (
            *(tr("Room"), tr("Variable"), tr("Unit"), tr("Hours"), tr("Mean"), tr("5 %"), tr("95 %"), tr("Class")),
            "TAIL",
        )
        self.measured = make_table(columns, tr("Measured in occupied hours"))
        self.repairs = make_table((tr("What was repaired or left out"),), tr("Repairs"))
        self.aside = make_table((tr("Line"), tr("Why"), tr("Text")), tr("Rows set aside"))
        self.changes = make_table(
            (tr("Room"), tr("Air changes, 1/h"), tr("Quartiles"), tr("Decays")), tr("Air changes")
        )
        self.tabs = QTabWidget()
        for table, words in (
            (self.comparison, tr("Predicted against measured")), (self.measured, tr("Measured")),
            (self.repairs, tr("Repairs")), (self.aside, tr("Set aside")), (self.changes, tr("Air changes")),
        ):  # fmt: skip
            self.tabs.addTab(table, words)
        self._lay_out()

    def _lay_out(self) -> None:
        tr = self._style.translate
        top = QHBoxLayout()
        top.addWidget(self.file_button)
        top.addWidget(self.folder_button)
        top.addSpacing(16)
        for words, widget in ((tr("Time zone"), self.zone), (tr("Dates"), self.order)):
            top.addWidget(label(words))
            top.addWidget(widget)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(top)
        column.addWidget(self.said)
        column.addWidget(self.tabs, 1)

    def set_ready(self, *, ready: bool) -> None:
        """Allow files once there is a study to hold them against."""
        self.file_button.setEnabled(ready and not self.waiting)
        self.folder_button.setEnabled(ready and not self.waiting)

    def open_path(self, path: Path) -> None:
        """Have a file or folder read."""
        self.said.setText(self._style.translate("Reading {file}…").format(file=path.name))
        self.set_ready(ready=False)
        self.waiting = True
        self.asked.emit(path, self.zone.text().strip(), self.order.currentData())

    def show_news(self, news: object) -> None:
        """Show what a file says, or why it cannot be used; tables before stay then."""
        self.waiting = False
        self.set_ready(ready=True)
        if isinstance(news, SleepSummary):
            self._show_sleep(news)
        elif isinstance(news, MeasuredNews):
            self._show_file(news)
        elif isinstance(news, tuple):
            issues = [item for item in news if isinstance(item, Issue)]
            words = " ".join(sentence(item, self._style.translate) for item in issues)
            self.said.setText(words or self._style.translate("The study has changed meanwhile; open the file again."))

    def _show_file(self, news: MeasuredNews) -> None:
        tr = self._style.translate
        words = tr("{file}: {rows} rows read, {kept} readings kept, {aside} set aside.")
        said = [words.format(file=news.file, rows=news.rows, kept=news.kept, aside=news.aside)]
        if news.comparison:
            said.append(tr("The predicted year has its own weather; a bias may be the weather's."))
        else:
            said.append(tr("No sensor fits a room of the model by its name, so nothing is compared."))
        self.said.setText(" ".join(said))
        fill(self.comparison, [self._compared(row) for row in news.comparison], right=(2, 3, 4))
        fill(self.measured, [self._row(row) for row in news.measured], right=(3, 4, 5, 6))
        fill(self.repairs, [(sentence(item, tr),) for item in news.issues])
        fill(self.aside, [(str(row.line), self._why(row.reason), row.text) for row in news.set_aside], right=(0,))
        changes = [
            (
                item.room or item.sensor,
                self._num(item.median_1_h),
                f"{self._num(item.low_1_h)}–{self._num(item.high_1_h)}",
                str(len(item.decays)),
            )
            for item in news.air_changes
        ]
        fill(self.changes, changes, right=(1, 2, 3))
        self.tabs.setTabText(2, f"{tr('Repairs')} {len(news.issues)}")
        self.tabs.setTabText(3, f"{tr('Set aside')} {news.aside}")

    def _show_sleep(self, sleep: SleepSummary) -> None:
        tr = self._style.translate
        words = tr(
            "{people} people, {nights} nights; medians of a night: asleep {asleep} min, deep {deep} min, "
            "awake {awake} min."
        ).format(
            people=sleep.people, nights=sleep.nights, asleep=self._num(sleep.asleep_min),
            deep=self._num(sleep.deep_min), awake=self._num(sleep.awake_min),
        )  # fmt: skip
        if sleep.heart_rate is not None:
            words += " " + tr("Heart rate {rate} per minute.").format(rate=self._num(sleep.heart_rate))
        self.said.setText(words)

    def _compared(self, row: Comparison) -> tuple[str, ...]:
        bias = f"{self._num(row.bias, sign=True)} {pretty_unit(row.unit)}"
        classes = self._class(row.measured_class), self._class(row.predicted_class)
        return (row.room, self._variable(row.variable), str(row.hours), bias, self._num(row.cv_rmse_pct), *classes)

    def _row(self, row: Measured) -> tuple[str, ...]:
        figures = (self._num(value) for value in (row.mean, row.p5, row.p95))
        classes = self._class(row.health_class), self._class(row.tail)
        return (row.room, self._variable(row.variable), pretty_unit(row.unit), str(row.hours), *figures, *classes)

    def _variable(self, name: str) -> str:
        return self._style.translate(VARIABLE_NAMES.get(name, name))

    def _class(self, name: str) -> str:
        return "–" if name == "not_assessed" else self._style.translate(CLASS_NAMES[name])

    def _num(self, value: float, *, sign: bool = False) -> str:
        return number(value, self._style.language, sign=sign)

    def _why(self, reason: str) -> str:
        return self._style.translate(WHY_ASIDE.get(reason, reason))

    def _ask_file(self) -> None:
        title = self._style.translate("Open sensor file")
        name, _ = QFileDialog.getOpenFileName(self, title, "", "CSV (*.csv *.txt)")
        if name:
            self.open_path(Path(name))

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self._style.translate("Open Withings folder"))
        if name:
            self.open_path(Path(name))


#: Why a row was set aside, by the id of its sentence.
WHY_ASIDE: dict[str, str] = {
    "measured.bad_time": mark("no readable time"),
    "measured.no_number": mark("no number"),
    "measured.unknown_variable": mark("variable not known"),
    "measured.impossible_value": mark("beyond what is possible"),
    "measured.duplicate": mark("stands twice"),
    "measured.second_value": mark("another value for the same time"),
    "measured.unit_refused": mark("unit does not fit"),
}
