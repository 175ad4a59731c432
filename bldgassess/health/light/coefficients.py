"""Daylight coefficients of a room by Radiance: what each patch of the sky gives to each sensor."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.health.light.cache import CoefficientCache
from bldgassess.health.light.radiance import Radiance, radiance_version
from bldgassess.health.light.radiance_text import SKY_MODIFIER, obstacles_text, room_text
from bldgassess.health.light.scene import RoomScene, Scene
from bldgassess.health.light.sky import PATCHES, SingleArray
from bldgassess.hourly.result import FloatArray
from bldgassess.study import Study

#: Raised when what is computed changes.
_FORMAT = 1
Traced = Literal["draft", "standard"]
#: Room around the scene's box [m].
_ROUND_M = 0.5
#: Ambient bounces, rays of the first bounce, least weight; measured on the box room (docs/method.md). Fixed samples
#: (``-u-``) give the same figures in every run.
_SETTINGS: dict[Traced, tuple[str, ...]] = {
    "draft": ("-ab", "5", "-ad", "3000", "-lw", "5e-4"),
    "standard": ("-ab", "6", "-ad", "4000", "-lw", "1e-4"),
}
#: Frozen; many surfaces a cell and few cells: a fifth of the time to build and to read, and no slower to trace.
_OCTREE = ("-f", "-n", "10", "-r", "4096")
#: The part that comes straight from the sky.
_DIRECT = {"draft": ("-ab", "1", "-ad", "1000", "-lw", "1e-5"), "standard": ("-ab", "1", "-ad", "4000", "-lw", "1e-5")}


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Illuminance [lx] of each sensor for a luminance of 1 cd/m2 of each patch, (sensors, 146).

    ``all`` of it, and the part that comes ``straight`` through the glass.
    """

    all: SingleArray
    straight: SingleArray


class CoefficientMaker:
    """Makes the coefficients of the rooms of a scene; what stands around is prepared once."""

    def __init__(
        self, scene: Scene, study: Study, quality: Traced, radiance: Radiance, folder: Path,
        cache: CoefficientCache | None,
    ) -> None:  # fmt: skip
        self._study, self._quality, self._radiance, self._cache = study, quality, radiance, cache
        self._folder = folder
        triangles = scene.obstacles.triangles
        every = [triangles.reshape(-1, 3), *(item for room in scene.rooms for item in _places(room))]
        low, high = np.concatenate(every).min(axis=0), np.concatenate(every).max(axis=0)
        self._origin = np.floor(low)
        # what stands around may be smaller than the rooms, and an octree cannot grow
        box = [*(low - self._origin - _ROUND_M), float((high - low).max()) + 2.0 * _ROUND_M]
        self._box = ["-b", *(f"{float(item):.3f}" for item in box)]
        text = obstacles_text(scene.obstacles, study, self._origin)
        self._around: Path | None = None
        self._text = text if len(triangles) else ""
        self._digest = hashlib.sha256(text.encode()).hexdigest()

    def prepare(self) -> None:
        """Sort what stands around into an octree."""
        if self._text:
            source = self._folder / "around.rad"
            source.write_text(self._text, encoding="ascii")
            self._around = self._folder / "around.oct"
            self._around.write_bytes(self._radiance.run("oconv", [*_OCTREE, *self._box, source]))

    def make(self, room: RoomScene) -> Coefficients:
        """Return the coefficients of the points and of the eyes, each eye in its four ways to look."""
        positions, normals = sensors(room)
        text = room_text(room, self._study, self._origin)
        data = np.hstack([positions - self._origin, normals]).astype("<f8").tobytes()
        parts = (
            _FORMAT,
            radiance_version(),
            _SETTINGS[self._quality],
            _DIRECT[self._quality],
            self._digest,
            text,
            data,
        )
        key = hashlib.sha256(repr(parts).encode()).hexdigest()
        found = self._cache.read(key) if self._cache else None
        if found and {name: item.shape for name, item in found.items()} == dict.fromkeys(
            ("all", "straight"), (len(positions), PATCHES)
        ):
            return Coefficients(found["all"], found["straight"])
        made = self._trace(text, data, len(positions))
        if self._cache:
            self._cache.write(key, {"all": made.all, "straight": made.straight})
        return made

    def _trace(self, text: str, data: bytes, count: int) -> Coefficients:
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            source, octree = Path(name) / "room.rad", Path(name) / "room.oct"
            source.write_text(text, encoding="ascii")
            around: list[str | Path] = ["-i", self._around] if self._around else []
            octree.write_bytes(self._radiance.run("oconv", [*_OCTREE, *around, source]))

            def trace(settings: tuple[str, ...]) -> SingleArray:
                raw = self._radiance.run(
                    "rcontrib",
                    [
                        "-h", "-I+", "-V-", "-u-", "-fdf", *settings, "-e", "MF:1", "-f", "reinhart.cal",
                        "-b", "rbin", "-bn", "Nrbins", "-m", SKY_MODIFIER, octree,
                    ],
                    data,
                )  # fmt: skip
                if len(raw) != 12 * count * PATCHES:
                    raise UserError(Issue("daylight.failed", {"program": "rcontrib", "text": f"{len(raw)} bytes"}))
                cells = np.frombuffer(raw, dtype="<f4").reshape(count, PATCHES, 3)
                return np.asarray(cells.mean(axis=2))

            return Coefficients(trace(_SETTINGS[self._quality]), trace(_DIRECT[self._quality]))


def _places(room: RoomScene) -> list[FloatArray]:
    return [room.points, room.eyes, *(item for _, item in room.shell), *(pane.outer for pane in room.panes)]


def sensors(room: RoomScene) -> tuple[FloatArray, FloatArray]:
    """Return places and directions (n, 3): the points looking up, then each eye in its four ways."""
    ways = len(room.looks)
    positions = np.concatenate([room.points, np.repeat(room.eyes, ways, axis=0)])
    up = np.tile([0.0, 0.0, 1.0], (len(room.points), 1))
    return positions, np.concatenate([up, np.tile(room.looks, (len(room.eyes), 1))])
