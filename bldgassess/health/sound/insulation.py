"""Sound insulation of single parts and of facades made of them (EN ISO 12354-3)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bldgassess.health.air_quality.tables import by_key, rows
from bldgassess.inventory.constructions import Construction
from bldgassess.inventory.layer_mass import is_cavity, mass_kg_m2
from bldgassess.inventory.layers import ThermalLayer
from bldgassess.model import Building

PACKAGE = "bldgassess.health.sound"
#: Reference absorption area of small parts [m2] (EN ISO 10140).
_A0_M2 = 10.0
#: What lies between two leaves: light and soft [kg/m3], or a layer of this conductivity down [W/(m K)].
_SOFT_KG_M3, _SOFT_W_MK = 200.0, 0.065


@cache
def value(identity: str) -> float:
    """Return a constant of the sound table."""
    return float(by_key("values.csv", "id", PACKAGE)[identity]["value"])


@dataclass(frozen=True, slots=True)
class Part:
    """Sound insulation of a part: R_w [dB] with C and C_tr [dB], mass [kg/m2], and how it is known."""

    rw_db: float
    c_db: float
    ctr_db: float
    mass_kg_m2: float
    is_light: bool
    origin: str

    @property
    def traffic_db(self) -> float:
        """R_w + C_tr, against road traffic [dB]."""
        return self.rw_db + self.ctr_db


def mass_law_db(mass_kg_m2: float) -> float:
    """Return R_w of a homogeneous part [dB]: 37.5 lg m' - 42 from 150 kg/m2 up, 6 dB a doubling below.

    >>> round(mass_law_db(400.0), 1)
    55.6
    """
    least = value("heavy_from_kg_m2")
    joint = value("heavy_slope_db") * math.log10(least) + value("heavy_offset_db")
    if mass_kg_m2 >= least:
        return value("heavy_slope_db") * math.log10(mass_kg_m2) + value("heavy_offset_db")
    return max(0.0, joint + value("light_slope_db") * math.log10(max(mass_kg_m2, 1.0) / least))


def part_of(construction: Construction, rated_db: float | None = None) -> Part:
    """Return the insulation of a layered part: as two leaves with a soft core where it is one, else by its mass.

    ``rated_db`` is the model's own R_w, which wins.
    """
    part = _by_layers(construction)
    return part if rated_db is None else replace(part, rw_db=rated_db, origin="AcousticRating of the model")


def _by_layers(construction: Construction) -> Part:
    layers = construction.layers
    if not layers:
        mass = value("unknown_mass_kg_m2")
        return _homogeneous(mass, "assumed mass, layers not known")
    mass = math.fsum(mass_kg_m2(layer) for layer in layers)
    inner = [k for k, layer in enumerate(layers) if _is_soft(layer)]
    core = [k for k in inner if 0 < k < len(layers) - 1]
    if mass < value("heavy_from_kg_m2") and core:
        depth_mm = 1000.0 * math.fsum(layers[k].thickness_m for k in core)
        filled = any(not is_cavity(layers[k]) for k in core)
        rw = value("light_slope_db") * math.log10(mass) + 10.0 * math.log10(depth_mm) + value("double_leaf_offset_db")
        rw += 0.0 if filled else value("double_leaf_empty_db")
        rw = min(max(rw, mass_law_db(mass)), value("double_leaf_most_db"))
        return Part(rw, value("light_c_db"), value("light_ctr_db"), mass, is_light=True, origin="two leaves")
    return _homogeneous(mass, "mass law")


def ratings(building: Building) -> Mapping[str, float]:
    """Return R_w [dB] of the elements whose model says it, by GlobalId."""
    return {
        element.guid: element.acoustic_rating_db
        for element in building.elements
        if element.acoustic_rating_db is not None
    }


def _is_soft(layer: ThermalLayer) -> bool:
    return is_cavity(layer) or layer.density_kg_m3 <= _SOFT_KG_M3 or layer.conductivity_w_mk <= _SOFT_W_MK


def _homogeneous(mass_kg_m2: float, origin: str) -> Part:
    ctr = value("ctr_offset_db") + value("ctr_slope_db") * math.log10(max(mass_kg_m2, 1.0))
    ctr = min(-1.0, max(-7.0, ctr))
    light = mass_kg_m2 < value("heavy_from_kg_m2")
    return Part(mass_law_db(mass_kg_m2), value("heavy_c_db"), ctr, mass_kg_m2, is_light=light, origin=origin)


def window_part(u_value_w_m2k: float, rw_db: float | None) -> Part:
    """Return the insulation of a window: the study's R_w, else that of the glazing its U-value tells of."""
    row = next(item for item in rows("windows.csv", PACKAGE) if u_value_w_m2k >= float(item["u_from_w_m2k"]))
    rw = float(row["rw_db"]) if rw_db is None else rw_db
    origin = row["name"] if rw_db is None else "set in study or model"
    return Part(rw, float(row["c_db"]), float(row["ctr_db"]), 0.0, is_light=True, origin=origin)


def composite_db(parts: Sequence[tuple[float, float]], small_parts_db: Sequence[float] = ()) -> float:
    """Return R' of a facade from areas [m2] with R [dB], and small parts by D_n,e [dB] (EN ISO 12354-3).

    R' = -10 lg[sum(S_i/S 10^(-R_i/10)) + sum(A_0/S 10^(-D_ne/10))].

    >>> round(composite_db([(8.0, 52.0), (2.0, 33.0)]), 2), round(composite_db([(8.0, 52.0), (2.0, 33.0)], [40.0]), 2)
    (39.78, 36.88)
    """
    total = math.fsum(area for area, _ in parts)
    through = [area / total * 10.0 ** (-r / 10.0) for area, r in parts]
    through += [_A0_M2 / total * 10.0 ** (-d / 10.0) for d in small_parts_db]
    return -10.0 * math.log10(math.fsum(through))


def standardised_difference_db(
    r_db: float, volume_m3: float, area_m2: float, reverberation_s: float = 0.5, shape_db: float = 0.0
) -> float:
    """Return D_2m,nT = R' + dL_fs + 10 lg(V / (6 T_0 S)) [dB] (EN ISO 12354-3).

    >>> standardised_difference_db(39.78, 30.0, 10.0)
    39.78
    """
    return r_db + shape_db + 10.0 * math.log10(volume_m3 / (6.0 * reverberation_s * area_m2))
