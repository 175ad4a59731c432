"""Sound between rooms: the separating part and the four edges it meets (EN ISO 12354-1, simplified model), steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bldgassess.health.sound.insulation import Part, value
from bldgassess.inventory.constructions import Construction
from bldgassess.inventory.layer_mass import mass_kg_m2

#: Coefficients (a, b, c) of K = a + b M + c M2, M = lg(m_separating / m_flanking), straight on and round the corner, of
#: rigid junctions (EN ISO 12354-1:2017 Annex E, from memory).
_STRAIGHT = {"cross": (8.7, 17.1, 5.7), "T": (5.7, 14.1, 5.7)}
_CORNER = {"cross": (8.7, 0.0, 5.7), "T": (5.7, 0.0, 5.7)}
_REFERENCE_M = 1.0
_SCREED_KG_M3, _SCREED_M, _SOFT_W_MK, _SOFT_M = 1000.0, 0.03, 0.065, 0.2


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of a separating part: the flanking part, how they meet, and its length [m]."""

    flank: Part
    junction: Literal["cross", "T"]
    length_m: float


def apparent_r_db(separating: Part, area_m2: float, edges: Sequence[Edge]) -> float:
    """Return R'_w of a separating part with its flanking paths [dB].

    R_ij = (R_i + R_j)/2 + K_ij + 10 lg(S / (l_0 l)); a light part joins no rigid edge: light flanks carry nothing over,
    a light separating part loses a fixed amount.
    """
    if separating.is_light:
        return separating.rw_db - value("light_flanking_db")
    through = [10.0 ** (-separating.rw_db / 10.0)]
    for edge in edges:
        if edge.flank.is_light or edge.length_m <= 0.0:
            continue
        ratio = math.log10(separating.mass_kg_m2 / edge.flank.mass_kg_m2)
        size = 10.0 * math.log10(area_m2 / (_REFERENCE_M * edge.length_m))
        straight = edge.flank.rw_db + _k(_STRAIGHT[edge.junction], ratio) + size
        corner = (edge.flank.rw_db + separating.rw_db) / 2.0 + _k(_CORNER[edge.junction], ratio) + size
        through += [10.0 ** (-straight / 10.0), 2.0 * 10.0 ** (-corner / 10.0)]
    return -10.0 * math.log10(math.fsum(through))


def _k(coefficients: tuple[float, float, float], ratio: float) -> float:
    a, b, c = coefficients
    return a + b * ratio + c * ratio * ratio


def level_difference_db(r_db: float, volume_m3: float, area_m2: float) -> float:
    """Return D_nT,w = R'_w + 10 lg(0.32 V / S) [dB] (EN ISO 12354-1:2017).

    >>> round(level_difference_db(50.0, 31.25, 10.0), 2)
    50.0
    """
    return r_db + 10.0 * math.log10(0.32 * volume_m3 / area_m2)


def impact_level_db(mass_kg_m2: float, *, floating_screed: bool) -> float | None:
    """Return L'_n,w of a floor seen from below [dB] (EN ISO 12354-2:2017 Annex B); ``None`` below 100 kg/m2.

    L'_n,w = 164 - 35 lg m' - dL_w + K.
    """
    if mass_kg_m2 < value("impact_from_kg_m2"):
        return None
    bare = value("impact_offset_db") - value("impact_slope_db") * math.log10(mass_kg_m2)
    return bare - (value("floating_screed_db") if floating_screed else 0.0) + value("impact_flanking_db")


def bare_floor(construction: Construction) -> tuple[float, bool]:
    """Return mass of the bare floor [kg/m2] and whether a screed floats on it; layers from below up."""
    layers = construction.layers
    mass = [mass_kg_m2(layer) for layer in layers]
    for k, layer in enumerate(layers):
        if layer.conductivity_w_mk > _SOFT_W_MK or layer.thickness_m >= _SOFT_M:
            continue
        above = layers[k + 1 :]
        screed = any(item.density_kg_m3 >= _SCREED_KG_M3 and item.thickness_m >= _SCREED_M for item in above)
        below = math.fsum(mass[:k])
        if screed and below >= value("impact_from_kg_m2"):
            return below, True
    return math.fsum(mass), False
