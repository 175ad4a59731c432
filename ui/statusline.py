"""The line at the bottom: the figures that matter, on every page; each piece opens its page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton

from bldgassess.texts import translation
from reports.figures import number
from reports.names import CLASS_NAMES
from ui.notes import NoteBar, Notes, ShortLabel
from ui.state import State
from ui.widgets.figure import PROVISIONAL

#: Piece -> the page that it opens.
_PIECES = (
    *(("carbon", "carbon"), ("health", "health"), ("label", "label")),
    *(("mapped", "model"), ("assumed", "report")),
)


#: So many sentences are listed.
_LISTED = 30
#: The longest name of a variant that the line has room for [letters].
_NAME = 12


class StatusLine(QFrame):
    """Carbon with the difference to the base, health, label, mapped mass, assumptions; then what was last said."""

    page_asked = Signal(str)
    retry_asked = Signal()
    report_asked = Signal()

    def __init__(self, state: State, language: str, notes: Notes | None = None) -> None:
        super().__init__()
        self.notes = notes or Notes()
        self.setObjectName("status")
        self.setFixedHeight(36)
        self.state, self.language = state, language
        self.tr_ = translation(language).gettext
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 12, 0)
        self.pieces: dict[str, QPushButton] = {}
        for key, page in _PIECES:
            button = QPushButton()
            button.setObjectName("piece")
            button.clicked.connect(lambda _checked=False, page=page: self.page_asked.emit(page))
            button.setAccessibleDescription(self.tr_("Opens its page"))
            row.addWidget(button)
            self.pieces[key] = button
        self.bar = NoteBar(self.tr_)
        self.said = ShortLabel()
        self.said.setObjectName("note")
        row.addWidget(self.said, 1)
        self.retry = QPushButton(self.tr_("Try again"))
        self.retry.clicked.connect(lambda _checked=False: self.retry_asked.emit())
        self.retry.setVisible(False)
        row.addWidget(self.retry)
        self.report = QPushButton(self.tr_("Report a problem"))
        self.report.setObjectName("status.report")
        self.report.clicked.connect(lambda _checked=False: self.report_asked.emit())
        self.report.setVisible(False)
        row.addWidget(self.report)
        self.kept = QLabel()
        self.kept.setObjectName("note")
        row.addWidget(self.kept)
        self.bell = QToolButton()
        self.bell.setText("\N{BULLET}\N{BULLET}\N{BULLET}")
        self.bell.setObjectName("status.notes")
        self.bell.setAccessibleName(self.tr_("What the window said"))
        self.bell.setToolTip(self.tr_("What the window said"))
        self.bell.clicked.connect(self._list)
        row.addWidget(self.bell)

    def say(self, words: str, *, error: bool = False, retry: bool = False, report: bool = False) -> None:
        """Show a sentence, an error in its colour; ``retry`` offers to try again, ``report`` to report a problem."""
        self.retry.setVisible(retry)
        self.report.setVisible(report)
        self.said.setObjectName("error" if error else "note")
        self.said.style().polish(self.said)
        self.said.setText(words)
        self.said.setToolTip(words)
        self.notes.add(words, is_error=error)
        self.bar.show_note(words if error or self.said.is_cut else "", is_error=error)

    def _list(self) -> None:
        """List what was said, newest first."""
        menu = QMenu(self)
        for note in reversed(self.notes.items[-_LISTED:]):
            menu.addAction(str(note))
        if not self.notes.items:
            menu.addAction(self.tr_("Nothing was said yet.")).setEnabled(False)
        menu.popup(self.bell.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def show_kept(self, status: str, path: Path | None, *, read_only: bool) -> None:
        """Say whether the work is in the project file."""
        tr = self.tr_
        words = {
            "saving": tr("Saving…"),
            "saved": tr("Saved") if path else "",
            "unsaved": tr("Not saved yet; kept for recovery")
            if path is None
            else tr("Edits since the last save are kept"),
            "failed": tr("Not saved"),
        }.get(status, "")
        self.kept.setText(f"{words} ({tr('read-only')})" if read_only and words else words)

    def refresh(self) -> None:
        """Show the current variant's figures."""
        variant = self.state.current
        results = variant.results if variant is not None else None
        for button in self.pieces.values():
            button.setVisible(results is not None)
        if variant is None or results is None:
            return
        tr = self.tr_
        carbon = results["carbon"]
        area = "GIA" if carbon["area_rule"] == "gia" else carbon["area_rule"]
        for key, piece in self.pieces.items():
            piece.setProperty("stale", key in variant.stale)
            piece.style().polish(piece)
        mark = PROVISIONAL if variant.provisional and "carbon" not in variant.stale else ""
        text = f"{mark}{number(carbon['per_m2'], self.language)} kgCO₂e/m² {area}, {carbon['study_period_a']} a"
        base = self.state.variants[0].results
        if base is not None and base is not results and base["carbon"]["per_m2"]:
            change = round(100 * (carbon["per_m2"] / base["carbon"]["per_m2"] - 1.0))
            name = self.state.variants[0].name
            text += ", " + tr("{change} % against {base}").format(
                change=number(change, self.language, sign=True),
                base=name if len(name) <= _NAME else f"{name[: _NAME - 1]}…",
            )
        label = results["label"]
        level = label["level_title"]
        shown = level.get(self.language, level["en"]) if level else tr("no level")
        self.pieces["carbon"].setText(text)
        self.pieces["health"].setText(tr("Health {name}").format(name=tr(CLASS_NAMES[results["health"]["class"]])))
        points = number(round(label["score"], 1), self.language)
        self.pieces["label"].setText(
            tr("{level}, {points} points (open reference catalogue)").format(level=shown, points=points)
        )
        share = number(round(100 * results["building"]["mapped_mass_share"]), self.language)
        self.pieces["mapped"].setText(tr("{share} % mapped").format(share=share))
        self.pieces["assumed"].setText(tr("{count} assumptions").format(count=len(results["assumptions"])))
