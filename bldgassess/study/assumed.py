"""Which settings were assumed: every field of the study, marked as the person's own where they set it."""

from __future__ import annotations

from pydantic import BaseModel

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
        if isinstance(value, str):  # a path is told by its last name: results carry no folders of a machine
            value = part.model_dump(mode="json", include={name})[name]
        if value is None or value in ("", (), {}):
            continue  # taken from the model or a table, or nothing set; the stage that does so lists it
        chosen = name in part.model_fields_set and section in study.model_fields_set
        shown = value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else _text(value)
        source, quality = ("set in the study", "P") if chosen else (row.source, row.quality)
        rows.append(Assumption(path, shown, row.unit, source, row.effect, quality))
    return tuple(rows)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, BaseModel):
        return " ".join(str(item) for item in value.model_dump().values())
    return str(value)
