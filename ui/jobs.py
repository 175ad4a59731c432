"""What runs in the worker for each variant, and what it brings into the state; late results are dropped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from bldgassess.errors import Issue
from bldgassess.study import Study
from ui.state import State, Variant
from ui.tasks import TASKS
from ui.wire import NO_VARIANT, Answer, Ask, Assess, Cancel, Forget
from ui.worker import Worker

#: How long a cancelled job may go on before its process is ended [ms]: while a file is read, and while a year is
#: solved, which cannot be interrupted and whose process is worth keeping.
_PATIENCE_MS, _LONG_PATIENCE_MS = 1500, 20_000
#: A process that ends sooner is not started again by itself, but with the next request [s].
_SHORT_LIFE_S = 5.0


class Jobs(QObject):
    """Sends variants to the worker; ``changed`` after each start and end.

    A variant runs from a change of its study until its full results are there. An edit ends the run before it.
    """

    changed = Signal()
    written = Signal(object)
    refused = Signal(object)

    def __init__(self, state: State, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._running: dict[int, Variant] = {}
        self._stopping: set[int] = set()
        self._sent: set[int] = set()
        self._asked: set[tuple[int, str]] = set()
        self.worker = Worker(self)
        self.worker.answered.connect(self._take)
        self.worker.died.connect(self._died)
        state.study_changed.connect(self._edited)
        state.variants_changed.connect(self._forget)

    def __len__(self) -> int:
        return len(self._running)

    @property
    def first(self) -> Variant | None:
        """The variant whose progress is shown."""
        return next(iter(self._running.values()), None)

    def start(self, variant: Variant) -> None:
        """Assess a variant; its model is read where no other variant has it."""
        same = next(
            (item for item in self._state.variants if item is not variant and item.paths == variant.paths), None
        )
        if same is not None and same.building is not None and variant.building is None:
            self._state.share_model(variant, same)
        self._send(variant, show=variant.building is None)

    def cancel(self) -> None:
        """Stop all that runs; the last complete results stay."""
        for number, variant in list(self._running.items()):
            self.worker.ask(Cancel(number, variant.generation))
            self._stopping.add(number)
            patience = _PATIENCE_MS if variant.building is None else _LONG_PATIENCE_MS
            QTimer.singleShot(patience, self, partial(self._end_if_deaf, number))
            self._end(variant, partial(self._state.set_failed, variant, ()))

    def ask(self, variant: Variant, what: Any, *values: Any) -> None:  # noqa: ANN401 - as ``Ask`` has it
        """Ask for something of the results that are shown."""
        study = variant.shown_study or variant.study
        if what in TASKS:
            self._asked.add((variant.number, what))
        self.worker.ask(Ask(variant.number, variant.shown, variant.paths, study, what, values, variant.shown_pieces))

    def ask_free(self, what: str, *values: Any) -> None:  # noqa: ANN401 - as the task takes them
        """Ask for one of ``TASKS`` that is about no variant, or for its end; its answers name none."""
        if what in TASKS:
            self._asked.add((NO_VARIANT, what))
        self.worker.ask(Ask(NO_VARIANT, 0, (), Study(), what, values))

    def stop(self) -> None:
        """End the process; nobody is told."""
        self._running.clear()
        self.worker.stop()

    @Slot()
    def _forget(self) -> None:
        """Stop what runs for variants that are gone, and let the worker drop their models."""
        numbers = {variant.number for variant in self._state.variants}
        gone = tuple(sorted(self._sent - numbers))
        self._sent &= numbers
        for number in gone:
            self._running.pop(number, None)
        if gone:
            self.worker.ask(Forget(gone))
            self.changed.emit()

    def _send(self, variant: Variant, *, show: bool = False) -> None:
        self._running[variant.number] = variant
        self._sent.add(variant.number)
        self._stopping.discard(variant.number)
        self._state.set_working(variant)
        self.worker.ask(
            Assess(
                variant.number,
                variant.generation,
                variant.paths,
                variant.study,
                show,
                self._state.pieces,
            )
        )
        self.changed.emit()

    @Slot(object)
    def _edited(self, variant: Variant) -> None:
        if variant.building is not None:
            self._send(variant)

    @Slot(object)
    def _take(self, answer: Answer) -> None:
        if answer.kind == "cancelled":
            self._stopping.discard(answer.variant)
        variant = next((item for item in self._state.variants if item.number == answer.variant), None)
        if variant is None and answer.variant != NO_VARIANT:
            return
        if answer.kind in {"told", "task", "news"}:
            self._take_task(variant, answer)
            return
        if variant is None:
            return
        if answer.kind == "light":
            self._state.tell_light(variant, answer.value, answer.generation)
            return
        if answer.kind == "measured":
            self._state.set_measured(variant, answer.value if answer.generation == variant.shown else ())
            return
        if answer.kind in {"series", "crosscheck", "written", "refused"}:
            if answer.generation == variant.shown:
                self._take_asked(variant, answer)
            return
        if answer.generation == variant.generation and variant.number in self._running:
            self._take_stage(variant, answer)

    def _take_task(self, variant: Variant | None, answer: Answer) -> None:
        if answer.kind == "told":
            self._asked.discard((answer.variant, answer.value[0]))
            self._state.told.emit(variant, *answer.value)
        elif answer.kind == "news":
            self._state.news.emit(variant, *answer.value)
        else:
            self._state.task_progress.emit(variant, *answer.value)

    def _take_stage(self, variant: Variant, answer: Answer) -> None:
        state, value = self._state, answer.value
        if answer.kind == "progress":
            state.set_progress(variant, *value)
        elif answer.kind == "shapes":
            state.add_shapes(variant, *value)
        elif answer.kind == "model":
            state.set_model(variant, *value)
        elif answer.kind == "early":
            state.set_early(variant, value)
        elif answer.kind == "view" and value.is_full:
            self._end(variant, lambda: state.set_results(variant, value))
        elif answer.kind == "view":
            state.set_results(variant, value)
        elif answer.kind == "failed":
            self._end(variant, lambda: state.set_failed(variant, value))

    def _take_asked(self, variant: Variant, answer: Answer) -> None:
        if answer.kind == "series":
            self._state.set_series(variant, answer.value)
        elif answer.kind == "crosscheck":
            self._state.set_check(variant, answer.value[0])
        elif answer.kind == "written":
            self.written.emit(tuple(Path(name).name for name in answer.value))
        else:
            self.refused.emit(answer.value)

    @Slot(int)
    def _died(self, status: int) -> None:
        """Say for each variant that ran that it can be tried again; the next process starts at once."""
        issue = Issue("results.worker_died", {"reason": f"exit status {status}"})
        running = list(self._running.values())
        for variant in running:
            self._end(variant, partial(self._state.set_failed, variant, (issue,)))
        self._lose((issue,))
        if not running:
            self.refused.emit((issue,))
        if self.worker.lived_s > _SHORT_LIFE_S:
            self.worker.start()

    def _end_if_deaf(self, number: int) -> None:
        """End a process that has not heard; it starts anew with the next request."""
        if number in self._stopping and not self._running:
            self._stopping.clear()
            self.worker.stop()
            self._lose(())

    def _lose(self, issues: tuple[Issue, ...]) -> None:
        """Tell that what was asked of a process that is gone will not come."""
        for variant in self._state.variants:
            self._state.tell_light(variant, issues, variant.shown)
            self._state.set_measured(variant, issues)
        asked, self._asked = sorted(self._asked), set()
        known = {variant.number: variant for variant in self._state.variants}
        for number, what in asked:
            if number in known or number == NO_VARIANT:
                self._state.told.emit(known.get(number), what, None, issues)

    def _end(self, variant: Variant, then: Callable[[], None]) -> None:
        self._running.pop(variant.number, None)
        then()
        self.changed.emit()
