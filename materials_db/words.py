"""Names as comparable text: Unicode forms, case and separators away; words, folded spellings and stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SEPARATORS = re.compile(r"[\s_\-:;|,()\[\]<>\"'’´`*=~+&#]+")
#: Runs of one script; Han, kana and hangul have no spaces and are cut by longest match later.
_WORD = re.compile(r"[a-z0-9]+|[\u0400-\u04ff]+|[\u3040-\u30ff\u3400-\u9fff]+|[\uac00-\ud7af]+|[^\W_]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
#: Umlauts are written out in one file and as letters in the next; both fold to the bare vowel.
_UMLAUT = re.compile(r"(?<=[a-z])([aou])e(?=[a-z])|^([aou])e(?=[a-z])")
#: Letters that have no decomposition.
_BARE = str.maketrans({"ø": "o", "æ": "a", "ł": "l", "đ": "d"})
#: Endings of Russian nouns and adjectives, longest first (a light stemmer: case and number only).
_RUSSIAN = re.compile(
    r"(?:ыми|ими|ого|его|ому|ему|ами|ями|ая|яя|ое|ее|ые|ие|ыи|ии|ои|еи|ую|юю|ых|их|ым|им|ом|ем|ам|ям|ах|ях|ов|ев"
    r"|а|я|о|е|ы|и|у|ю|ь)$"
)
#: Plural and case endings of the Latin languages; stripped only where this many letters stay.
_LATIN = re.compile(r"[sen]+$")
_STEM_LEAST = 4


def normal(text: str) -> str:
    """Return a name for comparison: compatible forms, lower case, separators as single spaces.

    >>> normal("Concrete_Reinforced -  C30/37")
    'concrete reinforced c30/37'
    """
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _SEPARATORS.sub(" ", text.casefold()).strip()


def fold(text: str) -> str:
    """Return normal text without accents, umlauts in either spelling as the bare vowel.

    >>> fold("Wärmedämmung"), fold("Waermedaemmung")
    ('warmedammung', 'warmedammung')
    """
    bare = normal(text)
    if not bare.isascii():
        bare = unicodedata.normalize("NFD", bare).translate(_BARE)
        bare = unicodedata.normalize("NFC", "".join(sign for sign in bare if not unicodedata.combining(sign)))
    return _UMLAUT.sub(lambda match: match[1] or match[2], bare)


def split_words(folded: str) -> list[str]:
    """Return the words of folded text; letters and figures that stand together stay together.

    >>> split_words("eps 聚苯板 100mm")
    ['eps', '聚苯板', '100mm']
    """
    return _WORD.findall(folded)


def is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script without spaces (Han, kana, hangul)."""
    return bool(_HAN.match(word))


def has_han(text: str) -> bool:
    """Tell whether a text holds characters of a script without spaces."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a folded word without the endings of number and case.

    >>> stem("wooden"), stem("fliesen") == stem("fliese")
    ('wood', True)
    """
    if len(word) <= _STEM_LEAST:
        return word
    if _CYRILLIC.match(word):
        short = _RUSSIAN.sub("", word)
        return short if len(short) >= _STEM_LEAST - 1 else word
    if not word.isalpha() or not word.isascii():
        return word
    short = _LATIN.sub("", word)
    return short if len(short) >= _STEM_LEAST else word[:_STEM_LEAST]
