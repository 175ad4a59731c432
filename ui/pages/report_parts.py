"""Small things that the panels of the Report page share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.texts import translation
from reports.figures import number
from ui.pages.base import label

_Widget = TypeVar("_Widget", bound=QWidget)


def named(widget: _Widget, name: str, words: str = "") -> _Widget:
    """Give a widget its stable id and its name for screen readers."""
    widget.setObjectName(name)
    if words:
        widget.setAccessibleName(words)
    return widget


def button(words: str, name: str, then: Callable[[], object], *, primary: bool = False) -> QPushButton:
    """Return a button."""
    made = named(QPushButton(words), name, words)
    made.setProperty("primary", primary)
    made.clicked.connect(lambda _checked=False: then())
    return made


def field(words: str, name: str) -> QLineEdit:
    """Return a line to type in, which says what belongs there."""
    made = named(QLineEdit(), name, words)
    made.setPlaceholderText(words)
    return made


def shrinking(made: QLabel) -> QLabel:
    """Let a wrapped label be narrower than its longest line, so that it never widens its pane."""
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


def matching(rows: Sequence[tuple[str, ...]], words: str) -> list[tuple[str, ...]]:
    """Return the rows that hold every word, in any of their cells."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in " ".join(row).casefold() for word in wanted)]


class Panel(QFrame):
    """A panel at the right of the page: heading, what it is about, and ``said`` for what came of it."""

    asked = Signal(str, object)
    project_asked = Signal(str, object)
    #: What may be dropped onto it; nothing where empty.
    suffixes: tuple[str, ...] = ()

    def __init__(self, language: str, title: str, about: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.language = language
        self.tr_ = translation(language).gettext
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 0, 0, 0)
        self.column.setSpacing(6)
        self.column.addWidget(label(title, "heading"))
        self.about = shrinking(label(about, "note", wrap=True))
        self.about.setVisible(bool(about))
        self.column.addWidget(self.about)
        self.said = shrinking(label("", "warning", wrap=True))
        self.setAcceptDrops(bool(self.suffixes))

    def num(self, value: float | None) -> str:
        """Format a number."""
        return number(value, self.language)

    def refuse(self, issues: Sequence[Issue]) -> None:
        """Say what stands against what was asked for."""
        self.say(" ".join(sentence(issue, self.tr_) for issue in issues))

    def say(self, words: str) -> None:
        """Say what came of something."""
        self.said.setText(words)

    def take(self, path: Path) -> None:
        """Take a file that was dropped."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files of the panel's kinds."""
        if dropped(event, self.suffixes):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take the first file of the panel's kinds."""
        for path in dropped(event, self.suffixes)[:1]:
            event.acceptProposedAction()
            self.take(path)


def dropped(event: QDropEvent | QDragMoveEvent, suffixes: Sequence[str]) -> list[Path]:
    """Return the files of an event with one of the suffixes; all where none is named."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if not suffixes or path.suffix.lower() in suffixes]
