"""What was assumed for a result, and what a person must know before relying on it."""

from __future__ import annotations

from collections.abc import Sequence

from bldgassess.carbon.account import Account, Ledger
from bldgassess.carbon.grid_shape import grid_shape
from bldgassess.carbon.tables import read_table
from bldgassess.carbon.use import water_row
from bldgassess.carbon.used_tables import table_assumptions
from bldgassess.errors import Issue
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Assumption
from bldgassess.texts import mark

#: Share of mass with end-of-life figures below which a person is warned: RICS WLCA 2023 asks for 95 % of mass.
_ENOUGH_COVERAGE = 0.95


def carbon_assumptions(
    ledger: Ledger, account: Account, proxies: dict[str, float], systems: tuple[Assumption, ...]
) -> tuple[Assumption, ...]:
    """Return what was assumed for the figures of a rule set."""
    path, rules, study = account.path, account.rules, ledger.study
    grid = Assumption(
        "carbon.grid_factor",
        path.factors[0],
        "kgCO2e/kWh",
        f"{ledger.region}: {path.source}",
        mark("Electricity in B6, first year"),
        path.quality[:1],
    )
    found = [grid]
    if study.carbon.grid_hourly and "B6" in rules.modules:
        effect = mark("Electricity in B6: shape of the grid's factor over day and year")
        found.append(Assumption("carbon.grid_shape", ledger.region, "-", grid_shape(ledger.region)[1], effect))
    if "district_cooling" in ledger.energy.final_kwh and "B6" in rules.modules:
        row = next(row for row in read_table("district_cooling.csv") if row["key"] == "plant_seer")
        effect = mark("District cooling in B6: efficiency of its plant")
        found.append(Assumption("carbon.district_cooling", row["value"], row["unit"], row["source"], effect))
    if study.carbon.study_period_a is None:
        effect = mark("Years of operation and replacement")
        found.append(Assumption("carbon.study_period_a", rules.study_period_a, "a", rules.title, effect, "B"))
    if proxies.get("C3"):
        text = "medians per kg by category, Danish BR18 Annex 2 Table 7 (assumption of this program)"
        share = round(proxies["C3"], 6)
        effect = mark("Share of mass with stand-in C3 and C4")
        found.append(Assumption("carbon.end_of_life_stand_in", share, "-", text, effect))
    if "B7" in rules.modules:
        found += water_row(ledger.building, study, rules.study_period_a)[1]
    if "B1" in rules.modules and rules.refrigerant != "none":
        found += ledger.charge.assumptions
    found += table_assumptions(rules, study)
    if rules.systems:
        found += systems
    for key, life in sorted(study.carbon.service_life_a.items()):
        effect = mark("Service life in place of the table's")
        found.append(Assumption(f"carbon.service_life_a.{key}", life, "a", "set in the study", effect, "P"))
    return tuple(found)


def carbon_issues(
    coverage: dict[str, float], account: Account, area_rule: str, own_lines: Sequence[InventoryLine]
) -> tuple[Issue, ...]:
    """Return what a person must know before relying on the figures."""
    found, rules = [], account.rules
    low = coverage.get("C3", 0.0)
    if coverage and low < _ENOUGH_COVERAGE:
        found.append(Issue("carbon.low_coverage", {"module": "C3-C4", "share": round(100.0 * low)}, severity="warning"))
    if not account.path.basis_kept and "B6" in rules.modules:
        params = {"profile": rules.title, "wanted": rules.grid_basis, "found": account.path.basis}
        found.append(Issue("carbon.grid_basis_stand_in", params, severity="warning"))
    carried = sum(line.part == "services" and line.origin == "model" for line in own_lines)
    if carried and rules.systems:
        found.append(Issue("carbon.systems_twice", {"count": carried}, severity="warning"))
    if " for " in area_rule:
        found.append(Issue("carbon.area_stand_in", {"profile": rules.title, "rule": area_rule}, severity="info"))
    return tuple(found)
