"""The hourly year of all rooms: EN ISO 13790:2008 Annex C, Crank-Nicolson on each room's mass, with moisture beside."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bldgassess.errors import Issue
from bldgassess.hourly.air import make_air_flows
from bldgassess.hourly.gains import PERSON_MOISTURE_KG_S, Gains, make_gains
from bldgassess.hourly.march import March, march
from bldgassess.hourly.moisture import solve_moisture
from bldgassess.hourly.network import make_network
from bldgassess.hourly.profiles import building_use
from bldgassess.hourly.result import BoolArray, FloatArray, HourlyResult, SurfaceThermal, Weather, Zone
from bldgassess.hourly.rooms import room_use
from bldgassess.inventory.constructions import Construction, compute_constructions
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Building
from bldgassess.study import Study

_UNMET_K = 0.5


def compute_hourly(building: Building, study: Study, inventory: Inventory, weather: Weather) -> HourlyResult:
    """Solve the year for every room, one zone a room; walls between rooms are taken as adiabatic.

    Returns
    -------
    HourlyResult
        Arrays (rooms, 8760), rooms sorted by GlobalId.
    """
    spaces = tuple(sorted(building.spaces, key=lambda space: space.guid))
    uses = tuple(room_use(space) for space in spaces)
    profiles = building_use(study.building.use, study.operation.profile_standard)
    constructions = compute_constructions(building, study, inventory)
    network = make_network(building, spaces, constructions, study, weather)
    gains = make_gains(spaces, uses, profiles, study, float(weather.t_out_c.mean()))
    air = make_air_flows(spaces, uses, profiles, gains, study)
    conditioned = np.array([use.is_conditioned for use in uses])
    run = march(network, gains, air, study, weather, conditioned)
    moisture = solve_moisture(
        np.array([space.volume_m3 for space in spaces]),
        run.outdoor_air,
        gains.people * PERSON_MOISTURE_KG_S,
        run.t_air,
        run.q_cool,
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
            ua_w_k=float(network.h_opaque[k] + network.h_ground[k] + network.h_glass[k]),
            fresh_air_m3_s=float(air.design_m3_s[k]),
        )
        for k, (space, use) in enumerate(zip(spaces, uses, strict=True))
    )
    arrays: dict[str, FloatArray] = {
        "t_air_c": run.t_air,
        "t_rad_c": run.t_rad,
        "t_op_c": (run.t_air + run.t_rad) / 2.0,
        "rh_fraction": moisture.rh_fraction,
        "q_heat_w": run.q_heat,
        "q_cool_w": run.q_cool,
        "q_latent_w": moisture.q_latent_w,
        "people": gains.people,
        "lighting_w": gains.lighting_w,
        "equipment_w": gains.equipment_w,
        "outdoor_air_m3_s": run.outdoor_air,
        "mech_air_m3_s": air.mechanical,
        "solar_w": network.solar_w,
        "hot_water_w": gains.hot_water_w,
    }
    for array in arrays.values():
        array.flags.writeable = False
    return HourlyResult(
        zones=zones,
        unmet_h=_unmet(run, gains, conditioned, study),
        balance_residual_fraction=run.residual,
        surfaces=tuple(
            SurfaceThermal(key, item.u_value_w_m2k, item.origin) for key, item in sorted(constructions.items())
        ),
        assumptions=(*gains.assumptions, *air.assumptions),
        issues=_issues(constructions, building),
        **arrays,
    )


def _unmet(run: March, gains: Gains, conditioned: BoolArray, study: Study) -> float:
    """Hours in which an occupied, conditioned room is off its set-points, per conditioned room."""
    here = (gains.people > 0.0) & conditioned[:, None]
    op = study.operation
    felt = (run.t_air + run.t_rad) / 2.0
    warm = felt > op.cooling_setpoint_c + _UNMET_K
    cold = felt < op.heating_setpoint_c - _UNMET_K
    count = int(conditioned.sum())
    return float((here & (warm | cold)).sum()) / count if count else 0.0


def _issues(constructions: Mapping[str, Construction], building: Building) -> tuple[Issue, ...]:
    outside = {item.id for item in building.surfaces if item.boundary in {"outside", "ground"}}
    unknown = sorted(key for key in outside if constructions[key].origin == "study")
    guids = tuple(sorted({item.element_guid for item in building.surfaces if item.id in unknown and item.element_guid}))
    if not unknown:
        return ()
    return (Issue("ifc.layers_unknown", {"count": len(unknown), "total": len(outside)}, guids, "warning"),)
