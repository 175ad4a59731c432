"""The audit trail: one row a step, chained by hashes, never changed. Undoing appends."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Protocol, get_args

from bldgassess.append_only import Layout, Row
from bldgassess.project.values import Values, set_values_of, to_json, value_rows
from bldgassess.study import Study, make_study

Kind = Literal[
    "do", "undo", "redo", "branch", "remove", "rename", "move", "lock", "unlock", "sign", "evidence", "note",
    "open", "save", "recover",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Steps that a person would miss if they were lost.
EDIT_KINDS: frozenset[str] = frozenset(KINDS) - {"open", "save", "recover"}
#: Stands in ``path`` where a step set several values; ``old`` and ``new`` are tables by path then.
SEVERAL = "*"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One step.

    Parameters
    ----------
    recorded : str
        UTC, as ``now_utc`` writes it.
    person : str
        Who did it; an id, no name is needed.
    variant : str
        Key, or "" where it is about the whole project.
    path : str
        Setting, such as "operation.heating"; ``SEVERAL`` where the step set more than one; "" where none.
    old, new : str or None
        Values as JSON; ``None`` where the setting is at its default, not set by anybody.
    words : str
        As the undo list says it: "Roof insulation 160 -> 240 mm".
    """

    recorded: str
    person: str
    kind: Kind
    variant: str = ""
    path: str = ""
    old: str | None = None
    new: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry in its place: ``number`` from 1, the hash of the row before, its own."""

    number: int
    entry: AuditEntry
    previous: str
    sha256: str


#: The table in the project's file; the application is the project's, so only its columns matter here.
AUDIT = Layout(0, 1, tuple(field.name for field in fields(AuditEntry)), "project", table="audit")


def now_utc() -> str:
    """Return the time for ``AuditEntry.recorded``: UTC, to the second."""
    return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def edit_entry(
    before: Study, after: Study, *, variant: str, words: str, person: str, recorded: str, kind: Kind = "do"
) -> AuditEntry:
    """Return the step that leads from one study to another, whatever number of values it set.

    For an undo give the studies in the order in which they follow each other now: the newer one first.
    """
    old, new = value_rows(set_values_of(before)), value_rows(set_values_of(after))
    changed = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    if len(changed) == 1:
        path = changed[0]
        return AuditEntry(recorded, person, kind, variant, path, old.get(path), new.get(path), words)
    if not changed:
        return AuditEntry(recorded, person, kind, variant, words=words)
    was, becomes = (
        to_json({path: json.loads(rows[path]) for path in changed if path in rows}, sort=True) for rows in (old, new)
    )
    return AuditEntry(recorded, person, kind, variant, SEVERAL, was, becomes, words)


class Change(Protocol):
    """A value that a step changed: of a variant's study, or of the variant itself ("name", "place", "locked")."""

    @property
    def variant(self) -> str:
        """Key of the variant."""
        ...

    @property
    def path(self) -> str:
        """Where."""
        ...

    @property
    def old(self) -> Any:  # noqa: ANN401 - any value
        """Before."""
        ...

    @property
    def new(self) -> Any:  # noqa: ANN401 - any value
        """After."""
        ...


def step_entries(
    kind: Kind, words: str, changes: Iterable[Change], *, person: str, recorded: str
) -> tuple[AuditEntry, ...]:
    """Return a step told by its changes: a row for each variant that it touches, one row without any.

    Where the studies before and after are at hand, ``edit_entry`` is exact: it tells a value that was set from the
    default that it equals.
    """
    by_variant: dict[str, list[Change]] = {}
    for change in changes:
        by_variant.setdefault(change.variant, []).append(change)
    if not by_variant:
        return (AuditEntry(recorded, person, kind, words=words),)
    return tuple(
        AuditEntry(recorded, person, kind, variant, *_told(rows), words) for variant, rows in by_variant.items()
    )


def _told(rows: Sequence[Change]) -> tuple[str, str, str]:
    """Return path, old and new as a row has them."""
    if len(rows) == 1:
        return rows[0].path, to_json(rows[0].old), to_json(rows[0].new)
    return SEVERAL, to_json({row.path: row.old for row in rows}), to_json({row.path: row.new for row in rows})


def replay(study: Study, entries: Iterable[AuditEntry]) -> Study:
    """Return what the steps of one variant make of its first study. Undoing all of them gives the first one back.

    Raises
    ------
    UserError
        When a step leads to a value that this program's study does not take.
    """
    values: Values = set_values_of(study)
    for entry in entries:
        if not entry.path:
            continue
        old, new = _table(entry, entry.old), _table(entry, entry.new)
        for path in (*old, *new):
            if path.partition(".")[0] in Study.model_fields:  # else it is about the variant: its name, its place
                _put(values, path, new)
    return make_study(values, "audit")


def rows_to_entries(rows: Iterable[Row]) -> tuple[AuditRow, ...]:
    """Return the rows of the table as entries in their places."""
    return tuple(AuditRow(row.number, _entry(row), row.previous, row.sha256) for row in rows)


def contents(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Return entries as the table takes them."""
    return [asdict(entry) for entry in entries]


def _entry(row: Row) -> AuditEntry:
    values: dict[str, Any] = dict(row.content)
    return AuditEntry(**values)


def _table(entry: AuditEntry, text: str | None) -> Values:
    if text is None:
        return {}
    value = json.loads(text)
    return value if entry.path == SEVERAL else {entry.path: value}


def _put(values: Values, path: str, new: Values) -> None:
    """Set a value, or take it out where ``new`` does not name it; a section is there while something in it is set."""
    section, dot, name = path.partition(".")
    if not dot:
        if path in new:
            values[section] = new[path]
        else:
            values.pop(section, None)
        return
    part = values.setdefault(section, {})
    if path in new:
        part[name] = new[path]
    else:
        part.pop(name, None)
    if not part:
        values.pop(section)
