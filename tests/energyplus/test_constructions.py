"""Layers as EnergyPlus takes them."""

import math

import pytest

from bldgassess.energyplus.constructions import MOST_LAYERS, Constructions
from bldgassess.hourly.thermal_model import Gap, Glazing, Layer, Pane

SKIN = {"absorptance": (0.7, 0.4), "emissivity": (0.9, 0.85), "is_rough": True}


def materials(made, name):
    tables = {**made.objects.get("Material", {}), **made.objects.get("Material:NoMass", {})}
    return [tables[key] for key in made.objects["Construction"][name].values()]


def test_each_face_has_its_own_skin_even_of_one_layer():
    made = Constructions()
    rows = materials(made, made.opaque((Layer(0.2, 0.5, 1400.0, 1000.0),), **SKIN))
    assert [(row["solar_absorptance"], row["thermal_absorptance"]) for row in rows] == [(0.7, 0.9), (0.4, 0.85)]
    assert [row["roughness"] for row in rows] == ["Rough", "VerySmooth"]
    assert sum(row["thickness"] for row in rows) == pytest.approx(0.2)


def test_more_layers_than_fit_are_joined_without_losing_resistance_or_capacity():
    made = Constructions()
    layers = tuple(Layer(0.01 * k, 0.2 * k, 500.0 + 100.0 * k, 900.0) for k in range(1, 15))
    rows = materials(made, made.opaque(layers, **SKIN))
    assert len(rows) == MOST_LAYERS
    assert math.fsum(row["thickness"] / row["conductivity"] for row in rows) == pytest.approx(
        math.fsum(layer.resistance_m2k_w for layer in layers)
    )
    assert math.fsum(row["thickness"] * row["density"] * row["specific_heat"] for row in rows) == pytest.approx(
        math.fsum(layer.capacity_j_m2k for layer in layers)
    )


def test_equal_constructions_are_written_once():
    made = Constructions()
    layers = (Layer(0.1, 0.04, 0.0, 0.0), Layer(0.2, 0.5, 1400.0, 1000.0))
    assert made.opaque(layers, **SKIN) == made.opaque(layers, **SKIN)
    assert len(made.objects["Construction"]) == 1


def test_glazing_runs_from_outside_in():
    made = Constructions()
    outer, inner = Pane(0.006, 1.0, 0.6, 0.2, 0.3, 0.84, 0.04), Pane(0.004, 1.0, 0.8, 0.07, 0.07, 0.84, 0.84)
    name = made.glazing(Glazing((outer, inner), (Gap(0.016, "argon"),)))
    first, gap, last = made.objects["Construction"][name].values()
    assert made.objects["WindowMaterial:Glazing"][first]["back_side_infrared_hemispherical_emissivity"] == 0.04
    assert made.objects["WindowMaterial:Gas"][gap] == {"gas_type": "Argon", "thickness": 0.016}
    assert made.objects["WindowMaterial:Glazing"][last]["thickness"] == 0.004
