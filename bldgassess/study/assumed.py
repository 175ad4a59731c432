"""Which settings were assumed: every field of the study, marked as the person's own where they set it."""

from __future__ import annotations

from bldgassess.model import Assumption
from bldgassess.study.defaults import defaults
from bldgassess.study.schema import Study


def study_assumptions(study: Study) -> tuple[Assumption, ...]:
    """Return an assumption for each setting, quality "P" and source "study" where a person set it."""
    rows = []
    for path, row in defaults().items():
        section, _, name = path.partition(".")
        part = getattr(study, section)
        value = getattr(part, name)
        if value is None or value == "":
            continue  # taken from the model or a table; the stage that does so lists it
        chosen = name in part.model_fields_set and section in study.model_fields_set
        shown = value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else _text(value)
        source, quality = ("set in the study", "P") if chosen else (row.source, row.quality)
        rows.append(Assumption(path, shown, row.unit, source, row.effect, quality))
    return tuple(rows)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)
