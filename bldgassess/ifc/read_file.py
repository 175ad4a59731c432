"""One file: its elements, rooms and meshes, read while other processes make the shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bldgassess.errors import Issue
from bldgassess.ifc.axes import Axes
from bldgassess.ifc.elements import PropertySets, read_element
from bldgassess.ifc.geometry import Batch, Shapes
from bldgassess.ifc.layer_check import check_layers
from bldgassess.ifc.missing_units import infer_units
from bldgassess.ifc.open import OpenModel
from bldgassess.ifc.parts import building_part, choose_counted, list_elements
from bldgassess.ifc.reconcile import confirm_slips, quantity_issues
from bldgassess.ifc.site import read_site
from bldgassess.ifc.spaces import list_spaces, read_space, read_storeys
from bldgassess.ifc.units import Units, read_units
from bldgassess.ifc.volume import MeshMeasure, measure_all
from bldgassess.model import AuthoredQuantity, Element, Mesh, Site, Space, Storey
from bldgassess.progress import Progress

#: Takes meshes of elements and their building parts by name, to be shown before everything is read.
Show = Callable[[Mapping[str, Mesh], Mapping[str, str]], None]
_Item = TypeVar("_Item", Element, Space)
#: After so many elements progress is told.
_TOLD_EVERY = 50


@dataclass(frozen=True)
class FilePart:
    """What one file holds."""

    site: Site
    storeys: tuple[Storey, ...]
    elements: tuple[Element, ...]
    spaces: tuple[Space, ...]
    meshes: Mapping[str, Mesh]
    issues: tuple[Issue, ...]


def read_file(
    opened: OpenModel, shapes: Shapes, *, source: int, progress: Progress, show: Show | None = None
) -> FilePart:
    """Read one file.

    Parameters
    ----------
    shapes : Shapes
        The processes that make this file's shapes.
    source : int
        Index of the file among those of the building.
    show : callable, optional
        Given each batch of meshes with their building parts as they come.
    """
    intake = _Intake(opened, source, progress, show)
    for batch in shapes.stream(intake.shape_sources()):
        intake.take(batch)
    return intake.finish()


class _Intake:
    """Takes shapes as they come and reads the element of each meanwhile, on the core that the kernel leaves free.

    A file that names no area or volume unit is the exception: its units are inferred from all shapes, so its elements
    are read at the end.
    """

    def __init__(self, opened: OpenModel, source: int, progress: Progress, show: Show | None) -> None:
        self._file, self._source, self._progress, self._show = opened.file, source, progress, show
        self._units = read_units(opened.file)
        self._products, self._rooms = list_elements(opened.file), list_spaces(opened.file)
        self._names, self._doubled = _names([*self._products, *self._rooms])
        self._entities = {item.id(): item for item in (*self._products, *self._rooms)}
        self._room_ids = {item.id() for item in self._rooms}
        self._axes = Axes()
        self._of_types: dict[int, PropertySets] = {}
        self._meshes: dict[str, Mesh] = {}
        self._measures: dict[str, MeshMeasure] = {}
        self._elements: dict[int, Element] = {}
        self._spaces: dict[int, Space] = {}
        self._crashed: list[str] = []
        self._seen = 0

    def shape_sources(self) -> dict[int, int]:
        """Return, by entity, what its shape is made from."""
        return {identity: _shape_source(item) for identity, item in self._entities.items()}

    def take(self, batch: Batch) -> None:
        """Keep the shapes of a batch, measure them, and read their elements."""
        fresh = {self._names[identity]: mesh for identity, mesh in batch.meshes.items()}
        self._meshes |= fresh
        axes = {self._names[k]: self._axes.of(self._entities[k]) for k in batch.meshes if k not in self._room_ids}
        self._measures |= measure_all(fresh, axes)
        self._crashed += [self._names[identity] for identity in batch.lost]
        self._tell()
        for identity in batch.ids:
            self._seen += 1
            if self._seen % _TOLD_EVERY == 0:
                self._tell()
            if not self._units.missing:
                self._read(identity, self._units)
        if self._show is not None and fresh:
            self._show_elements(batch, fresh)

    def finish(self) -> FilePart:
        """Return what the file holds; of wholes and their parts only what counts."""
        units = self._inferred()
        for identity in self._entities:
            if identity not in self._elements and identity not in self._spaces:
                self._read(identity, units)
        products = choose_counted(self._products, {k for k, name in self._names.items() if name in self._meshes})
        names = [self._names[item.id()] for item in products]
        kept = {*names, *(self._names[item.id()] for item in self._rooms)}
        elements = [self._elements[item.id()] for item in products]
        spaces = [self._spaces[item.id()] for item in self._rooms if item.id() in self._spaces]
        authored = confirm_slips(
            {(item.guid, item.part): item.authored for item in elements}
            | {(item.guid, "space"): item.authored for item in spaces}
        )
        lost = {name for name in names if name not in self._meshes}
        issues = (
            *units.issues,
            *_shape_issues(self._doubled, self._crashed, lost),
            *check_layers(tuple(elements)),
            *quantity_issues(authored),
        )
        return FilePart(
            read_site(self._file, units),
            read_storeys(self._file, units),
            tuple(_with_authored(item, authored[item.guid]) for item in elements),
            tuple(_with_authored(item, authored[item.guid]) for item in spaces),
            {name: mesh for name, mesh in sorted(self._meshes.items()) if name in kept},
            issues,
        )

    def _read(self, identity: int, units: Units) -> None:
        entity, name = self._entities[identity], self._names[identity]
        if identity not in self._room_ids:
            self._elements[identity] = read_element(entity, name, self._measures, units, self._source, self._of_types)
        elif (space := read_space(entity, name, self._measures, units)) is not None:
            self._spaces[identity] = space

    def _inferred(self) -> Units:
        """Return the units, those that the file does not name inferred from all shapes."""
        if not self._units.missing:
            return self._units
        kinds = [
            *((item, building_part(item, external=False)) for item in self._products),
            *((item, "space") for item in self._rooms),
        ]
        shown = [(item, self._measures.get(self._names[item.id()]), kind) for item, kind in kinds]
        return infer_units(self._units, [(item, shape, kind) for item, shape, kind in shown if shape is not None])

    def _tell(self) -> None:
        self._progress("shapes", min(self._seen / max(len(self._names), 1), 1.0))

    def _show_elements(self, batch: Batch, fresh: Mapping[str, Mesh]) -> None:
        parts: dict[str, str] = {}
        for identity in batch.meshes:
            if identity not in self._room_ids:
                known = self._elements.get(identity)
                parts[self._names[identity]] = (
                    known.part if known else str(building_part(self._entities[identity], external=False))
                )
        if self._show is not None and parts:
            self._show({name: fresh[name] for name in parts}, parts)


def _with_authored(item: _Item, rows: tuple[AuthoredQuantity, ...]) -> _Item:
    return item if rows is item.authored else replace(item, authored=rows)


def _shape_source(entity: Any) -> int:  # noqa: ANN401 - ifcopenshell has no types
    """Return the id of the shape that an entity's body is mapped from, or its own: what shares it is made together."""
    try:
        item = entity.Representation.Representations[0].Items[0]
        return int(item.MappingSource.id()) if item.is_a("IfcMappedItem") else int(entity.id())
    except (AttributeError, IndexError, TypeError, RuntimeError):  # broken references
        return int(entity.id())


def _shape_issues(doubled: tuple[str, ...], crashed: Sequence[str], lost: set[str]) -> tuple[Issue, ...]:
    """Name what has no shape: what brought the kernel down or took too long apart from what could not be made."""
    killers, unmade = tuple(sorted(crashed)), tuple(sorted(lost - set(crashed)))
    found = (("ifc.bad_guid", doubled), ("ifc.shape_lost", killers), ("ifc.no_shape", unmade))
    return tuple(Issue(code, {"count": len(ids)}, ids, "warning") for code, ids in found if ids)


def _names(entities: Sequence[Any]) -> tuple[dict[int, str], tuple[str, ...]]:
    """Return a name for each entity, its GlobalId where that is there and stands once, and the names that were made."""
    names: dict[int, str] = {}
    made = []
    taken: set[str] = set()
    for entity in sorted(entities, key=lambda item: int(item.id())):
        name = str(entity.GlobalId or "")
        if not name or name in taken:
            name = f"{name}#{entity.id()}"
            made.append(name)
        taken.add(name)
        names[entity.id()] = name
    return names, tuple(sorted(made))
