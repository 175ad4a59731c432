"""Read a project's file where it stands, without a working copy: for the command line and the start page."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bldgassess.append_only import rows_of
from bldgassess.errors import Issue, UserError
from bldgassess.evidence import store as evidence
from bldgassess.evidence.register import Event, Piece
from bldgassess.project.audit import AUDIT, AuditRow, rows_to_entries
from bldgassess.project.layout import MAJOR, open_database, read_version, reading, sound, told
from bldgassess.project.models import damaged_models, model_file, stored_model
from bldgassess.project.opening import prepare
from bldgassess.project.state import ModelFile, ProjectState, Summary
from bldgassess.project.tables import read_list, read_models, read_state


@dataclass(frozen=True, slots=True)
class Project:
    """What a project's file holds; models without their content."""

    path: Path
    version: tuple[int, int]
    state: ProjectState
    models: tuple[ModelFile, ...]
    audit: tuple[AuditRow, ...]
    events: tuple[Event, ...]

    def pieces(self) -> tuple[Piece, ...]:
        """Return the pieces of evidence, each with what its file beside the project is now."""
        return evidence.checked_pieces(self.events, self.path.parent)

    def model_path(self, sha256: str, cache: Path) -> Path:
        """Return a file with a model's content; an embedded one is put into ``cache``.

        Raises
        ------
        UserError
            As ``WorkingCopy.model_path``.
        """
        with _at_this_version(self.path) as database:
            return model_file(stored_model(database, sha256), cache, self.path.parent)


def read_project(path: Path) -> Project:
    """Read a project.

    Raises
    ------
    UserError
        When it is no project, damaged, or of a newer version.
    """
    path = path.resolve()
    with reading(path) as database:
        version = read_version(database, path.name)
    with _at_this_version(path) as database:
        rows, events = rows_of(database, AUDIT, path.name), rows_of(database, evidence.LAYOUT, path.name)
        return Project(
            path,
            version,
            read_state(database),
            read_models(database),
            rows_to_entries(rows),
            tuple(evidence.event_of(row) for row in events),
        )


def read_summary(path: Path) -> Summary:
    """Read what the start page shows of a project, in milliseconds.

    Raises
    ------
    UserError
        When it is no project, damaged, or of a newer version.
    """
    with _at_this_version(path.resolve()) as database:
        return read_list(database)


def check_project(path: Path) -> tuple[Issue, ...]:
    """Check every byte: pages, chains, studies, embedded models, linked files. Return all that is wrong.

    Raises
    ------
    UserError
        When it cannot be read at all.
    """
    project = read_project(path)
    found: list[Issue] = []
    with _at_this_version(project.path) as database:
        pages = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
        if pages != ["ok"]:
            found.append(Issue("project.damaged", {"file": path.name, "reason": pages[0][:100]}))
        found += [Issue("project.model_damaged", {"file": row.name}) for row in damaged_models(database)]
    there = {row.sha256 for row in project.models}
    for variant in project.state.variants:
        found += [Issue("project.no_model", {"sha256": key[:12]}) for key in variant.models if key not in there]
    found += [issue for row in project.models if row.kind == "linked" for issue in _linked(project, row)]
    return tuple(found)


def _linked(project: Project, model: ModelFile) -> tuple[Issue, ...]:
    try:
        project.model_path(model.sha256, project.path.parent)
    except UserError as error:
        return error.issues
    return ()


@contextmanager
def _at_this_version(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for reading; an older one is brought up to this version in a copy."""
    with reading(path) as database:
        if read_version(database, path.name)[0] == MAJOR:
            yield database
            return
    with tempfile.TemporaryDirectory() as folder, told(path.name), sound(path.name):
        copy = shutil.copyfile(path, Path(folder) / path.name)
        with closing(open_database(copy, "rw")) as database:
            prepare(database, path.name)
            yield database
