"""What a criteria catalogue holds, field by field; nothing else is taken. The rules between fields: ``label.rules``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
CatalogueId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6}){0,3}(-[0-9A-Za-z.]{1,20})?$")]
MetricKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Percent = Annotated[float, Field(ge=0.0, le=100.0)]
Points = Annotated[float, Field(gt=0.0, le=1000.0)]
#: How a value is known, as results.json writes it; a catalogue says their order.
Evidence = Literal["declared", "document", "computed", "measured"]
#: The stages that a study can choose.
StageId = Literal["pre", "design", "asbuilt", "inuse"]
Use = Literal["house", "apartment", "office", "school", "hotel", "healthcare"]
Curve = Annotated[tuple[tuple[float, Percent], ...], Field(min_length=2, max_length=50)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class Titles(_Model):
    """A text by language; English is always there."""

    en: Text
    zh: Text | None = None
    ru: Text | None = None

    def by_language(self) -> dict[str, str]:
        """Return the text in each language; English stands in for one that is not there."""
        return {"en": self.en, "zh": self.zh or self.en, "ru": self.ru or self.en}


class Source(_Model):
    """Where a criterion comes from; ``confidence``: a word of the catalogue's legend."""

    doc: Text
    clause: str = ""
    confidence: Text
    source: str = ""


class Prerequisite(_Model):
    """What must hold for the levels named ("all": every level)."""

    op: Literal["<=", ">=", "calculated", "document"]
    value: float | None = None
    levels: Annotated[tuple[str, ...], Field(min_length=1)]
    text: str = ""


class Criterion(_Model):
    """One criterion with its score curve [(value, percent)], by building type where that differs."""

    id: Identity
    category: str
    version: str = ""
    title: Titles
    intent: str = ""
    metric: MetricKey
    unit: Text
    direction: Literal["lower", "higher"]
    max_points: Points
    score_curve: Curve
    score_curve_by_type: dict[Use, Curve] = {}
    applies_to: Literal["all"] | Annotated[tuple[Use, ...], Field(min_length=1)] = "all"
    evidence: dict[StageId, Annotated[tuple[Evidence, ...], Field(min_length=1)]]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    prerequisite: Prerequisite | None = None
    note: str = ""

    def curve(self, building_type: str) -> tuple[tuple[float, float], ...]:
        """Return the curve of a building type."""
        found = {str(use): curve for use, curve in self.score_curve_by_type.items()}
        return found.get(building_type, self.score_curve)

    def fits(self, building_type: str) -> bool:
        """Tell whether it applies to a building type."""
        return self.applies_to == "all" or building_type in self.applies_to


class Gate(_Model):
    """A condition of a level on one metric."""

    metric: MetricKey
    op: Literal["<=", ">="]
    value: float


class Level(Titles):
    """A level with the total and the shares of categories that it asks for."""

    id: Identity
    min_points: Annotated[float, Field(ge=0.0)]
    min_category_pct: dict[str, Percent] = {}
    gates: tuple[Gate, ...] = ()


class Stage(Titles):
    """A stage of assessment; ``min_evidence``: the weakest that counts where a criterion says nothing of the stage."""

    id: StageId
    min_evidence: Evidence
    measured_required: tuple[str, ...] = ()


class Category(_Model):
    """A category with its points."""

    id: Identity
    title: Titles
    points: Points


class Scoring(_Model):
    """How points are made. The engine knows one way; a catalogue that asks for another is refused."""

    points_total: Points = 100
    interpolation: Literal["piecewise_linear"] = "piecewise_linear"
    clamp: Literal[True] = True
    missing: Literal["zero_and_flag"] = "zero_and_flag"
    not_applicable: Literal["redistribute_within_category"] = "redistribute_within_category"
    rounding: str = ""


class Header(_Model):
    """Identity, disclaimer, levels and stages."""

    id: CatalogueId
    version: Version
    released: str = ""
    status: str = ""
    official: bool
    title: Titles
    disclaimer: Titles
    scoring: Scoring = Scoring()
    evidence_order: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    confidence_legend: Annotated[dict[str, Text], Field(min_length=1)]


class CatalogueFile(_Model):
    """The whole file."""

    catalogue: Header
    categories: Annotated[tuple[Category, ...], Field(min_length=1, max_length=50)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=500)]
