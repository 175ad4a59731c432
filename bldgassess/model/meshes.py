"""Triangle meshes, kept beside the building and not in it: they are large and no figure is hashed from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bldgassess.model.building import Building

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Mesh:
    """One body in world coordinates: ``vertices`` (n, 3) [m], ``faces`` (m, 3) indices. Arrays are read-only."""

    vertices: FloatArray
    faces: IntArray

    def __post_init__(self) -> None:
        self.vertices.flags.writeable = False
        self.faces.flags.writeable = False


@dataclass(frozen=True, slots=True)
class ReadModel:
    """A building and the meshes of its elements and spaces by GlobalId."""

    building: Building
    meshes: Mapping[str, Mesh]
