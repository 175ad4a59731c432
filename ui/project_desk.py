"""What a person does to the project itself: hands in and judges evidence, gives reasons, signs; each leaves a row."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from bldgassess.errors import Issue, UserError
from bldgassess.evidence import store
from bldgassess.evidence.register import Action, Piece
from bldgassess.project import WorkingCopy, now_utc, sign_entry
from bldgassess.study import Study
from bldgassess.texts import mark
from reports.files import write_files
from ui.dossier import EVIDENCE, REASON, read_dossier
from ui.keeper import Keeper
from ui.state import State, Variant

#: Folder beside the project for files that were handed in from elsewhere.
EVIDENCE_FOLDER = "evidence"
#: What each step of evidence says in the audit trail.
WORDS: dict[Action, str] = {
    "open": mark("Evidence register opened: {count} pieces"),
    "submit": mark("Evidence {criterion} handed in: {file}"),
    "accept": mark("Evidence {criterion} accepted: {file}"),
    "return": mark("Evidence {criterion} returned: {reason}"),
    "withdraw": mark("Evidence {criterion} withdrawn: {reason}"),
}


class ProjectDesk(QObject):
    """Acts in the keeper's thread; what came of it is told by the state (``dossier_changed``, ``dossier_refused``)."""

    def __init__(self, state: State, keeper: Keeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state, self._keeper = state, keeper
        self._watched = False
        self.tr_: Callable[[str], str] = str
        keeper.changed.connect(self._kept)

    def act(self, what: str, values: tuple[Any, ...] = ()) -> None:
        """Do one of "read", "open", "submit", "judge", "reason", "save_text"."""
        acts: dict[str, Callable[..., None]] = {
            "read": self.read,
            "open": self.open_register,
            "submit": self.submit,
            "judge": self.judge,
            "reason": self.give_reason,
            "save_text": self.save_text,
        }
        acts[what](*values)

    def watch(self, *, watched: bool) -> None:
        """Keep the dossier as the project is, as long as somebody looks at it."""
        self._watched = watched
        if watched:
            self.read()

    def read(self) -> None:
        """Read what the project says; ``state.dossier_changed`` follows."""
        if self._state.variants:
            self._keeper.run(read_dossier, self._state.set_dossier)

    def open_register(self, study: Study) -> None:
        """Open a piece for each criterion of the study's catalogue that rests on documents at its stage."""

        def act(working: WorkingCopy) -> tuple[Piece, ...]:
            from bldgassess.label.installed import find_catalogue
            from bldgassess.label.score import document_criteria
            from bldgassess.pipeline.metrics import COMPUTED

            catalogue = find_catalogue(study.label.catalogue).catalogue
            criteria = document_criteria(catalogue, study.label.stage, COMPUTED)
            return store.open_pieces(working.register(), criteria, self._state.person, _today())

        self._do(act, lambda pieces: self._note("open", pieces))

    def submit(self, criterion: str, file: Path, kind: str) -> None:
        """Hand a file in for a criterion; one from elsewhere is copied beside the project first."""
        person = self._state.person

        def act(working: WorkingCopy) -> tuple[Piece, ...]:
            register = working.register()
            place = _beside(file, register.folder)
            return (store.submit(register, criterion, place, kind, person, _today()),)

        self._do(act, lambda pieces: self._note("submit", pieces))

    def judge(self, piece: int, action: Action, reason: str = "") -> None:
        """Accept, return or withdraw a piece."""
        person = self._state.person

        def act(working: WorkingCopy) -> tuple[Piece, ...]:
            return (store.judge(working.register(), piece, action, person, _today(), reason),)

        self._do(act, lambda pieces: self._note(action, pieces))

    def give_reason(self, variant: str, check: str, value: float | None, text: str) -> None:
        """Say why a plausibility check outside its band stands; an empty text takes the reason back."""
        words = self.tr_("Plausibility check {check}: {reason}").format(check=check, reason=text.strip() or "–")
        new = json.dumps({"reason": text.strip(), "value": value}, ensure_ascii=False)
        self._keeper.note("note", words, variant=variant, path=f"{REASON}{check}", new=new)
        self._keeper.keep()
        self.read()

    def save_text(self, path: Path, text: str) -> None:
        """Write a text file, such as a table; what stands against it is told by the keeper."""
        self._keeper.run(lambda _working: write_files({path: text.encode("utf-8-sig")}), lambda _paths: None)

    def note_signed(self, variant: Variant, study: Study, words: str) -> None:
        """Remember what was signed: the study whose figures are in the file, not what it may have become since."""
        person, key = self._state.person, variant.key

        def act(working: WorkingCopy) -> tuple[Piece, ...]:
            row = working.state.variant(key)
            if row is not None:
                state = working.state.with_variant(replace(row, study=study))
                entry = sign_entry(state, (key,), words=words, person=person, recorded=now_utc())
                working.autosave(working.state, [entry])
            return ()

        self._keeper.keep()
        self._do(act, lambda _pieces: self._keeper.keep())

    def note_locked(self, variant: Variant, words: str) -> None:
        """Remember that a package was made."""
        self._keeper.note("note", words, variant=variant.key)
        self._keeper.keep()
        self.read()

    def _note(self, action: Action, pieces: tuple[Piece, ...]) -> None:
        """Leave a row in the audit trail that says what an act did, in which role."""
        if action == "open":
            words = self.tr_(WORDS[action]).format(count=len(pieces))
            self._keeper.note("evidence", words)
        for piece in pieces if action != "open" else ():
            words = self.tr_(WORDS[action]).format(criterion=piece.criterion, file=piece.file, reason=piece.note)
            new = json.dumps({"piece": piece.number, "state": piece.state, "role": self._state.role})
            self._keeper.note("evidence", words, path=f"{EVIDENCE}{piece.criterion}", new=new)
        self._keeper.keep()

    def _do(self, act: Callable[[WorkingCopy], tuple[Piece, ...]], then: Callable[[tuple[Piece, ...]], None]) -> None:
        """Act in the keeper's thread; what stands against it is said on the page."""

        def job(working: WorkingCopy) -> tuple[tuple[Piece, ...], tuple[Issue, ...]]:
            try:
                return act(working), ()
            except UserError as error:
                return (), tuple(error.issues)

        def done(found: tuple[tuple[Piece, ...], tuple[Issue, ...]]) -> None:
            pieces, issues = found
            if issues:
                self._state.dossier_refused.emit(issues)
                return
            then(pieces)
            self.read()

        self._keeper.run(job, done)

    def _kept(self) -> None:
        if self._watched and self._keeper.status in {"saved", "unsaved"}:
            self.read()


def _today() -> str:
    return now_utc()[:10]


def _beside(file: Path, folder: Path) -> Path:
    """Return the file where it stands in the project's folder, copied there under a free name where it does not.

    Raises
    ------
    UserError
        When it cannot be copied.
    """
    if not file.is_file() or file.resolve().is_relative_to(folder.resolve()):
        return file
    content = file.read_bytes()
    number, place = 2, folder / EVIDENCE_FOLDER / file.name
    while place.exists() and place.read_bytes() != content:
        place, number = place.with_name(f"{file.stem} {number}{file.suffix}"), number + 1
    try:
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, place)
    except OSError as error:
        raise UserError(Issue("report.no_copy", {"file": file.name, "reason": error.strerror or "?"})) from error
    return place
