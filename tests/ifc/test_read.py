"""Reading the sample and files that are broken in every way; shape, units, order."""

import math
import re
import zipfile

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.ifc.read import read_model
from bldgassess.messages import sentence
from bldgassess.sample import plan


def test_sample_is_read_whole(sample_models):
    building = sample_models["base"].building
    assert building.schema == "IFC4"
    assert len(building.spaces) == 10
    assert len(building.storeys) == 2
    assert building.site.latitude_deg == pytest.approx(plan.LATITUDE_DEG, abs=1e-4)
    assert all(element.mesh_closed for element in building.elements if element.part in {"external_wall", "floor_slab"})
    assert {element.part for element in building.elements} >= {"foundation", "roof", "window", "door", "stair"}
    assert not building.issues


def test_volumes_against_the_plan(sample_models):
    building = sample_models["base"].building
    slab = next(element for element in building.elements if element.part == "floor_slab")
    thickness = sum(layer.thickness_m for layer in slab.materials)
    assert slab.volume_m3 == pytest.approx(plan.LENGTH_M * plan.WIDTH_M * thickness, rel=0.01)
    for window in (element for element in building.elements if element.part == "window"):
        assert window.overall_width_m * window.overall_height_m > 0.3
    rooms = math.fsum(space.floor_area_m2 for space in building.spaces)
    assert 0.85 * 2 * plan.LENGTH_M * plan.WIDTH_M < rooms < 2 * plan.LENGTH_M * plan.WIDTH_M


def test_envelope_closes(sample_models):
    """Outer surfaces and openings of all rooms together are the faces of the box that they fill, within 3 %."""
    building = sample_models["base"].building
    walls = math.fsum(s.area_m2 for s in building.surfaces if s.kind == "wall" and s.boundary == "outside")
    glass = math.fsum(o.area_m2 for o in building.openings if o.boundary == "outside")
    inner = math.fsum(space.height_m for space in building.spaces[:1]) * 2
    perimeter = 2 * (plan.LENGTH_M + plan.WIDTH_M)
    assert walls + glass == pytest.approx(perimeter * inner, rel=0.12)
    roofs = math.fsum(s.area_m2 for s in building.surfaces if s.kind == "roof" and s.boundary == "outside")
    floors = math.fsum(s.area_m2 for s in building.surfaces if s.boundary == "ground")
    assert roofs == pytest.approx(plan.LENGTH_M * plan.WIDTH_M, rel=0.2)
    assert floors == pytest.approx(roofs, rel=0.08)
    assert {round(o.azimuth_deg) for o in building.openings if o.kind == "window"} <= {0, 90, 180, 270}


def test_meshes_are_read_only(sample_models):
    mesh = next(iter(sample_models["base"].meshes.values()))
    with pytest.raises(ValueError, match="read-only"):
        mesh.vertices[0] = 0.0


def test_order_of_entities_changes_nothing(shuffle_ifc, sample_dir, sample_models, tmp_path):
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    path = tmp_path / "shuffled.ifc"
    path.write_text(shuffle_ifc(text, 7), encoding="utf-8")
    again, first = read_model([path]).building, sample_models["base"].building
    assert again.elements == first.elements
    assert again.spaces == first.spaces
    assert again.surfaces == first.surfaces
    assert again.openings == first.openings


def test_zip_and_spaces_in_the_name(sample_dir, sample_models, tmp_path):
    path = tmp_path / "модель 模型.ifczip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(sample_dir / "hainan_house_base.ifc", "inner.ifc")
    assert read_model([path]).building.elements == sample_models["base"].building.elements


def _bad(tmp_path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.ifc", b"", "ifc.empty_file"),
        ("text.ifc", b"hello", "ifc.not_ifc"),
        ("model.txt", b"hello", "ifc.not_ifc"),
        ("bad.ifczip", b"PK no zip", "ifc.not_readable"),
        (
            "old.ifc",
            b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
            b"FILE_SCHEMA(('IFC2X_FINAL'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n",
            "ifc.unsupported_schema",
        ),
        (
            "bare.ifc",
            b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
            b"FILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n",
            "ifc.no_project",
        ),
    ],
)
def test_files_that_cannot_be_used_get_one_sentence(tmp_path, name, content, code):
    with pytest.raises(UserError) as error:
        read_model([_bad(tmp_path, name, content)])
    assert [issue.code for issue in error.value.issues] == [code]
    assert name.split(".")[0] in sentence(error.value.issues[0])


def test_missing_and_truncated_files(sample_dir, tmp_path):
    with pytest.raises(UserError) as error:
        read_model([tmp_path / "none.ifc"])
    assert error.value.issues[0].code == "ifc.missing_file"
    content = (sample_dir / "hainan_house_base.ifc").read_bytes()
    with pytest.raises(UserError) as error:
        read_model([_bad(tmp_path, "cut.ifc", content[: len(content) // 2])])
    assert error.value.issues[0].code == "ifc.truncated"


def test_cancel_is_heard(sample_dir):
    from bldgassess.errors import Cancelled

    def stop(stage: str, fraction: float, /) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_model([sample_dir / "hainan_house_base.ifc"], progress=stop)


def test_hull_stands_in_for_rooms(sample_models):
    from bldgassess.ifc.hull import compute_hull_spaces

    model = sample_models["base"]
    building = model.building
    found = compute_hull_spaces(building.storeys, building.elements, model.meshes, building.site)
    assert found.spaces
    assert all(space.origin == "storey_hull" for space in found.spaces)
    total = math.fsum(space.floor_area_m2 for space in found.spaces)
    assert total == pytest.approx(2 * plan.LENGTH_M * plan.WIDTH_M, rel=0.15)
    assert np.isfinite([surface.area_m2 for surface in found.surfaces]).all()


def test_names_marked_as_derived_do_not_cost_the_shape(sample_dir, sample_models, tmp_path):
    """Some exporters write ``*`` where a name is only left out; the element keeps its shape and loses its name."""
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    starred, count = re.subn(r"(IFCWINDOW\('[^']{22}',(?:#\d+|\$)),'[^']*',(?:\$|'[^']*')", r"\1,*,*", text)
    assert count == 13
    path = tmp_path / "starred.ifc"
    path.write_text(starred, encoding="utf-8")
    found = {item.guid: item for item in read_model([path]).building.elements}
    for item in sample_models["base"].building.elements:
        if item.part == "window":
            assert found[item.guid].volume_m3 == item.volume_m3
            assert found[item.guid].name == ""
