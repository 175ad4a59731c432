"""The hourly year of all rooms of a building: its thermal model solved, with moisture beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bldgassess.errors import Issue
from bldgassess.hourly.air import AirFlows, make_air_flows
from bldgassess.hourly.blinds import with_blinds
from bldgassess.hourly.bridges import make_bridges
from bldgassess.hourly.checks import envelope_issues
from bldgassess.hourly.daylight import lamp_share
from bldgassess.hourly.from_building import make_model
from bldgassess.hourly.gains import PERSON_MOISTURE_KG_S, Gains, make_gains
from bldgassess.hourly.moisture import solve_moisture
from bldgassess.hourly.profiles import building_use
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray, HourlyResult, SurfaceThermal, Weather, Zone
from bldgassess.hourly.rooms import RoomUse, room_use
from bldgassess.hourly.set_points import wanted
from bldgassess.hourly.simulate import Simulated, simulate
from bldgassess.hourly.sunlit import SunCache
from bldgassess.hourly.thermal_model import SimpleGlazing, ThermalModel
from bldgassess.inventory.constructions import Construction, compute_constructions
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Assumption, Building, Space
from bldgassess.study import Study

_UNMET_K = 0.5
#: Inner and outer film of a wall, EN ISO 6946 [m2 K/W].
_FILMS = 0.17
#: Steps an hour of a full assessment; one is enough while editing (within 2 % of four).
STEPS_PER_HOUR = 4


class Solver(Protocol):
    """Solves the year of a thermal model: the zone engine, or a second engine in its place."""

    def __call__(self, model: ThermalModel, weather: Weather, /) -> Simulated:
        """Return the hourly result."""


@dataclass(frozen=True, slots=True)
class BuildingModel:
    """A building's thermal model with what it was made from; rooms sorted by GlobalId."""

    spaces: tuple[Space, ...]
    uses: tuple[RoomUse, ...]
    constructions: Mapping[str, Construction]
    gains: Gains
    air: AirFlows
    conditioned: BoolArray
    model: ThermalModel
    assumptions: tuple[Assumption, ...] = ()


def make_building_model(
    building: Building, study: Study, inventory: Inventory, weather: Weather, cache: SunCache | None = None
) -> BuildingModel:
    """Make the thermal model of a building under a study and a weather year, one zone a room."""
    spaces = tuple(sorted(building.spaces, key=lambda space: space.guid))
    uses = tuple(room_use(space) for space in spaces)
    profiles = building_use(study.building.use, study.operation.profile_standard)
    constructions = compute_constructions(building, study, inventory)
    dimmed = study.operation.lighting_control == "daylight"
    lamps = lamp_share(spaces, uses, building.openings, study, weather) if dimmed else None
    gains = make_gains(spaces, uses, profiles, study, float(weather.t_out_c.mean()), lamps)
    air = make_air_flows(spaces, uses, profiles, gains, study)
    conditioned = np.array([use.is_conditioned and space.is_heated for use, space in zip(uses, spaces, strict=True)])
    bridges = make_bridges(building, spaces, constructions, study)
    model = make_model(building, spaces, constructions, gains, air, study, weather, conditioned, bridges)
    if study.envelope.blinds != "none":
        model = with_blinds(model, study, weather, (cache or SunCache()).sunlight(model, weather))
    return BuildingModel(spaces, uses, constructions, gains, air, conditioned, model, bridges.assumptions)


def compute_hourly(
    building: Building, study: Study, inventory: Inventory, weather: Weather, *,
    steps_per_hour: int = STEPS_PER_HOUR, solver: Solver | None = None,
) -> HourlyResult:  # fmt: skip
    """Solve the year for every room, one zone a room.

    Parameters
    ----------
    solver : Solver or None
        A second engine; the zone engine where ``None``.

    Returns
    -------
    HourlyResult
        Arrays (rooms, 8760), rooms sorted by GlobalId.
    """
    cache = SunCache()
    made = make_building_model(building, study, inventory, weather, cache)
    run = (
        solver(made.model, weather)
        if solver
        else simulate(made.model, weather, steps_per_hour=steps_per_hour, cache=cache)
    )
    return complete_hourly(made, run, building, study, weather)


def complete_hourly(
    made: BuildingModel, run: Simulated, building: Building, study: Study, weather: Weather
) -> HourlyResult:
    """Return the hourly year of a solved model, with moisture and what is known of the rooms."""
    spaces, uses, constructions, gains = made.spaces, made.uses, made.constructions, made.gains
    air, conditioned, model = made.air, made.conditioned, made.model
    losses = _losses(model)
    moisture = solve_moisture(
        np.array([space.volume_m3 for space in spaces]),
        run.outdoor_air_m3_s,
        gains.people * PERSON_MOISTURE_KG_S,
        run.air_c,
        run.cool_w,
        weather,
    )
    zones = tuple(
        Zone(
            guid=space.guid,
            name=space.long_name or space.name,
            use=use.use,
            is_conditioned=use.is_conditioned,
            floor_area_m2=space.floor_area_m2,
            volume_m3=space.volume_m3,
            people=float(gains.design_people[k]),
            ua_w_k=losses[k],
            fresh_air_m3_s=float(air.design_m3_s[k]),
        )
        for k, (space, use) in enumerate(zip(spaces, uses, strict=True))
    )
    arrays: dict[str, FloatArray] = {
        "t_air_c": run.air_c,
        "t_rad_c": run.radiant_c,
        "t_op_c": (run.air_c + run.radiant_c) / 2.0,
        "rh_fraction": moisture.rh_fraction,
        "q_heat_w": run.heat_w,
        "q_cool_w": run.cool_w,
        "q_latent_w": moisture.q_latent_w,
        "people": gains.people,
        "lighting_w": gains.lighting_w,
        "equipment_w": gains.equipment_w,
        "outdoor_air_m3_s": run.outdoor_air_m3_s,
        "mech_air_m3_s": air.mechanical,
        "solar_w": run.transmitted_w,
        "hot_water_w": gains.hot_water_w,
    }
    for array in arrays.values():
        array.flags.writeable = False
    return HourlyResult(
        zones=zones,
        unmet_h=_unmet(run, gains, conditioned, uses, study),
        balance_residual_fraction=run.residual_fraction,
        surfaces=tuple(
            SurfaceThermal(key, item.u_value_w_m2k, item.origin) for key, item in sorted(constructions.items())
        ),
        assumptions=(*gains.assumptions, *air.assumptions, *made.assumptions),
        issues=(*_issues(constructions, building), *envelope_issues(building, constructions)),
        **arrays,
    )


def _losses(model: ThermalModel) -> list[float]:
    """Heat loss coefficient of each zone to outdoors and the ground with standard films [W/K]."""
    losses = [zone.bridge_w_k for zone in model.zones]
    for element in model.elements:
        if element.outer in {"outside", "sheltered", "ground"}:
            losses[element.zone] += element.area_m2 / (_FILMS + sum(item.resistance_m2k_w for item in element.layers))
    for window in model.windows:
        if isinstance(window.glazing, SimpleGlazing):
            losses[window.zone] += window.area_m2 * window.glazing.u_value_w_m2k
    return losses


def _unmet(run: Simulated, gains: Gains, conditioned: BoolArray, uses: Sequence[RoomUse], study: Study) -> float:
    """Hours in which an occupied, conditioned room is off its set-points, per conditioned room."""
    here = (gains.people > 0.0) & conditioned[:, None]
    heat, cool = (np.tile(table, HOURS // 24) for table in wanted(uses, study))
    felt = (run.air_c + run.radiant_c) / 2.0
    warm = felt > cool + _UNMET_K
    cold = felt < heat - _UNMET_K
    count = int(conditioned.sum())
    return float((here & (warm | cold)).sum()) / count if count else 0.0


def _issues(constructions: Mapping[str, Construction], building: Building) -> tuple[Issue, ...]:
    outside = {item.id for item in building.surfaces if item.boundary in {"outside", "ground"}}
    unknown = sorted(key for key in outside if constructions[key].origin == "study")
    guids = tuple(sorted({item.element_guid for item in building.surfaces if item.id in unknown and item.element_guid}))
    if not unknown:
        return ()
    return (Issue("ifc.layers_unknown", {"count": len(unknown), "total": len(outside)}, guids, "warning"),)
