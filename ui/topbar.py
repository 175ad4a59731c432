"""The bar at the top: open, variants, progress with cancel, language, theme."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QTabBar, QWidget

from bldgassess.texts import LANGUAGES, mark, translation
from ui.state import State, Variant
from ui.widgets.bar import ProgressBar

LANGUAGE_NAMES: dict[str, str] = {"en": "English", "zh": "中文", "ru": "Русский"}
_STAGES: dict[str, str] = {
    "open": mark("opening"),
    "shapes": mark("shapes"),
    "materials": mark("materials"),
    "year": mark("hourly year"),
    "carbon": mark("carbon"),
    "health": mark("health"),
    "label": mark("label"),
}
#: How often progress is shown anew [ms].
_TICK_MS = 100


class TopBar(QFrame):
    """Says what a person asks for; shows variants and progress."""

    open_asked = Signal()
    variant_asked = Signal()
    cancel_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    language_asked = Signal(str)
    theme_asked = Signal(str)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(44)
        self.state = state
        self.tr_ = translation(language).gettext
        tr = self.tr_
        self.open_button = self._button(tr("Open…"), "Ctrl+O", self.open_asked.emit)
        self.add_button = self._button(tr("Add variant…"), "Ctrl+D", self.variant_asked.emit)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Variants"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(state.show)
        self.undo_button = self._button(tr("Undo"), "Ctrl+Z", self.undo_asked.emit)
        self.redo_button = self._button(tr("Redo"), "Ctrl+Y", self.redo_asked.emit)
        self.busy = QLabel()
        self.busy.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # it takes the room that is left, and never makes the window wider
        self.busy.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress = ProgressBar()
        self.progress.setAccessibleName(tr("Progress"))
        self.cancel_button = self._button(tr("Cancel"), "", self._cancel)
        self.languages = QComboBox()
        self.languages.setAccessibleName(tr("Language"))
        for key in LANGUAGES:
            self.languages.addItem(LANGUAGE_NAMES[key], key)
        self.languages.setCurrentIndex(list(LANGUAGES).index(language))
        self.languages.activated.connect(lambda index: self.language_asked.emit(self.languages.itemData(index)))
        other = "dark" if theme == "light" else "light"
        name = tr("Dark") if theme == "light" else tr("Light")
        self.theme_button = self._button(name, "", lambda: self.theme_asked.emit(other))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        left: tuple[QWidget, ...] = (self.open_button, self.add_button, self.undo_button, self.redo_button, self.tabs)
        for widget in left:
            row.addWidget(widget)
        row.addWidget(self.busy, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_running)
        self._running: Variant | None = None
        for widget in (self.progress, self.cancel_button, self.languages, self.theme_button):
            row.addWidget(widget)

    def _button(self, name: str, tip: str, action: object) -> QPushButton:
        button = QPushButton(name)
        button.setToolTip(tip)
        button.clicked.connect(lambda _checked=False: action() if callable(action) else None)
        return button

    #: An edit that is done sooner shows no progress [ms].
    patience_ms = 400

    def _cancel(self) -> None:
        self.busy.setText(self.tr_("Stopping…"))
        self.cancel_asked.emit()

    def show_variants(self) -> None:
        """Show one tab a variant."""
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for variant in self.state.variants:
            self.tabs.addTab(variant.name)
        self.tabs.setCurrentIndex(self.state.index)
        self.tabs.blockSignals(False)
        has = bool(self.state.variants)
        for button in (self.add_button, self.open_button, self.undo_button, self.redo_button):
            button.setVisible(has)

    def show_history(self, undo: str, redo: str) -> None:
        """Say what undo would take back and redo bring again; empty where there is nothing."""
        for button, words, keys in ((self.undo_button, undo, "Ctrl+Z"), (self.redo_button, redo, "Ctrl+Y")):
            button.setEnabled(bool(words))
            button.setToolTip(f"{words}\n{keys}".strip())

    def show_progress(self, running: Variant | None) -> None:
        """Show how far a job is; nothing where none runs, and nothing of an edit that is done at once."""
        self._running = running
        if running is None or (running.results is None and self.cancel_button.isHidden()):
            self._soon.stop()
            self._show_running()
        elif not self._soon.isActive():
            self._soon.start(self.patience_ms if self.cancel_button.isHidden() else _TICK_MS)

    def _show_running(self) -> None:
        running = self._running
        for widget in (self.progress, self.cancel_button):
            widget.setVisible(running is not None)
        if running is None:
            self.busy.setText("")
            return
        place = list(_STAGES).index(running.stage) if running.stage in _STAGES else 0
        self.busy.setText(f"{running.name}: {self.tr_(_STAGES.get(running.stage, running.stage))}")
        self.progress.set_share((place + running.fraction) / len(_STAGES))
