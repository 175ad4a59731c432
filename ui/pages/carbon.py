"""Carbon: modules, parts, the budget, and the ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from bldgassess.carbon.result import BEYOND
from reports.charts.carbon import budget_chart, modules_chart, parts_chart
from reports.charts.energy import energy_chart
from reports.charts.layout import Style
from reports.charts.ops import Chart
from reports.figures import pretty_unit
from reports.names import CARRIER_NAMES, PART_NAMES
from ui.charts import ChartWidget
from ui.pages.base import Page, fill, label, make_table, row_key, updating_note
from ui.state import State
from ui.widgets.figure import PROVISIONAL

_MOST_ROWS = 400


def _draw(make: Callable[..., Chart], results: dict[str, Any], style: Style, width: float, height: float) -> Chart:
    return make(results, width, height, style)


class CarbonPage(Page):
    """Four charts and the ledger, heaviest entries first; a row or a bar selects its elements."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.headline = label("", "headline")
        self.basis = label("", "note")
        self.stale = updating_note(tr)
        self.modules, self.parts, self.budget, self.energy = (ChartWidget() for _ in range(4))
        self.parts.clicked.connect(self._mark)
        heads = (
            tr("Element"),
            tr("Part"),
            tr("Material"),
            tr("Quantity"),
            tr("Factor record"),
            "kgCO₂e A–C",
            tr("Source"),
        )
        self.ledger = make_table(heads, tr("Ledger"))
        self.ledger.cellClicked.connect(self._row)
        self.ledger.setMinimumHeight(170)
        top = QHBoxLayout()
        top.addWidget(self.headline)
        top.addWidget(self.basis)
        top.addWidget(self.stale)
        top.addStretch()
        grid = QGridLayout()
        grid.setSpacing(16)
        for index, chart in enumerate((self.modules, self.parts, self.budget, self.energy)):
            grid.addWidget(chart, index // 2, index % 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addLayout(top)
        outer.addLayout(grid, 3)
        outer.addWidget(self.ledger, 1)

    def refresh(self) -> None:
        """Show the current variant's carbon."""
        variant = self.ready
        charts = (
            (self.modules, modules_chart),
            (self.parts, parts_chart),
            (self.budget, budget_chart),
            (self.energy, energy_chart),
        )
        self.stale.setVisible(variant is not None and "carbon" in variant.stale)
        if variant is None or variant.results is None or variant.view is None:
            for widget, _ in charts:
                widget.set_chart(None)
            self.headline.setText("")
            self.basis.setText(self.tr_("No figures yet."))
            self.ledger.setRowCount(0)
            return
        results, style = variant.results, self.style_
        carbon = results["carbon"]
        mark = PROVISIONAL if variant.provisional and "carbon" not in variant.stale else ""
        self.headline.setText(f"{mark}{self.num(carbon['per_m2'])} kgCO₂e/m²")
        self.basis.setText(
            self.tr_("A to C over {years} years per m² by {profile}; D is kept apart").format(
                years=carbon["study_period_a"], profile=carbon["profile"]
            )
        )
        for widget, make in charts:
            widget.set_chart(partial(_draw, make, results, style))
        lines = {line.id: line for line in variant.view.lines}
        rows, keys = [], []
        entries = [(sum(kg for m, kg in row.kgco2e.items() if m not in BEYOND), row) for row in variant.view.rows]
        for total, row in sorted(entries, key=lambda entry: (-abs(entry[0]), entry[1].id))[:_MOST_ROWS]:
            line = lines.get(row.line_id or "")
            record = line.record if line else None
            rows.append(
                (
                    self._name(row.kind, row.label),
                    self.tr_(PART_NAMES.get(row.part, row.part)),
                    line.material if line else "–",
                    f"{self.num(line.quantity)} {pretty_unit(line.unit)}" if line else "–",
                    f"{record.name_en} {record.name_zh}".strip() if record else "–",
                    self.num(total),
                    f"{record.source} ({record.quality})" if record else "; ".join(row.notes.values()),
                )
            )
            keys.append(line.guid if line else "")
        fill(self.ledger, rows, right=(3, 5), keys=keys)

    def _name(self, kind: str, label: str) -> str:
        return self.tr_(CARRIER_NAMES.get(label, label)) if kind != "material" else label

    def _row(self, row: int, _column: int) -> None:
        guid = row_key(self.ledger, row)
        if guid:
            self.state.select((guid,))

    def _mark(self, key: str) -> None:
        part = key.removeprefix("carbon.by_part.")
        variant = self.state.current
        if variant and variant.building and part in PART_NAMES:
            self.state.select(element.guid for element in variant.building.elements if element.part == part)

    def select(self) -> None:
        """Mark the selected elements' rows."""
        self.ledger.clearSelection()
        for row in range(self.ledger.rowCount()):
            if row_key(self.ledger, row) in self.state.selection:
                item = self.ledger.item(row, 0)
                if item is not None:
                    item.setSelected(True)
                    self.ledger.scrollToItem(item)
                    break
