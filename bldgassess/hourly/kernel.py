"""The compiled march through the year: every element eliminated to its zone's air and mean radiant node.

Equations (docs/method.md, "Energy"): implicit Euler in finite volumes, in modal form; with the films of a step each
element is T_s = q + r1 T_a + r2 T_m, so that a zone is two unknowns. Films follow the last step's temperatures (TARP
inside, DOE-2 outside). Zones see each other's last temperatures through walls, and each other's new ones through air.
Elements go eight at a time: a tile is a record of rows of eight in one flat array (``tiles``), so that the order and
number of zones change no bit of a result. All of it is one file, because numba keeps compiled code by the file.
"""

from __future__ import annotations

import math

import numba as nb
import numpy as np

from bldgassess.hourly.lanes import LANES, absolute, larger, load, power, root, select, smaller, splat, store
from bldgassess.hourly.sky import STEFAN_BOLTZMANN

_ROW = LANES
# Rows of every tile; those of the first line are given, the others are worked out step by step.
AREA, HOT, COLD, RADIANT, B_OUT, B_ACROSS, B_IN, DIFFUSE = (k * _ROW for k in range(8))
T_OUT, T_IN, A_OUT, A_IN, AIR, MEAN, SUN_IN, HC, HR, Q, R1, R2, INVERSE, DRIVE = (k * _ROW for k in range(8, 22))
LOSS = Q  # what a surface took from its zone, once Q is used up
_FIRST_OWN = 22
# Rows of a tile outdoors.
OUT_HOT, OUT_COLD, WINDWARD, LEEWARD, ROUGH, AZ_SIN, AZ_COS, TO_SKY, TO_AIR, SUN_SHARE = (
    k * _ROW for k in range(_FIRST_OWN, _FIRST_OWN + 10)
)
# Rows of a tile of partitions; BACK_AIR and BACK_MEAN are the other zone's.
BACK_HOT, BACK_COLD, BACK_RADIANT = (k * _ROW for k in range(_FIRST_OWN, _FIRST_OWN + 3))
# Rows of a tile on the ground or adiabatic: conductance to what lies behind, and whether that is the ground.
FIXED_G, FIXED_SHARE = (k * _ROW for k in range(_FIRST_OWN, _FIRST_OWN + 2))
# Rows of a tile of windows after those outdoors. Film at the pane, warm then cold: factor, Rayleigh number at which it
# turns, cube root of that, exponent. Then resistance of each pane, share of the sun for its panes, node temperatures.
_GLASS = _FIRST_OWN + 10
FILM_WARM, FILM_COLD, PANE_R, PANE_SHARE, PANE_SUN, NODE_T = (_ROW * (_GLASS + k) for k in (0, 4, 8, 11, 12, 15))
#: Gaps, eleven rows each: radiation, width, width over height, k, mu and cp of the gas as a + b T, molar mass; and the
#: resistance that is found.
GAP, GAP_ROWS, _GAP_R = (_GLASS + 19) * _ROW, 11, 10 * _ROW
#: Rows of a tile of each kind before its modes.
KIND_ROWS = (_FIRST_OWN + 10, _FIRST_OWN + 3, _FIRST_OWN + 2, _GLASS + 19 + 2 * GAP_ROWS)
#: Rows of each mode: its state, its decay in a step, its weights at the outer and inner surface.
MODE_ROWS = 4
OPEN, PARTITION, FIXED, GLASS = range(4)
# Columns of the tile table: kind, where its record and its modes begin, number of modes, of panes.
KIND, AT, MODES_AT, MODES, PANES = range(5)
# Columns of the lane table, (tiles, 8, 4): zone, row of the sun outside or of the first pane, other zone, lane of the twin.
LANE_ZONE, LANE_SUN, LANE_OTHER, LANE_TWIN = range(4)
# Columns of the zone table.
Z_VOLUME, Z_HEAT, Z_COOL, Z_OPERATIVE, Z_AIRING, Z_OPEN, Z_COOLER, Z_RECOVERY, Z_BYPASS, Z_AREA, Z_HEIGHT, Z_BRIDGE = (
    range(12)
)
# Rows of the hours of a zone.
CONVECTIVE, RADIANT_GAIN, HEAT_ABOVE, COOL_BELOW, OUTDOOR_AIR, FAN_AIR, BEAM, SKY_SUN = range(8)
# Rows of the hours of the weather.
W_AIR, W_SKY, W_SPEED, W_KNOWN, W_WINDWARD, W_LEEWARD, W_SIN, W_COS, W_GROUND = range(9)
#: Rows of the sums of a tile over a zone: S_aa, S_ar, S_a0, S_rr, S_r0.
S_AA, S_AR, S_A0, S_RR, S_R0 = (k * _ROW for k in range(5))
# Columns of a zone's equation.
E_B0, E_DET, E_RATIO, E_BASE, E_STORED, E_VENT, E_MOVED = range(7)
# Columns of the results of a zone.
O_AIR, O_MEAN, O_HEAT, O_COOL, O_FLOW = range(5)

_K = 273.15
_THIRD = 1.0 / 3.0
#: Least convective coefficients inside and outside [W/(m2 K)]; without them a film could vanish at equal temperatures.
_LEAST_IN, _LEAST_OUT = 0.1, 0.5
#: Height of a pane for convection [m]; the film changes by 7 % between 1.5 m and 2 m.
GLASS_HEIGHT_M = 1.5
#: Air at 20 degC: g / (T nu a) [1/(m3 K)], conductivity [W/(m K)].
_RAYLEIGH, AIR_CONDUCTIVITY = 1.041e8, 0.0257
_RAYLEIGH_A_K = _RAYLEIGH * GLASS_HEIGHT_M**3
_SWIFT = 0.13 * AIR_CONDUCTIVITY / GLASS_HEIGHT_M
#: Wind from more than 100 deg off a face's azimuth meets its lee side (DOE-2).
_LEE_COS = math.cos(math.radians(100.0))
#: Air links: rounds of Gauss-Seidel at most, and the change that ends them [K].
_MOST_ROUNDS, _SETTLED_K = 2000, 1e-10
_DAY = 24


@nb.njit(error_model="numpy")
def _natural(surface, air, warm, cold):
    """Walton's (1983) natural convection: c |dT|^(1/3), c by whether the surface is the warmer."""
    drop = surface - air
    return select(drop < 0.0, cold, warm) * power(absolute(drop), _THIRD)


@nb.njit(error_model="numpy")
def _film_glass(drop, factor, turn, turn_root, exponent):
    """Natural convection at a pane's inner face, ISO 15099:2003 8.3.2.2, by the Rayleigh number of ``drop``."""
    rayleigh = _RAYLEIGH_A_K * drop
    slow = factor * power(smaller(rayleigh, turn), exponent)
    return larger(slow + _SWIFT * larger(power(rayleigh, _THIRD) - turn_root, 0.0), _LEAST_IN)


@nb.njit(error_model="numpy")
def _gap(t1, t2, buf, at):
    """Conductance of a sealed gap [W/(m2 K)], ISO 15099: radiation and natural convection between two panes."""
    width = load(buf, at + _ROW)
    mean = 0.5 * (t1 + t2) + _K
    drop = larger(absolute(t1 - t2), 1e-3)
    k = load(buf, at + 3 * _ROW) + load(buf, at + 4 * _ROW) * mean
    mu = load(buf, at + 5 * _ROW) + load(buf, at + 6 * _ROW) * mean
    cp = load(buf, at + 7 * _ROW) + load(buf, at + 8 * _ROW) * mean
    rho = 101325.0 / 8314.46 * load(buf, at + 9 * _ROW) / mean
    ra = 9.81 * rho * rho * width * width * width * cp * drop / (mean * mu * k)
    fast, swift = ra > 1e4, ra > 5e4
    factor = select(swift, splat(0.0673838), select(fast, splat(0.028154), splat(1.7596678e-10)))
    exponent = select(swift, splat(_THIRD), select(fast, splat(0.4134), splat(2.2984755)))
    still = select(fast, splat(0.0), splat(1.0))
    nu = larger(still + factor * power(ra, exponent), 0.242 * power(ra * load(buf, at + 2 * _ROW), 0.272))
    return nu * k / width + 4.0 * STEFAN_BOLTZMANN * load(buf, at) * mean * mean * mean


@nb.njit(error_model="numpy")
def _outdoors(buf, at, climate, sun):
    """Outer surface to air, sky and ``sun``: its film, and what drives it with what comes from within."""
    t_air, t_sky = climate[W_AIR], climate[W_SKY]
    surface = load(buf, at + T_OUT)
    natural = _natural(surface, splat(t_air), load(buf, at + OUT_HOT), load(buf, at + OUT_COLD))
    windward = climate[W_WINDWARD] * load(buf, at + WINDWARD)
    leeward = climate[W_LEEWARD] * load(buf, at + LEEWARD)
    if climate[W_KNOWN] <= 0.0:  # where the wind comes from is not known
        forced = 0.5 * (windward + leeward)
    else:
        toward = climate[W_SIN] * load(buf, at + AZ_SIN) + climate[W_COS] * load(buf, at + AZ_COS)
        forced = select(toward < _LEE_COS, leeward, windward)
    glass = root(natural * natural + forced * forced)
    film = larger(natural + load(buf, at + ROUGH) * (glass - natural), _LEAST_OUT)
    kelvin, sky, air = surface + _K, t_sky + _K, t_air + _K
    h_sky = load(buf, at + TO_SKY) * ((kelvin * kelvin + sky * sky) * (kelvin + sky))
    h_air = film + load(buf, at + TO_AIR) * ((kelvin * kelvin + air * air) * (kelvin + air))
    drive = h_air * t_air + h_sky * t_sky + load(buf, at + SUN_SHARE) * sun
    store(buf, at + INVERSE, 1.0 / (h_air + h_sky + load(buf, at + B_OUT)))
    store(buf, at + DRIVE, drive + load(buf, at + A_OUT))


@nb.njit(error_model="numpy")
def _behind(buf, at, air, mean, sun):
    """Outer surface of a partition to the zone behind it."""
    surface = load(buf, at + T_OUT)
    film = larger(_natural(surface, air, load(buf, at + BACK_HOT), load(buf, at + BACK_COLD)), _LEAST_IN)
    kelvin = 0.5 * (surface + mean) + _K
    radiation = load(buf, at + BACK_RADIANT) * (kelvin * kelvin * kelvin)
    store(buf, at + INVERSE, 1.0 / (film + radiation + load(buf, at + B_OUT)))
    store(buf, at + DRIVE, film * air + radiation * mean + sun + load(buf, at + A_OUT))


@nb.njit(error_model="numpy")
def _fixed(buf, at, t_ground):
    """Outer surface on the ground, or with nothing behind it."""
    g = load(buf, at + FIXED_G)
    store(buf, at + INVERSE, 1.0 / (g + load(buf, at + B_OUT)))
    store(buf, at + DRIVE, load(buf, at + FIXED_SHARE) * g * t_ground + load(buf, at + A_OUT))


@nb.njit(error_model="numpy")
def _panes(buf, at, panes, sun):
    """Panes as one resistance between the outer and inner surface, and where the sun that each takes flows.

    Half of it is taken at either face of a pane. Gaps follow the temperatures of the last step.
    """
    share = load(buf, at + PANE_SHARE)
    total = load(buf, at + PANE_R)
    for k in range(1, panes):
        node, gap = at + NODE_T + (2 * k - 2) * _ROW, at + GAP + (k - 1) * GAP_ROWS * _ROW
        resistance = 1.0 / _gap(load(buf, node), load(buf, node + _ROW), buf, gap)
        store(buf, gap + _GAP_R, resistance)
        total = total + resistance + load(buf, at + PANE_R + k * _ROW)
    across = 1.0 / total
    outward, inward, passed = splat(0.0), splat(0.0), splat(0.0)
    for k in range(panes):
        half = 0.5 * share * load(sun, k * _ROW)
        store(buf, at + PANE_SUN + k * _ROW, half)
        before = passed * across
        passed = passed + load(buf, at + PANE_R + k * _ROW)
        after = passed * across
        inward = inward + half * (before + after)
        outward = outward + half * (2.0 - before - after)
        if k < panes - 1:
            passed = passed + load(buf, at + GAP + k * GAP_ROWS * _ROW + _GAP_R)
    store(buf, at + A_OUT, outward)
    store(buf, at + A_IN, inward)
    store(buf, at + B_OUT, across)
    store(buf, at + B_ACROSS, across)
    store(buf, at + B_IN, across)


@nb.njit(error_model="numpy")
def _pane_nodes(buf, at, panes):
    """Temperatures of the faces of panes between the outer and the inner one, for the gaps of the next step."""
    t = load(buf, at + T_OUT)
    flow = load(buf, at + A_OUT) + load(buf, at + B_ACROSS) * (load(buf, at + T_IN) - t)  # towards the outside
    for k in range(panes - 1):
        half, node = load(buf, at + PANE_SUN + k * _ROW), at + NODE_T + 2 * k * _ROW
        flow = flow - half
        t = t + flow * load(buf, at + PANE_R + k * _ROW)
        store(buf, node, t)
        flow = flow - half
        t = t + flow * load(buf, at + GAP + k * GAP_ROWS * _ROW + _GAP_R)
        store(buf, node + _ROW, t)


@nb.njit(error_model="numpy")
def _inside(buf, at, film, sums):
    """Eliminate an element to T_s = q + r1 T_a + r2 T_m and give what it adds to its zone's five sums."""
    mean = 0.5 * (load(buf, at + T_IN) + load(buf, at + MEAN)) + _K
    radiation = load(buf, at + RADIANT) * (mean * mean * mean)
    across, inverse = load(buf, at + B_ACROSS), load(buf, at + INVERSE)
    through = across * inverse
    diagonal = 1.0 / (load(buf, at + B_IN) - across * through + film + radiation)
    q = (load(buf, at + A_IN) + through * load(buf, at + DRIVE) + load(buf, at + SUN_IN)) * diagonal
    r1, r2, area = film * diagonal, radiation * diagonal, load(buf, at + AREA)
    store(buf, at + HC, film)
    store(buf, at + HR, radiation)
    store(buf, at + Q, q)
    store(buf, at + R1, r1)
    store(buf, at + R2, r2)
    by_film, by_radiation = area * film, area * radiation
    store(sums, S_AA, by_film * (1.0 - r1))
    store(sums, S_AR, by_film * r2)
    store(sums, S_A0, by_film * q)
    store(sums, S_RR, by_radiation * (1.0 - r2))
    store(sums, S_R0, by_radiation * q)


@nb.njit(error_model="numpy")
def _advance(buf, at, modes_at, modes):
    """Surfaces and modes of an element to the end of the step, once its zone's temperatures are known."""
    air, mean = load(buf, at + AIR), load(buf, at + MEAN)
    inner = load(buf, at + Q) + load(buf, at + R1) * air + load(buf, at + R2) * mean
    outer = (load(buf, at + DRIVE) + load(buf, at + B_ACROSS) * inner) * load(buf, at + INVERSE)
    loss = load(buf, at + HC) * (air - inner) + load(buf, at + HR) * (mean - inner)
    store(buf, at + LOSS, load(buf, at + AREA) * loss)
    store(buf, at + T_IN, inner)
    store(buf, at + T_OUT, outer)
    if modes > 0:
        to_outer, to_inner = splat(0.0), splat(0.0)
        for place in range(modes_at, modes_at + modes * MODE_ROWS * _ROW, MODE_ROWS * _ROW):
            by_outer, by_inner = load(buf, place + 2 * _ROW), load(buf, place + 3 * _ROW)
            state = load(buf, place) * load(buf, place + _ROW) + by_outer * outer + by_inner * inner
            store(buf, place, state)
            to_outer = to_outer + by_outer * state
            to_inner = to_inner + by_inner * state
        store(buf, at + A_OUT, to_outer)
        store(buf, at + A_IN, to_inner)


@nb.njit(error_model="numpy")
def _hold(low, high, free, det, ratio, base, operative, most_heat, most_cool):
    """Heat and cool a zone that would be at ``free`` to its set-points: air temperature, heat, cooling."""
    felt = 0.5 * (free * (1.0 + ratio) + base) if operative else free
    heat = cool = 0.0
    if felt < low:
        goal = (2.0 * low - base) / (1.0 + ratio) if operative else low
        heat = min((goal - free) * det, most_heat)
    elif felt > high:
        goal = (2.0 * high - base) / (1.0 + ratio) if operative else high
        cool = min((free - goal) * det, most_cool)
    return free + (heat - cool) / det, heat, cool


@nb.njit(error_model="numpy")
def _outdoor_air(row, air, t_out, speed):
    """Flow through opened windows [m3/s]."""
    if not (air > row[Z_OPEN] and t_out < air - row[Z_COOLER]):
        return 0.0
    if row[Z_AREA] <= 0.0:
        return row[Z_AIRING]
    # EN 16798-7:2017: 0.001 and 0.0035 are its wind and stack coefficients
    push = max(0.001 * speed * speed, 0.0035 * row[Z_HEIGHT] * (air - t_out))
    return row[Z_AIRING] + 0.5 * row[Z_AREA] * math.sqrt(push)


@nb.njit(error_model="numpy")
def _balance(row, now, sums, climate, air, rho_cp, dt, linked, equation):
    """Put a zone's equation of its air into ``equation``: det T = b0, T_m = base + ratio T; its outdoor air too."""
    t_out = climate[W_AIR]
    stored = row[Z_VOLUME] * rho_cp / dt
    moved = now[OUTDOOR_AIR] + _outdoor_air(row, air, t_out, climate[W_SPEED])
    useful = air < row[Z_BYPASS] or t_out > air
    vent = (moved - (row[Z_RECOVERY] * now[FAN_AIR] if useful else 0.0)) * rho_cp + row[Z_BRIDGE]
    sar, srr = sums[1], sums[3]
    ratio = sar / srr if srr > 0.0 else 0.0
    base = (sums[4] + now[RADIANT_GAIN]) / srr if srr > 0.0 else air
    equation[E_B0] = stored * air + sums[2] + vent * t_out + now[CONVECTIVE] + sar * base
    equation[E_DET] = sums[0] + stored + vent + linked - sar * ratio
    equation[E_RATIO], equation[E_BASE] = ratio, base
    equation[E_STORED], equation[E_VENT], equation[E_MOVED] = stored, vent, moved


@nb.njit(error_model="numpy")
def _solve(zone, b0, equation, now, found):
    """Solve a zone for what its neighbours' air brings with ``b0``; returns how far its air moved."""
    det, ratio, base = equation[E_DET], equation[E_RATIO], equation[E_BASE]
    new, heat, cool = _hold(
        now[HEAT_ABOVE], now[COOL_BELOW], b0 / det, det, ratio, base, zone[Z_OPERATIVE] > 0.5, zone[Z_HEAT], zone[Z_COOL]
    )  # fmt: skip
    change = abs(new - found[O_AIR])
    found[O_AIR], found[O_MEAN], found[O_HEAT], found[O_COOL] = new, base + ratio * new, heat, cool
    return change


@nb.njit(error_model="numpy")
def _exchange(zones, equations, now, found, begin, other, g):
    """Solve zones that exchange air together, by Gauss-Seidel with the plant inside; g [W/K] of each link from a zone."""
    for _ in range(_MOST_ROUNDS):
        change = 0.0
        for z in range(len(zones)):
            if begin[z] < begin[z + 1]:
                b0 = equations[z, E_B0]
                for k in range(begin[z], begin[z + 1]):
                    b0 += g[k] * found[other[k], O_AIR]
                change = max(change, _solve(zones[z], b0, equations[z], now[z], found[z]))
        if change < _SETTLED_K:
            break


@nb.njit(error_model="numpy")
def _day_of(source, first, day):
    """Copy a day with the hour before and after it from (rows, hours) to (26, rows), round the year."""
    hours = source.shape[1]
    for row in range(source.shape[0]):
        for k in range(_DAY + 2):
            day[k, row] = source[row, (first + k - 1) % hours]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def march(
    first, hours, lead, substeps, warm_hours, buf, tiles, lane_of, shares, slot, weather, rho_cp, zones, zone_hours, sun,
    begin, other, link_row, link_flow, start_c, out, row_of, inner_c, inner_of,
):  # fmt: skip
    """March through the warm-up and ``hours`` from column ``first`` on, round the year.

    Adds to ``out`` and returns heat unaccounted for and moved.

    Parameters
    ----------
    lead : int
        Hours at the beginning that ``out`` does not want.
    buf : (n,)
        Records of the tiles, changed as the march goes.
    shares : (slots, tiles x 8)
        Share of the zone's beam over the area of each element [1/m2]; ``slot`` tells each hour's.
    weather : (9, hours)
        Rows W_AIR to W_GROUND.
    zone_hours : (8 x zones, hours)
        Rows CONVECTIVE to SKY_SUN, of all zones each.
    sun : (rows, hours)
        Sun on planes and in panes [W/m2].
    begin, other, link_row, link_flow
        Air links from each zone: first link, other zone, row of its flow (rows, hours) [m3/s].
    out : (5, rows, hours)
        Hourly means of air, mean radiant temperature, heat, cooling and outdoor air; ``row_of`` tells each zone's.
    inner_c : (hours, elements)
        Inner surface temperatures, empty where not asked for; ``inner_of`` (tiles, 8): their column, -1 for none.
    """
    count, columns = len(zones), zone_hours.shape[1]
    kinds = zone_hours.shape[0] // count
    dt = 3600.0 / substeps
    ta, tm = np.full(count + 1, 20.0), np.full(count + 1, 20.0)
    for z in range(count):
        ta[z], tm[z] = start_c[z], start_c[z]
    sun_in, sunny = np.zeros(len(tiles) * LANES), True
    lane_a, lane_m, lane_s = np.zeros(3 * LANES), np.zeros(LANES), np.zeros(3 * LANES)
    sums, lane_sums = np.zeros((count + 1, 6)), np.zeros(5 * LANES)
    equations, found = np.zeros((count, 7)), np.zeros((count, 5))
    now, glass_now, sun_now = np.zeros((count, kinds)), np.zeros((count + 1, 2)), np.zeros(sun.shape[0])
    g, climate = np.zeros(len(other)), np.zeros(weather.shape[0])
    sun_day, zone_day = np.zeros((_DAY + 2, sun.shape[0])), np.zeros((_DAY + 2, kinds * count))
    residual = moved = 0.0
    for step in range(warm_hours + hours):
        n = (step - warm_hours) % hours
        h, k = (first + n) % columns, n % _DAY
        before = (h - 1) % columns
        if k == 0 or step == 0:
            _day_of(sun, h - k, sun_day)
            _day_of(zone_hours, h - k, zone_day)
        for z in range(count):
            for kind in range(kinds):
                now[z, kind] = zone_day[k + 1, kind * count + z]
        for link in range(len(other)):
            g[link] = link_flow[link_row[link], h] * rho_cp
        for s in range(substeps):
            share = (s + 1.0) / substeps
            # the sun is known as the mean of the hour: its middle's value, a straight line between middles
            off = (s + 0.5) / substeps - 0.5
            near, w = (k if off < 0.0 else k + 2), abs(off)
            for row in range(W_SPEED, len(climate)):
                climate[row] = weather[row, h]
            for row in range(W_SPEED):
                climate[row] = weather[row, before] + share * (weather[row, h] - weather[row, before])
            for row in range(len(sun_now)):
                sun_now[row] = sun_day[k + 1, row] + w * (sun_day[near, row] - sun_day[k + 1, row])
            lit = False
            for z in range(count):
                for kind in range(2):
                    column = (BEAM + kind) * count + z
                    value = zone_day[k + 1, column] + w * (zone_day[near, column] - zone_day[k + 1, column])
                    glass_now[z, kind] = value
                    lit = lit or value > 0.0
            if lit or sunny:
                sunny = lit
                for t in range(len(tiles)):
                    at = tiles[t, AT]
                    for lane in range(LANES):
                        z = lane_of[t, lane, LANE_ZONE]
                        value = glass_now[z, 0] * shares[slot[h], t * LANES + lane]
                        value += glass_now[z, 1] * buf[at + DIFFUSE + lane]
                        sun_in[t * LANES + lane] = value
                        buf[at + SUN_IN + lane] = value
            for z in range(count + 1):
                for row in range(6):
                    sums[z, row] = 0.0
            for t in range(len(tiles)):
                kind, at = tiles[t, KIND], tiles[t, AT]
                air = load(buf, at + AIR)
                if kind == FIXED:
                    _fixed(buf, at, climate[W_GROUND])
                elif kind == PARTITION:
                    for lane in range(LANES):
                        z, twin = lane_of[t, lane, LANE_OTHER], lane_of[t, lane, LANE_TWIN]
                        lane_a[lane], lane_m[lane] = ta[z], tm[z]
                        lane_s[lane] = sun_in[twin] if twin >= 0 else 0.0
                    _behind(buf, at, load(lane_a, 0), load(lane_m, 0), load(lane_s, 0))
                else:
                    if kind == GLASS:
                        panes = tiles[t, PANES]
                        for lane in range(LANES):
                            row = lane_of[t, lane, LANE_SUN]
                            for pane in range(panes):
                                lane_s[pane * LANES + lane] = sun_now[row + pane]
                        _panes(buf, at, panes, lane_s)
                    else:
                        for lane in range(LANES):
                            lane_s[lane] = sun_now[lane_of[t, lane, LANE_SUN]]
                    _outdoors(buf, at, climate, load(lane_s, 0))
                inner = load(buf, at + T_IN)
                if kind == GLASS:
                    drop = inner - air
                    cold, warm, place = drop < 0.0, at + FILM_WARM, at + FILM_COLD
                    film = _film_glass(
                        absolute(drop),
                        select(cold, load(buf, place), load(buf, warm)),
                        select(cold, load(buf, place + _ROW), load(buf, warm + _ROW)),
                        select(cold, load(buf, place + 2 * _ROW), load(buf, warm + 2 * _ROW)),
                        select(cold, load(buf, place + 3 * _ROW), load(buf, warm + 3 * _ROW)),
                    )
                else:
                    film = larger(_natural(inner, air, load(buf, at + HOT), load(buf, at + COLD)), _LEAST_IN)
                _inside(buf, at, film, lane_sums)
                for lane in range(LANES):
                    z = lane_of[t, lane, LANE_ZONE]
                    for row in range(5):
                        sums[z, row] += lane_sums[row * LANES + lane]
            for z in range(count):
                linked = 0.0
                for link in range(begin[z], begin[z + 1]):
                    linked += g[link]
                found[z, O_AIR] = ta[z]
                _balance(zones[z], now[z], sums[z], climate, ta[z], rho_cp, dt, linked, equations[z])
                if linked <= 0.0:
                    _solve(zones[z], equations[z, E_B0], equations[z], now[z], found[z])
            if len(other) > 0:
                _exchange(zones, equations, now, found, begin, other, g)
            # what each zone keeps and loses to outdoor air and to others, before its surfaces tell what they took
            for z in range(count):
                new, row = found[z, O_AIR], equations[z]
                taken = row[E_STORED] * (new - ta[z]) + row[E_VENT] * (new - climate[W_AIR])
                for link in range(begin[z], begin[z + 1]):
                    taken += g[link] * (new - found[other[link], O_AIR])
                sums[z, 5] = taken
            for z in range(count):
                ta[z], tm[z] = found[z, O_AIR], found[z, O_MEAN]
            for t in range(len(tiles)):
                at = tiles[t, AT]
                for lane in range(LANES):
                    z = lane_of[t, lane, LANE_ZONE]
                    buf[at + AIR + lane], buf[at + MEAN + lane] = ta[z], tm[z]
                _advance(buf, at, tiles[t, MODES_AT], tiles[t, MODES])
                if tiles[t, PANES] > 1:
                    _pane_nodes(buf, at, tiles[t, PANES])
                for lane in range(LANES):
                    sums[lane_of[t, lane, LANE_ZONE], 5] += buf[at + LOSS + lane]
            if step >= warm_hours:
                for z in range(count):
                    if n >= lead:
                        for kind in range(O_FLOW):
                            out[kind, row_of[z], h] += found[z, kind] / substeps
                        out[O_FLOW, row_of[z], h] += equations[z, E_MOVED] / substeps
                    plant = found[z, O_HEAT] - found[z, O_COOL]
                    given = plant + now[z, CONVECTIVE] + now[z, RADIANT_GAIN]
                    residual += abs(given - sums[z, 5])
                    moved += abs(given) + found[z, O_HEAT] + found[z, O_COOL]
        if step >= warm_hours and inner_c.shape[0] > 0:
            for t in range(len(tiles)):
                for lane in range(LANES):
                    if inner_of[t, lane] >= 0:
                        inner_c[h, inner_of[t, lane]] = buf[tiles[t, AT] + T_IN + lane]
    return residual, moved
