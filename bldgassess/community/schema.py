"""The community file: what a person declares about buildings, site, shared energy and hazards. Units in each field."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bldgassess.study.schema import PvField, Use

Construction = Literal["masonry", "concrete_frame", "timber"]
Insulation = Literal["era", "none", "code_2005", "code_2022", "low_energy"]
AreaKind = Literal[
    "sealed", "partly_sealed", "half_open", "planted_thin", "planted_deep", "green", "water", "green_roof"
]
#: Whether the values of the file are the project's or stand in for them.
Basis = Literal["project", "assumption"]
Identity = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
#: A storey of an archetype is at least so large [m2].
_LEAST_PLAN_M2 = 20.0
Fraction = Annotated[float, Field(ge=0, le=1)]
Hour = Annotated[int, Field(ge=0, le=23)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Place(_Part):
    """Where the community lies; buildings made from archetypes stand here."""

    latitude_deg: float = Field(ge=-90, le=90, description="Latitude [deg]")
    longitude_deg: float = Field(ge=-180, le=180, description="Longitude [deg]")
    elevation_m: float = Field(default=0.0, ge=-430, le=6000, description="Height above the sea [m]")


class Archetype(_Part):
    """A building known by a few figures; the rest is data of this program (``data/archetype_*.csv``)."""

    use: Use = Field(description="What it is for")
    construction: Construction = Field(description="Kind of construction")
    year: int = Field(ge=1900, le=2100, description="Year of construction [year]; chooses the envelope of its time")
    insulation: Insulation = Field(default="era", description="Level of the envelope; that of the year where 'era'")
    storeys: int = Field(ge=1, le=60, description="Storeys above ground [count]")
    gia_m2: float | None = Field(default=None, ge=20, le=1e6, description="Floor area inside the walls [m2]")
    footprint_m2: float | None = Field(default=None, ge=30, le=1e5, description="Plan over the walls [m2]")
    window_fraction: float = Field(default=0.25, ge=0.02, le=0.8, description="Windows over outer walls [-]")
    orientation_deg: float = Field(default=180.0, ge=0, lt=360, description="Direction that the front faces [deg]")
    aspect: float | None = Field(default=None, ge=1, le=10, description="Length over width of the plan [-]")
    storey_height_m: float | None = Field(default=None, ge=2.4, le=8, description="Floor to floor [m]")

    @model_validator(mode="after")
    def _one_size(self) -> Archetype:
        if (self.gia_m2 is None) == (self.footprint_m2 is None):
            raise ValueError("give gia_m2 or footprint_m2, one of the two")
        if self.gia_m2 is not None and self.gia_m2 < _LEAST_PLAN_M2 * self.storeys:
            raise ValueError(f"a storey has at least {_LEAST_PLAN_M2:g} m2: fewer storeys or more gia_m2")
        return self


class Member(_Part):
    """A building, or ``count`` alike: an IFC model with its study, or an archetype."""

    id: Identity = Field(description="Short name, unique in the file")
    name: str = Field(default="", max_length=200, description="Name for people")
    count: int = Field(default=1, ge=1, le=100_000, description="How many of it there are [count]")
    model: str | None = Field(default=None, description="IFC file, relative to this file")
    study_file: str | None = Field(default=None, description="Study (YAML) of the model, relative to this file")
    archetype: Archetype | None = Field(default=None, description="In place of a model")
    study: dict[str, dict[str, Any]] = Field(default_factory=dict, description="Settings of this building alone")

    @model_validator(mode="after")
    def _one_source(self) -> Member:
        if (self.model is None) == (self.archetype is None):
            raise ValueError("give model or archetype, one of the two")
        if self.study_file is not None and self.model is None:
            raise ValueError("study_file belongs to a model")
        return self


class Area(_Part):
    """A part of the ground, or of roofs for ``green_roof``, by its surface."""

    name: str = Field(default="", max_length=200, description="Name")
    kind: AreaKind = Field(description="Surface, a row of data/surfaces.csv")
    area_m2: float = Field(gt=0, le=1e9, description="Area [m2]")
    cool_fraction: Fraction = Field(default=0.0, description="Shaded or of a cool surface, of paved ground [0-1]")


class Trees(_Part):
    """Trees alike. Groups with a figure a tree need ``count``, the group ``canopy`` needs ``canopy_m2``."""

    name: str = Field(default="", max_length=200, description="Name")
    group: str = Field(description="Row of data/trees.csv")
    count: int = Field(default=0, ge=0, le=1_000_000, description="Trees [count]")
    age_a: float | None = Field(default=None, ge=0, le=500, description="Mean age [a]")
    canopy_m2: float = Field(default=0.0, ge=0, le=1e9, description="Area under the crowns [m2]")


class Site(_Part):
    """The land and who lives on it."""

    area_m2: float | None = Field(default=None, gt=0, le=1e9, description="All land, with what is built on [m2]")
    areas: tuple[Area, ...] = Field(default=(), description="Ground by surface")
    trees: tuple[Trees, ...] = Field(default=(), description="Trees by group")
    people: float | None = Field(default=None, gt=0, le=1e7, description="People; from the buildings where empty")


class CommonLoad(_Part):
    """Electricity that belongs to no building, even over the hours of a day from ``from_h`` to ``to_h``."""

    name: str = Field(min_length=1, max_length=200, description="Name")
    kwh_a: float = Field(ge=0, le=1e9, description="Electricity of a year [kWh/a]")
    from_h: Hour = Field(default=0, description="First hour of the day [h]")
    to_h: Hour = Field(default=0, description="Hour at which it ends [h]; all day where equal to from_h")


class Plant(_Part):
    """A plant that serves buildings through a net, driven by electricity or burning a fuel."""

    source: Literal["electricity", "factor"] = Field(description="Drawn from the community's grid, or a factor")
    efficiency: float | None = Field(default=None, gt=0, le=12, description="Heat or cold out over electricity in [-]")
    losses_fraction: float = Field(ge=0, lt=0.8, description="Lost in the net, of what leaves the plant [0-1]")
    factor_kgco2e_kwh: float | None = Field(default=None, ge=0, le=3, description="Of heat leaving the plant [kg/kWh]")
    factor_source: str = Field(default="", max_length=300, description="Where the factor comes from")

    @model_validator(mode="after")
    def _what_it_needs(self) -> Plant:
        if self.source == "electricity" and self.efficiency is None:
            raise ValueError("a plant on electricity needs efficiency")
        if self.source == "factor" and (self.factor_kgco2e_kwh is None or not self.factor_source.strip()):
            raise ValueError("a plant with a factor needs factor_kgco2e_kwh and factor_source")
        return self


class Shared(_Part):
    """Energy that belongs to all."""

    pv: tuple[PvField, ...] = Field(default=(), description="Photovoltaic fields, each with kwp or area_m2")
    pv_losses_fraction: float = Field(default=0.14, ge=0, lt=1, description="System losses of fields without own [0-1]")
    battery_kwh: float = Field(default=0.0, ge=0, le=1e7, description="Battery, nominal [kWh]")
    battery_power_kw: float | None = Field(default=None, gt=0, le=1e6, description="Battery's power [kW]")
    battery_efficiency_fraction: float | None = Field(default=None, gt=0, le=1, description="Round trip [0-1]")
    loads: tuple[CommonLoad, ...] = Field(default=(), description="Street lights, charging, pumps")
    heating: Plant | None = Field(default=None, description="Serves buildings on district_heat")
    cooling: Plant | None = Field(default=None, description="Serves buildings on district_cooling")


class Mobility(_Part):
    """Ways and places."""

    distance_transit_m: float | None = Field(default=None, ge=0, le=1e5, description="Way to public transport [m]")
    distance_green_m: float | None = Field(default=None, ge=0, le=1e5, description="Way to public green [m]")
    parking_places: int | None = Field(default=None, ge=1, le=1_000_000, description="Car places [count]")
    ev_ready_places: int | None = Field(default=None, ge=0, le=1_000_000, description="Of them with charging [count]")
    cycle_places: int | None = Field(default=None, ge=0, le=1_000_000, description="Cycle places [count]")


class Cyclone(_Part):
    """What the project declares about strong wind; nothing of it is computed here."""

    zone: str = Field(default="", max_length=200, description="Zone, as the project's code names it")
    design_wind_m_s: float | None = Field(default=None, gt=0, le=120, description="Design gust [m/s]")
    note: str = Field(default="", max_length=1000, description="What the project says")


class Resilience(_Part):
    """Without a grid, and hazards as declared."""

    critical_fraction: float = Field(default=0.3, gt=0, le=1, description="Critical loads over all electricity [0-1]")
    hazards: dict[str, bool] = Field(default_factory=dict, description="Checklist: what is done, yes or no")
    runoff_control_pct: float | None = Field(default=None, ge=0, le=100, description="Of annual runoff [%], declared")
    cyclone: Cyclone | None = Field(default=None, description="Declared data about cyclones")


class LabelPart(_Part):
    """How the criteria are scored."""

    stage: Literal["pre", "design", "asbuilt", "inuse"] = Field(default="design", description="Stage")
    documents: tuple[str, ...] = Field(default=(), description="Criterion ids whose document is at hand")
    declared: dict[str, float] = Field(default_factory=dict, description="Declared values by metric key")
    not_applicable: dict[str, str] = Field(default_factory=dict, description="Criterion id to the reason")


class Community(_Part):
    """All that a community file says."""

    schema_version: Literal[1] = 1
    name: str = Field(min_length=1, max_length=200, description="Name of the community")
    basis: Basis = Field(default="project", description="Whether the values are the project's or assumptions")
    basis_note: str = Field(default="", max_length=500, description="Where the values come from")
    place: Place = Field(description="Where it lies")
    study: dict[str, dict[str, Any]] = Field(default_factory=dict, description="Settings of all buildings")
    buildings: tuple[Member, ...] = Field(min_length=1, max_length=10_000, description="Buildings")
    site: Site = Site()
    shared: Shared = Shared()
    mobility: Mobility = Mobility()
    resilience: Resilience = Resilience()
    label: LabelPart = LabelPart()

    @field_validator("buildings")
    @classmethod
    def _unique(cls, value: tuple[Member, ...]) -> tuple[Member, ...]:
        seen: set[str] = set()
        twice = sorted({item.id for item in value if item.id in seen or seen.add(item.id)})  # type: ignore[func-returns-value]
        if twice:
            raise ValueError(f"ids that stand twice: {', '.join(twice)}")
        return value
