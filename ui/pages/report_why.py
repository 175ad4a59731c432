"""The way down from the certificate's figures: to parts, elements, factors, clauses; each with value, unit, source."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTreeWidget, QTreeWidgetItem

from bldgassess.explain.steps import FIGURES, Rule, Step
from bldgassess.texts import mark, translation
from reports.figures import pretty_unit
from ui.pages.base import label
from ui.pages.report_parts import Panel, named, shrinking

_GUID = Qt.ItemDataRole.UserRole
_STEP = Qt.ItemDataRole.UserRole + 1
#: Sums agree to this [-].
_SAME = 1e-9
_RULES: dict[Rule, str] = {
    "sum": mark("The parts add up to {sum} {unit}."),
    "quotient": mark("The first divided by the second."),
    "product": mark("The first times the second."),
    "beside": mark("The parts stand beside each other; they are not added."),
}


class WhyPanel(Panel):
    """``asked`` "report.why" with the path of a figure; ``element_asked`` with the element of a row."""

    element_asked = Signal(str)

    def __init__(self, language: str) -> None:
        tr = translation(language).gettext
        super().__init__(language, tr("Why this number?"), tr("Enter or a double click shows a row's element."))
        self.figure: QComboBox = named(QComboBox(), "report.why.figure", tr("Figure of the certificate"))
        for path, (name, _) in FIGURES.items():
            self.figure.addItem(tr(name), path)
        self.figure.activated.connect(lambda _index: self.ask())
        heads = [tr("Figure"), tr("Value"), tr("Unit"), tr("Source")]
        self.tree: QTreeWidget = named(QTreeWidget(), "report.why.tree", tr("Parts of the figure"))
        self.tree.setHeaderLabels(heads)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setUniformRowHeights(True)
        self.tree.currentItemChanged.connect(lambda item, _before: self._tell(item))
        self.tree.itemActivated.connect(self._activate)
        self.rule = shrinking(label("", "", wrap=True))
        self.source = shrinking(label("", "note", wrap=True))
        for widget in (self.figure, self.tree, self.rule, self.source, self.said):
            self.column.addWidget(widget, 1 if widget is self.tree else 0)

    def ask(self, path: str | None = None) -> None:
        """Ask for the way down from a figure."""
        if path is not None:
            self.figure.setCurrentIndex(self.figure.findData(path))
        self.asked.emit("report.why", (self.figure.currentData(),))

    def show_step(self, step: Step | None) -> None:
        """Show a figure with all that is below it, opened one level."""
        self.tree.clear()
        self.rule.clear()
        self.source.clear()
        if step is None:
            return
        root = self._item(step)
        self.tree.addTopLevelItem(root)
        for item, _ in zip(_levels(root), range(2), strict=False):
            item.setExpanded(True)
        for column, width in enumerate((190, 80, 70)):
            self.tree.setColumnWidth(column, width)
        self.tree.setCurrentItem(root)

    def _item(self, step: Step) -> QTreeWidgetItem:
        value = step.value if isinstance(step.value, str) else self.num(step.value)
        item = QTreeWidgetItem([self._name(step), value, pretty_unit(step.unit), step.source])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _GUID, step.guid)
        item.setData(0, _STEP, step)
        for column in range(4):
            item.setToolTip(column, item.text(column))
        item.addChildren([self._item(part) for part in step.parts])
        return item

    def _name(self, step: Step) -> str:
        if step.titles is not None:
            return step.titles.get(self.language) or step.titles.get("en", step.name)
        return self.tr_(step.name) if step.name else ""

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        """Say how the chosen figure is made of its parts, and where it comes from."""
        step = item.data(0, _STEP) if item is not None else None
        if not isinstance(step, Step):
            return
        words = self.tr_(_RULES[step.rule]) if step.rule else ""
        total = step.parts_sum
        if total is not None:
            words = words.format(sum=self.num(total), unit=pretty_unit(step.unit))
            same = isinstance(step.value, (int, float)) and math.isclose(
                total, step.value, rel_tol=_SAME, abs_tol=_SAME
            )
            words += " " + (
                self.tr_("That is the figure.") if same else self.tr_("The figure is another; report this.")
            )
        self.rule.setText(words)
        self.source.setText(step.source)

    def _activate(self, item: QTreeWidgetItem, _column: int) -> None:
        guid = str(item.data(0, _GUID) or "")
        if guid:
            self.element_asked.emit(guid)


def _levels(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    """Yield an item, then its first child, and so on."""
    yield item
    while item.childCount():
        item = item.child(0)
        yield item
