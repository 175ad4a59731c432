"""The study: every assumption a person may change. Frozen; a change makes a new one (``study.edits``)."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator

from bldgassess.study.defaults import setting
from bldgassess.study.measures import Value, measures_by_id

Use = Literal["house", "apartment", "office", "school", "hotel", "healthcare"]
Heating = Literal[
    "heat_pump", "ground_heat_pump", "split_unit", "vrf", "gas_boiler", "oil_boiler", "pellet_boiler",
    "direct_electric", "district_heat", "none",
]  # fmt: skip
Cooling = Literal["split_unit", "vrf", "chiller", "water_chiller", "district_cooling", "none"]
HotWater = Literal["electric", "heat_pump", "gas_boiler", "oil_boiler", "pellet_boiler", "district_heat", "none"]
#: Worlds that thermal indicators can be repeated in (``hourly/data/climate_scenarios.csv``).
Climate = Literal["1.5C", "2.0C", "2050", "2080"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=False)


class BuildingStudy(_Section):
    """What the building is for and how large it is."""

    name: str = setting("building.name")
    use: Use = setting("building.use")
    gia_m2: float | None = setting("building.gia_m2", gt=0, le=1e7)
    occupants: float | None = setting("building.occupants", gt=0, le=1e6)


class SiteStudy(_Section):
    """Where it stands."""

    station: str | None = setting("site.station")
    grid_region: str | None = setting("site.grid_region")
    elevation_m: float | None = setting("site.elevation_m", ge=-430, le=6000)
    weather_folder: str | None = setting("site.weather_folder")
    climate: Literal["present", "1.5C", "2.0C", "2050", "2080"] = setting("site.climate")
    climate_deltas: str | None = setting("site.climate_deltas")
    extreme: Literal["none", "heat_wave", "cold_snap"] = setting("site.extreme")
    heat_island: Literal["none", "suburb", "city"] = setting("site.heat_island")
    outdoor_co2_ppm: float = setting("site.outdoor_co2_ppm", ge=250, le=1000)
    ground_albedo_fraction: float = setting("site.ground_albedo_fraction", ge=0, le=1)
    pm25_ug_m3: float | None = setting("site.pm25_ug_m3", ge=0, le=1000)
    pm25_months_ug_m3: tuple[float, ...] = setting("site.pm25_months_ug_m3")
    no2_ug_m3: float | None = setting("site.no2_ug_m3", ge=0, le=1000)
    ozone_ug_m3: float | None = setting("site.ozone_ug_m3", ge=0, le=1000)
    radon_soil_bq_m3: float = setting("site.radon_soil_bq_m3", ge=0, le=1e7)
    noise_day_db: float = setting("site.noise_day_db", ge=0, le=120)
    noise_night_db: float = setting("site.noise_night_db", ge=0, le=120)

    @field_validator("pm25_months_ug_m3")
    @classmethod
    def _twelve_months(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if value and (len(value) != 12 or min(value) < 0.0 or max(value) <= 0.0):
            raise ValueError("twelve monthly means, none below 0, or none at all")
        return value

    @field_validator("climate", mode="before")
    @classmethod
    def _year_as_text(cls, value: object) -> object:
        """Take a year as YAML reads it, a number, for the text that it stands for."""
        return str(value) if isinstance(value, int) else value

    @field_serializer("weather_folder", "climate_deltas", when_used="json")
    def _name_alone(self, value: str | None) -> str | None:
        """Results carry names, never the folders of a machine."""
        return None if value is None else PurePath(value.replace("\\", "/")).name


class OperationStudy(_Section):
    """How it is heated, cooled, aired, lit and used."""

    heating_setpoint_c: float = setting("operation.heating_setpoint_c", ge=5, le=28)
    cooling_setpoint_c: float = setting("operation.cooling_setpoint_c", ge=18, le=35)
    heating_season_c: float = setting("operation.heating_season_c", ge=0, le=40)
    room_types: bool = setting("operation.room_types")
    heating_setback_c: float | None = setting("operation.heating_setback_c", ge=0, le=28)
    cooling_setback_c: float | None = setting("operation.cooling_setback_c", ge=18, le=45)
    setback_start_h: int = setting("operation.setback_start_h", ge=0, le=23)
    setback_end_h: int = setting("operation.setback_end_h", ge=0, le=23)
    heating: Heating = setting("operation.heating")
    heating_efficiency: float | None = setting("operation.heating_efficiency", gt=0, le=10)
    heating_emission: Literal["radiator", "underfloor", "fan_coil"] = setting("operation.heating_emission")
    heating_flow_c: float | None = setting("operation.heating_flow_c", ge=25, le=90)
    heating_power_w: float | None = setting("operation.heating_power_w", gt=0, le=1e9)
    heating_bivalence_c: float | None = setting("operation.heating_bivalence_c", ge=-40, le=20)
    heating_backup: bool = setting("operation.heating_backup")
    cooling: Cooling = setting("operation.cooling")
    cooling_efficiency: float | None = setting("operation.cooling_efficiency", gt=0, le=15)
    cooling_power_w: float | None = setting("operation.cooling_power_w", gt=0, le=1e9)
    ventilation: Literal["natural", "extract", "balanced"] = setting("operation.ventilation")
    ventilation_l_s_m2: float | None = setting("operation.ventilation_l_s_m2", ge=0, le=20)
    heat_recovery_fraction: float = setting("operation.heat_recovery_fraction", ge=0, le=0.95)
    fan_power_w_m3h: float = setting("operation.fan_power_w_m3h", ge=0, le=2)
    infiltration_ach: float = setting("operation.infiltration_ach", ge=0, le=5)
    window_airing_ach: float = setting("operation.window_airing_ach", ge=0, le=20)
    window_airing: Literal["air_change", "openings"] = setting("operation.window_airing")
    window_open_fraction: float = setting("operation.window_open_fraction", ge=0, le=1)
    inner_doors_open_fraction: float = setting("operation.inner_doors_open_fraction", ge=0, le=1)
    ceiling_fans: bool = setting("operation.ceiling_fans")
    hot_water: HotWater = setting("operation.hot_water")
    hot_water_efficiency: float | None = setting("operation.hot_water_efficiency", gt=0, le=10)
    hot_water_storage_l: float | None = setting("operation.hot_water_storage_l", ge=0, le=1e6)
    hot_water_l_person_day: float | None = setting("operation.hot_water_l_person_day", ge=0, le=300)
    people_per_m2: float | None = setting("operation.people_per_m2", ge=0, le=2)
    lighting_w_m2: float | None = setting("operation.lighting_w_m2", ge=0, le=50)
    lighting_control: Literal["schedule", "daylight"] = setting("operation.lighting_control")
    lighting_target_lux: float | None = setting("operation.lighting_target_lux", gt=0, le=5000)
    equipment_w_m2: float | None = setting("operation.equipment_w_m2", ge=0, le=200)
    profile_standard: Literal["EN 16798-1", "GB 55015-2021"] = setting("operation.profile_standard")


class LayerStudy(_Section):
    """One layer of a construction made by hand: material name, thickness [mm], record id where the name is not to say."""

    material: str = Field(min_length=1, description="Material name, matched like the model's")
    thickness_mm: float = Field(gt=0, le=2000, description="Thickness [mm]")
    record: str | None = Field(default=None, description="Factor record id")


class EnvelopeStudy(_Section):
    """Glass, what stands in where layers are not known, constructions by hand, and the person's own areas."""

    wall_m2: float | None = setting("envelope.wall_m2", gt=0, le=1e7)
    roof_m2: float | None = setting("envelope.roof_m2", gt=0, le=1e7)
    floor_m2: float | None = setting("envelope.floor_m2", gt=0, le=1e7)
    window_m2: float | None = setting("envelope.window_m2", ge=0, le=1e7)
    wall_u_w_m2k: float = setting("envelope.wall_u_w_m2k", gt=0, le=7)
    roof_u_w_m2k: float = setting("envelope.roof_u_w_m2k", gt=0, le=7)
    floor_u_w_m2k: float = setting("envelope.floor_u_w_m2k", gt=0, le=7)
    window_u_w_m2k: float = setting("envelope.window_u_w_m2k", gt=0, le=7)
    window_g_fraction: float = setting("envelope.window_g_fraction", gt=0, le=1)
    window_frame_fraction: float = setting("envelope.window_frame_fraction", ge=0, lt=1)
    window_visible_fraction: float = setting("envelope.window_visible_fraction", gt=0, le=1)
    door_u_w_m2k: float = setting("envelope.door_u_w_m2k", gt=0, le=7)
    shading_fraction: float = setting("envelope.shading_fraction", ge=0, le=1)
    blinds: Literal["none", "outside", "inside"] = setting("envelope.blinds")
    blinds_close_w_m2: float = setting("envelope.blinds_close_w_m2", ge=0, le=1500)
    blinds_warm_c: float | None = setting("envelope.blinds_warm_c", ge=-20, le=40)
    thermal_bridges: Literal["none", "catalogue", "fraction"] = setting("envelope.thermal_bridges")
    thermal_bridge_fraction: float = setting("envelope.thermal_bridge_fraction", ge=0, le=1)
    absorptance_fraction: float = setting("envelope.absorptance_fraction", ge=0, le=1)
    reflectance_floor_fraction: float = setting("envelope.reflectance_floor_fraction", ge=0, le=0.95)
    reflectance_wall_fraction: float = setting("envelope.reflectance_wall_fraction", ge=0, le=0.95)
    reflectance_ceiling_fraction: float = setting("envelope.reflectance_ceiling_fraction", ge=0, le=0.95)
    constructions: dict[str, tuple[LayerStudy, ...]] = setting("envelope.constructions")


class PvField(_Section):
    """One field of photovoltaic modules: its power, or its area; its tilt and direction."""

    name: str = Field(default="", description="Name")
    kwp: float | None = Field(default=None, gt=0, le=1e5, description="Power [kWp]; from the area where empty")
    area_m2: float | None = Field(default=None, gt=0, le=1e6, description="Area of the modules [m2]")
    tilt_deg: float = Field(ge=0, le=90, description="Tilt [deg]")
    azimuth_deg: float = Field(ge=0, le=360, description="Direction [deg clockwise from north]")
    losses_fraction: float | None = Field(
        default=None, ge=0, lt=1, description="System losses; as set for all where empty"
    )


class RenewablesStudy(_Section):
    """Photovoltaics, battery and solar collectors."""

    pv_kwp: float = setting("renewables.pv_kwp", ge=0, le=1e5)
    pv_tilt_deg: float = setting("renewables.pv_tilt_deg", ge=0, le=90)
    pv_azimuth_deg: float = setting("renewables.pv_azimuth_deg", ge=0, le=360)
    pv_losses_fraction: float = setting("renewables.pv_losses_fraction", ge=0, lt=1)
    pv_fields: tuple[PvField, ...] = setting("renewables.pv_fields")
    pv_roof_fraction: float = setting("renewables.pv_roof_fraction", ge=0, le=1)
    pv_facade_fraction: float = setting("renewables.pv_facade_fraction", ge=0, le=1)
    pv_facade_sides: Literal["equator", "sunny", "all"] = setting("renewables.pv_facade_sides")
    pv_module_w_m2: float | None = setting("renewables.pv_module_w_m2", gt=0, le=500)
    pv_inverter_kw: float | None = setting("renewables.pv_inverter_kw", gt=0, le=1e5)
    battery_kwh: float = setting("renewables.battery_kwh", ge=0, le=1e6)
    battery_power_kw: float | None = setting("renewables.battery_power_kw", gt=0, le=1e6)
    battery_efficiency_fraction: float | None = setting("renewables.battery_efficiency_fraction", gt=0, le=1)
    solar_thermal_m2: float = setting("renewables.solar_thermal_m2", ge=0, le=1e5)
    solar_thermal_type: Literal["flat_plate", "evacuated_tube"] = setting("renewables.solar_thermal_type")
    solar_thermal_tilt_deg: float = setting("renewables.solar_thermal_tilt_deg", ge=0, le=90)
    solar_thermal_azimuth_deg: float = setting("renewables.solar_thermal_azimuth_deg", ge=0, le=360)
    solar_storage_l: float | None = setting("renewables.solar_storage_l", gt=0, le=1e6)


class Leg(_Section):
    """One leg of a transport: distance [km] and vehicle of the transport table."""

    km: float = Field(ge=0, le=40000, description="Distance [km]")
    mode: str = Field(description="Vehicle of the transport table")


class Refurbishment(_Section):
    """A planned refurbishment (module B5): when, what, how much."""

    year_a: float = Field(ge=0, le=200, description="Years after the start [a]")
    name: str = Field(description="What is done")
    kgco2e: float = Field(description="Emissions of the works with their materials [kgCO2e]")


class CarbonStudy(_Section):
    """Life-cycle profile, data order and scenarios."""

    profile: Literal["EN15978", "EPBD", "LEVELS", "RICS", "BR18", "GB51366", "BOVERKET"] = setting("carbon.profile")
    study_period_a: int | None = setting("carbon.study_period_a", ge=1, le=200)
    start_year: int = setting("carbon.start_year", ge=2000, le=2100)
    certified: bool = setting("carbon.certified")
    databases: tuple[str, ...] = setting("carbon.databases")
    grid_scenario: Literal["static", "S1", "S2"] = setting("carbon.grid_scenario")
    grid_hourly: bool = setting("carbon.grid_hourly")
    grid_basis: Literal["as_profile", "as_region", "life_cycle", "combustion"] = setting("carbon.grid_basis")
    transport_concrete_km: float = setting("carbon.transport_concrete_km", ge=0, le=20000)
    transport_other_km: float = setting("carbon.transport_other_km", ge=0, le=20000)
    transport_mode: str = setting("carbon.transport_mode")
    transport_legs: dict[str, tuple[Leg, ...]] = setting("carbon.transport_legs")
    empty_return_fraction: float = setting("carbon.empty_return_fraction", ge=0, le=1)
    waste_km: float = setting("carbon.waste_km", ge=0, le=5000)
    site_kgco2e_per_m2: float = setting("carbon.site_kgco2e_per_m2", ge=0, le=1000)
    machine_shifts: dict[str, float] = setting("carbon.machine_shifts")
    demolition_fraction: float = setting("carbon.demolition_fraction", ge=0, le=2)
    preconstruction_kgco2e: float | None = setting("carbon.preconstruction_kgco2e")
    systems: bool = setting("carbon.systems")
    systems_off: tuple[str, ...] = setting("carbon.systems_off")
    lifts: int | None = setting("carbon.lifts", ge=0, le=500)
    refrigerant: str = setting("carbon.refrigerant")
    refrigerant_charge_kg: float | None = setting("carbon.refrigerant_charge_kg", ge=0, le=1e6)
    refrigerant_life_a: float = setting("carbon.refrigerant_life_a", gt=0, le=100)
    refrigerant_gwp: Literal["AR5", "AR6"] = setting("carbon.refrigerant_gwp")
    leakage_scheme: str = setting("carbon.leakage_scheme")
    carbonation: bool = setting("carbon.carbonation")
    maintenance_kgco2e_per_m2: float = setting("carbon.maintenance_kgco2e_per_m2", ge=0, le=1000)
    maintenance_fraction: float = setting("carbon.maintenance_fraction", ge=0, le=1)
    repair_fraction: float = setting("carbon.repair_fraction", ge=0, le=10)
    replacement: Literal["as_profile", "round_up", "fractional", "no_late"] = setting("carbon.replacement")
    no_late_fraction: float = setting("carbon.no_late_fraction", ge=0, le=1)
    service_life_a: dict[str, float] = setting("carbon.service_life_a")
    refurbishments: tuple[Refurbishment, ...] = setting("carbon.refurbishments")
    removed_products: Literal["not_counted", "end_of_life"] = setting("carbon.removed_products")
    water_l_person_day: float | None = setting("carbon.water_l_person_day", ge=0, le=2000)
    user_activities_kgco2e_person_a: float | None = setting("carbon.user_activities_kgco2e_person_a", ge=0)
    sinks_kgco2_a: float = setting("carbon.sinks_kgco2_a", ge=0)
    budget_path: str = setting("carbon.budget_path")
    samples: int = setting("carbon.samples", ge=0, le=1_000_000)
    seed: int = setting("carbon.seed", ge=0, le=2**31)


class HealthStudy(_Section):
    """People, moisture, the site outdoors."""

    moisture_excess_pa: float = setting("health.moisture_excess_pa", ge=0, le=2000)
    metabolic_rate_met: float = setting("health.metabolic_rate_met", ge=0.8, le=4)
    air_speed_m_s: float = setting("health.air_speed_m_s", ge=0, le=2)
    overheating_limit_c: float = setting("health.overheating_limit_c", ge=20, le=35)
    climates: tuple[Climate, ...] = setting("health.climates")
    outdoor_shade_fraction: float = setting("health.outdoor_shade_fraction", ge=0, le=1)
    sky_view_fraction: float = setting("health.sky_view_fraction", ge=0, le=1)
    trees_in_view: int | None = setting("health.trees_in_view", ge=0, le=1000)
    tree_canopy_fraction: float | None = setting("health.tree_canopy_fraction", ge=0, le=1)
    green_distance_m: float | None = setting("health.green_distance_m", ge=0, le=1e5)
    deaths_per_person_a: float = setting("health.deaths_per_person_a", ge=0, le=0.2)
    years_lost_per_death_a: float = setting("health.years_lost_per_death_a", ge=0, le=60)
    supply_filter: Literal["none", "coarse", "ePM10_50", "ePM2.5_65", "ePM1_50", "ePM1_60", "ePM1_80", "H13"] = setting(
        "health.supply_filter"
    )
    purifier_m3_h: float = setting("health.purifier_m3_h", ge=0, le=5000)
    cooking_min_d: float = setting("health.cooking_min_d", ge=0, le=600)
    kitchen_hood_fraction: float = setting("health.kitchen_hood_fraction", ge=0, le=1)
    finish_class: Literal["unknown", "B", "A", "A+", "AgBB", "EN_low", "EN_very_low"] = setting("health.finish_class")
    furniture_class: Literal["E1", "E0", "ENF"] = setting("health.furniture_class")
    furniture_m2_per_m2: float = setting("health.furniture_m2_per_m2", ge=0, le=10)
    emission_climate_effect: bool = setting("health.emission_climate_effect")
    radon_membrane: bool = setting("health.radon_membrane")
    window_rw_db: float | None = setting("health.window_rw_db", ge=10, le=70)
    vent_dne_db: float = setting("health.vent_dne_db", ge=10, le=80)
    glass_dirt_fraction: float = setting("health.glass_dirt_fraction", ge=0, lt=1)
    reflectance_outside_fraction: float = setting("health.reflectance_outside_fraction", ge=0, le=0.95)
    glazing_melanopic_ratio: float = setting("health.glazing_melanopic_ratio", gt=0, le=2)
    sunlight_rule: Literal[
        "EN 17037", "GB great cold 2 h", "GB great cold 3 h", "GB solstice 1 h", "GB solstice 2 h"
    ] = setting("health.sunlight_rule")

    @field_validator("climates", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        """One may be given without a list; YAML reads 2050 as a number."""
        if value is None:
            return ()
        return tuple(str(item) for item in (value if isinstance(value, (list, tuple)) else (value,)))


class LabelStudy(_Section):
    """Which catalogue, at which stage, and what is declared for criteria that no model can answer."""

    catalogue: str = setting("label.catalogue")
    stage: Literal["pre", "design", "asbuilt", "inuse"] = setting("label.stage")
    declared: dict[str, float] = Field(default_factory=dict, description="Declared values by metric key")
    documents: tuple[str, ...] = Field(default=(), description="Criterion ids whose document is at hand")
    not_applicable: dict[str, str] = Field(
        default_factory=dict, description="Criterion id to the reason why it does not apply; its points are shared out"
    )

    @field_serializer("catalogue", when_used="json")
    def _name_alone(self, value: str) -> str:
        """Results carry names, never the folders of a machine."""
        return PurePath(value.replace("\\", "/")).name


class ComplianceStudy(_Section):
    """Which standards the envelope and the energy use are held against."""

    standards: tuple[str, ...] = setting("compliance.standards")
    climate_zone: str = setting("compliance.climate_zone")
    certified: bool = setting("compliance.certified")


class Study(_Section):
    """All assumptions of one variant."""

    schema_version: Literal[1] = 1
    building: BuildingStudy = BuildingStudy()
    site: SiteStudy = SiteStudy()
    operation: OperationStudy = OperationStudy()
    envelope: EnvelopeStudy = EnvelopeStudy()
    renewables: RenewablesStudy = RenewablesStudy()
    carbon: CarbonStudy = CarbonStudy()
    health: HealthStudy = HealthStudy()
    label: LabelStudy = LabelStudy()
    compliance: ComplianceStudy = ComplianceStudy()
    materials: dict[str, str] = Field(
        default_factory=dict, description="Material name to factor record id, chosen by a person"
    )
    measures: dict[str, dict[str, Value]] = Field(
        default_factory=dict, description="Measures by id with their parameters; 'bldgassess measures' lists them"
    )

    @field_validator("measures", mode="before")
    @classmethod
    def _main_parameter(cls, given: object) -> object:
        """Read ``roof_insulation: 240`` as its main parameter, and an empty measure as its defaults."""
        if not isinstance(given, dict):
            return given
        known = measures_by_id()
        return {
            key: value
            if isinstance(value, dict)
            else ({} if value is None or value is True else {known[key].main if key in known else "value": value})
            for key, value in given.items()
        }
