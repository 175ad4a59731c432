"""What became of the health classes from one set of results to another: carbon alone is half a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Classes from the best on.
_ORDER = ("I", "II", "III", "IV", "outside")


@dataclass(frozen=True, slots=True)
class ClassChange:
    """An indicator whose worst class changed."""

    id: str
    before: str
    after: str

    @property
    def is_worse(self) -> bool:
        """Whether the class after is worse than that before."""
        return _ORDER.index(self.after) > _ORDER.index(self.before)


def class_changes(base: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[ClassChange, ...]:
    """Return the indicators assessed in both results whose class differs, worse ones first.

    >>> one, two = ({"health": {"indicators": [{"id": "T3", "class": c}]}} for c in ("II", "III"))
    >>> class_changes(one, two)[0].is_worse
    True
    """
    before = {row["id"]: row["class"] for row in base["health"]["indicators"]}
    found = [
        ClassChange(row["id"], before[row["id"]], row["class"])
        for row in other["health"]["indicators"]
        if row["class"] in _ORDER and before.get(row["id"]) in _ORDER and row["class"] != before[row["id"]]
    ]
    return tuple(sorted(found, key=lambda item: (not item.is_worse, item.id)))
