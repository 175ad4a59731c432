"""Both engines' years side by side: needs, peaks, months, temperatures, and whether they agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.simulate import Simulated

_MONTH_HOURS = tuple(24 * days for days in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
_MONTH_ENDS = np.cumsum(_MONTH_HOURS)[:-1]
#: Measures held against a limit; peaks and needs of heating and cooling, extremes where nothing is heated or cooled.
MEASURES = ("heat_kwh_m2", "cool_kwh_m2", "heat_peak_w_m2", "cool_peak_w_m2", "free_lowest_c", "free_highest_c")


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as agreement: shares [0-1] of the second engine's value, or the absolute difference if larger."""

    need_share: float
    need_kwh_m2: float
    peak_share: float
    peak_w_m2: float
    free_float_k: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The zone engine's value and EnergyPlus's."""

    own: float
    other: float

    @property
    def difference(self) -> float:
        """Own less other."""
        return self.own - self.other


@dataclass(frozen=True, slots=True)
class ZoneCheck:
    """One zone, or the building, by both engines; per m2 of its floor.

    ``months_heat``, ``months_cool`` [kWh/m2]; ``cv_heat``, ``cv_cool``: CV(RMSE) of the months [0-1], ``None`` where
    there is no need; ``operative_rmse_k`` and ``operative_cv``: of the hourly operative temperature, the latter over
    its mean in degC; ``outside``: names of the measures that do not agree.
    """

    id: str
    name: str
    floor_area_m2: float
    measures: dict[str, Pair]
    months_heat: tuple[Pair, ...]
    months_cool: tuple[Pair, ...]
    cv_heat: float | None
    cv_cool: float | None
    operative_rmse_k: float
    operative_cv: float | None
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crosscheck:
    """The comparison. ``building`` decides; a free-floating zone decides as well."""

    engine: str
    limits: Limits
    building: ZoneCheck
    zones: tuple[ZoneCheck, ...]

    @property
    def agrees(self) -> bool:
        """Whether the building's needs and peaks, and every zone's free-floating extremes, lie within the limits."""
        loose = [name for zone in self.zones for name in zone.outside if name.startswith("free_")]
        return not self.building.outside and not loose

    def as_dict(self) -> dict[str, Any]:
        """Return the machine form."""
        limits = {name: getattr(self.limits, name) for name in Limits.__slots__}
        zones = [_as_dict(zone) for zone in self.zones]
        return {"engine": self.engine, "agrees": self.agrees, "limits": limits, "building": _as_dict(self.building),
                "zones": zones}  # fmt: skip


@cache
def load_limits() -> Limits:
    """Return the shipped limits."""
    return Limits(**{row["id"]: float(row["value"]) for row in data_rows("bldgassess.energyplus", "limits.csv")})


def compare_engines(
    own: Simulated,
    other: Simulated,
    names: Sequence[tuple[str, str, float]],
    *,
    engine: str,
    limits: Limits,
    free: tuple[Simulated, Simulated] | None = None,
) -> Crosscheck:
    """Compare two results of one thermal model.

    Parameters
    ----------
    names : sequence of (id, name, floor area [m2])
        One a zone.
    free : pair of Simulated or None
        Both engines' results of the same model without heating and cooling.
    """
    zones = []
    for k, (key, name, area) in enumerate(names):
        rows = [[getattr(run, field)[k] for run in (own, other)] for field in ("heat_w", "cool_w")]
        felt = [0.5 * (run.air_c[k] + run.radiant_c[k]) for run in (own, other)]
        floats = [0.5 * (run.air_c[k] + run.radiant_c[k]) for run in free] if free else None
        zones.append(_check(key, name, area, rows, felt, floats, limits))
    total = math.fsum(area for _, _, area in names)
    rows = [[getattr(run, field).sum(axis=0) for run in (own, other)] for field in ("heat_w", "cool_w")]
    weights = np.array([area for _, _, area in names]) / max(total, 1e-9)
    felt = [weights @ (0.5 * (run.air_c + run.radiant_c)) for run in (own, other)]
    return Crosscheck(engine, limits, _check("building", "", total, rows, felt, None, limits), tuple(zones))


def _check(
    key: str, name: str, area: float, rows: list[list[FloatArray]], felt: list[FloatArray],
    floats: list[FloatArray] | None, limits: Limits,
) -> ZoneCheck:  # fmt: skip
    area = max(area, 0.1)
    (heat, cool), measures = rows, dict[str, Pair]()
    for what, pair in (("heat", heat), ("cool", cool)):
        measures[f"{what}_kwh_m2"] = Pair(*(float(item.sum()) / 1000.0 / area for item in pair))
        measures[f"{what}_peak_w_m2"] = Pair(*(float(item.max()) / area for item in pair))
    if floats:
        measures["free_lowest_c"] = Pair(*(float(item.min()) for item in floats))
        measures["free_highest_c"] = Pair(*(float(item.max()) for item in floats))
    months_heat, months_cool = _months(heat, area), _months(cool, area)
    rmse = float(np.sqrt(((felt[0] - felt[1]) ** 2).mean()))
    mean = float(felt[1].mean())
    return ZoneCheck(
        key, name, area, measures, months_heat, months_cool, _cv_rmse(months_heat), _cv_rmse(months_cool), rmse,
        rmse / mean if mean > 0.0 else None,
        tuple(item for item in MEASURES if item in measures and not _within(item, measures[item], limits)),
    )  # fmt: skip


def _months(pair: Sequence[FloatArray], area_m2: float) -> tuple[Pair, ...]:
    sums = [[float(part.sum()) / 1000.0 / area_m2 for part in np.split(item, _MONTH_ENDS)] for item in pair]
    return tuple(Pair(a, b) for a, b in zip(*sums, strict=True))


def _cv_rmse(months: Sequence[Pair]) -> float | None:
    """Root mean square of the differences over the mean of the second engine (ASHRAE Guideline 14-2014, eq. 5-2)."""
    mean = math.fsum(item.other for item in months) / len(months)
    if mean <= 0.0:
        return None
    return math.sqrt(math.fsum(item.difference**2 for item in months) / len(months)) / mean


def _within(measure: str, pair: Pair, limits: Limits) -> bool:
    if measure.startswith("free_"):
        allowed = limits.free_float_k
    elif "peak" in measure:
        allowed = max(limits.peak_share * abs(pair.other), limits.peak_w_m2)
    else:
        allowed = max(limits.need_share * abs(pair.other), limits.need_kwh_m2)
    return abs(pair.difference) <= allowed


def _as_dict(check: ZoneCheck) -> dict[str, Any]:
    def both(pair: Pair) -> list[float]:
        return [pair.own, pair.other]

    return {
        "id": check.id,
        "name": check.name,
        "floor_area_m2": check.floor_area_m2,
        "measures": {name: both(pair) for name, pair in check.measures.items()},
        "months_heat_kwh_m2": [both(pair) for pair in check.months_heat],
        "months_cool_kwh_m2": [both(pair) for pair in check.months_cool],
        "cv_rmse_months_heat": check.cv_heat,
        "cv_rmse_months_cool": check.cv_cool,
        "rmse_operative_k": check.operative_rmse_k,
        "cv_rmse_operative": check.operative_cv,
        "outside": list(check.outside),
    }
