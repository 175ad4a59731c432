"""Values that a caller sets, as a checked study and as assumptions; figures of results.json with their paths."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bldgassess.agents.schemas import CallerValue, Figure, Said
from bldgassess.errors import Issue
from bldgassess.glossary import quantity
from bldgassess.messages import sentence
from bldgassess.study import Study, defaults, read_study, set_values
from bldgassess.study.measures import measures_by_id

#: Figures that a result is told by; a star stands for all of a table.
MAIN: tuple[str, ...] = (
    "building.gia_m2", "readiness.score", "carbon.total_kgco2e", "carbon.per_m2", "carbon.per_m2_a",
    "carbon.upfront_per_m2", "carbon.operational_per_m2_a", "carbon.modules.*", "energy.final_kwh.*",
    "energy.pv_kwh", "health.score", "health.class", "label.score", "label.level",
)  # fmt: skip
#: Figures that a measure is told by.
FEW: tuple[str, ...] = (
    "carbon.total_kgco2e", "carbon.per_m2", "energy.final_kwh.*", "health.score", "label.score",
)  # fmt: skip
_MOST_ISSUES = 50


def caller_study(
    base: Study, path: str, settings: Mapping[str, Any], measures: Mapping[str, Mapping[str, Any]]
) -> Study:
    """Return the study with a caller's values, checked as the command line checks ``--set``.

    Raises
    ------
    UserError
        With one issue for each value that does not fit.
    """
    study = read_study(Path(path)) if path else base
    texts = [f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
    texts += [f"measures.{key}={json.dumps(values, ensure_ascii=False)}" for key, values in measures.items()]
    return set_values(study, texts) if texts else study


def caller_values(settings: Mapping[str, Any], measures: Mapping[str, Mapping[str, Any]]) -> list[CallerValue]:
    """Return a caller's values as assumptions of the caller."""
    known, rows = defaults(), []
    for path, value in settings.items():
        rows.append(CallerValue(id=path, value=value, unit=known[path].unit if path in known else ""))
    for key, given in measures.items():
        measure = measures_by_id()[key]
        for name, value in measure.values(given).items():
            rows.append(CallerValue(id=f"measures.{key}.{name}", value=value, unit=measure.parameters[name].unit))
    return rows


def figures(results: Mapping[str, Any], paths: Iterable[str]) -> list[Figure]:
    """Return figures of results.json as they stand there."""
    found = []
    for path in paths:
        value = _at(results, path.removesuffix(".*"))
        table = value if path.endswith(".*") else {"": value}
        for key, item in table.items():
            place = path.replace("*", key)
            known = quantity(place)
            name, unit = (known.name, known.unit) if known else (place, "")
            found.append(Figure(path=place, name=name, value=item, unit=unit))
    return found


def number(results: Mapping[str, Any], path: str) -> float:
    """Return a figure of results.json that is a number."""
    return float(_at(results, path))


def _at(results: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - any JSON value
    value: Any = results
    for part in path.split("."):
        value = value[part]
    return value


def said(issues: Iterable[Issue]) -> list[Said]:
    """Return the first issues as sentences."""
    return [Said(code=i.code, severity=i.severity, text=sentence(i)) for i in list(issues)[:_MOST_ISSUES]]
