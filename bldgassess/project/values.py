"""A study as text: exact both ways, with what was set and nothing else.

``model_dump(mode="json")`` leaves out the folders of a machine on purpose: results are for others. A project is a
person's own and must open as it was, so its studies keep them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from bldgassess.study import Study, make_study

Values = dict[str, Any]


def study_json(study: Study) -> str:
    """Write a study. ``study_from_json`` gives it back with the same values set, in the same order.

    >>> study_json(Study(site={"weather_folder": "/data/weather"}))
    '{"site":{"weather_folder":"/data/weather"}}'
    """
    return to_json(study.model_dump(mode="python", exclude_unset=True))


def study_from_json(text: str, origin: str) -> Study:
    """Read a study.

    Raises
    ------
    UserError
        When a value does not fit this program's study; ``origin`` names the variant in the sentence.
    """
    values: Values = json.loads(text)
    return make_study(values, origin)


def set_values_of(study: Study) -> Values:
    """Return what is set, by section; a section in which nothing is set is left out, as it is what it is by default."""
    values = json.loads(study_json(study))
    return {section: part for section, part in values.items() if part != {}}


def study_sha256(study: Study) -> str:
    """Return the digest of what is set. Results belong to a study with the same one."""
    text = to_json(set_values_of(study), sort=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def value_rows(values: Mapping[str, Any]) -> dict[str, str]:
    """Return each set value as JSON by its path, ``section.name``; a section that is no table by its own name."""
    rows: dict[str, str] = {}
    for section, part in values.items():
        if isinstance(part, dict):
            rows.update({f"{section}.{name}": to_json(value) for name, value in part.items()})
        else:
            rows[section] = to_json(part)
    return rows


def to_json(value: Any, *, sort: bool = False) -> str:  # noqa: ANN401 - any JSON value
    """Write a value without a space; NaN and infinity are refused."""
    options: dict[str, Any] = {"separators": (",", ":"), "allow_nan": False, "sort_keys": sort, "default": _plain}
    return json.dumps(value, ensure_ascii=False, **options)


def _plain(value: object) -> Values:
    """Return a row of the study as a table."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="python", exclude_unset=True)
    raise TypeError(type(value).__name__)
