"""The package's container: a ZIP with a fixed set of members, made in one way only, read only where it is harmless."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from bldgassess.errors import Issue, UserError

MANIFEST = "manifest.json"
SCHEMA = "bldgassess.lock/1"
#: All that a package may hold.
_NAME = re.compile(
    r"manifest\.json|results\.json|inventory\.csv|study\.yaml|criteria\.yaml|factors\.csv|log\.json|evidence\.json"
    r"|(model|weather|budget)/[^/\\\x00-\x1f:*?\"<>|]{1,200}"
)
_MOST_MEMBERS, _LARGEST_BYTES, _LARGEST_MANIFEST = 64, 2 * 10**9, 2**20
#: More than this many times its packed form is a bomb, once it is large [-], [bytes].
_MOST_PACKED, _LARGE = 250, 50 * 2**20
_CHUNK = 2**20
_ENCRYPTED = 0x1
#: ZIP knows no time before; the engine has no clock.
_TIME = (1980, 1, 1, 0, 0, 0)


def digest(content: bytes) -> str:
    """Return the sha256 in hex."""
    return hashlib.sha256(content).hexdigest()


def pack(members: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """Return a package: its manifest with the facts and each member's size and sha256, then the members by name.

    Raises
    ------
    ValueError
        When a name is not one that a package may hold.
    """
    for name in members:
        if name == MANIFEST or not _NAME.fullmatch(name) or ".." in name:
            raise ValueError(f"no name for a member: {name}")
    listed = {name: {"bytes": len(members[name]), "sha256": digest(members[name])} for name in sorted(members)}
    text = json.dumps({"schema": SCHEMA, **facts, "members": listed}, ensure_ascii=False, sort_keys=True, indent=1)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in ((MANIFEST, (text + "\n").encode()), *sorted(members.items())):
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, content)
    return stream.getvalue()


def unpack(content: bytes, name: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return manifest and members; nothing is written to the disk and nothing unlisted is read.

    Raises
    ------
    UserError
        When it is no package, or holds what none may: other paths, links, unlisted, doubled, encrypted or oversized
        members.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found = _harmless(archive, name)
            manifest = _manifest(_read(archive, found[MANIFEST], _LARGEST_MANIFEST), name)
            listed = manifest["members"]
            other = sorted(set(found) - {MANIFEST} ^ set(listed))
            if other:
                raise _refused(name, f"{other[0]}: listed and packed members differ")
            total = sum(int(entry["bytes"]) for entry in listed.values())
            if total > _LARGEST_BYTES:
                raise _refused(name, "larger than 2 GB")
            return manifest, {key: _read(archive, found[key], int(listed[key]["bytes"])) for key in sorted(listed)}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise _refused(name, str(error)[:80] or type(error).__name__) from error
    except (NotImplementedError, RuntimeError, MemoryError) as error:
        raise _refused(name, type(error).__name__) from error


def _harmless(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise _refused(name, f"{len(members)} members")
    found: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in members:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if not _NAME.fullmatch(info.filename) or ".." in info.filename or info.orig_filename != info.filename:
            raise _refused(name, f"{info.filename[:60]!r} has no place in it")
        if kind not in {0, stat.S_IFREG}:
            raise _refused(name, f"{info.filename}: a link or device")
        if info.flag_bits & _ENCRYPTED:
            raise _refused(name, f"{info.filename}: encrypted")
        if info.filename.casefold() in seen:
            raise _refused(name, f"{info.filename} stands twice")
        if info.file_size > _LARGE and info.file_size > _MOST_PACKED * max(info.compress_size, 1):
            raise _refused(name, f"{info.filename}: packed more than {_MOST_PACKED} times")
        seen.add(info.filename.casefold())
        found[info.filename] = info
    if MANIFEST not in found:
        raise _refused(name, "no manifest")
    return found


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Read a member up to a size; what comes out counts, not what the archive says."""
    parts, size = [], 0
    with archive.open(info) as stream:
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > most:
                raise ValueError(f"{info.filename} is larger than listed")
            parts.append(part)
    return b"".join(parts)


def _manifest(content: bytes, name: str) -> dict[str, Any]:
    data = json.loads(content)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("members"), dict):
        raise _refused(name, "another kind of manifest")
    return data


def _refused(name: str, reason: str) -> UserError:
    return UserError(Issue("lock.unreadable", {"file": name, "reason": reason}))
