"""The carbon-health plane (J2): healthy years gained by a change against the carbon it saves or costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.pipeline.assessment import Assessment

#: Where a change lies on the plane.
Quadrant = Literal["both_better", "healthier_more_carbon", "less_carbon_less_healthy", "both_worse", "same"]
#: Differences below these are none: 1e-6 DALY a person and year, 1 kg a year.
_SAME_DALY, _SAME_KG = 1e-6, 1.0


@dataclass(frozen=True, slots=True)
class HealthCarbon:
    """A change from one assessment to another, per year, for all people of the first.

    ``daly_avoided_a`` [DALY/a] by pollutant with its interval ``low`` to ``high`` (the relation's only, the same draw
    for both variants); pollutants are not added up. ``kgco2e_avoided_a``: whole-life carbon A to C over the study
    period [kgCO2e/a]. ``score_gain``: of the compensating health score. ``daly_per_tco2e``: by pollutant, ``None``
    where no carbon is saved or spent.
    """

    people: float
    daly_avoided_a: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]
    kgco2e_avoided_a: float
    score_gain: float
    daly_per_tco2e: dict[str, float | None]
    quadrant: Quadrant


def compute_health_carbon(base: Assessment, other: Assessment) -> HealthCarbon:
    """Place a variant or a measure on the plane, ``base`` at its origin; better is positive on both axes."""
    people = base.health.burden.people if base.health.burden else 0.0
    before, after = _burden(base), _burden(other)
    shared = sorted(set(before) & set(after))
    gains = {key: [people * (a - b) for a, b in zip(before[key], after[key], strict=True)] for key in shared}
    carbon = _kgco2e_a(base) - _kgco2e_a(other)
    moved = abs(carbon) >= _SAME_KG
    return HealthCarbon(
        people=people,
        daly_avoided_a={key: row[0] for key, row in gains.items()},
        low={key: min(row[1:]) for key, row in gains.items()},
        high={key: max(row[1:]) for key, row in gains.items()},
        kgco2e_avoided_a=carbon,
        score_gain=other.health.score - base.health.score,
        daly_per_tco2e={key: 1000.0 * row[0] / carbon if moved else None for key, row in gains.items()},
        quadrant=_quadrant([row[0] for row in gains.values()], carbon, people),
    )


def _burden(item: Assessment) -> dict[str, tuple[float, float, float]]:
    """Return DALY a person and year of each pollutant, with its interval."""
    burden = item.health.burden
    return {part.pollutant: (part.daly, part.low, part.high) for part in burden.parts} if burden else {}


def _kgco2e_a(item: Assessment) -> float:
    return item.carbon.total_kgco2e / item.carbon.study_period_a


def _quadrant(daly: list[float], kgco2e: float, people: float) -> Quadrant:
    """Return the quadrant; health is better where no pollutant's burden grows and one falls."""
    least = _SAME_DALY * max(people, 1.0)
    worse = any(value < -least for value in daly)
    better = not worse and any(value > least for value in daly)
    if not (worse or better) and abs(kgco2e) < _SAME_KG:
        return "same"
    if kgco2e > -_SAME_KG:
        return "less_carbon_less_healthy" if worse else "both_better"
    return "both_worse" if worse or not better else "healthier_more_carbon"
