"""A task: one building under one study. Its key says all that its result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bldgassess.portfolio.source import IfcSource, ModelSource, Source
from bldgassess.study import Study

__all__ = ["IfcSource", "ModelSource", "Source", "Task", "make_task"]


@dataclass(frozen=True, slots=True)
class Task:
    """One building under one study.

    Parameters
    ----------
    key : str
        sha256 over the building's digest, study, weather, data and program; see ``make_task``.
    models : Source
        What makes the building, such as ``IfcSource``.
    weather : Path, optional
        EPW file or folder of files; a typical year where there is none.
    name : str
        For people; need not be unique. Not in the key, like ``tags``.
    tags : mapping
        Anything that groups rows later, such as the archetype or the values that were varied; text to text.
    """

    key: str
    models: Source
    study: Study
    weather: Path | None = None
    name: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


def make_task(
    models: Source,
    study: Study,
    *,
    weather: Path | None = None,
    name: str = "",
    tags: Mapping[str, str] | None = None,
    office: Path | None = None,
) -> Task:
    """Make a task and its key. A changed file, study, weather, factor or program version is another key.

    ``office``: folder of the office's own factors, as ``run_tasks`` takes it.

    Raises
    ------
    UserError
        When a file that it names cannot be read.
    """
    parts = {
        "models": models.digest(),
        "study": study_text(study),
        "named_by_study": [_path_digest(path) for path in _paths_of(study)],
        "weather": _path_digest(weather),
        "program": program_digest(),
        "office": _path_digest(office),
    }
    key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return Task(key, models, study, weather, name, dict(tags or {}))


def study_text(study: Study) -> str:
    """Return a study in its canonical form: every setting, sorted, however its file was written."""
    return json.dumps(study.model_dump(mode="json"), sort_keys=True, ensure_ascii=True, allow_nan=False)
