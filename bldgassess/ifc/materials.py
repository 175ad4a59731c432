"""Materials of an element in the file's order: its own, its type's, what its properties say, its whole's."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bldgassess.ifc.parts import wholes_of
from bldgassess.ifc.profiles import profile_area
from bldgassess.ifc.tables import plain, read_table
from bldgassess.ifc.types import type_of
from bldgassess.ifc.units import Units
from bldgassess.model import MaterialLayer
from materials_db.placeholders import is_placeholder

#: Closeness to one of a sum of fractions [-].
_WHOLE = 1e-3
#: Suffixes of an origin that say what was done with the file's fractions and thicknesses.
NORMALISED, COMPLETED = "; fractions normalised", "; rest split evenly"
BAD_THICKNESS = "; a thickness is no length and counts as none"

Found = tuple[tuple[MaterialLayer, ...], str]


def read_materials(element: Any, psets: dict[str, dict[str, Any]], units: Units) -> Found:  # noqa: ANN401
    """Return the layers and their origin (see ``Element.materials_origin``).

    The first source that names a real material is taken; where all hold placeholders only, the first that holds any.
    """
    first: Found | None = None
    for found in _sources(element, psets, units):
        if is_usable(found[0]):
            return found
        first = first or found
    return first or ((), "none")


def is_usable(layers: tuple[MaterialLayer, ...]) -> bool:
    """Whether any layer that is not air has a name that may be a material."""
    return any(not layer.is_air and is_placeholder(layer.material) is None for layer in layers)


@cache
def _air() -> tuple[frozenset[str], re.Pattern[str]]:
    rows = read_table("air_layers.csv")
    whole = frozenset(plain(row["term"]) for row in rows)
    words = sorted({re.escape(plain(row["term"])) for row in rows if row["match"] == "word"})
    inside = sorted({re.escape(plain(row["term"])) for row in rows if row["match"] == "inside"})
    return whole, re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)|(?:{'|'.join(inside)})(?![a-zà-ž])")


def is_air_name(name: str) -> bool:
    """Whether a layer's name says that it is air.

    >>> is_air_name("Misc. Air Layers - Air Space"), is_air_name("Air-entrained concrete")
    (True, False)
    """
    text = re.sub(r"[ \d]+(?:mm|cm)?$", "", plain(name))
    whole, inside = _air()
    return text in whole or inside.search(text) is not None


@cache
def _property_names() -> frozenset[str]:
    return frozenset(plain(row["name"]) for row in read_table("material_properties.csv"))


def _sources(element: Any, psets: dict[str, dict[str, Any]], units: Units) -> Iterator[Found]:  # noqa: ANN401
    yield from _layered(_association(element, should_inherit=False), "own", units)
    yield from _layered(_association(type_of(element)), "type", units)
    names = _property_names()
    for set_name, values in sorted(psets.items()):
        for name, value in sorted(values.items(), key=lambda item: str(item[0])):
            if plain(str(name)) in names and isinstance(value, str) and value.strip():
                yield (MaterialLayer(0, value.strip(), fraction=1.0),), f"pset:{set_name}.{name}"
    for whole in wholes_of(element):
        yield from _layered(_association(whole), "whole", units)


def _association(element: Any, *, should_inherit: bool = True) -> Any:  # noqa: ANN401
    """Return what is associated with an element or type; nothing where the reference is broken."""
    from ifcopenshell.util import element as util

    if element is None:
        return None
    try:
        return util.get_material(element, should_skip_usage=True, should_inherit=should_inherit)
    except (AttributeError, RuntimeError, TypeError):
        return None


def _layered(material: Any, origin: str, units: Units) -> Iterator[Found]:  # noqa: ANN401
    """Yield the layers of an association; none where references inside it lead to something else."""
    if material is None:
        return
    try:
        layers, note = _layers(material, units)
        kind = material.is_a()
    except (AttributeError, RuntimeError, TypeError, ValueError):
        return
    if layers:
        yield layers, f"{origin}:{kind}{note}"


def _name(material: Any) -> str:  # noqa: ANN401
    return str(material.Name or "").strip() if material is not None else ""


def _layers(  # noqa: PLR0911 - a case a kind
    material: Any,  # noqa: ANN401
    units: Units,
) -> tuple[tuple[MaterialLayer, ...], str]:
    kind = material.is_a()
    if kind == "IfcMaterial":
        return (MaterialLayer(0, _name(material), fraction=1.0),), ""
    if kind == "IfcMaterialList":
        return _with_fractions([(_name(item), None) for item in material.Materials or () if item is not None])
    if kind == "IfcMaterialLayerSet":
        return _layer_set(list(material.MaterialLayers or ()), units)
    if material.is_a("IfcMaterialLayer"):
        return _layer_set([material], units)
    if kind == "IfcMaterialConstituentSet":
        parts = list(material.MaterialConstituents or ())
        return _with_fractions([(_name(item.Material) or str(item.Name or ""), item.Fraction) for item in parts])
    if kind == "IfcMaterialConstituent":
        return (MaterialLayer(0, _name(material.Material), fraction=1.0),), ""
    if kind == "IfcMaterialProfileSet":
        parts = list(material.MaterialProfiles or ())
        areas = [profile_area(item.Profile) for item in parts]
        known = all(area is not None for area in areas)
        total = math.fsum(area or 0.0 for area in areas)
        return _with_fractions(
            [(_name(item.Material), (areas[i] or 0.0) / total if known and total > 0.0 else None)
             for i, item in enumerate(parts)]
        )  # fmt: skip
    if material.is_a("IfcMaterialProfile"):
        return (MaterialLayer(0, _name(material.Material), fraction=1.0),), ""
    return (), ""


def _layer_set(layers: list[Any], units: Units) -> tuple[tuple[MaterialLayer, ...], str]:
    found, is_bad = [], False
    for index, layer in enumerate(layers):
        name = _name(layer.Material) or str(getattr(layer, "Name", None) or "").strip()
        given = layer.LayerThickness
        is_length = isinstance(given, (int, float)) and math.isfinite(given) and given >= 0.0
        thickness = float(given) * units.length if is_length else 0.0
        is_air = layer.IsVentilated is True or is_air_name(name)
        found.append(MaterialLayer(index, name, thickness, None, is_air))
        is_bad = is_bad or not is_length
    return tuple(found), BAD_THICKNESS if is_bad else ""


def _with_fractions(parts: list[tuple[str, Any]]) -> tuple[tuple[MaterialLayer, ...], str]:
    """Give parts their fractions: as they are where they make one, else to scale; what lacks one shares the rest."""
    if len(parts) == 1:
        return (MaterialLayer(0, parts[0][0], fraction=1.0, is_air=is_air_name(parts[0][0])),), ""
    shares = [_fraction(share) for _, share in parts]
    given = math.fsum(share for share in shares if share is not None)
    missing, note = shares.count(None), ""
    if given <= 0.0 or (missing and given >= 1.0 - _WHOLE):  # nothing to go by: the inventory splits evenly and says so
        shares = [None] * len(parts)
    elif missing:
        shares = [(1.0 - given) / missing if share is None else share for share in shares]
        note = COMPLETED
    elif abs(given - 1.0) > _WHOLE:
        note = NORMALISED
    total = math.fsum(share for share in shares if share is not None)
    return (
        tuple(
            MaterialLayer(i, name, fraction=share / total if share is not None else None, is_air=is_air_name(name))
            for i, ((name, _), share) in enumerate(zip(parts, shares, strict=True))
        ),
        note,
    )


def _fraction(value: Any) -> float | None:  # noqa: ANN401
    """Return a fraction; none where it is not a number from zero up. Per cent (above one) is scaled with the rest."""
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) and value >= 0.0 else None
