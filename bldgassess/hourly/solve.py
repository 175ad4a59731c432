"""The hourly year of all rooms: EN ISO 13790:2008 Annex C, Crank-Nicolson on each room's mass, with moisture beside."""

from __future__ import annotations

import numpy as np

from bldgassess.errors import Issue
from bldgassess.hourly.air import AirFlows, make_air_flows
from bldgassess.hourly.gains import PERSON_MOISTURE_KG_S, PERSON_SENSIBLE_W, Gains, make_gains
from bldgassess.hourly.moisture import solve_moisture
from bldgassess.hourly.network import Network, make_network
from bldgassess.hourly.profiles import building_use
from bldgassess.hourly.result import HOURS, FloatArray, HourlyResult, SurfaceThermal, Weather, Zone
from bldgassess.hourly.rooms import room_use
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Building
from bldgassess.study import Study
from materials_db.store import FactorStore

_SECONDS = 3600.0
#: rho c of air at 20 degC [J/(m3 K)], EN ISO 13790:2008.
RHO_C_AIR = 1200.0
_WARM_UP_DAYS = 14
_UNMET_K = 0.5


def compute_hourly(
    building: Building, study: Study, inventory: Inventory, weather: Weather, store: FactorStore
) -> HourlyResult:
    """Solve the year for every room, one zone a room; walls between rooms are taken as adiabatic.

    Returns
    -------
    HourlyResult
        Arrays (rooms, 8760), rooms sorted by GlobalId.
    """
    spaces = tuple(sorted(building.spaces, key=lambda space: space.guid))
    uses = tuple(room_use(space) for space in spaces)
    profiles = building_use(study.building.use, study.operation.profile_standard)
    constructions = compute_constructions(building, study, inventory, store)
    network = make_network(building, spaces, constructions, study, weather)
    gains = make_gains(spaces, uses, profiles, study, float(weather.t_out_c.mean()))
    air = make_air_flows(spaces, uses, profiles, gains, study, weather)
    conditioned = np.array([use.is_conditioned for use in uses])
    run = _run(network, gains, air, study, weather, conditioned)
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


class _Run:
    """Arrays of a run, filled hour by hour."""

    def __init__(self, rooms: int) -> None:
        self.t_air = np.zeros((rooms, HOURS))
        self.t_rad = np.zeros((rooms, HOURS))
        self.q_heat = np.zeros((rooms, HOURS))
        self.q_cool = np.zeros((rooms, HOURS))
        self.outdoor_air = np.zeros((rooms, HOURS))
        self.residual = 0.0


def _run(
    net: Network, gains: Gains, air: AirFlows, study: Study, weather: Weather, conditioned: FloatArray
) -> _Run:
    """March through the year after a warm-up on its last days."""
    run = _Run(len(conditioned))
    op = study.operation
    internal = PERSON_SENSIBLE_W * gains.people + gains.lighting_w + gains.equipment_w
    t_day = np.repeat(weather.t_out_c.reshape(365, 24).mean(axis=1), 24)
    heat_on = conditioned & (op.heating != "none")
    cool_on = conditioned & (op.cooling != "none")
    occupied = gains.people.sum(axis=0) > 0.0
    t_ground = float(weather.t_out_c.mean())
    h_em = _series(net.h_opaque + net.h_ground, net.h_surface_mass)
    t_em = (net.h_opaque[:, None] * net.t_opaque_c + net.h_ground[:, None] * t_ground) / np.maximum(
        net.h_opaque + net.h_ground, 1e-9
    )[:, None]
    a_t, a_m = net.inner_area_m2, net.mass_area_m2
    to_mass = a_m / a_t
    to_surface = np.maximum(0.0, 1.0 - to_mass - net.h_glass / (9.1 * a_t))
    c_dt = net.capacity_j_k / _SECONDS
    h_is, h_ms, h_w = net.h_air_surface, net.h_surface_mass, net.h_glass
    t_mass = np.full(len(conditioned), (op.heating_setpoint_c + op.cooling_setpoint_c) / 2.0)
    t_last = t_mass.copy()
    balance = throughput = 0.0
    hours = [*range(HOURS - 24 * _WARM_UP_DAYS, HOURS), *range(HOURS)]
    for step, k in enumerate(hours):
        t_out = float(weather.t_out_c[k])
        flow = air.outdoor(k, t_last, t_out)
        h_ve = np.maximum(RHO_C_AIR * air.heat_flow(k, flow, t_last, t_out), 1e-6)
        phi_ia = 0.5 * internal[:, k]
        radiant = 0.5 * internal[:, k] + net.solar_w[:, k]
        phi_m, phi_st = to_mass * radiant, to_surface * radiant
        h1 = 1.0 / (1.0 / h_ve + 1.0 / h_is)
        h2 = h1 + h_w
        h3 = 1.0 / (1.0 / np.maximum(h2, 1e-9) + 1.0 / h_ms)
        denominator = c_dt + 0.5 * (h3 + h_em)

        def solve(q: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
            """Return new mass, surface and air temperature for heat ``q`` [W] given to the air."""
            supply = (phi_ia + q) / h_ve + t_out  # noqa: B023 - used within this hour only
            phi_tot = phi_m + h_em * t_em[:, k] + h3 * (phi_st + h_w * t_out + h1 * supply) / h2  # noqa: B023
            new = (t_mass * (c_dt - 0.5 * (h3 + h_em)) + phi_tot) / denominator  # noqa: B023
            middle = 0.5 * (t_mass + new)  # noqa: B023
            surface = (h_ms * middle + phi_st + h_w * t_out + h1 * supply) / (h_ms + h_w + h1)  # noqa: B023
            indoor = (h_is * surface + h_ve * t_out + phi_ia + q) / (h_is + h_ve)  # noqa: B023
            return new, surface, indoor

        zero = np.zeros_like(t_mass)
        new, surface, indoor = solve(zero)
        heats = heat_on & (indoor < op.heating_setpoint_c) & bool(t_day[k] <= op.heating_season_c)
        cools = cool_on & (indoor > op.cooling_setpoint_c) & bool(occupied[k])
        q = zero
        if heats.any() or cools.any():
            unit = 10.0 * a_t
            slope = (solve(unit)[2] - indoor) / unit
            target = np.where(heats, op.heating_setpoint_c, op.cooling_setpoint_c)
            q = np.where(heats | cools, (target - indoor) / slope, 0.0)
            new, surface, indoor = solve(q)
        if step >= 24 * _WARM_UP_DAYS:
            run.t_air[:, k], run.t_rad[:, k] = indoor, surface
            run.q_heat[:, k], run.q_cool[:, k] = np.maximum(q, 0.0), np.maximum(-q, 0.0)
            run.outdoor_air[:, k] = flow
            middle = 0.5 * (t_mass + new)
            stored = c_dt * (new - t_mass)
            lost = h_em * (middle - t_em[:, k]) + h_w * (surface - t_out) + h_ve * (indoor - t_out)
            given = phi_ia + phi_m + phi_st + q
            balance += float(np.abs(given - lost - stored).sum())
            throughput += float(np.abs(given).sum() + np.abs(lost).sum())
        t_mass, t_last = new, indoor
    run.residual = balance / throughput if throughput > 0.0 else 0.0
    return run


def _series(h_total: FloatArray, h_surface_mass: FloatArray) -> FloatArray:
    """Return the outer part of an opaque path whose inner film is counted apart (EN ISO 13790:2008 formula 63)."""
    safe = np.maximum(h_total, 1e-9)
    result: FloatArray = 1.0 / np.maximum(1.0 / safe - 1.0 / h_surface_mass, 1e-6)
    return np.where(h_total > 1e-9, result, 0.0)


def _unmet(run: _Run, gains: Gains, conditioned: FloatArray, study: Study) -> float:
    """Hours in which an occupied, conditioned room is off its set-points, per conditioned room."""
    here = (gains.people > 0.0) & conditioned[:, None]
    op = study.operation
    warm = run.t_air > op.cooling_setpoint_c + _UNMET_K
    cold = run.t_air < op.heating_setpoint_c - _UNMET_K
    count = int(conditioned.sum())
    return float((here & (warm | cold)).sum()) / count if count else 0.0


def _issues(constructions: object, building: Building) -> tuple[Issue, ...]:
    from collections.abc import Mapping

    if not isinstance(constructions, Mapping):
        return ()
    outside = {item.id for item in building.surfaces if item.boundary in {"outside", "ground"}}
    unknown = sorted(key for key in outside if constructions[key].origin == "study")
    guids = tuple(sorted({item.element_guid for item in building.surfaces if item.id in unknown and item.element_guid}))
    if not unknown:
        return ()
    return (Issue("ifc.layers_unknown", {"count": len(unknown), "total": len(outside)}, guids, "warning"),)
