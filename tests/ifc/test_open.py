"""Files that are no files, and archives that lie: one sentence each, nothing written, little unpacked."""

import importlib.util
import os
import zipfile
from pathlib import Path

import pytest

from bldgassess.errors import UserError
from bldgassess.ifc import unpack
from bldgassess.ifc.open import load, open_model

spec = importlib.util.spec_from_file_location("attacks", Path(__file__).parents[1] / "attacks.py")
attacks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(attacks)


def _codes(path):
    with pytest.raises(UserError) as error:
        open_model(path)
    return [issue.code for issue in error.value.issues]


def test_each_attack_ends_as_it_should_and_writes_nothing(tmp_path, sample_dir):
    model = (sample_dir / "hainan_house_base.ifc").read_bytes()
    count = 0
    for name, path in attacks.make_all(tmp_path, model):
        count += 1
        due = name.split(":")[0]
        before = set(tmp_path.iterdir())
        if due == "assessed":
            assert open_model(path).file.by_type("IfcProject"), name
        else:
            assert _codes(path)[0].startswith(due), name
        assert set(tmp_path.iterdir()) == before, name
    assert count > 20


def test_unreadable_file(tmp_path, monkeypatch):
    path = tmp_path / "locked.ifc"
    path.write_bytes(b"ISO-10303-21;")
    path.chmod(0)

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    if os.geteuid() == 0:  # root reads everything
        monkeypatch.setattr(Path, "read_bytes", refuse)
    assert _codes(path) == ["ifc.cannot_open"]


def test_bomb_is_stopped_by_what_comes_out(tmp_path, monkeypatch):
    """A true bomb with an honest claim below the limit: the ratio of what came out to what went in stops it early."""
    pieces = []
    real = zipfile.ZipExtFile.read

    def counted(self, size=-1):
        piece = real(self, size)
        pieces.append(len(piece))
        return piece

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    assert _codes(attacks.hundred_gigabytes(tmp_path / "b.ifczip", 1_900_000_000)) == ["ifc.zip_ratio"]
    assert sum(pieces) < 60_000_000


def test_more_than_the_limit_is_not_kept(monkeypatch):
    """The count of bytes stops a member whose claim was believed (a reader that does not stop at the claim itself)."""

    class Endless:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def read(self, size):
            return b"0" * size

    class Archive:
        def open(self, member):
            return Endless()

    class Plenty:
        count = 10**9

        def __setattr__(self, name, value):
            pass

    member = zipfile.ZipInfo("a.ifc")
    member.file_size, member.compress_size = 10, 10**9
    with pytest.raises(UserError) as error:
        unpack._member(Archive(), member, Plenty(), "a.ifczip", 5_000_000)
    assert error.value.issues[0].code == "ifc.too_large"


@pytest.mark.parametrize("seed", range(12))
def test_damaged_archive(tmp_path, sample_dir, seed):
    data = (sample_dir / "hainan_house_base.ifc").read_bytes()
    packed = bytearray(attacks.pack(tmp_path / "m.ifczip", ("a.ifc", data)).read_bytes())
    step = len(packed) // 13
    for place in range(step * (seed + 1), min(step * (seed + 1) + 40, len(packed))):
        packed[place] ^= 0x5A
    (tmp_path / "m.ifczip").write_bytes(packed)
    assert set(_codes(tmp_path / "m.ifczip")) <= {"ifc.not_readable", "ifc.zip_contents", "ifc.not_ifc"}


def test_content_is_checked_before_it_is_parsed(tmp_path):
    path = tmp_path / "a.ifc"
    path.write_bytes(b"ISO-10303-21;\nFILE_SCHEMA(('IFC2X_FINAL'));\nEND-ISO-10303-21;")
    with pytest.raises(UserError) as error:
        load(path)
    assert error.value.issues[0].code == "ifc.unsupported_schema"
