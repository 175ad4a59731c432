"""Rows of the tables of a community: criteria, sharing, account, site, resilience, assumptions. Pure functions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bldgassess.texts import mark
from reports.community_names import TREE_NAMES
from reports.figures import number, pretty_unit
from reports.names import MODULE_NAMES

if TYPE_CHECKING:
    from bldgassess.account.entry import Draft

Results = dict[str, Any]
_CENTIGRAMS_PER_T = 100.0 * 1000.0
_STATES = {
    "assessed": mark("assessed"),
    "not_assessed": mark("not assessed"),
    "not_applicable": mark("not applicable"),
}
KIND_NAMES: dict[str, str] = {
    "budget": mark("Budget"),
    "predicted": mark("Predicted"),
    "metered": mark("Metered"),
    "purchased": mark("Purchased"),
    "sequestered": mark("Taken up by trees, apart"),
    "exported": mark("Exported, apart"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Translation and language of what is said."""

    tr: Callable[[str], str]
    language: str

    def num(self, value: float | None) -> str:
        """Format a number."""
        return number(value, self.language)

    def amount(self, value: float | None, unit: str) -> str:
        """Format a number with its unit; a dash where there is none."""
        return "–" if value is None else f"{self.num(value)} {pretty_unit(unit)}".strip()


@dataclass(frozen=True, slots=True)
class TableRows:
    """Heads and rows; ``right``: columns of numbers; ``pale``: rows that count for nothing."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    pale: frozenset[int] = frozenset()


def criteria_rows(results: Results, words: Words) -> TableRows:
    """Return the label's criteria."""
    tr, criteria = words.tr, results["label"]["criteria"]
    rows = tuple(
        (
            row["id"],
            row["title"].get(words.language) or row["title"]["en"],
            words.amount(row["value"], row["unit"]),
            f"{words.num(round(row['points'], 2))} / {words.num(row['max'])}",
            tr(_STATES[row["state"]]),
            tr(row["evidence"]) if row["evidence"] else "–",
        )
        for row in criteria
    )
    heads = ("", tr("Criterion"), tr("Value"), tr("Points"), tr("State"), tr("Evidence"))
    pale = frozenset(k for k, row in enumerate(criteria) if row["state"] != "assessed")
    return TableRows(heads, rows, (2, 3), pale)


def sharing_rows(results: Results, words: Words) -> TableRows:
    """Return each module before and after sharing, then what sharing changes, row by row."""
    tr, carbon = words.tr, results["carbon"]
    after = carbon["after_sharing"]
    rows = [
        (key, tr(MODULE_NAMES.get(key, key)), words.num(carbon["modules"].get(key, 0.0) / 1000.0),
         words.num(kg / 1000.0), "")
        for key, kg in after["modules"].items()
    ]  # fmt: skip
    rows.append(
        ("A–C", tr("Total"), words.num(carbon["total_kgco2e"] / 1000.0), words.num(after["total_kgco2e"] / 1000.0), "")
    )
    rows += [
        ("", tr(row["label"]), "", words.num(row["total_kgco2e"] / 1000.0), row["note"]) for row in carbon["shared"]
    ]
    heads = ("", tr("Row"), tr("Buildings, t"), tr("After sharing, t"), tr("How"))
    return TableRows(heads, tuple(rows), (2, 3))


def account_rows(drafts: Sequence[Draft], words: Words) -> TableRows:
    """Return what the community enters in a carbon account: kind and module, summed over the years."""
    tr = words.tr
    sums: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        sums[draft.kind, draft.module].append(draft)
    rows = tuple(
        (tr(KIND_NAMES[kind]), module or "–", _years(found),
         words.num(math.fsum(item.amount for item in found) / _CENTIGRAMS_PER_T), found[0].source)
        for (kind, module), found in sums.items()
    )  # fmt: skip
    heads = (tr("Entry"), tr("Module"), tr("Years"), "tCO₂e", tr("Source"))
    return TableRows(heads, rows, (3,))


def _years(drafts: Sequence[Draft]) -> str:
    first, last = min(item.year for item in drafts), max(item.year for item in drafts)
    return str(first) if first == last else f"{first}–{last}"


def site_rows(results: Results, words: Words) -> TableRows:
    """Return the ground, then what trees take up, with quality and source."""
    tr, site, sinks = words.tr, results["site"], results["sinks"]
    pairs = (
        (mark("Site"), site["area_m2"], "m2"),
        (mark("Green ground"), site["green_m2"], "m2"),
        (mark("Green ratio"), site["green_ratio_pct"], "%"),
        (mark("Biotope area factor"), site["biotope_area_factor"], ""),
        (mark("Cool or shaded paved ground"), site["cool_hardscape_pct"], "%"),
    )
    rows = [(tr(name), words.amount(value, unit), "", "", "") for name, value, unit in pairs]
    rows += [
        (tr(TREE_NAMES.get(row["name"], row["name"])), words.amount(row["amount"], row["unit"]),
         words.num(row["kgco2_a"]), row["quality"],
         "; ".join(part for part in (row["source"], row["note"]) if part))
        for row in sinks["rows"]
    ]  # fmt: skip
    rows.append((tr("All trees, apart from all totals"), "", words.num(sinks["kgco2_a"]), "", ""))
    heads = (tr("Site and sinks"), tr("Amount"), "kgCO₂/a", tr("Quality"), tr("Source"))
    return TableRows(heads, tuple(rows), (1, 2))


def world_rows(results: Results, words: Words) -> TableRows:
    """Return the buildings in warmer worlds."""
    tr, titles = words.tr, {row["id"]: row["title"] for row in results["buildings"]}
    rows = tuple(
        (row["world"], words.num(row["cooling_kwh"] / 1000.0), words.num(row["electricity_kwh"] / 1000.0),
         words.num(row["overheating_pct"]), words.num(row["worst_overheating_pct"]), titles[row["worst_building"]])
        for row in results["resilience"]["worlds"]
    )  # fmt: skip
    heads = (tr("World"), tr("Cold needed, MWh/a"), tr("Electricity, MWh/a"), tr("Too warm, % of hours"),
             tr("Worst room, %"), tr("Building"))  # fmt: skip
    return TableRows(heads, rows, (1, 2, 3, 4))


def heat_wave_rows(results: Results, words: Words) -> TableRows:
    """Return the heat wave without power in each world, then hazards as declared."""
    tr, found = words.tr, results["resilience"]
    rows = [
        (tr("present") if row["world"] == "present" else row["world"],
         *(words.num(row[key]) for key in _HEAT), f"{row['buildings_under_1_d']} / {row['buildings']}")
        for row in found["heat_waves"]
    ]  # fmt: skip
    heads = (tr("World"), tr("Hours above 32 °C"), tr("Livable hours"), tr("Days until 32 °C"),
             tr("Worst room, days"), tr("Highest SET, °C"), tr("Too hot within a day"))  # fmt: skip
    return TableRows(heads, tuple(rows), tuple(range(1, 7)))


_HEAT = ("over_limit_h", "livable_h", "days_until_limit", "worst_days_until_limit", "highest_set_c")


def hazard_rows(results: Results, words: Words) -> TableRows:
    """Return hazards and cyclones as the file declares them."""
    tr, found = words.tr, results["resilience"]
    rows = [(name.replace("_", " "), tr("yes") if done else tr("no")) for name, done in found["hazards"].items()]
    cyclone = found["cyclone"]
    if cyclone:
        rows.append((tr("Cyclone zone"), cyclone["zone"] or "–"))
        if cyclone["design_wind_m_s"] is not None:
            rows.append((tr("Design gust"), words.amount(cyclone["design_wind_m_s"], "m/s")))
        if cyclone["note"]:
            rows.append((tr("Note"), cyclone["note"]))
    return TableRows((tr("Declared"), tr("Value")), tuple(rows))


def assumption_rows(results: Results, words: Words) -> TableRows:
    """Return the community's assumptions with their sources."""
    tr = words.tr
    rows = tuple(
        (row["id"], row["value"] if isinstance(row["value"], str) else words.num(row["value"]),
         "" if row["unit"] == "-" else pretty_unit(row["unit"]), row["quality"], row["source"], tr(row["effect"]))
        for row in results["assumptions"]
    )  # fmt: skip
    heads = (tr("Id"), tr("Value"), tr("Unit"), tr("Quality"), tr("Source"), tr("Acts on"))
    return TableRows(heads, rows, (1,))
