"""Materials of an element in the file's order: its own first, then its type's, then what its properties say."""

from __future__ import annotations

import re
from typing import Any

from bldgassess.ifc.units import Units
from bldgassess.model import MaterialLayer

_AIR = re.compile(r"\b(air|luft|luftschicht|cavity)\b|空气|空腔|воздух", re.IGNORECASE)
_PROPERTY = re.compile(r"^(structural )?(material|materiaal|baustoff|материал|材料)$", re.IGNORECASE)


def read_materials(
    element: Any,  # noqa: ANN401
    psets: dict[str, dict[str, Any]],
    units: Units,
) -> tuple[tuple[MaterialLayer, ...], str]:
    """Return the layers and their origin (see ``Element.materials_origin``)."""
    from ifcopenshell.util import element as util

    own = _association(element, should_inherit=False)
    if own is not None:
        layers = _safe_layers(own, units)
        if layers:
            return layers, f"own:{own.is_a()}"
    kind = util.get_type(element)
    inherited = _association(kind) if kind is not None else None
    if inherited is not None:
        layers = _safe_layers(inherited, units)
        if layers:
            return layers, f"type:{inherited.is_a()}"
    for set_name, values in sorted(psets.items()):
        for name, value in sorted(values.items()):
            if _PROPERTY.match(name) and isinstance(value, str) and value.strip():
                return (MaterialLayer(0, value.strip(), fraction=1.0),), f"pset:{set_name}.{name}"
    return (), "none"


def _association(element: Any, *, should_inherit: bool = True) -> Any:  # noqa: ANN401
    """Return what is associated with an element or type; nothing where the reference is broken."""
    from ifcopenshell.util import element as util

    try:
        return util.get_material(element, should_skip_usage=True, should_inherit=should_inherit)
    except (AttributeError, RuntimeError, TypeError):
        return None


def _safe_layers(material: Any, units: Units) -> tuple[MaterialLayer, ...]:  # noqa: ANN401
    """Return the layers; none where references inside the association lead to something else."""
    try:
        return _layers(material, units)
    except (AttributeError, TypeError, ValueError):
        return ()


def _name(material: Any) -> str:  # noqa: ANN401
    return str(material.Name or "").strip() if material is not None else ""


def _layers(material: Any, units: Units) -> tuple[MaterialLayer, ...]:  # noqa: ANN401, PLR0911 - a case a kind
    kind = material.is_a()
    if kind == "IfcMaterial":
        return (MaterialLayer(0, _name(material), fraction=1.0),)
    if kind == "IfcMaterialList":
        parts = [item for item in material.Materials or () if item is not None]
        share = 1.0 if len(parts) == 1 else None
        return tuple(MaterialLayer(i, _name(item), fraction=share) for i, item in enumerate(parts))
    if kind == "IfcMaterialLayerSet":
        return tuple(_layer(i, item, units) for i, item in enumerate(material.MaterialLayers or ()))
    if kind == "IfcMaterialLayer":
        return (_layer(0, material, units),)
    if kind == "IfcMaterialConstituentSet":
        parts = list(material.MaterialConstituents or ())
        shares = [item.Fraction for item in parts]
        known = all(isinstance(share, float) for share in shares) and 0.0 < sum(shares) <= 1.0 + 1e-6
        total = sum(shares) if known else 1.0
        return tuple(
            MaterialLayer(i, _name(item.Material), fraction=float(shares[i]) / total if known else None)
            for i, item in enumerate(parts)
        )
    if kind == "IfcMaterialProfileSet":
        parts = list(material.MaterialProfiles or ())
        share = 1.0 if len(parts) == 1 else None
        return tuple(MaterialLayer(i, _name(item.Material), fraction=share) for i, item in enumerate(parts))
    return ()


def _layer(index: int, layer: Any, units: Units) -> MaterialLayer:  # noqa: ANN401
    name = _name(layer.Material)
    thickness = float(layer.LayerThickness or 0.0) * units.length
    return MaterialLayer(index, name, thickness, None, bool(layer.IsVentilated is True or _AIR.search(name)))
