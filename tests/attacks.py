"""Archives and paths that attack a reader, each with the code of the sentence due; for tests and the fuzz run."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path


def pack(path: Path, *members: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def understate(path: Path, size: int) -> Path:
    """Write a small unpacked size into an archive's directory and header."""
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(mark) + offset, size)
    path.write_bytes(data)
    return path


def lock(path: Path) -> Path:
    """Mark an archive's member as encrypted."""
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[data.index(b"PK\x03\x04") + 6] |= 1
    path.write_bytes(data)
    return path


def hundred_gigabytes(path: Path, claim: int) -> Path:
    """Write an archive that goes on for 100 GB of zeros by its blocks as far as anybody reads, and claims a size.

    The stream really holds ``claim`` bytes where that is below 2 GB, else as many blocks as make 2.5 GB.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b"\0" * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    head = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = head.compress(b"ISO-10303-21;") + head.flush(zlib.Z_FULL_FLUSH)
    body = start + block * min(250, claim // 10_000_000 + 1)
    name, extra = b"a.ifc", struct.pack("<HHQQ", 1, 16, claim, len(body))
    most = 2**32 - 1
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 8, 0, 0, 0, most, most, len(name), len(extra))
    rest = (45, 45, 0, 8, 0, 0, 0, most, most, len(name), len(extra), 0, 0, 0, 0, 0)
    directory = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, *rest) + name + extra
    place = len(local) + len(name) + len(extra) + len(body)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(directory), place, 0)
    path.write_bytes(local + name + extra + body + directory + end)
    return path


def make_all(folder: Path, model: bytes) -> Iterator[tuple[str, Path]]:
    """Make each attack in turn: its name, which begins with the code of the sentence that is due, and its path."""
    inner = pack(folder / "inner.ifczip", ("a.ifc", model)).read_bytes()
    yield "ifc.too_large: claims 100 GB", hundred_gigabytes(folder / "b1.ifczip", 100 * 10**9)
    yield "ifc.zip_ratio: claims 1.9 GB of zeros", hundred_gigabytes(folder / "b2.ifczip", 1_900_000_000)
    big = b"ISO-10303-21;" + b"0" * 3_000_000
    yield "ifc.not_readable: claims less", understate(pack(folder / "l.ifczip", ("a.ifc", big)), 1000)
    for number, name in enumerate(("../../../etc/evil.ifc", "/etc/evil.ifc", "C:\\evil.ifc", "a/b/c.IFC")):
        yield f"assessed: member {name}", pack(folder / f"n{number}.ifczip", (name, model))
    yield "assessed: stored, lzma", pack(folder / "s.ifczip", ("a.ifc", model), kind=zipfile.ZIP_LZMA)
    yield "ifc.zip_contents: nested", pack(folder / "nested.ifczip", ("inner.ifczip", inner))
    yield "ifc.zip_contents: two", pack(folder / "two.ifczip", ("a.ifc", model), ("b.ifc", model))
    yield "ifc.zip_contents: none", pack(folder / "none.ifczip", ("readme.txt", b"hello"))
    yield "ifc.zip_contents: empty", pack(folder / "void.ifczip")
    yield "ifc.not_ifc: a text in it", pack(folder / "text.ifczip", ("a.ifc", b"hello"))
    yield "ifc.zip_encrypted: locked", lock(pack(folder / "locked.ifczip", ("a.ifc", model)))
    for name, data, code in (
        ("empty.ifc", b"", "ifc.empty_file"),
        ("blank.ifc", b" \n\n ", "ifc.empty_file"),
        ("zeros.ifc", b"\0" * 100_000, "ifc.not_ifc"),
        ("half.ifczip", inner[: len(inner) // 2], "ifc.not_readable"),
        ("head.ifc", b"ISO-10303-21;\nFILE_SCHEMA(('IFC4'));\nEND-ISO-10303-21;\n", "ifc.no"),
    ):
        (folder / name).write_bytes(data)
        yield f"{code}: {name}", folder / name
    (folder / "folder.ifc").mkdir()
    yield "ifc.not_a_file: folder", folder / "folder.ifc"
    yield "ifc.missing_file: nothing there", folder / "nowhere.ifc"
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.ifc")
        yield "ifc.not_a_file: pipe", folder / "pipe.ifc"
        yield "ifc.not_a_file: device", Path("/dev/zero")
