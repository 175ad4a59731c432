"""Unpack an ``.ifczip`` in memory: what counts is what comes out, not what the archive says of itself."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from bldgassess.errors import Issue, UserError

#: Pieces that a member is unpacked in [bytes]; small, because as much is read of the packed form at once.
_PIECE_BYTES = 1 << 16
#: Beyond this size [bytes] a member that is this many times as large as what it came from is no model. IFC text packs 5
#: to 30 times; Deflate's most is 1032 (https://zlib.net/zlib_tech.html).
_RATIO_FROM_BYTES, _LARGEST_RATIO = 50 * 10**6, 250
_DAMAGED = (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)
_ENCRYPTED = 0x1


def unpack(name: str, data: bytes, largest_bytes: int) -> bytes:
    """Return the one model of an archive. Nothing is written to disk, so that names of members do no harm.

    Parameters
    ----------
    name : the archive's name, for messages
    data : its bytes
    largest_bytes : the most that is unpacked

    Raises
    ------
    UserError
        When there is not exactly one model, when it is encrypted, damaged or too large, or packed beyond belief.
    """
    try:
        packed = _Counted(data)
        with zipfile.ZipFile(packed) as archive:
            members = [item for item in archive.infolist() if item.filename.lower().endswith(".ifc")]
            if len(members) != 1:
                raise UserError(Issue("ifc.zip_contents", {"file": name, "count": len(members)}))
            if members[0].flag_bits & _ENCRYPTED:
                raise UserError(Issue("ifc.zip_encrypted", {"file": name}))
            return _member(archive, members[0], packed, name, largest_bytes)
    except _DAMAGED as error:
        raise UserError(Issue("ifc.not_readable", {"file": name})) from error


class _Counted(io.BytesIO):
    """Bytes that know how many of them were read."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read and count."""
        piece = super().read(size)
        self.count += len(piece)
        return piece


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, packed: _Counted, name: str, largest_bytes: int
) -> bytes:
    too_large = UserError(Issue("ifc.too_large", {"file": name, "limit": largest_bytes // 10**9}))
    if member.file_size > largest_bytes:
        raise too_large
    pieces, total = [], 0
    packed.count = 0
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE_BYTES):
            total += len(piece)
            if total > largest_bytes:
                raise too_large
            if total > _RATIO_FROM_BYTES and total > _LARGEST_RATIO * max(packed.count, 1):
                raise UserError(Issue("ifc.zip_ratio", {"file": name}))
            pieces.append(piece)
    return b"".join(pieces)
