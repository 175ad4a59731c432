"""The rows of the Materials page, made of an assessment's lines: one a material name, with how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bldgassess.inventory.ledger import InventoryLine
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.records import FactorRecord

Grouping = Literal["material", "type", "part"]
Kind = Literal["model", "measure", "construction"]
Origin = Literal["none", "fallback", "ask", "auto", "office", "yours", "measure", "construction"]
Filter = Literal["needs", "all", "assumed"]
FILTERS: tuple[Filter, ...] = ("needs", "all", "assumed")

#: Origin -> word on its chip, the one that needs a person most first.
ORIGINS: dict[str, str] = {
    "none": mark("none"),
    "fallback": mark("fallback"),
    "ask": mark("ask"),
    "auto": mark("auto"),
    "office": mark("office"),
    "yours": mark("yours"),
    "measure": mark("measure"),
    "construction": mark("construction"),
}
#: Origin -> what it means.
ORIGIN_HINTS: dict[str, str] = {
    "none": mark("No factor at all: its carbon is missing from the total."),
    "fallback": mark("The name says no material. The usual product of the building part stands in."),
    "ask": mark("Matched with doubt. Accept it or choose another."),
    "auto": mark("Matched by name. Not yet looked at."),
    "office": mark("Taken as the office took this name before."),
    "yours": mark("Chosen in this project."),
    "measure": mark("Brought by a measure of the study."),
    "construction": mark("Chosen in a construction of the study."),
}
NEEDS: frozenset[str] = frozenset({"none", "fallback", "ask"})
#: Grades of figures that are from memory or assumed.
_UNSURE = frozenset({"D", "S"})


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """The lines of one name, within one type or part where they are grouped so.

    Parameters
    ----------
    kind : {"model", "measure", "construction"}
        Who put the lines there; only a "model" row can be taken for another record.
    kgco2e : float or None
        Embodied carbon A to C; ``None`` where no line has a figure.
    mapped_kg, certain_kgco2e : float
        What of mass and carbon neither stands in nor is in doubt.
    records : tuple
        In use, the heaviest first.
    is_assumed : bool
        Whether something stands in, or a figure is from memory or assumed.
    """

    group: str
    material: str
    kind: Kind
    mass_kg: float
    kgco2e: float | None
    mapped_kg: float
    certain_kgco2e: float
    guids: tuple[str, ...]
    parts: tuple[str, ...]
    records: tuple[FactorRecord, ...]
    score: float
    origin: Origin
    is_assumed: bool
    fallback: str
    quantity: float
    unit: str
    density_kg_m3: float
    quantity_origin: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells the row apart."""
        return self.group, self.material, self.kind

    @property
    def path(self) -> str:
        """Where the study keeps a choice for the name."""
        return f"materials.{self.material}"

    @property
    def needs_you(self) -> bool:
        """Whether a person should look at it."""
        return self.origin in NEEDS

    @property
    def record(self) -> FactorRecord | None:
        """The record in use, the heaviest where there are several."""
        return self.records[0] if self.records else None

    def can_be_accepted(self, least_score: float = 0.0) -> bool:
        """Tell whether what is in use may be made a choice: one record, found by its name, sure enough."""
        return (
            self.kind == "model"
            and self.origin in {"auto", "ask"}
            and len(self.records) == 1
            and self.score >= least_score
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows with their share of mass and of carbon [0-1]."""

    count: int
    mass_fraction: float
    carbon_fraction: float


@dataclass(frozen=True, slots=True)
class Counters:
    """What stands above the table: mapped share of mass, certain share of carbon, and each filter's sums."""

    mapped_mass_fraction: float
    certain_carbon_fraction: float
    sums: Mapping[str, Sums]


def make_rows(
    lines: Sequence[InventoryLine],
    line_kg: Mapping[str, float],
    study: Study,
    grouping: Grouping = "material",
    types: Mapping[str, str] | None = None,
) -> tuple[MaterialRow, ...]:
    """Return the rows, those that need a person first, then by carbon at stake.

    Parameters
    ----------
    line_kg : mapping
        Line id -> kgCO2e.
    study : Study
        Of the lines: says which choices are a person's.
    types : mapping, optional
        GlobalId -> type name, for grouping by type; an element without one has its class.
    """
    groups: dict[tuple[str, str, Kind], list[InventoryLine]] = {}
    for line in lines:
        group = ""
        if grouping == "part":
            group = line.part
        elif grouping == "type":
            group = (types or {}).get(line.guid) or line.ifc_class
        groups.setdefault((group, line.material, _kind(line, study)), []).append(line)
    rows = [_row(*key, found, line_kg) for key, found in groups.items()]
    rows.sort(key=lambda row: (not row.needs_you, -(row.kgco2e or 0.0), -row.mass_kg, row.key))
    return tuple(rows)


def _kind(line: InventoryLine, study: Study) -> Kind:
    if line.origin != "model":
        return "measure"
    if line.match_method == "chosen" and (line.record is None or study.materials.get(line.material) != line.record.id):
        return "construction"
    return "model"


def _row(
    group: str, material: str, kind: Kind, lines: Sequence[InventoryLine], line_kg: Mapping[str, float]
) -> MaterialRow:
    standing = [line for line in lines if not line.is_removed]
    known = [line_kg[line.id] for line in lines if line.id in line_kg]
    records: dict[str, FactorRecord] = {}
    weights: dict[str, float] = {}
    for line in lines:
        if line.record is not None:
            records.setdefault(line.record.id, line.record)
            weights[line.record.id] = weights.get(line.record.id, 0.0) + line.mass_kg
    units = {line.unit for line in lines if line.record is not None}
    first = max(lines, key=lambda line: (line.mass_kg, line.id))
    origins = [_origin(line, kind) for line in lines]
    return MaterialRow(
        group=group,
        material=material,
        kind=kind,
        mass_kg=math.fsum(line.mass_kg for line in standing),
        kgco2e=math.fsum(known) if known else None,
        mapped_kg=math.fsum(line.mass_kg for line in standing if line.match_method not in {"part", "none"}),
        certain_kgco2e=math.fsum(
            abs(line_kg.get(line.id, 0.0)) for line, origin in zip(lines, origins, strict=True) if origin not in NEEDS
        ),
        guids=tuple(dict.fromkeys(line.guid for line in lines)),
        parts=tuple(dict.fromkeys(line.part for line in lines)),
        records=tuple(records[key] for key in sorted(records, key=lambda key: (-weights[key], key))),
        score=min(line.match_score for line in lines),
        origin=min(origins, key=list(ORIGINS).index),
        is_assumed=any(_is_assumed(line) for line in lines),
        fallback=first.fallback,
        quantity=math.fsum(line.quantity for line in standing) if len(units) == 1 else 0.0,
        unit=next(iter(units)) if len(units) == 1 else "",
        density_kg_m3=first.density_kg_m3,
        quantity_origin=first.quantity_origin,
    )


def _origin(line: InventoryLine, kind: Kind) -> Origin:
    if line.match_method == "none" or line.record is None:
        return "none"
    if line.match_method == "part":
        return "fallback"
    if kind != "model":
        return kind
    if line.match_method == "chosen":
        return "yours"
    if line.match_method == "office":
        return "office"
    return "auto" if line.match_decision == "match" else "ask"


def _is_assumed(line: InventoryLine) -> bool:
    return (
        line.match_method in {"part", "none"}
        or "assumption" in line.density_source
        or "assumed" in line.quantity_origin
        or (line.record is not None and line.record.quality in _UNSURE)
    )


def belongs(row: MaterialRow, chosen: Filter) -> bool:
    """Tell whether a row is among those of a filter."""
    return chosen == "all" or (row.needs_you if chosen == "needs" else row.is_assumed)


def count_rows(rows: Sequence[MaterialRow]) -> Counters:
    """Return the counters of all rows, weighed by mass and by carbon at stake."""
    mass = math.fsum(row.mass_kg for row in rows)
    carbon = math.fsum(abs(row.kgco2e or 0.0) for row in rows)

    def add(chosen: Sequence[MaterialRow]) -> Sums:
        heavy = math.fsum(row.mass_kg for row in chosen)
        at_stake = math.fsum(abs(row.kgco2e or 0.0) for row in chosen)
        return Sums(len(chosen), heavy / mass if mass else 0.0, at_stake / carbon if carbon else 0.0)

    mapped = math.fsum(row.mapped_kg for row in rows)
    certain = math.fsum(row.certain_kgco2e for row in rows)
    return Counters(
        mapped / mass if mass else 0.0,
        min(1.0, certain / carbon) if carbon else 0.0,
        {name: add([row for row in rows if belongs(row, name)]) for name in FILTERS},
    )
