"""First cost of measures, from a table that the user gives; the program ships none, because none is sourced."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bldgassess.errors import Issue, ParamValue, UserError
from bldgassess.inventory.measures import driver_amount, layer_faces
from bldgassess.model import Building
from bldgassess.study import Study, active_measures
from bldgassess.study.measures import Measure, Value, measures_by_id

_MOST_BYTES = 1_000_000


class CostRow(BaseModel):
    """A part of the first cost of a measure.

    ``per``: "once"; "level", for each unit of its main parameter (kWp, mm); "face_m2", for each square metre that its
    layer is laid on, and "face_m2_level" for that times the main parameter; else a driver of
    ``bldgassess.inventory.measures.driver_amount``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    measure: str
    cost: float = Field(ge=0)
    per: Literal[
        "once", "level", "face_m2", "face_m2_level", "window_m2", "outer_m2", "inner_m2", "gia_m2", "heated_rooms"
    ] = "once"
    currency: str = Field(min_length=1, max_length=12)
    source: str = ""


@dataclass(frozen=True, slots=True)
class CostTable:
    """All rows of a user's table, one currency."""

    rows: tuple[CostRow, ...]
    currency: str

    @property
    def measures(self) -> frozenset[str]:
        """Measures that have a cost."""
        return frozenset(row.measure for row in self.rows)


def read_costs(path: Path) -> CostTable:
    """Read costs: CSV with columns measure, cost, per, currency, source, or YAML with a list of such rows.

    Raises
    ------
    UserError
        File missing, too large or no table; all rows that do not fit, unknown measures, more than one currency.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            Issue("advisor.costs_cannot_read", {"file": path.name, "reason": error.strerror or "?"})
        ) from error
    try:
        raw = list(_raw_rows(content, is_csv=path.suffix.lower() == ".csv"))
    except (UnicodeDecodeError, yaml.YAMLError, csv.Error, ValueError) as error:
        raise UserError(
            Issue("advisor.costs_no_table", {"file": path.name, "reason": str(error).splitlines()[0][:200]})
        ) from error
    problems: list[Issue] = []
    rows: list[CostRow] = []
    for number, values in enumerate(raw, 1):
        try:
            rows.append(CostRow.model_validate(values))
        except ValidationError as error:
            for item in error.errors():
                field = ".".join(str(part) for part in item["loc"]) or "row"
                params: dict[str, ParamValue] = {
                    "file": path.name,
                    "row": number,
                    "field": field,
                    "reason": item["msg"],
                }
                problems.append(Issue("advisor.costs_bad_row", params))
    known = measures_by_id()
    problems += [
        Issue("measures.unknown", {"id": name[:60], "choices": ", ".join(known)})
        for name in dict.fromkeys(row.measure for row in rows)
        if name not in known
    ]
    currencies = sorted({row.currency for row in rows})
    if len(currencies) > 1:
        problems.append(Issue("advisor.costs_currencies", {"file": path.name, "found": ", ".join(currencies)}))
    if not rows and not problems:
        problems.append(Issue("advisor.costs_no_table", {"file": path.name, "reason": "no rows"}))
    if problems:
        raise UserError(problems)
    return CostTable(tuple(rows), currencies[0])


def compute_cost(table: CostTable, building: Building, study: Study) -> float | None:
    """Return the first cost of all measures that a study takes; ``None`` where one of them has no cost."""
    taken = active_measures(study.measures)
    if any(measure.id not in table.measures for measure, _ in taken):
        return None
    parts = [
        row.cost * _amount(building, measure, values, row.per)
        for measure, values in taken
        for row in table.rows
        if row.measure == measure.id
    ]
    return math.fsum(parts)


def _amount(building: Building, measure: Measure, values: dict[str, Value], per: str) -> float:
    if per == "once":
        return 1.0
    level = values[measure.main]
    size = float(level) if not isinstance(level, str) else 1.0
    if per == "level":
        return size
    if per in {"face_m2", "face_m2_level"}:
        faces = layer_faces(building, measure.layer) if measure.layer else []
        return math.fsum(item.area_m2 for item in faces) * (size if per == "face_m2_level" else 1.0)
    return driver_amount(building, per)


def _raw_rows(content: bytes, *, is_csv: bool) -> Iterator[dict[str, Any]]:
    if len(content) > _MOST_BYTES:
        raise ValueError("larger than 1 MB")
    text = content.decode("utf-8-sig")
    if is_csv:
        for row in csv.DictReader(io.StringIO(text)):
            yield {key: value for key, value in row.items() if key and value not in {None, ""}}
        return
    rows = yaml.safe_load(text)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("not a list of rows")
    yield from rows
