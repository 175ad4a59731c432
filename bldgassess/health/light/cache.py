"""Daylight coefficients kept between runs: one file a room, named by all that went in."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

from bldgassess.health.light.sky import SingleArray
from bldgassess.ifc.cache import default_cache

#: What a file that is not ours, cut off or changed can raise.
_DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
#: All rooms together [bytes]; those written longest ago go first.
_LARGEST_BYTES = 500 * 10**6


@dataclass(frozen=True, slots=True)
class CoefficientCache:
    """A folder of coefficients. What goes wrong in it is no error: a room is then computed anew."""

    folder: Path

    def read(self, key: str) -> dict[str, SingleArray] | None:
        """Return the arrays of a room, or ``None`` where there are none or the file is damaged."""
        try:
            data = (self.folder / f"{key}.npz").read_bytes()
            with np.load(BytesIO(data), allow_pickle=False) as arrays:
                return {name: np.asarray(arrays[name], dtype=np.float32) for name in arrays.files}
        except _DAMAGED:
            return None

    def write(self, key: str, arrays: Mapping[str, SingleArray]) -> None:
        """Keep the arrays of a room; the file appears whole or not at all."""
        out = BytesIO()
        np.savez_compressed(out, allow_pickle=False, **dict(arrays))
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix="new-", suffix=".tmp", delete=False) as file:
                file.write(out.getvalue())
            Path(file.name).replace(self.folder / f"{key}.npz")
            self._prune()

    def _prune(self) -> None:
        found = sorted((item.stat().st_mtime_ns, item.stat().st_size, item) for item in self.folder.glob("*.npz"))
        total = sum(size for _, size, _ in found)
        for _, size, path in found:
            if total <= _LARGEST_BYTES:
                return
            path.unlink(missing_ok=True)
            total -= size


def default_coefficients() -> CoefficientCache | None:
    """Return the cache beside that of the models, where that one is on."""
    models = default_cache()
    return CoefficientCache(models.folder / "daylight") if models else None
