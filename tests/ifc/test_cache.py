"""Models kept between runs: equal to the cold ones, and never a reason to fail."""

import os
from dataclasses import replace

import numpy as np
import pytest

from bldgassess.errors import Issue
from bldgassess.ifc import cache as module
from bldgassess.ifc import read
from bldgassess.ifc.cache import ModelCache, default_cache, model_key, reader_digest
from bldgassess.ifc.read import read_model
from bldgassess.model import Mesh, ReadModel


def _same(first, second):
    assert second.building == first.building
    assert list(second.meshes) == list(first.meshes)
    for guid, mesh in first.meshes.items():
        for name in ("vertices", "faces"):
            one, other = getattr(mesh, name), getattr(second.meshes[guid], name)
            assert one.dtype == other.dtype
            assert np.array_equal(one, other)
            assert not other.flags.writeable


@pytest.fixture
def model(sample_models):
    return sample_models["base"]


def test_second_read_is_equal_and_makes_no_shapes(sample_dir, tmp_path, monkeypatch):
    kept = ModelCache(tmp_path / "models")
    path = sample_dir / "hainan_house_base.ifc"
    cold = read_model([path], cache=kept)
    monkeypatch.setattr(read, "Shapes", None)
    told, shown = [], []
    again = read_model(
        [path], cache=kept, progress=lambda *news: told.append(news), show=lambda m, parts: shown.append((m, parts))
    )
    _same(cold, again)
    assert told[-1] == ("shapes", 1.0)
    parts = {element.guid: element.part for element in cold.building.elements}
    assert {guid: part for _, some in shown for guid, part in some.items()} == parts
    assert {guid for meshes, _ in shown for guid in meshes} == set(parts)


def test_every_kind_of_value_comes_back(two_room_building, tmp_path):
    issues = (
        Issue("a", {"text": "°漢字", "whole": 5, "real": 5.0, "tiny": 0.1 + 0.2}, ("x", "y"), "warning"),
        Issue("b"),
    )
    model = ReadModel(replace(two_room_building, issues=issues), {})
    kept = ModelCache(tmp_path)
    assert kept.write("k", model)
    again = kept.read("k")
    _same(model, again)
    assert [type(value) for value in again.building.issues[0].params.values()] == [str, int, float, float]


@pytest.mark.parametrize("seed", range(40))
def test_damaged_file_is_ignored_and_removed(model, tmp_path, seed):
    kept = ModelCache(tmp_path)
    kept.write("k", model)
    path = tmp_path / "k.npz"
    data = bytearray(path.read_bytes())
    place = len(data) * seed // 40
    if seed % 2:
        path.write_bytes(data[:place])
    else:
        data[place : place + 8] = bytes(255 - value for value in data[place : place + 8])
        path.write_bytes(data)
    again = kept.read("k")
    if again is None:
        assert not path.exists()
    else:  # a byte that carries no meaning
        _same(model, again)


def test_foreign_and_inconsistent_files_are_ignored(model, tmp_path):
    kept = ModelCache(tmp_path)
    (tmp_path / "a.npz").write_bytes(b"")
    (tmp_path / "b.npz").write_text("hello", encoding="utf-8")
    (tmp_path / "c.npz").mkdir()
    guid, mesh = next(iter(model.meshes.items()))
    kept.write("d", ReadModel(model.building, {guid: Mesh(mesh.vertices.copy(), mesh.faces + 10**6)}))
    pickled = np.array([{"a": 1}], dtype=object)
    np.savez(tmp_path / "e.npz", building=pickled, names=pickled, counts=pickled, vertices=pickled, faces=pickled)
    assert [kept.read(key) for key in "abcdef"] == [None] * 6


def test_unwritable_folder_is_no_error(model, tmp_path, sample_dir):
    (tmp_path / "file").write_text("", encoding="utf-8")
    kept = ModelCache(tmp_path / "file" / "models")
    assert not kept.write("k", model)
    assert kept.read("k") is None
    assert read_model([sample_dir / "hainan_house_base.ifc"], cache=kept).building == model.building


def test_write_that_fails_half_way_leaves_nothing(model, tmp_path, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.Path, "replace", full)
    assert not ModelCache(tmp_path).write("k", model)
    assert list(tmp_path.iterdir()) == []


def test_least_used_goes_first(model, tmp_path):
    kept = ModelCache(tmp_path)
    for number, key in enumerate("abc"):
        kept.write(key, model)
        os.utime(tmp_path / f"{key}.npz", (number, number))
    size = (tmp_path / "a.npz").stat().st_size
    assert kept.read("a") is not None  # used now: the oldest is "b"
    small = ModelCache(tmp_path, largest_bytes=3 * size + size // 2)
    assert small.write("d", model)
    assert {path.stem for path in tmp_path.iterdir()} == {"a", "c", "d"}
    assert not ModelCache(tmp_path, largest_bytes=size // 2).write("e", model)


def test_key_depends_on_content_name_order_and_reader(monkeypatch):
    keys = {
        model_key([("a.ifc", "1")]),
        model_key([("b.ifc", "1")]),
        model_key([("a.ifc", "2")]),
        model_key([("a.ifc", "1"), ("b.ifc", "2")]),
        model_key([("b.ifc", "2"), ("a.ifc", "1")]),
    }
    monkeypatch.setattr(module, "reader_digest", lambda: "another reader")
    keys.add(model_key([("a.ifc", "1")]))
    assert len(keys) == 6
    assert reader_digest() == reader_digest() != "another reader"


def test_reader_digest_covers_code_and_tables():
    names = [name for package in module._READER for name, _ in module._sources(module.files(package), package)]
    assert "bldgassess.ifc/read.py" in names
    assert "bldgassess.model/building.py" in names
    assert "bldgassess.ifc/data/quantity_slips.csv" in names


def test_reader_leans_on_no_code_that_the_digest_leaves_out():
    """Whatever the reader imports from the catalogue is in the key, else an old model outlives a new table."""
    folder = module.Path(module.__file__).parent
    read_by = [path for path in folder.glob("*.py") if "materials_db" in path.read_text(encoding="utf-8")]
    lines = [line for path in read_by for line in path.read_text(encoding="utf-8").splitlines() if "import" in line]
    used = {line.split()[1] for line in lines if line.strip().startswith("from materials_db")}
    assert used <= {f"{package}.{name.removesuffix('.py')}" for package, name in module._READER_FILES}


def test_default_folder_and_off(monkeypatch, tmp_path):
    assert default_cache() is None  # the tests' own setting
    monkeypatch.setenv("BLDGASSESS_CACHE", str(tmp_path))
    assert default_cache() == ModelCache(tmp_path)
    monkeypatch.delenv("BLDGASSESS_CACHE")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == ModelCache(tmp_path / "bldgassess" / "models")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert default_cache() == ModelCache(tmp_path / "local" / "bldgassess" / "models")


def test_no_cache_option_reaches_the_reader(monkeypatch, tmp_path, sample_dir):
    from typer.testing import CliRunner

    from bldgassess.cli.app import make_app

    monkeypatch.setenv("BLDGASSESS_CACHE", str(tmp_path))
    path = str(sample_dir / "hainan_house_base.ifc")
    for arguments in (["readiness", path, "--no-cache"], ["readiness", path]):
        before = list(tmp_path.iterdir())
        assert CliRunner().invoke(make_app(arguments), arguments).exit_code == 0
        assert before == []
    assert [item.suffix for item in tmp_path.iterdir()] == [".npz"]
    assert os.environ["BLDGASSESS_CACHE"] == str(tmp_path)
