"""Edits of a study on the window's one undo stack: each says what and how much, one gesture is one step."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtGui import QUndoCommand, QUndoStack

from bldgassess.study import Study, apply_edit, make_edit
from bldgassess.study.edits import value_at
from ui.state import State, Variant

#: Says an edit from the value before and the value after.
Words = Callable[[object, object], str]

_COMMAND_ID = 1
_gestures = itertools.count(1)


def new_gesture() -> int:
    """Return the number of a new gesture; edits of one gesture are one step."""
    return next(_gestures)


class StudyEdit(QUndoCommand):
    """Changes one value of a variant's study. It was checked before, so it cannot fail."""

    def __init__(self, state: State, variant: Variant, path: str, after: Study, words: Words, gesture: int) -> None:
        super().__init__()
        self.state, self.variant, self.path, self.gesture = state, variant, path, gesture
        self.before, self.after, self.words = variant.study, after, words
        self._name()

    def _name(self) -> None:
        self.setText(self.words(value_at(self.before, self.path), value_at(self.after, self.path)))

    def id(self) -> int:
        """Return the kind of the command: two of a kind may be one step."""
        return _COMMAND_ID

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        """Take in the next edit of the same gesture."""
        if not isinstance(other, StudyEdit) or (other.gesture, other.path) != (self.gesture, self.path):
            return False
        self.after = other.after
        self._name()
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        """Set the study after the edit."""
        self._set(self.after)

    def undo(self) -> None:
        """Set the very study from before the edit."""
        self._set(self.before)

    def _set(self, study: Study) -> None:
        """Show the variant, so that what changes is seen, and change it."""
        if self.variant in self.state.variants:
            self.state.show(self.state.variants.index(self.variant))
            self.state.set_study(self.variant, study)


class Edits:
    """Puts edits of the current variant onto the stack."""

    def __init__(self, state: State, stack: QUndoStack) -> None:
        self.state, self.stack = state, stack

    def make(self, path: str, value: object, words: Words, gesture: int | None = None) -> None:
        """Set a value of the current variant's study.

        Raises
        ------
        UserError
            When the value does not fit; nothing has changed then.
        """
        variant = self.state.current
        if variant is None or value_at(variant.study, path) == value:
            return
        after = apply_edit(variant.study, make_edit(variant.study, path, value))
        number = new_gesture() if gesture is None else gesture
        self.stack.push(StudyEdit(self.state, variant, path, after, words, number))
