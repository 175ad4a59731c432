"""Our engine's year beside EnergyPlus's: rooms in a table, the chosen room's months beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bldgassess.energyplus.crosscheck import Crosscheck, Pair, ZoneCheck
from bldgassess.texts import mark, translation
from reports.figures import number
from reports.names import MONTHS
from ui.pages.base import fill, label, make_table

#: Measure -> column.
_COLUMNS = {
    "heat_kwh_m2": mark("Heating, kWh/m²"),
    "cool_kwh_m2": mark("Sensible cooling, kWh/m²"),
    "heat_peak_w_m2": mark("Heating peak, W/m²"),
    "cool_peak_w_m2": mark("Cooling peak, W/m²"),
}


class CheckView(QWidget):
    """Asks for a cross-check, and shows one."""

    asked = Signal()

    def __init__(self, language: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.language = language
        self.tr_ = translation(language).gettext
        tr = self.tr_
        self.button = QPushButton(tr("Compare with EnergyPlus"))
        self.button.clicked.connect(self._ask)
        self.said = label("", "note", wrap=True)
        self.rooms = make_table((tr("Room"), *(tr(name) for name in _COLUMNS.values())), tr("Rooms by both engines"))
        self.months = make_table((tr("Month"), tr("Heating"), tr("Sensible cooling")), tr("Months by both engines"))
        self.rooms.cellClicked.connect(lambda row, _column: self._show_months(row))
        self._zones: tuple[ZoneCheck, ...] = ()
        top = QHBoxLayout()
        top.addWidget(self.button)
        top.addWidget(self.said, 1)
        tables = QHBoxLayout()
        tables.addWidget(self.rooms, 3)
        tables.addWidget(self.months, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(top)
        column.addLayout(tables, 1)
        self.show_check(None)

    def _ask(self) -> None:
        self.button.setEnabled(False)
        self.said.setText(self.tr_("EnergyPlus is at work…"))
        self.asked.emit()

    def refuse(self, words: str) -> None:
        """Say why there is no comparison."""
        self.button.setEnabled(True)
        self.said.setText(words)

    def show_check(self, check: Crosscheck | None) -> None:
        """Show a comparison, or that there is none yet for this study."""
        zones = (check.building, *check.zones) if check else ()
        if zones == self._zones and zones:
            return
        self._zones = zones
        if check is None:
            if self.button.isEnabled():
                self.said.setText(self.tr_("The same rooms and weather, solved by a second engine. It takes a while."))
            self.rooms.setRowCount(0)
            self.months.setRowCount(0)
            return
        self.button.setEnabled(True)
        verdict = self.tr_("The engines agree.") if check.agrees else self.tr_("The engines do not agree.")
        each = self.tr_("Each cell: zone engine / {engine}; * outside the limits.").format(engine=check.engine)
        self.said.setText(f"{verdict} {each}")
        rows = [
            (
                zone.name or self.tr_("Building"),
                *(self._cell(zone.measures[key], key in zone.outside) for key in _COLUMNS),
            )
            for zone in zones
        ]
        fill(self.rooms, rows, right=range(1, 5))
        self._show_months(0)

    def _show_months(self, row: int) -> None:
        zone = self._zones[row]
        rows = [
            (MONTHS[k], self._cell(heat), self._cell(cool))
            for k, (heat, cool) in enumerate(zip(zone.months_heat, zone.months_cool, strict=True))
        ]
        fill(self.months, rows, right=(1, 2))

    def _cell(self, pair: Pair, outside: bool = False) -> str:
        own, other = (number(round(value, 2), self.language) for value in (pair.own, pair.other))
        return f"{own} / {other}{' *' if outside else ''}"
