"""What became of the health classes from one set of results to another: carbon alone is half a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bldgassess.health.limits import CLASSES
from bldgassess.health.result import HealthClass


@dataclass(frozen=True, slots=True)
class ClassChange:
    """An indicator whose worst class changed."""

    id: str
    before: HealthClass
    after: HealthClass

    @property
    def is_worse(self) -> bool:
        """Whether the class after is worse than that before."""
        return CLASSES.index(self.after) > CLASSES.index(self.before)


def changed_classes(
    before: Mapping[str, HealthClass], after: Iterable[tuple[str, HealthClass]]
) -> tuple[ClassChange, ...]:
    """Return the indicators assessed before and after whose class differs, in the order of those after."""
    return tuple(
        ClassChange(key, before[key], new)
        for key, new in after
        if new in CLASSES and before.get(key) in CLASSES and new != before[key]
    )


def class_changes(base: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[ClassChange, ...]:
    """Return the indicators assessed in both results whose class differs, worse ones first.

    >>> one, two = ({"health": {"indicators": [{"id": "T3", "class": c}]}} for c in ("II", "III"))
    >>> class_changes(one, two)[0].is_worse
    True
    """
    before = {row["id"]: row["class"] for row in base["health"]["indicators"]}
    found = changed_classes(before, ((row["id"], row["class"]) for row in other["health"]["indicators"]))
    return tuple(sorted(found, key=lambda item: (not item.is_worse, item.id)))
