"""``read_model``: files in, one frozen ``Building`` and its meshes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.cache import ModelCache, model_key
from bldgassess.ifc.doubles import drop_doubled_spaces, mark_doubles
from bldgassess.ifc.geometry import Shapes
from bldgassess.ifc.ladder import build_envelope, read_file_says
from bldgassess.ifc.open import OpenModel, Source, load, parse
from bldgassess.ifc.read_file import FilePart, Show, read_file
from bldgassess.ifc.sky_seen import with_sky_seen
from bldgassess.model import Building, Element, ReadModel
from bldgassess.progress import Progress, silent

__all__ = ["Show", "read_model"]

#: A kept model is shown in pieces of so many elements.
_SHOWN_AT_ONCE = 500


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
    parts: list[FilePart] = []
    for index, source in enumerate(sources):
        with Shapes(source.path, len(source.content)) as shapes:
            opened.append(parse(source))
            told = _scaled(progress, index, len(sources))
            parts.append(read_file(opened[-1], shapes, source=index, progress=told, show=show))
    parts, renamed = _apart(parts)
    meshes = {guid: mesh for part in parts for guid, mesh in part.meshes.items()}
    doubles = mark_doubles([item for part in parts for item in part.elements], meshes)
    spaces, doubled_rooms = drop_doubled_spaces(
        [item for part in parts for item in part.spaces],
        [index for index, part in enumerate(parts) for _ in part.spaces],
    )
    if not doubles.elements:
        names = ", ".join(source.path.name for source in sources)
        raise UserError(Issue("ifc.nothing_to_assess", {"file": names}))
    storeys = tuple(sorted({item.guid: item for part in parts for item in part.storeys}.values(),
                           key=lambda item: (item.elevation_m, item.guid)))  # fmt: skip
    counted = tuple(item for item in doubles.elements if item.counted_as is None)
    says = read_file_says([item.file for item in opened])
    ladder = build_envelope(spaces, counted, meshes, storeys, parts[0].site, says)
    elements = _with_parts(doubles.elements, ladder.elements)
    issues = (*(issue for part in parts for issue in part.issues), *renamed, *doubles.issues, *doubled_rooms)
    building = Building(
        name=_name(opened[0]),
        schema=opened[0].schema,
        authoring_tool=opened[0].authoring_tool,
        digests=tuple(item.digest for item in opened),
        site=parts[0].site,
        storeys=storeys,
        elements=elements,
        spaces=ladder.spaces,
        surfaces=ladder.surfaces,
        openings=with_sky_seen(ladder.openings, elements, meshes, parts[0].site),
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
    return ReadModel(building, dict(sorted(meshes.items())))


def _with_parts(elements: Sequence[Element], refined: Sequence[Element]) -> tuple[Element, ...]:
    """Put the parts that the envelope refined back among all elements; a double is what its original is."""
    known = {item.guid: item for item in refined}

    def with_part(item: Element) -> Element:
        other = known.get(item.counted_as or item.guid, item)
        return item if other.part == item.part else replace(item, part=other.part)

    return tuple(with_part(item) for item in elements)


def _scaled(progress: Progress, index: int, count: int) -> Progress:
    def inner(stage: str, fraction: float) -> None:
        progress(stage, (index + fraction) / count)

    return inner


def _apart(parts: Sequence[FilePart]) -> tuple[list[FilePart], tuple[Issue, ...]]:
    """Give what shares its GlobalId with something of an earlier file a name of its own, so that nothing is lost."""
    taken: set[str] = set()
    result: list[FilePart] = []
    made: list[str] = []
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
