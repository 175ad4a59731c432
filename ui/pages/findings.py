"""The readiness panel: score, why it is not higher, and the findings by what they change; a click isolates one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from bldgassess.errors import Issue
from bldgassess.ifc.readiness import COVERED_ISSUES, Readiness
from bldgassess.messages import sentence
from bldgassess.texts import translation
from reports.figures import number
from reports.readiness_words import (
    SEVERITY_MARKS,
    SEVERITY_WORDS,
    FindingWords,
    band_words,
    cap_words,
    count_words,
    finding_words,
    points_words,
)
from ui.pages.base import label

_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows; ``detail`` appears when it is opened."""

    severity: str
    badge: str
    title: str
    meta: str
    detail: str
    ids: tuple[str, ...]
    points: str = ""


class FindingRow(QFrame):
    """One finding: severity by shape and word, title, count and share; opened, what it does and how to mend it."""

    chosen = Signal(object)

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row
        self.setObjectName("finding")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(", ".join(part for part in (row.badge, row.title, row.meta, row.points) if part))
        self.badge = _line(f"{SEVERITY_MARKS[row.severity]} {row.badge}", f"severity_{row.severity}")
        self.title = _line(row.title, "finding_title")
        self.meta = _line(row.meta, "note")
        self.detail = _line(row.detail, "")
        self.detail.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self.badge, 1)
        points = QLabel(row.points)
        points.setObjectName("note")
        head.addWidget(points)
        column.addLayout(head)
        for part in (self.title, self.meta, self.detail):
            column.addWidget(part)
        self.meta.setVisible(bool(row.meta))

    @property
    def is_open(self) -> bool:
        """Whether the row is opened."""
        return not self.detail.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Open or close the row."""
        self.detail.setVisible(is_open and bool(self.row.detail))
        self.setProperty("open", is_open)
        self.style().unpolish(self)
        self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click chooses the row."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Space choose the row."""
        if event.key() in _KEYS:
            self.chosen.emit(self)
        else:
            super().keyPressEvent(event)


class FindingsPanel(QWidget):
    """Score and rows. ``shown`` carries the ids of the opened row, empty when none is open."""

    shown = Signal(tuple)

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.tr_ = translation(language).gettext
        self.score = label("", "heading", wrap=True)
        self.band = label("", "note", wrap=True)
        self.rows: list[FindingRow] = []
        self.current: FindingRow | None = None
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(6)
        self._column.addStretch()
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr_("Findings"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.head = QHBoxLayout()
        self.head.addWidget(self.score, 1)
        column.addLayout(self.head)
        column.addWidget(self.band)
        column.addWidget(scroll, 1)

    def show_report(self, readiness: Readiness, issues: Sequence[Issue], authoring_tool: str) -> None:
        """Show a report, and the issues that no finding covers."""
        score = number(round(readiness.score), self.language)
        self.score.setText(self.tr_("Readiness {score} of 100").format(score=score))
        reasons = [f"{band_words(readiness, self.language)}.", *(cap_words(c, self.language) for c in readiness.caps)]
        self.band.setText("\n".join(reasons))
        rows = []
        for finding in readiness.findings:
            words = finding_words(finding, self.language, authoring_tool=authoring_tool)
            points = self.tr_("{points} of 100").format(points=points_words(finding, self.language))
            meta = [part for part in (count_words(finding, self.language), words.share) if part]
            rows.append(
                Row(
                    finding.severity,
                    words.severity,
                    words.title,
                    " · ".join(meta),
                    _detail(words),
                    finding.ids,
                    points if finding.points > 0.0 else "",
                )
            )
        rows += [self._issue_row(item) for item in issues if item.code not in COVERED_ISSUES]
        self._fill(rows)

    def close_row(self) -> None:
        """Close the open row without telling anybody."""
        if self.current is not None:
            self.current.set_open(False)
            self.current = None

    def _issue_row(self, issue: Issue) -> Row:
        count = self.tr_("{count} elements").format(count=number(len(issue.ids), self.language)) if issue.ids else ""
        words = self.tr_(SEVERITY_WORDS[issue.severity])
        return Row(issue.severity, words, sentence(issue, self.tr_), count, "", issue.ids)

    def _fill(self, rows: Iterable[Row]) -> None:
        for old in self.rows:
            self._column.removeWidget(old)
            old.deleteLater()
        self.rows, self.current = [], None
        for item in rows:
            row = FindingRow(item)
            row.chosen.connect(self._choose)
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        if not self.rows:
            nothing = self.tr_("Nothing was found that needs mending.")
            self.band.setText(f"{self.band.text()}\n{nothing}")

    def _choose(self, row: FindingRow) -> None:
        """Open a row, or close it where it is open already."""
        again = row is self.current
        self.close_row()
        if not again:
            self.current = row
            row.set_open(True)
        self.shown.emit(() if again else row.row.ids)


def _detail(words: FindingWords) -> str:
    lines = [words.effect, words.mend, *(f"{hint.tool}: {hint.text}" for hint in words.hints)]
    return "\n\n".join(line for line in lines if line)


def _line(text: str, name: str) -> QLabel:
    """Return a wrapping label that never asks for more width than there is."""
    made = QLabel(text.replace("_", "_\u200b"))
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
