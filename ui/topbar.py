"""The bar at the top: menu, undo and redo, variants, progress with cancel, commands, language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from bldgassess.texts import LANGUAGES, mark, translation
from ui.actions import ACTIONS, GROUPS
from ui.state import State, Variant
from ui.variant_tabs import VariantTabs
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
    """Says what a person asks for: an action by its id, another language; shows variants, edits and progress."""

    action_asked = Signal(str)
    language_asked = Signal(str)
    edit_chosen = Signal(int)

    #: An edit that is done sooner shows no progress [ms].
    patience_ms = 400

    def __init__(self, state: State, language: str) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(44)
        self.state = state
        self.tr_ = translation(language).gettext
        tr = self.tr_
        self._texts: tuple[str, ...] = ()
        self._stands = 0
        self.menu_button = QToolButton()
        self.menu_button.setText("≡")
        self.menu_button.setObjectName("bar.menu")
        self.menu_button.setAccessibleName(tr("Menu"))
        self.menu_button.setToolTip(tr("Menu"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu_button.setMenu(self.menu)
        self.edits_menu = QMenu(self)
        self.undo_button = self._button(tr("Undo"), "undo", "Ctrl+Z")
        self.redo_button = self._button(tr("Redo"), "redo", "Ctrl+Y")
        self.tabs = VariantTabs(state, tr)
        self.tabs.action_asked.connect(self.action_asked)
        self.add_button = self._button("+", "branch", "Ctrl+D")
        self.add_button.setAccessibleName(tr("Branch a variant"))
        self.add_button.setToolTip(f"{tr('Branch a variant')}  Ctrl+D")
        self.add_button.setFixedWidth(32)
        self.busy = QLabel()
        self.busy.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # it takes the room that is left, and never makes the window wider
        self.busy.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress = ProgressBar()
        self.progress.setAccessibleName(tr("Progress"))
        self.cancel_button = self._button(tr("Cancel"), "", "")
        self.cancel_button.clicked.connect(lambda _checked=False: self._cancel())
        self.search = self._button(tr("Search or command"), "commands", "Ctrl+K")
        self.languages = QComboBox()
        self.languages.setObjectName("bar.language")
        self.languages.setAccessibleName(tr("Language"))
        for key in LANGUAGES:
            self.languages.addItem(LANGUAGE_NAMES[key], key)
        self.languages.setCurrentIndex(list(LANGUAGES).index(language))
        self.languages.activated.connect(lambda index: self.language_asked.emit(self.languages.itemData(index)))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        left: tuple[QWidget, ...] = (
            *(self.menu_button, self.undo_button, self.redo_button),
            *(self.tabs, self.add_button),
        )
        for widget in left:
            row.addWidget(widget)
        row.addWidget(self.busy, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_running)
        self._running: Variant | None = None
        for widget in (self.progress, self.cancel_button, self.search, self.languages):
            row.addWidget(widget)

    def _button(self, name: str, action: str, keys: str) -> QPushButton:
        button = QPushButton(name)
        button.setToolTip(keys)
        if action:
            button.clicked.connect(lambda _checked=False: self.action_asked.emit(action))
        return button

    def _cancel(self) -> None:
        self.busy.setText(self.tr_("Stopping…"))
        self.action_asked.emit("cancel")

    def fill_menu(self, is_enabled: Callable[[str], bool]) -> None:
        """Fill the menu, one part a group; what cannot be done now is grey."""
        self.menu.clear()
        for group, title in GROUPS.items():
            rows = [item for item in ACTIONS if item.group == group and not item.hidden]
            if not rows:
                continue
            part = self.menu.addMenu(self.tr_(title))
            for item in rows:
                entry = part.addAction(f"{self.tr_(item.name)}\t{item.keys[0]}" if item.keys else self.tr_(item.name))
                entry.setObjectName(item.id)
                entry.setEnabled(is_enabled(item.id))
                entry.triggered.connect(lambda _checked=False, key=item.id: self.action_asked.emit(key))

    def rename(self) -> None:
        """Let the shown variant's name be typed."""
        self.tabs.rename()

    def show_variants(self) -> None:
        """Show one tab a variant."""
        self.tabs.show_variants()
        has = bool(self.state.variants)
        for button in (self.add_button, self.undo_button, self.redo_button, self.tabs):
            button.setVisible(has)

    def show_history(self, undo: str, redo: str, texts: Sequence[str] = (), stands: int = 0) -> None:
        """Say what undo would take back and redo bring again; empty where there is nothing."""
        self._texts, self._stands = tuple(texts), stands
        for button, words, keys in ((self.undo_button, undo, "Ctrl+Z"), (self.redo_button, redo, "Ctrl+Y")):
            button.setEnabled(bool(words))
            button.setToolTip(f"{words}\n{keys}".strip())

    def list_edits(self) -> QMenu:
        """Return all edits as a menu, newest first; choosing one goes to just after it."""
        self.edits_menu.clear()
        for index in range(len(self._texts), -1, -1):
            words = self._texts[index - 1] if index else self.tr_("As it was opened")
            entry = self.edits_menu.addAction(f"{'●' if index == self._stands else '   '} {words}")
            entry.triggered.connect(lambda _checked=False, index=index: self.edit_chosen.emit(index))
        return self.edits_menu

    def show_edits(self) -> None:
        """Show the list of edits."""
        self.list_edits().popup(self.undo_button.mapToGlobal(QPoint(0, self.undo_button.height())))

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
