"""Measures of a study held against the catalogue: every problem one sentence, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from bldgassess.errors import Issue
from bldgassess.study.measures import Measure, Parameter, Value, active_measures, measures_by_id

if TYPE_CHECKING:
    from bldgassess.study.schema import Study


def check_measures(study: Study) -> tuple[Issue, ...]:
    """Return what is wrong with the measures of a study: unknown names, values out of bounds, conflicts, needs."""
    known = measures_by_id()
    found: list[Issue] = []
    for identity, given in study.measures.items():
        if identity not in known:
            found.append(Issue("measures.unknown", {"id": identity[:60], "choices": ", ".join(known)}))
            continue
        found += _values(known[identity], given)
    return (*found, *_together(study)) if not found else tuple(found)


def _values(measure: Measure, given: dict[str, Value]) -> Iterator[Issue]:
    for name, value in given.items():
        row = measure.parameters.get(name)
        if row is None:
            names = ", ".join(measure.parameters)
            yield Issue("measures.unknown_parameter", {"id": measure.id, "name": name[:60], "choices": names})
        elif row.is_figure and not _within(row, value):
            limits = {"least": f"{row.least:g}", "most": f"{row.most:g}", "unit": row.unit}
            yield Issue("measures.out_of_range", {"id": measure.id, "name": name, "value": str(value)[:60], **limits})
        elif not row.is_figure and not _choosable(row, value):
            choices = ", ".join((*row.choices, *row.products))
            yield Issue(
                "measures.bad_choice", {"id": measure.id, "name": name, "value": str(value)[:60], "choices": choices}
            )


def _within(row: Parameter, value: Value) -> bool:
    number = not isinstance(value, str)
    return number and row.least is not None and row.most is not None and row.least <= float(value) <= row.most


def _choosable(row: Parameter, value: Value) -> bool:
    if value in row.choices or value in row.products:
        return True
    # a record id of the store; that it exists is told with the inventory, which knows the office's records too
    return bool(row.products) and isinstance(value, str) and "-" in value


def _together(study: Study) -> Iterator[Issue]:
    active = [item for item, _ in active_measures(study.measures)]
    for first, second in combinations(active, 2):
        if second.id in first.conflicts or first.id in second.conflicts:
            yield Issue("measures.conflict", {"first": first.id, "second": second.id})
    settings = {path: value for item in active for path, value in item.settings.items()}
    for item in active:
        for path, wanted in item.needs.items():
            section, _, name = path.partition(".")
            if settings.get(path, getattr(getattr(study, section), name)) != wanted:
                yield Issue("measures.needs", {"id": item.id, "path": path, "value": wanted})
