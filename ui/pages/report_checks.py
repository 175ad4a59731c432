"""Checks before signing: what is outside its band and why that may be, what rests on memory, certified mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QTableWidget

from bldgassess.messages import sentence
from bldgassess.plausibility.result import Check
from bldgassess.texts import translation
from reports.charts.palette import Palette
from reports.figures import number, pretty_unit
from ui.pages.base import fill, label, make_table, row_key
from ui.pages.report_parts import Panel, button, field, named, shrinking
from ui.report_task import Facts, open_reasons

#: Rows whose texts set the widths of the columns.
_MEASURED = 20
#: Order of the states in the table.
_ORDER = ("open", "look", "answered", "not_checked", "pass")


@dataclass(frozen=True, slots=True)
class Look:
    """A check that bars nothing: what was found, whether it is good, what it means."""

    key: str
    found: str
    good: bool
    meaning: str


class ChecksPanel(Panel):
    """``reason_given`` (check, text), ``certified_asked`` (on or off)."""

    reason_given = Signal(str, str)
    certified_asked = Signal(bool)

    def __init__(self, language: str, palette: Palette) -> None:
        super().__init__(language, translation(language).gettext("Checks before signing"))
        tr, self.palette_ = self.tr_, palette
        self.checks: dict[str, Check] = {}
        self.reasons: dict[str, str] = {}
        self.looks: tuple[Look, ...] = ()
        self.summary = shrinking(label("", "", wrap=True))
        self.table: QTableWidget = named(
            make_table((tr("State"), tr("Check"), tr("Value"), tr("Band")), tr("Checks")), "report.checks.table"
        )
        self.table.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.detail = shrinking(label("", "note", wrap=True))
        self.reason = field(tr("Why it may be so"), "report.checks.reason")
        self.reason.returnPressed.connect(self._keep)
        self.keep = button(tr("Give reason"), "report.checks.keep", self._keep)
        self.certified = named(QCheckBox(tr("Certified: no figure of carbon from memory")), "report.certified")
        self.certified.setAccessibleName(tr("Certified mode"))
        self.certified.clicked.connect(self.certified_asked)
        self.refused = shrinking(label("", "warning", wrap=True))
        self.memory_title = label("", "group")
        self.memory: QListWidget = named(QListWidget(), "report.memory", tr("Values from memory"))
        self.memory.setMaximumHeight(140)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.keep)
        for widget in (self.summary, self.table, self.detail):
            self.column.addWidget(widget, 1 if widget is self.table else 0)
        self.column.addLayout(row)
        for more in (self.said, self.certified, self.refused, self.memory_title, self.memory):
            self.column.addWidget(more)

    @property
    def missing(self) -> tuple[Check, ...]:
        """Checks outside their bands without a reason."""
        return open_reasons(tuple(self.checks.values()), self.reasons)

    def show_facts(self, facts: Facts | None, reasons: dict[str, str], looks: Sequence[Look]) -> None:
        """Show checks with their reasons; the chosen row stays chosen."""
        tr = self.tr_
        chosen = row_key(self.table, self.table.currentRow())
        self.checks = {check.id: check for check in facts.checks} if facts else {}
        self.reasons, self.looks = reasons, tuple(looks)
        rows = sorted(self._rows(), key=lambda row: _ORDER.index(row[0]))
        names = {
            "open": "✖ " + tr("needs a reason"),
            "look": "▲ " + tr("look at it"),
            "answered": "✔ " + tr("answered"),
            "not_checked": "– " + tr("not checked"),
            "pass": "✔ " + tr("pass"),
        }
        p = self.palette_
        inks = {"open": p.error, "look": p.warn, "answered": p.good, "not_checked": p.muted, "pass": None}
        self.table.blockSignals(True)
        keys = [row[1] for row in rows]
        fill(
            self.table,
            [(names[state], *cells) for state, _, *cells in rows],
            right=(2,),
            keys=keys,
            colours=[inks[row[0]] for row in rows],
        )
        self.table.setCurrentCell(keys.index(chosen) if chosen in keys else 0 if keys else -1, 0)
        self.table.blockSignals(False)
        counts = {state: sum(row[0] == state for row in rows) for state in _ORDER}
        self.summary.setText(
            tr("{passed} pass, {answered} answered, {look} to look at, {open} need a reason before signing.").format(
                passed=counts["pass"], answered=counts["answered"], look=counts["look"], open=counts["open"]
            )
            if rows
            else tr("No figures yet.")
        )
        memory = facts.memory if facts else ()
        self.memory_title.setText(tr("Values from memory: {count}").format(count=len(memory)))
        self.memory.clear()
        self.memory.addItems(list(memory))
        self._chosen()

    def show_certified(self, *, certified: bool, locked: str, refused: str) -> None:
        """Show the switch; ``locked``: why it cannot be moved, ``refused``: what stands against it, by name."""
        self.certified.setChecked(certified)
        self.certified.setEnabled(not locked)
        self.certified.setToolTip(locked)
        self.refused.setText(refused)
        self.refused.setVisible(bool(refused))

    def _rows(self) -> list[tuple[str, ...]]:
        rows = []
        for check in self.checks.values():
            state: str = check.state
            if state == "warn":
                state = "answered" if self.reasons.get(check.id) else "open"
            value = "–" if check.value is None else f"{self.num(check.value)} {pretty_unit(check.unit)}".strip()
            rows.append((state, check.id, sentence(check.title, self.tr_), value, self._band(check)))
        rows += [("pass" if look.good else "look", look.key, look.found, "", "") for look in self.looks]
        return rows

    def _band(self, check: Check) -> str:
        low, high = (number(bound, self.language) if bound is not None else "" for bound in (check.low, check.high))
        return f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}"

    def _chosen(self) -> None:
        key = row_key(self.table, self.table.currentRow())
        check = self.checks.get(key)
        asks = check is not None and check.state == "warn"
        self.reason.setEnabled(asks)
        self.keep.setEnabled(asks)
        if not self.reason.isModified() or self.reason.property("check") != key:
            self.reason.setText(self.reasons.get(key, ""))
        self.reason.setProperty("check", key)
        if check is not None:
            source = self.tr_("Band: {source}, grade {grade}.").format(source=check.source, grade=check.quality)
            self.detail.setText(f"{sentence(check.advice, self.tr_)} {source}" if asks else source)
        else:
            self.detail.setText(next((look.meaning for look in self.looks if look.key == key), ""))

    def _keep(self) -> None:
        """Give the reason for the chosen check."""
        key, text = row_key(self.table, self.table.currentRow()), self.reason.text().strip()
        if key not in self.checks or self.checks[key].state != "warn":
            return
        if not text and key not in self.reasons:
            self.say(self.tr_("Write why it may be so; the reason is printed in the report."))
            return
        self.say("")
        self.reason.setModified(False)
        self.reason_given.emit(key, text)
