"""The property sets that a copy of the model receives: what stands in each, with type and unit (docs/guide.md)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bldgassess import __version__
from bldgassess.carbon.result import MODULES, TOTAL_MODULES, LedgerRow
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.label.result import LabelResult
from bldgassess.pipeline.assessment import Assessment
from bldgassess.texts import mark, translation
from reports.results_json import study_digest

OWN_PREFIX = "bldgassess_"
CARBON_SET, HEALTH_SET, ASSESSMENT_SET = "bldgassess_Carbon", "bldgassess_Health", "bldgassess_Assessment"
INDICATORS_SET, VALUES_SET = "Pset_EnvironmentalImpactIndicators", "Pset_EnvironmentalImpactValues"
#: Sets of buildingSMART's that we fill; IFC2X3 has neither.
STANDARD_SETS = (INDICATORS_SET, VALUES_SET)

#: What "cradle to site" holds of our modules; both are declared by every record, the scenario gives A4.
CRADLE_TO_SITE = ("A1-A3", "A4")
#: Match methods that do not count as mapped, as in ``compute_inventory``.
_UNMAPPED = frozenset({"part", "none"})

Unit = Literal["kg", "m2", "year", ""]


@dataclass(frozen=True, slots=True)
class Property:
    """A property: one value, a list of values, or (``is_enumeration``) an enumerated value. ``unit``: its own unit."""

    name: str
    type: str
    value: str | int | float | bool | tuple[str, ...]
    unit: Unit = ""
    description: str = ""
    is_enumeration: bool = False


@dataclass(frozen=True, slots=True)
class PropertySet:
    """A set of properties for the entity that the assessment names ``owner``."""

    owner: str
    name: str
    description: str
    properties: tuple[Property, ...]


def element_sets(assessment: Assessment, schema: str, language: str = "en") -> dict[str, tuple[PropertySet, ...]]:
    """Return the carbon sets of each element that has lines in the inventory, by the element's name."""
    rows = {row.line_id: row for row in assessment.carbon.rows if row.line_id is not None}
    lines: dict[str, list[InventoryLine]] = {}
    for line in assessment.inventory.lines:
        if line.ifc_class:  # products of measures, and constructions on bare faces, are no element of the file
            lines.setdefault(line.guid, []).append(line)
    found = {}
    for guid, own in sorted(lines.items()):
        ledger = [rows[line.id] for line in own if line.id in rows]
        sets = (_carbon_set(guid, own, ledger, assessment, language),)
        found[guid] = sets + (() if schema == "IFC2X3" else _standard_sets(guid, own, rows, assessment, schema))
    return found


def _carbon_set(
    guid: str, lines: Sequence[InventoryLine], rows: Sequence[LedgerRow], assessment: Assessment, language: str
) -> PropertySet:
    text = translation(language).gettext(
        mark("kgCO2e over {years} years ({profile}); a module that is not declared is absent; A-C is without D")
    )
    standing = [line for line in lines if not line.is_removed]
    mass = math.fsum(line.mass_kg for line in standing)
    mapped = math.fsum(line.mass_kg for line in standing if line.match_method not in _UNMAPPED)
    properties = [
        *_modules([row.kgco2e for row in rows]),
        Property("Materials", "IfcText", tuple(line.material or "-" for line in lines)),
        Property("Records", "IfcLabel", tuple(line.record.id if line.record else "-" for line in lines)),
        Property("QuantityOrigins", "IfcText", tuple(line.quantity_origin for line in lines)),
        Property("Mass", "IfcMassMeasure", mass, "kg"),
    ]
    if mass > 0.0:
        properties.append(Property("MappedMassShare", "IfcNormalisedRatioMeasure", min(mapped / mass, 1.0)))
    return PropertySet(guid, CARBON_SET, text.format(**_basis(assessment)), tuple(properties))


def _modules(tables: Sequence[Mapping[str, float]]) -> Iterable[Property]:
    """GWP of each declared module and A-C of them [kgCO2e], exact sums in ledger order."""
    sums = {m: math.fsum(t[m] for t in tables if m in t) for m in MODULES if any(m in t for t in tables)}
    for module, kg in sums.items():
        if module in TOTAL_MODULES:
            yield Property(f"GWP_{module}", "IfcMassMeasure", kg, "kg")
    if any(module in sums for module in TOTAL_MODULES):
        every = [table[module] for table in tables for module in TOTAL_MODULES if module in table]
        yield Property("GWP_A-C", "IfcMassMeasure", math.fsum(every), "kg")
    if "D" in sums:
        yield Property("GWP_D", "IfcMassMeasure", sums["D"], "kg")


def _standard_sets(
    guid: str,
    lines: Sequence[InventoryLine],
    rows: Mapping[str, LedgerRow],
    assessment: Assessment,
    schema: str,
) -> tuple[PropertySet, ...]:
    """Return buildingSMART's sets, by their own definition: kgCO2e a year of expected service life, one phase.

    Only where every layer has a record: a sum with a layer missing would not be the element's. The functional unit is
    the element itself, so that the indicator per unit is the element's value. A layer that lasts as long as the
    building is spread over the study period.
    """
    period = float(assessment.carbon.study_period_a)
    yearly, lives = [], []
    for line in lines:
        if line.is_removed:
            continue
        row = rows.get(line.id)
        if row is None or any(module not in row.kgco2e for module in CRADLE_TO_SITE):
            return ()
        life = line.service_life_a or period
        lives.append(life)
        yearly += [row.kgco2e[module] / life for module in CRADLE_TO_SITE]
    note = "kgCO2e per year of expected service life, cradle to site (A1-A3, A4)"
    value = math.fsum(yearly)
    indicators = [
        Property("FunctionalUnitReference", "IfcLabel", f"{assessment.factors.id} {assessment.factors.version}"),
        Property("IndicatorsUnit" if schema.startswith("IFC4X3") else "Unit", "IfcText", "1 element as modelled"),
        Property("LifeCyclePhase", "IfcLabel", ("CRADLETOSITE",), is_enumeration=True),
        Property("ClimateChangePerUnit", "IfcMassMeasure", value, "kg", note),
    ]
    if len(set(lives)) == 1:
        indicators.insert(3, Property("ExpectedServiceLife", "IfcTimeMeasure", lives[0], "year"))
    return (
        PropertySet(guid, INDICATORS_SET, "", tuple(indicators)),
        PropertySet(guid, VALUES_SET, "", (Property("ClimateChange", "IfcMassMeasure", value, "kg", note),)),
    )


def space_sets(assessment: Assessment, language: str = "en") -> dict[str, PropertySet]:
    """Return the health set of each assessed room of the model, by the room's name; rooms we made are in no file."""
    translate = translation(language).gettext
    in_model = {space.guid for space in assessment.building.spaces if space.origin == "model"}
    properties: dict[str, list[Property]] = {}
    for indicator in assessment.health.indicators:
        for space in indicator.spaces:
            if space.guid not in in_model:
                continue
            own = properties.setdefault(space.guid, [])
            if space.value is not None:
                name = translate(indicator.name)
                own.append(Property(f"{indicator.id}_Value", "IfcReal", float(space.value), description=name))
                own.append(Property(f"{indicator.id}_Unit", "IfcLabel", indicator.unit))
            own.append(Property(f"{indicator.id}_Class", "IfcLabel", space.health_class))
            if space.score is not None:
                own.append(Property(f"{indicator.id}_Score", "IfcReal", float(space.score)))
    text = translate(mark("Indoor health of the room: value, class I (best) to IV or outside, score 0-100"))
    return {guid: PropertySet(guid, HEALTH_SET, text, tuple(own)) for guid, own in sorted(properties.items())}


def building_set(assessment: Assessment, language: str = "en") -> PropertySet:
    """Return the set of the building as a whole; the entity it goes to is the writer's choice."""
    carbon, label = assessment.carbon, assessment.label
    text = translation(language).gettext(
        mark("Assessment of the whole building: kgCO2e over {years} years ({profile}); A-C is without D")
    )
    properties = (
        *(
            Property(f"GWP_{m}", "IfcMassMeasure", carbon.modules[m], "kg")
            for m in TOTAL_MODULES
            if m in carbon.modules
        ),
        Property("GWP_A-C", "IfcMassMeasure", carbon.total_kgco2e, "kg"),
        *(Property(f"GWP_{m}", "IfcMassMeasure", carbon.modules[m], "kg") for m in ("D",) if m in carbon.modules),
        Property("GrossInternalArea", "IfcAreaMeasure", carbon.gia_m2, "m2"),
        Property("GWP_A-C_kgCO2e_m2", "IfcReal", carbon.per_m2),
        Property("GWP_A-C_kgCO2e_m2_a", "IfcReal", carbon.per_m2_a),
        Property("GWP_A1-A5_kgCO2e_m2", "IfcReal", carbon.upfront_per_m2),
        Property("GWP_Embodied_kgCO2e_m2", "IfcReal", carbon.embodied_per_m2),
        Property("GWP_B6_kgCO2e_m2_a", "IfcReal", carbon.operational_per_m2_a),
        Property("Profile", "IfcLabel", carbon.profile),
        Property("StudyPeriod_a", "IfcReal", float(carbon.study_period_a)),
        Property("MappedMassShare", "IfcNormalisedRatioMeasure", assessment.inventory.mapped_mass_fraction),
        *_health(assessment),
        *_label(label, language),
        Property("CatalogueId", "IfcLabel", label.catalogue_id),
        Property("CatalogueVersion", "IfcLabel", label.catalogue_version),
        Property("CatalogueSha256", "IfcLabel", label.catalogue_sha256),
        Property("FactorTableId", "IfcLabel", assessment.factors.id),
        Property("FactorTableVersion", "IfcLabel", assessment.factors.version),
        Property("FactorTableSha256", "IfcLabel", assessment.factors.sha256),
        Property("Weather", "IfcText", assessment.weather.name),
        Property("StudySha256", "IfcLabel", study_digest(assessment)),
        Property("ProgramVersion", "IfcLabel", f"bldgassess {__version__}"),
    )
    return PropertySet("", ASSESSMENT_SET, text.format(**_basis(assessment)), properties)


def _basis(assessment: Assessment) -> dict[str, str]:
    return {"years": f"{assessment.carbon.study_period_a:g}", "profile": assessment.carbon.profile}


def _health(assessment: Assessment) -> tuple[Property, ...]:
    health = assessment.health
    if not health.indicators:
        return (Property("HealthClass", "IfcLabel", health.health_class),)
    return (
        Property("HealthScore", "IfcReal", health.score),
        Property("HealthClass", "IfcLabel", health.health_class),
    )


def _label(label: LabelResult, language: str) -> tuple[Property, ...]:
    """Return the label's score and level; that a catalogue is not official stands in the level's own value."""
    translate = translation(language).gettext
    title = (label.level_title or {}).get(language) or label.level or translate(mark("no level reached"))
    if not label.official:
        title += f" ({translate(mark('open reference catalogue, not the official label criteria'))})"
    level = (Property("LabelLevelId", "IfcLabel", label.level),) if label.level else ()
    note = label.disclaimer.get(language) or label.disclaimer.get("en", "")
    return (
        Property("LabelLevel", "IfcText", title),
        *level,
        Property("LabelScore", "IfcReal", label.score),
        Property("LabelIsOfficial", "IfcBoolean", label.official),
        *((Property("LabelNote", "IfcText", note),) if note else ()),
    )
