"""A material name as a building product: evidence from terms, figures, part and likeness of names, added up.

score = (0.85 fit coverage + 0.15 text) x strength, where fit is the share of the evidence in the name that speaks for
the product, coverage falls with the letters that no term explains, and text is the tf-idf cosine with the product's and
its records' names. Weights, thresholds and their sources stand in ``match_weights.csv``. Pure and deterministic; every
product comes with the reasons of its score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from materials_db.evidence import Evidence, gather, load_weights, part_hints, unique
from materials_db.features import Features, read_features
from materials_db.glossary import Segment, cut_name
from materials_db.products import Product, load_products
from materials_db.records import Reason, ReasonKind
from materials_db.search import like_products
from materials_db.words import fold, normal

__all__ = ["Reading", "Scored", "load_weights", "normal", "rank_products", "read_name", "score_products"]

#: A figure fits within the first ratio and speaks against the product beyond the second.
_FITS, _SPEAKS_AGAINST = 1.2, 1.6
_UNTOLD_MOST = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """A product with its score 0-1 and what spoke for it."""

    product: Product
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A name read: products by falling score, and what limits the decision.

    ``is_void``: the name says that there is no material (air, soil), or no more than the part itself ("Window 3").
    ``tells_material``: some term or figure names a product or a family. ``is_certain``: at least one term or class
    names a product or two narrow a family, none of it guessed from a wrong letter or an open strength class.
    """

    ranked: tuple[Scored, ...]
    is_void: bool
    tells_material: bool
    is_certain: bool


@dataclass(slots=True)
class _Tally:
    votes: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, list[Reason]] = field(default_factory=dict)

    def add(self, key: str, share: float, item: Evidence) -> None:
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
    """Read a material name; the same name and part give the same reading.

    >>> read_name("钢筋混凝土 C40").ranked[0].product.key
    'concrete_c30_37'
    """
    features = read_features(name)
    segments = cut_name(fold(features.rest))
    evidence = unique(gather(segments, features, part))
    is_void = any(item.term and item.term.kind == "void" for item in segments)
    scored = _score_all(name, evidence, _coverage(segments), features, part)
    grade = features.grade or features.strength
    is_open = any(item.kind == "grade" for item in evidence) and grade is not None and not grade.is_certain
    implied = part_hints().implied.get(part)
    tells = any(item.products or set(item.families) - {implied} for item in evidence)
    is_void = is_void or (bool(evidence) and not tells and implied is not None)
    return Reading(scored, is_void, tells, _is_certain(evidence) and not is_open)


def _score_all(
    name: str, evidence: Sequence[Evidence], coverage: float, features: Features, part: str
) -> tuple[Scored, ...]:
    """Return every product that anything speaks for, by falling score; equal scores in the order of the table."""
    weights, tally, text = load_weights(), _count(evidence), like_products(name)
    strength, total = _strength(evidence), sum(item.weight for item in evidence)
    scored = []
    for product in load_products().values():
        votes, alike = tally.votes.get(product.key, 0.0), text.get(product.key, 0.0)
        reasons = list(tally.reasons.get(product.key, ()))
        if votes > 0.0:
            votes += _adjust(product, evidence, features, part, reasons)
            fit = max(0.0, min(1.0, votes / total))
            score = ((1.0 - weights["text"]) * fit * coverage + weights["text"] * alike) * strength
        else:
            score = weights["text_only"] * alike * (weights["text"] if evidence else 1.0)
        if alike > 0.0:
            reasons.append(Reason("text", name.strip(), "likeness of names", round(alike, 4)))
        if score > 0.0:
            scored.append(Scored(product, round(min(1.0, score), 6), tuple(reasons)))
    scored.sort(key=lambda item: -item.score)
    return tuple(scored)


def _count(evidence: Sequence[Evidence]) -> _Tally:
    weights = load_weights()
    tally = _Tally()
    all_families = {family for item in evidence for family in item.families}
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
            if product.key not in members
            and product.key not in item.products
            and product.families & (all_families - set(item.families))
        }
        for key in lent:
            tally.add(key, min(item.lends, item.weight), item)
    return tally


def _strength(evidence: Sequence[Evidence]) -> float:
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
    product: Product, evidence: Sequence[Evidence], features: Features, part: str, reasons: list[Reason]
) -> float:
    """Return what is added for a usual part and figures that fit, and taken off for features that were not told."""
    weights = load_weights()
    told = {item.tag for item in evidence} | {hint for item in evidence for hint in item.hints}
    named = any(product.key in item.products for item in evidence)
    change = 0.0 if named else -weights["untold"] * min(_UNTOLD_MOST, len(product.tags - told))
    if any((part, family) in part_hints().usual for family in product.families):
        change += weights["part"]
        reasons.append(Reason("part", part, product.key, weights["part"]))
    figures: tuple[tuple[ReasonKind, float | None, float | None, str], ...] = (
        ("density", features.density_kg_m3, product.density_kg_m3, "kg/m3"),
        ("conductivity", features.conductivity_w_mk, product.conductivity_w_mk, "W/mK"),
    )
    for kind, given, own, unit in figures:
        if given and own:
            ratio = max(given / own, own / given)
            sign = 1.0 if ratio <= _FITS else -1.0 if ratio > _SPEAKS_AGAINST else 0.0
            if sign:
                change += sign * weights["figure"]
                text = f"{given:g} {unit}"
                reasons.append(Reason(kind, text, f"{own:g} {unit}", sign * weights["figure"]))
    return change


def _is_certain(evidence: Sequence[Evidence]) -> bool:
    """Whether something names a product, or two things together narrow a family, none of it guessed."""
    if any(item.kind == "spelling" for item in evidence):
        return False
    if any(item.products for item in evidence):
        return True
    return len([item for item in evidence if item.kind != "class"]) > 1
