"""What a thermal layer is: a frame drawn as a solid sheet is a cavity with studs, not metal; where a wall insulates."""

from __future__ import annotations

from bldgassess.inventory.constructions import R_AIR_LAYER, Construction
from bldgassess.inventory.layers import ThermalLayer

#: A layer with the resistance of an air layer but the density of a solid stands for studs or sheets [kg/m3].
_SOLID_KG_M3 = 300.0
#: A layer insulates from this conductivity down [W/(m K)] (order of DIN 4108-10 products).
_INSULATES_W_MK = 0.065


def is_cavity(layer: ThermalLayer) -> bool:
    """Tell whether a layer is air, or studs with air between them, by the resistance the constructions gave it."""
    return abs(layer.thickness_m / layer.conductivity_w_mk - R_AIR_LAYER) < 1e-9


def mass_kg_m2(layer: ThermalLayer) -> float:
    """Return the mass of a layer [kg/m2]; the studs of a cavity do not count."""
    if is_cavity(layer) and layer.density_kg_m3 > _SOLID_KG_M3:
        return 0.0
    return layer.thickness_m * layer.density_kg_m3


def insulation_side(construction: Construction) -> str:
    """Return where a wall insulates: "outside" (or in its core), "inside", or "none" where no layer does."""
    layers = construction.layers
    insulating = [k for k, layer in enumerate(layers) if layer.conductivity_w_mk <= _INSULATES_W_MK]
    if not insulating:
        return "none"
    heavy = max(range(len(layers)), key=lambda k: mass_kg_m2(layers[k]))
    return "inside" if min(insulating) > heavy else "outside"
