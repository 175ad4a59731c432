"""Run files: what a person asks for, as YAML (models x studies x variants) or as a table with one row a building."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bldgassess.csv_input import numbered_rows
from bldgassess.errors import Issue, UserError
from bldgassess.messages import sentence
from bldgassess.portfolio.row import Row
from bldgassess.portfolio.task import IfcSource, Task, make_task
from bldgassess.portfolio.variants import Range, Values, Variant, apply_variant, latin_hypercube, product, product_size
from bldgassess.study import Study, read_study

#: Variants of one run file.
MOST = 200_000
#: Columns of the table with a meaning of their own; others with a dot are settings, the rest are tags.
_COLUMNS = ("model", "study", "weather", "name")

#: What a run file asks for, in its order: tasks, and rows of what could not become one.
Plan = tuple[Task | Row, ...]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Between(_Part):
    low: float = Field(alias="from")
    high: float = Field(alias="to")


class _Sample(_Part):
    count: int = Field(ge=1, le=MOST)
    seed: int = Field(default=1, ge=0)


class _RunFile(_Part):
    models: list[str | list[str]] = Field(min_length=1)
    studies: list[str] = []
    weather: list[str] = []
    set: dict[str, Any] = {}
    vary: dict[str, list[Any] | _Between] = {}
    sample: _Sample | None = None

    @field_validator("vary")
    @classmethod
    def _some(cls, given: dict[str, Any]) -> dict[str, Any]:
        for path, values in given.items():
            if values == []:
                raise ValueError(f"{path} has no values")
        return given


@dataclass(frozen=True, slots=True)
class _Base:
    """A building under a study before anything is varied."""

    source: IfcSource
    study: Study
    weather: Path | None
    tags: dict[str, str]


def read_run_file(path: Path, *, office: Path | None = None) -> Plan:
    """Read a run file. Names in it are looked for beside it.

    Raises
    ------
    UserError
        When it cannot be read or nothing in it can be assessed; a single row or variant that cannot is a failed row.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        params = {"file": path.name, "reason": error.strerror or "?"}
        raise UserError(Issue("portfolio.cannot_read", params)) from error
    if path.suffix.lower() == ".csv":
        plan = tuple(_table_plan(path, content, office))
    else:
        plan = tuple(_yaml_plan(path, _parse(path, content), office))
    if not plan:
        raise UserError(Issue("portfolio.no_rows", {"file": path.name}))
    return plan


def _parse(path: Path, content: bytes) -> _RunFile:
    try:
        raw = yaml.safe_load(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(Issue("portfolio.not_yaml", {"file": path.name, "reason": reason})) from error
    try:
        return _RunFile.model_validate(raw)
    except ValidationError as error:
        raise UserError(
            Issue(
                "portfolio.bad_field",
                {
                    "file": path.name,
                    "path": ".".join(str(part) for part in item["loc"]) or "its content",
                    "given": str(item.get("input"))[:60],
                    "reason": item["msg"],
                },
            )
            for item in error.errors()
        ) from error


def _yaml_plan(path: Path, run: _RunFile, office: Path | None) -> Iterator[Task | Row]:
    sources = list(_sources(path, run.models))
    studies = [(Path(name).stem, read_study(path.parent / name)) for name in run.studies] or [("", Study())]
    weathers: list[Path | None] = [path.parent / name for name in run.weather]
    weathers = weathers or [None]
    variants = _variants(path, run, len(sources) * len(studies) * len(weathers))
    for model, source in sources:
        for name, study in studies:
            for weather in weathers:
                tags = {"model": model, "study": name, "weather": weather.stem if weather else ""}
                base = _Base(source, study, weather, {key: text for key, text in tags.items() if text})
                shown = [model, *([name] if len(studies) > 1 else []), *([tags["weather"]] if run.weather[1:] else [])]
                yield from _varied(base, " ".join(shown), run.set, variants, office)


def _sources(path: Path, models: Sequence[str | list[str]]) -> Iterator[tuple[str, IfcSource]]:
    """Return buildings with their names; a pattern is one building a file, a list is one building in several files."""
    for given in models:
        if isinstance(given, list):
            yield Path(given[0]).stem, IfcSource.of([path.parent / name for name in given])
            continue
        if not any(sign in given for sign in "*?["):
            yield Path(given).stem, IfcSource.of([path.parent / given])
            continue
        found = sorted(path.parent.glob(given))
        if not found:
            raise UserError(Issue("portfolio.no_models", {"pattern": given, "file": path.name}))
        for item in found:
            yield item.stem, IfcSource.of([item])


def _variants(path: Path, run: _RunFile, bases: int) -> list[Variant]:
    """Return what is varied, the same for each building."""
    vary: dict[str, Values] = {
        name: Range(values.low, values.high) if isinstance(values, _Between) else values
        for name, values in run.vary.items()
    }
    listed = {name: values for name, values in vary.items() if not isinstance(values, Range)}
    ranges = [name for name in vary if name not in listed]
    if ranges and not run.sample:
        raise UserError(Issue("portfolio.range_needs_sample", {"path": ranges[0], "file": path.name}))
    count = bases * (run.sample.count if run.sample else product_size(vary))
    if count > MOST:
        raise UserError(Issue("portfolio.too_many", {"file": path.name, "count": count, "most": MOST}))
    if run.sample and vary:
        return list(latin_hypercube(vary, run.sample.count, run.sample.seed))
    return list(product(listed))


def _varied(
    base: _Base, name: str, fixed: Mapping[str, Any], variants: Sequence[Variant], office: Path | None
) -> Iterator[Task | Row]:
    """Return a task for each variant.

    Raises
    ------
    UserError
        When none of them can be: then it is the run file that is wrong.
    """
    refused: list[UserError] = []
    for number, variant in enumerate(variants, 1):
        shown = f"{name} {number:0{len(str(len(variants)))}d}" if len(variants) > 1 else name
        tags = base.tags | {path: _text(value) for path, value in variant.items()}
        try:
            study = apply_variant(base.study, {**fixed, **variant})
        except UserError as error:
            refused.append(error)
            if len(refused) == len(variants):
                raise
            yield _refused(shown, tags, error.issues)
            continue
        yield make_task(base.source, study, weather=base.weather, name=shown, tags=tags, office=office)


def _table_plan(path: Path, content: bytes, office: Path | None) -> Iterator[Task | Row]:
    rows = numbered_rows(content, ("model",), Issue("portfolio.not_csv", {"file": path.name}))
    for line, cells in rows:
        row = {key: (text or "").strip() for key, text in cells.items() if key}
        files = [path.parent / name.strip() for name in row["model"].split(";") if name.strip()]
        name = row.get("name") or (files[0].stem if files else f"line {line}")
        tags = {key: text for key, text in row.items() if text and key not in _COLUMNS}
        settings = [f"{key}={text}" for key, text in tags.items() if "." in key]
        try:
            if not files:
                raise UserError(Issue("portfolio.no_model_in_row", {"line": line, "file": path.name}))
            study = _study(path.parent / row["study"] if row.get("study") else None, settings)
        except UserError as error:
            yield _refused(name, tags | {"line": str(line)}, error.issues)
            continue
        weather = path.parent / row["weather"] if row.get("weather") else None
        yield make_task(IfcSource.of(files), study, weather=weather, name=name, tags=tags, office=office)


def _study(path: Path | None, settings: Sequence[str]) -> Study:
    from bldgassess.study import set_values

    study = read_study(path) if path else Study()
    return set_values(study, settings) if settings else study


def _refused(name: str, tags: Mapping[str, str], issues: Sequence[Issue]) -> Row:
    """Return the row of what cannot become a task."""
    key = hashlib.sha256(json.dumps([name, dict(tags)], sort_keys=True).encode()).hexdigest()
    text = " ".join(sentence(issue) for issue in issues)
    return Row(key, name, "failed", {}, tags, text, issues[0].code)


def _text(value: Any) -> str:  # noqa: ANN401 - any value of the study
    return value if isinstance(value, str) else json.dumps(value)
