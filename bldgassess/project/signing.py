"""What was signed, kept in the row that says so, and what changed since."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from bldgassess.project.audit import AuditEntry, AuditRow
from bldgassess.project.differences import VariantChange, changes_since
from bldgassess.project.state import ProjectState, VariantState
from bldgassess.project.values import study_from_json, study_json, to_json


def sign_entry(state: ProjectState, variants: Collection[str], *, words: str, person: str, recorded: str) -> AuditEntry:
    """Return the row of a signature on these variants (keys); it holds their names, studies and models."""
    signed = {
        row.key: {"name": row.name, "study": json.loads(study_json(row.study)), "models": list(row.models)}
        for row in state.variants
        if row.key in variants
    }
    variant = next(iter(signed)) if len(signed) == 1 else ""
    return AuditEntry(recorded, person, "sign", variant, new=to_json(signed), words=words)


def changes_since_signing(rows: Iterable[AuditRow], state: ProjectState) -> tuple[VariantChange, ...]:
    """Return what changed in signed variants since each was last signed; nothing where none was.

    Raises
    ------
    UserError
        When a signed study does not fit this program.
    """
    signed: dict[str, VariantState] = {}
    for row in rows:
        if row.entry.kind == "sign" and row.entry.new is not None:
            signed.update({key: _variant(key, values) for key, values in json.loads(row.entry.new).items()})
    now = ProjectState(variants=tuple(row for row in state.variants if row.key in signed))
    return changes_since(ProjectState(variants=tuple(signed.values())), now)


def _variant(key: str, values: dict[str, object]) -> VariantState:
    name, models = str(values["name"]), values["models"]
    study = study_from_json(to_json(values["study"]), name)
    return VariantState(key, name, study, tuple(map(str, models)) if isinstance(models, list) else ())
