"""Steps that change the list of variants: branch, name, order, lock, remove. Each can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from bldgassess.study.edits import diff_studies
from ui.history import Change, Step
from ui.state import State, Variant


class AddVariant(Step):
    """Puts a variant that was made into the list, and shows it."""

    def __init__(self, state: State, variant: Variant, index: int, text: str) -> None:
        super().__init__(text)
        self.state, self.variant, self.index, self.before = state, variant, index, state.current

    def changes(self) -> tuple[Change, ...]:
        """Return the name that came."""
        return (Change(self.variant.key, "variant", None, self.variant.name),)

    def redo(self) -> None:
        """Put it in."""
        self.state.insert(self.variant, self.index)

    def undo(self) -> None:
        """Take it out, and show what was shown before. One that could not be read is gone already."""
        if self.variant not in self.state.variants:
            return
        self.state.remove(self.variant)
        if self.before in self.state.variants:
            self.state.show(self.state.variants.index(self.before))


class AddVariants(Step):
    """Puts several variants that differ from ``source`` in their studies beside it, and shows the first of them."""

    def __init__(self, state: State, source: Variant, variants: Sequence[Variant], text: str) -> None:
        super().__init__(text)
        self.state, self.variants, self.before = state, tuple(variants), source

    def changes(self) -> tuple[Change, ...]:
        """Return the names that came, and the values that each has in place of the source's."""
        found = []
        for item in self.variants:
            found.append(Change(item.key, "variant", None, item.name))
            edits = diff_studies(self.before.study, item.study)
            found += [Change(item.key, edit.path, edit.old, edit.new) for edit in edits]
        return tuple(found)

    def redo(self) -> None:
        """Put them in."""
        place = self.state.variants.index(self.before) + 1 if self.before in self.state.variants else 0
        for k, item in enumerate(self.variants):
            self.state.insert(item, place + k)
        self.state.show(place)

    def undo(self) -> None:
        """Take them out, and show what was shown before. Those that could not be read are gone already."""
        for item in self.variants:
            if item in self.state.variants:
                self.state.remove(item)
        if self.before in self.state.variants:
            self.state.show(self.state.variants.index(self.before))


class RemoveVariant(Step):
    """Takes a variant out of the list; it is kept with its figures for undo."""

    def __init__(self, state: State, variant: Variant, text: str) -> None:
        super().__init__(text)
        self.state, self.variant, self.index = state, variant, state.variants.index(variant)

    def changes(self) -> tuple[Change, ...]:
        """Return the name that went."""
        return (Change(self.variant.key, "variant", self.variant.name, None),)

    def redo(self) -> None:
        """Take it out."""
        self.state.remove(self.variant)

    def undo(self) -> None:
        """Put it in again."""
        self.state.insert(self.variant, self.index)


class RenameVariant(Step):
    """Gives a variant another name."""

    def __init__(self, state: State, variant: Variant, name: str, text: str) -> None:
        super().__init__(text)
        self.state, self.variant, self.old, self.new = state, variant, variant.name, name

    def changes(self) -> tuple[Change, ...]:
        """Return both names."""
        return (Change(self.variant.key, "name", self.old, self.new),)

    def redo(self) -> None:
        """Give the new name."""
        self.state.rename(self.variant, self.new)

    def undo(self) -> None:
        """Give the old name."""
        self.state.rename(self.variant, self.old)


class MoveVariant(Step):
    """Puts a variant at another place."""

    def __init__(self, state: State, variant: Variant, index: int, text: str) -> None:
        super().__init__(text)
        self.state, self.variant, self.old, self.new = state, variant, state.variants.index(variant), index

    def changes(self) -> tuple[Change, ...]:
        """Return both places, counted from 1."""
        return (Change(self.variant.key, "place", self.old + 1, self.new + 1),)

    def redo(self) -> None:
        """Move it there."""
        self.state.move(self.variant, self.new)

    def undo(self) -> None:
        """Move it back."""
        self.state.move(self.variant, self.old)


class LockVariant(Step):
    """Locks a variant against edits, or unlocks it."""

    def __init__(self, state: State, variant: Variant, *, locked: bool, text: str) -> None:
        super().__init__(text)
        self.state, self.variant, self.locked = state, variant, locked

    def changes(self) -> tuple[Change, ...]:
        """Return both states."""
        return (Change(self.variant.key, "locked", not self.locked, self.locked),)

    def redo(self) -> None:
        """Lock or unlock it."""
        self.state.lock(self.variant, locked=self.locked)

    def undo(self) -> None:
        """Take that back."""
        self.state.lock(self.variant, locked=not self.locked)
