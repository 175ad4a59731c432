"""Pieces of evidence and their states, as the register's events tell them; what an accepted piece proves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from bldgassess.errors import Issue

Action = Literal["open", "submit", "accept", "return", "withdraw"]
State = Literal["open", "submitted", "accepted", "returned", "withdrawn"]
Role = Literal["assessor", "reviewer"]
Kind = Literal[
    "certificate", "test_report", "calculation", "drawing", "measurement", "photo", "product_data", "contract",
    "declaration", "other",
]  # fmt: skip
#: What the file is now, held against its hash at hand-in; "none" where no file was handed in.
FileCheck = Literal["none", "same", "differs", "missing"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: What each action leads to, from which states, and who does it.
LEADS_TO: Mapping[Action, State] = {
    "open": "open", "submit": "submitted", "accept": "accepted", "return": "returned", "withdraw": "withdrawn",
}  # fmt: skip
FROM: Mapping[Action, frozenset[State]] = {
    "open": frozenset(),
    "submit": frozenset({"open", "submitted", "accepted", "returned"}),
    "accept": frozenset({"submitted"}),
    "return": frozenset({"submitted", "accepted"}),
    "withdraw": frozenset({"open", "submitted", "accepted", "returned"}),
}
ROLE_OF: Mapping[Action, Role] = {
    "open": "assessor", "submit": "assessor", "withdraw": "assessor", "accept": "reviewer", "return": "reviewer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the audit trail.

    ``piece``: number of the piece; ``file``: beside the register, with "/"; ``person``: an id, no name is needed;
    ``note``: the reason of a return or a withdrawal; ``recorded``: YYYY-MM-DD.
    """

    piece: int
    action: Action
    criterion: str
    kind: str
    file: str
    file_sha256: str
    person: str
    note: str
    recorded: str

    @property
    def role(self) -> Role:
        """In which role the person acted."""
        return ROLE_OF[self.action]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as it stands. ``assessor``, ``reviewer``: who acted last in that role, by id."""

    number: int
    criterion: str
    state: State
    kind: str = ""
    file: str = ""
    sha256: str = ""
    assessor: str = ""
    reviewer: str = ""
    note: str = ""
    recorded: str = ""
    check: FileCheck = "none"

    @property
    def proves(self) -> bool:
        """Whether it is accepted and its file is what was accepted."""
        return self.state == "accepted" and self.check == "same"


def pieces_of(events: Iterable[Event]) -> tuple[Piece, ...]:
    """Return all pieces as the events leave them, in the order they were opened; files are not looked at."""
    found: dict[int, Piece] = {}
    for event in events:
        before = found.get(event.piece) or Piece(event.piece, event.criterion, "open")
        after = replace(before, state=LEADS_TO[event.action], note=event.note, recorded=event.recorded)
        if event.role == "assessor":
            after = replace(after, assessor=event.person)
        else:
            after = replace(after, reviewer=event.person)
        if event.action == "submit":
            after = replace(after, kind=event.kind, file=event.file, sha256=event.file_sha256, reviewer="")
        found[event.piece] = after
    return tuple(found.values())


def documented(pieces: Sequence[Piece]) -> frozenset[str]:
    """Return the criteria that are proved: one piece or more, all but the withdrawn accepted and unchanged."""
    standing = [piece for piece in pieces if piece.state != "withdrawn"]
    waiting = {piece.criterion for piece in standing if not piece.proves}
    return frozenset(piece.criterion for piece in standing) - waiting


def evidence_issues(pieces: Sequence[Piece]) -> tuple[Issue, ...]:
    """Tell which files are not what was handed in."""
    return tuple(
        Issue(
            "evidence.differs" if piece.check == "differs" else "evidence.gone",
            {"piece": piece.number, "criterion": piece.criterion, "file": piece.file},
            severity="warning",
        )
        for piece in pieces
        if piece.check in {"differs", "missing"} and piece.state in {"submitted", "accepted"}
    )


def state_of(criterion: str, pieces: Collection[Piece]) -> State | None:
    """Return the state of a criterion's evidence: that of its piece which is least far, ``None`` without one."""
    order: tuple[State, ...] = ("returned", "open", "submitted", "accepted")
    states = {piece.state for piece in pieces if piece.criterion == criterion}
    return next((state for state in order if state in states), None)
