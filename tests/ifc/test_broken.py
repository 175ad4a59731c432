"""Broken models: a result or one sentence; a dying geometry process costs nothing, or only what it held."""

import importlib.util
import os
import signal
import zipfile
from pathlib import Path

import pytest

from bldgassess.cli.chain import assess_files
from bldgassess.errors import UserError
from bldgassess.ifc import geometry
from bldgassess.ifc.elements import list_elements
from bldgassess.ifc.open import open_model
from bldgassess.ifc.read import read_model
from bldgassess.messages import templates
from bldgassess.study import Study
from reports.results_json import results_dict

spec = importlib.util.spec_from_file_location("mutations", Path(__file__).parents[1] / "mutations.py")
mutations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mutations)


@pytest.mark.parametrize("seed", range(20))
def test_mutations_give_a_result_or_one_sentence(sample_dir, tmp_path, monkeypatch, seed):
    monkeypatch.setattr(geometry, "FAST_PATIENCE_S", 8.0)
    monkeypatch.setattr(geometry, "CAREFUL_PATIENCE_S", 4.0)
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    path = tmp_path / "broken.ifc"
    path.write_bytes(mutations.mutate(text, seed))
    try:
        results = results_dict(assess_files([path], Study()))
    except UserError as error:
        assert error.issues
        assert all(issue.code in templates() for issue in error.issues)
    else:
        assert results["carbon"]["gia_m2"] if "gia_m2" in results["carbon"] else results["building"]["gia_m2"] > 0.0


def test_killed_worker_loses_nothing(sample_dir, sample_models):
    """The process that makes shapes is killed in mid-run; the rest is made by another."""
    path = sample_dir / "hainan_house_base.ifc"
    file = open_model(path).file
    wanted = {item.id(): item.GlobalId for item in list_elements(file)}
    killed = []

    with geometry.Shapes(path) as shapes:

        def kill_once(count):
            if count == 10 and not killed:
                killed.append(shapes.pid)
                os.kill(shapes.pid, signal.SIGKILL)

        meshes = shapes.read(wanted, kill_once)
    assert killed
    assert set(meshes) == {guid for guid in sample_models["base"].meshes if guid in set(wanted.values())}


def test_element_that_kills_the_kernel_is_named(sample_dir, tmp_path, sample_models):
    """Crossed references bring the kernel down on some bodies (seed 11): those are named, the others are read."""
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    path = tmp_path / "crossed.ifc"
    path.write_bytes(mutations.mutate(text, 11))
    model = read_model([path])
    lost = [issue for issue in model.building.issues if issue.code == "ifc.no_shape"]
    assert lost
    assert lost[0].ids
    assert len(model.meshes) > 0.5 * len(sample_models["base"].meshes)


def test_doubled_guid_loses_no_element(sample_dir, sample_models, tmp_path):
    text = (sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8")
    walls = [e for e in sample_models["base"].building.elements if e.ifc_class == "IfcWall"]
    path = tmp_path / "doubled.ifc"
    path.write_text(text.replace(walls[0].guid, walls[1].guid), encoding="utf-8")
    building = read_model([path]).building
    assert len(building.elements) == len(sample_models["base"].building.elements)
    issue = next(issue for issue in building.issues if issue.code == "ifc.bad_guid")
    assert issue.params["count"] == 1
    total = sum(element.volume_m3 for element in building.elements)
    assert total == pytest.approx(sum(e.volume_m3 for e in sample_models["base"].building.elements), rel=1e-9)


def test_zip_that_claims_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("bldgassess.ifc.open.LARGEST_BYTES", 1000)
    path = tmp_path / "bomb.ifczip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../inner.ifc", "ISO-10303-21;" + "0" * 100_000)
    with pytest.raises(UserError) as error:
        read_model([path])
    assert [issue.code for issue in error.value.issues] == ["ifc.too_large"]
    assert list(tmp_path.iterdir()) == [path]
