"""Which elements are plants, from their names in the languages that models come in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.model import Element


@cache
def _terms() -> tuple[str, ...]:
    return tuple(row["term"] for row in data_rows("bldgassess.health.light", "plant_terms.csv"))


def is_plant(element: Element) -> bool:
    """Whether an element's or its type's name says that it is a plant; walls and slabs never are."""
    if element.part not in {"other", "furniture"}:
        return False
    text = unicodedata.normalize("NFKC", f"{element.name} {element.type_name}").casefold()
    return any(_found(term, text) for term in _terms())


def _found(term: str, text: str) -> bool:
    if term.isascii():
        return re.search(rf"(?<![^\W\d_]){re.escape(term)}s?(?![^\W\d_])", text) is not None
    return term in text
