"""Evidence of the project: hand in, accept, return, each with who and why; files may be dropped onto a criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTableWidget, QVBoxLayout

from bldgassess.evidence.register import FROM, KINDS, ROLE_OF, Action, Piece
from bldgassess.texts import mark, translation
from reports.charts.palette import Palette
from ui import dialogs
from ui.dossier import Dossier
from ui.pages.base import dress_table, fill, row_key
from ui.pages.report_parts import Panel, button, dropped, field, named

STATES = {
    "open": mark("open"),
    "submitted": mark("submitted"),
    "accepted": mark("accepted"),
    "returned": mark("returned"),
    "withdrawn": mark("withdrawn"),
}
CHECKS = {
    "none": mark("no file"),
    "same": mark("as handed in"),
    "differs": mark("changed since"),
    "missing": mark("not there"),
}
ROLES = {"assessor": mark("assessor"), "reviewer": mark("examiner")}
KIND_WORDS = {
    "certificate": mark("certificate"),
    "test_report": mark("test report"),
    "calculation": mark("calculation"),
    "drawing": mark("drawing"),
    "measurement": mark("measurement"),
    "photo": mark("photo"),
    "product_data": mark("product data"),
    "contract": mark("contract"),
    "declaration": mark("declaration"),
    "other": mark("other"),
}
#: Action -> words of its button.
_ACTIONS: dict[Action, str] = {
    "accept": mark("Accept"),
    "return": mark("Return"),
    "withdraw": mark("Withdraw"),
}
_DIGITS = 12


class PieceTable(QTableWidget):
    """``file_dropped`` (row or -1, path) when a file is let go over a row."""

    file_dropped = Signal(int, object)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take any file."""
        if dropped(event, ()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Show the row that the file is for."""
        if dropped(event, ()):
            row = self.rowAt(event.position().toPoint().y())
            if row >= 0:
                self.selectRow(row)
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the files in for the row."""
        row = self.rowAt(event.position().toPoint().y())
        event.acceptProposedAction()
        for path in dropped(event, ()):
            self.file_dropped.emit(row, path)


class EvidencePanel(Panel):
    """``project_asked`` with what is done; ``person_chosen`` (id, role); ``save_asked`` where there is no file yet."""

    person_chosen = Signal(str, str)
    save_asked = Signal()
    open_asked = Signal()

    def __init__(self, language: str, palette: Palette) -> None:
        super().__init__(language, translation(language).gettext("Evidence"))
        tr, self.palette_ = self.tr_, palette
        self.pieces: dict[str, Piece] = {}
        self.person = field(tr("Your id, such as initials"), "report.person")
        self.person.editingFinished.connect(self._person)
        self.role: QComboBox = named(QComboBox(), "report.role", tr("As whom"))
        for key, words in ROLES.items():
            self.role.addItem(tr(words), key)
        self.role.activated.connect(lambda _index: self._person())
        heads = (
            tr("Criterion"),
            tr("State"),
            tr("File"),
            tr("File now"),
            "sha256",
            tr("Who"),
            tr("When"),
            tr("Reason"),
        )
        self.table = PieceTable(0, len(heads))
        dress_table(self.table, heads, tr("Evidence"))
        self.table.setObjectName("evidence.table")
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setAcceptDrops(True)
        self.table.viewport().setAcceptDrops(True)
        self.table.file_dropped.connect(self._drop)
        self.table.itemSelectionChanged.connect(self._show_enabled)
        self.criterion: QComboBox = named(QComboBox(), "evidence.criterion", tr("Criterion"))
        self.kind: QComboBox = named(QComboBox(), "evidence.kind", tr("Kind of evidence"))
        for key in KINDS:
            self.kind.addItem(tr(KIND_WORDS[key]), key)
        self.kind.setCurrentIndex(KINDS.index("other"))
        self.submit = button(tr("Submit file…"), "evidence.submit", self._choose, primary=True)
        self.reason = field(tr("Reason, needed to return or withdraw"), "evidence.reason")
        self.reason.textChanged.connect(lambda _text: self._show_enabled())
        self.actions = {
            key: button(tr(words), f"evidence.{key}", lambda key=key: self._judge(key))
            for key, words in _ACTIONS.items()
        }
        self.save = button(tr("Save project…"), "evidence.save", self.save_asked.emit, primary=True)
        self.opens = button(tr("List what is needed"), "evidence.open", self.open_asked.emit)
        self.opens.setToolTip(tr("An open piece for each criterion that rests on documents at this stage."))
        self._lay_out()

    def _lay_out(self) -> None:
        rows = ((self.person, self.role), (self.criterion, self.kind, self.submit), tuple(self.actions.values()))
        lines = []
        for widgets in rows:
            line = QHBoxLayout()
            for widget in widgets:
                line.addWidget(widget, 1 if widget in {self.person, self.criterion} else 0)
            lines.append(line)
        self.criterion.setMinimumContentsLength(8)
        self.criterion.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.column.addLayout(lines[0])
        self.column.addWidget(self.save)
        self.column.addWidget(self.opens)
        self.column.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.addLayout(lines[1])
        foot.addWidget(self.reason)
        lines[2].addStretch()
        foot.addLayout(lines[2])
        self.column.addLayout(foot)
        self.column.addWidget(self.said)

    def show_dossier(self, dossier: Dossier, person: str, role: str, titles: Mapping[str, str]) -> None:
        """Show the pieces; ``titles``: criterion -> name in the window's language. The chosen row stays chosen."""
        tr = self.tr_
        chosen = row_key(self.table, self.table.currentRow())
        self.pieces = {str(piece.number): piece for piece in dossier.pieces}
        if not self.person.hasFocus():
            self.person.setText(person)
        self.role.setCurrentIndex(self.role.findData(role))
        self.save.setVisible(not dossier.is_saved)
        self.opens.setVisible(dossier.is_saved and not dossier.pieces)
        self.about.setText(self._counts(dossier.pieces) if dossier.is_saved else tr(_FIRST_SAVE))
        self.about.setVisible(True)
        self._fill(tuple(dossier.pieces))
        keys = list(self.pieces)
        if chosen in keys:
            self.table.selectRow(keys.index(chosen))
        if list(titles) != [self.criterion.itemData(k) for k in range(self.criterion.count())]:
            self.criterion.clear()
            for key, title in titles.items():
                self.criterion.addItem(f"{key}  {title}", key)
        self._show_enabled()

    def _fill(self, pieces: Sequence[Piece]) -> None:
        tr, p = self.tr_, self.palette_
        inks = {"accepted": p.good, "returned": p.error, "submitted": p.text, "open": p.muted, "withdrawn": p.muted}
        rows = [
            (
                piece.criterion,
                tr(STATES[piece.state]),
                piece.file or "–",
                tr(CHECKS[piece.check]),
                piece.sha256[:_DIGITS] or "–",
                piece.reviewer or piece.assessor,
                piece.recorded,
                piece.note,
            )
            for piece in pieces
        ]
        changed = {"differs", "missing"}
        colours = [p.error if piece.check in changed else inks[piece.state] for piece in pieces]
        fill(self.table, rows, keys=list(self.pieces), colours=colours)
        for k, piece in enumerate(pieces):
            item = self.table.item(k, 4)
            if item is not None:
                item.setToolTip(piece.sha256)

    def _counts(self, pieces: Sequence[Piece]) -> str:
        if not pieces:
            return self.tr_("No evidence yet. Drop a file here, or list what is needed.")
        counts = {state: sum(piece.state == state for piece in pieces) for state in STATES}
        words = self.tr_("{all} pieces: {accepted} accepted, {submitted} submitted, {returned} returned, {open} open")
        return words.format(all=len(pieces), **counts)

    def _show_enabled(self) -> None:
        """Let a person do what their role and the chosen piece allow; else say why not."""
        tr, piece, role = self.tr_, self._piece(), self.role.currentData()
        if piece is not None:
            self.criterion.setCurrentIndex(self.criterion.findData(piece.criterion))
        saved = self.save.isHidden()
        self.submit.setEnabled(saved and role == "assessor")
        self.submit.setToolTip("" if role == "assessor" else tr("Handing in is the assessor's."))
        for key, made in self.actions.items():
            words = ""
            if role != ROLE_OF[key]:
                words = tr("This is the assessor's.") if ROLE_OF[key] == "assessor" else tr("This is the examiner's.")
            elif piece is None:
                words = tr("Choose a piece.")
            elif piece.state not in FROM[key]:
                words = tr("The piece is {state}.").format(state=tr(STATES[piece.state]))
            elif key != "accept" and not self.reason.text().strip():
                words = tr("Write the reason first.")
            made.setEnabled(not words)
            made.setToolTip(words)

    def _piece(self) -> Piece | None:
        return self.pieces.get(row_key(self.table, self.table.currentRow()))

    def _person(self) -> None:
        self.person_chosen.emit(self.person.text().strip(), self.role.currentData())
        self._show_enabled()

    def _choose(self) -> None:
        """Ask for a file, and hand it in for the chosen criterion."""
        path = dialogs.ask_file(self, self.tr_("Evidence"))
        if path is not None:
            self._submit(self.criterion.currentData(), path)

    def _drop(self, row: int, path: Path) -> None:
        """Hand in a file for the criterion that it was dropped on, or the chosen one."""
        piece = self.pieces.get(row_key(self.table, row)) if row >= 0 else None
        self._submit(piece.criterion if piece else self.criterion.currentData(), path)

    def _submit(self, criterion: str, path: Path) -> None:
        if self.submit.isEnabled() and criterion:
            self.say("")
            self.project_asked.emit("submit", (criterion, path, self.kind.currentData()))
        else:
            self.say(self.submit.toolTip() or self.tr_(_FIRST_SAVE))

    def _judge(self, action: Action) -> None:
        piece = self._piece()
        if piece is not None:
            self.say("")
            self.project_asked.emit("judge", (piece.number, action, self.reason.text().strip()))
            self.reason.clear()


_FIRST_SAVE = mark("Evidence stands in the project's folder. Save the project first.")
