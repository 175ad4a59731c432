"""What a model says about its envelope and energy use, in the terms of the codes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bldgassess.energy.result import EnergyResult
from bldgassess.inventory.constructions import Construction
from bldgassess.model import Building, Opening
from bldgassess.study import Study

DIRECTIONS: tuple[str, ...] = ("north", "east", "south", "west")
#: Thermal inertia index up to which a construction is light (GB 55015-2021 Table 3.1.8).
LIGHT_UP_TO = 2.5
_DAY_S = 86400.0
_OUTER = frozenset({"outside", "ground", "unheated"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A face, window or door of a heated room: id, area [m2], U-value [W/(m2 K)].

    ``inertia``: thermal inertia index D [-], ``None`` where layers are not known. ``shgc``: of windows, frame and
    outer shade counted in.
    """

    id: str
    area_m2: float
    u_w_m2k: float
    direction: str
    inertia: float | None = None
    shgc: float | None = None
    on_ground: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The building in the terms of the codes. Energies are per floor area ``area_m2`` and year."""

    pieces: Mapping[str, tuple[Piece, ...]]
    facade_m2: Mapping[str, float]
    window_m2: Mapping[str, float]
    storeys: int
    area_m2: float
    shape_factor: float | None
    uses: frozenset[str]
    heating_need_kwh_m2: float
    heating_load_w_m2: float
    electricity_kwh_m2: Mapping[str, float]
    fuels: Mapping[str, tuple[str, ...]]

    def ratio(self, direction: str) -> float:
        """Return windows over facade of a direction [-]."""
        return self.window_m2[direction] / self.facade_m2[direction] if self.facade_m2[direction] > 0.0 else 0.0


def direction_of(azimuth_deg: float) -> str:
    """Return the quarter that a face looks to, each 45 deg to both sides.

    >>> direction_of(45.0), direction_of(314.9), direction_of(350.0)
    ('east', 'west', 'north')
    """
    return DIRECTIONS[int(((azimuth_deg + 45.0) % 360.0) // 90.0)]


def thermal_inertia(construction: Construction) -> float | None:
    """Return the thermal inertia index D = sum R S with S = sqrt(2 pi lambda c rho / T), T = 24 h (GB 50176-2016)."""
    if not construction.layers:
        return None
    return math.fsum(
        item.resistance_m2k_w
        * math.sqrt(2.0 * math.pi * item.conductivity_w_mk * item.specific_heat_j_kgk * item.density_kg_m3 / _DAY_S)
        for item in construction.layers
    )


def collect_facts(
    building: Building, study: Study, constructions: Mapping[str, Construction], energy: EnergyResult
) -> Facts:
    """Collect the envelope of the heated rooms and the energy use."""
    heated = {item.guid for item in building.spaces if item.is_heated}
    pieces: dict[str, list[Piece]] = {key: [] for key in ("wall", "roof", "floor", "window", "door")}
    facade, glass = dict.fromkeys(DIRECTIONS, 0.0), dict.fromkeys(DIRECTIONS, 0.0)
    outer: list[float] = []
    for surface in building.surfaces:
        if surface.space_guid not in heated or surface.boundary not in _OUTER:
            continue
        kind: str = "roof" if surface.kind == "ceiling" else surface.kind
        own, way = constructions[surface.id], direction_of(surface.azimuth_deg)
        if surface.boundary == "outside":
            outer.append(surface.area_m2)
            if kind == "wall":
                facade[way] += surface.area_m2
        # codes limit walls and roofs to outdoors; floors also those on the ground
        if surface.boundary == "outside" or kind == "floor":
            identity = surface.element_guid or surface.id
            pieces[kind].append(
                Piece(
                    identity,
                    surface.area_m2,
                    own.u_value_w_m2k,
                    way,
                    inertia=thermal_inertia(own),
                    on_ground=surface.boundary == "ground",
                )
            )
    for opening in building.openings:
        if opening.space_guid not in heated or opening.boundary != "outside":
            continue
        outer.append(opening.area_m2)
        way = direction_of(opening.azimuth_deg)
        if opening.kind != "skylight":
            facade[way] += opening.area_m2
        if opening.kind == "window":
            glass[way] += opening.area_m2
        kind = "door" if opening.kind == "door" else "window"
        u_value = constructions[opening.guid].u_value_w_m2k
        pieces[kind].append(Piece(opening.guid, opening.area_m2, u_value, way, shgc=_shgc(opening, study)))
    area = building.gia_m2
    return Facts(
        pieces={key: tuple(sorted(rows, key=lambda item: item.id)) for key, rows in pieces.items()},
        facade_m2=facade,
        window_m2=glass,
        storeys=max(1, len({item.storey_guid for item in building.spaces if item.is_heated})),
        area_m2=area,
        shape_factor=math.fsum(outer) / building.heated_volume_m3 if building.heated_volume_m3 > 0.0 else None,
        uses=_uses(study),
        heating_need_kwh_m2=energy.need_kwh["heating"] / area,
        heating_load_w_m2=energy.peak_heating_w / area,
        electricity_kwh_m2={use: kwh.get("electricity", 0.0) / area for use, kwh in energy.final_by_use_kwh.items()},
        fuels={
            use: tuple(sorted(carrier for carrier in kwh if carrier != "electricity"))
            for use, kwh in energy.final_by_use_kwh.items()
        },
    )


def _uses(study: Study) -> frozenset[str]:
    group = "residential" if study.building.use in {"house", "apartment"} else "public"
    return frozenset({"all", group, study.building.use})


def _shgc(opening: Opening, study: Study) -> float:
    envelope = study.envelope
    g = opening.g_value if opening.g_value is not None else envelope.window_g_fraction
    frame = opening.frame_fraction if opening.frame_fraction is not None else envelope.window_frame_fraction
    return g * (1.0 - frame) * (1.0 - envelope.shading_fraction)


def mean_u(pieces: Sequence[Piece]) -> float:
    """Return the area-weighted mean U-value [W/(m2 K)]."""
    return math.fsum(item.area_m2 * item.u_w_m2k for item in pieces) / math.fsum(item.area_m2 for item in pieces)


def mean_shgc(pieces: Sequence[Piece]) -> float:
    """Return the area-weighted mean solar heat gain coefficient [-]."""
    total = math.fsum(item.area_m2 * (item.shgc or 0.0) for item in pieces)
    return total / math.fsum(item.area_m2 for item in pieces)
