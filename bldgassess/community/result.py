"""What the assessment of a community gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from bldgassess.community.island import Island
from bldgassess.community.member import Assessed, MemberFigures
from bldgassess.community.resilience import HeatWave, World
from bldgassess.community.schema import Community, Member
from bldgassess.community.shared_energy import DistrictYear, SharedHours, SharedYear
from bldgassess.community.sinks import Sink
from bldgassess.community.site import SiteFigures
from bldgassess.community.spread import Spread
from bldgassess.community.totals import CommunityCarbon
from bldgassess.errors import Issue
from bldgassess.label.result import LabelResult, MetricValue
from bldgassess.model import Assumption
from bldgassess.pipeline.assessment import DataInfo


@dataclass(frozen=True, slots=True)
class MemberResult:
    """A building of the file with its figures; ``key`` says all that they depend on."""

    member: Member
    key: str
    figures: MemberFigures
    assessed: Assessed = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Distributions:
    """Carbon over buildings [kgCO2e/m2], health scores over buildings and rooms, and class shares by floor area."""

    carbon_per_m2: Spread | None
    embodied_per_m2: Spread | None
    building_scores: Spread | None
    room_scores: Spread | None
    building_classes: dict[str, float]
    room_classes: dict[str, float]


@dataclass(frozen=True, slots=True)
class CommunityResult:
    """A whole community.

    ``use``: the use with the most floor area, whose score curves the label takes. ``metrics``: what it was scored on.
    ``sinks`` are apart from all totals. ``cyclone`` and hazards are as declared in ``community``.
    """

    community: Community
    factors: DataInfo
    weather_name: str
    weather_source: str
    weather_digest: str
    grid_region: str
    members: tuple[MemberResult, ...]
    carbon: CommunityCarbon
    spreads: Distributions
    energy: SharedYear
    hours: SharedHours = field(repr=False, compare=False)
    district: tuple[DistrictYear, ...]
    site: SiteFigures
    sinks: tuple[Sink, ...]
    use: str
    metrics: dict[str, MetricValue]
    label: LabelResult
    worlds: tuple[World, ...]
    heat_waves: tuple[HeatWave, ...]
    island: Island
    assumptions: tuple[Assumption, ...]
    issues: tuple[Issue, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many buildings stand behind each member."""
        return tuple(item.member.count for item in self.members)

    @property
    def buildings(self) -> int:
        """All buildings."""
        return sum(self.counts)
