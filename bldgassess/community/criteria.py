"""The label's criteria on the community's own figures, through the ordinary scoring; what is not known stays so."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bldgassess.community.member import MemberFigures
from bldgassess.community.parts import total_of
from bldgassess.community.resilience import World
from bldgassess.community.schema import Community
from bldgassess.community.shared_energy import SharedYear
from bldgassess.community.site import SiteFigures, site_metrics
from bldgassess.community.spread import weighted_mean
from bldgassess.community.totals import CommunityCarbon
from bldgassess.label.catalogue import Catalogue
from bldgassess.label.result import LabelResult, MetricValue
from bldgassess.label.schema import Criterion
from bldgassess.label.score import compute_label
from bldgassess.pipeline.metrics import FOSSIL_ON_SITE

#: Prerequisites that hold no value against a limit.
_NO_LIMIT = frozenset({"document", "calculated"})
#: Values that no mean is made of: the worst building's stands.
_WORST = frozenset({"carbon.overshoot_year"})
_PATH = "community.metrics."


def community_metrics(
    community: Community,
    catalogue: Catalogue,
    figures: Sequence[MemberFigures],
    counts: Sequence[int],
    site: SiteFigures,
    carbon: CommunityCarbon,
    year: SharedYear,
    worlds: Sequence[World],
    sinks_kgco2_a: float,
) -> dict[str, MetricValue]:
    """Return the values by metric key.

    Nature, ways, hazards, renewables, fossil fuels, sinks and 2050 are the community's own. Every other value that all
    buildings have is their mean by floor area, or the worst building's where a prerequisite holds it against a limit.
    A declared value never takes the place of one that is known.
    """
    order = catalogue.header.evidence_order
    found: dict[str, MetricValue] = {}
    for item in catalogue.criteria:
        known = [row.metrics[item.metric] for row in figures if item.metric in row.metrics]
        if len(known) != len(figures):
            continue
        weakest = min((evidence for _, evidence in known), key=order.index)
        values = [value for value, _ in known]
        found[item.metric] = MetricValue(_joined(item, values, figures, counts), weakest, _PATH + item.metric)
    for key, value, evidence in site_metrics(community, site):
        found[key] = MetricValue(value, evidence, _PATH + key)
    for key, value in _own(figures, counts, carbon, year, worlds, sinks_kgco2_a).items():
        found[key] = MetricValue(value, "computed", _PATH + key)
    for key, value in community.label.declared.items():
        found.setdefault(key, MetricValue(value, "declared", _PATH + key))
    return dict(sorted(found.items()))


def score_community(
    community: Community, catalogue: Catalogue, metrics: dict[str, MetricValue], use: str
) -> LabelResult:
    """Score the metrics; ``use`` chooses the curves: that with the most floor area."""
    return compute_label(
        catalogue,
        metrics,
        building_type=use,
        stage=community.label.stage,
        documents=community.label.documents,
        not_applicable=community.label.not_applicable,
    )


def main_use(figures: Sequence[MemberFigures], counts: Sequence[int]) -> str:
    """Return the use with the most floor area, the first by name where two have as much."""
    areas: dict[str, list[float]] = {}
    for item, count in zip(figures, counts, strict=True):
        areas.setdefault(item.use, []).append(item.gia_m2 * count)
    return min(areas, key=lambda use: (-math.fsum(areas[use]), use))


def takes_worst(item: Criterion) -> bool:
    """Whether the worst building's value stands for the community."""
    held = item.prerequisite is not None and item.prerequisite.op not in _NO_LIMIT
    return held or item.metric in _WORST


def _joined(item: Criterion, values: Sequence[float], figures: Sequence[MemberFigures], counts: Sequence[int]) -> float:
    if takes_worst(item):
        return max(values) if item.direction == "lower" else min(values)
    weights = [row.gia_m2 * count for row, count in zip(figures, counts, strict=True)]
    return weighted_mean(values, weights)


def _own(
    figures: Sequence[MemberFigures],
    counts: Sequence[int],
    carbon: CommunityCarbon,
    year: SharedYear,
    worlds: Sequence[World],
    sinks_kgco2_a: float,
) -> dict[str, float]:
    final = total_of((math.fsum(item.final_kwh.values()) for item in figures), counts)
    fossil = total_of(
        (math.fsum(item.final_kwh.get(carrier, 0.0) for carrier in FOSSIL_ON_SITE) for item in figures), counts
    )
    found: dict[str, float] = {}
    if final > 0.0:
        found["energy.onsite_fossil_share"] = 100.0 * fossil / final
        found["energy.onsite_re_share"] = 100.0 * year.pv_kwh / final
    operation = carbon.operational_kgco2e / carbon.study_period_a
    if operation > 0.0 and sinks_kgco2_a > 0.0:
        found["carbon.sink_share_pct"] = 100.0 * sinks_kgco2_a / operation
    warm = next((item for item in worlds if item.world == "2050"), None)
    if warm is not None:
        found["resilience.overheating_2050_pct"] = warm.overheating_pct
    return found
