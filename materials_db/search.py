"""Free search over the names of all records: words, and pairs of characters for Chinese, weighted by rarity."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from materials_db.factors import load_factors
from materials_db.products import load_products
from materials_db.records import Candidate
from materials_db.words import fold, is_unspaced, split_words, stem

_LETTER = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=65536)
def _tokens(text: str) -> tuple[str, ...]:
    """Return the different tokens of a text, sorted: stems, words with figures, pairs of Chinese characters."""
    found: set[str] = set()
    for word in split_words(fold(text)):
        if is_unspaced(word):
            found.update(word[place : place + 2] for place in range(max(1, len(word) - 1)))
        elif _LETTER.search(word):
            found.add(stem(word))
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class _Index:
    """Postings: token -> (place of the entry, weight of the token in it over the entry's length)."""

    keys: tuple[str, ...]
    weights: Mapping[str, float]
    postings: Mapping[str, tuple[tuple[int, float], ...]]

    def likeness(self, text: str) -> dict[str, float]:
        """Return the cosine of a text with each entry that shares a token with it."""
        tokens = _tokens(text)
        known = [token for token in tokens if token in self.weights]
        if not known:
            return {}
        rarest = max(self.weights.values())
        length = math.sqrt(math.fsum(self.weights.get(token, rarest) ** 2 for token in tokens))
        found: dict[int, float] = {}
        for token in known:
            weight = self.weights[token] / length
            for place, share in self.postings[token]:
                found[place] = found.get(place, 0.0) + weight * share
        return {self.keys[place]: min(1.0, value) for place, value in found.items()}


def _make_index(entries: Iterable[tuple[str, str]]) -> _Index:
    named = [(key, _tokens(text)) for key, text in entries]
    count: dict[str, int] = {}
    for _, tokens in named:
        for token in tokens:
            count[token] = count.get(token, 0) + 1
    weights = {token: math.log(1.0 + len(named) / times) for token, times in sorted(count.items())}
    postings: dict[str, list[tuple[int, float]]] = {}
    for place, (_, tokens) in enumerate(named):
        length = math.sqrt(math.fsum(weights[token] ** 2 for token in tokens))
        for token in tokens:
            postings.setdefault(token, []).append((place, weights[token] / length))
    return _Index(tuple(key for key, _ in named), weights, {token: tuple(found) for token, found in postings.items()})


@cache
def _record_index() -> _Index:
    return _make_index(
        (record.id, f"{record.name_en} {record.name_zh} {record.name_orig}") for record in load_factors().values()
    )


@cache
def _product_index() -> _Index:
    return _make_index((product.key, f"{product.name_en} {product.name_zh}") for product in load_products().values())


@cache
def _products_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for product in load_products().values():
        for identity in product.records:
            found.setdefault(identity, []).append(product.key)
    return {identity: tuple(keys) for identity, keys in found.items()}


@lru_cache(maxsize=32768)
def _like_records(text: str) -> tuple[tuple[str, float], ...]:
    found = _record_index().likeness(text)
    return tuple(sorted(((key, round(value, 6)) for key, value in found.items()), key=lambda item: (-item[1], item[0])))


def like_products(text: str) -> dict[str, float]:
    """Return by product the likeness 0-1 (cosine) of a text with its name or the best of its records' names."""
    found = dict(_product_index().likeness(text))
    for identity, value in _like_records(text):
        for key in _products_of().get(identity, ()):
            found[key] = max(found.get(key, 0.0), value)
    return found


def search_records(text: str, count: int, databases: Sequence[str] | None = None) -> tuple[Candidate, ...]:
    """Return the records whose names are nearest to a text, best first, with a score 0-1 (cosine)."""
    records = load_factors()
    found: list[Candidate] = []
    for identity, value in _like_records(text):
        if len(found) == count:
            break
        if databases is None or records[identity].database in databases:
            product = next(iter(_products_of().get(identity, ())), "")
            found.append(Candidate(records[identity], value, "text", product))
    return tuple(found)
