"""A material name as a building product: terms of a multilingual list, longest phrases, share of the name explained.

Each product has terms. A product's score is the share of the name's letters that its terms cover, so that "Concrete
block" beats "concrete" for "Masonry - Concrete Block" without any order of rules.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from materials_db.products import Product, load_products

#: Below this share of the name a product is not taken at all; below ``SURE`` or with a close rival a person is asked.
#: Tuned on the development half of the test names (docs/method.md, "Materials").
ENOUGH, SURE, MARGIN = 0.2, 0.45, 0.08
#: A term as short as this must stand alone in Latin script; longer ones may stand inside a compound (German).
_ALONE = 4
#: Words that carry no material: they do not count against a product.
_FILLER = re.compile(
    r"\b(?:default|generic|element|layer|mm|cm|interior|exterior|innen|aussen|außen|frame|panel|plate|beam|in)\b"
    r"|[\W\d_]+"
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A product with its score 0-1."""

    product: Product
    score: float


def normal(text: str) -> str:
    """Return a name for comparison: compatible forms, lower case, separators as single spaces.

    >>> normal("Concrete_Reinforced -  C30/37")
    'concrete reinforced c30/37'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-:;|,()\[\]<>]+", " ", text).strip()


@cache
def _terms() -> tuple[tuple[Product, tuple[tuple[str, re.Pattern[str]], ...]], ...]:
    found = []
    for product in load_products().values():
        patterns = []
        for raw in sorted({normal(term) for term in product.terms}, key=lambda term: (-len(term), term)):
            latin = raw.isascii()
            bound = r"(?<![^\W\d_])" if latin else ""
            end = r"(?![^\W\d_])" if latin and len(raw) <= _ALONE else ""
            inside = latin and len(raw) > _ALONE
            patterns.append((raw, re.compile(("" if inside else bound) + re.escape(raw) + end)))
        found.append((product, tuple(patterns)))
    return tuple(found)


def score_products(name: str, *, area_counted: bool | None = None) -> tuple[Scored, ...]:
    """Return products by falling score.

    Parameters
    ----------
    name : str
        The material name as the model has it.
    area_counted : bool or None
        ``True`` looks only among products counted by area (windows, doors), ``False`` only among the others.
    """
    text = normal(name)
    if not text:
        return ()
    countable = [not _is_filler(text, k) for k in range(len(text))]
    letters = sum(countable)
    scored = []
    for product, terms in _terms():
        if area_counted is not None and (product.area_mass_kg_m2 is not None) != area_counted:
            continue
        covered = [False] * len(text)
        longest = 0
        for term, pattern in terms:
            for match in pattern.finditer(text):
                longest = max(longest, len(term))
                covered[match.start() : match.end()] = [True] * (match.end() - match.start())
        if longest == 0:
            continue
        hit = sum(covered)
        share = hit / max(hit, sum(1 for k in range(len(text)) if countable[k] or covered[k]), letters)
        scored.append((round(share - (0.02 if product.is_generic else 0.0), 6), longest, product))
    scored.sort(key=lambda item: (-item[0], -item[1], item[2].key))
    return tuple(Scored(product, max(0.0, score)) for score, _, product in scored)


def _is_filler(text: str, position: int) -> bool:
    return any(match.start() <= position < match.end() for match in _filler_spans(text))


@cache
def _filler_spans(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_FILLER.finditer(text))
