"""The drawer of the Materials page: what is known of the selected rows, what else they may be, and all records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bldgassess.pipeline.material_options import MaterialOption
from reports.figures import number, percent, pretty_unit
from ui.pages.base import label
from ui.pages.materials_table import RECORD_MIME, Look
from ui.pages.materials_words import record_name
from ui.widgets.search import SearchField

#: How long typing may pause before the records are looked through [ms].
_PAUSE_MS = 200
_WIDTH_PX, _ROW_PX = 330, 44


class RecordList(QTableWidget):
    """Records with what they would change; each can be dragged onto rows of the table."""

    def __init__(self, look: Look) -> None:
        super().__init__(0, 2)
        self.look = look
        self.setObjectName("materials.library")
        self.setAccessibleName(look.translate("Factors"))
        self.setHorizontalHeaderLabels([look.translate("Factor"), "Δ kgCO₂e"])
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.options: tuple[MaterialOption, ...] = ()

    @property
    def chosen(self) -> MaterialOption | None:
        """The selected record."""
        row = self.currentRow()
        return self.options[row] if 0 <= row < len(self.options) else None

    def show_options(self, options: Sequence[MaterialOption], used: frozenset[str], base_kgco2e: float | None) -> None:
        """Show records with their change against what is in use; the cursor stays on its record."""
        before = self.chosen.record.id if self.chosen else ""
        self.options = tuple(options)
        self.setRowCount(len(options))
        for place, option in enumerate(options):
            for column, text in enumerate(self._texts(option, used, base_kgco2e)):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{text}\n{option.record.source}" if column == 0 else text)
                if column == 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(place, column, item)
        ids = [option.record.id for option in options]
        if ids:
            self.setCurrentCell(ids.index(before) if before in ids else 0, 0)

    def _texts(self, option: MaterialOption, used: frozenset[str], base: float | None) -> tuple[str, str]:
        record, language, tr = option.record, self.look.language, self.look.translate
        figure = record.gwp_kgco2e.get("A1-A3")
        facts = [
            *(record.id, record.region, str(record.ref_year or ""), record.quality),
            f"{number(figure, language)}/{pretty_unit(record.declared_unit)}",
        ]
        words = f"{record_name(record, language)}\n{', '.join(fact for fact in facts if fact)}"
        if record.id in used:
            return words, tr("in use")
        if option.kgco2e is None or base is None:
            return words, "–"
        change = option.kgco2e - base
        return words, number(change, language, sign=True) + (
            f"\n{percent(change / base, language, sign=True)}" if base else ""
        )

    def mimeData(self, items: Sequence[QTableWidgetItem]) -> QMimeData:  # noqa: N802 - Qt's name
        """Return the record that is dragged."""
        data = QMimeData()
        if items:
            record = self.options[items[0].row()].record
            data.setData(RECORD_MIME, record.id.encode())
            data.setText(f"{record_name(record, self.look.language)}, {record.id}")
        return data

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Return what a dragged record is called."""
        return [RECORD_MIME]


class Library(QFrame):
    """Above the rows' detail, below it records: alternatives, or what a search found.

    ``record_chosen`` (id) takes a record for the selected rows; ``search_asked`` (text) looks through all records, an
    empty one shows the alternatives again; ``left``: back to the table.
    """

    record_chosen = Signal(str)
    search_asked = Signal(str)
    reset_asked = Signal()
    remember_asked = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        tr = look.translate
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Alternatives and library"))
        self.setFixedWidth(_WIDTH_PX)
        self.look = look
        self.detail = QLabel()
        self.detail.setObjectName("materials.detail")
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.RichText)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name = tr("Search all factors by name, id or category")
        self.search = SearchField(tr("Search all factors"), key="materials.search", name=name)
        self.title = label(tr("Alternatives"), "group")
        self.note = label("", "note", wrap=True)
        self.list = RecordList(look)
        self.choose = _button(tr("Choose"), "materials.choose", tr("Take this factor for the selected rows (Enter)"))
        self.reset = _button(
            tr("Back to automatic"), "materials.reset", tr("Forget the choice for the selected rows (R)")
        )
        self.remember = _button(
            tr("Remember for the office"), "materials.remember", tr("Keep these choices for later projects")
        )
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setObjectName("materials.close")
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.setToolTip(tr("Close (Esc)"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.detail)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.reset)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 8, 12)
        outer.setSpacing(6)
        outer.addWidget(scroll, 5)
        outer.addLayout(head)
        outer.addWidget(self.search)
        outer.addWidget(self.list, 6)
        outer.addWidget(self.note)
        outer.addLayout(buttons)
        outer.addWidget(self.remember)

    def _listen(self) -> None:
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self._timer.timeout.connect(lambda: self.search_asked.emit(self.search.text().strip()))
        self.choose.clicked.connect(self._choose)
        self.list.cellDoubleClicked.connect(lambda _row, _column: self._choose())
        self.reset.clicked.connect(self.reset_asked)
        self.remember.clicked.connect(self.remember_asked)
        self.close_button.clicked.connect(self.left)
        for widget in (self.search, self.list):
            widget.installEventFilter(self)

    def _choose(self) -> None:
        option = self.list.chosen
        if option is not None and self.choose.isEnabled():
            self.record_chosen.emit(option.record.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter chooses, Down goes from the search into the list, Esc back to the table."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                self.left.emit()
                return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if watched is self.search and self._timer.isActive():
                    self._timer.stop()
                    self.search_asked.emit(self.search.text().strip())
                else:
                    self._choose()
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)


def _button(words: str, name: str, hint: str) -> QPushButton:
    made = QPushButton(words)
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setToolTip(hint)
    return made
