"""A community in the worker: its buildings on processes of their own, kept between runs; its files."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bldgassess.errors import Issue, UserError
from ui.community import CommunityNews, Known, SoFar, Source
from ui.folders import cache_folder

if TYPE_CHECKING:
    from bldgassess.community.read import MemberTask
    from bldgassess.community.result import CommunityResult
    from bldgassess.portfolio.row import Row
    from bldgassess.portfolio.run import Counts
    from bldgassess.portfolio.store import Store
    from bldgassess.progress import Progress
    from ui.engine import Engine
    from ui.wire import Ask


def assess(engine: Engine, request: Ask, progress: Progress) -> CommunityNews:
    """Assess the community of a file; buildings that did not change since the last time are kept.

    Raises
    ------
    UserError
        When the file does not fit, or buildings cannot be assessed.
    Cancelled
        When it was stopped; what is assessed by then is kept.
    """
    from bldgassess.community.accounts import community_drafts
    from bldgassess.portfolio.task import IfcSource
    from reports.community_json import community_dict

    (path,) = request.values
    run = _run(path, progress, lambda so_far: engine.tell_news(request, so_far))
    sources = {
        item.member.id: Source(item.task.models.paths, item.task.study, item.member.name or item.member.id)
        for item in run.tasks
        if isinstance(item.task.models, IfcSource)
    }
    drafts = community_drafts(run.result, f"{run.result.carbon.start_year}-01-01")
    return CommunityNews(community_dict(run.result), run.computed, sources, drafts)


def write_report(_engine: Engine, request: Ask, _progress: Progress) -> tuple[str, ...]:
    """Write the PDF of the results that came with the request; returns the name of the file.

    Raises
    ------
    UserError
        When it cannot be written.
    """
    from reports.files import write_files
    from reports.pdf.community import community_pdf

    results, path, language = request.values
    return tuple(item.name for item in write_files({path: community_pdf(results, language=language)}))


def write_files(_engine: Engine, request: Ask, progress: Progress) -> tuple[str, ...]:
    """Write all files of the community that is shown; returns their names.

    Raises
    ------
    UserError
        When they cannot be written, or the community is not the one shown any more.
    """
    from reports.community_files import write_community
    from reports.community_json import community_dict

    path, shown, folder, language = request.values
    result = _run(path, progress, lambda _so_far: None).result
    if community_dict(result) != shown:
        raise UserError(Issue("community.changed", {"file": path.name}))
    return tuple(item.name for item in write_community(result, folder, language=language))


@dataclass(frozen=True, slots=True)
class _Run:
    tasks: tuple[MemberTask, ...]
    result: CommunityResult
    computed: tuple[str, ...]


def _run(path: Path, progress: Progress, tell: Callable[[SoFar], None]) -> _Run:
    from bldgassess.community.assess import assess_community, assess_members
    from bldgassess.community.read import member_tasks, read_community
    from bldgassess.pipeline.data import load_data
    from bldgassess.portfolio.run import Counts
    from bldgassess.portfolio.store import open_store

    community = read_community(path)
    tasks = member_tasks(community, path.parent)
    with open_store(_store_of(path)) as store:
        store.forget_failed()
        desk = _Told(store, tasks, progress, tell)
        kept = desk.kept()
        desk.progress(Counts(total=len({item.task.key for item in tasks}), kept=kept))
        _let_processes_start()
        workers = max(1, (os.cpu_count() or 1) - 1)
        members = assess_members(tasks, store, workers=workers, told=desk.told, progress=desk.progress)
    # buildings are assessed without the office's own factors, and so is what they share
    return _Run(tasks, assess_community(community, tasks, members, load_data()), tuple(desk.computed))


class _Told:
    """Passes on how far the buildings are, each as soon as it is known."""

    def __init__(
        self, store: Store, tasks: tuple[MemberTask, ...], progress: Progress, tell: Callable[[SoFar], None]
    ) -> None:
        self.store, self._progress, self._tell = store, progress, tell
        self.tasks = {item.member.id: item for item in tasks}
        self.computed: list[str] = []
        self._new: list[Known] = []

    def kept(self) -> int:
        """Take the buildings that the store has; returns how many of them need not be assessed."""
        finished = self.store.finished(with_detail=True) & {item.task.key for item in self.tasks.values()}
        rows = {key: self.store.row(key, with_detail=False) for key in finished}
        for item in self.tasks.values():
            if (row := rows.get(item.task.key)) is not None:
                self._new.append(_known(item, row))
        return len(finished)

    def told(self, identity: str) -> None:
        """Take a building that is assessed, and those that are the same."""
        key = self.tasks[identity].task.key
        row = self.store.row(key, with_detail=False)
        for name, item in self.tasks.items():
            if item.task.key == key and row is not None:
                self.computed.append(name)
                self._new.append(_known(item, row))

    def progress(self, counts: Counts) -> None:
        """Tell the counts and the buildings since the last time.

        Raises
        ------
        Cancelled
            When nobody wants them any more.
        """
        self._progress("buildings", 1.0 - counts.left / max(counts.total, 1))
        known, self._new = tuple(self._new), []
        self._tell(SoFar(counts, known))


def _known(item: MemberTask, row: Row) -> Known:
    member, figures = item.member, row.figures
    title = member.name or member.id
    if row.state == "failed":
        return Known(member.id, title, member.count, 0.0, 0.0, "not_assessed", row.problem)
    area, per_m2 = figures["gia_m2"], figures["total_kgco2e_per_m2_gia"]
    return Known(member.id, title, member.count, float(area or 0), float(per_m2 or 0), str(figures["health_class"]))


def _store_of(path: Path) -> Path:
    """Return where the buildings of a community file are kept between runs."""
    folder = cache_folder() / "communities"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("portfolio.cannot_use", {"file": folder.name, "reason": reason})) from error
    return folder / f"{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]}.store"


def _let_processes_start() -> None:
    """The window's worker ends with the window; such a process may start none until it says otherwise.

    Those that it starts end by themselves when their pipe is closed.
    """
    multiprocessing.current_process().daemon = False
