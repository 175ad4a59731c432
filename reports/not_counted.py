"""Not in this total: what was left out or kept apart, how much of it there is, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bldgassess.carbon.result import BEYOND, TOTAL_MODULES
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Building
from reports.figures import percent
from reports.names import MODULE_NAMES, PART_NAMES

Results = dict[str, Any]
#: Coverage above which nothing is missing: the rest is rounding.
_WHOLE = 0.995


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that the total does not have.

    ``mass_kg`` is ``None`` where nobody knows it. ``kgco2e``: where it is known and kept apart. ``guids``: of elements.
    """

    what: str
    why: str
    mass_kg: float | None = None
    kgco2e: float | None = None
    guids: tuple[str, ...] = ()


def not_counted(
    results: Results, lines: Sequence[InventoryLine], building: Building | None, tr: Callable[[str], str], language: str
) -> list[LeftOut]:
    """Return what is not in the total: elements, modules that factors lack, modules of the rule set, what stands apart.

    Parameters
    ----------
    results : dict
        Of results.json.
    lines : sequence of InventoryLine
        The inventory.
    building : Building or None
        The model, for elements that no line stands for.
    tr, language
        Translation and language of the words.
    """
    found = [*_without_factor(lines, tr), *_without_line(lines, building, tr)]
    carbon = results["carbon"]
    mass = results["building"]["mass_kg"]
    for module, share in carbon["coverage"].items():
        if share < _WHOLE and module not in BEYOND:
            words = tr("Their factors do not declare it; declared for {share} of mass")
            why = words.format(share=percent(share, language))
            found.append(LeftOut(f"{module} {tr(MODULE_NAMES[module])}", why, mass * (1.0 - share)))
    absent = [module for module in TOTAL_MODULES if module not in carbon["modules"]]
    if absent:
        why = tr("{profile} does not count it, or the study has no value for it").format(profile=carbon["profile"])
        found += [LeftOut(f"{module} {tr(MODULE_NAMES[module])}", why) for module in absent]
    return found + _apart(carbon, tr)


def _without_factor(lines: Iterable[InventoryLine], tr: Callable[[str], str]) -> list[LeftOut]:
    groups: dict[str, list[InventoryLine]] = {}
    for line in lines:
        if line.record is None:
            groups.setdefault(line.material or line.element_name, []).append(line)
    why = tr("No factor fits this name; it counts nothing until one is chosen")
    made = [
        LeftOut(name, why, sum(line.mass_kg for line in group), None, tuple(sorted({line.guid for line in group})))
        for name, group in groups.items()
    ]
    return sorted(made, key=lambda item: (-(item.mass_kg or 0.0), item.what))


def _without_line(lines: Iterable[InventoryLine], building: Building | None, tr: Callable[[str], str]) -> list[LeftOut]:
    if building is None:
        return []
    there = {line.guid for line in lines}
    groups: dict[str, list[str]] = {}
    for element in building.elements:
        if element.guid not in there and element.counted_as is None:
            groups.setdefault(element.part, []).append(element.guid)
    why = tr("Outside the assessed building parts, or without a quantity")
    return [
        LeftOut(f"{tr(PART_NAMES.get(part, part))} ({len(guids)})", why, None, None, tuple(guids))
        for part, guids in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _apart(carbon: dict[str, Any], tr: Callable[[str], str]) -> list[LeftOut]:
    why = tr("Reported apart and never subtracted")
    rows = [(f"{m} {tr(MODULE_NAMES[m])}", carbon["modules"].get(m)) for m in sorted(BEYOND)]
    rows.append((tr("Stored biogenic carbon"), -carbon["biogenic_stored_kgco2"] or None))
    return [LeftOut(what, why, None, kg) for what, kg in rows if kg]
