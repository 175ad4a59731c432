"""What a room is used for, from its names, labels and classification codes, in the languages that models come in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.model import Space

_LANGUAGES = ("en", "de", "zh", "ru", "other")
#: Latin terms up to this length are found as words only: "bad" is not in "Badminton".
_SHORT = 4


@dataclass(frozen=True, slots=True)
class RoomUse:
    """A use: whether it is held at temperature, whether people stay in it, whether they count in the building's number.

    ``heating_c`` and ``cooling_c``: set-points of its type [degC], ``target_lux`` its illuminance [lux], where known.
    """

    use: str
    is_conditioned: bool
    has_people: bool
    adds_people: bool = True
    heating_c: float | None = None
    cooling_c: float | None = None
    target_lux: float | None = None
    source: str = ""
    quality: str = ""


#: A room whose name says nothing: conditioned and lived or worked in.
UNKNOWN = RoomUse("room", True, True)


@dataclass(frozen=True, slots=True)
class _Row:
    use: RoomUse
    terms: tuple[str, ...]
    codes: tuple[str, ...]


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _Row(
            RoomUse(
                row["use"],
                row["is_conditioned"] == "yes",
                row["has_people"] == "yes",
                row["adds_people"] == "yes",
                _figure(row["heating_c"]),
                _figure(row["cooling_c"]),
                _figure(row["target_lux"]),
                row["source"],
                row["quality"],
            ),
            tuple(term for language in _LANGUAGES for term in row[f"terms_{language}"].split(";") if term),
            tuple(code.casefold() for code in row["codes"].split(";") if code),
        )
        for row in data_rows("bldgassess.hourly", "room_uses.csv")
    )


def _figure(text: str) -> float | None:
    return float(text) if text else None


@cache
def room_use(space: Space) -> RoomUse:
    """Return the use of a room: long name, name, labels in this order; a storey's stand-in is lived in.

    In each the longest term found decides, then the longest classification code that it begins with.
    """
    if space.origin != "model":
        return UNKNOWN
    for name in (space.long_name, space.name, *space.labels):
        found = use_by_name(name) or use_by_code(name)
        if found:
            return found
    return UNKNOWN


@cache
def use_by_name(name: str) -> RoomUse | None:
    """Return the use that a name tells, ``None`` where it tells none.

    >>> [use_by_name(name).use for name in ("Bathroom 1", "Flur EG Eingang", "电梯厅", "Комната отдыха", "WC4")]
    ['bathroom', 'corridor', 'corridor', 'common_room', 'bathroom']
    >>> use_by_name("B203") is None
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    best: tuple[int, RoomUse] | None = None
    for row in _rows():
        for term in row.terms:
            if (best is None or len(term) > best[0]) and _found(term, text):
                best = (len(term), row.use)
    return best[1] if best else None


@cache
def use_by_code(label: str) -> RoomUse | None:
    """Return the use of a code of DIN 277, old or new, ``None`` where it is none; other systems tell it by titles.

    >>> [use_by_code(code).use for code in ("HNF 2", "2 HNF", "NUF 5.1", "VF 9.1")]
    ['office', 'office', 'classroom', 'corridor']
    """
    text = label.casefold()
    fitting = [(len(code), row.use) for row in _rows() for code in row.codes if _begins(text, code)]
    return max(fitting, key=lambda item: item[0])[1] if fitting else None


def _begins(text: str, code: str) -> bool:
    return text == code or (text.startswith(code) and not text[len(code)].isalnum())


def _found(term: str, text: str) -> bool:
    if len(term) <= _SHORT and term.isascii():
        return re.search(rf"(?<![^\W\d_]){re.escape(term)}(?![^\W\d_])", text) is not None
    return term in text
