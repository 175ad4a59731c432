"""Compare: the verdict in words, figures in aligned columns, where the difference sits, both models side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bldgassess.compare.differences import Comparison, Figure
from bldgassess.errors import Issue
from bldgassess.texts import mark
from reports.charts.waterfall import waterfall_chart
from reports.figures import percent, pretty_unit
from reports.names import CLASS_NAMES, PART_NAMES
from ui.charts import ChartWidget
from ui.pages.base import Page, fill, label, make_table
from ui.pages.compare_view import PairView
from ui.pages.compare_words import carbon_words, health_words, label_words
from ui.state import State, Variant

#: The most columns side by side, the base among them.
MOST = 4
_BY = {"part": mark("By building part"), "module": mark("By life-cycle module")}
#: What cures a refusal: code -> (path, value, words).
_CURES = {
    "carbon.mixed_grid_bases": ("carbon.grid_basis", "life_cycle", mark("Use life-cycle electricity factors in all"))
}


class ComparePage(Page):
    """The first variant is the base; the way to the shown one is drawn and pictured."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.comparison: Comparison | None = None
        self._asked: tuple[object, ...] = ()
        self._hidden: set[int] = set()
        self.notice = label("", "warning", wrap=True)
        self.cure = QPushButton()
        self.cure.setObjectName("compare.cure")
        self.cure.hide()
        self.cure.clicked.connect(lambda _checked=False: self._mend())
        self.verdict = label("", wrap=True)
        self.verdict.setTextFormat(Qt.TextFormat.RichText)
        self.columns = QToolButton()
        self.columns.setText(tr("Columns"))
        self.columns.setObjectName("compare.columns")
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns.setMenu(QMenu(self.columns))
        self.columns.menu().aboutToShow.connect(self._fill_columns)
        self.other, self.by = QComboBox(), QComboBox()
        self.other.setObjectName("compare.other")
        self.other.setAccessibleName(tr("Variant held against the base"))
        self.other.activated.connect(lambda _index: self._show())
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.by.setObjectName("compare.by")
        self.by.setAccessibleName(tr("Steps of the difference"))
        for key, words in _BY.items():
            self.by.addItem(tr(words), key)
        self.by.currentIndexChanged.connect(lambda _index: self._draw())
        self.waterfall = ChartWidget()
        self.waterfall.setObjectName("compare.waterfall")
        self.waterfall.clicked.connect(self._mark)
        self.table = make_table((), tr("Comparison"))
        self.table.setObjectName("compare.table")
        self.views = PairView(tr, theme)
        self.views.picked.connect(state.select)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.notice, 1)
        top.addWidget(self.cure)
        bar = QHBoxLayout()
        bar.addWidget(self.columns)
        bar.addStretch()
        bar.addWidget(self.other)
        bar.addWidget(self.by)
        drawn = QWidget()
        drawn.setObjectName("page")
        row = QHBoxLayout(drawn)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.waterfall, 5)
        row.addWidget(self.views, 5)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setObjectName("compare.split")
        split.addWidget(drawn)
        split.addWidget(self.table)
        split.setSizes([330, 300])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addLayout(top)
        outer.addWidget(self.verdict)
        outer.addLayout(bar)
        outer.addWidget(split, 1)

    @property
    def is_waiting(self) -> bool:
        """Whether a comparison is still to come."""
        return len(self._ready()) > 1 and self.comparison is None and not self.notice.text()

    def _ready(self) -> list[Variant]:
        """Return the variants of the columns: the base, what is shown, then the others as far as there is room."""
        known = [variant for variant in self.state.variants if variant.results is not None]
        if len(known) < 2:
            return known
        wanted = [variant for variant in known[1:] if variant.number not in self._hidden]
        current = self.state.current
        first = [variant for variant in wanted if variant is current]
        rest = [variant for variant in wanted if variant is not current]
        chosen = {variant.number for variant in (*first, *rest[: MOST - 1 - len(first)])}
        return [known[0], *(variant for variant in known[1:] if variant.number in chosen)]

    def refresh(self) -> None:
        """Compare all variants that have results."""
        ready, tr = self._ready(), self.tr_
        if len(ready) < 2:
            self._clear()
            cure = tr("Branch a variant: Ctrl+D, or drop a second IFC file with Ctrl, to compare.")
            self._note([*self._failures(), cure])
            return
        key = tuple((variant.number, variant.shown, variant.name, id(variant.results)) for variant in ready)
        if key == self._asked:
            self._show()
            return
        self._asked = key
        self.cure.hide()
        self._note(self._failures())
        self.asked.emit("compare", ([variant.name for variant in ready], [variant.results for variant in ready]))

    def told(self, _variant: Variant | None, what: str, value: object, issues: Sequence[Issue]) -> None:
        """Take a comparison, or why there is none with what cures it."""
        if what != "compare":
            return
        if isinstance(value, Comparison) and value.names == tuple(variant.name for variant in self._ready()):
            self.comparison = value
            self._show()
        elif issues:
            self._clear(keep_asked=True)
            self._note([self.say(issue) for issue in issues])
            cure = next((_CURES[issue.code] for issue in issues if issue.code in _CURES), None)
            self.cure.setVisible(cure is not None)
            self.cure.setText(self.tr_(cure[2]) if cure else "")

    def _failures(self) -> list[str]:
        """Say which variants have no figures, and why; the others stay."""
        failed = [variant for variant in self.state.variants if variant.status == "failed"]
        return [f"{variant.name}: {' '.join(self.say(issue) for issue in variant.issues)}" for variant in failed]

    def _note(self, words: Sequence[str]) -> None:
        self.notice.setText(" ".join(words))
        self.notice.setVisible(bool(words))

    def _mend(self) -> None:
        path, value, words = next(iter(_CURES.values()))
        self.cure.hide()
        self.all_asked.emit(path, value, self.tr_(words))

    def _clear(self, *, keep_asked: bool = False) -> None:
        self.comparison = None
        if not keep_asked:
            self._asked = ()
        self.cure.hide()
        self.verdict.setText("")
        self.waterfall.set_chart(None)
        self.table.setRowCount(0)
        self.table.setColumnCount(0)
        self.other.clear()
        self.views.show_pair(None, None, frozenset())

    def _show(self) -> None:
        """Show the comparison that is at hand."""
        ready, found = self._ready(), self.comparison
        if found is None or len(ready) != len(found.names):
            return
        self.cure.hide()
        warnings = [self.say(issue) for issue in found.issues if issue.severity == "warning"]
        self._note([*self._failures(), *warnings])
        names = list(found.names[1:])
        if [self.other.itemText(k) for k in range(self.other.count())] != names:
            self.other.clear()
            self.other.addItems(names)
            current = self.state.current
            self.other.setCurrentIndex(names.index(current.name) if current and current.name in names else 0)
        self._say(ready, found)
        self._fill(ready, found)
        self._draw()

    def _say(self, ready: Sequence[Variant], found: Comparison) -> None:
        """Say each variant's verdict: carbon with health beside it, then the label."""
        tr, palette = self.tr_, self.style_.palette
        base = ready[0]
        lines = []
        for index, variant in enumerate(ready[1:]):
            first, second = base.results or {}, variant.results or {}
            paired = found.paired[index] if index < len(found.paired) else None
            carbon = carbon_words((base.name, variant.name), first, second, paired, tr, self.language)
            health, is_worse = health_words(first, second, tr)
            points = label_words(first, second, tr, self.language)
            lower = second["carbon"]["per_m2"] < first["carbon"]["per_m2"]
            ink = palette.warn if is_worse else palette.good if lower else palette.text
            lines.append(f"<span style='color:{ink}'><b>{escape(carbon)}</b></span> {escape(health)} {escape(points)}")
        self.verdict.setText("<br>".join(lines))

    def _fill(self, ready: Sequence[Variant], found: Comparison) -> None:
        tr = self.tr_
        heads = [
            tr("Figure"),
            tr("Unit"),
            *(f"{name} *" if v.stale else name for name, v in zip(found.names, ready, strict=True)),
        ]
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        rows = []
        for figure in found.figures:
            name = tr(figure.name).format(use=tr(figure.path.rsplit(".", 1)[-1]))
            rows.append((name, pretty_unit(figure.unit), *(self._cell(figure, k) for k in range(len(ready)))))
        fill(self.table, rows, right=tuple(range(2, len(heads))))
        for column in range(2, len(heads)):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _cell(self, figure: Figure, index: int) -> str:
        value, difference, fraction = figure.values[index], figure.differences[index], figure.fractions[index]
        if not isinstance(value, (int, float)):
            return self.tr_(CLASS_NAMES.get(str(value), str(value))) if value else "–"
        text = self.num(value)
        if index and difference:
            text += f"   {self.num(difference, sign=True)}"
            if fraction is not None:
                text += f" ({percent(fraction, self.language, sign=True)})"
        return text

    def _draw(self) -> None:
        """Draw the way from the base to the chosen variant, and both models."""
        ready, found, style = self._ready(), self.comparison, self.style_
        index = self.other.currentIndex()
        if found is None or not 0 <= index < len(ready) - 1:
            return
        base, variant = ready[0], ready[index + 1]
        ends = [(item.name, float((item.results or {})["carbon"]["per_m2"])) for item in (base, variant)]
        steps = (found.by_part if self.by.currentData() == "part" else found.by_module)[index]
        self.waterfall.set_chart(lambda w, h: waterfall_chart(ends[0], ends[1], steps, w, h, style))
        self.views.show_pair(base, variant, self.state.selection)

    def _mark(self, key: str) -> None:
        """Select the elements of a step in both models."""
        ready, index = self._ready(), self.other.currentIndex()
        if key not in PART_NAMES or not 0 <= index < len(ready) - 1:
            return
        self.state.select(
            guid
            for variant in (ready[0], ready[index + 1])
            if variant.building is not None
            for guid in (item.guid for item in variant.building.elements if item.part == key)
        )

    def select(self) -> None:
        """Mark the selection in both models."""
        self.views.set_selection(self.state.selection)

    def _fill_columns(self) -> None:
        menu = self.columns.menu()
        menu.clear()
        for variant in self.state.variants[1:]:
            entry = menu.addAction(variant.name)
            entry.setCheckable(True)
            entry.setChecked(variant.number not in self._hidden)
            entry.toggled.connect(lambda on, number=variant.number: self._set_hidden(number, hidden=not on))

    def _set_hidden(self, number: int, *, hidden: bool) -> None:
        self._hidden = self._hidden | {number} if hidden else self._hidden - {number}
        self.refresh()
