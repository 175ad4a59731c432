"""The one undo stack: each step says what it does, and every doing and undoing leaves a row for the audit trail."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from bldgassess.study import Study

_gestures = itertools.count(1)


def new_gesture() -> int:
    """Return the number of a new gesture; edits of one gesture are one step."""
    return next(_gestures)


@dataclass(frozen=True, slots=True)
class Change:
    """What a step changes: where (``path`` of a variant's study, or of the variant itself), from what, to what."""

    variant: str
    path: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Trace:
    """A row for the audit trail. ``kind``: "do", "undo" or "redo"; ``studies``: of an edit, before and after."""

    kind: str
    words: str
    changes: tuple[Change, ...]
    studies: tuple[Study, Study] | None = None


class Step(QUndoCommand):
    """A step of the history: subclasses do it in ``redo``, take it back in ``undo``, and tell ``changes``.

    It was checked before it is pushed, so neither can fail.
    """

    def changes(self) -> tuple[Change, ...]:
        """Return what the step changes, for the audit trail."""
        raise NotImplementedError

    def studies(self) -> tuple[Study, Study] | None:
        """Return the studies before and after, where the step is an edit of one."""
        return None


class History(QObject):
    """Does, undoes and redoes steps; ``changed`` after each, ``pending`` rows wait for the project to take them."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack()
        self._rows: list[tuple[Step, Trace]] = []
        self._steps: list[Step] = []

    @property
    def index(self) -> int:
        """Number of steps that stand."""
        return self.stack.index()

    @property
    def texts(self) -> tuple[str, ...]:
        """What each step says, oldest first; those past ``index`` were undone."""
        return tuple(self.stack.text(k) for k in range(self.stack.count()))

    @property
    def undo_text(self) -> str:
        """What undo would take back."""
        return self.stack.undoText()

    @property
    def redo_text(self) -> str:
        """What redo would bring again."""
        return self.stack.redoText()

    def push(self, step: Step) -> None:
        """Do a step. One that goes on with the gesture of the last becomes part of it."""
        del self._steps[self.stack.index() :]
        self.stack.push(step)
        stands = self.stack.index()
        if stands > len(self._steps):
            self._steps.append(step)
            self._rows.append((step, _trace("do", step)))
        elif stands < len(self._steps):  # the gesture came back to where it began
            self._forget_row(self._steps.pop())
        else:
            top = self._steps[-1]
            self._forget_row(top)
            self._rows.append((top, _trace("do", top)))
        self.changed.emit()

    def _forget_row(self, step: Step) -> None:
        self._rows = [row for row in self._rows if row[0] is not step or row[1].kind != "do"]

    def undo(self) -> None:
        """Take the last step back."""
        if self.stack.canUndo():
            step = self._steps[self.stack.index() - 1]
            self._rows.append((step, _trace("undo", step)))
            self.stack.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Bring a step again."""
        if self.stack.canRedo():
            step = self._steps[self.stack.index()]
            self._rows.append((step, _trace("redo", step)))
            self.stack.redo()
            self.changed.emit()

    def go_to(self, index: int) -> None:
        """Undo or redo until ``index`` steps stand."""
        while self.stack.index() > max(0, index):
            self.undo()
        while self.stack.index() < min(index, self.stack.count()):
            self.redo()

    def clear(self) -> None:
        """Forget all steps, and rows that nobody took."""
        self._steps.clear()
        self._rows.clear()
        self.stack.clear()
        self.changed.emit()

    def take(self) -> tuple[Trace, ...]:
        """Return the rows since the last time."""
        rows, self._rows = self._rows, []
        return tuple(trace for _, trace in rows)

    @property
    def has_rows(self) -> bool:
        """Whether rows wait to be taken."""
        return bool(self._rows)


def _trace(kind: str, step: Step) -> Trace:
    changes, studies = step.changes(), step.studies()
    if kind == "undo":
        changes = tuple(Change(item.variant, item.path, item.new, item.old) for item in reversed(changes))
        studies = (studies[1], studies[0]) if studies else None
    return Trace(kind, step.text(), changes, studies)
