"""The criteria catalogue: a versioned YAML file, checked when it is read; an official one replaces it as a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bldgassess.errors import Issue, UserError

SHIPPED = "ce15hc-ref-0.1.0.yaml"
Titles = dict[str, str]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Source(_Model):
    """Where a criterion comes from."""

    doc: str
    clause: str = ""
    confidence: str = ""


class Prerequisite(_Model):
    """What must hold for the levels named ("all": every level)."""

    op: Literal["<=", ">=", "calculated", "document"]
    value: float | None = None
    levels: tuple[str, ...]
    text: str = ""


class Criterion(_Model):
    """One criterion with its score curve [(value, percent)], by building type where that differs."""

    id: str
    category: str
    title: Titles
    metric: str
    unit: str
    direction: Literal["lower", "higher"]
    max_points: float = Field(gt=0)
    score_curve: tuple[tuple[float, float], ...] = Field(min_length=2)
    score_curve_by_type: dict[str, tuple[tuple[float, float], ...]] = {}
    applies_to: Literal["all"] | tuple[str, ...] = "all"
    evidence: dict[str, tuple[str, ...]]
    sources: tuple[Source, ...]
    prerequisite: Prerequisite | None = None
    note: str = ""

    @model_validator(mode="after")
    def _rising(self) -> Criterion:
        for curve in (self.score_curve, *self.score_curve_by_type.values()):
            values = [point[0] for point in curve]
            if any(b <= a for a, b in pairwise(values)):
                raise ValueError(f"{self.id}: the score curve's values must rise")
        return self


class Gate(_Model):
    """A condition of a level on one metric."""

    metric: str
    op: Literal["<=", ">="]
    value: float


class Level(_Model):
    """A level with the total and the shares of categories that it asks for."""

    id: str
    en: str
    zh: str = ""
    ru: str = ""
    min_points: float
    min_category_pct: dict[str, float] = {}
    gates: tuple[Gate, ...] = ()

    @property
    def title(self) -> Titles:
        """The level's name by language."""
        return {"en": self.en, "zh": self.zh or self.en, "ru": self.ru or self.en}


class Stage(_Model):
    """A stage of assessment with the weakest evidence that it takes."""

    id: str
    en: str
    zh: str = ""
    ru: str = ""
    min_evidence: str
    measured_required: tuple[str, ...] = ()


class Category(_Model):
    """A category with its points."""

    id: str
    title: Titles
    points: float


class Header(_Model):
    """Identity, disclaimer, levels and stages."""

    id: str
    version: str
    official: bool
    title: Titles
    disclaimer: Titles
    evidence_order: tuple[str, ...]
    stages: tuple[Stage, ...]
    levels: tuple[Level, ...]


class _File(_Model):
    catalogue: Header
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> _File:
        identities = [item.id for item in self.criteria]
        if len(set(identities)) != len(identities):
            raise ValueError("a criterion id stands twice")
        for category in self.categories:
            total = sum(item.max_points for item in self.criteria if item.category == category.id)
            if abs(total - category.points) > 1e-6:
                raise ValueError(f"category {category.id}: criteria give {total:g}, not {category.points:g} points")
        known = {category.id for category in self.categories}
        if any(item.category not in known for item in self.criteria):
            raise ValueError("a criterion names a category that is not there")
        return self


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A checked catalogue with the digest of its file."""

    header: Header
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    sha256: str


def read_catalogue(path: Path | None = None) -> Catalogue:
    """Read a catalogue; without a path the open reference catalogue that is shipped.

    Raises
    ------
    UserError
        When the file cannot be read or breaks a rule, with the first rule it breaks.
    """
    name = path.name if path else SHIPPED
    try:
        content = path.read_bytes() if path else files("bldgassess.label").joinpath("data", SHIPPED).read_bytes()
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        raw: Any = yaml.load(content, Loader=loader)
        checked = _File.model_validate(raw)
    except OSError as error:
        raise UserError(Issue("label.cannot_read", {"file": name, "reason": error.strerror or "?"})) from error
    except yaml.YAMLError as error:
        raise UserError(Issue("label.not_yaml", {"file": name})) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "catalogue"
        raise UserError(Issue("label.bad_catalogue", {"file": name, "place": place, "reason": first["msg"]})) from error
    return Catalogue(checked.catalogue, checked.categories, checked.criteria, hashlib.sha256(content).hexdigest())


def catalogue_file(sha256: str) -> bytes | None:
    """Return the file of an installed catalogue by its digest, ``None`` where it is not installed."""
    for file in sorted(files("bldgassess.label").joinpath("data").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".yaml") and hashlib.sha256(content := file.read_bytes()).hexdigest() == sha256:
            return content
    return None
