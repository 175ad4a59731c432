"""The carbon ledger: exact rows, one an inventory line (or operational or site entry), one column a module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bldgassess.errors import Issue
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Assumption

FloatArray = npt.NDArray[np.float64]

#: Modules in the order of every table. D (materials, D1) and D2 (exported energy) are beyond the boundary.
MODULES: tuple[str, ...] = (
    *("A0", "A1-A3", "A4", "A5"),
    *("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"),
    *("C1", "C2", "C3", "C4", "D", "D2"),
)
#: Never in a total.
BEYOND: frozenset[str] = frozenset({"D", "D2"})
TOTAL_MODULES: tuple[str, ...] = tuple(m for m in MODULES if m not in BEYOND)
UPFRONT_MODULES: tuple[str, ...] = ("A1-A3", "A4", "A5")
OPERATIONAL_MODULES: tuple[str, ...] = ("B6", "B7", "B8")
EMBODIED_MODULES: tuple[str, ...] = tuple(m for m in TOTAL_MODULES if m not in OPERATIONAL_MODULES)


def results_area_m2(results: Mapping[str, Any]) -> float:
    """Return the area that figures per m2 of a results.json are per: the profile's, or GIA in files before 0.2."""
    area = results["carbon"].get("area_m2", results["building"]["gia_m2"])
    return float(area)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger.

    ``kind``: "material" (``line_id`` is an InventoryLine.id), "system" (a technical system no model carries; its line
    is in ``CarbonResult.system_lines``), "energy" (by carrier), "site" or "use".
    ``kgco2e`` : module -> kg; a module that is not declared is absent, never 0.
    ``notes`` : module -> how it was computed or stood in (proxy, scenario), for explain.
    """

    id: str
    kind: str
    line_id: str | None
    part: str
    label: str
    kgco2e: dict[str, float]
    notes: dict[str, str]


@dataclass(frozen=True, slots=True)
class PulseAccount:
    """The same path held against emissions in the year they arise: A at the start, B4 when replaced, C at the end."""

    yearly_kgco2e_m2: tuple[float, ...]
    overshoot_year: int | None
    exhaustion_year: int | None
    excess_kg_m2: float
    ratio: float


@dataclass(frozen=True, slots=True)
class BudgetResult:
    """The result against a 1.5 degC path. Years are ``None`` where the path is never crossed in the study period.

    The main figures spread embodied carbon evenly over the study period (the label's ratio); ``pulses`` dates it.
    """

    path: str
    path_source: str
    years: tuple[int, ...]
    yearly_kgco2e_m2: tuple[float, ...]
    path_kgco2e_m2: tuple[float, ...]
    overshoot_year: int | None
    exhaustion_year: int | None
    excess_kg_m2: float
    wlc_ratio: float
    pulses: PulseAccount | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """E(t) [kgCO2e] by year from ``start_year``: embodied in the year it arises, operational as used; D in neither."""

    start_year: int
    embodied_kgco2e: tuple[float, ...]
    operational_kgco2e: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A contribution to A-C: key, name for people, kg and its share of the total."""

    key: str
    name: str
    kgco2e: float
    fraction: float


@dataclass(frozen=True, slots=True)
class BiogenicRow:
    """One way to look at biogenic carbon [kgCO2e]; each is shown alone, none is netted against a total."""

    id: str
    kgco2e: float
    note: str


@dataclass(frozen=True, slots=True)
class ProfileResult:
    """The same inventory under one rule set."""

    key: str
    title: str
    study_period_a: int
    area_rule: str
    area_m2: float
    modules: dict[str, float]
    sinks_kgco2e: float
    total_kgco2e: float
    per_m2: float
    per_m2_a: float
    upfront_per_m2: float
    grid_basis: str
    grid_source: str
    not_read: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReconciliationLine:
    """One named difference between two rule sets [kgCO2e]; the lines of a table sum to the difference of the totals.

    ``text`` is a message id; ``{module}`` in it is the last word of ``id`` ("module.B4").
    """

    id: str
    text: str
    kgco2e: float


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """From one total to another, line by line; ``residual_kgco2e`` is what they leave unexplained (0 within 1e-9)."""

    start: str
    end: str
    start_kgco2e: float
    end_kgco2e: float
    lines: tuple[ReconciliationLine, ...]
    residual_kgco2e: float


@dataclass(frozen=True, slots=True)
class CarbonResult:
    """Totals over the study period. ``modules``: module -> kgCO2e (math.fsum over rows).

    ``coverage``: module -> share of material mass [0-1] whose record or proxy declares it.
    ``total_kgco2e`` is A-C without D; ``per_m2`` by the profile's area (``area_m2``); ``per_m2_a`` per year as well.
    ``by_part``: part -> module -> kg. ``grid_factor_kgco2e_kwh`` in the first year, with its source.
    ``hotspots``: table (part, material, storey, module, year) -> rows, largest first.
    """

    profile: str
    study_period_a: int
    gia_m2: float
    area_m2: float
    area_rule: str
    rows: Sequence[LedgerRow]
    system_lines: tuple[InventoryLine, ...]
    modules: dict[str, float]
    coverage: dict[str, float]
    proxy_fraction: dict[str, float]
    by_part: dict[str, dict[str, float]]
    total_kgco2e: float
    per_m2: float
    per_m2_a: float
    upfront_per_m2: float
    embodied_per_m2: float
    operational_per_m2_a: float
    biogenic_stored_kgco2: float
    exported_pv_kgco2e: float
    grid_factor_kgco2e_kwh: float
    grid_source: str
    grid_basis: str
    grid_scenario: str
    budget: BudgetResult
    timeline: Timeline
    hotspots: dict[str, tuple[Hotspot, ...]]
    biogenic: tuple[BiogenicRow, ...]
    carbonation_kgco2: float | None = None
    sinks_kgco2e: float = 0.0
    profiles: tuple[ProfileResult, ...] = ()
    reconciliation: tuple[Reconciliation, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    issues: tuple[Issue, ...] = ()
