"""The start page: one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from ui.pages.base import Page, label
from ui.state import State


class StartPage(Page):
    """Drop or open IFC files, or try the sample."""

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
        row.addWidget(self.open_button)
        row.addWidget(self.sample_button)
        row.addStretch()
        inside.addLayout(row)
        inside.addStretch()
        self.error = label("", "error", wrap=True)
        self.error.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer = QVBoxLayout(self)
        outer.addStretch()
        outer.addWidget(box, alignment=Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self.error)
        note = label(tr("The label's criteria are an open reference catalogue, not the official criteria."), "note")
        outer.addWidget(note, alignment=Qt.AlignmentFlag.AlignCenter)
        outer.addStretch()
