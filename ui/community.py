"""The community that is open in the window: what is known of it so far, its results, and what stands against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from bldgassess.account.entry import Draft
    from bldgassess.errors import Issue
    from bldgassess.portfolio.run import Counts
    from bldgassess.study import Study

#: Task of ``ui.tasks`` that assesses a community.
TASK = "community"


@dataclass(frozen=True, slots=True)
class Source:
    """An IFC model of the community with the study that it has there."""

    paths: tuple[Path, ...]
    study: Study
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """A building that is assessed; ``problem`` says why there are no figures."""

    id: str
    title: str
    count: int
    gia_m2: float
    per_m2: float
    health_class: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SoFar:
    """How far the buildings are, and those that are known since the last time."""

    counts: Counts
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class CommunityNews:
    """An assessed community.

    ``results``: as in community.json. ``computed``: ids of buildings that were computed anew, the others were kept.
    ``sources``: models by id of the building. ``accounts``: what it enters in a carbon account.
    """

    results: dict[str, Any]
    computed: tuple[str, ...]
    sources: Mapping[str, Source]
    accounts: tuple[Draft, ...]


class OpenCommunity(QObject):
    """``changed`` after each piece of news.

    ``found`` stays while the same file is assessed anew. ``is_example``: the built-in one. ``chosen``: id of the
    building that is looked at.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.is_example = False
        self.chosen = ""
        self.status: Literal["", "working", "ready", "failed", "stopped"] = ""
        self.counts: Counts | None = None
        self.known: dict[str, Known] = {}
        self.found: CommunityNews | None = None
        self.issues: tuple[Issue, ...] = ()

    def start(self, path: Path, *, is_example: bool = False) -> None:
        """Note that a file is being assessed."""
        if path != self.path:
            self.found = None
        self.path, self.is_example = path, is_example
        self.status, self.counts, self.known, self.issues = "working", None, {}, ()
        self.changed.emit()

    def take_news(self, what: str, value: object) -> None:
        """Take what a task tells before it ends."""
        if what == TASK and isinstance(value, SoFar) and self.status == "working":
            self.counts = value.counts
            self.known.update({item.id: item for item in value.known})
            self.changed.emit()

    def take(self, what: str, value: object, issues: tuple[Issue, ...]) -> None:
        """Take the results, or why there are none; neither where it was stopped."""
        if what != TASK or self.status != "working":
            return
        if isinstance(value, CommunityNews):
            self.found, self.status = value, "ready"
        else:
            self.issues, self.status = tuple(issues), "failed" if issues else "stopped"
        self.changed.emit()
