"""Materials and constructions: equal ones are written once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bldgassess.hourly.cells import LEAST_CAPACITY_J_M2K
from bldgassess.hourly.thermal_model import Glazing, Layer, Pane, SimpleGlazing

#: EnergyPlus refuses resistances below this [m2 K/W].
_LEAST_RESISTANCE = 0.001
#: EnergyPlus refuses an emissivity of 1 and more.
_MOST_EMISSIVITY = 0.99999
#: Most layers of an EnergyPlus construction.
MOST_LAYERS = 10
_LAYER_KEYS = ("outside_layer", *(f"layer_{k}" for k in range(2, MOST_LAYERS + 1)))

Objects = dict[str, dict[str, Any]]


class Constructions:
    """Collects constructions and gives the name that each has in EnergyPlus."""

    def __init__(self) -> None:
        self.objects: Objects = {}
        self._names: dict[Any, str] = {}

    def opaque(
        self,
        layers: Sequence[Layer],
        *,
        absorptance: tuple[float, float],
        emissivity: tuple[float, float],
        is_rough: bool,
    ) -> str:
        """Return the construction of layers from outside in; absorptance and emissivity of the outer and inner face."""
        rows = _at_most(_joined(layers), MOST_LAYERS)
        if len(rows) == 1:  # a material has one absorptance for both its faces
            rows = [_part(rows[0], 0.5)] * 2
        last = len(rows) - 1
        names = []
        for k, row in enumerate(rows):
            side = 0 if k == 0 else 1
            skin: dict[str, Any] = {
                "roughness": "Rough" if is_rough and k == 0 else "VerySmooth",
                "thermal_absorptance": min(emissivity[side], _MOST_EMISSIVITY),
                "solar_absorptance": absorptance[side],
                "visible_absorptance": absorptance[side],
            }
            if k not in {0, last}:
                skin = {"roughness": "VerySmooth"}
            names.append(self._material(row, skin))
        return self._construction(names)

    def glazing(self, glazing: Glazing | SimpleGlazing) -> str:
        """Return the construction of a window."""
        if isinstance(glazing, SimpleGlazing):
            fields: dict[str, Any] = {"u_factor": glazing.u_value_w_m2k, "solar_heat_gain_coefficient": glazing.g_value}
            return self._construction([self._add("WindowMaterial:SimpleGlazingSystem", fields)])
        names: list[str] = []
        for k, pane in enumerate(glazing.panes):
            names.append(self._add("WindowMaterial:Glazing", _pane_fields(pane)))
            if k < len(glazing.gaps):
                gap = glazing.gaps[k]
                fields = {"gas_type": gap.gas.capitalize(), "thickness": gap.thickness_m}
                names.append(self._add("WindowMaterial:Gas", fields))
        return self._construction(names)

    def _material(self, layer: Layer, skin: dict[str, Any]) -> str:
        if layer.capacity_j_m2k < LEAST_CAPACITY_J_M2K:
            resistance = max(layer.resistance_m2k_w, _LEAST_RESISTANCE)
            return self._add("Material:NoMass", {"thermal_resistance": resistance, **skin})
        fields = {
            "thickness": layer.thickness_m,
            "conductivity": layer.conductivity_w_mk,
            "density": layer.density_kg_m3,
            "specific_heat": layer.specific_heat_j_kgk,
        }
        return self._add("Material", {**fields, **skin})

    def _construction(self, names: Sequence[str]) -> str:
        return self._add("Construction", dict(zip(_LAYER_KEYS, names, strict=False)))

    def _add(self, kind: str, fields: dict[str, Any]) -> str:
        key = (kind, *sorted(fields.items()))
        if key not in self._names:
            table = self.objects.setdefault(kind, {})
            name = f"{kind} {len(table)}"
            table[name] = fields
            self._names[key] = name
        return self._names[key]


def _joined(layers: Sequence[Layer]) -> list[Layer]:
    """Join neighbouring layers without mass into one, as the zone engine does."""
    rows: list[Layer] = []
    for layer in layers:
        light = layer.capacity_j_m2k < LEAST_CAPACITY_J_M2K
        if light and rows and rows[-1].density_kg_m3 == 0.0:
            resistance = rows[-1].resistance_m2k_w + layer.resistance_m2k_w
            rows[-1] = Layer(resistance, 1.0, 0.0, 0.0)
        else:
            rows.append(Layer(layer.resistance_m2k_w, 1.0, 0.0, 0.0) if light else layer)
    return rows


def _at_most(rows: list[Layer], count: int) -> list[Layer]:
    """Join neighbours that store and resist least until no more than ``count`` layers are left."""
    while len(rows) > count:
        pairs = pairwise(rows)
        weights = [(a.resistance_m2k_w + b.resistance_m2k_w) * (a.capacity_j_m2k + b.capacity_j_m2k) for a, b in pairs]
        k = weights.index(min(weights))
        a, b = rows[k], rows[k + 1]
        thickness = a.thickness_m + b.thickness_m
        resistance = a.resistance_m2k_w + b.resistance_m2k_w
        capacity = a.capacity_j_m2k + b.capacity_j_m2k
        density = (a.density_kg_m3 * a.thickness_m + b.density_kg_m3 * b.thickness_m) / thickness
        heat = capacity / (density * thickness) if density > 0.0 else 0.0
        rows = [*rows[:k], Layer(thickness, thickness / resistance, density, heat), *rows[k + 2 :]]
    return rows


def _part(layer: Layer, share: float) -> Layer:
    return Layer(layer.thickness_m * share, layer.conductivity_w_mk, layer.density_kg_m3, layer.specific_heat_j_kgk)


def _pane_fields(pane: Pane) -> dict[str, Any]:
    return {
        "optical_data_type": "SpectralAverage",
        "thickness": pane.thickness_m,
        "solar_transmittance_at_normal_incidence": pane.transmittance,
        "front_side_solar_reflectance_at_normal_incidence": pane.reflectance_out,
        "back_side_solar_reflectance_at_normal_incidence": pane.reflectance_in,
        "visible_transmittance_at_normal_incidence": pane.transmittance,
        "front_side_visible_reflectance_at_normal_incidence": pane.reflectance_out,
        "back_side_visible_reflectance_at_normal_incidence": pane.reflectance_in,
        "infrared_transmittance_at_normal_incidence": 0.0,
        "front_side_infrared_hemispherical_emissivity": pane.emissivity_out,
        "back_side_infrared_hemispherical_emissivity": pane.emissivity_in,
        "conductivity": pane.conductivity_w_mk,
    }
