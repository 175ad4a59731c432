"""Names that say no material: hatches, defaults of tools, colours, placeholders. One list for all who ask."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from materials_db.errors import DataError
from materials_db.tables import read_rows

_FILE = "placeholders.csv"
#: What tools append to tell names apart: "Solid 397409098", "Carpet (1)", "Mat_03".
_NUMBER = re.compile(r"\s*\d+$")


@cache
def is_placeholder(name: str) -> str | None:
    """Return why a name says no material, ``None`` where it may say one.

    The whole name must be a placeholder; a material whose name only contains such a word is not caught.

    >>> is_placeholder("Radial Gradient Fill 1515460218"), is_placeholder("<By Category>")
    ('hatch', 'default of the tool')
    >>> is_placeholder("Solid brick") is None
    True
    """
    text = _plain(name)
    names, patterns = _lists()
    bare = _NUMBER.sub("", text)
    if not any(character.isalnum() or character == "%" for character in text) or text.isdigit():
        return "no name"
    for form in dict.fromkeys((text, bare)):
        if form in names:
            return names[form]
        for pattern, reason in patterns:
            if pattern.fullmatch(form):
                return reason
    return None


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s_\-:;|()\[\]<>{}\"'*]+", " ", text).strip()


@cache
def _lists() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Return the plain names and the patterns with their reasons.

    Raises
    ------
    DataError
        When a row has no source, no reason or another kind.
    """
    names: dict[str, str] = {}
    patterns = []
    for row in read_rows(_FILE):
        if not row["source"] or not row["reason"] or row["kind"] not in {"name", "regex"}:
            raise DataError(_FILE, row["pattern"], "source, reason or kind is missing")
        if row["kind"] == "name":
            names[_plain(row["pattern"])] = row["reason"]
        else:
            patterns.append((re.compile(row["pattern"]), row["reason"]))
    return names, tuple(patterns)
