"""What the window said: in full where the status line is too short for it, and all of it as a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton

#: So many are kept.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, whether it tells an error, and how often it came in a row."""

    words: str
    is_error: bool = False
    times: int = 1

    def __str__(self) -> str:
        return self.words if self.times == 1 else f"{self.times} \N{MULTIPLICATION SIGN} {self.words}"


class Notes:
    """The sentences of a session, newest last; one that repeats is counted, not listed again."""

    def __init__(self) -> None:
        self.items: list[Note] = []

    def add(self, words: str, *, is_error: bool = False) -> None:
        """Take a sentence.

        >>> notes = Notes()
        >>> notes.add("Saved."); notes.add("Saved.")
        >>> [str(note) for note in notes.items]
        ['2 × Saved.']
        """
        if not words:
            return
        last = self.items[-1] if self.items else None
        if last is not None and last.words == words:
            self.items[-1] = replace(last, times=last.times + 1)
        else:
            self.items = [*self.items[1 - _MOST :], Note(words, is_error)]


class ShortLabel(QLabel):
    """Text of one line, cut with an ellipsis where there is no room; it never makes the window wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a size without any room for text."""
        return QSize(0, super().minimumSizeHint().height())

    @property
    def is_cut(self) -> bool:
        """Whether not all of the text is seen."""
        return QFontMetricsF(self.font()).horizontalAdvance(self.text()) > self.width()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class NoteBar(QFrame):
    """A sentence in full above the status line, until it is put away or another takes its place."""

    def __init__(self, tr: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("notebar")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton()
        close.setText("\N{MULTIPLICATION SIGN}")
        close.setObjectName("notebar.close")
        close.setAccessibleName(tr("Put the message away"))
        close.setToolTip(tr("Put the message away"))
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(self.text, 1)
        row.addWidget(close)
        self.hide()

    def show_note(self, words: str, *, is_error: bool = False) -> None:
        """Show a sentence; none puts the bar away."""
        self.setProperty("error", is_error)
        self.style().polish(self)
        self.text.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
