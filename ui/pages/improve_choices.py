"""What a search is about: measures and levels, what is sought, rules and limits, and the way to search."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bldgassess.advisor.constraints import load_constraints
from bldgassess.advisor.result import OBJECTIVES, ObjectiveId
from bldgassess.advisor.space import OFF, Level
from bldgassess.study.measures import Measure, load_measures, measures_by_id
from bldgassess.texts import mark
from reports.charts.layout import Style
from reports.figures import pretty_unit
from ui.dialogs import ask_costs
from ui.pages.base import label
from ui.wish import Wish, first_levels, first_wish

METHODS: dict[str, str] = {
    "auto": mark("all combinations, NSGA-II above 100 000"),
    "exhaustive": mark("all combinations"),
    "genetic": mark("NSGA-II"),
}
_NOT_TAKEN = "–"
_MEASURE, _LEVELS = 0, 1


class Choices(QWidget):
    """``changed`` with the wish each time that a person chooses."""

    changed = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style, self.tr_ = style, style.translate
        self.wish = first_wish()
        self._make_table()
        self._make_sought()
        self._make_rules()
        self._make_way()
        self._lay_out()
        self.show_wish(self.wish)

    # widgets

    def _make_table(self) -> None:
        tr = self.tr_
        self.table = QTableWidget(len(load_measures()), 2)
        self.table.setObjectName("improve.measures")
        self.table.setAccessibleName(tr("Measures and their levels"))
        self.table.setHorizontalHeaderLabels([tr("Measure"), tr("Levels")])
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(_MEASURE, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(_LEVELS, QHeaderView.ResizeMode.Interactive)
        self.table.setColumnWidth(_LEVELS, 164)
        for row, measure in enumerate(load_measures()):
            name = QTableWidgetItem(tr(measure.title))
            name.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            name.setToolTip(tr(measure.title))
            name.setData(Qt.ItemDataRole.UserRole, measure.id)
            levels = QTableWidgetItem()
            levels.setToolTip(self._say_bounds(measure))
            self.table.setItem(row, _MEASURE, name)
            self.table.setItem(row, _LEVELS, levels)
        self.table.itemChanged.connect(lambda _item: self._chosen())

    def _say_bounds(self, measure: Measure) -> str:
        """Say what a level may be."""
        tr, row = self.tr_, measure.parameters[measure.main]
        if row.is_figure:
            unit = "" if row.unit == "-" else row.unit
            least, most = self._style.number(row.least), self._style.number(row.most)
            words = tr("{parameter}: {least} to {most} {unit}; with “;” between, “–”: not taken")
            return words.format(parameter=tr(row.title), least=least, most=most, unit=unit)
        names = ", ".join(row.choices or row.products)
        words = tr("{parameter}: {choices}; with “;” between, “–”: not taken")
        return words.format(parameter=tr(row.title), choices=names)

    def _make_sought(self) -> None:
        self.sought: dict[str, QCheckBox] = {}
        for key, row in OBJECTIVES.items():
            box = QCheckBox(self.tr_(row.title))
            box.setObjectName(f"improve.objective.{key}")
            box.toggled.connect(lambda _on: self._chosen())
            self.sought[key] = box

    def _make_rules(self) -> None:
        tr = self.tr_
        self.rules: dict[str, QCheckBox] = {}
        for key, rule in load_constraints().items():
            box = QCheckBox(tr(rule.title))
            box.setObjectName(f"improve.rule.{key}")
            box.setToolTip(tr(rule.source))
            box.toggled.connect(lambda _on: self._chosen())
            self.rules[key] = box
        self.has_budget = QCheckBox(tr("Carbon at most"))
        self.has_budget.setObjectName("improve.has_budget")
        self.has_budget.toggled.connect(lambda _on: self._chosen())
        self.budget = _spin(1.0, 100_000.0, 1000.0, " kgCO₂e/m²", tr("The most whole-life carbon"))
        self.budget.setObjectName("improve.budget")
        self.budget.valueChanged.connect(lambda _value: self._chosen())
        self.costs = QPushButton(tr("Costs…"))
        self.costs.setObjectName("improve.costs")
        self.costs.setToolTip(tr("The program has no prices. Choose a table of yours: measure, cost, per, currency."))
        self.costs.clicked.connect(self._ask_costs)
        self.has_cost = QCheckBox(tr("Cost at most"))
        self.has_cost.setObjectName("improve.has_cost")
        self.has_cost.toggled.connect(lambda _on: self._chosen())
        self.cost = _spin(1.0, 1e9, 50_000.0, "", tr("The most first cost"))
        self.cost.setObjectName("improve.cost")
        self.cost.valueChanged.connect(lambda _value: self._chosen())

    def _make_way(self) -> None:
        tr = self.tr_
        self.method = QComboBox()
        self.method.setObjectName("improve.method")
        self.method.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.method.setMinimumContentsLength(8)
        for key, name in METHODS.items():
            self.method.addItem(tr(name), key)
        self.method.activated.connect(lambda _index: self._chosen())
        self.seed, self.evaluations = QSpinBox(), QSpinBox()
        self.seed.setRange(0, 2**31 - 1)
        self.evaluations.setRange(100, 100_000)
        self.evaluations.setSingleStep(500)
        self.seed.setPrefix(f"{tr('seed')} ")
        self.evaluations.setPrefix(f"{tr('at most')} ")
        for box, name, key in (
            (self.seed, tr("Seed of NSGA-II"), "seed"),
            (self.evaluations, tr("Most combinations of NSGA-II"), "evaluations"),
        ):
            box.setObjectName(f"improve.{key}")
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda _value: self._chosen())

    def _lay_out(self) -> None:
        tr = self.tr_
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(tr("What may change"), "group"))
        column.addWidget(self.table, 1)
        column.addWidget(label(tr("What is sought"), "group"))
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        for place, box in enumerate(self.sought.values()):
            grid.addWidget(box, place // 2, place % 2)
        column.addLayout(grid)
        column.addWidget(label(tr("What must hold"), "group"))
        rules = QGridLayout()
        rules.setVerticalSpacing(4)
        for place, box in enumerate(self.rules.values()):
            rules.addWidget(box, place // 2, place % 2)
        below = (len(self.rules) + 1) // 2
        rules.addWidget(self.has_budget, below, 0)
        rules.addWidget(self.budget, below, 1)
        costs = QHBoxLayout()
        costs.addWidget(self.costs)
        costs.addWidget(self.cost, 1)
        rules.addWidget(self.has_cost, below + 1, 0)
        rules.addLayout(costs, below + 1, 1)
        column.addLayout(rules)
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Method"), self.method)
        seeds = QHBoxLayout()
        seeds.addWidget(self.seed, 1)
        seeds.addWidget(self.evaluations, 1)
        form.addRow("NSGA-II", seeds)
        column.addLayout(form)

    # shown and said

    def show_wish(self, wish: Wish) -> None:
        """Show a wish; nobody is told."""
        self.wish = wish
        watched = (self.table, *self.sought.values(), *self.rules.values(), self.has_budget, self.budget)
        watched = (*watched, self.has_cost, self.cost, self.method, self.seed, self.evaluations)  # type: ignore[assignment]
        blockers = [QSignalBlocker(widget) for widget in watched]
        for row, measure in enumerate(load_measures()):
            chosen = measure.id in wish.levels
            levels = wish.levels.get(measure.id, first_levels(measure.id))
            self._item(row, _MEASURE).setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            unit = pretty_unit(measure.parameters[measure.main].unit)
            text = "; ".join(self._write(level) for level in levels)
            self._item(row, _LEVELS).setText(text if unit == "-" else f"{text} {unit}")
        for key, box in self.sought.items():
            box.setChecked(key in wish.objectives)
        for key, box in self.rules.items():
            box.setChecked(key in wish.rules)
        self.has_budget.setChecked(wish.budget_kgco2e_per_m2 is not None)
        if wish.budget_kgco2e_per_m2 is not None:
            self.budget.setValue(wish.budget_kgco2e_per_m2)
        self.has_cost.setChecked(wish.cost is not None)
        if wish.cost is not None:
            self.cost.setValue(wish.cost)
        self.method.setCurrentIndex(self.method.findData(wish.method))
        self.seed.setValue(wish.seed)
        self.evaluations.setValue(wish.evaluations)
        del blockers
        self._enable()

    def _enable(self) -> None:
        wish = self.wish
        self.budget.setEnabled(self.has_budget.isChecked())
        self.costs.setText(wish.costs.name if wish.costs else self.tr_("Costs…"))
        for widget in (self.sought["cost"], self.has_cost):
            widget.setEnabled(wish.costs is not None)
        self.cost.setEnabled(wish.costs is not None and self.has_cost.isChecked())
        is_genetic = self.method.currentData() != "exhaustive"
        for box in (self.seed, self.evaluations):
            box.setEnabled(is_genetic)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        return cast(QTableWidgetItem, self.table.item(row, column))

    def _write(self, level: Level) -> str:
        if level is None:
            return _NOT_TAKEN
        return level if isinstance(level, str) else self._style.number(level)

    def read_wish(self) -> Wish:
        """Return what is chosen."""
        levels: dict[str, tuple[Level, ...]] = {}
        for row in range(self.table.rowCount()):
            item = self._item(row, _MEASURE)
            if item.checkState() == Qt.CheckState.Checked:
                identity = str(item.data(Qt.ItemDataRole.UserRole))
                levels[identity] = read_levels(self._item(row, _LEVELS).text(), measures_by_id()[identity])
        has_costs = self.wish.costs is not None
        objectives = [key for key, box in self.sought.items() if box.isChecked() and (has_costs or key != "cost")]
        return replace(
            self.wish,
            levels=levels,
            objectives=tuple(cast(ObjectiveId, key) for key in objectives),
            rules=tuple(key for key, box in self.rules.items() if box.isChecked()),
            budget_kgco2e_per_m2=self.budget.value() if self.has_budget.isChecked() else None,
            cost=self.cost.value() if has_costs and self.has_cost.isChecked() else None,
            method=str(self.method.currentData()),
            seed=self.seed.value(),
            evaluations=self.evaluations.value(),
        )

    def _chosen(self) -> None:
        self.wish = self.read_wish()
        self._enable()
        self.changed.emit(self.wish)

    def _ask_costs(self) -> None:
        path = ask_costs(self, self.tr_)
        if path is not None:
            self.take_costs(path)

    def take_costs(self, path: Path) -> None:
        """Take a table of first costs, and seek cost too."""
        objectives = tuple(dict.fromkeys((*self.wish.objectives, cast(ObjectiveId, "cost"))))
        self.show_wish(replace(self.wish, costs=path, objectives=objectives))
        self.changed.emit(self.wish)


def read_levels(text: str, measure: Measure) -> tuple[Level, ...]:
    """Return the levels that a person wrote; what is no figure stays text, for the search to refuse by name.

    >>> read_levels("–; 80; 160,5 mm", measures_by_id()["roof_insulation"])
    (None, 80.0, 160.5)
    >>> read_levels("0.9 W/(m² K)", measures_by_id()["window_replacement"])
    (0.9,)
    >>> read_levels("clt; off", measures_by_id()["timber_structure"])
    ('clt', None)
    """
    row = measure.parameters[measure.main]
    found: list[Level] = []
    for part in text.split(";"):
        word = part.strip()
        for unit in (row.unit, pretty_unit(row.unit)):
            word = word.removesuffix(unit).strip() if unit != "-" else word
        if word:
            found.append(None if word in {_NOT_TAKEN, "-", OFF} else _level(word) if row.is_figure else word)
    return tuple(dict.fromkeys(found))


def _level(word: str) -> Level:
    plain = word.replace("\u202f", "").replace("\u00a0", "").replace("\u2212", "-").replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return word


def _spin(least: float, most: float, value: float, unit: str, name: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(least, most)
    made.setDecimals(0)
    made.setValue(value)
    made.setSuffix(unit)
    made.setAccessibleName(name)
    made.setKeyboardTracking(False)
    return made
