"""``read_model``: files in, one frozen ``Building`` and its meshes out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.cache import ModelCache, model_key
from bldgassess.ifc.elements import list_elements, read_element
from bldgassess.ifc.envelope import compute_envelope
from bldgassess.ifc.geometry import Shapes
from bldgassess.ifc.hull import compute_hull_spaces
from bldgassess.ifc.open import OpenModel, Source, load, parse
from bldgassess.ifc.reconcile import quantity_issues
from bldgassess.ifc.site import read_site
from bldgassess.ifc.spaces import list_spaces, read_space, read_storeys
from bldgassess.ifc.units import read_units
from bldgassess.ifc.volume import quantise
from bldgassess.model import Building, Element, Mesh, Opening, ReadModel, Site, Space, Storey, Surface
from bldgassess.progress import Progress, silent

__all__ = ["Show", "read_model"]

_Item = TypeVar("_Item", Element, Space)
#: Takes meshes of elements and their building parts by name, to be shown before everything is read.
Show = Callable[[Mapping[str, Mesh], Mapping[str, str]], None]
#: After so many elements progress is told, and a kept model is shown in pieces of this size.
_TOLD_EVERY, _SHOWN_AT_ONCE = 50, 500


@dataclass(frozen=True)
class _Part:
    """What one file holds."""

    site: Site
    storeys: tuple[Storey, ...]
    elements: tuple[Element, ...]
    spaces: tuple[Space, ...]
    meshes: Mapping[str, Mesh]
    issues: tuple[Issue, ...]


def read_model(
    paths: Sequence[Path],
    *,
    progress: Progress = silent,
    show: Show | None = None,
    cache: ModelCache | None = None,
) -> ReadModel:
    """Read one building from one or several (federated) files.

    Parameters
    ----------
    paths : sequence of Path
        ``.ifc`` or ``.ifczip``; the first gives the name and the place.
    progress : callable
        Told "open" and "shapes" with the share done, at least ten times a second while shapes are made.
    show : callable, optional
        Given meshes of elements by name as they come, each element once, and what part of the building each is; rooms
        are left out.
    cache : ModelCache, optional
        Where models are kept between runs; none is used unless given.

    Raises
    ------
    UserError
        When a file cannot be read or holds nothing to assess.
    """
    progress("open", 0.0)
    sources = [load(Path(path)) for path in paths]
    key = model_key([(source.path.name, source.digest) for source in sources]) if cache is not None else ""
    kept = cache.read(key) if cache is not None else None
    if kept is not None:
        _show_kept(kept, show)
        progress("shapes", 1.0)
        return kept
    model = _read_sources(sources, progress, show)
    if cache is not None:
        cache.write(key, model)
    progress("shapes", 1.0)
    return model


def _show_kept(model: ReadModel, show: Show | None) -> None:
    """Show a kept model in pieces, as a fresh one comes."""
    if show is None:
        return
    parts = {element.guid: element.part for element in model.building.elements if element.guid in model.meshes}
    guids = list(parts)
    for start in range(0, len(guids), _SHOWN_AT_ONCE):
        some = guids[start : start + _SHOWN_AT_ONCE]
        show({guid: model.meshes[guid] for guid in some}, {guid: parts[guid] for guid in some})


def _read_sources(sources: Sequence[Source], progress: Progress, show: Show | None) -> ReadModel:
    opened: list[OpenModel] = []
    parts: list[_Part] = []
    for index, source in enumerate(sources):
        with Shapes(source.path, len(source.content)) as shapes:
            opened.append(parse(source))
            parts.append(_read_part(opened[-1], shapes, _scaled(progress, index, len(sources)), show))
    elements = _unique([item for part in parts for item in part.elements])
    spaces = _unique([item for part in parts for item in part.spaces])
    if not elements:
        names = ", ".join(source.path.name for source in sources)
        raise UserError(Issue("ifc.nothing_to_assess", {"file": names}))
    meshes = {guid: mesh for part in parts for guid, mesh in sorted(part.meshes.items())}
    storeys = tuple(sorted({item.guid: item for part in parts for item in part.storeys}.values(),
                           key=lambda item: (item.elevation_m, item.guid)))  # fmt: skip
    found = _envelope(storeys, elements, spaces, meshes, parts[0].site)
    elements = _refine_parts(elements, found.surfaces)
    gia, rule = _gross_area(found.spaces, elements)
    building = Building(
        name=_name(opened[0]),
        schema=opened[0].schema,
        authoring_tool=opened[0].authoring_tool,
        digests=tuple(item.digest for item in opened),
        site=parts[0].site,
        storeys=storeys,
        elements=elements,
        spaces=found.spaces,
        surfaces=found.surfaces,
        openings=found.openings,
        envelope_source="rays" if any(item.origin == "model" for item in found.spaces) else "storey_hull",
        gia_m2=gia,
        gia_rule=rule,
        useful_m2=quantise(math.fsum(item.floor_area_m2 for item in found.spaces)),
        heated_volume_m3=quantise(math.fsum(item.volume_m3 for item in found.spaces)),
        issues=(*(issue for part in parts for issue in part.issues), *found.issues),
    )
    return ReadModel(building, dict(sorted(meshes.items())))


@dataclass(frozen=True)
class _Envelope:
    spaces: tuple[Space, ...]
    surfaces: tuple[Surface, ...]
    openings: tuple[Opening, ...]
    issues: tuple[Issue, ...]


def _envelope(
    storeys: tuple[Storey, ...],
    elements: tuple[Element, ...],
    spaces: tuple[Space, ...],
    meshes: Mapping[str, Mesh],
    site: Site,
) -> _Envelope:
    """Return rooms, their surfaces and openings: from the model's rooms, else from the outline of the storeys."""
    if spaces:
        envelope = compute_envelope(spaces, elements, meshes, site)
        return _Envelope(spaces, envelope.surfaces, envelope.openings, envelope.issues)
    hull = compute_hull_spaces(storeys, elements, meshes, site)
    return _Envelope(hull.spaces, hull.surfaces, hull.openings, hull.issues)


def _scaled(progress: Progress, index: int, count: int) -> Progress:
    def inner(stage: str, fraction: float) -> None:
        progress(stage, (index + fraction) / count)

    return inner


def _read_part(opened: OpenModel, shapes: Shapes, progress: Progress, show: Show | None) -> _Part:
    """Read one file: while other processes make shapes, elements are read as theirs come."""
    file = opened.file
    units = read_units(file)
    products, rooms = list_elements(file), list_spaces(file)
    wanted, doubled = _names([*products, *rooms])
    entities, room_ids = {item.id(): item for item in (*products, *rooms)}, {item.id() for item in rooms}
    elements: list[Element] = []
    spaces: list[Space] = []
    meshes: dict[str, Mesh] = {}
    crashed: list[str] = []
    count = 0
    for batch in shapes.stream({identity: _shape_source(item) for identity, item in entities.items()}):
        fresh = {wanted[identity]: mesh for identity, mesh in batch.meshes.items()}
        meshes |= fresh
        crashed += [wanted[identity] for identity in batch.lost]
        before = len(elements)
        progress("shapes", min(count / len(wanted), 1.0))
        for identity in batch.ids:
            count += 1
            if count % _TOLD_EVERY == 0:
                progress("shapes", min(count / len(wanted), 1.0))
            if identity not in room_ids:
                elements.append(read_element(entities[identity], wanted[identity], fresh, units))
            elif (space := read_space(entities[identity], wanted[identity], fresh, units)) is not None:
                spaces.append(space)
        if fresh and show is not None:
            parts = {item.guid: item.part for item in elements[before:] if item.guid in fresh}
            show({guid: fresh[guid] for guid in parts}, parts)
    lost = {wanted[item.id()] for item in products} - set(meshes)
    issues = (*units.issues, *_shape_issues(doubled, crashed, lost))
    authored = {item.guid: item.authored for item in elements} | {item.guid: item.authored for item in spaces}
    issues += quantity_issues(authored)
    return _Part(read_site(file, units), read_storeys(file, units), tuple(elements), tuple(spaces), meshes, issues)


def _shape_source(entity: Any) -> int:  # noqa: ANN401 - ifcopenshell has no types
    """Return the id of the shape that an entity's body is mapped from, or its own: what shares it is made together."""
    try:
        item = entity.Representation.Representations[0].Items[0]
        return int(item.MappingSource.id()) if item.is_a("IfcMappedItem") else int(entity.id())
    except (AttributeError, IndexError, TypeError, RuntimeError):  # broken references
        return int(entity.id())


def _shape_issues(doubled: tuple[str, ...], crashed: list[str], lost: set[str]) -> tuple[Issue, ...]:
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


def _unique(items: list[_Item]) -> tuple[_Item, ...]:
    return tuple(sorted({item.guid: item for item in items}.values(), key=lambda item: item.guid))


def _name(opened: OpenModel) -> str:
    for kind in ("IfcBuilding", "IfcProject"):
        for item in sorted(opened.file.by_type(kind), key=lambda item: item.GlobalId):
            if str(item.Name or "").strip():
                return str(item.Name).strip()
    return opened.name


def _refine_parts(elements: tuple[Element, ...], surfaces: tuple[Surface, ...]) -> tuple[Element, ...]:
    """Say external wall, roof and ground slab where the envelope shows it and the file did not say."""
    outside = {item.element_guid for item in surfaces if item.kind == "wall" and item.boundary in {"outside", "ground"}}
    ground = {item.element_guid for item in surfaces if item.kind == "floor" and item.boundary == "ground"}
    roof = {item.element_guid for item in surfaces if item.kind == "roof"}
    inner = {item.element_guid for item in surfaces if item.boundary == "space"}
    result = []
    for item in elements:
        part = item.part
        if part == "internal_wall" and item.is_external is None and item.guid in outside:
            part = "external_wall"
        elif part == "floor_slab" and item.guid in ground:
            part = "ground_slab"
        elif part == "floor_slab" and item.guid in roof and item.guid not in inner:
            part = "roof"
        result.append(item if part == item.part else replace(item, part=part))
    return tuple(result)


def _gross_area(spaces: tuple[Space, ...], elements: tuple[Element, ...]) -> tuple[float, str]:
    """Gross internal area: room floors and the plan of internal walls between them [m2]."""
    rooms = math.fsum(item.floor_area_m2 for item in spaces)
    if not spaces or spaces[0].origin == "storey_hull":
        return quantise(rooms), "plan of the storeys' outline (no rooms in the model)"
    walls = math.fsum(
        item.volume_m3 / item.height_m for item in elements if item.part == "internal_wall" and item.height_m > 1.5
    )
    return quantise(rooms + walls), "room floors plus plan of internal walls"
