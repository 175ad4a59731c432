"""A material name as a building product: evidence from terms, figures, part and likeness of names, added up.

score = (0.85 fit coverage + 0.15 text) x strength, where fit is the share of the evidence in the name that speaks for
the product, coverage falls with the letters that no term explains, and text is the tf-idf cosine with the product's and
its records' names. Weights, thresholds and their sources stand in ``match_weights.csv``. Pure and deterministic; every
product comes with the reasons of its score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from materials_db.features import Features, Grade, read_features
from materials_db.glossary import Segment, cut_name
from materials_db.products import Product, load_products
from materials_db.records import Reason, ReasonKind
from materials_db.search import like_products
from materials_db.tables import number, read_rows
from materials_db.words import fold, normal

__all__ = ["Reading", "Scored", "load_weights", "normal", "rank_products", "read_name", "score_products"]

#: Families whose products have a strength class, and those that speak of concrete without one: a class in the name of a
#: precast wall or a block does not make it ready-mix concrete.
_GRADED = frozenset({"concrete"})
_UNGRADED_FAMILIES = frozenset({"concrete", "screed", "mortar", "block"})
_UNGRADED_TAGS = frozenset({"precast", "hollow", "light", "aerated", "sandwich"})
#: Things, not layers: next to them a material's name says what they are made of.
_OBJECTS = frozenset({"door", "window", "pipe", "shade"})
#: What a material lends a thing made of it, by family of the material's product.
_MAKES = {"wood": "timber", "steel": "steelmade", "aluminium": "alu", "pvc": "plastic", "concrete": "precast"}
#: A figure fits within the first ratio and speaks against the product beyond the second.
_FITS, _SPEAKS_AGAINST = 1.2, 1.6
_UNTOLD_MOST = 3


@cache
def load_weights() -> dict[str, float]:
    """Return the weights of the evidence and the thresholds of the decision by id."""
    return {row["id"]: number(row, "value", "match_weights.csv") for row in read_rows("match_weights.csv")}


@dataclass(frozen=True, slots=True)
class Scored:
    """A product with its score 0-1 and what spoke for it."""

    product: Product
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A name read: products by falling score, and what limits the decision.

    ``is_void``: the name says that there is no material (air, soil). ``tells_material``: some term or figure names a
    product or a family. ``is_certain``: at least one term or class names
    a product or narrows a family, none of it guessed from a wrong letter or an open strength class.
    """

    ranked: tuple[Scored, ...]
    is_void: bool
    tells_material: bool
    is_certain: bool


@dataclass(frozen=True, slots=True)
class _Evidence:
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


@dataclass(slots=True)
class _Tally:
    votes: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, list[Reason]] = field(default_factory=dict)

    def add(self, key: str, share: float, item: _Evidence) -> None:
        self.votes[key] = self.votes.get(key, 0.0) + share
        self.reasons.setdefault(key, []).append(Reason(item.kind, item.text, item.means, round(share, 4)))


@cache
def _by_family() -> dict[str, tuple[Product, ...]]:
    found: dict[str, list[Product]] = {}
    for product in load_products().values():
        for family in product.families:
            found.setdefault(family, []).append(product)
    return {family: tuple(products) for family, products in found.items()}


@cache
def _by_tag() -> dict[str, tuple[Product, ...]]:
    found: dict[str, list[Product]] = {}
    for product in load_products().values():
        for tag in product.tags:
            found.setdefault(tag, []).append(product)
    return {tag: tuple(products) for tag, products in found.items()}


@cache
def _part_hints() -> tuple[frozenset[tuple[str, str]], dict[tuple[str, str], str]]:
    rows = read_rows("part_hints.csv")
    usual = frozenset((row["part"], row["family"]) for row in rows if not row["reads_as"])
    return usual, {(row["part"], row["family"]): row["reads_as"] for row in rows if row["reads_as"]}


def score_products(name: str, *, part: str = "", area_counted: bool | None = None) -> tuple[Scored, ...]:
    """Return products by falling score.

    Parameters
    ----------
    name : str
        The material name as the model has it.
    part : str
        Building part of the element, where known.
    area_counted : bool or None
        ``True`` looks only among products counted by area (windows, doors), ``False`` only among the others.
    """
    ranked = read_name(name, part).ranked
    if area_counted is None:
        return ranked
    return tuple(item for item in ranked if (item.product.area_mass_kg_m2 is not None) == area_counted)


def rank_products(name: str, part: str = "") -> tuple[Scored, ...]:
    """Return products by falling score, of any kind."""
    return read_name(name, part).ranked


@lru_cache(maxsize=32768)
def read_name(name: str, part: str = "") -> Reading:
    """Read a material name; the same name and part give the same reading."""
    features = read_features(name)
    segments = cut_name(fold(features.rest))
    evidence = _unique(_evidence(segments, features, part))
    is_void = any(item.term and item.term.kind == "void" for item in segments)
    text = like_products(name)
    tally = _count(evidence)
    weights = load_weights()
    strength = _strength(evidence)
    total = sum(item.weight for item in evidence)
    covered = _coverage(segments)
    order = {key: place for place, key in enumerate(load_products())}
    scored = []
    for key in sorted(set(tally.votes) | set(text), key=order.__getitem__):
        product = load_products()[key]
        reasons = tally.reasons.get(key, [])
        votes = tally.votes.get(key, 0.0)
        if votes > 0.0:
            votes += _adjust(product, evidence, features, part, reasons)
            fit = max(0.0, min(1.0, votes / total))
            own = (1.0 - weights["text"]) * fit * covered
            score = (own + weights["text"] * text.get(key, 0.0)) * strength
        else:
            score = weights["text_only"] * text.get(key, 0.0) * (weights["text"] if evidence else 1.0)
        if text.get(key, 0.0) > 0.0:
            reasons = [*reasons, Reason("text", name.strip(), "likeness of names", round(text[key], 4))]
        if score > 0.0:
            scored.append(Scored(product, round(min(1.0, score), 6), tuple(reasons)))
    scored.sort(key=lambda item: (-item.score, order[item.product.key]))
    grade = features.grade or features.strength
    is_open = any(item.kind == "grade" for item in evidence) and grade is not None and not grade.is_certain
    tells = any(item.products or item.families for item in evidence)
    return Reading(tuple(scored), is_void, tells, _is_certain(evidence) and not is_open)


def _unique(evidence: Iterator[_Evidence]) -> tuple[_Evidence, ...]:
    """Keep what says the same thing twice only once, the weightier."""
    found: dict[tuple[object, ...], _Evidence] = {}
    for item in evidence:
        what = (item.products, item.families, item.tag)
        if what not in found or found[what].weight < item.weight:
            found[what] = item
    return tuple(found.values())


def _evidence(segments: Sequence[Segment], features: Features, part: str) -> Iterator[_Evidence]:
    weights = load_weights()
    named = {key for item in segments if item.term for key in item.term.products}
    families = {family for item in segments if item.term for family in item.term.families}
    families |= {family for key in named for family in load_products()[key].families}
    objects = families & _OBJECTS
    renames = _part_hints()[1]
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
            yield _Evidence(
                kind, item.text, means, weights["product"] * factor, item.term.products, (), "", makes, weights["hint"]
            )
        if item.term.families:
            read = tuple(renames.get((part, family), family) for family in item.term.families)
            weight, lends = weights[item.term.kind] * factor, weights["hint"] * factor
            yield _Evidence(kind, item.text, " or ".join(read), weight, (), read, "", item.term.hints, lends)
        for tag in item.term.tags:
            yield _Evidence(kind, item.text, tag, weights["tag"] * factor, (), (), tag)
    yield from _figures(segments, features, named, families)


def _figures(
    segments: Sequence[Segment], features: Features, named: set[str], families: set[str]
) -> Iterator[_Evidence]:
    weights = load_weights()
    tags = {tag for item in segments if item.term for tag in item.term.tags}
    grade = features.grade or features.strength
    if features.is_light:
        yield _Evidence("grade", "LC", "concrete_lightweight", weights["grade"], ("concrete_lightweight",))
    elif grade is not None and _grade_speaks(grade, named, families, tags):
        has_concrete = bool(families & _GRADED)
        weight = weights["grade"] * (1.0 if has_concrete or grade.is_pair else weights["object"])
        yield _Evidence("grade", grade.text, grade.reads, weight, (grade.product,), lends=0.0)
        if not has_concrete:
            yield _Evidence("grade", grade.text, "concrete", weights["material"], (), ("concrete",))
    if features.panes and "glass" in families | {family for key in named for family in load_products()[key].families}:
        key = "triple_glazing" if features.panes > 2 else "double_glazing"
        yield _Evidence("panes", str(features.panes), f"{features.panes} panes", weights["panes"], (key,))


def _grade_speaks(grade: Grade, named: set[str], families: set[str], tags: set[str]) -> bool:
    """Whether a strength class is one of ready-mix concrete here."""
    if tags & _UNGRADED_TAGS or any(load_products()[key].families & _UNGRADED_FAMILIES for key in named):
        return False
    return bool(families & _GRADED) or (not families and not named) or (grade.is_pair and not families)


def _count(evidence: Sequence[_Evidence]) -> _Tally:
    weights = load_weights()
    tally = _Tally()
    for item in evidence:
        for key in item.products:
            tally.add(key, item.weight, item)
        members = {product.key: product for family in item.families for product in _by_family().get(family, ())}
        for key, product in members.items():
            usual = bool(product.default_of & set(item.families[:1]))
            tally.add(key, item.weight if usual else item.weight - weights["default"], item)
        for product in _by_tag().get(item.tag, ()):
            tally.add(product.key, item.weight, item)
        lent = {
            product.key: product
            for hint in item.hints
            for product in _by_tag().get(hint, ())
            if product.key not in members and product.key not in item.products
        }
        for key in lent:
            tally.add(key, min(item.lends, item.weight), item)
    return tally


def _strength(evidence: Sequence[_Evidence]) -> float:
    """How much the evidence can prove at all: features, class words or misspelt words alone prove less."""
    weights = load_weights()
    telling = [item for item in evidence if item.products or (item.families and item.kind != "class")]
    if telling:
        return weights["spelling"] if all(item.kind == "spelling" for item in telling) else 1.0
    return weights["only_class"] if any(item.families for item in evidence) else weights["only_tag"]


def _coverage(segments: Sequence[Segment]) -> float:
    """Return 1 where every letter is explained, less by the share of letters in unknown words."""
    known = sum(item.letters for item in segments if item.term and item.term.kind not in {"filler", "colour"})
    unknown = sum(item.letters for item in segments if item.term is None and item.letters > 2)
    return 1.0 - load_weights()["coverage"] * unknown / (known + unknown) if known + unknown else 1.0


def _adjust(
    product: Product, evidence: Sequence[_Evidence], features: Features, part: str, reasons: list[Reason]
) -> float:
    """Return what is added for a usual part and figures that fit, and taken off for features that were not told."""
    weights = load_weights()
    told = {item.tag for item in evidence} | {hint for item in evidence for hint in item.hints}
    named = any(product.key in item.products for item in evidence)
    change = 0.0 if named else -weights["untold"] * min(_UNTOLD_MOST, len(product.tags - told))
    if any((part, family) in _part_hints()[0] for family in product.families):
        change += weights["part"]
        reasons.append(Reason("part", part, product.key, weights["part"]))
    for kind, given, own, unit in (
        ("density", features.density_kg_m3, product.density_kg_m3, "kg/m3"),
        ("conductivity", features.conductivity_w_mk, product.conductivity_w_mk, "W/mK"),
    ):
        if given and own:
            ratio = max(given / own, own / given)
            sign = 1.0 if ratio <= _FITS else -1.0 if ratio > _SPEAKS_AGAINST else 0.0
            if sign:
                change += sign * weights["figure"]
                text = f"{given:g} {unit}"
                reasons.append(
                    Reason("density" if kind == "density" else "conductivity", text, f"{own:g} {unit}", sign * weights["figure"])
                )
    return change


def _is_certain(evidence: Sequence[_Evidence]) -> bool:
    """Whether something names a product, or two things together narrow a family, none of it guessed."""
    if any(item.kind == "spelling" for item in evidence):
        return False
    if any(item.products for item in evidence):
        return True
    return len([item for item in evidence if item.kind != "class"]) > 1
