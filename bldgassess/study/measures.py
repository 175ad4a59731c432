"""The catalogue of measures, ``measures.yaml``: what each asks for and changes, and where its figures come from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

#: A value of a parameter: a figure, or one of its choices.
Value = float | str
Quality = Literal["A", "B", "C", "D", "S"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Parameter(_Row):
    """A parameter of a measure: a figure with unit, bounds, step, or a choice.

    ``idle``: the value at which the measure does nothing, ``None`` where there is none. ``products``: keys of
    ``materials_db`` products or record ids that are offered; any other record id is taken too.
    """

    title: str
    unit: str
    default: Value
    idle: float | None = None
    least: float | None = None
    most: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    source: str
    quality: Quality

    @model_validator(mode="after")
    def _one_kind(self) -> Parameter:
        bounded = self.least is not None and self.most is not None and self.step is not None
        if bounded == bool(self.choices or self.products) or bounded == isinstance(self.default, str):
            raise ValueError("a parameter has bounds and a step, or choices")
        return self

    @property
    def is_figure(self) -> bool:
        """Whether it takes a figure; a choice otherwise."""
        return not (self.choices or self.products)


class LayerRule(_Row):
    """A layer on faces of heated rooms: kinds and boundaries of ``Surface``, part under which it is counted."""

    kinds: tuple[str, ...]
    boundaries: tuple[str, ...]
    part: str


class WindowRule(_Row):
    """Which parameters give the figures and the product of all outer windows."""

    u: str
    g: str
    frame: str
    material: str


class RatioRule(_Row):
    """Which parameters give the share of windows in the facade [%] and the facades it is for."""

    target: str
    direction: str


class SwapRule(_Row):
    """Another product in layers of these categories and parts; ``only_lower``: only where its A1-A3 are lower."""

    categories: tuple[str, ...]
    parts: tuple[str, ...]
    only_lower: bool = False


class Item(_Row):
    """A product that the measure brings: ``amount`` [``unit``] for each unit of ``driver``, times a parameter.

    ``material``: product key, record id, or "=parameter". Drivers: see ``bldgassess.inventory.measures``.
    """

    label: str
    material: str
    driver: Literal["window_m2", "outer_m2", "inner_m2", "gia_m2", "heated_rooms"]
    amount: float = Field(gt=0)
    times: str = ""
    unit: Literal["m2", "kg", "piece"]
    part: str
    service_life_a: float = Field(gt=0)
    life_source: str
    life_quality: Quality
    source: str
    quality: Quality


class Measure(_Row):
    """One measure; fields as the head of ``measures.yaml`` says. ``cost`` stays empty until a figure has a source."""

    id: str
    title: str
    applies_to: Literal["wall", "roof", "floor", "window", "structure", "room", "building"]
    parameters: dict[str, Parameter] = Field(min_length=1)
    settings: dict[str, str | bool | float] = {}
    additions: dict[str, str] = {}
    layer: LayerRule | None = None
    windows: WindowRule | None = None
    ratio: RatioRule | None = None
    swap: SwapRule | None = None
    items: tuple[Item, ...] = ()
    rows: tuple[str, ...] = ()
    needs: dict[str, str] = {}
    conflicts: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
    cost: float | None = None

    @property
    def main(self) -> str:
        """Id of the main parameter: the first."""
        return next(iter(self.parameters))

    def values(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """Return all parameters: the given ones, defaults for the rest."""
        return {name: given.get(name, row.default) for name, row in self.parameters.items()}

    def is_active(self, given: Mapping[str, Value]) -> bool:
        """Tell whether it does anything: not where its main parameter is at ``idle``."""
        idle = self.parameters[self.main].idle
        return idle is None or self.values(given)[self.main] != idle


@cache
def load_measures() -> tuple[Measure, ...]:
    """Return all measures in the order of the file, which is the order in which they are applied and shown."""
    text = files("bldgassess.study").joinpath("measures.yaml").read_text(encoding="utf-8")
    raw: dict[str, dict[str, object]] = yaml.safe_load(text)
    return tuple(Measure.model_validate({"id": key, **row}) for key, row in raw.items())


@cache
def measures_by_id() -> dict[str, Measure]:
    """Return all measures by id."""
    return {item.id: item for item in load_measures()}


def active_measures(chosen: Mapping[str, Mapping[str, Value]]) -> tuple[tuple[Measure, dict[str, Value]], ...]:
    """Return the measures of a study that do something, with all their values, in the order of the catalogue."""
    return tuple(
        (item, item.values(chosen[item.id]))
        for item in load_measures()
        if item.id in chosen and item.is_active(chosen[item.id])
    )
