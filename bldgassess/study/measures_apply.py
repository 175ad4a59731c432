"""What the measures of a study make of it and of its building: settings, windows and walls, elements; nothing else.

Layers, records and products follow in ``bldgassess.inventory``, which reads the study's measures itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bldgassess.errors import UserError
from bldgassess.model import Assumption, Building
from bldgassess.study.constructions import with_constructions
from bldgassess.study.defaults import defaults
from bldgassess.study.measures import Measure, Value, active_measures
from bldgassess.study.measures_check import check_measures
from bldgassess.study.measures_facade import replace_windows, set_window_ratio
from bldgassess.study.read import make_study
from bldgassess.study.schema import Study


@dataclass(frozen=True, slots=True)
class Applied:
    """The study and building that every stage works with, and what the measures set, as assumptions.

    The study keeps its ``measures``: the inventory takes layers and products from there. Apply once.
    """

    study: Study
    building: Building
    assumptions: tuple[Assumption, ...] = ()


def apply_measures(study: Study, building: Building) -> Applied:
    """Return study and building with the study's measures and constructions; the same objects where there are none.

    Raises
    ------
    UserError
        With one issue for each measure that the catalogue lacks, that conflicts, or whose value is out of bounds.
    """
    problems = check_measures(study)
    if problems:
        raise UserError(problems)
    building = changed_building(study, building)
    active = active_measures(study.measures)
    if not active:
        return Applied(study, building)
    effective, set_by = _with_settings(study, active)
    return Applied(effective, building, _settings_rows(effective, set_by))


def changed_building(study: Study, building: Building) -> Building:
    """Return the building with the study's constructions and windows; the same object where nothing changes it."""
    building = with_constructions(building, study)
    for measure, values in active_measures(study.measures):
        if measure.ratio:
            building = set_window_ratio(
                building, float(values[measure.ratio.target]) / 100.0, str(values[measure.ratio.direction])
            )
        if measure.windows:
            rule = measure.windows
            building = replace_windows(
                building, float(values[rule.u]), float(values[rule.g]), float(values[rule.frame]), measure.id
            )
    return building


def effective_study(study: Study) -> Study:
    """Return the study with all settings and additions of its measures."""
    active = active_measures(study.measures)
    return _with_settings(study, active)[0] if active else study


def _with_settings(
    study: Study, active: tuple[tuple[Measure, dict[str, Value]], ...]
) -> tuple[Study, dict[str, tuple[str, ...]]]:
    """Return the study with all settings, then all additions, and which measures set what."""
    changed = study.model_dump(mode="python", exclude_unset=True)
    set_by: dict[str, tuple[str, ...]] = {}
    for measure, values in active:
        for path, value in measure.settings.items():
            section, _, name = path.partition(".")
            changed.setdefault(section, {})[name] = _value(value, values)
            set_by[path] = (*set_by.get(path, ()), measure.id)
    for measure, values in active:
        for path, value in measure.additions.items():
            section, _, name = path.partition(".")
            part = changed.setdefault(section, {})
            part[name] = part.get(name, getattr(getattr(study, section), name)) + float(_value(value, values))
            set_by[path] = (*set_by.get(path, ()), measure.id)
    return make_study(changed, "measures"), set_by


def _value(text: str | bool | float, values: dict[str, Value]) -> Any:  # noqa: ANN401 - any study value
    return values[text.removeprefix("=")] if isinstance(text, str) and text.startswith("=") else text


def _settings_rows(study: Study, set_by: dict[str, tuple[str, ...]]) -> tuple[Assumption, ...]:
    rows = []
    for path, measures in set_by.items():
        section, _, name = path.partition(".")
        value = getattr(getattr(study, section), name)
        shown = ("yes" if value else "no") if isinstance(value, bool) else value
        row = defaults()[path]
        rows.append(Assumption(path, shown, row.unit, f"measure: {', '.join(measures)}", row.effect, "P"))
    return tuple(rows)


def measure_assumptions(study: Study) -> tuple[Assumption, ...]:
    """Return every parameter of the study's measures, marked as the person's own where they set it."""
    rows = []
    for measure, values in active_measures(study.measures):
        for name, row in measure.parameters.items():
            chosen = name in study.measures[measure.id]
            source, quality = ("set in the study", "P") if chosen else (row.source, row.quality)
            rows.append(
                Assumption(f"measures.{measure.id}.{name}", values[name], row.unit, source, measure.title, quality)
            )
    return tuple(rows)
