"""Defaults as data: ``defaults.yaml`` gives each setting its value, unit, source, quality and effect."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Default(BaseModel):
    """One row of ``defaults.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    value: Any
    unit: str
    source: str
    quality: str
    effect: str
    choices: tuple[str, ...] | None = None


@cache
def defaults() -> dict[str, Default]:
    """Every setting by dotted path, such as ``"operation.heating_setpoint_c"``."""
    text = files("bldgassess.study").joinpath("defaults.yaml").read_text(encoding="utf-8")
    raw: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return {f"{section}.{name}": Default(**row) for section, rows in raw.items() for name, row in rows.items()}


def setting(path: str, **bounds: Any) -> Any:  # noqa: ANN401 - a pydantic field of any type
    """Make the pydantic field of a setting: default and description from the data, bounds from here."""
    row = defaults()[path]
    value = row.value
    if isinstance(value, (list, dict)):
        frozen = tuple(value) if isinstance(value, list) else value
        return Field(default_factory=lambda: frozen, description=row.effect, **bounds)
    return Field(default=value, description=row.effect, **bounds)
