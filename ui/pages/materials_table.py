"""The table of the Materials page: its rows filtered by state and words, and a place to drop factors on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from bldgassess.pipeline.material_options import MaterialOptions
from bldgassess.texts import mark
from reports.charts.palette import Palette
from reports.figures import number, percent
from reports.names import PART_NAMES
from ui.pages.materials_rows import ORIGIN_HINTS, ORIGINS, Filter, Grouping, MaterialRow, belongs
from ui.pages.materials_words import (
    Translate,
    change_text,
    kg_text,
    match_text,
    material_name,
    no_material,
    record_name,
)
from ui.widgets.rows import RowsView

#: What a dragged record is called on the clipboard of the drag.
RECORD_MIME = "application/x-bldgassess-record"
COLUMNS: tuple[str, ...] = (
    *("group", "material", "mass", "carbon", "share", "elements", "match", "score", "origin", "alternatives"),
)
HEADS: dict[str, str] = {
    "group": mark("Group"),
    "material": mark("Name in model"),
    "share": mark("Share"),
    "elements": mark("Elements"),
    "match": mark("Match"),
    "score": mark("Score"),
    "origin": mark("Origin"),
    "alternatives": mark("Alternatives, cost of being wrong"),
}
_RIGHT = frozenset({"mass", "carbon", "share", "elements", "score"})
#: From this mass on a column is in tonnes [kg].
_TONNES_FROM_KG = 10_000.0
_SHOWN_OPTIONS = 2
_NAME_LENGTH = 22
_PLAIN_HEADS: tuple[str, ...] = (
    *("group", "material", "mass_kg", "kgco2e_a_to_c", "share"),
    *("elements", "record", "name_en", "score", "origin"),
)

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Look:
    """Language, words and colours of a table."""

    language: str
    translate: Translate
    palette: Palette


class MaterialModel(QAbstractTableModel):
    """Rows of materials; sorted here, so that a filter need not sort again."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.rows: list[MaterialRow] = []
        self.options: Mapping[str, MaterialOptions] = {}
        self.grouping: Grouping = "material"
        self.base_kgco2e: dict[str, float] = {}
        self._texts: list[str] = []
        self._total = 0.0
        self._unit_kg = {"mass": 1.0, "carbon": 1.0}
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def set_rows(self, rows: Sequence[MaterialRow], options: Mapping[str, MaterialOptions], grouping: Grouping) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows, self.options, self.grouping = list(rows), options, grouping
        self._total = sum(row.kgco2e or 0.0 for row in rows)
        self.base_kgco2e = {}
        for row in rows:
            if row.kind == "model":
                self.base_kgco2e[row.material] = self.base_kgco2e.get(row.material, 0.0) + (row.kgco2e or 0.0)
        for name, most in (
            ("mass", max((row.mass_kg for row in rows), default=0.0)),
            ("carbon", max((abs(row.kgco2e or 0.0) for row in rows), default=0.0)),
        ):
            self._unit_kg[name] = 1000.0 if most >= _TONNES_FROM_KG else 1.0
        self._arrange()
        self.endResetModel()

    def options_came(self, names: Sequence[str]) -> None:
        """Show what was found for some names."""
        wanted = set(names)
        found = [place for place, row in enumerate(self.rows) if row.material in wanted]
        if found:
            first, last = COLUMNS.index("match"), COLUMNS.index("alternatives")
            self.dataChanged.emit(self.index(min(found), first), self.index(max(found), last))

    def text_of(self, place: int) -> str:
        """Return what a row is searched by."""
        return self._texts[place]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; below 0 the order in which the rows came."""
        self._order = column, order
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        column, order = self._order
        if column >= 0:
            self.rows.sort(key=self._sort_key(COLUMNS[column]), reverse=order == Qt.SortOrder.DescendingOrder)
        self._texts = [
            " ".join(
                (row.group, row.material, *(f"{r.id} {r.name_en} {r.name_zh} {r.category}" for r in row.records))
            ).casefold()
            for row in self.rows
        ]

    def _sort_key(self, name: str) -> Callable[[MaterialRow], Any]:
        keys: dict[str, Callable[[MaterialRow], Any]] = {
            "group": lambda row: (self._group(row).casefold(), -(row.kgco2e or 0.0)),
            "mass": lambda row: row.mass_kg,
            "carbon": lambda row: -1.0 if row.kgco2e is None else row.kgco2e,
            "share": lambda row: -1.0 if row.kgco2e is None else row.kgco2e,
            "elements": lambda row: len(row.guids),
            "match": lambda row: self._match(row).casefold(),
            "score": lambda row: row.score,
            "origin": lambda row: (list(ORIGINS).index(row.origin), -(row.kgco2e or 0.0)),
            "alternatives": self._largest_change,
        }
        return keys.get(name, lambda row: row.material.casefold())

    def _largest_change(self, row: MaterialRow) -> float:
        base = self.base_kgco2e.get(row.material) or 0.0
        return max((abs(item.kgco2e - base) for item in self.alternatives(row) if item.kgco2e is not None), default=0.0)

    def alternatives(self, row: MaterialRow) -> list[Any]:
        """Return the options of a row that are not in use."""
        found = self.options.get(row.material) if row.kind == "model" else None
        used = {record.id for record in row.records}
        return [item for item in found.options if item.record.id not in used] if found else []

    # what Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - as the role has it
        """Return a column's name with its unit."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        name, tr = COLUMNS[section], self.look.translate
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if name in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        in_tonnes = name in self._unit_kg and self._unit_kg[name] > 1.0
        if name == "mass":
            return tr("Mass, t") if in_tonnes else tr("Mass, kg")
        if name == "carbon":
            return "tCO₂e" if in_tonnes else "kgCO₂e"
        return tr(HEADS[name])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as the role has it
        """Return text, ground, ink or side of a cell."""
        row, name = self.rows[index.row()], COLUMNS[index.column()]
        found: Any = None
        if role == Qt.ItemDataRole.DisplayRole:
            found = self._text(row, name)
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if name in _RIGHT else Qt.AlignmentFlag.AlignLeft
            found = int(side | Qt.AlignmentFlag.AlignVCenter)
        elif role == Qt.ItemDataRole.BackgroundRole and name == "carbon" and row.origin in {"none", "fallback"}:
            found = QBrush(QColor(self.look.palette.line), Qt.BrushStyle.BDiagPattern)
        elif role == Qt.ItemDataRole.ForegroundRole:
            found = self._ink(row, name)
        elif role == Qt.ItemDataRole.ToolTipRole:
            found = self._hint(row, name)
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            found = f"{self.headerData(index.column(), Qt.Orientation.Horizontal)}: {self._text(row, name)}"
        return found

    def _ink(self, row: MaterialRow, name: str) -> QColor | None:
        if name == "origin" and row.needs_you:
            return QColor(self.look.palette.warn)
        if name in {"alternatives", "group"} or (name == "origin" and row.origin == "auto"):
            return QColor(self.look.palette.muted)
        return None

    def _group(self, row: MaterialRow) -> str:
        return self.look.translate(PART_NAMES.get(row.group, row.group))

    def _match(self, row: MaterialRow) -> str:
        return match_text(row, self.options.get(row.material), self.look.translate, self.look.language)

    def _text(self, row: MaterialRow, name: str) -> str:
        tr, language = self.look.translate, self.look.language
        makers: dict[str, Callable[[MaterialRow], str]] = {
            "group": self._group,
            "material": lambda row: material_name(row, tr),
            "mass": lambda row: number(row.mass_kg / self._unit_kg["mass"], language),
            "carbon": self._carbon,
            "share": lambda row: percent(row.kgco2e / self._total, language) if row.kgco2e and self._total else "–",
            "elements": lambda row: str(len(row.guids)),
            "match": self._match,
            "score": self._score,
            "origin": lambda row: tr(ORIGINS[row.origin]),
            "alternatives": self._alternatives,
        }
        return makers[name](row)

    def _score(self, row: MaterialRow) -> str:
        """Return the score, two digits so that rows compare; none where nothing was found by name."""
        return f"{row.score:.2f}".replace(".", "," if self.look.language == "ru" else ".") if row.score else "–"

    def _carbon(self, row: MaterialRow) -> str:
        """Return carbon; what is missing is never 0."""
        return "/////" if row.kgco2e is None else number(row.kgco2e / self._unit_kg["carbon"], self.look.language)

    def _alternatives(self, row: MaterialRow) -> str:
        found = self.options.get(row.material)
        if row.kind != "model":
            return ""
        if found is None:
            return "…"
        texts = []
        if row.kgco2e is None and found.range_kgco2e:
            low, high = (number(value, self.look.language) for value in found.range_kgco2e)
            texts.append(self.look.translate("{low} to {high} kgCO₂e").format(low=low, high=high))
        base = self.base_kgco2e.get(row.material)
        for item in self.alternatives(row)[:_SHOWN_OPTIONS]:
            name = record_name(item.record, self.look.language)
            short = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1].rstrip()}…"
            texts.append(f"{short} {change_text(item, base, self.look.language)}".rstrip())
        return "   ".join(texts)

    def _hint(self, row: MaterialRow, name: str) -> str | None:
        tr, language = self.look.translate, self.look.language
        if name == "origin":
            return tr(ORIGIN_HINTS[row.origin])
        if name == "alternatives":
            base = self.base_kgco2e.get(row.material) or 0.0
            return "\n".join(
                f"{record_name(item.record, language)}, {item.record.id}: "
                + (kg_text(item.kgco2e - base, language, sign=True) if item.kgco2e is not None else tr("no figure"))
                for item in self.alternatives(row)
            )
        if name == "carbon" and row.origin in {"none", "fallback"}:
            return no_material(self.options.get(row.material), tr)
        return self._text(row, name) if name in {"material", "match", "group"} else None

    def plain_row(self, row: MaterialRow) -> tuple[str, ...]:
        """Return a row as it is copied: figures in full."""
        record = row.record
        return (
            *(row.group, row.material, repr(row.mass_kg), "" if row.kgco2e is None else repr(row.kgco2e)),
            "" if row.kgco2e is None or not self._total else repr(row.kgco2e / self._total),
            *(str(len(row.guids)), " ".join(r.id for r in row.records), record.name_en if record else ""),
            *(repr(row.score), row.origin),
        )


class MaterialFilter(QSortFilterProxyModel):
    """Shows the rows of a filter that hold some words; sorting is the model's."""

    def __init__(self, model: MaterialModel) -> None:
        super().__init__()
        self.model_ = model
        self.chosen: Filter = "all"
        self._words: tuple[str, ...] = ()
        self._shown: list[MaterialRow] | None = None
        model.modelAboutToBeReset.connect(self._forget)
        self.setSourceModel(model)

    def _forget(self) -> None:
        self._shown = None

    def choose(self, chosen: Filter, text: str) -> None:
        """Show the rows of a filter whose names, ids or categories hold all words."""
        self.beginFilterChange()
        self.chosen, self._words = chosen, tuple(text.casefold().split())
        self._forget()
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, _parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Tell whether a row is shown."""
        return self._fits(source_row)

    def _fits(self, source_row: int) -> bool:
        if not belongs(self.model_.rows[source_row], self.chosen):
            return False
        text = self.model_.text_of(source_row)
        return all(word in text for word in self._words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows themselves."""
        self.model_.sort(column, order)

    def row_at(self, place: int) -> MaterialRow:
        """Return the row at a place of the filtered table."""
        return self.shown[place]

    @property
    def shown(self) -> list[MaterialRow]:
        """The rows that are shown, in their order, which is the model's."""
        if self._shown is None:
            self._shown = [row for place, row in enumerate(self.model_.rows) if self._fits(place)]
        return self._shown


class MaterialTable(RowsView):
    """Keys: Enter opens the library, Space shows in 3D, A accepts, R goes back to automatic, Ctrl+C copies.

    A record that is dropped on a row is meant for it, or for all selected rows where it is one of them.
    """

    opened = Signal()
    shown_alone = Signal()
    accepted = Signal()
    reset_asked = Signal()
    dropped = Signal(str, object)

    def __init__(self, model: MaterialModel) -> None:
        super().__init__("materials.table")
        self.setAccessibleName(model.look.translate("Materials"))
        self.rows = MaterialFilter(model)
        self.setModel(self.rows)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.copy_asked.connect(lambda: QGuiApplication.clipboard().setText(self.copied()))
        self.is_locked = False

    @property
    def chosen(self) -> list[MaterialRow]:
        """The selected rows, from above down."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.row_at(place) for place in places]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Do what a key stands for on the selected rows."""
        keys: dict[int, Signal] = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_Space: self.shown_alone,
            Qt.Key.Key_A: self.accepted,
            Qt.Key.Key_R: self.reset_asked,
        }
        if event.key() in keys and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            keys[event.key()].emit()  # type: ignore[attr-defined]
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """Return the selected rows, or all that are shown, as tab separated text with figures in full."""
        model = self.rows.model_
        rows = self.chosen or self.rows.shown
        lines = [_PLAIN_HEADS, *(model.plain_row(row) for row in rows)]
        return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in lines)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take records, where the variant can be edited."""
        if event.mimeData().hasFormat(RECORD_MIME) and not self.is_locked:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Take a record only over a row that can be taken for another."""
        if self._targets(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say which record was dropped on which rows."""
        rows = self._targets(event)
        if rows:
            event.acceptProposedAction()
            self.dropped.emit(bytes(event.mimeData().data(RECORD_MIME).data()).decode(), rows)

    def _targets(self, event: QDropEvent) -> list[MaterialRow]:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self.is_locked or not event.mimeData().hasFormat(RECORD_MIME):
            return []
        under, chosen = self.rows.row_at(index.row()), self.chosen
        rows = chosen if any(row.key == under.key for row in chosen) else [under]
        return [row for row in rows if row.kind == "model"]
