"""Keeps the work: a working copy that is written two seconds after each edit, and the project file when saved.

Everything that touches a disk runs in one thread of its own, in the order in which it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from bldgassess import __version__
from bldgassess.errors import Issue, UserError
from bldgassess.evidence.register import Piece
from bldgassess.evidence.store import read_pieces
from bldgassess.project import (
    SUFFIX,
    AuditEntry,
    DataUsed,
    ProjectState,
    Recoverable,
    SavedResults,
    Summary,
    VariantState,
    WorkingCopy,
    default_folder,
    edit_entry,
    find_recoverable,
    now_utc,
    read_summary,
    remove_aside,
    resume,
    set_aside,
    step_entries,
    study_sha256,
)
from bldgassess.study import Study
from ui.history import History
from ui.state import State, Variant

#: After the last change, the working copy is written when this has gone by [ms].
AUTOSAVE_MS = 2000

#: "none": nothing is open. "saved": as in the project file. "unsaved": kept in the working copy only.
Status = Literal["none", "saving", "saved", "unsaved", "failed"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as it was read: its state, the files of its models, the results of each variant by key."""

    project: ProjectState
    paths: dict[str, Path]
    results: dict[str, dict[str, Any]]
    issues: tuple[Issue, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What the start page offers: work of programs that died, and projects and models that were opened before."""

    recovered: tuple[Recoverable, ...]
    recent: tuple[tuple[Path, Summary | None], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A variant as it stands when the working copy is to be written."""

    key: str
    name: str
    study: Study
    paths: tuple[Path, ...]
    locked: bool
    results: dict[str, Any] | None


@dataclass(slots=True)
class _Desk:
    """What the thread alone touches: the working copy, models that it has, results that are packed."""

    working: WorkingCopy | None = None
    models: dict[Path, str] = field(default_factory=dict)
    packed: dict[str, tuple[dict[str, Any], SavedResults]] = field(default_factory=dict)


class Keeper(QObject):
    """``opened`` brings a project, ``changed`` tells a new ``status``, ``told`` what stands against something."""

    changed = Signal()
    opened = Signal(object)
    saved = Signal(object)
    listed = Signal(object)
    told = Signal(object)
    _done = Signal(object)

    def __init__(
        self, state: State, history: History, parent: QObject | None = None, folder: Path | None = None
    ) -> None:
        super().__init__(parent)
        self._state, self._history = state, history
        self._folder = folder or default_folder()
        self._desk = _Desk()
        self._thread = ThreadPoolExecutor(1, "keeper")
        self._entries: list[AuditEntry] = []
        self._opening = self._stopped = False
        self.status: Status = "none"
        self.path: Path | None = None
        self.read_only = False
        #: Makes the small picture of the start page, in the window's thread.
        self.picture: Callable[[], bytes] = bytes
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AUTOSAVE_MS)
        self._timer.timeout.connect(self.keep)
        self._done.connect(self._finish)
        history.changed.connect(self._touch)
        for signal in (state.variants_changed, state.results_ready):
            signal.connect(self._touch)

    @property
    def person(self) -> str:
        """Who acts, for the audit trail."""
        return self._state.person

    # what the window asks for

    def open(self, path: Path) -> None:
        """Open a project; ``opened`` follows, or ``told``."""
        self._open(partial(WorkingCopy.start, self._folder, path))

    def recover(self, item: Recoverable) -> None:
        """Go on with the work of a program that died."""
        self._open(partial(resume, item))

    def set_aside(self, item: Recoverable) -> None:
        """Take recovered work off the list; it can be brought back until the next start."""
        self._do(lambda: set_aside(item), lambda _aside: None)

    def remove_aside(self) -> None:
        """Remove what was taken off the list in an earlier run; for the start of the program."""
        self._do(lambda: remove_aside(self._folder), lambda _none: None)

    def look(self, recent: Sequence[Path]) -> None:
        """Find what the start page offers; ``listed`` follows."""

        def read() -> Listed:
            recovered = tuple(item for item in find_recoverable(self._folder) if not item.issues)
            return Listed(recovered, tuple((path, _summary(path)) for path in recent if path.is_file()))

        self._do(read, self.listed.emit)

    def keep(self) -> None:
        """Write the working copy now, where there is anything to keep."""
        self._timer.stop()
        if not self._state.variants or self._opening or self._stopped:
            return
        self._take_entries()
        entries, self._entries = self._entries, []
        self._set_status("saving")
        current = self._state.current
        parts, shown = self._parts(), current.key if current else ""
        self._do(lambda: self._write(parts, shown, entries), self._kept, partial(self._put_back, entries))

    def _put_back(self, entries: list[AuditEntry]) -> None:
        """Let rows that could not be written go before those that came since."""
        self._entries = entries + self._entries

    def save(self, path: Path, *, overwrite: bool = False) -> None:
        """Write the project file."""
        self.keep()
        recorded, person, picture = now_utc(), self.person, self.picture()

        def publish() -> Path:
            working = self._working()
            if picture and picture != working.state.thumbnail:
                working.autosave(replace(working.state, thumbnail=picture))
            working.publish(path, recorded=recorded, person=person, overwrite=overwrite)
            return path.resolve()

        self._set_status("saving")
        self._do(publish, self._published)

    def run(self, act: Callable[[WorkingCopy], Any], then: Callable[[Any], None]) -> None:
        """Do something with the working copy in its thread; ``then`` gets what it returns, in the window's."""
        self._do(lambda: act(self._working()), then)

    def note(self, kind: str, words: str, **more: str) -> None:
        """Add a row to the audit trail that is no step of the history, such as a signature."""
        self._entries.append(AuditEntry(now_utc(), self.person, kind, words=words, **more))  # type: ignore[arg-type]
        self._touch()

    def close(self) -> None:
        """Leave the project: what is unsaved stays for recovery."""
        self.keep()
        self._timer.stop()
        self._do(self._leave, lambda _none: None)
        self.path, self.read_only = None, False
        self._set_status("none")

    def discard(self) -> None:
        """Leave the project without what is unsaved."""
        self._timer.stop()
        self._entries.clear()

        def drop() -> None:
            working, self._desk = self._desk.working, _Desk()
            if working is not None:
                working.discard()

        self._do(drop, lambda _none: None)
        self.path, self.read_only = None, False
        self._set_status("none")

    def stop(self) -> None:
        """Write what there is and end the thread; returns when all is on the disk."""
        if self._stopped:
            return
        if self.status != "none":
            self.close()
        self._timer.stop()
        self._stopped = True
        self._thread.shutdown(wait=True)

    # the thread's side

    def _working(self) -> WorkingCopy:
        if self._desk.working is None:
            self._desk.working = WorkingCopy.start(self._folder)
        return self._desk.working

    def _write(self, parts: Sequence[_Part], shown: str, entries: Sequence[AuditEntry]) -> int:
        working, desk = self._working(), self._desk
        variants = tuple(self._pack(part) for part in parts)
        gone = set(desk.packed) - {part.key for part in parts}
        for key in gone:
            del desk.packed[key]
        name = working.state.name or parts[0].name
        used = _data_used(part.results for part in parts if part.results) or working.state.data
        working.autosave(replace(working.state, name=name, variants=variants, current=shown, data=used), entries)
        return working.unsaved

    def _pack(self, part: _Part) -> VariantState:
        from reports.canonical import json_bytes

        desk = self._desk
        for path in part.paths:
            if path not in desk.models:
                desk.models[path] = self._working().add_model(path).sha256
        known = desk.packed.get(part.key)
        if part.results is not None and (known is None or known[0] is not part.results):
            packed = SavedResults.pack(study_sha256(part.study), json_bytes(part.results))
            desk.packed[part.key] = known = (part.results, packed)
        models = tuple(desk.models[path] for path in part.paths)
        return VariantState(part.key, part.name, part.study, models, part.locked, known[1] if known else None)

    def _leave(self) -> None:
        working, self._desk = self._desk.working, _Desk()
        if working is not None:
            working.close()

    def _open(self, start: Callable[[], WorkingCopy]) -> None:
        self._opening = True

        def read() -> tuple[WorkingCopy, Opened]:
            self._leave()
            working = start()
            project = working.state
            wanted = {sha256 for variant in project.variants for sha256 in variant.models}
            paths, issues = {}, list(working.issues)
            for sha256 in sorted(wanted):
                try:
                    paths[sha256] = working.model_path(sha256)
                except UserError as error:
                    issues += error.issues
            pieces: tuple[Piece, ...] = ()
            if working.source is not None:
                try:
                    pieces = read_pieces(working.register())
                except UserError as error:
                    issues += error.issues
            fresh = {variant.key: variant.fresh_results for variant in project.variants}
            results = {key: saved.results() for key, saved in fresh.items() if saved is not None}
            models = {path: sha256 for sha256, path in paths.items()}
            packed = {key: (results[key], saved) for key, saved in fresh.items() if saved is not None}
            self._desk = _Desk(working, models, packed)
            return working, Opened(project, paths, results, tuple(issues), pieces)

        self._do(read, self._read, self._not_read)

    # the window's side

    def _do(self, act: Callable[[], Any], then: Callable[[Any], None], undo: Callable[[], None] | None = None) -> None:
        def job() -> None:
            try:
                value = act()
            except UserError as error:
                self._done.emit((None, None, error.issues, undo))
            except Exception as error:  # noqa: BLE001 - the border of the thread: the window says it
                reason = f"{type(error).__name__}: {str(error)[:200]}"
                self._done.emit((None, None, (Issue("results.bug", {"reason": reason}),), undo))
            else:
                self._done.emit((then, value, (), None))

        if not self._stopped:
            self._thread.submit(job)

    @Slot(object)
    def _finish(
        self, news: tuple[Callable[[Any], None] | None, Any, tuple[Issue, ...], Callable[[], None] | None]
    ) -> None:
        then, value, issues, undo = news
        if then is not None:
            then(value)
            return
        if undo is not None:
            undo()
        if self.status == "saving":
            self._set_status("failed")
        self.told.emit(issues)

    def _read(self, found: tuple[WorkingCopy, Opened]) -> None:
        working, opened = found
        self.path, self.read_only = working.source, working.read_only
        self.opened.emit(opened)
        self._opening = False
        self._history.take()
        self._timer.stop()
        self._set_status("saved" if working.unsaved == 0 else "unsaved")

    def _not_read(self) -> None:
        self._opening = False

    def _kept(self, unsaved: int) -> None:
        if self.status == "saving":
            self._set_status("unsaved" if unsaved or self.path is None else "saved")

    def _published(self, path: Path) -> None:
        self.path, self.read_only = path, False
        self._set_status("saved")
        self.saved.emit(path)

    def _touch(self, *_any: object) -> None:
        if self._state.variants and not self._opening and not self._stopped:
            self._timer.start()
            if self.status in {"none", "saved"} and self._history.has_rows:
                self._set_status("unsaved")

    def _set_status(self, status: Status) -> None:
        if status != self.status:
            self.status = status
            self.changed.emit()

    def _take_entries(self) -> None:
        recorded = now_utc()
        for row in self._history.take():
            kind: Any = row.kind
            about = {"words": row.words, "person": self.person, "recorded": recorded}
            if row.studies is not None and row.changes:
                # exact: it tells a value that was set from the default that it equals
                self._entries.append(edit_entry(*row.studies, variant=row.changes[0].variant, kind=kind, **about))
                continue
            self._entries += step_entries(kind, row.words, row.changes, person=self.person, recorded=recorded)

    def _parts(self) -> list[_Part]:
        return [_part(variant) for variant in self._state.variants]


def _summary(path: Path) -> Summary | None:
    """Return what a project says of itself; a model says nothing without being read."""
    if path.suffix != SUFFIX:
        return None
    try:
        return read_summary(path)
    except UserError:
        return None


def _part(variant: Variant) -> _Part:
    """Return a variant with its results where they are those of its study."""
    at_rest = variant.shown == variant.generation and not variant.provisional
    results = variant.results if at_rest else None
    return _Part(variant.key, variant.name, variant.study, variant.paths, variant.locked, results)


def _data_used(results: Iterable[dict[str, Any]]) -> DataUsed | None:
    """Return the versions that results say they were made with."""
    inputs = [item["inputs"] for item in results]
    if not inputs:
        return None
    rows = {_version(item["catalogue"]) for item in inputs}
    return DataUsed(__version__, _version(inputs[0]["factors"]), tuple(sorted(rows)))


def _version(row: dict[str, Any]) -> tuple[str, str, str]:
    return str(row["id"]), str(row["version"]), str(row["sha256"])
