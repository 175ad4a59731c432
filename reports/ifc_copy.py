"""A copy of the model with the results on its elements; every other byte of the file stays (docs/decisions)."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.elements import read_psets
from bldgassess.pipeline.assessment import Assessment
from reports.files import write_files
from reports.ifc_place import Entangled, Places, earlier_sets, foreign_sets, owner_name, set_guid
from reports.ifc_sets import PropertySet, Unit, building_set, element_sets, space_sets
from reports.step_text import Block, Derived, Enum, Ref, Typed, Value, extended, statements, without

PLAIN, PACKED = ".ifc", ".ifczip"
#: Date of the member of a packed copy: the first that the format knows, so that the same copy has the same bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
#: A year of the hourly calculation [s].
_YEAR_S = 365.0 * 24.0 * 3600.0


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


@dataclass(frozen=True, slots=True)
class _Target:
    """A set with the entity that it goes to."""

    entity: Any
    owner: str
    set: PropertySet


def plan_targets(models: Sequence[Path], out: Path, *, others: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the path of each model's copy, before any long work.

    ``out`` is a file where it ends in .ifc or .ifczip, else a folder in which each copy keeps its model's name.

    Raises
    ------
    UserError
        When a copy would replace one of the files that are read (``models`` and ``others``; also through a link),
        two copies would be one file, or the place cannot be written.
    """
    if out.suffix.lower() in {PLAIN, PACKED} and not out.is_dir():
        if len(models) > 1:
            raise UserError(Issue("writeback.one_for_many", {"path": str(out), "count": len(models)}))
        targets: tuple[Path, ...] = (out,)
    else:
        names = [model.name if model.suffix.lower() in {PLAIN, PACKED} else f"{model.stem}{PLAIN}" for model in models]
        counts = Counter(name.casefold() for name in names)
        doubled = sorted(name for name in names if counts[name.casefold()] > 1)
        if doubled:
            raise UserError(Issue("writeback.same_name", {"name": doubled[0]}))
        targets = tuple(out / name for name in names)
    for target in targets:
        for model in (*models, *others):
            if _is_same(target, model):
                raise UserError(Issue("writeback.same_file", {"path": str(target), "input": str(model)}))
        _check_writable(target)
    return targets


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there (yet)
        return one.resolve() == other.resolve()


def _check_writable(target: Path) -> None:
    folder = target.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    problem = 0 if folder.is_dir() else errno.ENOTDIR
    problem = problem or (0 if os.access(folder, os.W_OK) else errno.EACCES)
    problem = problem or (errno.EISDIR if target.is_dir() else 0)
    if problem:
        raise UserError(Issue("results.cannot_write", {"path": str(target), "reason": os.strerror(problem)}))


def write_copies(
    assessment: Assessment, models: Sequence[Path], targets: Sequence[Path], *, language: str = "en"
) -> tuple[Copy, ...]:
    """Write a copy of each model with the results of the assessment that was made from all of them.

    Parameters
    ----------
    models, targets : sequence of Path
        The files that were assessed, and the path of each copy; see ``plan_targets``.
    language : str
        Of descriptions and words; names of sets and properties are the same in every language.

    Raises
    ------
    UserError
        When a model changed since it was assessed, nothing can be added to it, or a copy cannot be written; then no
        copy has changed.
    """
    sources = [_open(model, assessment) for model in models]
    found, unplaced = _place(sources, assessment, language)
    made = [
        _compose(source, targets_of, assessment, target, language)
        for source, targets_of, target in zip(sources, found, targets, strict=True)
    ]
    write_files({copy.path: _packed(copy.path, content) for copy, content in made})
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
) -> tuple[list[list[_Target]], tuple[str, ...]]:
    """Return the sets of each file with their entities, and the names that have no place beyond doubt."""
    classes = {element.guid: element.ifc_class for element in assessment.building.elements}
    rooms = {guid: (own,) for guid, own in space_sets(assessment, language).items()}
    by_schema = {source.file.schema_identifier: source.file for source in sources}
    elements = {schema: element_sets(assessment, schema, language) for schema in by_schema}
    found: list[list[_Target]] = [[] for _ in sources]
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
        found[k] += [_Target(entity, name, item) for item in sets]
    return found, tuple(unplaced)


def _compose(
    source: _Source, targets: list[_Target], assessment: Assessment, path: Path, language: str
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
        _add_set(block, target, source)
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


def _without_foreign(targets: Sequence[_Target], gone: frozenset[int]) -> tuple[list[_Target], list[Issue]]:
    """Leave out standard sets where somebody else's stand already, one issue a set."""
    kept: list[_Target] = []
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


def _whole_target(source: _Source, assessment: Assessment, language: str) -> tuple[_Target, tuple[Issue, ...]]:
    """Return the building's set with its entity: the one building of the file, else the project."""
    buildings = source.file.by_type("IfcBuilding")
    issues: tuple[Issue, ...] = ()
    if len(buildings) == 1:
        entity = buildings[0]
    else:
        entity = min(source.file.by_type("IfcProject"), key=lambda item: int(item.id()))
        issues = (Issue("writeback.many_buildings", {"file": source.name, "count": len(buildings)}, severity="info"),)
    return _Target(entity, owner_name(entity), building_set(assessment, language)), issues


def _add_set(block: Block, target: _Target, source: _Source) -> None:
    """Add the properties, the set and its relation to the block."""
    references: list[Value] = []
    for item in target.set.properties:
        text = item.description or None
        unit = _unit(block, item.unit)
        if isinstance(item.value, tuple):
            values = tuple(Typed(item.type, value) for value in item.value)
            kind = "IfcPropertyEnumeratedValue" if item.is_enumeration else "IfcPropertyListValue"
            references.append(block.add(kind, item.name, text, values, unit))
        else:
            value = Typed(item.type, item.value)
            references.append(block.add("IfcPropertySingleValue", item.name, text, value, unit))
    history = _owner_history(target.entity, source.file)
    name, text = target.set.name, target.set.description or None
    made = block.add("IfcPropertySet", set_guid(target.owner, name), history, name, text, tuple(references))
    guid = set_guid(target.owner, f"{name}/rel")
    block.add("IfcRelDefinesByProperties", guid, history, None, None, (Ref(target.entity.id()),), made)


def _owner_history(entity: Any, file: Any) -> Ref | None:  # noqa: ANN401
    """Return the entity's own owner history where the schema asks for one (IFC2X3); later ones leave it out."""
    if file.schema != "IFC2X3":
        return None
    history = entity.OwnerHistory or file.by_type("IfcProject")[0].OwnerHistory
    return Ref(history.id()) if history is not None else None


def _unit(block: Block, unit: Unit) -> Ref | None:
    """Return the unit of a property, whatever the units of the project are."""
    if not unit:
        return None
    if unit == "kg":
        return block.share("IfcSIUnit", Derived(), Enum("MASSUNIT"), Enum("KILO"), Enum("GRAM"))
    if unit == "m2":
        return block.share("IfcSIUnit", Derived(), Enum("AREAUNIT"), None, Enum("SQUARE_METRE"))
    second = block.share("IfcSIUnit", Derived(), Enum("TIMEUNIT"), None, Enum("SECOND"))
    dimensions = block.share("IfcDimensionalExponents", 0, 0, 1, 0, 0, 0, 0)
    measure = block.share("IfcMeasureWithUnit", Typed("IfcTimeMeasure", _YEAR_S), second)
    return block.share("IfcConversionBasedUnit", dimensions, Enum("TIMEUNIT"), "year", measure)


def _check(source: _Source, content: bytes, targets: Sequence[_Target], ids: AbstractSet[int]) -> None:
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


def _packed(path: Path, content: bytes) -> bytes:
    """Return the content as the file's suffix asks for: plain, or one member of an archive."""
    if path.suffix.lower() != PACKED:
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{path.stem}{PLAIN}", _ZIP_DATE)
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, content)
    return stream.getvalue()
