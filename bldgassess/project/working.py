"""The working copy: what a person edits, in a folder of their own, until it is published or thrown away."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from bldgassess.append_only import add_rows, last_row, rows_of, transaction
from bldgassess.errors import Issue, UserError
from bldgassess.evidence.store import Register
from bldgassess.project.audit import AUDIT, AuditEntry, AuditRow, contents, rows_to_entries
from bldgassess.project.hold import Hold, hold
from bldgassess.project.layout import create_tables, open_database, sound, told
from bldgassess.project.models import (
    LARGEST_EMBEDDED_BYTES,
    file_sha256,
    model_file,
    pack_model,
    places_from,
    put_model,
    relink,
    stored_model,
)
from bldgassess.project.opening import LockedBook, copy_file, hold_source, in_use, prepare, unsaved_steps
from bldgassess.project.publish import (
    check_room,
    passing_file,
    put_in_place,
    remove_passing_files,
    write_published,
)
from bldgassess.project.state import ModelFile, ProjectState, new_key
from bldgassess.project.tables import essence, put_values, read_models, read_state, read_values, write_state

#: Name of the file in the working copy's folder.
WORK = "work.bldg"


class WorkingCopy:
    """A project that is open. Every method may be called from any thread.

    One at a time uses the file; packing and unpacking a model holds up nobody.

    Attributes
    ----------
    state : ProjectState
        As it was last autosaved.
    source : Path or None
        The project's file; ``None`` where it was never saved.
    issues : tuple of Issue
        What to know about how it was opened: read-only, of another version, recovered.
    """

    def __init__(self, place: Path, database: sqlite3.Connection, alive: Hold, name: str = WORK) -> None:
        self._place, self._database, self._alive = place, database, alive
        self._held: Hold | None = None
        self._lock = threading.RLock()
        self.source: Path | None = None
        self.issues: tuple[Issue, ...] = ()
        with sound(name):
            self.state = read_state(database)

    @classmethod
    def start(cls, folder: Path, source: Path | None = None) -> WorkingCopy:
        """Open a project, or a new one where no file is given.

        Parameters
        ----------
        folder : Path
            Of working copies, as ``default_folder`` returns it; made where it is not there.

        Raises
        ------
        UserError
            When the file is no project, damaged or of a newer version, or the folder cannot be written.
        """
        place = folder / new_key()
        with told(folder.name):
            folder.mkdir(parents=True, exist_ok=True)
            alive = hold(place)
        if not isinstance(alive, Hold):
            raise UserError(in_use(place, alive.process, alive.host))
        working: WorkingCopy | None = None
        try:
            with told(source.name if source else folder.name):
                place.mkdir(mode=0o700)
                working = cls._new(place, alive) if source is None else cls._copy(place, alive, source.resolve())
        finally:
            if working is None:
                shutil.rmtree(place, ignore_errors=True)
                alive.release()
        return working

    @classmethod
    def _new(cls, place: Path, alive: Hold) -> WorkingCopy:
        database = open_database(place / WORK, "rwc")
        try:
            with transaction(database):
                create_tables(database)
                write_state(database, ProjectState(), None)
                start = {"saved_row": 0, "saved_essence": essence(database, ProjectState())}
                put_values(database, "session", start)
            return cls(place, database, alive)
        except BaseException:
            database.close()
            raise

    @classmethod
    def _copy(cls, place: Path, alive: Hold, source: Path) -> WorkingCopy:
        if not source.is_file():
            raise UserError(Issue("project.missing", {"file": source.name}))
        held, issues = hold_source(source)
        database = None
        try:
            digest = copy_file(source, place / WORK)
            database = open_database(place / WORK, "rw")
            issues += prepare(database, source.name)
            working = cls(place, database, alive, source.name)
            with transaction(database):
                places_from(database, source.parent)
                working._note_saved(source, digest)
        except BaseException:
            if database is not None:
                database.close()
            if held is not None:
                held.release()
            raise
        working.source, working._held, working.issues = source, held, tuple(issues)
        return working

    @classmethod
    def resume(cls, place: Path) -> WorkingCopy:
        """Go on with a working copy whose program died; see ``recover.find_recoverable``.

        Raises
        ------
        UserError
            When it is in use, or damaged.
        """
        with told(place.name):
            alive = hold(place)
        if not isinstance(alive, Hold):
            raise UserError(in_use(place, alive.process, alive.host))
        database = None
        try:
            with told(WORK):
                database = open_database(place / WORK, "rw")
                issues = prepare(database, WORK)
                working = cls(place, database, alive)
                working._finish_publishing()
                session = read_values(database, "session")
                if session.get("source"):
                    working.source = Path(session["source"])
                    working._held, told_ = hold_source(working.source)
                    issues += told_
                    if working._changed_outside(working.source):
                        issues.append(
                            Issue("project.changed_outside", {"file": working.source.name}, severity="warning")
                        )
        except BaseException:
            if database is not None:
                database.close()
            alive.release()
            raise
        working.issues = tuple(issues)
        return working

    @property
    def read_only(self) -> bool:
        """Whether the project's file cannot be saved, because another program has it; another file can."""
        return self.source is not None and self._held is None

    @property
    def models(self) -> dict[str, ModelFile]:
        """All models, by sha256; those that no variant reads any more stay until the project is closed."""
        with self._lock:
            return {row.sha256: row for row in read_models(self._database)}

    @property
    def unsaved(self) -> int:
        """Steps after the last save; 0 where nothing would be lost."""
        with self._lock, told(self.name):
            return unsaved_steps(self._database, self.state)

    @property
    def name(self) -> str:
        """The file's name, for sentences."""
        return self.source.name if self.source else self.state.name or WORK

    def autosave(self, state: ProjectState, entries: Sequence[AuditEntry] = ()) -> None:
        """Write a state and its steps, all or none; both are on the disk when this returns.

        Raises
        ------
        UserError
            When the disk is full or cannot be written: the last autosave stands, and the caller still has the state.
        """
        with self._lock, told(self.name):
            with transaction(self._database):
                write_state(self._database, state, self.state)
                add_rows(self._database, AUDIT, contents(entries))
            self.state = state

    def add_model(self, path: Path, largest: int = LARGEST_EMBEDDED_BYTES) -> ModelFile:
        """Take a model in: embedded where it is at most ``largest`` bytes when compressed, else linked.

        The same content is taken once. Put its ``sha256`` into a variant's ``models``. Takes a second for 30 MB.

        Raises
        ------
        UserError
            When it cannot be read, or the disk is full.
        """
        packed = pack_model(path, largest)
        with self._lock, told(self.name):
            return put_model(self._database, packed)

    def model_path(self, sha256: str) -> Path:
        """Return a file with a model's content, checked.

        Raises
        ------
        UserError
            ``project.model_missing`` or ``project.model_changed`` for a linked file: ``relink`` it, or ``add_model``
            the new one and put that into the variants.
        """
        with self._lock, told(self.name):
            stored = stored_model(self._database, sha256)
        return model_file(stored, self._place / "models")

    def relink(self, sha256: str, path: Path) -> ModelFile:
        """Say where a linked model is now.

        Raises
        ------
        UserError
            When that file is another model.
        """
        with self._lock, told(self.name):
            return relink(self._database, sha256, path)

    def audit(self) -> tuple[AuditRow, ...]:
        """Return the audit trail.

        Raises
        ------
        UserError
            When a row is not what was added.
        """
        with self._lock, told(self.name), sound(self.name):
            return rows_to_entries(rows_of(self._database, AUDIT, self.name))

    def register(self) -> Register:
        """Return the register of evidence, for ``bldgassess.evidence.store``. Its folder is the project file's.

        Raises
        ------
        UserError
            When the project was never saved: its evidence has no folder yet.
        """
        if self.source is None:
            raise UserError(Issue("project.save_first", {}))
        return Register(LockedBook(self._lock, self._database, self.name), self.source.parent, self.name)

    def publish(self, path: Path, *, recorded: str, person: str = "", overwrite: bool = False) -> None:
        """Save: put all of it in the file's place at once, and go on with that file.

        Parameters
        ----------
        recorded, person : str
            For the row of the audit trail.
        overwrite : bool
            Replace another file, or one that was changed by another program since it was opened.

        Raises
        ------
        UserError
            When another program has the file, it was changed outside, or the disk is full: the old file and the
            working copy stay as they are.
        """
        target = path.resolve()
        with self._lock, told(target.name):
            held = self._hold_target(target)
            passing = passing_file(target)
            try:
                self._finish_publishing()  # a save that failed behind the rename
                if not overwrite:
                    self._check_target(target)
                remove_passing_files(target)
                check_room(target, (self._place / WORK).stat().st_size)
                saved = AuditEntry(recorded, person, "save")
                digest = write_published(self._database, passing, target, self.state, saved)
                entry = [str(target), digest, *contents([saved])]
                put_values(self._database, "session", {"publishing": json.dumps(entry)})
                put_in_place(passing, target)
            except BaseException:
                passing.unlink(missing_ok=True)
                if held is not self._held:
                    held.release()
                raise
            if self._held is not None and held is not self._held:
                self._held.release()
            self.source, self._held = target, held
            self._finish_publishing()

    def close(self) -> None:
        """Leave; the working copy stays for recovery where something in it is unsaved."""
        if self.unsaved == 0:
            self.discard()
        else:
            self._leave()

    def discard(self) -> None:
        """Leave and throw the working copy away; the project's file stays as it was last saved."""
        with self._lock:
            self._database.close()
            shutil.rmtree(self._place, ignore_errors=True)
            self._release()

    def _leave(self) -> None:
        with self._lock:
            self._database.close()
            self._release()

    def _release(self) -> None:
        if self._held is not None:
            self._held.release()
            self._held = None
        self._alive.release()

    def _hold_target(self, target: Path) -> Hold:
        if target == self.source and self._held is not None:
            return self._held
        found = hold(target)
        if isinstance(found, Hold):
            return found
        raise UserError(in_use(target, found.process, found.host))

    def _check_target(self, target: Path) -> None:
        if target != self.source and target.exists():
            raise UserError(Issue("project.exists", {"file": target.name}))
        if self._changed_outside(target):
            raise UserError(Issue("project.changed_outside", {"file": target.name}))

    def _changed_outside(self, target: Path) -> bool:
        """Tell whether the file is there and is not what was opened or last saved."""
        known = read_values(self._database, "session").get("source_sha256")
        return target.is_file() and file_sha256(target) != known

    def _finish_publishing(self) -> None:
        """Note that the file is in its place: at once, or after a crash right behind that moment."""
        text = read_values(self._database, "session").get("publishing")
        if not text:
            return
        target, digest, entry = json.loads(text)
        there = Path(target)
        with transaction(self._database):
            if there.is_file() and file_sha256(there) == digest:
                add_rows(self._database, AUDIT, [entry])
                put_values(self._database, "meta", {"saved": entry["recorded"]})
                self._note_saved(there, digest)
            put_values(self._database, "session", {"publishing": None})

    def _note_saved(self, source: Path, digest: str) -> None:
        last = last_row(self._database, AUDIT)
        values = {
            "source": str(source),
            "source_sha256": digest,
            "saved_row": last.number if last else 0,
            "saved_essence": essence(self._database, self.state),
        }
        put_values(self._database, "session", values)
