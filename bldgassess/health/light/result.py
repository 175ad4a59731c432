"""Daylight of a building's rooms, found by ``compute_daylight`` and read by the indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bldgassess.errors import Issue
from bldgassess.health.result import HealthClass
from bldgassess.hourly.result import FloatArray

#: "quick": split flux, sun and view only; "draft" and "standard": Radiance as well.
Quality = Literal["quick", "draft", "standard"]
QUALITIES: tuple[Quality, ...] = ("quick", "draft", "standard")


@dataclass(frozen=True, slots=True)
class View:
    """View out: what three quarters of the room have.

    ``angle_deg``: horizontal sight angle through glass with 6 m free before it. ``shares``: share of the room [0-1]
    that meets class I, II, III. ``sky``, ``plants``: share of what is seen through glass [0-1]; plants ``None`` where
    the model shows none.
    """

    angle_deg: float
    shares: tuple[float, float, float]
    view_class: HealthClass
    sky: float
    plants: float | None


@dataclass(frozen=True, slots=True)
class AnnualLight:
    """A year of daylight in a room.

    ``target_lx``, ``least_lx``: illuminance that half and 95 % of the room have in half of the 4,380 lightest hours;
    ``lit_pct``: share of the room with 300 lx in that time. ``sda_pct``: sDA300/50, ``ase_pct``: ASE1000,250,
    ``udi_pct``: time within 100-3,000 lx, all of 8-18 h. ``dgp``: simplified glare probability that is passed 5 % of
    8-18 h, worst of four ways to look, median of the eyes; ``dgp_worst`` of all eyes. ``edi_lx``: melanopic equivalent
    daylight illuminance at the eye that half of the hours from 9 to 13 h have, median of eyes and ways; ``seats_pct``:
    share of these that have the target.
    """

    target_lx: float
    least_lx: float
    lit_pct: float
    sda_pct: float
    ase_pct: float
    udi_pct: float
    dgp: float
    dgp_worst: float
    edi_lx: float
    seats_pct: float


@dataclass(frozen=True, slots=True)
class RoomLight:
    """Light of a room.

    ``points_m`` (n, 3): where it was asked for, in the model's coordinates. ``sky_share`` by opening: CIE sky light on
    it over that without anything before it. ``sun_h`` by day ("03-21"): hours of sun. ``df_pct`` (n,): daylight factor
    by Radiance, ``None`` where only split flux is at hand; ``median_lx`` (n,): illuminance of half the lightest hours.
    ``lost``: openings that lie in no face of the room. ``reason``: why Radiance gave nothing, a message id.
    """

    guid: str
    points_m: FloatArray
    glass_m2: float
    sky_share: dict[str, float]
    sun_h: dict[str, float]
    view: View
    df_pct: FloatArray | None = None
    median_lx: FloatArray | None = None
    annual: AnnualLight | None = None
    lost: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DaylightResult:
    """Light of all rooms where people stay, by GlobalId, and by what means it was found."""

    quality: Quality
    method: str
    rooms: dict[str, RoomLight]
    issues: tuple[Issue, ...] = field(default=())
