"""What ``assess`` returns: every stage's result for one building under one study."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.carbon.result import CarbonResult
from bldgassess.compliance.result import ComplianceResult
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue
from bldgassess.health.result import HealthResult
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.ifc.readiness import Readiness
from bldgassess.inventory.ledger import Inventory
from bldgassess.label.result import LabelResult
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.uncertainty.result import UncertaintyResult


@dataclass(frozen=True, slots=True)
class DataInfo:
    """The data an assessment was made with: id, version and sha256 of the factor store."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known before health and label are: the annual figures, with all that they rest on.

    ``steps_per_hour``: steps of the hourly year; fewer than a report's while a study is being edited.
    """

    building: Building
    study: Study
    factors: DataInfo
    weather: Weather
    readiness: Readiness
    inventory: Inventory
    hourly: HourlyResult
    energy: EnergyResult
    carbon: CarbonResult
    uncertainty: UncertaintyResult | None = None
    steps_per_hour: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Figures):
    """All results of one variant. ``assumptions`` are all that any stage made, sorted by id, none twice."""

    health: HealthResult
    label: LabelResult
    compliance: ComplianceResult
    assumptions: tuple[Assumption, ...]
    issues: tuple[Issue, ...]
