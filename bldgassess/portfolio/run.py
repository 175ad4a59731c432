"""``run_tasks``: tasks to rows, on this machine's processes or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bldgassess.portfolio.row import Row
from bldgassess.portfolio.task import Task

if TYPE_CHECKING:
    from bldgassess.pipeline.assessment import Assessment
    from bldgassess.portfolio.store import Store

#: Makes the bytes that a row keeps of an assessment: ``reports.results_json.results_bytes``; a module's function.
Detail = Callable[["Assessment"], bytes]


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of a run: ``kept`` rows were in the store before, ``lost`` starts ended with their worker."""

    total: int
    kept: int
    done: int
    failed: int
    running: int
    lost: int

    @property
    def left(self) -> int:
        """Tasks without a row."""
        return self.total - self.kept - self.done - self.failed


def run_tasks(
    tasks: Iterable[Task],
    store: Store,
    *,
    workers: int | None = None,
    cluster: str = "",
    dask: bool | None = None,
    on_row: Callable[[Row], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    detail: Detail | None = None,
    office: Path | None = None,
    allowed_failures: int = 3,
) -> Progress:
    """Assess what the store does not hold yet and put each row there as it comes; returns the final counts."""
    raise NotImplementedError
