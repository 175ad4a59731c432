"""What a viewer shows of its scene: colours, marks, and what is hidden or cut away; plain data, no screen needed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ui.viewer.scene import GrowingScene
from ui.viewer.section import BoolArray, Cut

Float32Array = npt.NDArray[np.float32]
#: What the fourth byte of an element's row in the table says.
VISIBLE, SELECTED, HATCHED = 1, 2, 4


class Shown:
    """State of a picture.

    ``base``: what is there at all, ``None`` for everything. ``isolated``: shown alone, whether in the base or not.
    ``hidden``: never shown. ``hatched``: elements without data. ``hovered``: the element under the cursor, or "".
    """

    def __init__(self) -> None:
        self.scene = GrowingScene()
        self.colours: Float32Array = np.zeros((0, 3), dtype=np.float32)
        self.hatched: BoolArray = np.zeros(0, dtype=bool)
        self.selected: frozenset[str] = frozenset()
        self.base: frozenset[str] | None = None
        self.isolated: frozenset[str] | None = None
        self.hidden: frozenset[str] = frozenset()
        self.hovered = ""
        self.cuts: tuple[Cut, ...] = ()

    @property
    def mask(self) -> BoolArray:
        """Whether each element of the scene is visible."""
        wanted = self.isolated if self.isolated is not None else self.base
        result = np.ones(len(self.scene.guids), dtype=bool) if wanted is None else self.places(wanted)
        return result & ~self.places(self.hidden)

    @property
    def visible(self) -> tuple[str, ...]:
        """The elements that are visible, in the order of the scene."""
        return tuple(guid for guid, is_shown in zip(self.scene.guids, self.mask, strict=True) if is_shown)

    def table(self) -> npt.NDArray[np.uint8]:
        """Return (elements, 4): colour, and what the constants above say."""
        rows = np.zeros((len(self.scene.guids), 4), dtype=np.uint8)
        count = min(len(self.colours), len(rows))
        rows[:count, :3] = np.round(self.colours[:count] * 255.0)
        rows[:, 3] = VISIBLE * self.mask + SELECTED * self.places(self.selected)
        rows[: len(self.hatched), 3] |= (HATCHED * self.hatched[: len(rows)]).astype(np.uint8)
        return rows

    def box(self, guids: Iterable[str] | None = None) -> npt.NDArray[np.float64] | None:
        """Return lowest and highest corner of some elements, or of all that is visible; ``None`` where nothing is."""
        chosen = self.mask if guids is None else self.places(guids)
        boxes = self.scene.boxes[chosen]
        return np.stack([boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)]) if len(boxes) else None

    def places(self, guids: Iterable[str]) -> BoolArray:
        """Say which elements of the scene are among some."""
        result = np.zeros(len(self.scene.guids), dtype=bool)
        index = self.scene.index
        result[[index[guid] for guid in guids if guid in index]] = True
        return result
