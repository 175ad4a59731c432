"""The assessments that run, one job a variant, and what they bring into the state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from bldgassess.errors import Issue
from bldgassess.pipeline.assessment import Assessment
from ui.state import State, Variant
from ui.worker import Job


class Jobs(QObject):
    """Starts, cancels and ends jobs; ``changed`` after each start and end."""

    changed = Signal()

    def __init__(self, state: State, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._running: dict[Variant, Job] = {}

    def __len__(self) -> int:
        return len(self._running)

    @property
    def first(self) -> Variant | None:
        """The variant whose progress is shown."""
        return next(iter(self._running), None)

    def start(self, variant: Variant) -> None:
        """Start a variant's job."""
        job = Job(variant.paths, variant.study, self)
        self._running[variant] = job
        state = self._state

        def done(result: Assessment) -> None:
            self._end(variant, lambda: state.set_results(variant, result))

        def failed(issues: Sequence[Issue] = ()) -> None:
            self._end(variant, lambda: state.set_failed(variant, issues))

        job.progress.connect(lambda stage, fraction: state.set_progress(variant, stage, fraction))
        job.shapes.connect(lambda scene, part_of: state.add_shapes(variant, scene, part_of))
        job.model.connect(lambda model: state.set_model(variant, model))
        job.done.connect(done)
        job.failed.connect(failed)
        job.cancelled.connect(failed)
        self.changed.emit()

    def cancel(self) -> None:
        """Ask all jobs to stop."""
        for job in list(self._running.values()):
            job.cancel()

    def stop(self) -> None:
        """End all jobs at once; their variants are not told."""
        for job in self._running.values():
            job.stop()
            job.deleteLater()
        self._running.clear()

    def _end(self, variant: Variant, then: Callable[[], None]) -> None:
        job = self._running.pop(variant, None)
        if job is not None:
            job.deleteLater()
        if variant in self._state.variants:
            then()
        self.changed.emit()
