"""Findings as a BCF file (2.1 or 3.0): one topic a finding, its elements selected, a camera that frames them.

Written with the standard library: the files are six small XML documents in a zip, by the buildingSMART schemas
(BCF-XML release_2_1 and release_3_0: version, project, extensions, markup, visinfo). The same model gives the same
bytes: GUIDs are name-based (RFC 4122, version 5) and the creation date, which BCF requires, is given by the caller.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from xml.etree import ElementTree as ET

from bldgassess.ifc.readiness import Finding, Readiness, size_order
from bldgassess.ifc.readiness.tables import limits
from bldgassess.model import Building
from bldgassess.texts import translation
from reports.bcf_view import Camera, boxes_of, frame
from reports.readiness_words import FindingWords, finding_words

BcfVersion = Literal["2.1", "3.0"]
BCF_VERSIONS: tuple[BcfVersion, ...] = ("2.1", "3.0")
#: Stands where BCF wants a creation date and none was given: no clock, so that the file is reproducible.
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_AUTHOR = "bldgassess"
_STATUS = "Open"
_TYPES = {"error": "Error", "warning": "Warning", "info": "Info"}
_PRIORITIES = {"error": "High", "warning": "Normal", "info": "Low"}
#: Name space of our GUIDs.
_SPACE = uuid.UUID("5b5d1c0e-6a9b-5c1f-9f3e-0d8a51f0bcf1")
#: The earliest date that a zip entry can carry.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Topic:
    guid: str
    view_guid: str
    finding: Finding
    words: FindingWords
    description: str
    components: tuple[str, ...]
    camera: Camera | None


def bcf_bytes(
    building: Building,
    readiness: Readiness,
    *,
    version: BcfVersion = "2.1",
    language: str = "en",
    files: Sequence[str] = (),
    date: datetime = FIXED_DATE,
) -> bytes:
    """Return the BCF file of a readiness report.

    Parameters
    ----------
    building, readiness
        The model and its report; findings that take no points off are left out.
    version : {"2.1", "3.0"}
    language : str
        Of titles and descriptions.
    files : sequence of str
        Names of the model files for the topics' headers, without folders.
    date : datetime
        Creation date of every topic.
    """
    topics = [_topic(building, item, language) for item in readiness.findings if item.points > 0.0]
    documents = {"bcf.version": _version(version), "project.bcfp": _project(building, version)}
    if version == "3.0":
        documents["extensions.xml"] = _extensions(topics)
    for topic in topics:
        documents[f"{topic.guid}/markup.bcf"] = _markup(topic, version, files, date)
        documents[f"{topic.guid}/{topic.view_guid}.bcfv"] = _view(topic, version)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in documents.items():
            ET.indent(root)
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, ET.tostring(root, encoding="utf-8", xml_declaration=True))
    return stream.getvalue()


def _topic(building: Building, finding: Finding, language: str) -> _Topic:
    words = finding_words(finding, language, authoring_tool=building.authoring_tool)
    guid = uuid.uuid5(_SPACE, "/".join((*building.digests, finding.id)))
    most = int(limits()["bcf_components"])
    order = size_order(building, finding.ids)
    real = [name for name in (item.split("#")[0] for item in order) if len(name) == 22]
    shown = tuple(sorted(dict.fromkeys(real[:most])))
    lines = [f"{words.share}. {words.effect}", words.mend, *(f"{hint.tool}: {hint.text}" for hint in words.hints)]
    if len(order) > len(shown):
        tr = translation(language).gettext
        lines.append(
            tr("{shown} of {count} elements are selected, the largest first.").format(
                shown=len(shown), count=len(order)
            )
        )
    camera = frame(boxes_of(building, order[:most])) or frame(boxes_of(building))
    return _Topic(str(guid), str(uuid.uuid5(guid, "view")), finding, words, "\n".join(lines), shown, camera)


def _version(version: BcfVersion) -> ET.Element:
    root = ET.Element("Version", VersionId=version)
    if version == "2.1":
        _add(root, "DetailedVersion", version)
    return root


def _project(building: Building, version: BcfVersion) -> ET.Element:
    root = ET.Element("ProjectExtension" if version == "2.1" else "ProjectInfo")
    guid = uuid.uuid5(_SPACE, "/".join((*building.digests, "project")))
    _add(ET.SubElement(root, "Project", ProjectId=str(guid)), "Name", building.name)
    if version == "2.1":
        _add(root, "ExtensionSchema", "")
    return root


def _extensions(topics: Sequence[_Topic]) -> ET.Element:
    root = ET.Element("Extensions")
    labels = sorted({topic.finding.check for topic in topics})
    for group, name, values in (
        ("TopicTypes", "TopicType", tuple(_TYPES.values())),
        ("TopicStatuses", "TopicStatus", (_STATUS,)),
        ("Priorities", "Priority", tuple(_PRIORITIES.values())),
        ("TopicLabels", "TopicLabel", tuple(labels)),
        ("Users", "User", (_AUTHOR,)),
    ):
        inner = ET.SubElement(root, group)
        for value in values:
            _add(inner, name, value)
    return root


def _markup(topic: _Topic, version: BcfVersion, files: Sequence[str], date: datetime) -> ET.Element:
    root = ET.Element("Markup")
    if files:
        header = ET.SubElement(root, "Header")
        holder = header if version == "2.1" else ET.SubElement(header, "Files")
        for name in files:
            _add(ET.SubElement(holder, "File", IsExternal="true" if version == "3.0" else "1"), "Filename", name)
    severity = topic.finding.severity
    node = ET.SubElement(root, "Topic", Guid=topic.guid, TopicType=_TYPES[severity], TopicStatus=_STATUS)
    _add(node, "Title", topic.words.title)
    _add(node, "Priority", _PRIORITIES[severity])
    labels = node if version == "2.1" else ET.SubElement(node, "Labels")
    _add(labels, "Labels" if version == "2.1" else "Label", topic.finding.check)
    _add(node, "CreationDate", date.isoformat())
    _add(node, "CreationAuthor", _AUTHOR)
    _add(node, "Description", topic.description)
    if version == "2.1":
        view = ET.SubElement(root, "Viewpoints", Guid=topic.view_guid)
    else:
        view = ET.SubElement(ET.SubElement(node, "Viewpoints"), "ViewPoint", Guid=topic.view_guid)
    _add(view, "Viewpoint", f"{topic.view_guid}.bcfv")
    return root


def _view(topic: _Topic, version: BcfVersion) -> ET.Element:
    root = ET.Element("VisualizationInfo", Guid=topic.view_guid)
    components = ET.SubElement(root, "Components")
    if topic.components:
        selection = ET.SubElement(components, "Selection")
        for guid in topic.components:
            ET.SubElement(selection, "Component", IfcGuid=guid)
    ET.SubElement(components, "Visibility", DefaultVisibility="true")
    if topic.camera is None:
        return root
    camera = ET.SubElement(root, "PerspectiveCamera")
    for name, point in (
        ("CameraViewPoint", topic.camera.position_m),
        ("CameraDirection", topic.camera.direction),
        ("CameraUpVector", topic.camera.up),
    ):
        node = ET.SubElement(camera, name)
        for axis, value in zip("XYZ", point, strict=True):
            _add(node, axis, repr(value))
    _add(camera, "FieldOfView", repr(topic.camera.field_of_view_deg))
    if version == "3.0":
        _add(camera, "AspectRatio", repr(topic.camera.aspect_ratio))
    return root


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = "".join(sign for sign in text if _is_xml(sign))


def _is_xml(sign: str) -> bool:
    """Tell whether a character may stand in XML 1.0 (clause 2.2); names in models hold others."""
    code = ord(sign)
    return code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
