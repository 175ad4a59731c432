"""A copy of the model with the results on its elements; every other byte of the file stays (docs/decisions)."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.elements import read_psets
from bldgassess.pipeline.assessment import Assessment
from reports.files import write_files
from reports.ifc_block import Target, add_set
from reports.ifc_files import PLAIN, check_targets, packed
from reports.ifc_place import Entangled, Places, earlier_sets, foreign_sets, owner_name, set_guid
from reports.ifc_sets import building_set, element_sets, space_sets
from reports.step_text import Block, extended, statements, without


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was written: how many elements, rooms and sets carry results, and how many earlier sets went."""

    path: Path
    elements: int
    spaces: int
    sets: int
    replaced: int
    bytes_before: int
    bytes_after: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A model as text and parsed; the handle is held, entities of ifcopenshell 0.9 dangle when it is collected."""

    name: str
    content: bytes
    file: Any
    places: Places


def write_copies(
    assessment: Assessment, models: Sequence[Path], targets: Sequence[Path], *, language: str = "en"
) -> tuple[Copy, ...]:
    """Write a copy of each model with the results of the assessment that was made from all of them.

    Parameters
    ----------
    models, targets : sequence of Path
        The files that were assessed, and the path of each copy; see ``reports.ifc_files.plan_targets``.
    language : str
        Of descriptions and words; names of sets and properties are the same in every language.

    Raises
    ------
    UserError
        When a copy would replace a model, a model changed since it was assessed, nothing can be added to it, or a copy
        cannot be written; then no copy has changed.
    """
    check_targets(targets, models)
    sources = [_open(model, assessment) for model in models]
    found, unplaced = _place(sources, assessment, language)
    made = [
        _compose(source, targets_of, assessment, target, language)
        for source, targets_of, target in zip(sources, found, targets, strict=True)
    ]
    write_files({copy.path: packed(copy.path, content) for copy, content in made})
    copies = [copy for copy, _ in made]
    if unplaced:
        issue = Issue("writeback.unplaced", {"count": len(unplaced)}, unplaced, "warning")
        copies[0] = replace(copies[0], issues=(*copies[0].issues, issue))
    return tuple(copies)


def _open(model: Path, assessment: Assessment) -> _Source:
    import ifcopenshell

    try:
        data = model.read_bytes()
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("ifc.cannot_open", {"file": model.name, "reason": reason})) from error
    if hashlib.sha256(data).hexdigest() not in assessment.building.digests:
        raise UserError(Issue("writeback.changed", {"file": model.name}))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read(next(name for name in archive.namelist() if name.lower().endswith(PLAIN)))
    file = ifcopenshell.file.from_string(data.decode("utf-8", errors="replace"))
    return _Source(model.name, data, file, Places(file))


def _place(
    sources: Sequence[_Source], assessment: Assessment, language: str
) -> tuple[list[list[Target]], tuple[str, ...]]:
    """Return the sets of each file with their entities, and the names that have no place beyond doubt."""
    classes = {element.guid: element.ifc_class for element in assessment.building.elements}
    rooms = {guid: (own,) for guid, own in space_sets(assessment, language).items()}
    by_schema = {source.file.schema_identifier: source.file for source in sources}
    elements = {schema: element_sets(assessment, schema, language) for schema in by_schema}
    found: list[list[Target]] = [[] for _ in sources]
    unplaced, taken = [], set()
    names: list[tuple[str, str, bool]] = sorted(
        [(guid, classes[guid], True) for guid in next(iter(elements.values()))]
        + [(guid, "IfcSpace", False) for guid in rooms]
    )
    for name, ifc_class, is_element in names:
        hits = [
            (k, item) for k, source in enumerate(sources) if (item := source.places.find(name, ifc_class)) is not None
        ]
        if len(hits) != 1 or (hits[0][0], hits[0][1].id()) in taken:
            unplaced.append(name)
            continue
        k, entity = hits[0]
        taken.add((k, entity.id()))
        sets = elements[sources[k].file.schema_identifier][name] if is_element else rooms[name]
        found[k] += [Target(entity, name, item) for item in sets]
    return found, tuple(unplaced)


def _compose(
    source: _Source, targets: list[Target], assessment: Assessment, path: Path, language: str
) -> tuple[Copy, bytes]:
    try:
        gone = earlier_sets(source.file)
        rest = without(source.content, gone)
    except Entangled as error:
        raise UserError(Issue("writeback.entangled", {"file": source.name, "sets": str(error)})) from error
    except ValueError as error:
        raise UserError(Issue("writeback.not_editable", {"file": source.name})) from error
    kept, issues = _without_foreign(targets, gone)
    whole, note = _whole_target(source, assessment, language)
    kept.append(whole)
    # also above what only the parser, or only the text, knows of
    taken = {identity for identity, _, _ in statements(rest)} | (set(source.file.entity_names()) - gone)
    block = Block(max(taken, default=0) + 1)
    for target in kept:
        add_set(block, target, source.file)
    try:
        content = extended(rest, block.lines)
    except ValueError as error:
        raise UserError(Issue("writeback.not_editable", {"file": source.name})) from error
    _check(source, content, kept, (set(source.file.entity_names()) - gone) | block.ids)
    sets = [item for item in gone if source.file.by_id(item).is_a("IfcPropertySet")]
    copy = Copy(
        path=path,
        elements=len({target.owner for target in targets if not target.entity.is_a("IfcSpace")}),
        spaces=len({target.owner for target in targets if target.entity.is_a("IfcSpace")}),
        sets=len(kept),
        replaced=len(sets),
        bytes_before=len(source.content),
        bytes_after=len(content),
        issues=(*issues, *note),
    )
    return copy, content


def _without_foreign(targets: Sequence[Target], gone: frozenset[int]) -> tuple[list[Target], list[Issue]]:
    """Leave out standard sets where somebody else's stand already, one issue a set."""
    kept: list[Target] = []
    left: dict[str, list[str]] = {}
    foreign: dict[int, frozenset[str]] = {}
    for target in targets:
        identity = target.entity.id()
        if identity not in foreign:
            foreign[identity] = foreign_sets(read_psets(target.entity), gone)
        # indicators and values belong together: with one of them from elsewhere, the pair would not fit
        if foreign[identity] and target.set.name.startswith("Pset_"):
            for name in foreign[identity]:
                left.setdefault(name, []).append(target.owner)
        else:
            kept.append(target)
    issues = [
        Issue("writeback.kept_set", {"count": len(set(owners)), "set": name}, tuple(sorted(set(owners))), "info")
        for name, owners in sorted(left.items())
    ]
    return kept, issues


def _whole_target(source: _Source, assessment: Assessment, language: str) -> tuple[Target, tuple[Issue, ...]]:
    """Return the building's set with its entity: the one building of the file, else the project."""
    buildings = source.file.by_type("IfcBuilding")
    issues: tuple[Issue, ...] = ()
    if len(buildings) == 1:
        entity = buildings[0]
    else:
        entity = min(source.file.by_type("IfcProject"), key=lambda item: int(item.id()))
        issues = (Issue("writeback.many_buildings", {"file": source.name, "count": len(buildings)}, severity="info"),)
    return Target(entity, owner_name(entity), building_set(assessment, language)), issues


def _check(source: _Source, content: bytes, targets: Sequence[Target], ids: AbstractSet[int]) -> None:
    """Open the copy and look for every set on its entity, before anything is written.

    Raises
    ------
    UserError
        When other entities than ``ids`` are in the copy, or a set is not where it belongs.
    """
    import ifcopenshell

    file = ifcopenshell.file.from_string(content.decode("utf-8", errors="replace"))
    placed: Mapping[tuple[str, str], list[int]] = {
        (relation.RelatingPropertyDefinition.GlobalId, relation.RelatingPropertyDefinition.Name): [
            item.id() for item in relation.RelatedObjects
        ]
        for relation in file.by_type("IfcRelDefinesByProperties")
        if relation.RelatingPropertyDefinition is not None
        and relation.RelatingPropertyDefinition.is_a("IfcPropertySet")
    }
    expected = {(set_guid(item.owner, item.set.name), item.set.name): [item.entity.id()] for item in targets}
    arrived = {key: placed.get(key) for key in expected}
    if arrived != expected or set(file.entity_names()) != ids:
        raise UserError(Issue("writeback.not_editable", {"file": source.name}))
