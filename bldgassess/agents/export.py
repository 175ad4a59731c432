"""Files of a result into the project folder, and nowhere else: no way out by "..", absolute paths or links."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from bldgassess.agents.desk import Desk, Job, Result
from bldgassess.agents.schemas import ExportIn, ExportOut
from bldgassess.errors import Issue, UserError
from bldgassess.study import study_yaml


def check_project(path: Path) -> Path:
    """Return the project folder as it is on the disk.

    Raises
    ------
    UserError
        When it is no folder.
    """
    if not path.is_dir():
        raise UserError(Issue("agents.not_a_folder", {"path": path.name}))
    return path.resolve()


def inside(project: Path, folder: str) -> Path:
    """Return a folder inside the project.

    Raises
    ------
    UserError
        When the name leads out of it, or a part of it is a link.
    """
    posix, windows = PurePosixPath(folder), PureWindowsPath(folder)
    parts = windows.parts if "\\" in folder else posix.parts
    bad = posix.is_absolute() or windows.drive or windows.root or ".." in parts or "\0" in folder or ":" in folder
    place = project
    for part in () if bad else parts:
        place = place / part
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            bad = True
    if bad or not place.resolve().is_relative_to(project):
        raise UserError(Issue("agents.outside", {"folder": folder[:80].replace("\0", "?")}))
    return place


def export_result(desk: Desk, asked: ExportIn, job: Job) -> ExportOut:
    """Write files of a result.

    Raises
    ------
    UserError
        Without a project folder, when the name leads out of it, a file is there already, or it cannot be written.
    """
    from reports.files import write_files

    if desk.project is None:
        raise UserError(Issue("agents.read_only", {}))
    found = desk.results.find(asked.result)
    if found.quick:
        raise UserError(Issue("agents.quick_result", {"handle": asked.result}))
    place = inside(desk.project, asked.folder)
    names = list(dict.fromkeys(asked.files))
    for name in names:
        target = place / name
        if target.is_symlink():
            raise UserError(Issue("agents.outside", {"folder": name}))
        if target.exists() and not (asked.overwrite and target.is_file()):
            raise UserError(Issue("agents.exists", {"file": name}))
    makers = _makers(found, asked.language)
    content: dict[str, bytes] = {}
    for k, name in enumerate(names):
        job.progress(name, k / len(names))
        content[name] = makers[name]()
    job.progress("write", 0.99)
    write_files({place / name: data for name, data in content.items()})
    paths: dict[str, str] = {name: (place / name).relative_to(desk.project).as_posix() for name in names}
    return ExportOut(
        files=list(paths.values()),
        sha256={paths[name]: hashlib.sha256(data).hexdigest() for name, data in content.items()},
    )


def _makers(found: Result, language: str) -> dict[str, Callable[[], bytes]]:
    from reports.assumptions_csv import assumptions_bytes
    from reports.hourly_parquet import hourly_bytes
    from reports.inventory_csv import inventory_bytes
    from reports.results_json import results_bytes

    def report() -> bytes:
        from reports.pdf.report import report_bytes

        return report_bytes(found.assessment, language=language)

    made = found.assessment
    return {
        "results.json": lambda: results_bytes(made),
        "inventory.csv": lambda: inventory_bytes(made),
        "hourly.parquet": lambda: hourly_bytes(made),
        "assumptions.csv": lambda: assumptions_bytes(made),
        "report.pdf": report,
        "study.yaml": lambda: study_yaml(made.study).encode(),
    }
