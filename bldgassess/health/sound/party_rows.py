"""Indicators of sound between units: airborne (A2) and steps (A2i)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bldgassess.health.air_quality.codes import checked
from bldgassess.health.air_quality.grouped import by_room
from bldgassess.health.air_quality.judged import highest, judge, lowest, without_value
from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.limits import load_limits
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.health.sound.flanking import Edge, apparent_r_db, bare_floor, impact_level_db, level_difference_db
from bldgassess.health.sound.insulation import PACKAGE, Part, part_of, ratings
from bldgassess.inventory.constructions import Construction, compute_constructions
from bldgassess.model import Surface
from bldgassess.texts import mark

_ONE_HOME = mark("A house is one home: nothing in it parts it from another unit.")
_NO_PARTY = mark("The room borders on no other unit.")
_LIGHT_FLOOR = mark("The floor above is lighter than 100 kg/m2 or not known as a whole; no formula is at hand.")
_NO_CEILING = mark("No room of another unit lies above.")
_FINISH_ONLY = mark("Only a finish of the party wall or floor faces the room; what bears it is another element.")
_DEFAULT_HEIGHT_M = 2.5
#: A part thinner than this is a finish or a hung ceiling before the part that separates [m].
_FINISH_M = 0.08
#: Faces below this share no wall worth a figure, such as jambs [m2].
_LEAST_M2 = 1.0


def party_airborne(inputs: HealthInputs) -> Indicator:
    """Return: airborne sound insulation of walls and floors to other units (A2)."""
    own, parts = by_room(inputs.building.surfaces), _parts(inputs)
    constructions = compute_constructions(inputs.building, inputs.study, inputs.inventory)
    whole = frozenset(identity for identity, item in constructions.items() if not _is_finish(item))
    spaces = [_airborne(inputs, room, own.get(room.guid, []), parts, whole) for room in inputs.rooms]
    return make_indicator(
        "A2",
        "acoustic",
        mark("Airborne sound insulation to other units, D_nT,w + C"),
        mark("lowest room"),
        load_limits()["A2", "all"],
        spaces,
        lowest(spaces),
        "dB",
        formula="party_sound",
    )


def party_impact(inputs: HealthInputs) -> Indicator:
    """Return: sound of steps from the unit above (A2i)."""
    constructions = compute_constructions(inputs.building, inputs.study, inputs.inventory)
    own = by_room(inputs.building.surfaces)
    spaces = [_impact(inputs, room, own.get(room.guid, []), constructions) for room in inputs.rooms]
    return make_indicator(
        "A2i",
        "acoustic",
        mark("Sound of steps from the unit above, L'_nT,w"),
        mark("worst room"),
        load_limits()["A2i", "all"],
        spaces,
        highest(spaces),
        "dB",
        formula="impact_sound",
    )


def _parts(inputs: HealthInputs) -> Mapping[str, Part]:
    """Return the sound insulation of each face by its id, each element worked out once."""
    constructions = compute_constructions(inputs.building, inputs.study, inputs.inventory)
    rated = ratings(inputs.building)
    return {
        item.id: part_of(constructions[item.id], rated.get(item.element_guid or ""))
        for item in inputs.building.surfaces
    }


def _is_finish(construction: Construction) -> bool:
    """Tell whether known layers are too thin to part two units by themselves."""
    thickness = math.fsum(layer.thickness_m for layer in construction.layers)
    return bool(construction.layers) and thickness < _FINISH_M


def _party(inputs: HealthInputs, own: Sequence[Surface]) -> list[Surface]:
    """Return the faces that part a room from another unit.

    Where units are not in the model: in apartments each storey is taken for a unit of its own, so floors part units and
    walls do not; elsewhere each room where people stay is a unit.
    """
    others = {item.guid for item in inputs.rooms}
    faces = [item for item in own if item.boundary == "space" and item.area_m2 >= _LEAST_M2]
    if inputs.study.building.use == "apartment":
        return [item for item in faces if item.kind in {"floor", "ceiling"}]
    return [item for item in faces if item.other_space_guid in others]


def _airborne(
    inputs: HealthInputs, room: Room, own: Sequence[Surface], parts: Mapping[str, Part], whole: frozenset[str]
) -> SpaceIndicator:
    if inputs.study.building.use == "house":
        return without_value(room, _ONE_HOME)
    party = _party(inputs, own)
    if not party:
        return without_value(room, _NO_PARTY)
    party = [item for item in party if item.id in whole]
    if not party:
        return without_value(room, _FINISH_ONLY)
    zone = inputs.hourly.zones[room.index]
    height = zone.volume_m3 / zone.floor_area_m2 if zone.floor_area_m2 > 0.0 else _DEFAULT_HEIGHT_M
    found = []
    for surface in party:
        part = parts[surface.id]
        r = apparent_r_db(part, surface.area_m2, _edges(surface, own, parts, height))
        level = level_difference_db(r, max(zone.volume_m3, 0.1), surface.area_m2) + part.c_db
        found.append((level, surface.id, r, part, surface))
    level, _, r, part, surface = min(found, key=lambda item: item[:2])
    asked = "A2_bedroom" if room.use == "bedroom" else "A2_other"
    drivers: dict[str, float | str] = {
        "weakest": f"{surface.kind}: {part.origin}",
        "r_w_apparent_db": r,
        "r_w_db": part.rw_db,
        "mass_kg_m2": part.mass_kg_m2,
        "area_m2": surface.area_m2,
        **checked(asked, level, inputs.is_home, PACKAGE),
    }
    return judge(room, level, load_limits()["A2", "all"], drivers)


def _edges(surface: Surface, own: Sequence[Surface], parts: Mapping[str, Part], height_m: float) -> list[Edge]:
    """Return the four edges: of a wall two upright at other walls and two along floor and ceiling, of a floor walls."""
    walls = [item for item in own if item.kind == "wall" and item.id != surface.id and item.area_m2 >= _LEAST_M2]
    walls.sort(key=lambda item: (item.boundary != "outside", -item.area_m2, item.id))
    if surface.kind == "wall":
        width = surface.area_m2 / height_m
        flat = [_largest(own, {"floor"}), _largest(own, {"roof", "ceiling"})]
        chosen = [(wall, height_m) for wall in walls[:2]] + [(item, width) for item in flat if item is not None]
    else:
        side = math.sqrt(surface.area_m2)
        chosen = [(wall, side) for wall in walls[:4]]
    return [Edge(parts[item.id], "T" if item.boundary == "outside" else "cross", length) for item, length in chosen]


def _largest(own: Sequence[Surface], kinds: set[str]) -> Surface | None:
    return max((item for item in own if item.kind in kinds), key=lambda item: (item.area_m2, item.id), default=None)


def _impact(
    inputs: HealthInputs, room: Room, own: Sequence[Surface], constructions: Mapping[str, Construction]
) -> SpaceIndicator:
    if inputs.study.building.use == "house":
        return without_value(room, _ONE_HOME)
    above = [item for item in _party(inputs, own) if item.kind == "ceiling"]
    if not above:
        return without_value(room, _NO_CEILING)
    levels: list[tuple[float, float, bool]] = []
    for surface in above:
        if _is_finish(constructions[surface.id]):
            continue
        mass, floats = bare_floor(constructions[surface.id])
        normalised = impact_level_db(mass, floating_screed=floats)
        if normalised is not None:
            levels.append((normalised, mass, floats))
    if not levels:
        return without_value(room, _LIGHT_FLOOR)
    normalised, mass, floats = max(levels)
    volume = max(inputs.hourly.zones[room.index].volume_m3, 0.1)
    level = normalised - 10.0 * math.log10(0.032 * volume)
    drivers: dict[str, float | str] = {
        "l_n_w_db": normalised,
        "mass_kg_m2": mass,
        "floating_screed": mark("yes") if floats else mark("no"),
        **checked("A2i", level, inputs.is_home, PACKAGE),
    }
    return judge(room, level, load_limits()["A2i", "all"], drivers)
