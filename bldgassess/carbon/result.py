"""The carbon ledger: exact rows, one an inventory line (or operational or site entry), one column a module."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bldgassess.errors import Issue
from bldgassess.model import Assumption

FloatArray = npt.NDArray[np.float64]

#: Modules in the order of every table. D is beyond the boundary and never in a total.
MODULES: tuple[str, ...] = ("A1-A3", "A4", "A5", "B4", "B6", "C1", "C2", "C3", "C4", "D")
TOTAL_MODULES: tuple[str, ...] = MODULES[:-1]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row. ``kind``: "material" (``line_id`` is an InventoryLine.id), "energy" (B6 by carrier) or "site" (A5, C1).

    ``kgco2e`` : module -> kg; a module that is not declared is absent, never 0.
    ``notes`` : module -> message code of how it was computed or stood in (proxy, scenario), for explain.
    """

    id: str
    kind: str
    line_id: str | None
    part: str
    label: str
    kgco2e: dict[str, float]
    notes: dict[str, str]


@dataclass(frozen=True, slots=True)
class BudgetResult:
    """The result against a 1.5 degC path. Years are ``None`` where the path is never crossed in the study period."""

    path: str
    path_source: str
    years: tuple[int, ...]
    yearly_kgco2e_m2: tuple[float, ...]
    path_kgco2e_m2: tuple[float, ...]
    overshoot_year: int | None
    exhaustion_year: int | None
    excess_kg_m2: float
    wlc_ratio: float


@dataclass(frozen=True, slots=True)
class CarbonResult:
    """Totals over the study period. ``modules``: module -> kgCO2e (math.fsum over rows).

    ``coverage``: module -> share of material mass [0-1] whose record or proxy declares it.
    ``total_kgco2e`` is A-C without D; ``per_m2`` by GIA; ``per_m2_a`` per year as well.
    ``by_part``: part -> module -> kg. ``grid_factor_kgco2e_kwh`` in the first year, with its source.
    """

    profile: str
    study_period_a: int
    gia_m2: float
    rows: tuple[LedgerRow, ...]
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
    budget: BudgetResult
    assumptions: tuple[Assumption, ...] = ()
    issues: tuple[Issue, ...] = ()
