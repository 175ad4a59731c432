"""Wholes and their parts: which of them count, so that no matter is counted twice and none is lost.

The whole counts where it has a shape of its own, else its parts do, level by level. Shapes decide, not
representations: a body that no kernel can make, or a whole that has only an axis, leaves the word to its parts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

#: Not material of the building: voids, helpers; reinforcement lies inside the concrete that is counted whole.
SKIPPED = (
    *("IfcFeatureElement", "IfcVirtualElement", "IfcReinforcingElement"),
    *("IfcGeographicElement", "IfcPort", "IfcGrid", "IfcAnnotation"),
)
#: Representations that show no body (IFC4 ADD2 TC1, IfcShapeRepresentation, RepresentationIdentifier).
_NO_BODY = frozenset(
    {"Axis", "FootPrint", "Footprint", "Plan", "Box", "Annotation", "Profile", "Reference", "CoG", "Clearance"}
    | {"Lighting", "SurveyPoints", "Curve2D", "Surface", "Point"}
)
#: Decompositions deeper than this are circles in a broken file.
_DEEPEST = 64

BuildingPart = str
#: What an element is, by the first class that fits.
_CLASS_PARTS: dict[str, BuildingPart] = {
    "IfcFooting": "foundation", "IfcPile": "foundation", "IfcRoof": "roof", "IfcCurtainWall": "curtain_wall",
    "IfcWindow": "window", "IfcDoor": "door", "IfcColumn": "column", "IfcBeam": "beam", "IfcMember": "beam",
    "IfcStair": "stair", "IfcStairFlight": "stair", "IfcRamp": "stair", "IfcRampFlight": "stair",
    "IfcRailing": "railing", "IfcCovering": "covering", "IfcFurnishingElement": "furniture",
    "IfcDistributionElement": "services", "IfcWall": "internal_wall", "IfcSlab": "floor_slab",
}  # fmt: skip
#: What an element is by its predefined type, before its class says.
_TYPE_PARTS: dict[tuple[str, str], BuildingPart] = {
    ("IfcSlab", "ROOF"): "roof", ("IfcSlab", "BASESLAB"): "ground_slab", ("IfcSlab", "LANDING"): "stair",
    ("IfcPlate", "CURTAIN_PANEL"): "curtain_wall", ("IfcMember", "MULLION"): "curtain_wall",
    ("IfcElementAssembly", "TRUSS"): "beam", ("IfcElementAssembly", "GIRDER"): "beam",
    ("IfcElementAssembly", "BEAM_GRID"): "beam", ("IfcElementAssembly", "BRACED_FRAME"): "beam",
    ("IfcElementAssembly", "RIGID_FRAME"): "beam", ("IfcElementAssembly", "ARCH"): "beam",
    ("IfcElementAssembly", "SLAB_FIELD"): "floor_slab",
}  # fmt: skip
#: Wholes whose parts are what the whole is, whatever their own class says, save those that keep their own kind.
_INHERITED = frozenset({"curtain_wall", "roof", "stair"})
_OWN_KIND = frozenset({"window", "door", "railing", "furniture", "services"})


def list_elements(file: Any) -> list[Any]:  # noqa: ANN401
    """Return elements that have a body, wholes and parts alike, by GlobalId; ``choose_counted`` takes from them."""
    found = [
        element
        for element in file.by_type("IfcElement")
        if has_body(element) and not any(is_kind(element, name) for name in SKIPPED)
    ]
    return sorted(found, key=lambda item: (str(item.GlobalId), item.id()))


def choose_counted(products: Iterable[Any], shaped: Collection[int]) -> list[Any]:
    """Return the elements that count: of a whole and its parts the highest that has a shape.

    Parameters
    ----------
    products : iterable
        Elements with a body, as ``list_elements`` gives them.
    shaped : collection of int
        Entity ids of those whose shape could be made. An element without one stays where nothing above or below it has
        one, so that its authored quantities may still count.
    """
    items = list(products)
    above = {item.id(): [whole.id() for whole in wholes_of(item)] for item in items}
    has_shaped_part = {whole for item in items if item.id() in shaped for whole in above[item.id()]}
    return [
        item
        for item in items
        if not any(whole in shaped for whole in above[item.id()])
        and (item.id() in shaped or item.id() not in has_shaped_part)
    ]


def has_body(element: Any) -> bool:  # noqa: ANN401
    """Whether a representation shows a body; one without a name may."""
    shape = getattr(element, "Representation", None)
    if shape is None:
        return False
    try:
        names = [item.RepresentationIdentifier for item in shape.Representations or () if item is not None]
    except (AttributeError, RuntimeError, TypeError):  # a reference that leads to something else
        return True
    return not names or any(name not in _NO_BODY for name in names)


def wholes_of(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements that an element is part of, nearest first; a circle ends where it closes."""
    seen = {element.id()}
    whole = _whole(element)
    while whole is not None and whole.id() not in seen and len(seen) < _DEEPEST:
        seen.add(whole.id())
        yield whole
        whole = _whole(whole)


def building_part(element: Any, *, external: bool) -> BuildingPart:  # noqa: ANN401
    """What part of the building an element is; a part of a roof, stair or curtain wall is that.

    A component that says nothing by itself (a building element part, a plate, an accessory) is what its whole is.
    """
    own = _own_part(element, external=external)
    wholes = [_own_part(whole, external=external) for whole in wholes_of(element)]
    if own not in _OWN_KIND:
        inherited = [part for part in wholes if part in _INHERITED]
        if inherited:
            return inherited[0]
    if own == "other":
        return next((part for part in wholes if part != "other"), "beam" if is_kind(element, "IfcPlate") else own)
    return own


def is_kind(element: Any, name: str) -> bool:  # noqa: ANN401
    """Whether an element is of a class; not where the file's schema does not have the class."""
    try:
        return bool(element.is_a(name))
    except RuntimeError:
        return False


def _whole(element: Any) -> Any:  # noqa: ANN401
    """Return what an element is a part of: by aggregation, and by nesting for building element parts only.

    What else is nested (fasteners, accessories, fittings) sits on its host and is matter of its own.
    """
    try:
        relations = [*(getattr(element, "Decomposes", None) or ()), *(getattr(element, "Nests", None) or ())]
        for relation in sorted(relations, key=lambda item: int(item.id())):
            nested = relation.is_a("IfcRelNests") and is_kind(element, "IfcBuildingElementPart")
            whole = relation.RelatingObject if nested or relation.is_a("IfcRelAggregates") else None
            if whole is not None and whole.is_a("IfcElement"):
                return whole
    except (AttributeError, RuntimeError, TypeError):  # a reference that leads to something else
        return None
    return None


def _own_part(element: Any, *, external: bool) -> BuildingPart:  # noqa: ANN401
    predefined = str(getattr(element, "PredefinedType", None) or "")
    for (name, kind), part in _TYPE_PARTS.items():
        if kind == predefined and is_kind(element, name):
            return part
    if element.is_a("IfcWall"):
        return "external_wall" if external else "internal_wall"
    return next((part for name, part in _CLASS_PARTS.items() if is_kind(element, name)), "other")
