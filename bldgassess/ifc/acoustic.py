"""The AcousticRating of an element: a label in words, of which the weighted sound reduction index is taken."""

from __future__ import annotations

import re

#: Two figures, with decimals perhaps, that are no part of a longer number.
_NUMBER = re.compile(r"(?<![\d.,])(\d{2}(?:[.,]\d+)?)(?![\d.,])")
#: Insulation of parts of buildings [dB]; anything else is not a rating in decibels (a class, a date).
_LEAST_DB, _MOST_DB = 10.0, 80.0


def rating_db(value: object) -> float | None:
    """Return R_w [dB] of a label; ``None`` where it says none.

    >>> rating_db("Rw 52 (-1; -5) dB"), rating_db("45,5"), rating_db(""), rating_db("EI30 class 3, 2024")
    (52.0, 45.5, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = str(value)
    found = [float(item.replace(",", ".")) for item in _NUMBER.findall(text)]
    known = [item for item in found if _LEAST_DB <= item <= _MOST_DB]
    # fire ratings are written into the same label now and then
    return known[0] if known and not re.search(r"\b(?:E|EI|REI|F|T)\s?\d", text) else None
