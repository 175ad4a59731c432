"""The small tables beside this package: names, rules and tolerances, each row with its source."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bldgassess.data_rows import data_rows


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table of ``bldgassess/ifc/data``."""
    return tuple(data_rows("bldgassess.ifc", name))


@cache
def tolerance(identity: str) -> float:
    """Return a tolerance of ``tolerances.csv``.

    >>> tolerance("double_box")
    0.01
    """
    return next(float(row["value"]) for row in read_table("tolerances.csv") if row["id"] == identity)


def plain(text: str) -> str:
    """Return a name for comparison: compatible forms, lower case, separators as single spaces.

    >>> plain("Misc. Air Layers - Air_Space")
    'misc air layers air space'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-.:;|,()\[\]<>]+", " ", text).strip()
