"""Where results go in an open model: the entity behind each name of the assessment, and the sets written earlier."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from bldgassess.ifc.elements import list_elements
from bldgassess.ifc.spaces import list_spaces
from reports.ifc_sets import OWN_PREFIX, STANDARD_SETS

#: Of the GlobalIds of our sets; fixed for good, so that a later run finds what an earlier one wrote.
_NAMESPACE = uuid.UUID("5d0f6d5e-6f0b-5d52-9a7c-2d1b8f3a9c41")
#: A name that the reader made for an entity whose GlobalId is missing or stands twice.
_MADE_NAME = re.compile(r"(.*)#(\d+)\Z", re.DOTALL)
_DEFINES = "IfcRelDefinesByProperties"


class Entangled(Exception):  # noqa: N818 - an answer to the caller, who says it in words
    """Something that stays in the file refers to an earlier set; its names are the argument."""


def set_guid(owner: str, name: str) -> str:
    """Return the GlobalId of an owner's set (with "/rel" behind the name: of its relation), the same in every run."""
    import ifcopenshell.guid

    return str(ifcopenshell.guid.compress(uuid.uuid5(_NAMESPACE, f"{owner}/{name}").hex))


def owner_name(entity: Any, is_alone: bool = True) -> str:  # noqa: ANN401
    """Return the name of an entity as the reader gives it: its GlobalId where that is there and stands once."""
    guid = str(entity.GlobalId or "")
    return guid if guid and is_alone else f"{guid}#{entity.id()}"


class Places:
    """The elements and rooms of one file by the names that the assessment uses."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401
        self._by_guid: dict[str, list[Any]] = {}
        self._by_id: dict[int, Any] = {}
        for entity in sorted((*list_elements(file), *list_spaces(file)), key=lambda item: int(item.id())):
            self._by_guid.setdefault(str(entity.GlobalId or ""), []).append(entity)
            self._by_id[entity.id()] = entity

    def find(self, name: str, ifc_class: str) -> Any | None:  # noqa: ANN401
        """Return the entity of a name, or ``None`` where there is none of that class beyond doubt.

        Of several with one GlobalId the reader leaves it to the first by number and makes names for the others.
        """
        made = _MADE_NAME.match(name)
        if made:
            entity = self._by_id.get(int(made[2]))
            found = entity if entity is not None and str(entity.GlobalId or "") == made[1] else None
        else:
            found = self._by_guid[name][0] if name and name in self._by_guid else None
        return found if found is not None and found.is_a() == ifc_class else None


def earlier_sets(file: Any) -> frozenset[int]:  # noqa: ANN401
    """Return the ids of all that an earlier run wrote: sets, their relations, properties and units of their own.

    Ours are the sets named ``bldgassess_...`` and those of buildingSMART's that carry the GlobalId that we give; a set
    that somebody else wrote stays.

    Raises
    ------
    Entangled
        When something else refers to one of them.
    """
    sets = [item for item in file.by_type("IfcPropertySet") if _is_ours(file, item)]
    gone = set()
    for item in sets:
        relations = list(file.get_inverse(item))
        if not all(_defines_only(relation, item) and not file.get_inverse(relation) for relation in relations):
            raise Entangled(str(item.Name))
        gone |= {entity.id() for entity in (item, *relations)}
    _add_unused(file, (prop for item in sets for prop in item.HasProperties or ()), gone)
    return frozenset(gone)


def _is_ours(file: Any, item: Any) -> bool:  # noqa: ANN401
    name = str(item.Name or "")
    if name.startswith(OWN_PREFIX):
        return True
    if name not in STANDARD_SETS:
        return False
    owners = [
        entity for relation in file.get_inverse(item) for entity in getattr(relation, "RelatedObjects", None) or ()
    ]
    names = [owner_name(entity, is_alone) for entity in owners for is_alone in (True, False)]
    return str(item.GlobalId) in {set_guid(owner, name) for owner in names}


def _defines_only(relation: Any, item: Any) -> bool:  # noqa: ANN401
    return bool(relation.is_a(_DEFINES)) and relation.RelatingPropertyDefinition == item


def _add_unused(file: Any, candidates: Iterable[Any], gone: set[int]) -> None:  # noqa: ANN401
    """Add what only entities that go refer to, and then what only those refer to."""
    waiting = list(candidates)
    while waiting:
        entity = waiting.pop()
        if entity.id() in gone or {user.id() for user in file.get_inverse(entity)} - gone:
            continue
        gone.add(entity.id())
        waiting += [part for part in file.traverse(entity, max_levels=1) if part.id() and part.id() not in gone]


def foreign_sets(psets: dict[str, dict[str, Any]], gone: Collection[int]) -> frozenset[str]:
    """Return which of buildingSMART's sets an element has already, itself or by its type, from somebody else."""
    return frozenset(name for name in STANDARD_SETS if name in psets and psets[name].get("id") not in gone)
