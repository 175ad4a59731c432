"""What a project says beside its variants: evidence, audit trail, reasons, and what changed since signing."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bldgassess.errors import UserError
from bldgassess.evidence.register import Event, Piece
from bldgassess.evidence.store import checked_pieces, read_events
from bldgassess.plausibility.result import Check
from bldgassess.project import AuditRow, VariantChange, WorkingCopy, changes_since_signing

#: A reason holds as long as the checked value is the one that it was written for, within this [-].
_SAME = 1e-3
#: ``path`` of rows of the audit trail that are no settings.
REASON, EVIDENCE = "plausibility.", "evidence."


@dataclass(frozen=True, slots=True)
class Dossier:
    """``is_saved``: the project has a file, so evidence has a folder. ``signed``: the row of the last signature."""

    is_saved: bool = False
    folder: Path | None = None
    pieces: tuple[Piece, ...] = ()
    events: tuple[Event, ...] = ()
    audit: tuple[AuditRow, ...] = ()
    changes: tuple[VariantChange, ...] = ()
    signed: AuditRow | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a check outside its band stands, and the value that it was written for."""

    text: str
    value: float | None


def read_dossier(working: WorkingCopy) -> Dossier:
    """Read it from a working copy.

    Raises
    ------
    UserError
        When the audit trail or the register is not what was entered.
    """
    rows = working.audit()
    signed = next((row for row in reversed(rows) if row.entry.kind == "sign"), None)
    changes = _changes(rows, working) if signed else ()
    if working.source is None:
        return Dossier(audit=rows, changes=changes, signed=signed)
    register = working.register()
    events = read_events(register)
    pieces = checked_pieces(events, register.folder)
    return Dossier(True, register.folder, pieces, events, rows, changes, signed)


def _changes(rows: Sequence[AuditRow], working: WorkingCopy) -> tuple[VariantChange, ...]:
    try:
        return changes_since_signing(rows, working.state)
    except UserError:  # signed by a program whose study this one does not know: nothing can be said
        return ()


def reasons_of(rows: Sequence[AuditRow], variant: str) -> dict[str, Reason]:
    """Return the last reason for each check of a variant, by check id; one that was emptied is none."""
    found: dict[str, Reason] = {}
    for row in rows:
        entry = row.entry
        if entry.kind == "note" and entry.variant == variant and entry.path.startswith(REASON) and entry.new:
            said = json.loads(entry.new)
            found[entry.path.removeprefix(REASON)] = Reason(str(said["reason"]), said["value"])
    return {key: reason for key, reason in found.items() if reason.text}


def standing_reasons(checks: Sequence[Check], reasons: dict[str, Reason]) -> dict[str, str]:
    """Return the reasons that were written for the values as they are now, by check id.

    A reason answers one value: after an edit that moves it, somebody has to look again.
    """
    return {
        check.id: reasons[check.id].text
        for check in checks
        if check.state == "warn" and check.id in reasons and _same(check.value, reasons[check.id].value)
    }


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=1e-9)


def changed_values(changes: Sequence[VariantChange]) -> int:
    """Return how many values differ: settings, names and models."""
    return sum(len(item.edits) + item.renamed + item.models_changed + (item.kind != "changed") for item in changes)
