"""The community as entries of the carbon account: predicted by year and module, budget, sinks, exports."""

from __future__ import annotations

from typing import Any

from bldgassess.account.entry import Draft
from bldgassess.account.predicted import predicted_drafts
from bldgassess.community.result import CommunityResult
from bldgassess.community.sinks import total_sinks
from bldgassess.community.totals import CommunityCarbon


def community_drafts(result: CommunityResult, recorded: str, source: str = "community.json") -> tuple[Draft, ...]:
    """Return what the community predicts after sharing, as drafts for the ledger; sinks and exports in kinds apart.

    Parameters
    ----------
    recorded : str
        Date of entering, YYYY-MM-DD.

    Raises
    ------
    UserError
        When an amount is beyond what a ledger takes.
    """
    return predicted_drafts({"carbon": _carbon(result)}, result.community.name, recorded, source)


def _carbon(result: CommunityResult) -> dict[str, Any]:
    """Return the community's carbon as a results file has a building's."""
    carbon = result.carbon
    years = [carbon.start_year + k for k in range(len(carbon.budget_by_year_kgco2e))]
    return {
        "study_period_a": carbon.study_period_a,
        "modules": modules_after(carbon),
        "timeline": {
            "start_year": carbon.start_year,
            "embodied_kgco2e": carbon.embodied_by_year_kgco2e,
            "operational_kgco2e": carbon.operational_by_year_kgco2e,
        },
        "budget": {
            "years": years,
            "path_kgco2e_m2": [kg / carbon.gia_m2 for kg in carbon.budget_by_year_kgco2e],
            "path": carbon.budget_path or "several, by building",
        },
        "area_m2": carbon.gia_m2,
        "sinks_kgco2e": total_sinks(result.sinks) * carbon.study_period_a,
        "exported_pv_kgco2e": carbon.exported_kgco2e,
    }


def modules_after(carbon: CommunityCarbon) -> dict[str, float]:
    """Return the modules with what sharing adds [kgCO2e]."""
    modules = dict(carbon.modules)
    for row in carbon.shared:
        for module, kg in row.kgco2e.items():
            modules[module] = modules.get(module, 0.0) + kg
    return modules
