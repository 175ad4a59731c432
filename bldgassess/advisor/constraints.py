"""Constraints on what a search may choose, ``constraints.yaml``, and limits on what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from bldgassess.study.measures import Value, measures_by_id


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ban(_Row):
    """A measure that may not be taken, unless with these parameter values."""

    measure: str
    unless: dict[str, Value] = {}


class Constraint(_Row):
    """One constraint; fields as the head of ``constraints.yaml`` says."""

    id: str
    title: str
    forbids: tuple[Ban, ...]
    source: str
    quality: Literal["A", "B", "C", "D", "S"]

    def forbids_values(self, measure: str, given: Mapping[str, Value] | None) -> bool:
        """Tell whether a measure with these values, ``None`` where it is not taken, is forbidden."""
        if given is None:
            return False
        row = measures_by_id()[measure]
        values = row.values(given)
        return any(
            ban.measure == measure
            and row.is_active(given)
            and not (ban.unless and all(values[name] == value for name, value in ban.unless.items()))
            for ban in self.forbids
        )


@cache
def load_constraints() -> dict[str, Constraint]:
    """Return all constraints by id."""
    text = files("bldgassess.advisor").joinpath("constraints.yaml").read_text(encoding="utf-8")
    raw: dict[str, dict[str, object]] = yaml.safe_load(text)
    return {key: Constraint.model_validate({"id": key, **row}) for key, row in raw.items()}


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a figure of an outcome may be.

    ``budget_kgco2e``: whole-life carbon, A to C, of the whole building [kgCO2e]; ``cost``: first cost of the measures,
    in the currency of the cost table.
    """

    figure: Literal["budget_kgco2e", "cost"]
    most: float
