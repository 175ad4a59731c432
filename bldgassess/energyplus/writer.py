"""A thermal model and a weather year as EnergyPlus input (epJSON), schedules and weather file, in one folder.

What differs from the zone engine by choice of the writer (docs/method.md, "Energy"): opened windows and heat recovery
come as the hourly flow that the zone engine found; the frame and the part of a window that shades keep dark are opaque.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bldgassess.energyplus.constructions import Constructions, Objects
from bldgassess.energyplus.schedules import Schedules
from bldgassess.energyplus.sky import has_masks, write_skies
from bldgassess.energyplus.surfaces import has_outlines, mean_sun_factor, write_surfaces, zone_name
from bldgassess.energyplus.weather_file import write_epw
from bldgassess.errors import Issue
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.simulate import air_capacity
from bldgassess.hourly.sky import humidity_ratio
from bldgassess.hourly.sun import CALENDAR_YEAR
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import ThermalModel, ThermalZone

MODEL_FILE, WEATHER_FILE = "in.epJSON", "in.epw"
#: Version that the input is written for; the run-time's own is asked by ``engine_version``.
INPUT_VERSION = "25.2"
#: Hourly results asked for, by field of the reader.
OUTPUTS = {
    "air": "Zone Mean Air Temperature",
    "radiant": "Zone Mean Radiant Temperature",
    "heat": "Zone Ideal Loads Zone Sensible Heating Rate",
    "cool": "Zone Ideal Loads Zone Sensible Cooling Rate",
    "sun": "Enclosure Windows Total Transmitted Solar Radiation Rate",
    "deviation": "Zone Air Heat Balance Deviation Rate",
}
#: A set-point that is never reached stands where the plant does not run [degC].
_NEVER_HEAT_C, _NEVER_COOL_C = -60.0, 120.0
#: Supply air of the ideal loads: warm and cold enough for every set-point [degC].
_SUPPLY_WARM_C, _SUPPLY_COLD_C = 90.0, 2.0
#: The two-set-point control of EnergyPlus's thermostat.
_DUAL_SETPOINT = 4.0
#: Specific heat of air as the zone engine states flows [J/(kg K)].
_CP_AIR = 1006.0
#: Specific heat of moist air in EnergyPlus's psychrometrics: a + b w [J/(kg K)].
_CP_DRY, _CP_VAPOUR = 1004.84, 1858.95
#: A movable shade is steady where its factor varies less than this [-].
_STEADY = 1e-6
#: Warm-up: days, and the change from day to day that ends it [K, -]. Soil below a floor needs the days.
_WARM_UP = {
    "temperature_convergence_tolerance_value": 0.1,
    "loads_convergence_tolerance_value": 0.04,
    "minimum_number_of_warmup_days": 20,
    "maximum_number_of_warmup_days": 60,
}


#: Puts an object of a kind and name, with its fields, into the input.
Put = Callable[[str, str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Document:
    """The input: objects by kind and name, its schedules, and what was simplified."""

    objects: Objects
    schedules: Schedules
    issues: tuple[Issue, ...]

    def write(self, folder: Path, weather: Weather) -> None:
        """Write input, schedules and weather file into a folder."""
        text = json.dumps(self.objects, ensure_ascii=True, allow_nan=False)
        (folder / MODEL_FILE).write_text(text, encoding="ascii")
        self.schedules.write(folder)
        write_epw(weather, folder / WEATHER_FILE)


def make_document(
    model: ThermalModel, weather: Weather, air_flow_m3_s: FloatArray, *, steps_per_hour: int = 4
) -> Document:
    """Make the input of a model.

    Parameters
    ----------
    air_flow_m3_s : FloatArray
        Outdoor air of each zone that costs heat (zones, 8760), at 20 degC and the mean pressure of the place: with
        opened windows, less what heat recovery gives back.
    """
    objects: Objects = {}
    schedules, constructions = Schedules(), Constructions()
    sunlight = Sunlight(weather, model.albedo, model.shades)
    factors = [mean_sun_factor(window, sunlight.total(window)) for window in model.windows]
    objects |= _site(model, weather, steps_per_hour)
    write_surfaces(model, constructions, schedules, factors, weather.t_out_c, objects)
    write_skies(model, sunlight, schedules, objects)
    correction, capacity = _flow_correction(weather), air_capacity(weather)
    for k, zone in enumerate(model.zones):
        # a bridge to the air node is what so much outdoor air would carry
        flow = air_flow_m3_s[k] + zone.bridge_w_k / capacity
        _zone(k, zone, flow * correction, schedules, objects)
    _air_links(model, schedules, objects)
    objects |= constructions.objects
    objects["Schedule:Constant"] = schedules.constants
    if schedules.files:
        objects["Schedule:File"] = schedules.files
    moving = [
        window.id for window in model.windows
        if window.sun_factor is not None and float(np.ptp(window.sun_factor)) > _STEADY
    ]  # fmt: skip
    issues: tuple[Issue, ...] = ()
    if moving:
        issues = (Issue("energyplus.moving_shades", {"count": len(moving)}, tuple(moving), "warning"),)
    return Document({kind: table for kind, table in objects.items() if table}, schedules, issues)


def _site(model: ThermalModel, weather: Weather, steps_per_hour: int) -> Objects:
    real = has_outlines(model)
    shaded = bool(model.shades) or has_masks(model)
    distribution = "FullInteriorAndExterior" if real else ("FullExterior" if shaded else "MinimalShadowing")
    return {
        "Version": {"Version 1": {"version_identifier": INPUT_VERSION}},
        "Building": {"building": {"terrain": "Country", "solar_distribution": distribution, **_WARM_UP}},
        "Timestep": {"Timestep 1": {"number_of_timesteps_per_hour": steps_per_hour}},
        "GlobalGeometryRules": {
            "rules": {
                "starting_vertex_position": "UpperLeftCorner",
                "vertex_entry_direction": "Counterclockwise",
                "coordinate_system": "World",
            }
        },
        "HeatBalanceAlgorithm": {"heat": {"algorithm": "ConductionTransferFunction"}},
        "SurfaceConvectionAlgorithm:Inside": {"inside": {"algorithm": "TARP"}},
        "SurfaceConvectionAlgorithm:Outside": {"outside": {"algorithm": "DOE-2"}},
        "ShadowCalculation": {
            "shadow": {
                "shading_calculation_method": "Scheduled" if has_masks(model) else "PolygonClipping",
                "shading_calculation_update_frequency_method": "Timestep" if real else "Periodic",
            }
        },
        "Site:Location": {
            "site": {
                "latitude": weather.latitude_deg,
                "longitude": weather.longitude_deg,
                "time_zone": weather.time_zone_h,
                "elevation": weather.elevation_m,
            }
        },
        "Site:HeightVariation": {
            "height": {
                "wind_speed_profile_exponent": 0.14,
                "wind_speed_profile_boundary_layer_thickness": 270.0,
                "air_temperature_gradient_coefficient": 0.0,
            }
        },
        "Site:GroundReflectance": {
            "albedo": {
                f"{month}_ground_reflectance": model.albedo
                for month in ("january", "february", "march", "april", "may", "june", "july", "august", "september",
                              "october", "november", "december")
            }
        },
        "RunPeriod": {
            "year": {
                "begin_month": 1, "begin_day_of_month": 1, "begin_year": CALENDAR_YEAR,
                "end_month": 12, "end_day_of_month": 31, "end_year": CALENDAR_YEAR,
                "use_weather_file_holidays_and_special_days": "No", "use_weather_file_daylight_saving_period": "No",
                "use_weather_file_rain_indicators": "No", "use_weather_file_snow_indicators": "No",
            }
        },
        "SimulationControl": {
            "control": {
                "do_zone_sizing_calculation": "No", "do_system_sizing_calculation": "No",
                "do_plant_sizing_calculation": "No", "run_simulation_for_sizing_periods": "No",
                "run_simulation_for_weather_file_run_periods": "Yes",
            }
        },
        "Output:SQLite": {"sql": {"option_type": "Simple"}},
        "OutputControl:Files": {"files": _FILES},
        "Output:Variable": {
            f"O{k}": {"key_value": "*", "variable_name": name, "reporting_frequency": "Hourly"}
            for k, name in enumerate(OUTPUTS.values())
        },
    }  # fmt: skip


_FILES = {
    f"output_{name}": "Yes" if name in {"sqlite", "end"} else "No"
    for name in ("csv", "mtr", "eso", "eio", "tabular", "sqlite", "json", "audit", "space_sizing", "zone_sizing",
                 "system_sizing", "dxf", "bnd", "rdd", "mdd", "mtd", "end", "shd", "perflog")
}  # fmt: skip


def _flow_correction(weather: Weather) -> FloatArray:
    """Volume flows that EnergyPlus takes at its standard density, so that m cp is the zone engine's, hour by hour [-].

    EnergyPlus: density at 20 degC, dry, at the standard pressure of the elevation; specific heat of the outdoor air.
    """
    standard = 101325.0 * (1.0 - 2.25577e-5 * weather.elevation_m) ** 5.2559
    ratio = humidity_ratio(weather.t_out_c, weather.rh_out_fraction, weather.pressure_pa)
    result: FloatArray = float(weather.pressure_pa.mean()) / standard * _CP_AIR / (_CP_DRY + _CP_VAPOUR * ratio)
    return result


def _zone(index: int, zone: ThermalZone, flow: FloatArray, schedules: Schedules, objects: Objects) -> None:
    name = zone_name(index)

    def put(kind: str, key: str, fields: dict[str, Any]) -> None:
        objects.setdefault(kind, {})[key] = fields

    put("Zone", name, {"volume": zone.volume_m3})
    for kind, watts, radiant in (("convective", zone.convective_w, 0.0), ("radiant", zone.radiant_w, 1.0)):
        if np.any(watts != 0.0):
            put("OtherEquipment", f"{name} {kind}", {
                "fuel_type": "None", "zone_or_zonelist_or_space_or_spacelist_name": name,
                "schedule_name": schedules.add(watts), "design_level_calculation_method": "EquipmentLevel",
                "design_level": 1.0, "fraction_latent": 0.0, "fraction_radiant": radiant, "fraction_lost": 0.0,
            })  # fmt: skip
    if np.any(flow > 0.0):
        put("ZoneInfiltration:DesignFlowRate", f"{name} air", {
            "zone_or_zonelist_or_space_or_spacelist_name": name, "schedule_name": schedules.add(flow),
            "design_flow_rate_calculation_method": "Flow/Zone", "design_flow_rate": 1.0,
            "constant_term_coefficient": 1.0, "temperature_term_coefficient": 0.0, "velocity_term_coefficient": 0.0,
            "velocity_squared_term_coefficient": 0.0, "density_basis": "Standard",
        })  # fmt: skip
    if has_plant(zone):
        _plant(name, zone, schedules, put)


def _air_links(model: ThermalModel, schedules: Schedules, objects: Objects) -> None:
    """Air between zones as mixing into either end; EnergyPlus takes the density of the air in the room."""
    for k, link in enumerate(model.air_links):
        flow = np.broadcast_to(np.asarray(link.flow_m3_s, dtype=float), (HOURS,))
        if link.zone_a == link.zone_b or not np.any(flow > 0.0):
            continue
        for into, source in ((link.zone_a, link.zone_b), (link.zone_b, link.zone_a)):
            objects.setdefault("ZoneMixing", {})[f"X{k:05d} {zone_name(into)}"] = {
                "zone_or_space_name": zone_name(into), "source_zone_or_space_name": zone_name(source),
                "schedule_name": schedules.add(flow), "design_flow_rate_calculation_method": "Flow/Zone",
                "design_flow_rate": 1.0, "delta_temperature": 0.0,
            }  # fmt: skip


def has_plant(zone: ThermalZone) -> bool:
    """Whether a zone is ever heated or cooled."""
    return bool(np.isfinite(zone.heat_above_c).any() or np.isfinite(zone.cool_below_c).any())


def _plant(name: str, zone: ThermalZone, schedules: Schedules, put: Put) -> None:
    heat = np.where(np.isfinite(zone.heat_above_c), zone.heat_above_c, _NEVER_HEAT_C)
    cool = np.where(np.isfinite(zone.cool_below_c), zone.cool_below_c, _NEVER_COOL_C)
    put("ThermostatSetpoint:DualSetpoint", f"{name} setpoints", {
        "heating_setpoint_temperature_schedule_name": schedules.add(heat),
        "cooling_setpoint_temperature_schedule_name": schedules.add(cool),
    })  # fmt: skip
    put("ZoneControl:Thermostat", f"{name} thermostat", {
        "zone_or_zonelist_name": name,
        "control_type_schedule_name": schedules.add(np.full(HOURS, _DUAL_SETPOINT)),
        "control_1_object_type": "ThermostatSetpoint:DualSetpoint", "control_1_name": f"{name} setpoints",
    })  # fmt: skip
    if zone.operative_control:
        put("ZoneControl:Thermostat:OperativeTemperature", f"{name} operative", {
            "thermostat_name": f"{name} thermostat", "radiative_fraction_input_mode": "Constant",
            "fixed_radiative_fraction": 0.5,
        })  # fmt: skip
    put("ZoneHVAC:EquipmentConnections", f"{name} connections", {
        "zone_name": name, "zone_conditioning_equipment_list_name": f"{name} equipment",
        "zone_air_inlet_node_or_nodelist_name": f"{name} inlet", "zone_air_node_name": f"{name} node",
        "zone_return_air_node_or_nodelist_name": f"{name} return",
    })  # fmt: skip
    put("ZoneHVAC:EquipmentList", f"{name} equipment", {
        "load_distribution_scheme": "SequentialLoad",
        "equipment": [{
            "zone_equipment_object_type": "ZoneHVAC:IdealLoadsAirSystem", "zone_equipment_name": f"{name} loads",
            "zone_equipment_cooling_sequence": 1, "zone_equipment_heating_or_no_load_sequence": 1,
        }],
    })  # fmt: skip
    fields: dict[str, Any] = {
        "zone_supply_air_node_name": f"{name} inlet",
        "maximum_heating_supply_air_temperature": _SUPPLY_WARM_C,
        "minimum_cooling_supply_air_temperature": _SUPPLY_COLD_C,
        "heating_limit": "NoLimit", "cooling_limit": "NoLimit",
        "dehumidification_control_type": "ConstantSensibleHeatRatio", "cooling_sensible_heat_ratio": 1.0,
        "humidification_control_type": "None",
    }  # fmt: skip
    if np.isfinite(zone.heat_limit_w):
        fields |= {"heating_limit": "LimitCapacity", "maximum_sensible_heating_capacity": zone.heat_limit_w}
    if np.isfinite(zone.cool_limit_w):
        fields |= {"cooling_limit": "LimitFlowRateAndCapacity", "maximum_cooling_air_flow_rate": _PLENTY_M3_S,
                   "maximum_total_cooling_capacity": zone.cool_limit_w}  # fmt: skip
    put("ZoneHVAC:IdealLoadsAirSystem", f"{name} loads", fields)


#: Air flow that a limit of capacity does not run into [m3/s]; EnergyPlus asks for one with a limit of cooling.
_PLENTY_M3_S = 1e4
