"""``read_model``: files in, one frozen ``Building`` and its meshes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.elements import list_elements, read_element
from bldgassess.ifc.geometry import Shapes
from bldgassess.ifc.ladder import build_envelope, read_file_says
from bldgassess.ifc.open import OpenModel, check_file, open_model
from bldgassess.ifc.reconcile import quantity_issues
from bldgassess.ifc.site import read_site
from bldgassess.ifc.spaces import list_spaces, read_space, read_storeys
from bldgassess.ifc.units import read_units
from bldgassess.model import Building, Element, Mesh, ReadModel, Site, Space, Storey
from bldgassess.progress import Progress, silent

__all__ = ["read_model"]

_Item = TypeVar("_Item", Element, Space)


@dataclass(frozen=True)
class _Part:
    """What one file holds."""

    site: Site
    storeys: tuple[Storey, ...]
    elements: tuple[Element, ...]
    spaces: tuple[Space, ...]
    meshes: Mapping[str, Mesh]
    issues: tuple[Issue, ...]


def read_model(paths: Sequence[Path], *, progress: Progress = silent) -> ReadModel:
    """Read one building from one or several (federated) files.

    Parameters
    ----------
    paths : sequence of Path
        ``.ifc`` or ``.ifczip``; the first gives the name and the place.
    progress : callable
        Told "open" and "shapes" with the share done.

    Raises
    ------
    UserError
        When a file cannot be read or holds nothing to assess.
    """
    progress("open", 0.0)
    opened: list[OpenModel] = []
    parts: list[_Part] = []
    for index, path in enumerate(paths):
        check_file(Path(path))
        with Shapes(Path(path)) as shapes:
            opened.append(open_model(Path(path)))
            parts.append(_read_part(opened[-1], shapes, _scaled(progress, index, len(paths))))
    elements = _unique([item for part in parts for item in part.elements])
    spaces = _unique([item for part in parts for item in part.spaces])
    if not elements:
        raise UserError(Issue("ifc.nothing_to_assess", {"file": ", ".join(Path(path).name for path in paths)}))
    meshes = {guid: mesh for part in parts for guid, mesh in part.meshes.items()}
    storeys = tuple(sorted({item.guid: item for part in parts for item in part.storeys}.values(),
                           key=lambda item: (item.elevation_m, item.guid)))  # fmt: skip
    site = parts[0].site
    issues = tuple(issue for part in parts for issue in part.issues)
    ladder = build_envelope(spaces, elements, meshes, storeys, site, read_file_says([item.file for item in opened]))
    building = Building(
        name=_name(opened[0]),
        schema=opened[0].schema,
        authoring_tool=opened[0].authoring_tool,
        digests=tuple(item.digest for item in opened),
        site=site,
        storeys=storeys,
        elements=ladder.elements,
        spaces=ladder.spaces,
        surfaces=ladder.surfaces,
        openings=ladder.openings,
        envelope_source=ladder.source,
        gia_m2=ladder.areas.gia_m2,
        gia_rule=ladder.areas.gia_rule,
        useful_m2=ladder.areas.useful_m2,
        heated_volume_m3=ladder.areas.heated_volume_m3,
        issues=issues + ladder.issues,
        gfa_m2=ladder.areas.gfa_m2,
        gfa_rule=ladder.areas.gfa_rule,
        useful_rule=ladder.areas.useful_rule,
    )
    progress("shapes", 1.0)
    return ReadModel(building, dict(sorted(meshes.items())))


def _scaled(progress: Progress, index: int, count: int) -> Progress:
    def inner(stage: str, fraction: float) -> None:
        progress(stage, (index + fraction) / count)

    return inner


def _read_part(opened: OpenModel, shapes: Shapes, progress: Progress) -> _Part:
    file = opened.file
    units = read_units(file)
    products, rooms = list_elements(file), list_spaces(file)
    wanted, doubled = _names([*products, *rooms])
    meshes = shapes.read(wanted, lambda count: progress("shapes", min(count / len(wanted), 1.0)))
    elements = tuple(read_element(item, wanted[item.id()], meshes, units) for item in products)
    spaces = tuple(space for item in rooms if (space := read_space(item, wanted[item.id()], meshes, units)) is not None)
    lost = tuple(wanted[item.id()] for item in products if wanted[item.id()] not in meshes)
    issues = units.issues
    if doubled:
        issues += (Issue("ifc.bad_guid", {"count": len(doubled)}, doubled, "warning"),)
    if lost:
        issues += (Issue("ifc.no_shape", {"count": len(lost)}, lost, "warning"),)
    authored = {element.guid: element.authored for element in elements}
    issues += quantity_issues(authored | {space.guid: space.authored for space in spaces})
    return _Part(read_site(file, units), read_storeys(file, units), elements, spaces, meshes, issues)


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
