"""A factor record: one row of a published table, with its unit, modules, source and quality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

DeclaredUnit = Literal["m3", "m2", "m", "kg", "t", "piece"]
Grade = Literal["A", "B", "C", "D", "S"]
#: Whether a row may be passed on: freely, with its source named, terms not yet confirmed, or not at all.
Redistribution = Literal["yes", "attribute", "unconfirmed", "no"]

#: Life-cycle modules a record may declare, EN 15804 wording. KBOB prints one figure for all of C: "C".
RECORD_MODULES: tuple[str, ...] = (
    *("A1-A3", "A4", "A5", "B1", "B2", "B3", "B4", "B5", "B6", "B7"),
    *("C1", "C2", "C3", "C4", "C", "D"),
)


class Figures(dict[str, float]):
    """Module -> figure; reads as a dict and cannot be changed once made.

    >>> Figures({"A1-A3": 295.0})["A1-A3"]
    295.0
    """

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("the figures of a record cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return (Figures, (dict(self),))


@dataclass(frozen=True, slots=True)
class Indicators:
    """Parts of the GWP that a record declares apart, module -> kgCO2e per declared unit; absent is "not declared"."""

    fossil: Figures = field(default_factory=Figures)
    biogenic: Figures = field(default_factory=Figures)
    luluc: Figures = field(default_factory=Figures)

    def parts(self) -> Iterator[tuple[str, Figures]]:
        """Yield the parts by name, in the order of EN 15804+A2."""
        yield from (("fossil", self.fossil), ("biogenic", self.biogenic), ("luluc", self.luluc))


@dataclass(frozen=True, slots=True)
class EolShares:
    """Where a product goes at the end of its life, shares of its mass [0-1] that sum to 1."""

    reuse: float
    recycle: float
    incinerate: float
    landfill: float
    source: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that was not taken as printed: what stood there, what is used, why, and the grade of what is used."""

    table: str
    id: str
    field: str
    printed: str
    used: str
    kind: str
    reason: str
    grade: Grade
    source: str


@dataclass(frozen=True, slots=True)
class FactorRecord:
    """Emission factors of one material or product per declared unit.

    Parameters
    ----------
    gwp_kgco2e : dict
        Module -> kgCO2e per declared unit, total as the basis counts it. A module that is not declared is absent,
        never 0.
    mass_kg : float or None
        Mass of one declared unit [kg].
    density_kg_m3, conductivity_w_mk, specific_heat_j_kgk : float or None
        [kg/m3], [W/(m K)], [J/(kg K)]. ``property_source`` says where they come from when the row itself has none.
    biogenic_carbon_kg : float or None
        Stored carbon [kg C] per declared unit.
    quality : "A", "B", "C", "D" or "S"
        First letter of the row's grade; ``quality_note`` is the rest.
    indicators : Indicators
        Fossil, biogenic and land-use parts where the row declares them.
    basis_id : str
        Key of ``bases.csv``: which gases and rules the figures follow.
    conversions : tuple of (unit, amount)
        How much of another unit one declared unit is, as the row declares it; mass and density come beside them.
    pedigree : tuple of int
        Scores 1-5 for reliability, completeness, temporal, geographic and technological fit.
    gsd : float or None
        Geometric standard deviation; the row's own where it has one, else from the pedigree (``uncertainty_source``).
    valid_from, valid_to : str
        ISO dates or years as the source gives them, empty where it gives none.
    version : str
        Of the row; shipped rows have the version of the table.
    sha256 : str
        Of the canonical row (``rows.canonical``), without what is joined from products.
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
    quality: Grade
    quality_note: str
    notes: str
    indicators: Indicators = field(default_factory=Indicators)
    basis_id: str = ""
    conversions: tuple[tuple[str, float], ...] = ()
    vapour_resistance_mu: float | None = None
    emission_class: str = ""
    eol_shares: EolShares | None = None
    pedigree: tuple[int, ...] = ()
    gsd: float | None = None
    uncertainty_source: str = ""
    redistributable: Redistribution = "unconfirmed"
    valid_from: str = ""
    valid_to: str = ""
    version: str = ""
    sha256: str = ""
    corrections: tuple[Correction, ...] = ()


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
