"""Read and write a study as YAML: every field commented with unit, source and effect; all problems told at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from bldgassess.errors import Issue, UserError
from bldgassess.study.defaults import defaults
from bldgassess.study.measures_check import check_measures
from bldgassess.study.schema import Study

#: Settings that are tables themselves: what follows their name is a key.
_TABLES = frozenset({("label", "declared"), ("label", "not_applicable"), ("envelope", "constructions")})


def _issues(error: ValidationError, origin: str) -> Iterable[Issue]:
    for item in error.errors():
        path = ".".join(str(part) for part in item["loc"])
        params = {"path": path or "study", "file": origin, "given": str(item.get("input"))[:60], "reason": item["msg"]}
        code = "study.unknown_field" if item["type"] == "extra_forbidden" else "study.bad_value"
        yield Issue(code, params)


def make_study(values: dict[str, Any], origin: str = "study") -> Study:
    """Check plain values and make a study of them.

    Raises
    ------
    UserError
        With one issue for each field that does not fit.
    """
    try:
        study = Study.model_validate(values)
    except ValidationError as error:
        raise UserError(_issues(error, origin)) from error
    problems = check_measures(study)
    if problems:
        raise UserError(problems)
    return study


def read_study(path: Path) -> Study:
    """Read a study file (YAML).

    Raises
    ------
    UserError
        File missing, not text, not YAML, or values that do not fit: all of them at once.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            Issue("study.cannot_read", {"file": path.name, "reason": error.strerror or "unknown"})
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError(Issue("study.not_yaml", {"file": path.name, "reason": str(error).splitlines()[0]})) from error
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise UserError(Issue("study.not_a_table", {"file": path.name}))
    return make_study(raw, path.name)


def set_values(study: Study, assignments: Iterable[str]) -> Study:
    """Return the study with ``section.field=value`` assignments applied, values read as YAML.

    >>> set_values(Study(), ["operation.heating=gas_boiler"]).operation.heating
    'gas_boiler'
    """
    values = study.model_dump(mode="python", exclude_unset=True)
    problems = []
    for assignment in assignments:
        path, sign, text = assignment.partition("=")
        parts = path.strip().split(".")
        if not sign or len(parts) < 2:
            problems.append(Issue("study.bad_assignment", {"text": assignment}))
            continue
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            problems.append(Issue("study.bad_assignment", {"text": assignment}))
            continue
        section = values.setdefault(parts[0], {})
        # the rest may hold dots itself: materials and declared metrics are keyed by free text
        if len(parts) > 2 and (parts[0] == "measures" or tuple(parts[:2]) in _TABLES):
            table = section.setdefault(parts[1], {})
            if not isinstance(table, dict):
                problems.append(Issue("study.bad_assignment", {"text": assignment}))
                continue
            section = table
            parts = [parts[0], ".".join(parts[2:])]
        section[".".join(parts[1:])] = value
    if problems:
        raise UserError(problems)
    return make_study(values, "--set")


def _comment(path: str, model: type[BaseModel], name: str) -> str:
    row = defaults().get(path)
    field = model.model_fields[name]
    if row is None:
        return f"  # {field.description or ''}"
    choices = get_args(field.annotation)
    allowed = f"; one of {', '.join(map(str, choices))}" if choices and all(isinstance(c, str) for c in choices) else ""
    return f"  # {row.effect} [{row.unit}]{allowed}. Default from: {row.source} (quality {row.quality})"


def study_yaml(study: Study) -> str:
    """Write a study as YAML with every field on a line and a comment that gives unit, effect and source."""
    lines = [
        "# Study of bldgassess: change a value here, or with --set section.field=value",
        f"schema_version: {study.schema_version}",
    ]
    for section, info in Study.model_fields.items():
        model = info.annotation
        part = getattr(study, section)
        if section == "schema_version":
            continue
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            lines += ["", f"# {info.description}", f"{section}: {_inline(part)}"]
            continue
        lines += ["", f"{section}:"]
        for name in model.model_fields:
            lines.append(_comment(f"{section}.{name}", model, name))
            lines.append(f"  {name}: {_inline(getattr(part, name))}")
    return "\n".join(lines) + "\n"


def _inline(value: Any) -> str:  # noqa: ANN401 - any study value
    plain = _plain(value)
    text = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=10_000)
    return text.removesuffix("\n").removesuffix("\n...").strip()


def _plain(value: Any) -> Any:  # noqa: ANN401 - any study value
    """Return a value as YAML knows it: tuples as lists, rows of the study as tables."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
