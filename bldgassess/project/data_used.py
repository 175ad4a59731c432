"""Which factors, criteria and program a project's figures were made with, and whether they are the same now."""

from __future__ import annotations

from collections.abc import Iterable

from bldgassess import __version__
from bldgassess.errors import Issue, UserError
from bldgassess.label.installed import find_catalogue
from bldgassess.project.state import DataUsed, ProjectState
from materials_db.store import FactorStore, load_store


def data_in_use(state: ProjectState, store: FactorStore | None = None) -> DataUsed:
    """Return what this program would compute the variants with.

    ``store``: with the office's own choices where there are any. A catalogue that is not at hand is left out.
    """
    return DataUsed(__version__, (store or load_store()).info, tuple(_catalogues(state)))


def data_issues(state: ProjectState, store: FactorStore | None = None) -> tuple[Issue, ...]:
    """Say what is another version now than when the project's figures were made: they are kept, not made again."""
    saved = state.data
    if saved is None:
        return ()
    now = data_in_use(state, store)
    found = []
    if saved.factors != now.factors:
        found.append(_other("project.other_factors", saved.factors, now.factors))
    at_hand = {row[0]: row for row in now.catalogues}
    for row in saved.catalogues:
        own = at_hand.get(row[0])
        if own is None:
            found.append(Issue("project.no_catalogue", {"id": row[0], "version": row[1]}, severity="warning"))
        elif own != row:
            found.append(_other("project.other_catalogue", row, own))
    if saved.program != now.program:
        params = {"version": saved.program, "own": now.program}
        found.append(Issue("project.other_program", params, severity="info"))
    return tuple(found)


def _other(code: str, saved: tuple[str, str, str], own: tuple[str, str, str]) -> Issue:
    params = {"id": saved[0], "version": saved[1], "own": own[1], "sha256": saved[2][:12], "own_sha256": own[2][:12]}
    return Issue(code, params, severity="warning")


def _catalogues(state: ProjectState) -> Iterable[tuple[str, str, str]]:
    for reference in sorted({row.study.label.catalogue for row in state.variants}):
        try:
            found = find_catalogue(reference).catalogue
        except UserError:
            continue
        yield found.header.id, found.header.version, found.sha256
