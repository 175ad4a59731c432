"""What else a material name may be taken for, and what each choice would make of its carbon."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bldgassess.carbon.materials import MaterialModules
from bldgassess.carbon.profiles import profile_rules
from bldgassess.inventory.build import EXCLUDED_PARTS, compute_inventory, face_area
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.inventory.shares import layer_shares
from bldgassess.inventory.swaps import per_m3
from bldgassess.model import Building, Element
from bldgassess.study import Study
from materials_db.placeholders import is_placeholder
from materials_db.records import Candidate, FactorRecord, Match, Reason
from materials_db.store import AREA_PARTS, FactorStore

#: So many records beside the one that would be taken by itself.
_MOST = 5
#: A candidate below this score is no more likely than any other record of the category.
_LIKELY = 0.1


@dataclass(frozen=True, slots=True)
class MaterialOption:
    """A record that may stand for material names.

    ``score`` is what the matcher gives it [0-1]; ``kgco2e`` the embodied carbon A to C of all elements of the names
    with it, ``None`` where it has no figure that fits.
    """

    record: FactorRecord
    score: float
    kgco2e: float | None


@dataclass(frozen=True, slots=True)
class MaterialOptions:
    """What a name may be taken for.

    Parameters
    ----------
    options : tuple of MaterialOption
        Best first. The first is what the program takes by itself where it takes anything (``is_taken``).
    reasons : tuple of Reason
        What in the name spoke for the first.
    no_material : str
        Why the name says no material ("hatch", "default of the tool", "no name", "unknown"), empty where it may.
    range_kgco2e : (float, float) or None
        Least and most with any record of the category in use; only where the name says no material.
    """

    name: str
    options: tuple[MaterialOption, ...]
    is_taken: bool
    reasons: tuple[Reason, ...] = ()
    no_material: str = ""
    range_kgco2e: tuple[float, float] | None = None


class OptionFinder:
    """Weighs records against each other on the elements of some names, with the engine's own inventory and rules.

    Parameters
    ----------
    building : Building
        As ``apply_study`` made it.
    study : Study
        As ``apply_study`` made it.
    """

    def __init__(self, building: Building, study: Study, store: FactorStore) -> None:
        self.building, self.study, self.store = building, study, store
        self._rules = profile_rules(study.carbon.profile, study, own=True)
        self._elements = _elements_by_name(building)

    def options(self, name: str) -> MaterialOptions:
        """Return what a name may be taken for."""
        part = self._part(name)
        match = self.store.match(name, part=part, databases=self.study.carbon.databases)
        weigh = self.weigher((name,))
        chosen = self._candidates(name, match)[: _MOST + 1]
        return MaterialOptions(
            name,
            tuple(MaterialOption(item.record, item.score, weigh(item.record)) for item in chosen),
            match.record is not None,
            match.reasons,
            _why_none(name, match),
            self._range(name, weigh) if match.record is None else None,
        )

    def weigh(self, names: Collection[str], record: FactorRecord) -> float | None:
        """Return embodied carbon A to C of all elements of the names with a record in their place [kgCO2e]."""
        return self.weigher(names)(record)

    def weigher(self, names: Collection[str]) -> Callable[[FactorRecord], float | None]:
        """Return a function that tells the carbon of the names with a record; the model is cut down to them once."""
        guids = {guid for name in names for guid in self._elements.get(name, ())}
        part = replace(self.building, elements=tuple(e for e in self.building.elements if e.guid in guids))
        own = {
            line.id
            for line in self._inventory(part, self.study)
            if line.material in names and not line.origin.startswith("measure")
        }

        def weigh(record: FactorRecord) -> float | None:
            choices = {**self.study.materials, **dict.fromkeys(names, record.id)}
            lines = self._inventory(part, self.study.model_copy(update={"materials": choices}))
            return self._carbon([line for line in lines if line.id in own])

        return weigh

    def _inventory(self, part: Building, study: Study) -> tuple[InventoryLine, ...]:
        known = {name: identity for name, identity in study.materials.items() if identity in self.store.records}
        return compute_inventory(part, study.model_copy(update={"materials": known}), self.store).lines

    def _carbon(self, lines: Sequence[InventoryLine]) -> float | None:
        if not lines or any(line.record is None or line.quantity <= 0.0 < line.mass_kg for line in lines):
            return None
        modules = MaterialModules(lines, self.study)
        if any(math.isnan(value) for value in modules.module("A1-A3", self._rules)):
            return None
        return math.fsum(modules.counted(self._rules).tolist())

    def _candidates(self, name: str, match: Match) -> tuple[Candidate, ...]:
        """Return what the matcher sees in a name, then what usually stands there, then records of the same category."""
        databases = self.study.carbon.databases
        found = [] if match.record is None else [Candidate(match.record, match.score, match.method)]
        found += [item for item in match.candidates if item.score >= _LIKELY]
        if match.record is None:
            usual = [self.store.default_product(part) for part in self._parts(name)]
            records = [self.store.product_record(product, databases) for product in usual if product]
            found += [Candidate(record, 0.0, "part") for record in records if record]
        if found:
            category, unit = found[0].record.category, found[0].record.declared_unit
            alike = [
                record
                for record in self.store.records.values()
                if record.category == category and record.declared_unit == unit and record.database in databases
            ]
            near = {item.record.id: item.score for item in self.store.search(name, len(self.store.records), databases)}
            alike.sort(key=lambda item: (-near.get(item.id, 0.0), databases.index(item.database), item.id))
            found += [Candidate(record, 0.0, "category") for record in alike]
        unique: dict[str, Candidate] = {}
        for item in found:
            unique.setdefault(item.record.id, item)
        return tuple(unique.values())

    def _parts(self, name: str) -> list[str]:
        return sorted(set(self._elements.get(name, {}).values()))

    def _part(self, name: str) -> str:
        """Return the part that a name is matched for: that of its windows and doors, else none."""
        parts = self._parts(name)
        return parts[0] if parts and set(parts) <= AREA_PARTS else ""

    def _range(self, name: str, weigh: Callable[[FactorRecord], float | None]) -> tuple[float, float] | None:
        """Return the least and the most that a name's elements come to with records of the category that stands in."""
        parts = self._parts(name)
        usual = self.store.default_product(parts[0]) if len(parts) == 1 else None
        record = self.store.product_record(usual, self.study.carbon.databases) if usual else None
        if record is None:
            return None
        alike = [
            item
            for item in self.store.records.values()
            if item.category == record.category
            and item.database in self.study.carbon.databases
            and item.declared_unit == record.declared_unit
            and math.isfinite(per_m3(item))
        ]
        if not alike:
            return None
        ends = [weigh(end(alike, key=lambda item: (per_m3(item), item.id))) for end in (min, max)]
        known = [kg for kg in ends if kg is not None]
        return (min(known), max(known)) if len(known) == len(ends) else None


def _elements_by_name(building: Building) -> Mapping[str, dict[str, str]]:
    """Return the ids and parts of the elements that bear each name, in the words of the inventory's lines."""
    found: dict[str, dict[str, str]] = {}
    for element in _counted(building.elements):
        by_area = element.part in AREA_PARTS and face_area(element) > 0.0
        for share in layer_shares(element, merge=by_area):
            found.setdefault(share.material, {})[element.guid] = element.part
    return found


def _counted(elements: Iterable[Element]) -> list[Element]:
    return [item for item in elements if item.part not in EXCLUDED_PARTS and item.counted_as is None]


def _why_none(name: str, match: Match) -> str:
    if match.record is not None:
        return ""
    return is_placeholder(name) or "unknown"
