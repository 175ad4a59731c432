"""Daylight of whole rooms, simple enough for the hourly year: average daylight factor and what it spares of the lamps.

The health part computes daylight on a grid; this is what lamps with sensors see.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.hourly.rooms import RoomUse
from bldgassess.model import Opening, Space
from bldgassess.study import Study

#: Angle of sky that an unobstructed vertical and a horizontal window see [deg].
_WALL_SKY_DEG, _ROOF_SKY_DEG = 90.0, 180.0
#: Luminous efficacy of the diffuse sky [lm/W]: overcast 115, clear blue 130 or more; an assumption.
DIFFUSE_EFFICACY_LM_W = 120.0
#: Share of power that a dimmed lamp still draws; an assumption.
LEAST_POWER = 0.1
_USUAL_LUX = 300.0


def average_daylight_factor(space: Space, openings: Sequence[Opening], study: Study) -> float:
    """Return the average daylight factor of a room from its outside windows [-]; nothing stands before them.

    DF = T A_w theta M / (A (1 - R^2)) in per cent (BS 8206-2:2008 7.3, CIBSE LG10): T transmittance of the glass, A_w
    glazed area, theta sky angle [deg], M what the study's dirt leaves, A all inner surfaces, R their mean reflectance.
    """
    envelope = study.envelope
    x0, y0, _, x1, y1, _ = space.bbox_m
    floor = max(space.floor_area_m2, 0.1)
    walls = 2.0 * ((x1 - x0) + (y1 - y0)) * max(space.height_m, 0.1)
    inner = 2.0 * floor + walls
    mean = (
        floor * (envelope.reflectance_ceiling_fraction + envelope.reflectance_floor_fraction)
        + walls * envelope.reflectance_wall_fraction
    ) / inner
    seen = 0.0
    for item in openings:
        frame = item.frame_fraction if item.frame_fraction is not None else envelope.window_frame_fraction
        sky = _WALL_SKY_DEG + (_ROOF_SKY_DEG - _WALL_SKY_DEG) * max(0.0, 90.0 - item.tilt_deg) / 90.0
        seen += item.area_m2 * (1.0 - frame) * sky
    clean = 1.0 - study.health.glass_dirt_fraction
    return envelope.window_visible_fraction * clean * seen / (inner * (1.0 - mean**2)) / 100.0


def lamp_share(
    spaces: Sequence[Space], uses: Sequence[RoomUse], openings: Sequence[Opening], study: Study, weather: Weather
) -> FloatArray:
    """Return the share of lighting power that daylight leaves to the lamps, (rooms, 8760) [0-1].

    Daylight inside = factor x diffuse illuminance outside. Lamps fill up to the target in proportion, and draw a tenth
    when there is enough.
    """
    outside = DIFFUSE_EFFICACY_LM_W * weather.dhi_w_m2
    rows = []
    for space, use in zip(spaces, uses, strict=True):
        own = [item for item in openings if item.space_guid == space.guid and item.boundary == "outside"]
        windows = [item for item in own if item.kind != "door"]
        target = study.operation.lighting_target_lux or use.target_lux or _USUAL_LUX
        missing = np.clip(1.0 - average_daylight_factor(space, windows, study) * outside / target, 0.0, 1.0)
        rows.append(LEAST_POWER + (1.0 - LEAST_POWER) * missing)
    return np.stack(rows)
