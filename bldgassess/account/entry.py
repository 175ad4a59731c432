"""One entry of the ledger, chained to the one before by its hash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from bldgassess.append_only import START, Row, link
from bldgassess.append_only import first_broken as first_broken_row
from bldgassess.errors import Issue, UserError

#: "budget": what may be emitted. "predicted" and "metered": what is. "purchased": certificates bought. "sequestered":
#: sinks such as trees. "exported": what energy given away avoids elsewhere. The last three are rows of their own.
Kind = Literal["budget", "predicted", "metered", "purchased", "sequestered", "exported"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Kinds that cannot be below zero; predicted and metered can (carbon stored in timber, a credit on a bill).
_NEVER_NEGATIVE = frozenset({"budget", "purchased", "sequestered", "exported"})
_YEARS = (1950, 2300)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person or an import wants to enter.

    Parameters
    ----------
    account : str
        Building or community.
    year : int
        Calendar year that it counts in.
    kind : Kind
    module : str
        Life-cycle module of EN 15978 ("B6"), empty for a budget.
    amount : int
        Hundredths of a kilogram CO2e.
    source : str
        Where it comes from: a results file, a meter, a certificate.
    evidence_sha256 : str
        Of the file that proves it, or empty.
    note : str
        Why; a correction needs one.
    role : str
        Who enters it: "assessor", "owner", "reviewer". No names are kept.
    recorded : str
        Date of entering, YYYY-MM-DD.
    corrects : int or None
        Number of the entry that this one takes the place of; that one stays in the ledger.
    """

    account: str
    year: int
    kind: Kind
    module: str
    amount: int
    source: str
    recorded: str
    evidence_sha256: str = ""
    note: str = ""
    role: str = "assessor"
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft in its place: ``number`` from 1, ``previous`` the hash of the entry before, ``sha256`` its own."""

    number: int
    draft: Draft
    previous: str
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"number": self.number, **asdict(self.draft), "previous": self.previous, "sha256": self.sha256}


def as_kind(text: str) -> Kind:
    """Return a kind of entry by its name.

    Raises
    ------
    UserError
        When there is none of that name.
    """
    for kind in KINDS:
        if kind == text:
            return kind
    raise UserError(Issue("account.bad_kind", {"kind": text, "choices": ", ".join(KINDS)}))


def chain(drafts: Iterable[Draft], after: Entry | None = None) -> tuple[Entry, ...]:
    """Link drafts behind an entry, or from the start."""
    number, previous = (after.number, after.sha256) if after else (0, START)
    entries = []
    for draft in drafts:
        row = link(number + 1, asdict(draft), previous)
        entries.append(Entry(row.number, draft, previous, row.sha256))
        number, previous = row.number, row.sha256
    return tuple(entries)


def first_broken(entries: Sequence[Entry]) -> int | None:
    """Return the number of the first entry that is not what its hash says, or ``None``."""
    return first_broken_row([Row(item.number, asdict(item.draft), item.previous, item.sha256) for item in entries])


def check_draft(draft: Draft, before: Sequence[Entry]) -> None:
    """Refuse what no ledger should hold.

    Raises
    ------
    UserError
        With every problem found.
    """
    place: dict[str, str | int] = {"account": draft.account, "year": draft.year, "kind": draft.kind}
    problems = []
    if not _YEARS[0] <= draft.year <= _YEARS[1]:
        problems.append(Issue("account.bad_year", {"year": draft.year, "first": _YEARS[0], "last": _YEARS[1]}))
    if not _DATE.fullmatch(draft.recorded):
        problems.append(Issue("account.bad_date", {"date": draft.recorded}))
    if draft.kind in _NEVER_NEGATIVE and draft.amount < 0:
        problems.append(Issue("account.negative", place))
    texts = (draft.account, draft.source)
    if not all(text.strip() for text in texts) or any(len(text) > _LONGEST_TEXT for text in (*texts, draft.note)):
        problems.append(Issue("account.bad_text", {"longest": _LONGEST_TEXT}))
    if draft.corrects is not None:
        problems += _check_correction(draft, before)
    if problems:
        raise UserError(problems)


def _check_correction(draft: Draft, before: Sequence[Entry]) -> list[Issue]:
    number = draft.corrects or 0
    if not 1 <= number <= len(before):
        return [Issue("account.nothing_to_correct", {"number": number, "last": len(before)})]
    done = next((entry.number for entry in before if entry.draft.corrects == number), None)
    if done is not None:
        return [Issue("account.already_corrected", {"number": number, "by": done})]
    if not draft.note.strip():
        return [Issue("account.why_missing", {"number": number})]
    old = before[number - 1].draft
    if (old.account, old.kind) != (draft.account, draft.kind):
        return [Issue("account.other_kind", {"number": number, "account": old.account, "kind": old.kind})]
    return []
