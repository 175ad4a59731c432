"""Layers of constructions and the area of the faces that they lie on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThermalLayer:
    """One layer, outside first: thickness [m], conductivity [W/(m K)], density [kg/m3], specific heat [J/(kg K)]."""

    material: str
    thickness_m: float
    conductivity_w_mk: float
    density_kg_m3: float
    specific_heat_j_kgk: float
    source: str

    @property
    def resistance_m2k_w(self) -> float:
        """Thermal resistance [m2 K/W]."""
        return self.thickness_m / self.conductivity_w_mk


@dataclass(frozen=True, slots=True)
class AddedLayer:
    """A layer that a measure lays on a face, outside or inside of what is there."""

    measure: str
    layer: ThermalLayer
    inside: bool
