"""Files that are no files, and archives that lie: one sentence each, nothing written, little unpacked."""

import os
import struct
import zipfile
from pathlib import Path

import pytest

from bldgassess.errors import UserError
from bldgassess.ifc import unpack
from bldgassess.ifc.open import load, open_model
from bldgassess.ifc.read import read_model


def _code(path):
    with pytest.raises(UserError) as error:
        read_model([path])
    return [issue.code for issue in error.value.issues]


def _pack(path, *members, kind=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_folder_pipe_device_and_nothing(tmp_path):
    folder = tmp_path / "folder.ifc"
    folder.mkdir()
    assert _code(folder) == ["ifc.not_a_file"]
    assert _code(tmp_path / "nowhere.ifc") == ["ifc.missing_file"]
    (tmp_path / "empty.ifc").write_bytes(b"")
    assert _code(tmp_path / "empty.ifc") == ["ifc.empty_file"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.ifc")
        assert _code(tmp_path / "pipe.ifc") == ["ifc.not_a_file"]
        assert _code(Path("/dev/zero")) == ["ifc.not_a_file"]


def test_unreadable_file(tmp_path, monkeypatch):
    path = tmp_path / "locked.ifc"
    path.write_bytes(b"ISO-10303-21;")
    path.chmod(0)

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    if os.geteuid() == 0:  # root reads everything
        monkeypatch.setattr(Path, "read_bytes", refuse)
    assert _code(path) == ["ifc.cannot_open"]


def test_zip_that_claims_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("bldgassess.ifc.open.LARGEST_BYTES", 10_000)
    path = _pack(tmp_path / "bomb.ifczip", ("../../inner.ifc", "ISO-10303-21;" + "0" * 100_000))
    assert _code(path) == ["ifc.too_large"]
    assert list(tmp_path.iterdir()) == [path]


def _understate(path, size):
    """Write a small size into the archive's own directory and header: what comes out is what it was."""
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(mark) + offset, size)
    path.write_bytes(data)
    return path


def test_zip_that_claims_little_and_unpacks_to_much(tmp_path, monkeypatch):
    """Python's own reader stops at the claimed size; the checksum then fails. Either way it is one sentence."""
    path = _pack(tmp_path / "liar.ifczip", ("a.ifc", b"ISO-10303-21;" + b"0" * 3_000_000))
    assert _code(_understate(path, 1000)) == ["ifc.not_readable"]


def test_ratio_beyond_belief(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "_RATIO_FROM_BYTES", 1_000_000)
    path = _pack(tmp_path / "bomb.ifczip", ("a.ifc", b"ISO-10303-21;" + b"0" * 8_000_000))
    assert _code(path) == ["ifc.zip_ratio"]


def test_hundred_gigabytes_stop_at_fifty_megabytes(tmp_path):
    """A hundred gigabytes of zeros, packed by the thousand: refused after little work, whatever the header says."""
    import zlib

    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b"\0" * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    body = block * 40  # 400 MB already say it; the claim says 100 GB
    claim = 100 * 10**9
    name = b"a.ifc"
    extra = struct.pack("<HHQQ", 1, 16, claim, len(body))
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 8, 0, 0, 0, 2**32 - 1, 2**32 - 1, len(name), len(extra))
    central = struct.pack(
        "<IHHHHHHIIIHHHHHII",
        0x02014B50,
        45,
        45,
        0,
        8,
        0,
        0,
        0,
        2**32 - 1,
        2**32 - 1,
        len(name),
        len(extra),
        0,
        0,
        0,
        0,
        0,
    )
    start = len(local) + len(name) + len(extra) + len(body)
    directory = central + name + extra
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(directory), start, 0)
    path = tmp_path / "claims.ifczip"
    path.write_bytes(local + name + extra + body + directory + end)
    assert _code(path) == ["ifc.too_large"]


@pytest.mark.parametrize("name", ["../../../etc/evil.ifc", "/etc/evil.ifc", "C:\\evil.ifc", "a/b/c.IFC"])
def test_names_of_members_do_no_harm(tmp_path, sample_dir, name):
    data = (sample_dir / "hainan_house_base.ifc").read_bytes()
    path = _pack(tmp_path / "m.ifczip", (name, data))
    assert open_model(path).file.by_type("IfcProject")
    assert list(tmp_path.iterdir()) == [path]


def test_nested_two_none_and_locked(tmp_path, sample_dir):
    data = (sample_dir / "hainan_house_base.ifc").read_bytes()
    inner = _pack(tmp_path / "inner.ifczip", ("a.ifc", data)).read_bytes()
    assert _code(_pack(tmp_path / "nested.ifczip", ("inner.ifczip", inner))) == ["ifc.zip_contents"]
    assert _code(_pack(tmp_path / "two.ifczip", ("a.ifc", data), ("b.ifc", data))) == ["ifc.zip_contents"]
    assert _code(_pack(tmp_path / "none.ifczip", ("readme.txt", b"hello"))) == ["ifc.zip_contents"]
    locked = bytearray(_pack(tmp_path / "locked.ifczip", ("a.ifc", data)).read_bytes())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    locked[locked.index(b"PK\x03\x04") + 6] |= 1
    (tmp_path / "locked.ifczip").write_bytes(locked)
    assert _code(tmp_path / "locked.ifczip") == ["ifc.zip_encrypted"]


@pytest.mark.parametrize("seed", range(12))
def test_damaged_archive(tmp_path, sample_dir, seed):
    data = (sample_dir / "hainan_house_base.ifc").read_bytes()
    packed = bytearray(_pack(tmp_path / "m.ifczip", ("a.ifc", data)).read_bytes())
    step = len(packed) // 13
    for place in range(step * (seed + 1), min(step * (seed + 1) + 40, len(packed))):
        packed[place] ^= 0x5A
    (tmp_path / "m.ifczip").write_bytes(packed)
    assert set(_code(tmp_path / "m.ifczip")) <= {"ifc.not_readable", "ifc.zip_contents", "ifc.not_ifc"}


def test_content_is_checked_before_it_is_parsed(tmp_path):
    path = tmp_path / "a.ifc"
    path.write_bytes(b"ISO-10303-21;\nFILE_SCHEMA(('IFC2X_FINAL'));\nEND-ISO-10303-21;")
    with pytest.raises(UserError) as error:
        load(path)
    assert error.value.issues[0].code == "ifc.unsupported_schema"
