"""A person at the window: presses keys, clicks, types, drops files, and waits for what the state tells.

No pytest in here: the process that is killed in ``test_a_day.py`` and ``tools/walkthrough_pictures.py`` use it too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from ui import dialogs

PATIENCE_S = 45.0
_LOOK_MS = 5
LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Person:
    """Counts what is done (``actions``) and which questions come up (``questions``)."""

    def __init__(self, window) -> None:
        self.window, self.state = window, window.state
        self.actions, self.questions = 0, []

    def begin(self) -> None:
        """Count anew."""
        self.actions, self.questions = 0, []

    # waiting

    def until(self, is_so: Callable[[], object], what: str = "", seconds: float = PATIENCE_S) -> None:
        """Let the window run until something is so; the look at it costs nothing and no time is slept away."""
        if is_so():
            return
        loop, look, end = QEventLoop(), QTimer(), time.monotonic() + seconds
        found = []

        def see() -> None:
            self._see_questions()
            if is_so():
                found.append(True)
            if found or time.monotonic() > end:
                loop.quit()

        look.timeout.connect(see)
        look.start(_LOOK_MS)
        loop.exec()
        look.stop()
        where = QApplication.focusWidget(), QApplication.activeWindow()
        said = self.window.status.said.text()
        assert found, f"waited {seconds:.0f} s in vain for {what or 'it'}; said: {said}; keys go to {where}"

    def settle(self) -> None:
        """Wait until nothing runs: each variant has the figures of its study, or says why not."""
        self.until(lambda: not self.window.jobs, "the figures")

    def seen(self) -> None:
        """Wait until what the shown page asked for is there."""
        self.until(lambda: not self.window.pages[self.window.page].is_waiting, f"the page {self.window.page}")

    def _see_questions(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible() and widget not in self.questions:
                self.questions.append(widget)

    # doing

    def find(self, name: str) -> QWidget:
        """Return the widget of that name which is seen."""
        found = [widget for widget in self.window.findChildren(QWidget, name) if widget.isVisible()]
        assert found, f"{name} is not seen"
        return found[0]

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """Press keys such as "Ctrl+D" where the cursor is."""
        self.actions += 1
        if QApplication.activeWindow() is None:  # nobody gives the turn back where there is no window manager
            self.window.activateWindow()
            self.until(self.window.isActiveWindow, "the window's turn")
        both = QKeySequence(keys)[0]
        QTest.keyClick(widget or QApplication.focusWidget() or self.window, both.key(), both.keyboardModifiers())

    def type(self, words: str) -> None:
        """Type words where the cursor is; those that no key stands for come as an input method sends them."""
        if words.isascii():
            QTest.keyClicks(QApplication.focusWidget(), words)
            return
        written = QInputMethodEvent()
        written.setCommitString(words)
        QApplication.sendEvent(QApplication.focusWidget(), written)

    def click(self, widget: QWidget | str, place: QPoint | None = None, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Click a widget, in its middle where no place is given."""
        self.actions += 1
        target = self.find(widget) if isinstance(widget, str) else widget
        assert target.isEnabled(), f"{target.objectName()} cannot be clicked: {target.toolTip()}"
        QTest.mouseClick(target, LEFT, keys, place if place is not None else target.rect().center())

    def command(self, words: str) -> None:
        """Say what is wanted in the palette."""
        self.press("Ctrl+K")
        self.until(self.window.palette_.field.hasFocus, "the palette")
        self.type(words)
        QTest.keyClick(self.window.palette_.field, Qt.Key.Key_Return)

    def choose(self, name: str, value: object) -> None:
        """Choose from a list that folds out; the off-screen platform cannot unfold it, so its answer is given."""
        self.actions += 1
        box = self.find(name)
        assert isinstance(box, QComboBox)
        box.setFocus()
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    def drop(self, paths: Sequence[Path], *, ctrl: bool = False, on: QWidget | None = None) -> None:
        """Let files go over a widget, the window where none is named."""
        self.actions += 1
        target = on or self.window
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        keys = CTRL if ctrl else NO_KEYS
        how = (Qt.DropAction.CopyAction, data, LEFT, keys)
        enter = QDragEnterEvent(QPoint(50, 50), *how)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted(), f"{[path.name for path in paths]} cannot be dropped here"
        QApplication.sendEvent(target, QDropEvent(QPointF(50, 50), *how))

    def go(self, page: str) -> None:
        """Go to a page by its key."""
        self.press(f"Ctrl+{list(self.window.pages).index(page) + 1}")
        assert self.window.page == page

    @contextmanager
    def answering(self, **answers: Path):
        """Answer the questions for files, such as ``ask_pdf``; each counts as one."""
        before = {name: getattr(dialogs, name) for name in answers}

        def answer(path: Path):
            def ask(*_any: object) -> Path:
                self.questions.append(path)
                return path

            return ask

        for name, path in answers.items():
            setattr(dialogs, name, answer(path))
        try:
            yield
        finally:
            for name, ask in before.items():
                setattr(dialogs, name, ask)

    # longer things

    def open(self, *paths: Path) -> None:
        """Drop files on the window, and wait for all figures."""
        known = len(self.state.variants)
        self.drop(paths, ctrl=bool(known))
        self.until(lambda: len(self.state.variants) > known, "the model")
        self.settle()

    def save(self, path: Path) -> None:
        """Save the project there."""
        with self.answering(ask_project=path):
            self.press("Ctrl+S")
            self.until(lambda: self.window.keeper.status == "saved", "the project file")

    def remap(self, material: str, *, step: int = 2) -> tuple[str, str]:
        """Take another factor for a material, by keys alone; returns names of the old and the new one."""
        self.go("materials")
        page = self.window.pages["materials"]
        self.click("materials.all")
        self.press("Ctrl+F")
        self.type(material)
        self.until(lambda: page.table.rows.rowCount() == 1, material)
        self.press("Tab")
        page.table.selectRow(0)
        old = page.table.chosen[0].record.name_en
        self.press("Return", page.table)
        self.until(lambda: page.library.list.rowCount() > step, "the alternatives")
        for _ in range(step):
            self.press("Down", page.library.list)
        new = page.library.list.chosen.record.name_en
        self.press("Return", page.library.list)
        return old, new

    def act_as(self, name: str, role: str) -> None:
        """Say who acts from now on, and as whom."""
        self.command("Show the evidence")
        panel = self.window.pages["report"].evidence
        panel.person.setFocus()
        panel.person.selectAll()
        self.type(name)
        self.press("Return")
        self.choose("report.role", role)
        assert (self.window.keeper.person, self.window.settings.role) == (name, role)

    def give_reasons(self, words: str) -> None:
        """Write a reason for each check outside its band: it is the row on top, type, Enter."""
        page = self.window.pages["report"]
        page.show_panel("checks")
        self.until(lambda: page.checks.checks, "the checks")
        while page.checks.missing:
            left = len(page.checks.missing)
            page.checks.table.selectRow(0)
            page.checks.reason.setFocus()
            page.checks.reason.selectAll()
            self.type(words)
            self.press("Return")
            self.until(lambda left=left: len(page.checks.missing) < left, "the reason")

    # seeing

    def place_of(self, guids: Iterable[str] | None = None, viewer=None) -> tuple[QPoint, str]:
        """Return a point of the picture with an element under it, one of these where any are named."""
        viewer, wanted = viewer or self.window.pages["model"].viewer, frozenset(guids or ())
        steps = [k / 24 for k in range(1, 24)]
        places = [(x, y) for x in steps for y in steps]
        for x, y in sorted(places, key=lambda place: (place[0] - 0.5) ** 2 + (place[1] - 0.5) ** 2):
            place = QPoint(round(x * viewer.width()), round(y * viewer.height()))
            guid = viewer.element_at(QPointF(place))
            if guid and (not wanted or guid in wanted):
                return place, guid
        raise AssertionError("no such element in the picture")

    def cell(self, row: str, column: int) -> str:
        """Return a cell of the comparison."""
        table = self.window.pages["compare"].table
        found = next(r for r in range(table.rowCount()) if table.item(r, 0).text() == row)
        return table.item(found, column).text()
