"""What a material name says, as evidence with weights: from its terms and its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from materials_db.features import Features, Grade
from materials_db.glossary import Segment
from materials_db.products import load_products
from materials_db.records import ReasonKind
from materials_db.tables import number, read_rows

#: Families whose products have a strength class, and those that speak of concrete without one: a class in the name of a
#: precast wall or a block does not make it ready-mix concrete.
_GRADED = frozenset({"concrete"})
_UNGRADED_FAMILIES = frozenset({"concrete", "screed", "mortar", "block"})
_UNGRADED_TAGS = frozenset({"precast", "hollow", "light", "aerated", "sandwich"})
#: Things, not layers: next to them a material's name says what they are made of.
_OBJECTS = frozenset({"door", "window", "pipe", "shade"})
#: What a material lends a thing made of it, by family of the material's product.
_MAKES = {"wood": "timber", "steel": "steelmade", "aluminium": "alu", "pvc": "plastic", "concrete": "precast"}


@cache
def load_weights() -> dict[str, float]:
    """Return the weights of the evidence and the thresholds of the decision by id."""
    return {row["id"]: number(row, "value", "match_weights.csv") for row in read_rows("match_weights.csv")}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: full weight, and to whom it gives it: products, those of any of the families, of a tag.

    ``hints`` are tags whose bearers get ``lends`` where they are none of these.
    """

    kind: ReasonKind
    text: str
    means: str
    weight: float
    products: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    tag: str = ""
    hints: tuple[str, ...] = ()
    lends: float = 0.0


@dataclass(frozen=True, slots=True)
class PartHints:
    """What a building part says: pairs (part, family) that are usual, families it reads as others, one it implies."""

    usual: frozenset[tuple[str, str]]
    reads_as: dict[tuple[str, str], str]
    implied: dict[str, str]


@cache
def part_hints() -> PartHints:
    """Return the hints of ``part_hints.csv``."""
    rows = read_rows("part_hints.csv")
    return PartHints(
        frozenset((row["part"], row["family"]) for row in rows if not row["reads_as"]),
        {(row["part"], row["family"]): row["reads_as"] for row in rows if row["reads_as"]},
        {row["part"]: row["family"] for row in rows if row["implied"] == "yes"},
    )


def unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Keep what says the same thing twice only once, the weightier."""
    found: dict[tuple[object, ...], Evidence] = {}
    for item in evidence:
        what = (item.products, item.families, item.tag)
        if what not in found or found[what].weight < item.weight:
            found[what] = item
    return tuple(found.values())


def gather(segments: Sequence[Segment], features: Features, part: str) -> Iterator[Evidence]:
    """Yield what the pieces of a name and its figures say, in the order of the name."""
    weights = load_weights()
    named = {key for item in segments if item.term for key in item.term.products}
    families = {family for item in segments if item.term for family in item.term.families}
    families |= {family for key in named for family in load_products()[key].families}
    implied = part_hints().implied.get(part, "")
    objects = (families | ({implied} if families or named else set())) & _OBJECTS
    renames = part_hints().reads_as
    for place, item in enumerate(segments):
        if item.term is None:
            continue
        factor = weights["spelling"] if item.how == "spelling" else 1.0
        kind: ReasonKind = item.how if item.term.kind != "class" else "class"
        if item.term.products:
            own = {family for key in item.term.products for family in load_products()[key].families}
            if objects and not own & objects:
                factor *= weights["object"]
            if item.how == "compound" and place + 1 < len(segments) and segments[place + 1].how == "compound":
                factor *= weights["head"]
            makes = tuple(sorted(_MAKES[family] for family in own if family in _MAKES))
            means = " ".join(item.term.products)
            yield Evidence(
                kind, item.text, means, weights["product"] * factor, item.term.products, (), "", makes, weights["hint"]
            )
        if item.term.families:
            read = tuple(renames.get((part, family), family) for family in item.term.families)
            weight, lends = weights[item.term.kind] * factor, weights["hint"] * factor
            yield Evidence(kind, item.text, " or ".join(read), weight, (), read, "", item.term.hints, lends)
        for tag in item.term.tags:
            yield Evidence(kind, item.text, tag, weights["tag"] * factor, (), (), tag)
    yield from _figures(segments, replace(features, panes=0) if implied else features, named, families)
    if implied and implied not in families and (families or named):
        yield Evidence("part", part, implied, load_weights()["form"], (), (implied,))


def _figures(
    segments: Sequence[Segment], features: Features, named: set[str], families: set[str]
) -> Iterator[Evidence]:
    """Yield what strength classes and the build-up of a glazing unit say."""
    weights = load_weights()
    tags = {tag for item in segments if item.term for tag in item.term.tags}
    grade = features.grade or features.strength
    if features.is_light:
        yield Evidence("grade", "LC", "concrete_lightweight", weights["grade"], ("concrete_lightweight",))
    elif grade is not None and _grade_speaks(grade, named, families, tags):
        has_concrete = bool(families & _GRADED)
        weight = weights["grade"] * (1.0 if has_concrete or grade.is_pair else weights["object"])
        yield Evidence("grade", grade.text, grade.reads, weight, (grade.product,), lends=0.0)
        if not has_concrete:
            yield Evidence("grade", grade.text, "concrete", weights["material"], (), ("concrete",))
    if features.yield_mpa and "steel" in families:
        text = f"{features.yield_mpa:g} MPa"
        yield Evidence("grade", text, "yield strength of a steel section", weights["tag"], ("steel_section",))
    if features.panes and "glass" in families | {family for key in named for family in load_products()[key].families}:
        key = "triple_glazing" if features.panes > 2 else "double_glazing"
        yield Evidence("panes", str(features.panes), f"{features.panes} panes", weights["panes"], (key,))


def _grade_speaks(grade: Grade, named: set[str], families: set[str], tags: set[str]) -> bool:
    """Whether a strength class is one of ready-mix concrete here."""
    if tags & _UNGRADED_TAGS or any(load_products()[key].families & _UNGRADED_FAMILIES for key in named):
        return False
    return bool(families & _GRADED) or (not families and not named) or (grade.is_pair and not families)
