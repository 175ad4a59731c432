"""Reading a file that nobody vouches for: size, encoding, archives, before anything looks at what it says."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from materials_db.errors import InputError

#: Safety limits of the readers, not figures of any result: the largest public EPD collections stay well below.
MOST_BYTES = 64 * 1024 * 1024
MOST_CELL = 100_000
MOST_ENTRIES = 20_000
#: Text compresses 5 to 20 fold; a zip bomb a thousandfold.
MOST_RATIO = 200
_UNSAFE = re.compile(r"^[A-Za-z]:|^/|^\\|(^|[/\\])\.\.([/\\]|$)|\x00")
_ID = re.compile(r"[^A-Za-z0-9._-]+")


def read_bytes(path: Path) -> bytes:
    """Return a file's content.

    Raises
    ------
    InputError
        When it cannot be read, is empty or larger than the limit.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError("materials.import_too_large", {"file": path.name, "most_mb": MOST_BYTES // 1024**2})
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError("materials.import_unreadable", {"file": path.name, "reason": reason}) from error
    if not content.strip():
        raise InputError("materials.import_malformed", {"file": path.name, "reason": "empty"})
    return content


def decode(content: bytes, name: str) -> str:
    """Return UTF-8 text, with or without a byte-order mark.

    Raises
    ------
    InputError
        When it is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("materials.import_malformed", {"file": name, "reason": "not UTF-8"}) from error


def read_json(content: bytes, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return parsed JSON; NaN and infinity are refused.

    Raises
    ------
    InputError
        When it is none, or nested beyond reason.
    """

    def refuse(text: str) -> float:
        raise ValueError(text)

    try:
        return json.loads(decode(content, name), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise InputError("materials.import_malformed", {"file": name, "reason": "not valid JSON"}) from error


def open_zip(content: bytes, name: str) -> zipfile.ZipFile:
    """Return an archive whose names stay inside it and whose contents are of a sane size.

    Raises
    ------
    InputError
        For path traversal, a zip bomb, or no ZIP at all.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputError("materials.import_malformed", {"file": name, "reason": "not a ZIP archive"}) from error
    entries = archive.infolist()
    for entry in entries:
        if _UNSAFE.search(entry.filename):
            raise InputError("materials.import_unsafe_path", {"file": name, "path": entry.filename[:60]})
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if total > MOST_BYTES or len(entries) > MOST_ENTRIES or total / packed > MOST_RATIO:
        raise InputError("materials.import_too_large", {"file": name, "most_mb": MOST_BYTES // 1024**2})
    return archive


def read_entry(archive: zipfile.ZipFile, entry: str, name: str) -> bytes:
    """Return one file of an archive, never more than its directory promised.

    Raises
    ------
    InputError
        When the entry is broken or larger than it says.
    """
    try:
        promised = archive.getinfo(entry).file_size
        with archive.open(entry) as stream:
            content = stream.read(promised + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, KeyError, EOFError) as error:
        raise InputError(
            "materials.import_malformed", {"file": name, "reason": f"cannot unpack {entry[:60]}"}
        ) from error
    if len(content) > promised:
        raise InputError("materials.import_too_large", {"file": name, "most_mb": MOST_BYTES // 1024**2})
    return content


def clean_text(text: str) -> str:
    """Return one line of text: control characters and runs of space become one space."""
    return re.sub(r"[\x00-\x20\x7f\u2028\u2029]+", " ", text).strip()


def clean_id(text: str) -> str:
    """Return an id of letters, digits, dot, underscore and hyphen.

    >>> clean_id("../EPD 12/b")
    'EPD-12-b'
    """
    return _ID.sub("-", text).strip("-.")[:80]
