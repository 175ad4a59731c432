"""The type of an element, by its relation; ifcopenshell's own look-up asks for the schema each time."""

from __future__ import annotations

from typing import Any


def type_of(element: Any) -> Any:  # noqa: ANN401 - ifcopenshell has no types
    """Return the type object of an element, ``None`` where it has none or the reference is broken.

    IFC4 and later relate types by ``IsTypedBy``, IFC2X3 among the relations of ``IsDefinedBy``.
    """
    try:
        for name in ("IsTypedBy", "IsDefinedBy"):
            for relation in getattr(element, name, None) or ():
                if relation.is_a("IfcRelDefinesByType"):
                    return relation.RelatingType
    except (AttributeError, RuntimeError, TypeError):
        return None
    return None
