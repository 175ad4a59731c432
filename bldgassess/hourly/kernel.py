"""The compiled march through the year: every element eliminated to its zone's air and mean radiant node.

Equations (docs/method.md, "Energy"): implicit Euler in finite volumes; a Thomas sweep from the outer surface in gives
T_s = q + r1 T_a + r2 T_m for each element, so that a zone is two unknowns. Films follow the last step's temperatures
(TARP inside, DOE-2 outside). Zones see each other's last temperatures, so they can be solved in any order.
"""

from __future__ import annotations

import math

import numba as nb
import numpy as np

from bldgassess.hourly.sky import STEFAN_BOLTZMANN

# Columns of the element tables.
I_NODE, I_COUNT, I_ZONE, I_OUTER, I_OTHER, I_SUN, I_WINDOW, I_PANES, I_WALL = range(9)
F_AREA, F_COS, F_EPS_OUT, F_SKY, F_ROUGH, F_RADIANT, F_ABSORB, F_WINDWARD, F_DIFFUSE, F_LEEWARD, F_AZIMUTH = range(11)
# Columns of the zone table.
Z_VOLUME, Z_HEAT, Z_COOL, Z_OPERATIVE, Z_AIRING, Z_OPEN, Z_COOLER, Z_RECOVERY, Z_BYPASS, Z_AREA, Z_HEIGHT = range(11)
OUTSIDE, SHELTERED, GROUND, ZONE, ADIABATIC = range(5)

_K = 273.15
#: Least convective coefficients inside and outside [W/(m2 K)]; without them a film could vanish at equal temperatures.
_LEAST_IN, _LEAST_OUT = 0.1, 0.5
#: Height of a pane for convection [m]; the film changes by 7 % between 1.5 m and 2 m.
_GLASS_HEIGHT_M = 1.5
#: Air at 20 degC: g / (T nu a) [1/(m3 K)], conductivity [W/(m K)].
_RAYLEIGH, _AIR_CONDUCTIVITY = 1.041e8, 0.0257
#: ISO 13370 film between a floor and the ground below it is part of the layers; the node is coupled almost rigidly.
_RIGID = 1e5


@nb.njit(cache=True)
def _at(row: np.ndarray, h: int, near: int, w: float) -> float:
    """Value between the middle of an hour and that of a neighbour."""
    return row[h] + w * (row[near] - row[h])


@nb.njit(cache=True)
def _film_in(cos_tilt: float, surface: float, air: float) -> float:
    """TARP (Walton 1983): natural convection at an inner surface whose outward normal has cosine ``cos_tilt``."""
    drop = abs(surface - air)
    root = np.cbrt(drop)
    if abs(cos_tilt) < 0.3827:  # within 22.5 deg of upright
        h = 1.31 * root
    else:
        # roof over the room (cos > 0): heat rises from a ceiling when it is colder than the air
        enhanced = (surface < air) if cos_tilt > 0.0 else (surface > air)
        c = abs(cos_tilt)
        h = 9.482 * root / (7.283 - c) if enhanced else 1.810 * root / (1.382 + c)
    return max(h, _LEAST_IN)


@nb.njit(cache=True)
def _film_glass(cos_tilt: float, surface: float, air: float) -> float:
    """Natural convection at a window's inner face, ISO 15099:2003 8.3.2.2, for panes of ``_GLASS_HEIGHT_M``.

    Its tilt counts from a pane that faces down with warm glass, or up with cold glass, which the air leaves easily.
    """
    drop = abs(surface - air)
    rayleigh = _RAYLEIGH * _GLASS_HEIGHT_M**3 * drop
    away = cos_tilt if surface < air else -cos_tilt  # 1: heat flows upwards
    if away > 0.966:  # within 15 deg of level, heat flows up
        nusselt = 0.13 * np.cbrt(rayleigh)
    elif away < -0.9998:  # level, heat flows down
        nusselt = 0.58 * rayleigh**0.2
    else:
        sine = math.sqrt(max(1.0 - away * away, 1e-6))
        slope = math.degrees(math.acos(away))
        nusselt = 0.56 * (rayleigh * sine) ** 0.25
        if away > 0.0:
            turn = 2.5e5 * (math.exp(0.72 * slope) / sine) ** 0.2
            if rayleigh > turn:
                nusselt = 0.13 * (np.cbrt(rayleigh) - np.cbrt(turn)) + 0.56 * (turn * sine) ** 0.25
    return max(nusselt * _AIR_CONDUCTIVITY / _GLASS_HEIGHT_M, _LEAST_IN)


@nb.njit(cache=True)
def _film_out(cos_tilt: float, surface: float, air: float, forced: float, rough: float) -> float:
    """DOE-2 (after MoWiTT, Yazdanian and Klems 1994): natural and ``forced`` convection at an outer surface."""
    drop = surface - air
    root = np.cbrt(abs(drop))
    if abs(cos_tilt) < 0.3827:
        natural = 1.31 * root
    else:
        enhanced = (drop > 0.0) if cos_tilt > 0.0 else (drop < 0.0)
        c = abs(cos_tilt)
        natural = 9.482 * root / (7.283 - c) if enhanced else 1.810 * root / (1.382 + c)
    if forced <= 0.0:
        return max(natural, _LEAST_OUT)
    glass = math.sqrt(natural * natural + forced * forced)
    return max(natural + rough * (glass - natural), _LEAST_OUT)


@nb.njit(cache=True)
def _gap(t1: float, t2: float, eps: float, width: float, height: float, gas: np.ndarray) -> float:
    """Conductance of a sealed gap [W/(m2 K)], ISO 15099: radiation and natural convection between two panes."""
    mean = 0.5 * (t1 + t2) + _K
    drop = max(abs(t1 - t2), 1e-3)
    k = gas[0] + gas[1] * mean
    mu = gas[2] + gas[3] * mean
    cp = gas[4] + gas[5] * mean
    rho = 101325.0 * gas[6] / (8314.46 * mean)
    ra = rho * rho * width**3 * 9.81 * cp * drop / (mean * mu * k)
    if ra > 5e4:
        nu = 0.0673838 * np.cbrt(ra)
    elif ra > 1e4:
        nu = 0.028154 * ra**0.4134
    else:
        nu = 1.0 + 1.7596678e-10 * ra**2.2984755
    nu = max(nu, 0.242 * (ra * width / height) ** 0.272)
    return nu * k / width + 4.0 * STEFAN_BOLTZMANN * mean**3 * eps


@nb.njit(cache=True)
def _zone_step(
    z, h, near, w, dt, first, last, ei, ef, capacity, conductance, temp, work, gaps, gas, sun, sun_panes,
    beam, diffuse, shares, slot, t_out, t_sky, wind, wind_powers, wind_dir, t_ground, rho_cp, ta, tm, ta_new, tm_new, zf,
    convective, radiant, heat_set, cool_set, flow, fans, result,
):  # fmt: skip
    """Solve one zone for one step; writes its new temperatures, and heat, cooling and residual into ``result``."""
    saa = sar = sa0 = srr = sr0 = 0.0
    ref = ta[z]
    beam_now, diffuse_now = _at(beam[z], h, near, w), _at(diffuse[z], h, near, w)
    for e in range(first, last):
        n0, n = ei[e, I_NODE], ei[e, I_COUNT]
        inner, outer = n0 + n - 1, n0
        area, cos = ef[e, F_AREA], ef[e, F_COS]
        t_in, t_o = temp[inner], temp[outer]
        mean = 0.5 * (t_in + tm[z]) + _K
        hr = 4.0 * STEFAN_BOLTZMANN * mean**3 * ef[e, F_RADIANT]
        hc = _film_glass(cos, t_in, ref) if ei[e, I_WINDOW] >= 0 else _film_in(cos, t_in, ref)
        # panes: gap conductances follow their temperatures
        for p in range(ei[e, I_PANES] - 1):
            g = ei[e, I_WINDOW] * 2 + p
            a, b = n0 + 2 * p + 1, n0 + 2 * p + 2
            conductance[a] = _gap(temp[a], temp[b], gaps[g, 0], gaps[g, 1], gaps[g, 2], gas[int(gaps[g, 3])])
        # outer boundary: g_out * (T - t_drive) with everything joined
        kind = ei[e, I_OUTER]
        g_out = 0.0
        drive = 0.0
        if kind == OUTSIDE:
            windward, leeward = wind_powers[0] * ef[e, F_WINDWARD], wind_powers[1] * ef[e, F_LEEWARD]
            forced = 0.5 * (windward + leeward)
            if wind_dir >= 0.0:
                turn = abs((wind_dir - ef[e, F_AZIMUTH] + 180.0) % 360.0 - 180.0)
                forced = leeward if turn > 100.0 and abs(cos) < 0.98 else windward
            hco = _film_out(cos, t_o, t_out, forced, ef[e, F_ROUGH])
            tk, sk, ok = t_o + _K, t_sky + _K, t_out + _K
            base = ef[e, F_EPS_OUT] * STEFAN_BOLTZMANN
            h_sky = base * ef[e, F_SKY] * (tk * tk + sk * sk) * (tk + sk)
            h_air = base * (1.0 - ef[e, F_SKY]) * (tk * tk + ok * ok) * (tk + ok)
            g_out = hco + h_sky + h_air
            drive = hco * t_out + h_sky * t_sky + h_air * t_out
            if ei[e, I_SUN] >= 0:
                drive += ef[e, F_ABSORB] * _at(sun[ei[e, I_SUN]], h, near, w)
        elif kind == SHELTERED:
            hco = _film_out(cos, t_o, t_out, 0.0, ef[e, F_ROUGH])
            tk, ok = t_o + _K, t_out + _K
            h_air = ef[e, F_EPS_OUT] * STEFAN_BOLTZMANN * (tk * tk + ok * ok) * (tk + ok)
            g_out = hco + h_air
            drive = g_out * t_out
        elif kind == GROUND:
            g_out = _RIGID
            drive = _RIGID * t_ground
        elif kind == ZONE:
            o = ei[e, I_OTHER]
            hco = _film_in(-cos, t_o, ta[o])
            mo = 0.5 * (t_o + tm[o]) + _K
            twin = ei[e, I_SUN]
            factor = ef[twin, F_RADIANT] if twin >= 0 else ef[e, F_EPS_OUT]
            hro = 4.0 * STEFAN_BOLTZMANN * mo**3 * factor
            g_out = hco + hro
            drive = hco * ta[o] + hro * tm[o]
            if twin >= 0:
                there = (
                    _at(beam[o], h, near, w) * shares[twin, slot] + _at(diffuse[o], h, near, w) * ef[twin, F_DIFFUSE]
                )
                drive += there / ef[twin, F_AREA]
        sun_in = (beam_now * shares[e, slot] + diffuse_now * ef[e, F_DIFFUSE]) / area
        # forward sweep: node k eliminated into k + 1
        diag = g_out
        rhs = drive
        glass = ei[e, I_WINDOW]
        for k in range(n):
            node = n0 + k
            c = capacity[node] / dt
            diag += c
            rhs += c * temp[node]
            if glass >= 0:
                pane = k // 2
                if pane < ei[e, I_PANES]:
                    rhs += 0.5 * _at(sun_panes[glass, pane], h, near, w)
            if k == n - 1:
                break
            cond = conductance[node]
            total = diag + cond
            work[node, 0] = rhs / total
            work[node, 1] = cond / total
            diag, rhs = cond * diag / total, cond * rhs / total
        rhs += sun_in
        diag += hc + hr
        q, r1, r2 = rhs / diag, hc / diag, hr / diag
        work[inner, 0], work[inner, 1], work[inner, 2] = q, r1, r2
        work[inner, 3], work[inner, 4] = hc, hr
        saa += area * hc * (1.0 - r1)
        sar += area * hc * r2
        sa0 += area * hc * q
        srr += area * hr * (1.0 - r2)
        sr0 += area * hr * q
    air = zf[z, Z_VOLUME] * rho_cp / dt
    opened = 0.0
    if ref > zf[z, Z_OPEN] and t_out < ref - zf[z, Z_COOLER]:
        opened = zf[z, Z_AIRING]
        if zf[z, Z_AREA] > 0.0:  # EN 16798-7:2017: 0.001 and 0.0035 are its wind and stack coefficients
            push = max(0.001 * wind * wind, 0.0035 * zf[z, Z_HEIGHT] * (ref - t_out))
            opened += 0.5 * zf[z, Z_AREA] * math.sqrt(push)
    moved = flow[z, h] + opened
    useful = ref < zf[z, Z_BYPASS] or t_out > ref
    vent = (moved - (zf[z, Z_RECOVERY] * fans[z, h] if useful else 0.0)) * rho_cp
    rad = sr0 + radiant[z, h]
    saa += air + vent
    b0 = air * ref + sa0 + vent * t_out + convective[z, h]
    ratio = sar / srr if srr > 0.0 else 0.0
    base_m = rad / srr if srr > 0.0 else ref
    det = saa - sar * ratio
    free = (b0 + sar * base_m) / det
    heat = cool = 0.0
    new = free
    operative = zf[z, Z_OPERATIVE] > 0.5
    felt = 0.5 * (free * (1.0 + ratio) + base_m) if operative else free
    low, high = heat_set[z, h], cool_set[z, h]
    if felt < low:
        goal = (2.0 * low - base_m) / (1.0 + ratio) if operative else low
        heat = min((goal - free) * det, zf[z, Z_HEAT])
        new = free + heat / det
    elif felt > high:
        goal = (2.0 * high - base_m) / (1.0 + ratio) if operative else high
        cool = min((free - goal) * det, zf[z, Z_COOL])
        new = free - cool / det
    mrt = base_m + ratio * new
    ta_new[z], tm_new[z] = new, mrt
    stored = air * (new - ref)
    lost = vent * (new - t_out)
    for e in range(first, last):
        n0, n = ei[e, I_NODE], ei[e, I_COUNT]
        inner = n0 + n - 1
        t = work[inner, 0] + work[inner, 1] * new + work[inner, 2] * mrt
        lost += ef[e, F_AREA] * (work[inner, 3] * (new - t) + work[inner, 4] * (mrt - t))
        temp[inner] = t
        for k in range(n - 2, -1, -1):
            node = n0 + k
            t = work[node, 0] + work[node, 1] * t
            temp[node] = t
    given = heat - cool + convective[z, h] + radiant[z, h]
    result[z, 0], result[z, 1] = heat, cool
    result[z, 2] = given - lost - stored
    result[z, 3] = abs(given) + abs(heat) + abs(cool)
    result[z, 4] = moved


@nb.njit(cache=True, nogil=True)
def march(
    hours, substeps, warm_hours, temp, start_c, bounds, ei, ef, capacity, conductance, gaps, gas, sun, sun_panes,
    beam, diffuse, shares, slot, t_out, t_sky, wind, wind_dir, t_ground, rho_cp, zf, convective, radiant, heat_set, cool_set, flow,
    fans, out_air, out_mrt, out_heat, out_cool, out_flow, out_inner,
):  # fmt: skip
    """March through the warm-up and the year; fills the ``out_`` arrays and returns heat unaccounted for over moved."""
    zones = len(bounds) - 1
    work = np.zeros((len(capacity), 5))
    ta, tm = start_c.copy(), start_c.copy()
    ta_new, tm_new = ta.copy(), tm.copy()
    result = np.zeros((zones, 5))
    residual = moved = 0.0
    dt = 3600.0 / substeps
    for step in range(warm_hours + hours):
        h = step - warm_hours if step >= warm_hours else (hours - warm_hours + step) % hours
        before = (h - 1) % hours
        # DOE-2's powers of the wind for its two sides; the height of each element is in its table
        wind_powers = (3.26 * wind[h] ** 0.89, 3.55 * wind[h] ** 0.617)
        for s in range(substeps):
            share = (s + 1.0) / substeps
            to = t_out[before] + share * (t_out[h] - t_out[before])
            # the sun is known as the mean of the hour: its middle's value, a straight line between middles
            off = (s + 0.5) / substeps - 0.5
            near, w = (before if off < 0.0 else (h + 1) % hours), abs(off)
            ts = t_sky[before] + share * (t_sky[h] - t_sky[before])
            for z in range(zones):
                _zone_step(
                    z, h, near, w, dt, bounds[z], bounds[z + 1], ei, ef, capacity, conductance, temp, work, gaps, gas, sun,
                    sun_panes, beam, diffuse, shares, slot[h], to, ts, wind[h], wind_powers, wind_dir[h], t_ground[h], rho_cp, ta, tm, ta_new,
                    tm_new, zf, convective, radiant, heat_set, cool_set, flow, fans, result,
                )  # fmt: skip
            for z in range(zones):
                ta[z], tm[z] = ta_new[z], tm_new[z]
                if step >= warm_hours:
                    out_air[z, h] += ta[z] / substeps
                    out_mrt[z, h] += tm[z] / substeps
                    out_heat[z, h] += result[z, 0] / substeps
                    out_cool[z, h] += result[z, 1] / substeps
                    out_flow[z, h] += result[z, 4] / substeps
                    residual += abs(result[z, 2])
                    moved += result[z, 3]
        if step >= warm_hours and out_inner.shape[1] > 1:
            for e in range(len(ei)):
                out_inner[e, h] = temp[ei[e, I_NODE] + ei[e, I_COUNT] - 1]
    return residual / moved if moved > 0.0 else 0.0
