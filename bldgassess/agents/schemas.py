"""What the tools take and return. Every figure carries its unit and the path under which ``explain`` knows it."""

from __future__ import annotations

from typing import Any, Literal

from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from pydantic import BaseModel, ConfigDict, Field

#: A value of the study: what its field takes.
Setting = bool | float | str | list[Any] | None
FileKind = Literal["results.json", "inventory.csv", "hourly.parquet", "assumptions.csv", "report.pdf", "study.yaml"]


class _Input(ArgModelBase):
    model_config = ConfigDict(extra="forbid")


class _Output(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Figure(_Output):
    """A figure of results.json."""

    path: str = Field(description="Path of the figure in results.json; give it to the tool explain")
    name: str = Field(description="What it is")
    value: float | str | None = Field(description="Its value; null where it was not assessed")
    unit: str = Field(description="Its unit, such as kgCO2e, kgCO2e/m2, kWh/a; '-' or empty where it has none")


class Said(_Output):
    """A remark of the engine."""

    code: str = Field(description="Stable code")
    severity: str = Field(description="error, warning or info")
    text: str = Field(description="What, where, what to do")


class OpenModelIn(_Input):
    """Files of one building, or the built-in sample."""

    files: list[str] = Field(
        min_length=1,
        max_length=20,
        description="Paths of IFC files (.ifc, .ifczip) of one building, or ['sample:base'], ['sample:better']",
    )


class OpenModelOut(_Output):
    """A model that is open."""

    model: str = Field(description="Handle for assess and propose_measures")
    name: str = Field(description="Name of the building")
    ifc_schema: str = Field(description="IFC schema of the files")
    storeys: int = Field(description="Storeys")
    elements: int = Field(description="Building elements")
    spaces: int = Field(description="Rooms")
    issues: list[Said] = Field(description="What is missing or doubtful in the files, the first 50")
    issues_total: int = Field(description="How many there are")


class AssessIn(_Input):
    """A model under a study."""

    model: str = Field(description="Handle from open_model")
    name: str = Field(default="", max_length=80, description="Name of this variant in comparisons")
    settings: dict[str, Setting] = Field(
        default_factory=dict,
        description=(
            "Study values to set by path, in the unit of the field, such as operation.heating_setpoint_c [degC], "
            "operation.infiltration_ach [1/h], envelope.wall_u_w_m2k [W/(m2 K)], carbon.study_period_a [a]; "
            "the resource bldgassess://study lists all"
        ),
    )
    measures: dict[str, dict[str, float | str]] = Field(
        default_factory=dict,
        description="Measures by id with their parameters (none for defaults); bldgassess://measures lists them",
    )
    study: str = Field(default="", description="Path of a study file (YAML) to start from")
    weather: str = Field(default="", description="Path of an EPW file; a typical year of the nearest station if empty")
    quick: bool = Field(default=False, description="Hourly year in steps of an hour, within 2 % of the full one")


class CallerValue(_Output):
    """An assumption that the caller made; the engine computed none of it."""

    id: str = Field(description="Path in the study")
    value: Any = Field(description="Value as set")
    unit: str = Field(description="Unit of the field")
    source: Literal["set by caller"] = "set by caller"


class AssessOut(_Output):
    """An assessment; all figures are from its results.json."""

    result: str = Field(description="Handle for explain, score, compare and export")
    name: str = Field(description="Name of the variant")
    quick: bool = Field(description="Whether the hourly year was solved in steps of an hour")
    figures: list[Figure] = Field(description="Main figures")
    set_by_caller: list[CallerValue] = Field(description="Assumptions that came with this call")
    assumptions_total: int = Field(description="How many assumptions there are in all, defaults included")
    issues: list[Said] = Field(description="Remarks, the first 50")
    issues_total: int = Field(description="How many there are")


class ExplainIn(_Input):
    """A figure to explain."""

    result: str = Field(description="Handle from assess")
    path: str = Field(
        max_length=300, description="Path such as carbon.modules.A1-A3, carbon.per_m2, label.criteria.C01, health.T3"
    )
    most: int = Field(default=10, ge=1, le=200, description="How many rows of the ledger at most")


class Row(_Output):
    """A row of the ledger that a figure is made of."""

    kgco2e: float = Field(description="Its part [kgCO2e]")
    fraction: float = Field(description="Its share of all rows [0-1]")
    fields: dict[str, str] = Field(description="Element, material, quantity with origin, factor record, source")


class ExplainOut(_Output):
    """Where a figure comes from."""

    path: str
    name: str
    value: Any = Field(description="Value of the figure in results.json")
    unit: str = Field(description="Its unit")
    clause: str = Field(description="Standard and clause")
    formula: str = Field(description="Formula, empty where there is none")
    rows: list[Row] = Field(description="Largest rows first")
    rows_total: int = Field(description="How many rows there are")
    rows_sum_kgco2e: float | None = Field(description="Sum of all rows [kgCO2e]")
    details: dict[str, Any] = Field(description="Parts, assumptions, sources")


class ResultIn(_Input):
    """A result."""

    result: str = Field(description="Handle from assess")


class Criterion(_Output):
    """A criterion of the label."""

    path: str = Field(description="Path for explain")
    title: str
    value: float | None = Field(description="Value in `unit`; null where it was not assessed")
    unit: str
    points: float = Field(description="Points of 100")
    max_points: float = Field(description="Most points")
    state: str
    reason: str


class ScoreOut(_Output):
    """The label's score."""

    catalogue: str
    official: bool = Field(description="False: an open reference catalogue, no certificate")
    disclaimer: str
    score: Figure = Field(description="Points [0-100]")
    level: str | None = Field(description="Level reached; null for none")
    criteria: list[Criterion]
    next_level: dict[str, Any] | None = Field(description="What the next level asks for")


class CompareIn(_Input):
    """Results side by side."""

    results: list[str] = Field(min_length=2, max_length=10, description="Handles from assess; the first is the base")


class CompareOut(_Output):
    """Figures of each result with the difference to the first."""

    names: list[str]
    figures: list[dict[str, Any]] = Field(
        description="path, name, unit, values by result, differences and fractions to the first (null: not assessed)"
    )
    by_part: list[list[dict[str, Any]]] = Field(description="Steps of the carbon difference by part [kgCO2e/m2]")
    by_module: list[list[dict[str, Any]]] = Field(description="The same by life-cycle module [kgCO2e/m2]")
    paired: list[dict[str, Any] | None] = Field(description="How surely each is lower, where samples were drawn")
    issues: list[Said]


class SearchIn(_Input):
    """Material names to look up."""

    names: list[str] = Field(min_length=1, max_length=100, description="Names in any language, as in a model")
    most: int = Field(default=5, ge=1, le=50, description="Candidates a name")
    part: str = Field(default="", max_length=60, description="Building part, such as roof or window")


class Candidate(_Output):
    """A factor record."""

    id: str
    name_en: str
    name_zh: str
    category: str
    score: float = Field(description="Likeness [0-1]; not a factor")


class Found(_Output):
    """What a name would be taken for."""

    query: str
    decision: str = Field(description="match: taken; ask: a person must choose; unmappable: nothing fits")
    candidates: list[Candidate]


class SearchOut(_Output):
    """Candidates by name."""

    found: list[Found]


class ProposeIn(_Input):
    """Measures to try one at a time."""

    model: str = Field(description="Handle from open_model")
    measures: list[str] = Field(default_factory=list, description="Ids of measures to try; all where empty")
    settings: dict[str, Setting] = Field(default_factory=dict, description="Study values to set first, by path")
    weather: str = Field(default="", description="Path of an EPW file")


class Proposal(_Output):
    """A measure by itself, with its usual parameters, against the base."""

    measure: str = Field(description="Id; give it to assess as measures: {id: {}}")
    title: str
    figures: list[Figure] = Field(description="With the measure: carbon, final energy, health and label")
    carbon_saved_kgco2e: float = Field(description="Base less measure, carbon.total_kgco2e [kgCO2e over the period]")
    label_gained_points: float = Field(description="Measure less base, label.score [points of 100]")
    health_gained_points: float = Field(description="Measure less base, health.score [points of 100]")


class ProposeOut(_Output):
    """Measures, the most carbon saved first. Effects of several do not add up: assess them together."""

    base: list[Figure] = Field(description="Without any of them")
    proposals: list[Proposal]
    not_possible: list[Said] = Field(description="Measures that this building or study does not take")
    set_by_caller: list[CallerValue]
    quick: Literal[True] = Field(default=True, description="Years solved in steps of an hour, within 2 %")


class ExportIn(_Input):
    """Files of a result to write into the project folder."""

    result: str = Field(description="Handle from assess")
    folder: str = Field(default="", max_length=200, description="Folder inside the project; the project where empty")
    files: tuple[FileKind, ...] = Field(
        default=("results.json", "inventory.csv"), min_length=1, description="Files to write"
    )
    overwrite: bool = Field(default=False, description="Whether files that are there may be replaced")
    language: Literal["en", "zh", "ru"] = Field(default="en", description="Language of report.pdf")


class ExportOut(_Output):
    """Files written."""

    files: list[str] = Field(description="Paths inside the project")
    sha256: dict[str, str] = Field(description="Digest of each")
