"""How an element's volume divides over its materials."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bldgassess.model import Element, MaterialLayer

#: What the origin of a share says where a plain list of materials gave none.
EVEN_SPLIT = "even split over"


@dataclass(frozen=True, slots=True)
class Share:
    """A material of an element with its share of the element's volume [0-1] and how that came about."""

    index: int
    material: str
    fraction: float
    thickness_m: float | None
    origin: str


def layer_shares(element: Element, *, merge: bool = False) -> tuple[Share, ...]:
    """Return the shares of an element's materials; air takes volume but makes no line.

    Thickness decides where every layer has one, then the file's fractions, else an even split that says so.
    ``merge`` gives one share for an element that is counted by area, its names joined.
    """
    layers = element.materials
    if merge:
        names = " ".join(dict.fromkeys(layer.material for layer in layers if not layer.is_air and layer.material))
        return (Share(0, names or element.type_name or element.name, 1.0, None, "whole element, counted by area"),)
    if not layers:
        return (Share(0, "", 1.0, None, "whole element, no material named"),)
    thickness = math.fsum(layer.thickness_m or 0.0 for layer in layers)
    if all(layer.thickness_m is not None for layer in layers) and thickness > 0.0:
        return tuple(
            Share(
                layer.index,
                layer.material,
                (layer.thickness_m or 0.0) / thickness,
                layer.thickness_m,
                f"{layer.thickness_m:.4g}/{thickness:.4g} m layer share",
            )
            for layer in layers
            if not layer.is_air and layer.thickness_m
        )
    note = element.materials_origin.partition("; ")[2]
    return _by_fraction(layers, f"fraction given in the model{f' ({note})' if note else ''}")


def _by_fraction(materials: tuple[MaterialLayer, ...], given: str) -> tuple[Share, ...]:
    """Share by fractions, of which air takes its own; without them evenly over what is not air."""
    layers = [layer for layer in materials if not layer.is_air]
    fractions = [layer.fraction for layer in materials]
    total = math.fsum(fraction or 0.0 for fraction in fractions)
    if layers and all(fraction is not None for fraction in fractions) and total > 0.0:
        return tuple(
            Share(layer.index, layer.material, (layer.fraction or 0.0) / total, None, given) for layer in layers
        )
    if not layers:
        return ()
    origin = "whole element" if len(layers) == 1 else f"{EVEN_SPLIT} {len(layers)} materials, assumed"
    return tuple(Share(layer.index, layer.material, 1.0 / len(layers), None, origin) for layer in layers)
