"""The glossary: terms of many languages, what each says about a material, and the cutting of a name into terms.

A term says one of: a product ("porenbeton"), a form or material family ("tile", "steel"), a feature ("hollow"), a class
that says next to nothing ("metal"), nothing (filler, colour), or that there is no material at all (void: air, soil).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from materials_db.errors import DataError
from materials_db.products import load_products
from materials_db.tables import read_rows
from materials_db.words import fold, is_unspaced, split_words, stem

Kind = Literal["product", "form", "material", "class", "feature", "filler", "colour", "void", "unknown"]
_FILE = "glossary.csv"
_KINDS = frozenset({"product", "form", "material", "class", "feature", "filler", "colour", "void"})
#: A phrase spans at most this many words.
_PHRASE = 6
#: Pieces of a compound word have at least this many letters, and cover at least this share of it.
_PIECE, _COVER = 4, 0.75
#: Letters that German puts between the parts of a compound.
_LINKS = ("", "s", "n", "en", "er", "e", "es")
#: A term with its size or class written onto it: "ipe300", "eps100".
_SIZED = re.compile(r"([^\W\d_]{2,})\d+[a-z]?")
#: Shorter unknown words are not looked up with a letter wrong: too many words are one letter apart.
_SPELLING = 6


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: ``products`` keys, ``families``, ``tags`` (must fit) and ``hints`` (tags a material lends others)."""

    term: str
    lang: str
    kind: Kind
    products: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a name with its term (``None``: unknown word) and how it was recognised."""

    text: str
    term: Term | None
    how: Literal["word", "compound", "spelling"] = "word"

    @property
    def letters(self) -> int:
        """Letters of the piece; a character of an unspaced script counts as two."""
        return sum(2 if is_unspaced(letter) else 1 for letter in self.text if letter.isalpha())


def _term(row: dict[str, str]) -> Term:
    if row["kind"] not in _KINDS or not row["source"]:
        raise DataError(_FILE, row["term"], "unknown kind or no source")
    parts = row["means"].split()
    if row["kind"] == "product":
        missing = [key for key in parts if key not in load_products()]
        if missing:
            raise DataError(_FILE, row["term"], f"no product {missing[0]}")
        return Term(row["term"], row["lang"], "product", products=tuple(parts))
    return Term(
        row["term"],
        row["lang"],
        cast(Kind, row["kind"]),
        families=tuple(part for part in parts if part[0] not in "+~"),
        tags=tuple(part[1:] for part in parts if part[0] == "+"),
        hints=tuple(part[1:] for part in parts if part[0] == "~"),
    )


@cache
def load_glossary() -> tuple[Term, ...]:
    """Return all terms, checked, by language.

    Raises
    ------
    DataError
        When a row has no source, an unknown kind, or names a product that is not there.
    """
    return tuple(_term_at(place) for place in range(len(_rows())))


@dataclass(frozen=True, slots=True)
class _Index:
    """Terms by folded spelling, by stem, and as pieces of compounds; values are rows of the glossary."""

    exact: dict[str, int]
    stems: dict[str, int]
    pieces: dict[str, int]
    longest_han: int


#: Where two languages spell different things alike, the language further left wins.
_ORDER = ("en", "de", "zh", "fr", "ru", "es", "it", "nl", "pl", "sv", "da", "no", "pt", "cs", "fi", "ja", "ko")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    rank = {lang: place for place, lang in enumerate(_ORDER)}
    return tuple(sorted(read_rows(_FILE), key=lambda row: rank.get(row["lang"], len(rank))))


@cache
def _index() -> _Index:
    exact: dict[str, int] = {}
    stems: dict[str, int] = {}
    pieces: dict[str, int] = {}
    for place, row in enumerate(_rows()):
        words = split_words(fold(row["term"]))
        joined = "".join(words)
        exact.setdefault(joined, place)
        if is_unspaced(joined):
            continue
        stemmed = [stem(word) for word in words]
        stems.setdefault("".join(stemmed), place)
        if len(words) == 1 and row["kind"] not in {"filler", "void"} and joined.isalpha():
            if len(joined) >= _PIECE:
                pieces.setdefault(joined, place)
            if len(stemmed[0]) > _PIECE:
                pieces.setdefault(stemmed[0], place)
    return _Index(exact, stems, pieces, max(len(key) for key in exact if is_unspaced(key)))


@cache
def _near() -> dict[str, int]:
    """Return single words with one letter left out -> row; made only when a word is unknown."""
    found: dict[str, int] = {}
    for word, place in _index().pieces.items():
        if len(word) >= _SPELLING:
            for key in _deletions(word):
                found.setdefault(key, place)
    return found


@cache
def _term_at(place: int) -> Term:
    return _term(_rows()[place])


def _find(table: dict[str, int], key: str) -> Term | None:
    place = table.get(key)
    return None if place is None else _term_at(place)


def _deletions(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def cut_name(folded: str) -> tuple[Segment, ...]:
    """Cut a folded name into terms: longest phrase first, then single words, compounds, and one wrong letter.

    Words of scripts without spaces are cut by longest match. Order of the pieces is that of the name.
    """
    words = split_words(folded)
    found: list[Segment] = []
    place = 0
    while place < len(words):
        count, term = _phrase(words, place)
        if term is not None:
            found.append(Segment(" ".join(words[place : place + count]), term))
            place += count
            continue
        word = words[place]
        found += _cut_unspaced(word) if is_unspaced(word) else _cut_word(word)
        place += 1
    return tuple(found)


def _phrase(words: list[str], place: int) -> tuple[int, Term | None]:
    index = _index()
    for count in range(min(_PHRASE, len(words) - place), 0, -1):
        part = words[place : place + count]
        term = _find(index.exact, "".join(part))
        if term is None:
            term = _find(index.stems, "".join(stem(word) for word in part))
        if term is not None:
            return count, term
    return 1, None


def _cut_unspaced(word: str) -> list[Segment]:
    """Longest match from the left; a character that begins no term stays unknown."""
    index = _index()
    found: list[Segment] = []
    place, unknown = 0, ""
    while place < len(word):
        for length in range(min(index.longest_han, len(word) - place), 0, -1):
            term = _find(index.exact, word[place : place + length])
            if term is not None:
                break
        else:
            unknown += word[place]
            place += 1
            continue
        if unknown:
            found.append(Segment(unknown, None))
            unknown = ""
        found.append(Segment(word[place : place + length], term))
        place += length
    return [*found, Segment(unknown, None)] if unknown else found


def _cut_word(word: str) -> list[Segment]:
    if len(word) >= 2 * _PIECE:
        pieces = _compound(word)
        if pieces:
            return [Segment(text, term, "compound") for text, term in pieces]
    sized = _SIZED.fullmatch(word)
    if sized and (term := _find(_index().exact, sized[1])):
        return [Segment(sized[1], term)]
    if len(word) >= _SPELLING and word.isalpha():
        for key in _deletions(word):
            if near := _find(_near(), key):
                return [Segment(word, near, "spelling")]
    return [Segment(word, None)]


def _compound(word: str) -> tuple[tuple[str, Term], ...]:
    """Return the pieces that cover most of a compound with the fewest terms, none where too little is covered."""
    pieces = _index().pieces
    best: list[tuple[int, int, tuple[tuple[str, Term], ...]]] = [(0, 0, ())] * (len(word) + 1)
    for start in range(len(word) - 1, -1, -1):
        options = [best[start + 1]]
        for end in range(start + _PIECE, len(word) + 1):
            term = _find(pieces, word[start:end])
            if term is None:
                continue
            for link in _LINKS:
                if (not link or end + len(link) < len(word)) and word.startswith(link, end):
                    covered, less, rest = best[end + len(link)]
                    options.append((covered + end - start + len(link), less - 1, ((word[start:end], term), *rest)))
        best[start] = max(options, key=lambda item: item[:2])
    covered, _, found = best[0]
    return found if covered >= _COVER * len(word) else ()
