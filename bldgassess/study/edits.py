"""Edits: the one way a study changes. Window, undo, audit trail, variants, command line share them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bldgassess.study.read import make_study
from bldgassess.study.schema import Study


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: dotted path, value before, value after, and why."""

    path: str
    old: Any
    new: Any
    why: str = ""


def value_at(study: Study, path: str) -> Any:  # noqa: ANN401 - any study value
    """Return the value at a dotted path such as ``"operation.heating"``."""
    section, _, name = path.partition(".")
    part = getattr(study, section)
    return part.get(name) if isinstance(part, dict) else getattr(part, name)


def make_edit(study: Study, path: str, new: Any, why: str = "") -> Edit:  # noqa: ANN401
    """Make the edit that sets ``path`` to ``new``."""
    return Edit(path, value_at(study, path), new, why)


def apply_edit(study: Study, edit: Edit) -> Study:
    """Return a new study with the edit applied, checked.

    Raises
    ------
    UserError
        When the value does not fit; the study is unchanged.
    """
    return apply_edits(study, (edit,))


def apply_edits(study: Study, edits: Iterable[Edit]) -> Study:
    """Return a new study with all edits applied in order, checked once at the end.

    Raises
    ------
    UserError
        When a value does not fit; the study is unchanged.
    """
    values = study.model_dump(mode="python", exclude_unset=True)
    for edit in edits:
        section, _, name = edit.path.partition(".")
        part = values.setdefault(section, {})
        if edit.new is None and isinstance(getattr(study, section), dict):
            part.pop(name, None)
        else:
            part[name] = edit.new
    return make_study(values, "edit")


def invert(edit: Edit) -> Edit:
    """Return the edit that takes this one back."""
    return Edit(edit.path, edit.new, edit.old, edit.why)


def diff_studies(before: Study, after: Study) -> tuple[Edit, ...]:
    """List what differs, by path."""
    edits = []
    for section in Study.model_fields:
        a, b = getattr(before, section), getattr(after, section)
        if a == b:
            continue
        if section == "schema_version":
            edits.append(Edit(section, a, b))
            continue
        names = sorted(set(a) | set(b)) if isinstance(a, dict) else list(type(a).model_fields)
        for name in names:
            old, new = (a.get(name), b.get(name)) if isinstance(a, dict) else (getattr(a, name), getattr(b, name))
            if old != new:
                edits.append(Edit(f"{section}.{name}", old, new))
    return tuple(edits)
