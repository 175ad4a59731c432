"""``bldgassess portfolio``: many buildings and variants at once, on all cores or a cluster."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from bldgassess.cli.border import CANCELLED, CHECK_FAILED, check_language, command, err, folder, out, print_json
from bldgassess.cli.chain import office_from_environment
from bldgassess.errors import Issue, UserError
from bldgassess.portfolio.results import write_results
from bldgassess.portfolio.run import Counts, Outcome, run_tasks
from bldgassess.portfolio.run_file import read_run_file
from bldgassess.portfolio.store import open_store
from bldgassess.portfolio.task import Task
from bldgassess.texts import mark, translation

_MOST_WORKERS = 1024
#: The time left is shown from here on [s]: before, it would be a guess.
_GUESS_S = 3.0
_SHOWN = (
    ("total_kgco2e_per_m2_gia", mark("Whole-life carbon A-C"), "kgCO2e/m2 GIA"),
    ("upfront_kgco2e_per_m2_gia", mark("upfront A1-A5"), "kgCO2e/m2 GIA"),
    ("final_kwh_per_m2_gia", mark("final energy"), "kWh/(m2 a)"),
    ("health_score", mark("Indoor health"), "/100"),
    ("label_score", mark("Label"), "/100"),
)


@command
def portfolio_command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="run file: YAML, or CSV with one row a building")],
    out_dir: Annotated[Path, typer.Option("--out", help="folder for portfolio.parquet, summary.json and the store")],
    workers: Annotated[
        int | None, typer.Option(help="processes of this machine; all its processors where absent")
    ] = None,
    cluster: Annotated[str, typer.Option(help="address of a Dask scheduler, such as tcp://10.0.0.5:8786")] = "",
    resume: Annotated[
        bool, typer.Option("--resume/--fresh", help="keep rows that are done, or assess all anew")
    ] = True,
    results: Annotated[bool, typer.Option("--results", help="write each task's results.json as well")] = False,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print the summary as JSON")] = False,
) -> None:
    """Assess many buildings and variants; a run that was stopped goes on where it was."""
    check_language(lang)
    if workers is not None and not 0 <= workers <= _MOST_WORKERS:
        raise UserError(Issue("portfolio.bad_workers", {"value": workers, "most": _MOST_WORKERS}))
    office = office_from_environment()
    plan = read_run_file(run, office=office)
    translate = translation(lang).gettext
    with open_store(folder(out_dir) / "portfolio.sqlite") as store:
        if not resume:
            store.clear()
        tasks = [item for item in plan if isinstance(item, Task)]
        try:
            with _shown_progress(translate) as progress:
                outcome = run_tasks(
                    tasks,
                    store,
                    workers=workers,
                    cluster=cluster,
                    progress=progress,
                    detail=_detail() if results else None,
                    office=office,
                )
        except KeyboardInterrupt:
            text = translate("Cancelled. {count} of {total} rows are done; the same command goes on from there.")
            finished = store.finished()
            kept = sum(task.key in finished for task in tasks)
            err.print(text.format(count=kept, total=len(tasks)), markup=False)
            raise typer.Exit(CANCELLED) from None
        summary = write_results(plan, store, out_dir, details=results)
    _write_timings(outcome, out_dir)
    if json_:
        print_json(summary)
    else:
        _print_summary(summary, outcome, out_dir, translate)
    if summary["failed"]:
        raise typer.Exit(CHECK_FAILED)


def _detail() -> Callable[..., bytes]:
    from reports.results_json import results_bytes

    return results_bytes


@contextmanager
def _shown_progress(translate: Callable[[str], str]) -> Iterator[Callable[[Counts], None]]:
    """Show done, failed, left and the time left on a terminal; nothing where the error stream is a file."""
    words = translate("{done} done, {failed} failed, {left} left")
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), _Remaining())
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        shown = bar.add_task(translate("starting workers"), total=None)

        def show(counts: Counts) -> None:
            if bar.tasks[shown].total is None:
                bar.reset(shown, total=counts.total - counts.kept)
            text = words.format(done=counts.kept + counts.done, failed=counts.failed, left=counts.left)
            bar.update(shown, completed=counts.done + counts.failed, description=text)

        yield show


class _Remaining(TimeRemainingColumn):
    """The time left, once enough has run to know."""

    def render(self, task: Any) -> Any:  # noqa: ANN401 - rich's own
        """Return nothing in the first seconds."""
        return super().render(task) if (task.elapsed or 0.0) >= _GUESS_S and task.completed else ""


def _write_timings(outcome: Outcome, out_dir: Path) -> None:
    counts = outcome.counts
    ran = counts.done + counts.failed
    times = {
        "ran": ran,
        "kept": counts.kept,
        "lost": counts.lost,
        "warm_up_s": round(outcome.warm_up_s, 3),
        "run_s": round(outcome.run_s, 3),
        "task_s": round(outcome.task_s, 3),
        "processor_s": round(outcome.processor_s, 3),
        "tasks_per_s": round(ran / outcome.run_s, 3) if outcome.run_s else None,
    }
    (out_dir / "timings.json").write_text(json.dumps(times, indent=1) + "\n", encoding="utf-8")


def _print_summary(summary: dict[str, Any], outcome: Outcome, out_dir: Path, translate: Callable[[str], str]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in ("", translate("least"), translate("median"), translate("most"), ""):
        table.add_column(title, justify="left" if not title else "right")
    for name, title, unit in _SHOWN:
        if found := summary["figures"].get(name):
            table.add_row(translate(title), *(f"{found[key]:.1f}" for key in ("least", "p50", "most")), unit)
    out.print(table)
    for failure in summary["failures"]:
        text = translate("{count} x {code}, first {name}: {problem}")
        params = {key: failure[key] for key in ("count", "code", "problem")} | {"name": failure["first"]}
        out.print(text.format(**params), markup=False)
    text = translate("{done} of {tasks} rows done, {failed} failed, {kept} kept from before, in {seconds} s: {folder}")
    out.print(
        text.format(
            done=summary["done"], tasks=summary["tasks"], kept=outcome.counts.kept, failed=summary["failed"],
            seconds=f"{outcome.warm_up_s + outcome.run_s:.1f}", folder=out_dir,
        ),
        markup=False,
    )  # fmt: skip
