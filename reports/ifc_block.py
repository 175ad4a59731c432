"""Property sets as STEP statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.ifc_place import set_guid
from reports.ifc_sets import PropertySet, Unit
from reports.step_text import Block, Derived, Enum, Ref, Typed, Value

#: A year of the hourly calculation [s].
_YEAR_S = 365.0 * 24.0 * 3600.0


@dataclass(frozen=True, slots=True)
class Target:
    """A set with the entity that it goes to."""

    entity: Any
    owner: str
    set: PropertySet


def add_set(block: Block, target: Target, file: Any) -> None:  # noqa: ANN401 - ifcopenshell has no types
    """Add the properties, the set and its relation to the block."""
    references: list[Value] = []
    for item in target.set.properties:
        text = item.description or None
        unit = _unit(block, item.unit)
        if isinstance(item.value, tuple):
            values = tuple(Typed(item.type, value) for value in item.value)
            kind = "IfcPropertyEnumeratedValue" if item.is_enumeration else "IfcPropertyListValue"
            references.append(block.add(kind, item.name, text, values, unit))
        else:
            value = Typed(item.type, item.value)
            references.append(block.add("IfcPropertySingleValue", item.name, text, value, unit))
    history = _owner_history(target.entity, file)
    name, text = target.set.name, target.set.description or None
    made = block.add("IfcPropertySet", set_guid(target.owner, name), history, name, text, tuple(references))
    guid = set_guid(target.owner, f"{name}/rel")
    block.add("IfcRelDefinesByProperties", guid, history, None, None, (Ref(target.entity.id()),), made)


def _owner_history(entity: Any, file: Any) -> Ref | None:  # noqa: ANN401
    """Return the entity's own owner history where the schema asks for one (IFC2X3); later ones leave it out."""
    if file.schema != "IFC2X3":
        return None
    history = entity.OwnerHistory or file.by_type("IfcProject")[0].OwnerHistory
    return Ref(history.id()) if history is not None else None


def _unit(block: Block, unit: Unit) -> Ref | None:
    """Return the unit of a property, whatever the units of the project are."""
    if not unit:
        return None
    if unit == "kg":
        return block.share("IfcSIUnit", Derived(), Enum("MASSUNIT"), Enum("KILO"), Enum("GRAM"))
    if unit == "m2":
        return block.share("IfcSIUnit", Derived(), Enum("AREAUNIT"), None, Enum("SQUARE_METRE"))
    second = block.share("IfcSIUnit", Derived(), Enum("TIMEUNIT"), None, Enum("SECOND"))
    dimensions = block.share("IfcDimensionalExponents", 0, 0, 1, 0, 0, 0, 0)
    measure = block.share("IfcMeasureWithUnit", Typed("IfcTimeMeasure", _YEAR_S), second)
    return block.share("IfcConversionBasedUnit", dimensions, Enum("TIMEUNIT"), "year", measure)
