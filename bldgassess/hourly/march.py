"""March through the year: each hour a free run of all rooms, then the heat that holds the set-points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.air import AirFlows
from bldgassess.hourly.gains import PERSON_SENSIBLE_W, Gains
from bldgassess.hourly.network import H_MS, Network
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray, Weather
from bldgassess.study import Study

_SECONDS = 3600.0
#: rho c of air at 20 degC [J/(m3 K)], EN ISO 13790:2008.
RHO_C_AIR = 1200.0
_WARM_UP_HOURS = 14 * 24
_TINY = 1e-9
#: Cooling that serves the rooms where people are.
ROOM_BY_ROOM = frozenset({"split_unit"})


class March:
    """Arrays of a run (rooms, hours), filled hour by hour; ``residual``: heat unaccounted for over heat moved."""

    def __init__(self, rooms: int) -> None:
        self.t_air = np.zeros((rooms, HOURS))
        self.t_rad = np.zeros((rooms, HOURS))
        self.q_heat = np.zeros((rooms, HOURS))
        self.q_cool = np.zeros((rooms, HOURS))
        self.outdoor_air = np.zeros((rooms, HOURS))
        self.residual = 0.0


@dataclass(frozen=True, slots=True)
class _Hour:
    """What drives one hour: all (rooms,), temperatures [degC], heat [W], conductances [W/K]."""

    t_out: float
    t_em: FloatArray
    h_ve: FloatArray
    phi_ia: FloatArray
    phi_m: FloatArray
    phi_st: FloatArray


class _Rooms:
    """The part of the network that does not change: EN ISO 13790:2008 C.2, formulas C.1 to C.11."""

    def __init__(self, net: Network) -> None:
        outer = net.h_opaque + net.h_ground
        # the path through opaque parts without its inner film, which h_ms counts (formula 63)
        path = 1.0 / np.maximum(1.0 / np.maximum(outer, _TINY) - 1.0 / net.h_surface_mass, 1e-6)
        self.h_em = np.where(outer > _TINY, path, 0.0)
        self.h_ms, self.h_is, self.h_w = net.h_surface_mass, net.h_air_surface, net.h_glass
        self.c_dt = net.capacity_j_k / _SECONDS
        self.to_mass = net.mass_area_m2 / net.inner_area_m2
        self.to_surface = np.maximum(0.0, 1.0 - self.to_mass - net.h_glass / (H_MS * net.inner_area_m2))

    def step(self, now: _Hour, t_mass: FloatArray, q: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the mass's new, the surfaces' and the air's temperature for heat ``q`` [W] given to the air."""
        h1 = 1.0 / (1.0 / now.h_ve + 1.0 / self.h_is)
        h2 = h1 + self.h_w
        h3 = 1.0 / (1.0 / h2 + 1.0 / self.h_ms)
        supply = (now.phi_ia + q) / now.h_ve + now.t_out
        inner = now.phi_st + self.h_w * now.t_out + h1 * supply
        driving = now.phi_m + self.h_em * now.t_em + h3 * inner / h2
        half = 0.5 * (h3 + self.h_em)
        new = (t_mass * (self.c_dt - half) + driving) / (self.c_dt + half)
        surface = (self.h_ms * 0.5 * (t_mass + new) + inner) / (self.h_ms + self.h_w + h1)
        air = (self.h_is * surface + now.h_ve * now.t_out + now.phi_ia + q) / (self.h_is + now.h_ve)
        return new, surface, air


def march(net: Network, gains: Gains, air: AirFlows, study: Study, weather: Weather, conditioned: BoolArray) -> March:
    """Solve the year after a warm-up on its last two weeks.

    Heating works while the day's mean outdoor temperature is at or below the season's limit, cooling while anybody is
    in the room (split units) or in the building (others). Both hold the operative temperature, which the set-points of
    EN 16798-1 mean, without a limit of power.
    """
    run, rooms, op = March(len(conditioned)), _Rooms(net), study.operation
    internal = PERSON_SENSIBLE_W * gains.people + gains.lighting_w + gains.equipment_w
    t_em = _outer_temperature(net, weather)
    season = np.repeat(weather.t_out_c.reshape(365, 24).mean(axis=1), 24) <= op.heating_season_c
    present = gains.people > 0.0
    if op.cooling not in ROOM_BY_ROOM:
        present = np.broadcast_to(present.any(axis=0), present.shape)
    can_heat = conditioned & np.bool_(op.heating != "none")
    can_cool = conditioned & np.bool_(op.cooling != "none")
    t_mass = np.full(len(conditioned), (op.heating_setpoint_c + op.cooling_setpoint_c) / 2.0)
    t_last, nothing = t_mass, np.zeros(len(conditioned))
    unaccounted = moved = 0.0
    for step, k in enumerate([*range(HOURS - _WARM_UP_HOURS, HOURS), *range(HOURS)]):
        t_out = float(weather.t_out_c[k])
        flow = air.outdoor(k, t_last, t_out)
        now = _Hour(
            t_out,
            t_em[:, k],
            np.maximum(RHO_C_AIR * air.heat_flow(k, flow, t_last, t_out), 1e-6),
            0.5 * internal[:, k],
            rooms.to_mass * (0.5 * internal[:, k] + net.solar_w[:, k]),
            rooms.to_surface * (0.5 * internal[:, k] + net.solar_w[:, k]),
        )
        q = nothing
        new, surface, indoor = rooms.step(now, t_mass, q)
        felt = 0.5 * (surface + indoor)
        cold = can_heat & np.bool_(season[k]) & (felt < op.heating_setpoint_c)
        warm = can_cool & present[:, k] & (felt > op.cooling_setpoint_c)
        if cold.any() or warm.any():
            probe = 10.0 * net.inner_area_m2
            _, other_surface, other_air = rooms.step(now, t_mass, probe)
            slope = (0.5 * (other_surface + other_air) - felt) / probe
            target = np.where(cold, op.heating_setpoint_c, op.cooling_setpoint_c)
            q = np.where(cold | warm, (target - felt) / slope, 0.0)
            new, surface, indoor = rooms.step(now, t_mass, q)
        if step >= _WARM_UP_HOURS:
            run.t_air[:, k], run.t_rad[:, k], run.outdoor_air[:, k] = indoor, surface, flow
            run.q_heat[:, k], run.q_cool[:, k] = np.maximum(q, 0.0), np.maximum(-q, 0.0)
            given = now.phi_ia + now.phi_m + now.phi_st + q
            lost = rooms.h_em * (0.5 * (t_mass + new) - now.t_em) + rooms.h_w * (surface - t_out)
            lost = lost + now.h_ve * (indoor - t_out)
            unaccounted += float(np.abs(given - lost - rooms.c_dt * (new - t_mass)).sum())
            moved += float(np.abs(given).sum() + np.abs(lost).sum())
        t_mass, t_last = new, indoor
    run.residual = unaccounted / moved if moved > 0.0 else 0.0
    return run


def _outer_temperature(net: Network, weather: Weather) -> FloatArray:
    """Weigh the outer temperatures of walls and of the ground, which holds the year's mean, by their conductances."""
    t_ground = float(weather.t_out_c.mean())
    total = np.maximum(net.h_opaque + net.h_ground, _TINY)[:, None]
    result: FloatArray = (net.h_opaque[:, None] * net.t_opaque_c + net.h_ground[:, None] * t_ground) / total
    return result
