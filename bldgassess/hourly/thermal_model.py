"""The thermal model that the hourly year is solved for: zones, opaque elements and windows, in SI units, frozen.

It is public: buildings are turned into it (``from_building``), and so are the test cases of ANSI/ASHRAE 140.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.hourly.result import FloatArray

#: What is on the outer side of an element. "outside" has sun, wind and sky; "sheltered" is outdoor air without them (a
#: raised floor); "ground" has the temperature given with the model; "zone" another zone; "adiabatic" nothing.
OuterSide = Literal["outside", "sheltered", "ground", "zone", "adiabatic"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A homogeneous layer: thickness [m], conductivity [W/(m K)], density [kg/m3], specific heat [J/(kg K)].

    A layer without density or specific heat has a resistance only.
    """

    thickness_m: float
    conductivity_w_mk: float
    density_kg_m3: float
    specific_heat_j_kgk: float

    @property
    def resistance_m2k_w(self) -> float:
        """Thermal resistance [m2 K/W]."""
        return self.thickness_m / self.conductivity_w_mk

    @property
    def capacity_j_m2k(self) -> float:
        """Heat capacity of a square metre [J/(m2 K)]."""
        return self.thickness_m * self.density_kg_m3 * self.specific_heat_j_kgk


@dataclass(frozen=True, slots=True)
class Shade:
    """A flat opaque quadrilateral that casts shade, four corners in order, in the model's coordinates [m]."""

    corners_m: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class OpaqueElement:
    """A wall, roof, floor or partition seen from its zone; layers run from the outer side in.

    ``corners_m``: outline for shading, empty where nothing shades it. ``absorptance`` and ``emissivity`` are of the
    outer (sun, long-wave) and inner side [0-1]. ``other_zone``: index of the zone behind where ``outer`` is "zone",
    and ``twin`` the id of the same partition as seen from there: each side is solved with the whole partition.
    ``is_rough``: outer face as rough as brick or render; smooth as glass otherwise.
    """

    id: str
    zone: int
    area_m2: float
    tilt_deg: float
    azimuth_deg: float
    layers: tuple[Layer, ...]
    outer: OuterSide
    other_zone: int = -1
    twin: str = ""
    absorptance_out: float = 0.6
    absorptance_in: float = 0.6
    emissivity_out: float = 0.9
    emissivity_in: float = 0.9
    is_rough: bool = True
    corners_m: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Pane:
    """A glass pane at normal incidence: transmittance, reflectance of its outer and inner face, emissivities [0-1]."""

    thickness_m: float
    conductivity_w_mk: float
    transmittance: float
    reflectance_out: float
    reflectance_in: float
    emissivity_out: float
    emissivity_in: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A sealed gap between two panes: thickness [m] and gas ("air", "argon", "krypton")."""

    thickness_m: float
    gas: str


@dataclass(frozen=True, slots=True)
class Glazing:
    """Panes from outside in, with the gaps between them."""

    panes: tuple[Pane, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class SimpleGlazing:
    """A window known by its figures: U-value with frame [W/(m2 K)], g at normal incidence [0-1]."""

    u_value_w_m2k: float
    g_value: float


@dataclass(frozen=True, slots=True)
class WindowElement:
    """A window of a zone. ``frame_fraction``: opaque share of its area [0-1], which takes no sun.

    ``sun_factor``: share of the sun that movable shades let through, hour by hour [0-1]; ``None`` for no shade.
    ``sky_seen``: what it sees of each direction of the sky past what stands around (``model.sky_seen``), beside the
    shades of the model; empty where nothing is in the way.
    """

    id: str
    zone: int
    area_m2: float
    tilt_deg: float
    azimuth_deg: float
    glazing: Glazing | SimpleGlazing
    frame_fraction: float = 0.0
    corners_m: tuple[tuple[float, float, float], ...] = ()
    sun_factor: FloatArray | None = None
    sky_seen: str = ""
    outer: OuterSide = "outside"


@dataclass(frozen=True, slots=True)
class Airing:
    """Windows that people open: above a room temperature, while it is cooler outside by so much.

    With an ``area_m2`` of opening and its ``height_m`` the flow follows wind and temperature (EN 16798-7:2017,
    single-sided); without, it is ``flow_m3_s``.
    """

    open_above_c: float
    cooler_k: float
    flow_m3_s: float = 0.0
    area_m2: float = 0.0
    height_m: float = 0.0


@dataclass(frozen=True, slots=True)
class ThermalZone:
    """A zone: volume, and what happens in it hour by hour, arrays of (8760,).

    Parameters
    ----------
    volume_m3 : float
        Air volume [m3].
    convective_w, radiant_w : FloatArray
        Sensible gains to the air and to the surfaces [W].
    heat_above_c, cool_below_c : FloatArray
        Set-points [degC]; NaN where the plant does not run.
    outdoor_air_m3_s : FloatArray
        Outdoor air that always comes, at 20 degC and the pressure of the site [m3/s].
    mechanical_m3_s : FloatArray or None
        The part of it that fans move through a heat recovery of efficiency ``recovery`` [0-1], which is bypassed while
        the zone is above ``bypass_above_c`` and it is cooler outside.
    airing : Airing or None
        Windows opened on top of it.
    bridge_w_k : float
        Heat loss coefficient of thermal bridges to outdoor air [W/K], sum of psi l and chi; at the air node, as the
        linear and point transmittances of EN ISO 14683 are stated between two air temperatures.
    heat_limit_w, cool_limit_w : float
        Power of the plant [W]; infinite for ideal loads.
    operative_control : bool
        Hold the operative temperature instead of the air's.
    """

    id: str
    volume_m3: float
    convective_w: FloatArray
    radiant_w: FloatArray
    heat_above_c: FloatArray
    cool_below_c: FloatArray
    outdoor_air_m3_s: FloatArray
    heat_limit_w: float = float("inf")
    cool_limit_w: float = float("inf")
    operative_control: bool = False
    mechanical_m3_s: FloatArray | None = None
    recovery: float = 0.0
    bypass_above_c: float = float("inf")
    airing: Airing | None = None
    bridge_w_k: float = 0.0


@dataclass(frozen=True, slots=True)
class AirLink:
    """Air that two zones (indices) exchange: the flow each way, a figure or (8760,), at 20 degC [m3/s].

    What one zone loses through it the other gains in the same step; several links between the same zones add up.
    """

    zone_a: int
    zone_b: int
    flow_m3_s: FloatArray | float


@dataclass(frozen=True, slots=True)
class ThermalModel:
    """Everything the solver needs besides the weather. ``ground_c``: temperature below floors, (8760,) [degC]."""

    zones: tuple[ThermalZone, ...]
    elements: tuple[OpaqueElement, ...]
    windows: tuple[WindowElement, ...]
    ground_c: FloatArray
    albedo: float = 0.2
    shades: tuple[Shade, ...] = ()
    air_links: tuple[AirLink, ...] = ()
