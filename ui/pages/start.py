"""The start page: one thing to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bldgassess.project import Recoverable, Summary
from reports.figures import number
from ui.pages.base import Page, label
from ui.state import State

#: Width of the rows [px], and how many recent files are shown.
_WIDTH, _MOST = 560, 6


class StartPage(Page):
    """Drop or open IFC files, or try the sample; below, work to recover and what was open before."""

    file_asked = Signal(object)
    recover_asked = Signal(object)
    discard_asked = Signal(object)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        box = QFrame()
        box.setObjectName("drop")
        box.setFixedSize(560, 260)
        inside = QVBoxLayout(box)
        inside.setSpacing(16)
        inside.addStretch()
        title = label(tr("Drop IFC files here"), "headline")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(title)
        hint = label(
            tr("Carbon over the whole life, indoor health and the label, from the model as it is."), "note", wrap=True
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(hint)
        row = QHBoxLayout()
        row.addStretch()
        self.open_button = QPushButton(tr("Open…"))
        self.open_button.setObjectName("primary")
        self.open_button.clicked.connect(lambda _checked=False: self.action_asked.emit("open"))
        self.sample_button = QPushButton(tr("Try the sample house"))
        self.sample_button.clicked.connect(lambda _checked=False: self.action_asked.emit("open_sample"))
        self.community_button = QPushButton(tr("Open a community…"))
        self.community_button.setObjectName("start.community")
        self.community_button.clicked.connect(lambda _checked=False: self.page_asked.emit("community"))
        row.addWidget(self.open_button)
        row.addWidget(self.sample_button)
        row.addWidget(self.community_button)
        row.addStretch()
        inside.addLayout(row)
        inside.addStretch()
        self.error = label("", "error", wrap=True)
        self.error.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.found = QWidget()
        self.found.setObjectName("page")
        self.rows = QVBoxLayout(self.found)
        self.rows.setContentsMargins(0, 12, 0, 0)
        self.rows.setSpacing(8)
        self.found.setFixedWidth(_WIDTH)
        outer = QVBoxLayout(self)
        outer.addStretch()
        outer.addWidget(box, alignment=Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self.error)
        outer.addWidget(self.found, alignment=Qt.AlignmentFlag.AlignCenter)
        note = label(tr("The label's criteria are an open reference catalogue, not the official criteria."), "note")
        outer.addWidget(note, alignment=Qt.AlignmentFlag.AlignCenter)
        outer.addStretch()

    def show_found(self, listed: Any) -> None:  # noqa: ANN401 - a ``ui.keeper.Listed``
        """Offer recovered work first, then recent files."""
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for found in listed.recovered:
            self.rows.addWidget(self._recovered(found))
        if listed.recent:
            self.rows.addWidget(label(self.tr_("Recent"), "group"))
        for path, summary in listed.recent[:_MOST]:
            self.rows.addWidget(self._recent(path, summary))

    def _recovered(self, found: Recoverable) -> QFrame:
        tr = self.tr_
        frame = QFrame()
        frame.setObjectName("finding")
        row = QHBoxLayout(frame)
        text = tr("Recovered: {name}, {when}, {count} edits after your last save").format(
            name=found.source.stem if found.source else found.name,
            when=found.when.replace("T", " ").removesuffix("Z") + " UTC",
            count=found.edits,
        )
        row.addWidget(label(text, wrap=True), 1)
        for name, words, signal in (
            ("start.recover", tr("Open"), self.recover_asked),
            ("start.discard", tr("Discard"), self.discard_asked),
        ):
            button = QPushButton(words)
            button.setObjectName(name)
            button.setAccessibleName(f"{words}: {text}")
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(found))
            button.clicked.connect(frame.hide)
            row.addWidget(button)
        return frame

    def _recent(self, path: Path, summary: Summary | None) -> QPushButton:
        words = path.name
        if summary is not None and summary.variants:
            shown = next((item for item in summary.variants if item.key == summary.current), summary.variants[0])
            per_m2 = shown.figures.get("carbon.per_m2")
            figures = f"{number(per_m2, self.language)} kgCO₂e/m²" if isinstance(per_m2, (int, float)) else ""
            words = "   ".join(text for text in (path.name, shown.name, figures) if text)
        button = QPushButton(words)
        button.setObjectName("start.recent")
        button.setToolTip(str(path))
        if summary is not None and summary.thumbnail:
            picture = QPixmap()
            picture.loadFromData(summary.thumbnail)
            button.setIcon(QIcon(picture))
            button.setIconSize(QSize(72, 48))
        button.clicked.connect(lambda _checked=False: self.file_asked.emit(path))
        return button
