"""A year of daylight in a room from its coefficients, the skies and the sun's own beams."""

from __future__ import annotations

import numpy as np

from bldgassess.health.light.beams import Beams
from bldgassess.health.light.coefficients import Coefficients
from bldgassess.health.light.result import AnnualLight
from bldgassess.health.light.scene import RoomScene
from bldgassess.health.light.sky import SingleArray, SkyYear, flat_angles_sr
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray
from bldgassess.study import Study

#: Half of the hours of a year, those with the most light from the sky (EN 17037:2018 B.3).
DAYLIGHT_HOURS = 4380
#: EN 17037:2018 Table A.1, lowest target [lx] and the share of points at which the least is taken [%].
_TARGET_LX, _LEAST_PERCENT = 300.0, 5.0
#: IES LM-83-12: sDA [lx, share of time], ASE [lx, hours]; useful range (Mardaljevic et al. 2012) [lx].
_SDA, _ASE, _UDI = (300.0, 0.5), (1000.0, 250), (100.0, 3000.0)
#: Use of rooms by day [h], LM-83 and EN 17037; hours of morning light [h] (WELL v2 L03: four hours from before noon).
_DAY, _MORNING = (8, 18), (9, 13)
#: DGPs = a Ev + b (Wienold 2009).
DGP_SLOPE, DGP_OFFSET = 6.22e-5, 0.184


def illuminance_lx(coefficients: Coefficients, sky: SkyYear, beams: Beams) -> SingleArray:
    """Illuminance of each sensor hour by hour (sensors, 8760) [lx].

    E = D_all S_sky + (D_all - D_straight) S_sun + beam: reflected sun comes from the patches round it, straight sun
    from its own place.
    """
    reflected = np.maximum(coefficients.all - coefficients.straight, 0.0)
    result = coefficients.all @ sky.diffuse + reflected @ sky.smeared_sun
    np.add.at(result, (beams.sensor, beams.hour), (beams.share * sky.sun_lx[beams.hour]).astype(np.float32))
    return np.asarray(result)


def daylight_hours(sky: SkyYear) -> BoolArray:
    """The half of the year with the most light from the sky."""
    light = flat_angles_sr() @ sky.diffuse
    chosen: BoolArray = np.zeros(HOURS, dtype=bool)
    chosen[np.argsort(-light, kind="stable")[:DAYLIGHT_HOURS]] = True
    return chosen


def summarise(
    room: RoomScene, light_lx: SingleArray, beams: Beams, sky: SkyYear, study: Study
) -> tuple[AnnualLight, FloatArray]:
    """Return the year of a room in figures, and the median of the lightest hours at each point [lx]."""
    count = len(room.points)
    day = _between(*_DAY)
    points, eyes = light_lx[:count], light_lx[count:].reshape(len(room.eyes), len(room.looks), HOURS)
    median: FloatArray = np.median(points[:, daylight_hours(sky)], axis=1).astype(float)
    sunny = np.zeros(count)
    on_point = (beams.sensor < count) & day[beams.hour]
    lux = beams.share[on_point] * sky.sun_lx[beams.hour[on_point]]
    np.add.at(sunny, beams.sensor[on_point][lux >= _ASE[0]], 1.0)
    used = points[:, day]
    dgp = DGP_SLOPE * np.quantile(eyes[:, :, day], 0.95, axis=2) + DGP_OFFSET
    worst_way = dgp.max(axis=1)
    edi = study.health.glazing_melanopic_ratio * np.median(eyes[:, :, _between(*_MORNING)], axis=2)
    annual = AnnualLight(
        target_lx=float(np.median(median)),
        least_lx=float(np.percentile(median, _LEAST_PERCENT)),
        lit_pct=100.0 * float((median >= _TARGET_LX).mean()),
        sda_pct=100.0 * float(((used >= _SDA[0]).mean(axis=1) >= _SDA[1]).mean()),
        ase_pct=100.0 * float((sunny >= _ASE[1]).mean()),
        udi_pct=100.0 * float(((used >= _UDI[0]) & (used <= _UDI[1])).mean()),
        dgp=min(float(np.median(worst_way)), 1.0),
        dgp_worst=min(float(worst_way.max()), 1.0),
        edi_lx=float(np.median(edi)),
        seats_pct=100.0 * float((edi >= occupant_values()["melanopic_target_lx"].value).mean()),
    )
    return annual, median


def _between(start_h: int, end_h: int) -> BoolArray:
    """Hours of the year from one hour of the day to another."""
    hour = np.arange(HOURS) % 24
    result: BoolArray = (hour >= start_h) & (hour < end_h)
    return result
