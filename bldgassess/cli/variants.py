"""Variants of a project where a verb takes models or results: which, their files, their last results."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bldgassess.cli.border import say_issues
from bldgassess.cli.chain import assess_files, office_from_environment, study_from
from bldgassess.errors import Issue, UserError
from bldgassess.evidence.register import Piece
from bldgassess.evidence.store import read_pieces
from bldgassess.pipeline.assessment import Assessment
from bldgassess.pipeline.data import DataSnapshot, load_data
from bldgassess.pipeline.office import with_office
from bldgassess.progress import Progress, silent
from bldgassess.project import SUFFIX, Project, SavedResults, VariantState, WorkingCopy, data_issues, read_project
from bldgassess.study import Study, set_values


def is_project(items: Sequence[Path]) -> bool:
    """Tell whether a verb was given one project."""
    return len(items) == 1 and items[0].suffix.lower() == SUFFIX


def refuse_beside(**options: object) -> None:
    """Refuse options that a project answers itself.

    Raises
    ------
    UserError
        One sentence for each that was given.
    """
    given = [name for name, value in options.items() if value]
    if given:
        raise UserError(Issue("project.not_beside", {"option": f"--{name}"}) for name in given)


def find_variant(project: Project, wanted: str | None) -> VariantState:
    """Return the variant of a name or key; the only one where none is named.

    Raises
    ------
    UserError
        With the names to choose from.
    """
    variants = project.state.variants
    choices = ", ".join(row.name for row in variants)
    if not variants:
        raise UserError(Issue("project.no_variants", {"file": project.path.name}))
    if wanted is None:
        if len(variants) > 1:
            raise UserError(Issue("project.which_variant", {"count": len(variants), "choices": choices}))
        return variants[0]
    found = project.state.variant(wanted)
    if found is None:
        raise UserError(Issue("project.no_variant", {"name": wanted, "choices": choices}))
    return found


def open_project(path: Path) -> Project:
    """Read a project and say what its figures were made with, where that is not what is at hand."""
    project = read_project(path)
    say_issues(data_issues(project.state, with_office(load_data(), office_from_environment()).store))
    return project


def saved_results(variant: VariantState) -> SavedResults | None:
    """Return the last results where they belong to the variant's study and models as they are."""
    saved = variant.fresh_results
    if saved is None or saved.results()["inputs"]["model_sha256"] != sorted(variant.models):
        return None
    return saved


@contextmanager
def model_files(project: Project, variant: VariantState) -> Iterator[tuple[Path, ...]]:
    """Give the variant's models as files, for as long as the block runs.

    Raises
    ------
    UserError
        When it has none, or a linked one is gone or changed.
    """
    if not variant.models:
        raise UserError(Issue("project.no_models", {"name": variant.name}))
    with tempfile.TemporaryDirectory() as folder:
        yield tuple(project.model_path(sha256, Path(folder)) for sha256 in variant.models)


@contextmanager
def building_of(
    items: Sequence[Path], study: Path | None, evidence: Path | None, variant: str | None
) -> Iterator[tuple[tuple[Path, ...], Study, tuple[Piece, ...]]]:
    """Give models, study and pieces of evidence: of a variant where one project is given, else as the options say.

    Raises
    ------
    UserError
        When options were given that a project answers itself, or something cannot be read.
    """
    if not is_project(items):
        yield tuple(items), study_from(study, []), read_pieces(evidence) if evidence else ()
        return
    refuse_beside(study=study, evidence=evidence)
    project = open_project(items[0])
    found = find_variant(project, variant)
    with model_files(project, found) as paths:
        yield paths, found.study, project.pieces()


@contextmanager
def working_copy(path: Path | None) -> Iterator[WorkingCopy]:
    """Open a project for one change; a verb that fails leaves nothing for recovery.

    Raises
    ------
    UserError
        When another program has it.
    """
    with tempfile.TemporaryDirectory() as folder:
        working = WorkingCopy.start(Path(folder), path)
        try:
            if working.read_only:
                raise UserError(working.issues)
            say_issues(working.issues)
            yield working
        finally:
            working.discard()


def assess_variant(
    project: Project,
    variant: VariantState,
    *,
    settings: Sequence[str] = (),
    data: DataSnapshot | None = None,
    progress: Progress = silent,
) -> Assessment:
    """Assess a variant with its own study, ``--set`` on top, and the project's evidence where it holds any."""
    data = data or with_office(load_data(), office_from_environment())
    if project.events:
        data = replace(data, evidence=project.pieces())
    study = set_values(variant.study, settings) if settings else variant.study
    with model_files(project, variant) as paths:
        return assess_files(paths, study, data=data, progress=progress)
