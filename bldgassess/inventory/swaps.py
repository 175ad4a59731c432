"""Records that measures of a study put in the place of others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bldgassess.errors import Issue, UserError
from bldgassess.model import Building, Element
from bldgassess.study import Measure, Study, active_measures
from bldgassess.study.measures import SwapRule
from bldgassess.study.measures_facade import outer_windows
from materials_db.products import load_products
from materials_db.records import FactorRecord
from materials_db.store import FactorStore


@dataclass(frozen=True, slots=True)
class Changes:
    """Records that measures put in place of others: by rule, and for windows by GlobalId."""

    swaps: tuple[tuple[Measure, SwapRule, FactorRecord], ...] = ()
    windows: Mapping[str, tuple[Measure, FactorRecord]] | None = None

    def record_for(self, element: Element, record: FactorRecord | None) -> tuple[Measure, FactorRecord] | None:
        """Return the measure and the record in place of an element's own, ``None`` where it stays."""
        if self.windows and element.guid in self.windows:
            return self.windows[element.guid]
        if record is None:
            return None
        for measure, rule, new in self.swaps:
            if record.category in rule.categories and element.part in rule.parts:
                if rule.only_lower and per_m3(new) >= per_m3(record):
                    continue
                return measure, _with_properties(new, record)
        return None


def find_changes(building: Building, study: Study, store: FactorStore) -> Changes:
    """Return the records that the study's measures put in place of others.

    Raises
    ------
    UserError
        When a measure names a product or record that the store does not have.
    """
    swaps, windows = [], {}
    for measure, values in active_measures(study.measures):
        if measure.swap:
            swaps.append((measure, measure.swap, find_record(str(values["material"]), study, store)))
        if measure.windows:
            record = find_record(str(values[measure.windows.material]), study, store)
            windows.update({guid: (measure, record) for guid in outer_windows(building)})
    return Changes(tuple(swaps), windows)


def find_record(name: str, study: Study, store: FactorStore) -> FactorRecord:
    """Return the record of a product key in the first database that has one, or the record of this id.

    Raises
    ------
    UserError
        When there is none.
    """
    product = load_products().get(name)
    found = store.product_record(product, study.carbon.databases) if product else store.records.get(name)
    if found is None:
        raise UserError(
            Issue("measures.no_record", {"name": name[:60], "databases": ", ".join(study.carbon.databases)})
        )
    return found


def per_m3(record: FactorRecord) -> float:
    """Return A1-A3 of a cubic metre [kgCO2e/m3]; infinite where it cannot be known, so that nothing is called lower."""
    figure = record.gwp_kgco2e.get("A1-A3", math.nan)
    if record.declared_unit != "m3":
        figure = figure / record.mass_kg * record.density_kg_m3 if record.mass_kg and record.density_kg_m3 else math.nan
    return math.inf if math.isnan(figure) else figure


def _with_properties(new: FactorRecord, old: FactorRecord) -> FactorRecord:
    """Return the new record with thermal properties of the old one where it has none and is of the same category."""
    if new.category != old.category or new.conductivity_w_mk is not None:
        return new
    return replace(
        new,
        density_kg_m3=new.density_kg_m3 or old.density_kg_m3,
        conductivity_w_mk=old.conductivity_w_mk,
        specific_heat_j_kgk=old.specific_heat_j_kgk,
        property_source=f"as {old.id}: {old.property_source}",
    )
