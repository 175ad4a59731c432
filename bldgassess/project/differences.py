"""What changed between two states of a project, variant by variant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.project.state import ProjectState, VariantState
from bldgassess.study import Edit, diff_studies


@dataclass(frozen=True, slots=True)
class VariantChange:
    """What became of a variant.

    Parameters
    ----------
    kind : {"added", "removed", "changed"}
    edits : tuple of Edit
        Values of the study that differ, defaults included.
    renamed, models_changed : bool
        Whether its name, or the files that it reads, differ.
    """

    key: str
    name: str
    kind: Literal["added", "removed", "changed"]
    edits: tuple[Edit, ...] = ()
    renamed: bool = False
    models_changed: bool = False


def changes_since(before: ProjectState, after: ProjectState) -> tuple[VariantChange, ...]:
    """Return the variants that differ: those of ``after`` in their order, then those that are gone.

    Results, order, locks and the variant shown are no changes of what is assessed and do not count.
    """
    known = {row.key: row for row in before.variants}
    found = [change for row in after.variants if (change := _change(known.get(row.key), row)) is not None]
    there = {row.key for row in after.variants}
    return (
        *found,
        *(VariantChange(row.key, row.name, "removed") for row in before.variants if row.key not in there),
    )


def _change(before: VariantState | None, after: VariantState) -> VariantChange | None:
    if before is None:
        return VariantChange(after.key, after.name, "added")
    edits = diff_studies(before.study, after.study)
    renamed, models = before.name != after.name, before.models != after.models
    if not (edits or renamed or models):
        return None
    return VariantChange(after.key, after.name, "changed", edits, renamed, models)
