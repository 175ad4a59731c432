"""What the worker does for a page beside assessing: each task by name, loaded when it is first asked for.

A page asks with ``Page.asked(name, values)``; the answer comes to ``Page.told(variant, name, value, issues)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bldgassess.progress import Progress
    from ui.engine import Engine
    from ui.wire import Ask


@dataclass(frozen=True, slots=True)
class Task:
    """``place``: "module:function" of ``function(engine, request, progress)``, whose value is told.

    ``lane``: "full" waits for assessments that run; "quick" is for what is done in a moment and needs none of them;
    "long" for what takes longer than a few seconds.
    """

    place: str
    lane: Literal["quick", "full", "long"] = "full"

    def run(self, engine: Engine, request: Ask, progress: Progress) -> Any:  # noqa: ANN401 - what the task tells
        """Do it in the worker.

        Raises
        ------
        UserError
            What stands against it, in words.
        Cancelled
            When it was stopped.
        """
        module, _, name = self.place.partition(":")
        return getattr(import_module(module), name)(engine, request, progress)


TASKS: dict[str, Task] = {
    "report.checks": Task("ui.report_task:check_facts"),
    "report.page": Task("ui.report_task:draw_page"),
    "report.why": Task("ui.report_task:way_down"),
    "report.save": Task("ui.report_task:save_reports", "long"),
    "report.lock": Task("ui.report_task:lock_package", "long"),
    "report.sign": Task("ui.report_task:sign_reports", "long"),
    "report.verify": Task("ui.report_task:verify_file", "long"),
    "compare": Task("ui.compare_task:compare", "quick"),
    "community": Task("ui.community_tasks:assess", "long"),
    "community_files": Task("ui.community_tasks:write_files", "long"),
    "community_report": Task("ui.community_tasks:write_report", "long"),
    "metered": Task("ui.metered_tasks:compare", "long"),
    "recalibrate": Task("ui.metered_tasks:fit", "long"),
    "criteria": Task("ui.label_tasks:criteria_words"),
    "improve": Task("ui.improve_tasks:run_search", "long"),
    "improve_estimate": Task("ui.improve_tasks:estimate", "long"),
    "materials.alternatives": Task("ui.material_tasks:find_alternatives", "quick"),
    "materials.search": Task("ui.material_tasks:search_library", "quick"),
    "materials.remember": Task("ui.material_tasks:remember_for_office"),
}
