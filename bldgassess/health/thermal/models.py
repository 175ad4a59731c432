"""Published comfort and heat-stress models as functions of arrays: one door to pythermalcomfort, quiet and counted.

Every function computes all hours, also those beyond the range that its standard states, and marks them in ``beyond``:
no hour vanishes as NaN. The library is imported inside the functions (it takes seconds) and its warnings, which list
every value out of range, stay in here.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bldgassess.hourly.result import BoolArray, FloatArray
from bldgassess.hourly.sky import saturation_pa

Numbers = npt.ArrayLike

#: ISO 7730:2005 4.1: PMV holds up to this vapour pressure [Pa]; humid tropics lie above it at times.
MOST_VAPOUR_PA = 2700.0
#: Editions of the models that are asked for, so that a new default of the library changes no figure silently.
ISO_PMV, ASHRAE_PMV, PHS_EDITION = "7730-2005", "55-2023", "7933-2004"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Values of a model, and whether the inputs lie beyond the range that its standard states."""

    values: FloatArray
    beyond: BoolArray

    @property
    def beyond_h(self) -> float:
        """How many values lie beyond the range."""
        return float(self.beyond.sum())


@dataclass(frozen=True, slots=True)
class Vote:
    """Predicted mean vote [-3..3] and dissatisfied people [%]; ``beyond`` as in ``Estimate``."""

    pmv: FloatArray
    ppd_pct: FloatArray
    beyond: BoolArray


@dataclass(frozen=True, slots=True)
class BodyState:
    """Core and skin temperature [degC] and skin wettedness [0-1] of the two-node model."""

    t_core_c: FloatArray
    t_skin_c: FloatArray
    wettedness: FloatArray


@dataclass(frozen=True, slots=True)
class HeatStrain:
    """Rectal temperature after 8 h [degC]; allowed times by water loss and by core temperature [min]; edition used."""

    t_rectal_c: FloatArray
    loss_limit_min: FloatArray
    core_limit_min: FloatArray
    edition: str


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.filterwarnings("ignore")
        yield


def _array(value: Any) -> FloatArray:  # noqa: ANN401 - whatever the library returns
    return np.asarray(value, dtype=float)


def pmv_ppd(
    t_air_c: Numbers,
    t_rad_c: Numbers,
    rh_fraction: Numbers,
    speed_m_s: Numbers,
    met: Numbers,
    clo: Numbers,
    standard: Literal["iso", "ashrae"] = "iso",
) -> Vote:
    """Predicted mean vote and dissatisfied people, ISO 7730:2005 or ANSI/ASHRAE 55-2023 (with its cooling effect).

    ``speed_m_s`` is relative to the moving body. ISO 7730 4.1 states 10-30 degC air, 10-40 degC radiant, 0-1 m/s,
    0.8-4 met, 0-2 clo and up to 2.7 kPa of vapour.

    >>> round(float(pmv_ppd(27.0, 27.0, 0.6, 0.1, 1.2, 0.5).pmv), 2)
    0.77
    """
    from pythermalcomfort.models import pmv_ppd_ashrae, pmv_ppd_iso

    t_air, t_rad, rh = _array(t_air_c), _array(t_rad_c), _array(rh_fraction)
    common = {"tdb": t_air, "tr": t_rad, "vr": speed_m_s, "rh": 100.0 * rh, "met": met, "clo": clo}
    with _quiet():
        if standard == "iso":
            found = pmv_ppd_iso(**common, model=ISO_PMV, limit_inputs=False, round_output=False)
        else:
            found = pmv_ppd_ashrae(**common, model=ASHRAE_PMV, limit_inputs=False, round_output=False)
    beyond = (t_air < 10.0) | (t_air > 30.0) | (t_rad < 10.0) | (t_rad > 40.0)
    beyond = beyond | (rh * saturation_pa(t_air) > MOST_VAPOUR_PA)
    return Vote(_array(found.pmv), _array(found.ppd), np.asarray(beyond))


def relative_speed_m_s(speed_m_s: float, met: float) -> float:
    """Air speed relative to a body that moves by its activity [m/s] (ISO 7730:2005 annex C)."""
    return speed_m_s + 0.3 * (met - 1.0) if met > 1.0 else speed_m_s


def clothing_clo(t_out_morning_c: Numbers) -> FloatArray:
    """Clothing that people choose by the outdoor temperature at 6 in the morning [clo] (ASHRAE 55-2020 5.3.2.4)."""
    from pythermalcomfort.models import clo_tout

    return _array(clo_tout(_array(t_out_morning_c)).clo_tout)


def standard_effective_c(
    t_air_c: Numbers,
    t_rad_c: Numbers,
    rh_fraction: Numbers,
    speed_m_s: Numbers,
    met: Numbers,
    clo: Numbers,
    *,
    cooling_effect: bool = False,
) -> Estimate:
    """Standard effective temperature SET [degC], ANSI/ASHRAE 55-2023 annex D (two-node model).

    ``cooling_effect``: the variant that its calculation of elevated air speed uses.
    """
    from pythermalcomfort.models import set_tmp

    t_air, t_rad = _array(t_air_c), _array(t_rad_c)
    with _quiet():
        found = set_tmp(
            tdb=t_air,
            tr=t_rad,
            v=speed_m_s,
            rh=100.0 * _array(rh_fraction),
            met=met,
            clo=clo,
            limit_inputs=False,
            calculate_ce=cooling_effect,
        )
    beyond = (t_air < 10.0) | (t_air > 40.0) | (t_rad < 10.0) | (t_rad > 40.0)
    return Estimate(_array(found.set), np.asarray(beyond))


def utci_c(t_air_c: Numbers, t_rad_c: Numbers, wind_10m_m_s: Numbers, rh_fraction: Numbers) -> Estimate:
    """Universal thermal climate index [degC] (Broede et al. 2012), wind at 10 m.

    Its polynomial is stated for -50 to 50 degC air, radiant 30 K below to 70 K above air, wind 0.5 to 17 m/s. Wind
    outside is held at that end, as its authors advise for calm air; hours beyond are marked.
    """
    from pythermalcomfort.models import utci

    t_air, t_rad, wind = np.broadcast_arrays(_array(t_air_c), _array(t_rad_c), _array(wind_10m_m_s))
    with _quiet():
        found = utci(
            tdb=t_air, tr=t_rad, v=np.clip(wind, 0.5, 17.0), rh=100.0 * _array(rh_fraction), limit_inputs=False
        )
    over = t_rad - t_air
    beyond = (t_air < -50.0) | (t_air > 50.0) | (over < -30.0) | (over > 70.0) | (wind > 17.0)
    return Estimate(_array(found.utci), np.asarray(beyond))


def wbgt_c(t_wet_bulb_c: Numbers, t_globe_c: Numbers, t_air_c: Numbers | None = None) -> FloatArray:
    """Wet-bulb globe temperature [degC], ISO 7243:2017 clause 6; with ``t_air_c`` in the sun, else without.

    >>> float(wbgt_c(25.0, 30.0))
    26.5
    """
    wet, globe = _array(t_wet_bulb_c), _array(t_globe_c)
    if t_air_c is None:
        return np.asarray(0.7 * wet + 0.3 * globe)
    return np.asarray(0.7 * wet + 0.2 * globe + 0.1 * _array(t_air_c))


def heat_index_c(t_air_c: Numbers, rh_fraction: Numbers) -> Estimate:
    """Heat index [degC], regression of Rothfusz 1990; stated above 27 degC and 40 % only."""
    from pythermalcomfort.models import heat_index_rothfusz

    t_air, rh = _array(t_air_c), _array(rh_fraction)
    with _quiet():
        found = heat_index_rothfusz(tdb=t_air, rh=100.0 * rh, limit_inputs=False)
    return Estimate(_array(found.hi), np.asarray((t_air < 27.0) | (rh < 0.4)))


def two_node_state(
    t_air_c: Numbers,
    t_rad_c: Numbers,
    rh_fraction: Numbers,
    speed_m_s: Numbers,
    met: Numbers,
    clo: Numbers,
    **limits: float,
) -> BodyState:
    """Body after an hour by the two-node model (Gagge et al. 1986).

    ``limits``: ``w_max`` (wettedness), ``max_sweating`` [mg/(m2 s)], ``max_skin_blood_flow`` [l/(h m2)] of a person.
    """
    from pythermalcomfort.models import two_nodes_gagge

    with _quiet():
        found = two_nodes_gagge(
            tdb=t_air_c, tr=t_rad_c, v=speed_m_s, rh=100.0 * _array(rh_fraction), met=met, clo=clo, **limits
        )
    return BodyState(_array(found.t_core), _array(found.t_skin), _array(found.w))


def predicted_heat_strain(
    t_air_c: Numbers,
    t_rad_c: Numbers,
    rh_fraction: Numbers,
    speed_m_s: Numbers,
    met: Numbers,
    clo: Numbers,
    *,
    posture: str = "standing",
    edition: Literal["7933-2004", "7933-2023"] = "7933-2004",
    **person: float,
) -> HeatStrain:
    """Predicted heat strain after 8 hours, ISO 7933; the edition is stated with the result.

    The editions differ much: published tables are of 2004 (water loss allowed for 440 min where 2023 gives 304).
    ``person``: ``acclimatized`` (100 or 0), ``theta`` and ``walk_sp`` of the library.
    """
    from pythermalcomfort.models import phs

    with _quiet():
        found = phs(
            tdb=t_air_c,
            tr=t_rad_c,
            v=speed_m_s,
            rh=100.0 * _array(rh_fraction),
            met=met,
            clo=clo,
            posture=posture,
            model=edition,
            **person,
        )
    return HeatStrain(_array(found.t_re), _array(found.d_lim_loss_50), _array(found.d_lim_t_re), edition)


def gradient_dissatisfied_pct(
    t_air_c: Numbers, t_rad_c: Numbers, rh_fraction: Numbers, speed_m_s: Numbers, met: Numbers, clo: Numbers,
    gradient_k_m: Numbers,
) -> FloatArray:  # fmt: skip
    """People dissatisfied with a vertical temperature gradient [%], ANSI/ASHRAE 55-2023 5.3.5."""
    from pythermalcomfort.models import vertical_tmp_grad_ppd

    with _quiet():
        found = vertical_tmp_grad_ppd(
            tdb=t_air_c, tr=t_rad_c, vr=speed_m_s, rh=100.0 * _array(rh_fraction), met=met, clo=clo,
            vertical_tmp_grad=gradient_k_m, limit_inputs=False,
        )  # fmt: skip
    return _array(found.ppd_vg)


def ankle_draught_dissatisfied_pct(
    t_air_c: Numbers, t_rad_c: Numbers, rh_fraction: Numbers, speed_m_s: Numbers, met: Numbers, clo: Numbers,
    ankle_speed_m_s: Numbers,
) -> FloatArray:  # fmt: skip
    """People dissatisfied with a draught at the ankles [%], ANSI/ASHRAE 55-2023 5.3.4."""
    from pythermalcomfort.models import ankle_draft

    with _quiet():
        found = ankle_draft(
            tdb=t_air_c, tr=t_rad_c, vr=speed_m_s, rh=100.0 * _array(rh_fraction), met=met, clo=clo,
            v_ankle=ankle_speed_m_s, limit_inputs=False,
        )  # fmt: skip
    return _array(found.ppd_ad)


def fan_core_c(
    t_air_c: Numbers, t_rad_c: Numbers, rh_fraction: Numbers, speed_m_s: Numbers, met: Numbers, clo: Numbers,
) -> FloatArray:  # fmt: skip
    """Core temperature of a seated person in a heat wave under a fan [degC] (Tartarini et al. 2021)."""
    from pythermalcomfort.models import use_fans_heatwaves

    with _quiet():
        found = use_fans_heatwaves(
            tdb=t_air_c, tr=t_rad_c, v=speed_m_s, rh=100.0 * _array(rh_fraction), met=met, clo=clo,
            position="sitting", limit_inputs=False,
        )  # fmt: skip
    return _array(found.t_core)
