"""Indicator of noise from outdoors in rooms (A1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bldgassess.health.air_quality.codes import checked
from bldgassess.health.air_quality.judged import highest, judge, without_value
from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.limits import load_limits, occupant_values
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.health.sound.insulation import (
    PACKAGE,
    composite_db,
    part_of,
    ratings,
    standardised_difference_db,
    value,
    window_part,
)
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.texts import mark

_NO_FACADE = mark("No surface of the room borders on outdoors.")
_QUIET = frozenset({"living", "study", "classroom", "meeting", "room"})


@dataclass(frozen=True, slots=True)
class Facade:
    """What of a room borders on outdoors: area [m2], R'_w + C_tr and D_2m,nT,w + C_tr [dB], its weakest part."""

    area_m2: float
    r_db: float
    difference_db: float
    weakest: str
    weakest_fraction: float


def facade_noise(inputs: HealthInputs) -> Indicator:
    """Return: noise from outdoors with windows shut, bedrooms at night and others by day (A1)."""
    outer = _outer_parts(inputs)
    found = [_facade(inputs, room, outer.get(room.guid, [])) for room in inputs.rooms]
    spaces = [_space(inputs, room, facade) for room, facade in zip(inputs.rooms, found, strict=True)]
    bedroom = load_limits()["A1", "bedroom"]
    return make_indicator(
        "A1",
        "acoustic",
        mark("Noise from outdoors with windows shut: bedrooms at night, other rooms by day"),
        mark("worst room"),
        bedroom,
        spaces,
        highest(spaces),
        "dB(A)",
        formula="facade_sound",
        text="; ".join(f"{name} {load_limits()['A1', name].text}" for name in ("bedroom", "quiet", "other")),
        input_quality=inputs.quality("site.noise_day_db", "site.noise_night_db"),
    )


def _space(inputs: HealthInputs, room: Room, facade: Facade | None) -> SpaceIndicator:
    if facade is None:
        return without_value(room, _NO_FACADE)
    site, values = inputs.study.site, occupant_values()
    reflection = values["facade_reflection_db"].value
    night = max(0.0, site.noise_night_db + reflection - facade.difference_db)
    day = max(0.0, site.noise_day_db + reflection - facade.difference_db)
    bedroom = room.use == "bedroom"
    kind = "bedroom" if bedroom else "quiet" if room.use in _QUIET else "other"
    drivers: dict[str, float | str] = {
        "day_db": day,
        "night_db": night,
        "d_2m_nt_w_ctr_db": facade.difference_db,
        "r_w_ctr_db": facade.r_db,
        "facade_m2": facade.area_m2,
        "weakest": facade.weakest,
        "weakest_fraction": facade.weakest_fraction,
        "windows_tilted_night_db": max(night, site.noise_night_db - value("tilted_window_db")),
        "limits": load_limits()["A1", kind].text,
    }
    for name, level in (("bedroom_night", night), ("bedroom_day", day)) if bedroom else (("day", day),):
        drivers.update(checked(name, level, inputs.is_home, PACKAGE))
    if room.use == "classroom":
        drivers.update(checked("classroom", day, inputs.is_home, PACKAGE))
    return judge(room, night if bedroom else day, load_limits()["A1", kind], drivers)


def _outer_parts(inputs: HealthInputs) -> Mapping[str, list[tuple[str, float, float]]]:
    """Return what of each room borders on outdoors: name, area [m2], R_w + C_tr [dB]."""
    building = inputs.building
    constructions = compute_constructions(building, inputs.study, inputs.inventory)
    rated = ratings(building)
    found: dict[str, list[tuple[str, float, float]]] = {}
    for surface in building.surfaces:
        if surface.boundary == "outside" and surface.area_m2 > 0.0:
            part = part_of(constructions[surface.id], rated.get(surface.element_guid or ""))
            name = f"{surface.kind}: {part.origin}"
            found.setdefault(surface.space_guid, []).append((name, surface.area_m2, part.traffic_db))
    for opening in building.openings:
        if opening.boundary == "outside" and opening.area_m2 > 0.0:
            own = inputs.study.health.window_rw_db if opening.kind != "door" else None
            pane = window_part(constructions[opening.guid].u_value_w_m2k, own or rated.get(opening.guid))
            is_door = opening.kind == "door" and opening.guid not in rated
            traffic = value("door_r_tr_db") if is_door else pane.traffic_db
            name = "door" if is_door else f"{opening.kind}: {pane.origin}"
            found.setdefault(opening.space_guid, []).append((name, opening.area_m2, traffic))
    return found


def _facade(inputs: HealthInputs, room: Room, parts: Sequence[tuple[str, float, float]]) -> Facade | None:
    if not parts:
        return None
    inlet = inputs.study.operation.ventilation == "extract"
    small = [inputs.study.health.vent_dne_db + value("vent_c_tr_db")] if inlet else []
    area = sum(item[1] for item in parts)
    r = composite_db([(size, insulation) for _, size, insulation in parts], small)
    through: dict[str, float] = {}
    for name, size, insulation in parts:
        through[name] = through.get(name, 0.0) + size / area * 10.0 ** (-insulation / 10.0)
    weakest = max(sorted(through), key=lambda name: through[name])
    share = through[weakest] / 10.0 ** (-r / 10.0)
    if inlet and 1.0 - sum(through.values()) / 10.0 ** (-r / 10.0) > share:
        weakest, share = "air inlet", 1.0 - sum(through.values()) / 10.0 ** (-r / 10.0)
    volume = max(inputs.hourly.zones[room.index].volume_m3, 0.1)
    difference = standardised_difference_db(r, volume, area, occupant_values()["reverberation_s"].value)
    return Facade(area, r, difference, weakest, share)
