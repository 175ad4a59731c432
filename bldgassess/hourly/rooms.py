"""What a room is used for, from its name in any of the languages that models come in."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bldgassess.model import Space


@dataclass(frozen=True, slots=True)
class RoomUse:
    """A use with whether it is held at temperature and whether people stay in it."""

    use: str
    is_conditioned: bool
    has_people: bool


#: A room whose name says nothing: conditioned and lived or worked in.
UNKNOWN = RoomUse("room", True, True)


@cache
def _uses() -> tuple[tuple[RoomUse, tuple[str, ...]], ...]:
    text = files("bldgassess.hourly").joinpath("data", "room_uses.csv").read_text(encoding="utf-8")
    return tuple(
        (
            RoomUse(row["use"], row["is_conditioned"] == "yes", row["has_people"] == "yes"),
            tuple(row["terms"].split(";")),
        )
        for row in csv.DictReader(text.splitlines())
    )


def room_use(space: Space) -> RoomUse:
    """Return the use of a room: the longest term found in its name; a storey's stand-in is lived in."""
    if space.origin != "model":
        return UNKNOWN
    for name in (space.long_name, space.name):
        text = unicodedata.normalize("NFKC", name).casefold()
        best: tuple[int, RoomUse] | None = None
        for use, terms in _uses():
            for term in terms:
                if _found(term, text) and (best is None or len(term) > best[0]):
                    best = (len(term), use)
        if best:
            return best[1]
    return UNKNOWN


def _found(term: str, text: str) -> bool:
    if len(term) <= 4 and term.isascii():
        return re.search(rf"(?<![^\W\d_]){re.escape(term)}(?![^\W\d_])", text) is not None
    return term in text
