"""BCF: read back by another library (bcf-client), the same bytes each time, a camera that sees what it should."""

import math
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from bldgassess.ifc.readiness import compute_readiness
from bldgassess.ifc.readiness.tables import limits
from bldgassess.model import MaterialLayer
from reports.bcf import BCF_VERSIONS, FIXED_DATE, bcf_bytes
from reports.bcf_view import boxes_of, frame
from reports.readiness_words import finding_words

GUIDS = {name: f"{index}".rjust(22, "0") for index, name in enumerate(("w-east", "w-west", "w-inner"), 1)}


@pytest.fixture
def building(two_room_building):
    """The two rooms with three walls that carry real GlobalIds, two of them bare, one with a hatch name."""

    def changed(item):
        if item.guid not in GUIDS:
            return item
        layers = (MaterialLayer(0, "Solid <1> & \x07", 0.12),) if item.guid == "w-inner" else ()
        return replace(item, guid=GUIDS[item.guid], materials=layers)

    elements = tuple(changed(item) for item in two_room_building.elements)
    return replace(two_room_building, elements=elements, name="House & <garden>")


@pytest.mark.parametrize("version", BCF_VERSIONS)
def test_another_library_reads_every_finding(building, tmp_path, version):
    import bcf.bcfxml

    readiness = compute_readiness(building)
    path = tmp_path / "findings.bcf"
    path.write_bytes(bcf_bytes(building, readiness, version=version, files=["House 1.ifc"]))
    with bcf.bcfxml.load(path) as read:
        assert read.version.version_id == version
        assert read.project.name == "House & <garden>"
        topics = {handler.topic.title: handler for handler in read.topics.values()}
        assert len(topics) == len([item for item in readiness.findings if item.points > 0.0])
        for finding in readiness.findings:
            words = finding_words(finding)
            handler = topics[words.title.replace("\x07", "")]
            topic = handler.topic
            assert words.mend in topic.description
            assert words.effect in topic.description
            assert words.share in topic.description
            assert topic.priority == {"error": "High", "warning": "Normal", "info": "Low"}[finding.severity]
            labels = topic.labels if version == "2.1" else topic.labels.label
            assert labels == [finding.check]
            assert topic.creation_date.to_datetime() == FIXED_DATE
            (view,) = handler.viewpoints.values()
            assert (view.get_selected_guids() or []) == [guid for guid in finding.ids if len(guid) == 22]
            assert view.get_elements_visibility() == (True, [])
            files = handler.header.file if version == "2.1" else handler.header.files.file
            assert [item.filename for item in files] == ["House 1.ifc"]
        bare = topics["Elements or layers that name no material"]
        (view,) = bare.viewpoints.values()
        assert set(view.get_selected_guids()) == {GUIDS["w-east"], GUIDS["w-west"]}


@pytest.mark.parametrize("version", BCF_VERSIONS)
def test_same_model_gives_the_same_bytes_and_another_date_another_file(building, version):
    readiness = compute_readiness(building)
    first = bcf_bytes(building, readiness, version=version)
    assert first == bcf_bytes(building, compute_readiness(building), version=version)
    later = bcf_bytes(building, readiness, version=version, date=datetime(2027, 3, 4, tzinfo=UTC))
    with zipfile.ZipFile(BytesIO(first)) as one, zipfile.ZipFile(BytesIO(later)) as other:
        assert one.namelist() == other.namelist()
        assert {info.date_time for info in one.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        markup = next(name for name in one.namelist() if name.endswith("markup.bcf"))
        assert b"2027-03-04T00:00:00+00:00" in other.read(markup)


def test_parts_stand_in_the_order_of_the_schema(building):
    """Order of the elements in markup.xsd and visinfo.xsd (buildingSMART BCF-XML, release 2.1 and 3.0)."""
    topic = ["Title", "Priority", "Labels", "CreationDate", "CreationAuthor", "Description"]
    for version, wanted in (("2.1", topic), ("3.0", [*topic, "Viewpoints"])):
        with zipfile.ZipFile(BytesIO(bcf_bytes(building, compute_readiness(building), version=version))) as archive:
            for name in archive.namelist():
                root = ET.fromstring(archive.read(name))
                if name.endswith("markup.bcf"):
                    assert [node.tag for node in root.find("Topic")] == wanted
                    assert [node.tag for node in root] == ["Topic", "Viewpoints"][: 2 if version == "2.1" else 1]
                if name.endswith(".bcfv"):
                    assert [node.tag for node in root] == ["Components", "PerspectiveCamera"]
                    assert (root.find("PerspectiveCamera/AspectRatio") is not None) == (version == "3.0")
            assert ("extensions.xml" in archive.namelist()) == (version == "3.0")


def test_camera_sees_the_whole_box_and_stands_upright():
    box = (10.0, 20.0, 0.0, 14.0, 21.0, 9.0)
    camera = frame([box])
    assert math.hypot(*camera.direction) == pytest.approx(1.0)
    assert math.hypot(*camera.up) == pytest.approx(1.0)
    assert sum(a * b for a, b in zip(camera.direction, camera.up, strict=True)) == pytest.approx(0.0, abs=1e-8)
    for corner in ((x, y, z) for x in box[::3] for y in box[1::3] for z in box[2::3]):
        to_corner = [c - p for c, p in zip(corner, camera.position_m, strict=True)]
        along = sum(a * b for a, b in zip(to_corner, camera.direction, strict=True))
        angle = math.degrees(math.acos(along / math.hypot(*to_corner)))
        assert angle < 0.5 * camera.field_of_view_deg
    assert frame([]) is None


def test_bodies_without_an_extent_are_not_framed(building):
    lost = replace(building.elements[0], bbox_m=(0.0,) * 6)
    only = replace(building, elements=(lost,), spaces=())
    assert boxes_of(only) == []
    far = replace(building.elements[1], bbox_m=(500.0, 500.0, 0.0, 501.0, 501.0, 1.0))
    assert boxes_of(replace(building, elements=(lost, far))) == [far.bbox_m]


def test_components_are_capped_and_the_description_says_so(two_room_building):
    most = int(limits()["bcf_components"])
    wall = next(item for item in two_room_building.elements if item.guid == "w-inner")
    many = tuple(
        replace(wall, guid=f"{k:022d}", materials=(), volume_m3=1.0 + (k == most + 4)) for k in range(most + 5)
    )
    building = replace(two_room_building, elements=(*two_room_building.elements, *many))
    content = bcf_bytes(building, compute_readiness(building))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        markups = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith("markup.bcf")}
        name = next(name for name, text in markups.items() if "name no material" in text and "materials<" in text)
        assert f"{most} of {most + 5} elements are selected" in markups[name]
        folder = name.split("/", maxsplit=1)[0]
        view = next(item for item in archive.namelist() if item.startswith(folder) and item.endswith(".bcfv"))
        chosen = [node.attrib["IfcGuid"] for node in ET.fromstring(archive.read(view)).iter("Component")]
    assert len(chosen) == most
    assert f"{most + 4:022d}" in chosen


def test_made_up_names_of_doubled_guids_select_the_real_one(two_room_building):
    wall = next(item for item in two_room_building.elements if item.guid == "w-inner")
    twin = replace(wall, guid=f"{GUIDS['w-east']}#77", materials=())
    building = replace(two_room_building, elements=(*two_room_building.elements, twin))
    content = bcf_bytes(building, compute_readiness(building), version="3.0")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        views = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".bcfv")]
    assert any(f'IfcGuid="{GUIDS["w-east"]}"' in text for text in views)
    assert not any("#77" in text for text in views)


@pytest.mark.shared
@pytest.mark.parametrize("version", BCF_VERSIONS)
def test_real_model(shared_dir, tmp_path, version):
    import bcf.bcfxml

    from bldgassess.ifc.read import read_model

    building = read_model([shared_dir / "data" / "models" / "AC20-FZK-Haus.ifc"]).building
    path = tmp_path / "fzk.bcf"
    path.write_bytes(bcf_bytes(building, compute_readiness(building), version=version))
    with bcf.bcfxml.load(path) as read:
        known = {item.guid for item in (*building.elements, *building.spaces)}
        for handler in read.topics.values():
            (view,) = handler.viewpoints.values()
            assert set(view.get_selected_guids() or []) <= known
