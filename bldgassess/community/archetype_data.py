"""The tables behind archetypes: plans, layers, structure and envelopes by their time; each row with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bldgassess.community.schema import Archetype
from bldgassess.data_rows import data_rows

_PACKAGE = "bldgassess.community"
#: Material and thickness [m] of each layer.
Layers = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Insulation [mm], windows and leaks [1/h] of a level or a time."""

    id: str
    year_from: int
    insulation_mm: dict[str, float]
    window_material: str
    window_u_w_m2k: float
    window_g_fraction: float
    window_visible_fraction: float
    infiltration_ach: float
    source: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Proportions of a use: length over width, floor to floor and depth of the corridor [m]."""

    aspect: float
    storey_height_m: float
    core_m: float


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room of a row of rooms: its name and its share of the row's length."""

    storeys: str
    row: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Structure:
    """A part that no face shows: volume a square metre of floor area [m3/m2]."""

    part: str
    ifc_class: str
    name: str
    material: str
    m3_per_m2: float


@cache
def envelopes() -> dict[str, Envelope]:
    """Return the envelopes by id."""
    return {
        row["id"]: Envelope(
            row["id"],
            int(row["year_from"]),
            {"external_wall": float(row["wall_mm"]), "roof": float(row["roof_mm"]),
             "ground_slab": float(row["floor_mm"])},
            row["window_material"],
            float(row["window_u_w_m2k"]),
            float(row["window_g_fraction"]),
            float(row["window_visible_fraction"]),
            float(row["infiltration_ach"]),
            row["source"],
        )
        for row in data_rows(_PACKAGE, "archetype_envelopes.csv")
    }  # fmt: skip


def envelope_of(archetype: Archetype) -> Envelope:
    """Return the envelope that an archetype asks for, or that of its year; ``low_energy`` is none of any year."""
    rows = envelopes()
    if archetype.insulation != "era":
        return rows[archetype.insulation]
    known = [row for row in rows.values() if row.year_from <= archetype.year and row.id != "low_energy"]
    return max(known, key=lambda row: row.year_from)


@cache
def plan_of(use: str) -> Plan:
    """Return the proportions of a use."""
    rows = {row["use"]: row for row in data_rows(_PACKAGE, "archetype_uses.csv")}
    return Plan(*(float(rows[use][name]) for name in ("aspect", "storey_height_m", "core_m")))


@cache
def rooms_of(use: str) -> tuple[RoomRow, ...]:
    """Return the rooms of a use in the order of each row."""
    rows = [row for row in data_rows(_PACKAGE, "archetype_rooms.csv") if row["use"] == use]
    rows.sort(key=lambda row: (row["row"], int(row["order"])))
    return tuple(RoomRow(row["storeys"], row["row"], row["room"], float(row["share"])) for row in rows)


@cache
def structure_of(construction: str) -> tuple[Structure, ...]:
    """Return the structural parts of a construction."""
    return tuple(
        Structure(row["part"], row["ifc_class"], row["name"], row["material"], float(row["m3_per_m2"]))
        for row in data_rows(_PACKAGE, "archetype_structure.csv")
        if row["construction"] == construction
    )


def layers_of(archetype: Archetype) -> dict[str, Layers]:
    """Return material and thickness [m] of each part: walls from outside in, slabs and roofs from below up."""
    envelope = envelope_of(archetype)
    found: dict[str, list[tuple[str, float]]] = {}
    for row in data_rows(_PACKAGE, "archetype_layers.csv"):
        if row["construction"] != archetype.construction:
            continue
        own = row["is_insulation"] == "yes"
        mm = envelope.insulation_mm.get(row["part"], 0.0) if own else float(row["thickness_mm"])
        if mm > 0.0:
            found.setdefault(row["part"], []).append((row["material"], mm / 1000.0))
    return {part: tuple(rows) for part, rows in found.items()}
