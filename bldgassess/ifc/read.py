"""``read_model``: files in, one frozen ``Building`` and its meshes out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.axes import Axes
from bldgassess.ifc.doubles import drop_doubled_spaces, mark_doubles
from bldgassess.ifc.elements import choose_counted, list_elements, read_element
from bldgassess.ifc.envelope import compute_envelope
from bldgassess.ifc.geometry import Shapes
from bldgassess.ifc.hull import compute_hull_spaces
from bldgassess.ifc.layer_check import check_layers
from bldgassess.ifc.missing_units import infer_units
from bldgassess.ifc.open import OpenModel, check_file, open_model
from bldgassess.ifc.parts import building_part
from bldgassess.ifc.reconcile import confirm_slips, quantity_issues
from bldgassess.ifc.site import read_site
from bldgassess.ifc.spaces import list_spaces, read_space, read_storeys
from bldgassess.ifc.units import read_units
from bldgassess.ifc.volume import measure_all, quantise
from bldgassess.model import Building, Element, Mesh, Opening, ReadModel, Site, Space, Storey, Surface
from bldgassess.progress import Progress, silent

__all__ = ["read_model"]


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
            parts.append(_read_part(opened[-1], shapes, _scaled(progress, index, len(paths)), index))
    parts, renamed = _apart(parts)
    meshes = {guid: mesh for part in parts for guid, mesh in part.meshes.items()}
    doubles = mark_doubles([item for part in parts for item in part.elements], meshes)
    elements = doubles.elements
    spaces, doubled_rooms = drop_doubled_spaces(
        [item for part in parts for item in part.spaces],
        [index for index, part in enumerate(parts) for _ in part.spaces],
    )
    if not elements:
        raise UserError(Issue("ifc.nothing_to_assess", {"file": ", ".join(Path(path).name for path in paths)}))
    storeys = tuple(sorted({item.guid: item for part in parts for item in part.storeys}.values(),
                           key=lambda item: (item.elevation_m, item.guid)))  # fmt: skip
    site = parts[0].site
    issues = (*(issue for part in parts for issue in part.issues), *renamed, *doubles.issues, *doubled_rooms)
    counted = tuple(item for item in elements if item.counted_as is None)
    surfaces: tuple[Surface, ...]
    openings: tuple[Opening, ...]
    if spaces:
        envelope = compute_envelope(spaces, counted, meshes, site)
        surfaces, openings = envelope.surfaces, envelope.openings
        issues += envelope.issues
    else:
        hull = compute_hull_spaces(storeys, counted, meshes, site)
        spaces, surfaces, openings = hull.spaces, hull.surfaces, hull.openings
        issues += hull.issues
    elements = _refine_parts(elements, surfaces)
    gia, rule = _gross_area(spaces, tuple(item for item in elements if item.counted_as is None))
    building = Building(
        name=_name(opened[0]),
        schema=opened[0].schema,
        authoring_tool=opened[0].authoring_tool,
        digests=tuple(item.digest for item in opened),
        site=site,
        storeys=storeys,
        elements=elements,
        spaces=spaces,
        surfaces=surfaces,
        openings=openings,
        envelope_source="rays" if any(item.origin == "model" for item in spaces) else "storey_hull",
        gia_m2=gia,
        gia_rule=rule,
        useful_m2=quantise(math.fsum(item.floor_area_m2 for item in spaces)),
        heated_volume_m3=quantise(math.fsum(item.volume_m3 for item in spaces)),
        issues=issues,
    )
    progress("shapes", 1.0)
    return ReadModel(building, dict(sorted(meshes.items())))


def _scaled(progress: Progress, index: int, count: int) -> Progress:
    def inner(stage: str, fraction: float) -> None:
        progress(stage, (index + fraction) / count)

    return inner


def _read_part(opened: OpenModel, shapes: Shapes, progress: Progress, source: int) -> _Part:
    file = opened.file
    units = read_units(file)
    products, rooms = list_elements(file), list_spaces(file)
    wanted, doubled = _names([*products, *rooms])
    meshes = shapes.read(wanted, lambda count: progress("shapes", min(count / len(wanted), 1.0)))
    products = choose_counted(products, {identity for identity, name in wanted.items() if name in meshes})
    kept = {wanted[item.id()] for item in (*products, *rooms)}
    meshes = {name: mesh for name, mesh in meshes.items() if name in kept}
    axes = Axes()
    measures = measure_all(meshes, {wanted[item.id()]: axes.of(item) for item in products})
    if units.missing:
        kinds = [
            *((item, building_part(item, external=False)) for item in products),
            *((item, "space") for item in rooms),
        ]
        shown = [(item, measures.get(wanted[item.id()]), kind) for item, kind in kinds]
        units = infer_units(units, [(item, shape, kind) for item, shape, kind in shown if shape is not None])
    elements = tuple(read_element(item, wanted[item.id()], measures, units, source) for item in products)
    spaces = tuple(space for item in rooms if (space := read_space(item, wanted[item.id()], meshes, units)) is not None)
    lost = tuple(wanted[item.id()] for item in products if wanted[item.id()] not in meshes)
    issues = units.issues
    if doubled:
        issues += (Issue("ifc.bad_guid", {"count": len(doubled)}, doubled, "warning"),)
    if lost:
        issues += (Issue("ifc.no_shape", {"count": len(lost)}, lost, "warning"),)
    issues += check_layers(elements)
    authored = confirm_slips(
        {(item.guid, item.part): item.authored for item in elements}
        | {(item.guid, "space"): item.authored for item in spaces}
    )
    elements = tuple(replace(item, authored=authored[item.guid]) for item in elements)
    spaces = tuple(replace(item, authored=authored[item.guid]) for item in spaces)
    issues += quantity_issues(authored)
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


def _apart(parts: list[_Part]) -> tuple[list[_Part], tuple[Issue, ...]]:
    """Give what shares its GlobalId with something of an earlier file a name of its own, so that nothing is lost."""
    taken: set[str] = set()
    result, made = [], []
    for index, part in enumerate(parts):
        guids = [*(item.guid for item in part.elements), *(item.guid for item in part.spaces)]
        names = {guid: f"{guid}@{index + 1}" for guid in guids if guid in taken}
        taken |= {names.get(guid, guid) for guid in guids}
        made += sorted(names.values())
        result.append(
            replace(
                part,
                elements=tuple(replace(item, guid=names.get(item.guid, item.guid)) for item in part.elements),
                spaces=tuple(replace(item, guid=names.get(item.guid, item.guid)) for item in part.spaces),
                meshes={names.get(guid, guid): mesh for guid, mesh in part.meshes.items()},
            )
        )
    return result, (Issue("ifc.shared_guid", {"count": len(made)}, tuple(made), "info"),) if made else ()


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
