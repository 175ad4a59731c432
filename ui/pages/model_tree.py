"""The tree of the Model page: storey, building part, element, with counts, carbon and boxes to hide by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeView

from bldgassess.model import Building
from reports.names import PART_NAMES

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
#: With a selection of more than this, the tree marks it but opens no branches for it.
_MOST_OPENED = 50


@dataclass(slots=True)
class Node:
    """A row: ``guids`` are the elements under it, one for an element itself; ``kg`` what is known of their carbon."""

    title: str
    guids: tuple[str, ...]
    kg: float | None
    row: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, child: Node) -> None:
        """Put a row under this one."""
        child.parent, child.row = self, len(self.children)
        self.children.append(child)


def make_tree(
    building: Building, kg: Mapping[str, float], translate: Callable[[str], str], words: str = ""
) -> tuple[Node, dict[str, Node]]:
    """Return the root and the row of each element, heaviest first; ``words``: only what bears them in its names."""
    storeys = {storey.guid: storey for storey in building.storeys}
    groups: dict[str, dict[str, list[tuple[float, str, str]]]] = defaultdict(lambda: defaultdict(list))
    wanted = words.casefold().split()
    names = {part: translate(PART_NAMES.get(part, part)) for part in {element.part for element in building.elements}}
    for item in building.elements:
        storey = item.storey_guid if item.storey_guid in storeys else ""
        if wanted:
            place = storeys[storey].name if storey else ""
            text = " ".join((item.name, item.type_name, item.ifc_class, item.guid, names[item.part], place)).casefold()
            if not all(word in text for word in wanted):
                continue
        groups[storey or ""][item.part].append((-kg.get(item.guid, 0.0), item.name or item.ifc_class, item.guid))
    root, rows = Node("", (), None), {}
    for storey in sorted(groups, key=lambda guid: (storeys[guid].elevation_m if guid else 1e9, guid)):
        parts = groups[storey]
        title = storeys[storey].name if storey else translate("No storey")
        top = Node(title, tuple(guid for rows_ in parts.values() for _, _, guid in rows_), None)
        top.kg = _sum(top.guids, kg)
        root.add(top)
        for part in sorted(parts, key=lambda part: (sum(row[0] for row in parts[part]), part)):
            found = sorted(parts[part])
            branch = Node(names[part], tuple(guid for _, _, guid in found), None)
            branch.kg = _sum(branch.guids, kg)
            top.add(branch)
            for _, name, guid in found:
                rows[guid] = leaf = Node(name, (guid,), kg.get(guid))
                branch.add(leaf)
    return root, rows


def _sum(guids: Iterable[str], kg: Mapping[str, float]) -> float | None:
    known = [kg[guid] for guid in guids if guid in kg]
    return sum(known) if known else None


class TreeModel(QAbstractItemModel):
    """Rows are made into cells only where they are seen; ``shown_asked`` with elements and whether they are wanted."""

    shown_asked = Signal(tuple, bool)

    def __init__(self, translate: Callable[[str], str], number: Callable[[float | None], str]) -> None:
        super().__init__()
        self._tr, self._number = translate, number
        self.root, self.rows = Node("", (), None), dict[str, Node]()
        self.hidden: frozenset[str] = frozenset()

    def show_tree(self, root: Node, rows: dict[str, Node]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.root, self.rows = root, rows
        self.endResetModel()

    def show_hidden(self, hidden: frozenset[str]) -> None:
        """Tick off what is hidden."""
        if hidden != self.hidden:
            self.hidden = hidden
            self.layoutChanged.emit()

    def index_of(self, guid: str) -> QModelIndex:
        """Return where an element is, invalid where it is filtered away."""
        node = self.rows.get(guid)
        return self.createIndex(node.row, 0, node) if node is not None else QModelIndex()

    def node(self, index: _Index) -> Node:
        """Return the row at a place."""
        found = index.internalPointer() if index.isValid() else self.root
        return found if isinstance(found, Node) else self.root

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's way
        """Return the place of a row under another."""
        children = self.node(parent).children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: _Index = QModelIndex()) -> Any:  # noqa: ANN401, B008 - Qt has a second method of this name
        """Return the place of the row above."""
        above = self.node(index).parent
        return self.createIndex(above.row, 0, above) if above is not None and above is not self.root else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and way
        """Return how many rows are under a place."""
        return len(self.node(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and way
        """Name, count and carbon."""
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401, N802
        """Return the heads."""
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return (self._tr("Element"), self._tr("Count"), "kgCO₂e")[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - whatever the role asks for
        """Return a cell's text, or whether it is ticked."""
        node = self.node(index)
        if index.column() > 0:
            if role == _Role.DisplayRole:
                return self._number(node.kg) if index.column() == 2 else str(len(node.guids)) if node.children else ""
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return right if role == _Role.TextAlignmentRole else None
        if role in {_Role.DisplayRole, _Role.ToolTipRole}:
            return node.title
        if role == _Role.AccessibleTextRole:
            return f"{node.title}, {len(node.guids)}" if node.children else node.title
        if role == _Role.CheckStateRole and node.children:
            return self._tick(node)
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:  # noqa: ANN401, N802 - Qt's name
        """Ask to show or hide what is under a row."""
        if role != _Role.CheckStateRole:
            return False
        self.shown_asked.emit(self.node(index).guids, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows with others under them can be ticked."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        can_tick = index.column() == 0 and bool(self.node(index).children)
        return found | Qt.ItemFlag.ItemIsUserCheckable if can_tick else found

    def _tick(self, node: Node) -> Qt.CheckState:
        hidden = sum(guid in self.hidden for guid in node.guids) if self.hidden else 0
        if not hidden:
            return Qt.CheckState.Checked
        return Qt.CheckState.Unchecked if hidden == len(node.guids) else Qt.CheckState.PartiallyChecked


class ElementTree(QTreeView):
    """``chosen`` with the elements when a person selects rows; keys that ``pass_key`` takes are not the tree's."""

    chosen = Signal(tuple)

    def __init__(self, translate: Callable[[str], str], number: Callable[[float | None], str]) -> None:
        super().__init__()
        self.model_ = TreeModel(translate, number)
        self.pass_key: Callable[[QKeyEvent], bool] = lambda _event: False
        self.setModel(self.model_)
        self.setUniformRowHeights(True)
        self.setObjectName("model.tree")
        self.setAccessibleName(translate("Elements by storey and part"))
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(12)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, 46), (2, 62)):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(section, width)
        self.selectionModel().selectionChanged.connect(self._tell)

    def show_tree(self, root: Node, rows: dict[str, Node], *, opened: bool = False) -> None:
        """Show other rows, storeys opened; ``opened``: parts too."""
        with QSignalBlocker(self.selectionModel()):
            self.model_.show_tree(root, rows)
        self.expandToDepth(1 if opened else 0)

    def opened(self) -> frozenset[tuple[str, ...]]:
        """Return which parts are opened, by the titles above them."""
        root = self.model_.root
        return frozenset(
            (top.title, branch.title)
            for top in root.children
            for branch in top.children
            if self.isExpanded(self.model_.createIndex(branch.row, 0, branch))
        )

    def open(self, titles: frozenset[tuple[str, ...]]) -> None:
        """Open parts again that were opened."""
        for top in self.model_.root.children:
            for branch in top.children:
                if (top.title, branch.title) in titles:
                    self.expand(self.model_.createIndex(branch.row, 0, branch))

    def selected_guids(self) -> tuple[str, ...]:
        """Return the elements of the selected rows."""
        rows = (self.model_.node(index) for index in self.selectionModel().selectedRows())
        return tuple(dict.fromkeys(guid for node in rows for guid in node.guids))

    def select_guids(self, guids: frozenset[str]) -> None:
        """Select elements without telling anybody, and bring the first into sight."""
        if frozenset(self.selected_guids()) == guids:
            return
        places = [place for place in map(self.model_.index_of, sorted(guids)) if place.isValid()]
        found = QItemSelection()
        for first, last in _runs(places):
            found.append(QItemSelectionRange(first, last))
        with QSignalBlocker(self.selectionModel()):
            whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().select(found, whole)
        if 0 < len(places) <= _MOST_OPENED:
            self.scrollTo(places[0])
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let single letters act on the picture; the filter finds names."""
        if not self.pass_key(event):
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self.chosen.emit(self.selected_guids())


def _runs(places: list[QModelIndex]) -> Iterator[tuple[QModelIndex, QModelIndex]]:
    """Return first and last of the places that follow one another under the same row: a selection of few ranges."""
    nodes = sorted(((id(p.internalPointer().parent), p.row(), p) for p in places), key=lambda item: item[:2])
    start = 0
    for k in range(1, len(nodes) + 1):
        if k == len(nodes) or nodes[k][0] != nodes[k - 1][0] or nodes[k][1] != nodes[k - 1][1] + 1:
            yield nodes[start][2], nodes[k - 1][2]
            start = k
