"""The register's rows, of the kind of ``bldgassess.append_only``: every act is a row, checked before it is added.

A register is a file of its own or a table of a project; either way its evidence stands in its folder. Each function
takes the path of a file, or a ``Register``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

from bldgassess import append_only
from bldgassess.append_only import Book, Content, FileBook, Layout, Row
from bldgassess.errors import Issue, UserError
from bldgassess.evidence.register import (
    FROM,
    KINDS,
    ROLE_OF,
    Action,
    Event,
    FileCheck,
    Piece,
    documented,
    pieces_of,
)

_COLUMNS = tuple(field.name for field in fields(Event))
#: Application: "evid" in ASCII.
_FILE = Layout(0x65766964, 1, _COLUMNS, "evidence")
#: The same rows as a table of a project.
LAYOUT = Layout(0, 1, _COLUMNS, "evidence", table="evidence")
_LONGEST_TEXT = 500
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Register:
    """Where the rows are, the folder of the evidence, and the name of the file for sentences."""

    book: Book
    folder: Path
    name: str


Place = Path | Register


def register_at(place: Place) -> Register:
    """Return the register of a file of its own; a ``Register`` is one already."""
    if isinstance(place, Register):
        return place
    return Register(FileBook(place, _FILE), place.resolve().parent, place.name)


def create(path: Path, criteria: Sequence[str], person: str, recorded: str) -> tuple[Piece, ...]:
    """Make a register with an open piece for each criterion that asks for a document.

    Raises
    ------
    UserError
        When the file is there already or cannot be written.
    """
    _check_texts(person, "", recorded)
    append_only.create(path, _FILE)
    return open_pieces(path, criteria, person, recorded)


def open_pieces(place: Place, criteria: Sequence[str], person: str, recorded: str) -> tuple[Piece, ...]:
    """Open a piece for each criterion, in an empty register.

    Raises
    ------
    UserError
        When it holds pieces already.
    """
    _check_texts(person, "", recorded)
    return _add(
        register_at(place),
        lambda _: [
            Event(number, "open", criterion, "", "", "", person, "", recorded)
            for number, criterion in enumerate(criteria, start=1)
        ],
    )


def read_events(place: Place) -> tuple[Event, ...]:
    """Read the audit trail and check its chain.

    Raises
    ------
    UserError
        When it is no register, or a row is not what was added.
    """
    return tuple(event_of(row) for row in register_at(place).book.read())


def read_pieces(place: Place) -> tuple[Piece, ...]:
    """Read the pieces, each with what its file is now.

    Raises
    ------
    UserError
        As ``read_events``.
    """
    register = register_at(place)
    return checked_pieces(read_events(register), register.folder)


def checked_pieces(events: Iterable[Event], folder: Path) -> tuple[Piece, ...]:
    """Return the pieces as the events leave them, each with what its file in the folder is now."""
    return tuple(replace(piece, check=_check_file(folder, piece)) for piece in pieces_of(events))


def documents_of(place: Place) -> frozenset[str]:
    """Return the criteria that the register proves: accepted, and no file changed since.

    Raises
    ------
    UserError
        As ``read_events``.
    """
    return documented(read_pieces(place))


def submit(
    place: Place, criterion: str, file: Path, kind: str, person: str, recorded: str, *, piece: int | None = None
) -> Piece:
    """Hand in a file: for the piece of that number, else for an open piece of the criterion, else as a new piece.

    Raises
    ------
    UserError
        When the file is not in the register's folder, or the act does not fit.
    """
    register = register_at(place)
    name, digest = _place(register, file), _digest(file)
    if kind not in KINDS:
        raise UserError(Issue("evidence.bad_kind", {"kind": kind, "choices": ", ".join(KINDS)}))

    def make(events: tuple[Event, ...]) -> list[Event]:
        there = pieces_of(events)
        waiting = [row.number for row in there if row.criterion == criterion and row.state == "open"]
        number = piece or (waiting[0] if waiting else max((row.number for row in there), default=0) + 1)
        old = next((row for row in there if row.number == number), None)
        if old is None and piece is not None:
            raise UserError(Issue("evidence.no_piece", {"piece": piece}))
        if old is not None and old.criterion != criterion:
            raise UserError(Issue("evidence.other_criterion", {"piece": number, "criterion": old.criterion}))
        return [Event(number, "submit", criterion, kind, name, digest, person, "", recorded)]

    return _add(register, make)[0]


def judge(place: Place, piece: int, action: Action, person: str, recorded: str, note: str = "") -> Piece:
    """Accept, return or withdraw a piece. A return and a withdrawal need a reason.

    Raises
    ------
    UserError
        When the act does not fit: the state, the role, the reason, or a file that is not what was handed in.
    """
    register = register_at(place)

    def make(events: tuple[Event, ...]) -> list[Event]:
        old = next((row for row in pieces_of(events) if row.number == piece), None)
        if old is None:
            raise UserError(Issue("evidence.no_piece", {"piece": piece}))
        if action in {"return", "withdraw"} and not note.strip():
            raise UserError(Issue("evidence.why_missing", {"piece": piece}))
        if action == "accept" and old.state == "submitted" and _check_file(register.folder, old) != "same":
            raise UserError(Issue("evidence.changed", {"piece": piece, "file": old.file}))
        return [Event(piece, action, old.criterion, old.kind, old.file, old.sha256, person, note, recorded)]

    return _add(register, make)[0]


def _add(register: Register, make: Callable[[tuple[Event, ...]], Sequence[Event]]) -> tuple[Piece, ...]:
    """Add events that fit what is there; return the pieces that they are about."""
    told: list[Event] = []

    def rows(before: tuple[Row, ...]) -> list[Content]:
        events = tuple(event_of(row) for row in before)
        added = list(make(events))
        for event in added:
            _check(event, events)
        told.extend((*events, *added))
        return [asdict(event) for event in added]

    numbers = {event_of(row).piece for row in register.book.append(rows)}
    return tuple(piece for piece in checked_pieces(told, register.folder) if piece.number in numbers)


def _check(event: Event, before: Collection[Event]) -> None:
    """Refuse what the register should not hold: a wrong step, and a person in both roles."""
    _check_texts(event.person, event.note, event.recorded)
    other = next((row for row in before if _same(row.person, event.person) and row.role != event.role), None)
    if other is not None:
        words = {"person": event.person, "role": other.role, "needed": ROLE_OF[event.action]}
        raise UserError(Issue("evidence.both_roles", words))
    old = next((row for row in pieces_of(before) if row.number == event.piece), None)
    if old is not None and old.state not in FROM[event.action]:
        words = {"piece": str(event.piece), "state": old.state, "action": event.action}
        raise UserError(Issue("evidence.wrong_step", words))


def _check_texts(person: str, note: str, recorded: str) -> None:
    if not person.strip() or len(person) > _LONGEST_TEXT or len(note) > _LONGEST_TEXT:
        raise UserError(Issue("evidence.bad_text", {"longest": _LONGEST_TEXT}))
    if not _DATE.fullmatch(recorded):
        raise UserError(Issue("evidence.bad_date", {"date": recorded}))


def _same(one: str, other: str) -> bool:
    """Tell whether two ids are one person, however they are typed."""
    return (
        unicodedata.normalize("NFKC", one).strip().casefold() == unicodedata.normalize("NFKC", other).strip().casefold()
    )


def _place(register: Register, file: Path) -> str:
    """Return where a file stands beside the register: both move together, and no folder of a machine is kept."""
    if not file.is_file():
        raise UserError(Issue("evidence.no_file", {"file": file.name}))
    try:
        return file.resolve().relative_to(register.folder).as_posix()
    except ValueError as error:
        raise UserError(Issue("evidence.outside", {"file": file.name, "register": register.name})) from error


def _check_file(folder: Path, piece: Piece) -> FileCheck:
    if not piece.file:
        return "none"
    place = PurePosixPath(piece.file)
    file = folder / place
    if place.is_absolute() or ".." in place.parts or not file.is_file():
        return "missing"
    try:
        return "same" if _digest(file) == piece.sha256 else "differs"
    except UserError:
        return "missing"


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UserError(Issue("evidence.cannot_read", {"file": file.name, "reason": error.strerror or "?"})) from error


def event_of(row: Row) -> Event:
    """Return a row of the register as an event."""
    values: dict[str, Any] = dict(row.content)
    return Event(**values)
