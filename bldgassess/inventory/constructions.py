"""Thermal constructions: the layers of a surface with their properties, from the model and the matched records."""

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


@dataclass(frozen=True, slots=True)
class Construction:
    """Layers (outside first), U-value with standard films [W/(m2 K)] and where it came from.

    ``origin``: "layers", "pset" (the model's own U-value), "study" (the study's fallback).
    ``heat_capacity_j_m2k`` is the effective inner capacity, EN ISO 13790 12.3.1 (10 cm rule) [J/(m2 K)].
    """

    layers: tuple[ThermalLayer, ...]
    u_value_w_m2k: float
    heat_capacity_j_m2k: float
    origin: str
