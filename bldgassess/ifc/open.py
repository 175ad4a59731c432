"""Open a model file kindly: look at its header ourselves before any parser sees it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bldgassess.errors import Issue, UserError
from bldgassess.ifc.unpack import unpack

SUPPORTED = ("IFC2X3", "IFC4", "IFC4X3")
#: Largest model that is read, as text [bytes]; the parsed model takes about eight times as much memory.
LARGEST_BYTES = 2 * 10**9
#: An entity with a GlobalId and an owner, whose name is marked as derived.
_STARRED = re.compile(rb"IFC\w+\('[^']{22}',(?:#\d+|\$),\*")
_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", re.IGNORECASE)


@dataclass(slots=True)
class Source:
    """A file's bytes, unpacked and checked but not yet parsed. ``parse`` takes the content away to save memory."""

    path: Path
    digest: str
    schema: str
    content: bytes


@dataclass(frozen=True)
class OpenModel:
    """An open file. The handle is held: entities of ifcopenshell 0.9 dangle when it is collected."""

    file: Any
    schema: str
    authoring_tool: str
    digest: str
    name: str


def open_model(path: Path) -> OpenModel:
    """Open ``.ifc`` or ``.ifczip``.

    Raises
    ------
    UserError
        When the file is missing, empty, cut off, not IFC, or in a schema that is not read.
    """
    return parse(load(path))


def load(path: Path) -> Source:
    """Read a file's bytes and check that they can be a model.

    Raises
    ------
    UserError
        When they cannot.
    """
    data = _read(path)
    digest = hashlib.sha256(data).hexdigest()
    content = unpack(path.name, data, LARGEST_BYTES) if data[:2] == b"PK" else data
    return Source(path, digest, _check(path, content), content)


def parse(source: Source) -> OpenModel:
    """Parse the content, which is gone afterwards.

    Raises
    ------
    UserError
        When the parser cannot, or when there is no project.
    """
    import ifcopenshell

    name = source.path.name
    has_stars = _STARRED.search(source.content) is not None
    text = source.content.decode("utf-8", errors="replace")
    source.content = b""
    try:
        file = ifcopenshell.file.from_string(text)
        has_project = bool(file.by_type("IfcProject"))
    except Exception as error:  # a file without data fails at the first question
        raise UserError(Issue("ifc.not_readable", {"file": name})) from error
    del text
    if not has_project:
        raise UserError(Issue("ifc.no_project", {"file": name}))
    if has_stars:
        _unset_starred(file)
    return OpenModel(file, source.schema, _tool(file), source.digest, source.path.stem)


def check_file(path: Path) -> None:
    """Check that there is a file, before anything is started for it; a folder, pipe or device is none.

    Raises
    ------
    UserError
        When there is none, when it may not be looked at, or when it is too large.
    """
    name = path.name or str(path)
    try:
        if not path.is_file():
            code = "ifc.not_a_file" if path.exists() else "ifc.missing_file"
            raise UserError(Issue(code, {"file": name}))
        size = path.stat().st_size
    except OSError as error:
        raise UserError(Issue("ifc.cannot_open", {"file": name, "reason": error.strerror or "?"})) from error
    if size > LARGEST_BYTES:
        raise UserError(Issue("ifc.too_large", {"file": name, "limit": LARGEST_BYTES // 10**9}))


def _read(path: Path) -> bytes:
    check_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(Issue("ifc.cannot_open", {"file": path.name, "reason": error.strerror or "?"})) from error
    if not data.strip():
        raise UserError(Issue("ifc.empty_file", {"file": path.name}))
    return data


def _check(path: Path, content: bytes) -> str:
    if not content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"ISO-10303-21"):
        raise UserError(Issue("ifc.not_ifc", {"file": path.name}))
    found = _SCHEMA.search(content[:200_000])
    schema = found.group(1).decode("ascii", "replace").upper() if found else "?"
    if schema not in SUPPORTED and not re.fullmatch(r"IFC4X3_(ADD\d|TC\d)", schema):
        choices = ", ".join(SUPPORTED)
        raise UserError(Issue("ifc.unsupported_schema", {"file": path.name, "schema": schema, "choices": choices}))
    if b"END-ISO-10303-21" not in content[-2000:]:
        raise UserError(Issue("ifc.truncated", {"file": path.name}))
    return schema


def _unset_starred(file: Any) -> None:  # noqa: ANN401 - ifcopenshell has no types
    """Unset what a file marks as derived (``*``) though it is only optional; the geometry kernel refuses such entities.

    Some exporters (Renga) write ``*`` for names and tags that they leave out.
    """
    from ifcopenshell import ifcopenshell_wrapper

    schema = ifcopenshell_wrapper.schema_by_name(file.schema)
    for entity in (*file.by_type("IfcProduct"), *file.by_type("IfcProductRepresentation")):
        declaration: Any = schema.declaration_by_name(entity.is_a()).as_entity()
        derived, attributes = declaration.derived(), declaration.all_attributes()
        for index, attribute in enumerate(attributes):
            if entity[index] is None and attribute.optional() and not derived[index]:
                entity[index] = None


def _tool(file: Any) -> str:  # noqa: ANN401 - ifcopenshell has no types
    return str(file.header.file_name.originating_system or file.header.file_name.preprocessor_version or "")
