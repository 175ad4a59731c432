"""Compare: variants side by side, the first being the base, and where the difference sits."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from bldgassess.compare.differences import compute_comparison
from reports.charts.waterfall import waterfall_chart
from reports.figures import percent, pretty_unit
from ui.charts import ChartWidget
from ui.pages.base import Page, fill, label, make_table
from ui.state import State


class ComparePage(Page):
    """A waterfall from the base to the shown variant, and all figures in a table."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        self.notice = label("", "warning", wrap=True)
        self.waterfall = ChartWidget()
        self.table = make_table((), self.tr_("Comparison"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addWidget(self.notice)
        outer.addWidget(self.waterfall, 2)
        outer.addWidget(self.table, 3)

    def refresh(self) -> None:
        """Compare all variants that have results."""
        ready = [variant for variant in self.state.variants if variant.results is not None]
        if len(ready) < 2:
            self.notice.setVisible(True)
            self.notice.setText(
                self.tr_("Open a second model or study as a variant (Ctrl+D, or drop it with Ctrl) to compare.")
            )
            self.waterfall.set_chart(None)
            self.table.setRowCount(0)
            self.table.setColumnCount(0)
            return
        comparison = compute_comparison([(variant.name, variant.results or {}) for variant in ready])
        self.notice.setText(" ".join(comparison.sentences(self.language)))
        self.notice.setVisible(bool(self.notice.text()))
        style, tr = self.style_, self.tr_
        shown = ready.index(self.state.current) if self.state.current in ready[1:] else 1
        per_m2 = [float((variant.results or {})["carbon"]["per_m2"]) for variant in ready]
        base, other = (ready[0].name, per_m2[0]), (ready[shown].name, per_m2[shown])
        steps = comparison.by_part[shown - 1]
        self.waterfall.set_chart(lambda w, h: waterfall_chart(base, other, steps, w, h, style))
        self.table.setColumnCount(2 + len(ready))
        self.table.setHorizontalHeaderLabels([tr("Figure"), tr("Unit"), *comparison.names])
        rows = []
        for figure in comparison.figures:
            cells = [tr(figure.name).format(use=tr(figure.path.rsplit(".", 1)[-1])), pretty_unit(figure.unit)]
            for index, value in enumerate(figure.values):
                text = self.num(value) if isinstance(value, (int, float)) else (value or "–")
                difference = figure.differences[index]
                if index and difference is not None:
                    text += f"   {self.num(difference, sign=True)}"
                    if figure.fractions[index] is not None:
                        text += f" ({percent(figure.fractions[index], self.language, sign=True)})"
                cells.append(text)
            rows.append(cells)
        fill(self.table, rows, right=tuple(range(2, 2 + len(ready))))
