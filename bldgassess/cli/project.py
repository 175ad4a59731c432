"""``bldgassess project ...``: make a project file, look into it, check it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bldgassess.cli.border import CHECK_FAILED, command, out, print_json, progress_printer, say_issues
from bldgassess.cli.chain import office_from_environment, study_from
from bldgassess.cli.variants import assess_variant, find_variant, saved_results, working_copy
from bldgassess.errors import Issue, UserError
from bldgassess.messages import sentence
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.office import with_office
from bldgassess.project import (
    SUFFIX,
    AuditEntry,
    ProjectState,
    SavedResults,
    VariantState,
    WorkingCopy,
    check_project,
    data_in_use,
    data_issues,
    new_key,
    now_utc,
    read_project,
    read_summary,
    study_sha256,
)
from bldgassess.study import set_values

#: Letters of a value in the printed trail; ``--json`` has them whole.
_LONGEST_VALUE = 60

project_app = typer.Typer(help="Keep variants of a building in one file.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE", help="the project, such as House.bldg")]
Models = Annotated[list[Path] | None, typer.Argument(metavar="MODEL...", help="IFC files of one building")]
StudyFile = Annotated[Path | None, typer.Option("--study", help="study file (YAML)")]
Settings = Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")]
Person = Annotated[str, typer.Option(help="id of who acts, for the audit trail; no name is needed")]
AsJson = Annotated[bool, typer.Option("--json", help="print the machine form")]


@project_app.command("new")
@command
def new_command(
    file: File,
    models: Models = None,
    name: Annotated[str, typer.Option(help="name of the project; the file's where not given")] = "",
    variant: Annotated[str, typer.Option(help="name of the first variant")] = "Base",
    study: StudyFile = None,
    set_: Settings = None,
    person: Person = "",
    as_json: AsJson = False,
) -> None:
    """Make a project, with a first variant where models are given."""
    path = file if file.suffix.lower() == SUFFIX else file.with_name(file.name + SUFFIX)
    if path.exists():
        raise UserError(Issue("project.exists", {"file": path.name}))
    chosen = study_from(study, set_ or [])
    with working_copy(None) as working:
        state = ProjectState(name or path.stem)
        if models:
            hashes = tuple(working.add_model(model).sha256 for model in models)
            state = state.with_variant(VariantState(new_key(), variant, chosen, hashes))
        _save(working, path, state, f"New: {state.name}", person)
    _show(path, as_json=as_json)


@project_app.command("add")
@command
def add_command(
    file: File,
    variant: Annotated[str, typer.Option(help="name of the new variant")],
    models: Models = None,
    from_: Annotated[str | None, typer.Option("--from", help="variant whose models and study it starts with")] = None,
    study: StudyFile = None,
    set_: Settings = None,
    person: Person = "",
    as_json: AsJson = False,
) -> None:
    """Add a variant: of other models, or of another's models with another study."""
    with working_copy(file) as working:
        state = working.state
        if any(row.name.casefold() == variant.casefold() for row in state.variants):
            raise UserError(Issue("project.name_taken", {"name": variant}))
        source = find_variant(read_project(file), from_) if from_ or not models else None
        base = source.study if source is not None and study is None else study_from(study, [])
        chosen = set_values(base, set_) if set_ else base
        hashes = tuple(working.add_model(model).sha256 for model in models or ())
        added = VariantState(new_key(), variant, chosen, hashes or (source.models if source else ()))
        _save(working, file, state.with_variant(added), f"Branch {variant}", person, added.key)
    _show(file, as_json=as_json)


@project_app.command("assess")
@command
def assess_command(file: File, person: Person = "", as_json: AsJson = False) -> None:
    """Assess the variants whose results are not those of their studies, and keep the results in the project."""
    from reports.inventory_csv import inventory_bytes
    from reports.results_json import results_bytes

    data = with_office(load_data(), office_from_environment())
    with working_copy(file) as working:
        project, state = read_project(file), working.state
        for variant in state.variants:
            if saved_results(variant) is None:
                done = assess_variant(project, variant, data=data, progress=progress_printer())
                kept = SavedResults.pack(study_sha256(variant.study), results_bytes(done), inventory_bytes(done))
                state = state.with_variant(replace(variant, results=kept))
        state = replace(state, data=data_in_use(state, data.store))
        if state != working.state:
            working.autosave(state)
            working.publish(file, recorded=now_utc(), person=person)
    _show(file, as_json=as_json)


@project_app.command("show")
@command
def show_command(file: File, as_json: AsJson = False) -> None:
    """Show variants, their headline figures and models."""
    _show(file, as_json=as_json)


@project_app.command("audit")
@command
def audit_command(
    file: File,
    variant: Annotated[str | None, typer.Option(help="steps of this variant only")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the audit trail."""
    project = read_project(file)
    key = find_variant(project, variant).key if variant else None
    rows = [row for row in project.audit if key is None or row.entry.variant == key]
    if as_json:
        print_json(
            [
                {"number": row.number, **asdict(row.entry), "previous": row.previous, "sha256": row.sha256}
                for row in rows
            ]
        )
        return
    names = {item.key: item.name for item in project.state.variants}
    table = Table("No.", "When", "Who", "Step", "Variant", "What", "Where", "Old", "New", box=None, pad_edge=False)
    for row in rows:
        entry = row.entry
        values = (_short(entry.old), _short(entry.new))
        where = (names.get(entry.variant, entry.variant[:8]), entry.words, entry.path, *values)
        table.add_row(str(row.number), entry.recorded, entry.person, entry.kind, *where)
    out.print(table, markup=False)


@project_app.command("check")
@command
def check_command(file: File, as_json: AsJson = False) -> None:
    """Check every page, chain, study and model; exit status 1 where something is wrong."""
    found = check_project(file)
    if as_json:
        print_json([{"code": row.code, "params": dict(row.params), "text": sentence(row)} for row in found])
    else:
        say_issues((*found, *data_issues(read_project(file).state)))
        if not found:
            out.print("sound")
    if found:
        raise typer.Exit(CHECK_FAILED)


def _save(working: WorkingCopy, path: Path, state: ProjectState, words: str, person: str, variant: str = "") -> None:
    now = now_utc()
    working.autosave(state, [AuditEntry(now, person, "branch" if variant else "do", variant, words=words)])
    working.publish(path, recorded=now, person=person)


def _show(file: Path, *, as_json: bool) -> None:
    summary = read_summary(file)
    if as_json:
        found: dict[str, Any] = asdict(summary)
        del found["thumbnail"]
        print_json(found)
        return
    out.print(f"{summary.name}, saved {summary.saved}, program {summary.program or '-'}", markup=False)
    table = Table("Variant", "kgCO2e/m2", "kgCO2e/(m2 a)", "Health", "Score", "Locked", box=None, pad_edge=False)
    for row in summary.variants:
        keys = ("carbon.per_m2", "carbon.per_m2_a", "health.class", "label.score")
        cells = [_cell(row.figures.get(key)) for key in keys]
        table.add_row(row.name, *cells, "yes" if row.locked else "")
    out.print(table, markup=False)
    for model in summary.models:
        place = f", linked: {model.place}" if model.kind == "linked" else ""
        out.print(f"{model.name} {model.sha256[:12]} {model.size / 1e6:.1f} MB{place}", markup=False)


def _short(value: str | None) -> str:
    text = value or ""
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else "-" if value is None else str(value)
