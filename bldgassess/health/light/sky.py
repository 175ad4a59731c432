"""The sky in 145 Tregenza patches and a ground: CIE overcast in closed form, and a year of Perez skies.

Patch 0 is the ground; then rings from the horizon up, each clockwise from north, 12 deg high, the last one the zenith.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from bldgassess.health.light.radiance import Radiance
from bldgassess.hourly.result import HOURS, FloatArray, Weather

SingleArray = npt.NDArray[np.float32]

#: Patches in each ring (Tregenza 1987; Radiance ``reinhart.cal`` with MF 1).
_RINGS = (30, 30, 24, 24, 18, 12, 6, 1)
_RING_DEG = 12.0
PATCHES = 1 + sum(_RINGS)
#: Luminous efficacy of Radiance's white [lm/W].
EFFICACY_LM_W = 179.0
#: Horizontal illuminance under a CIE overcast sky whose zenith has a luminance of 1: 7 pi / 9.
OVERCAST_HORIZONTAL = 7.0 * np.pi / 9.0


def _edges() -> FloatArray:
    """Sines of the altitudes between the rings."""
    edges = np.minimum(_RING_DEG * np.arange(len(_RINGS) + 1), 90.0)
    result: FloatArray = np.sin(np.radians(edges))
    return result


@cache
def solid_angles_sr() -> FloatArray:
    """Solid angle of each patch [sr]; the ground's is the lower hemisphere."""
    rings = 2.0 * np.pi * np.diff(_edges()) / np.array(_RINGS)
    return np.concatenate([[2.0 * np.pi], np.repeat(rings, _RINGS)])


@cache
def flat_angles_sr() -> FloatArray:
    """Solid angle of each patch projected on the horizontal [sr]; nothing of the ground."""
    rings = np.pi * np.diff(_edges() ** 2) / np.array(_RINGS)
    return np.concatenate([[0.0], np.repeat(rings, _RINGS)])


def overcast_luminance(sine: FloatArray) -> FloatArray:
    """Luminance of the CIE overcast sky over that of its zenith, by the sine of the altitude (CIE S 011 type 16).

    >>> overcast_luminance(np.array([0.0, 1.0])).round(3).tolist()
    [0.333, 1.0]
    """
    result: FloatArray = (1.0 + 2.0 * sine) / 3.0
    return result


def overcast_sky(ground_reflectance: float) -> FloatArray:
    """Luminance of each patch under the CIE overcast sky, its mean over the patch, the zenith being 1.

    Ground: r x 7 / 9.
    """
    edges = _edges()
    rings = overcast_luminance((edges[:-1] + edges[1:]) / 2.0)
    return np.concatenate([[ground_reflectance * OVERCAST_HORIZONTAL / np.pi], np.repeat(rings, _RINGS)])


@dataclass(frozen=True, slots=True)
class SkyYear:
    """A year of skies: luminance of each patch without sun, and of the sun smeared over patches, (146, 8760) [cd/m2].

    ``sun_lx``: the sun's own illuminance on a plane that faces it (8760,).
    """

    diffuse: SingleArray
    smeared_sun: SingleArray
    sun_lx: FloatArray


def make_sky_year(weather: Weather, ground_reflectance: float, radiance: Radiance) -> SkyYear:
    """Make the Perez all-weather sky of each hour, at its middle (Perez et al. 1993, through gendaymtx)."""
    data = _wea(weather).encode()

    def run(part: str) -> SingleArray:
        raw = radiance.run("gendaymtx", [part, "-h", "-of", "-O0", "-m", "1"], data)
        cells = np.frombuffer(raw, dtype="<f4").reshape(PATCHES, HOURS, 3)
        result: SingleArray = cells.mean(axis=2) * np.float32(EFFICACY_LM_W)
        # the ground by its own light: gendaymtx gives it that of sun and sky together in either part
        result[0] = ground_reflectance / np.pi * (flat_angles_sr() @ result)
        return result

    sun = run("-d")
    normal: FloatArray = (sun[1:].astype(float) * solid_angles_sr()[1:, None]).sum(axis=0)
    return SkyYear(run("-s"), sun, normal)


def _wea(weather: Weather) -> str:
    """Write the weather as Radiance reads it: longitude and time zone count westward."""
    days = np.datetime64("2018-01-01") + np.arange(HOURS) // 24
    months = days.astype("datetime64[M]")
    month = months.astype(int) % 12 + 1
    day = (days - months).astype(int) + 1
    rows = zip(
        month.tolist(), day.tolist(), weather.dni_w_m2.tolist(), weather.dhi_w_m2.tolist(), range(HOURS), strict=True
    )
    lines = [f"{m} {d} {k % 24 + 0.5:.3f} {direct:.1f} {diffuse:.1f}" for m, d, direct, diffuse, k in rows]
    head = (
        "place site",
        f"latitude {weather.latitude_deg}",
        f"longitude {-weather.longitude_deg}",
        f"time_zone {-15.0 * weather.time_zone_h}",
        f"site_elevation {weather.elevation_m}",
        "weather_data_file_units 1",
    )
    return "\n".join((*head, *lines)) + "\n"
