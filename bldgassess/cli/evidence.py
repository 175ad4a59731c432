"""``bldgassess evidence ...``: the register of evidence, one append-only file beside the evidence or in a project."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bldgassess.cli.border import CHECK_FAILED, command, out, print_json, say_issues
from bldgassess.cli.variants import is_project, working_copy
from bldgassess.evidence import store
from bldgassess.evidence.register import KINDS, Action, Piece, documented, evidence_issues
from bldgassess.project import now_utc, read_project

evidence_app = typer.Typer(help="Keep the evidence for the label's criteria.", no_args_is_help=True)

Register = Annotated[
    Path, typer.Argument(metavar="REGISTER", help="the register's file or a project, in the folder of the evidence")
]
Number = Annotated[int, typer.Argument(metavar="PIECE", help="number of the piece; see the list")]
Person = Annotated[str, typer.Option(help="id of who acts, such as initials; no name is needed")]
Reason = Annotated[str, typer.Option(help="why")]
Day = Annotated[str | None, typer.Option("--date", help="date of the act, YYYY-MM-DD; today where not given")]
AsJson = Annotated[bool, typer.Option("--json", help="print the machine form")]


def _today(day: str | None) -> str:
    return day or datetime.datetime.now(tz=datetime.UTC).date().isoformat()


@evidence_app.command("init")
@command
def init_command(
    register: Register,
    person: Person,
    catalogue: Annotated[str, typer.Option(help="id, id@version, or the path of a file")] = "ce15hc-ref",
    stage: Annotated[str, typer.Option(help="pre, design, asbuilt or inuse")] = "design",
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Make a register with an open piece for each criterion that rests on documents at the stage."""
    from bldgassess.label.installed import find_catalogue
    from bldgassess.label.score import document_criteria
    from bldgassess.pipeline.metrics import COMPUTED

    found = find_catalogue(catalogue).catalogue
    criteria = document_criteria(found, stage, COMPUTED)
    if not is_project([register]):
        _print(store.create(register, criteria, person, _today(date)), as_json=as_json)
        return
    with _writing(register) as place:
        _print(store.open_pieces(place, criteria, person, _today(date)), as_json=as_json)


@evidence_app.command("submit")
@command
def submit_command(
    register: Register,
    criterion: Annotated[str, typer.Argument(help="criterion id, such as H12")],
    file: Annotated[Path, typer.Argument(help="the evidence, in the register's folder")],
    person: Person,
    kind: Annotated[str, typer.Option(help=", ".join(KINDS))] = "other",
    piece: Annotated[int | None, typer.Option(help="number of the piece that the file is for")] = None,
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Hand in a file, as assessor."""
    with _writing(register) as place:
        _print([store.submit(place, criterion, file, kind, person, _today(date), piece=piece)], as_json=as_json)


@evidence_app.command("accept")
@command
def accept_command(
    register: Register,
    number: Number,
    person: Person,
    reason: Reason = "",
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Accept a piece, as reviewer; never by a person who hands in."""
    _judge(register, number, "accept", person, date, reason, as_json=as_json)


@evidence_app.command("return")
@command
def return_command(
    register: Register,
    number: Number,
    person: Person,
    reason: Reason = "",
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Send a piece back with a reason, as reviewer."""
    _judge(register, number, "return", person, date, reason, as_json=as_json)


@evidence_app.command("withdraw")
@command
def withdraw_command(
    register: Register,
    number: Number,
    person: Person,
    reason: Reason = "",
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Take a piece out with a reason, as assessor; it stays in the history."""
    _judge(register, number, "withdraw", person, date, reason, as_json=as_json)


@evidence_app.command("list")
@command
def list_command(
    register: Register,
    history: Annotated[bool, typer.Option("--history", help="every act, in order")] = False,
    as_json: AsJson = False,
) -> None:
    """List the pieces with their states, or every act."""
    if history:
        events = read_project(register).events if is_project([register]) else store.read_events(register)
        if as_json:
            print_json([{**asdict(event), "role": event.role} for event in events])
            return
        table = Table("Piece", "Act", "Criterion", "Role", "Person", "Date", "File", "Note", box=None, pad_edge=False)
        for event in events:
            cells = event.criterion, event.role, event.person, event.recorded, event.file, event.note
            table.add_row(str(event.piece), event.action, *cells)
        out.print(table, markup=False)
        return
    _print(_pieces(register), as_json=as_json)


@evidence_app.command("check")
@command
def check_command(register: Register, as_json: AsJson = False) -> None:
    """Hold every file against its hash; exit status 1 where one is not what was handed in."""
    pieces = _pieces(register)
    found = evidence_issues(pieces)
    if as_json:
        print_json({"pieces": [asdict(piece) for piece in pieces], "proved": sorted(documented(pieces))})
    else:
        out.print(f"{len(pieces)} pieces; proved: {', '.join(sorted(documented(pieces))) or '-'}", markup=False)
    say_issues(found)
    if found:
        raise typer.Exit(CHECK_FAILED)


def _judge(
    register: Path, number: int, action: Action, person: str, date: str | None, reason: str, *, as_json: bool
) -> None:
    with _writing(register) as place:
        _print([store.judge(place, number, action, person, _today(date), reason)], as_json=as_json)


def _pieces(register: Path) -> tuple[Piece, ...]:
    return read_project(register).pieces() if is_project([register]) else store.read_pieces(register)


@contextmanager
def _writing(register: Path) -> Iterator[store.Place]:
    """Give the register; a project is saved when the act is in."""
    if not is_project([register]):
        yield register
        return
    with working_copy(register) as working:
        yield working.register()
        working.publish(register, recorded=now_utc())


def _print(pieces: Sequence[Piece], *, as_json: bool = False) -> None:
    if as_json:
        print_json([asdict(piece) for piece in pieces])
        return
    heads = "Piece", "Criterion", "State", "File", "Kind", "File now", "Assessor", "Reviewer", "Note"
    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for piece in pieces:
        cells = piece.criterion, piece.state, piece.file, piece.kind, piece.check, piece.assessor, piece.reviewer
        table.add_row(str(piece.number), *cells, piece.note)
    out.print(table, markup=False)
