"""Edits of a study on the window's one history: each says what and how much, one gesture is one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QUndoCommand

from bldgassess.errors import Issue, UserError
from bldgassess.study import Study, make_edit
from bldgassess.study.edits import apply_edits, diff_studies, value_at
from ui.history import Change, History, Step, new_gesture
from ui.state import State, Variant

__all__ = ["Edits", "StudyEdit", "Words", "new_gesture"]

#: Says an edit from the value before and the value after.
Words = Callable[[object, object], str]

_COMMAND_ID = 1


class StudyEdit(Step):
    """Changes a variant's study, in one place or in several."""

    def __init__(
        self, state: State, variant: Variant, after: Study, say: Callable[[Study, Study], str], gesture: int, place: str
    ) -> None:
        super().__init__()
        self.state, self.variant, self.gesture, self.place = state, variant, gesture, place
        self.before, self.after, self.say = variant.study, after, say
        self.setText(say(self.before, self.after))

    def id(self) -> int:
        """Return the kind of the command: two of a kind may be one step."""
        return _COMMAND_ID

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        """Take in the next edit of the same gesture."""
        if not isinstance(other, StudyEdit) or (other.gesture, other.place) != (self.gesture, self.place):
            return False
        if other.variant is not self.variant:
            return False
        self.after = other.after
        self.setText(self.say(self.before, self.after))
        self.setObsolete(self.after == self.before)
        return True

    def changes(self) -> tuple[Change, ...]:
        """Return each value that differs."""
        return tuple(
            Change(self.variant.key, edit.path, edit.old, edit.new) for edit in diff_studies(self.before, self.after)
        )

    def studies(self) -> tuple[Study, Study]:
        """Return the studies before and after."""
        return self.before, self.after

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
    """Puts edits of the current variant onto the history."""

    def __init__(self, state: State, history: History) -> None:
        self.state, self.history = state, history

    def make(self, path: str, value: object, words: Words, gesture: int | None = None) -> None:
        """Set a value of the current variant's study.

        Raises
        ------
        UserError
            When the value does not fit or the variant is locked; nothing has changed then.
        """
        variant = self.state.current
        if variant is None or value_at(variant.study, path) == value:
            return

        def say(before: Study, after: Study) -> str:
            return words(value_at(before, path), value_at(after, path))

        self._push(variant, {path: value}, say, gesture, path)

    def make_many(self, values: Mapping[str, object], text: str) -> None:
        """Set several values of the current variant's study as one step that says ``text``.

        Raises
        ------
        UserError
            When a value does not fit or the variant is locked; nothing has changed then.
        """
        variant = self.state.current
        if variant is None or all(value_at(variant.study, path) == value for path, value in values.items()):
            return
        self._push(variant, values, lambda _before, _after: text, None, "")

    def make_all(self, path: str, value: object, text: str) -> None:
        """Set a value of every variant's study, a step each; the variant that is shown stays shown.

        Raises
        ------
        UserError
            When the value does not fit or a variant is locked; the steps before stand.
        """
        shown = self.state.current
        for variant in list(self.state.variants):
            if value_at(variant.study, path) != value:
                self._push(
                    variant, {path: value}, lambda _before, _after, name=variant.name: f"{text}, {name}", None, ""
                )
        if shown is not None:
            self.state.show(self.state.variants.index(shown))

    def _push(
        self,
        variant: Variant,
        values: Mapping[str, object],
        say: Callable[[Study, Study], str],
        gesture: int | None,
        place: str,
    ) -> None:
        if variant.locked:
            raise UserError(Issue("window.locked", {"name": variant.name}))
        before = variant.study
        after = apply_edits(before, [make_edit(before, path, value) for path, value in values.items()])
        number = new_gesture() if gesture is None else gesture
        self.history.push(StudyEdit(self.state, variant, after, say, number, place))
