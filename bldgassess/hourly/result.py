"""What the hourly year gives to energy and health: read-only arrays of (zones, 8760)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bldgassess.errors import Issue
from bldgassess.model import Assumption

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

HOURS = 8760


@dataclass(frozen=True, slots=True)
class Weather:
    """A year of 8,760 hours (no leap day), hour k = the hour that ends at k+1, local standard time.

    Arrays of shape (8760,): ``t_out_c`` [degC], ``rh_out_fraction`` [0-1], ``pressure_pa`` [Pa], ``ghi_w_m2``,
    ``dni_w_m2``, ``dhi_w_m2`` [W/m2], ``sky_ir_w_m2`` [W/m2], ``wind_m_s`` [m/s], ``wind_from_deg`` [deg clockwise from
    north] where known. ``digest`` is the sha256 of the file or of the normals and the generator's version, and of what
    was done to the year since. ``source`` says in words what the year is and what was done to it. ``warming_k``: global
    warming over 1850-1900 in the years that it stands for [K], where known.
    """

    name: str
    latitude_deg: float
    longitude_deg: float
    time_zone_h: float
    elevation_m: float
    t_out_c: FloatArray
    rh_out_fraction: FloatArray
    pressure_pa: FloatArray
    ghi_w_m2: FloatArray
    dni_w_m2: FloatArray
    dhi_w_m2: FloatArray
    sky_ir_w_m2: FloatArray
    wind_m_s: FloatArray
    source: str
    digest: str
    grid_region: str | None = None
    wind_from_deg: FloatArray | None = None
    warming_k: float | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """One thermal zone = one space. ``use`` is the profile used ("bedroom", "living", "office", "unheated", ...).

    ``ua_w_k``: heat loss coefficient through the envelope to outside [W/K]. ``fresh_air_m3_s``: hygienic design flow.
    """

    guid: str
    name: str
    use: str
    is_conditioned: bool
    floor_area_m2: float
    volume_m3: float
    people: float
    ua_w_k: float
    fresh_air_m3_s: float


@dataclass(frozen=True, slots=True)
class SurfaceThermal:
    """The U-value a surface or opening was computed with. ``id`` is the Surface.id or Opening.guid."""

    id: str
    u_value_w_m2k: float
    origin: str


@dataclass(frozen=True, slots=True)
class HourlyResult:
    """The hourly year. Arrays are (n_zones, 8760), zones in the order of ``zones`` (sorted by guid).

    ``t_air_c``, ``t_rad_c``, ``t_op_c`` [degC]; ``rh_fraction`` [0-1]; ``q_heat_w``, ``q_cool_w`` >= 0 [W] (sensible;
    latent apart: ``q_latent_w``); ``people`` persons present; ``lighting_w``, ``equipment_w`` [W]; ``outdoor_air_m3_s``
    all outdoor air (hygienic + infiltration + airing) [m3/s]; ``mech_air_m3_s`` the part moved by fans; ``solar_w`` sun
    through glass [W]. ``hot_water_w`` (8760,) heat demand of the building's hot water [W]. ``unmet_h``: hours a
    conditioned, occupied zone misses its set-point by more than 0.5 K, summed over zones / number of conditioned zones.
    """

    zones: tuple[Zone, ...]
    t_air_c: FloatArray
    t_rad_c: FloatArray
    t_op_c: FloatArray
    rh_fraction: FloatArray
    q_heat_w: FloatArray
    q_cool_w: FloatArray
    q_latent_w: FloatArray
    people: FloatArray
    lighting_w: FloatArray
    equipment_w: FloatArray
    outdoor_air_m3_s: FloatArray
    mech_air_m3_s: FloatArray
    solar_w: FloatArray
    hot_water_w: FloatArray
    unmet_h: float
    balance_residual_fraction: float
    surfaces: tuple[SurfaceThermal, ...]
    assumptions: tuple[Assumption, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
