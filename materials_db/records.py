"""A factor record: one row of a published table, with its unit, modules, source and quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DeclaredUnit = Literal["m3", "m2", "m", "kg", "t", "piece"]

#: Life-cycle modules a record may declare, EN 15804 wording. KBOB prints one figure for all of C: "C".
RECORD_MODULES: tuple[str, ...] = ("A1-A3", "A4", "A5", "C3", "C4", "C", "D")


@dataclass(frozen=True, slots=True)
class FactorRecord:
    """Emission factors of one material or product per declared unit.

    Parameters
    ----------
    gwp_kgco2e : dict
        Module -> kgCO2e per declared unit. A module that is not declared is absent, never 0.
    mass_kg : float or None
        Mass of one declared unit [kg].
    density_kg_m3, conductivity_w_mk, specific_heat_j_kgk : float or None
        [kg/m3], [W/(m K)], [J/(kg K)]. ``property_source`` says where they come from when the row itself has none.
    biogenic_carbon_kg : float or None
        Stored carbon [kg C] per declared unit.
    quality : "A", "B", "C", "D" or "S"
        First letter of the row's grade; ``quality_note`` is the rest.
    """

    id: str
    database: str
    name_en: str
    name_zh: str
    name_orig: str
    category: str
    region: str
    declared_unit: DeclaredUnit
    gwp_kgco2e: dict[str, float]
    mass_kg: float | None
    density_kg_m3: float | None
    conductivity_w_mk: float | None
    specific_heat_j_kgk: float | None
    property_source: str
    biogenic_carbon_kg: float | None
    service_life_a: float | None
    basis: str
    source: str
    source_ref: str
    licence: str
    ref_year: int | None
    quality: Literal["A", "B", "C", "D", "S"]
    quality_note: str
    notes: str


ReasonKind = Literal[
    "word", "compound", "spelling", "class", "grade", "panes", "density", "conductivity", "part", "text"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for a match: what was read in the name, what it says, and its part of the score.

    ``text`` is the piece of the name, ``means`` a family, tag, product key or figure, ``score`` its part of the score
    (negative where it speaks against the product).
    """

    kind: ReasonKind
    text: str
    means: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may stand for a material name, with its score 0-1, the method that found it and the reasons."""

    record: FactorRecord
    score: float
    method: str
    product: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a material name was taken for.

    ``decision``: "match" (used), "ask" (best candidate used but below the margin: a person should look) or
    "unmappable" (hatch and placeholder names; nothing used). ``fallback`` says in words which stand-in was used and
    why, empty where none. ``product``: key of the building product it was taken for, empty where none. ``method``:
    "chosen" (by a person, in this project), "office" (accepted before, in the office's store), "glossary", "text",
    "none". ``reasons``: what in the name spoke for the product, in the order of the name. ``margin``: lead over the
    best other product (1.0 where a person chose or a record bears exactly this name).
    """

    query: str
    decision: Literal["match", "ask", "unmappable"]
    record: FactorRecord | None
    score: float
    method: str
    fallback: str
    candidates: tuple[Candidate, ...]
    product: str = ""
    reasons: tuple[Reason, ...] = ()
    margin: float = 0.0
