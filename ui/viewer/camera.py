"""An orbiting camera: plain arithmetic, so that picking can be tested without a screen."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
_FOV_DEG = 32.0
#: Standard side -> azimuth clockwise from north, elevation [deg] of the camera; the front is seen from the south.
VIEWS: dict[str, tuple[float, float]] = {
    "front": (180.0, 0.0),
    "back": (0.0, 0.0),
    "left": (270.0, 0.0),
    "right": (90.0, 0.0),
    "top": (180.0, 89.9),
    "iso": (210.0, 28.0),
}


@dataclass(frozen=True, slots=True)
class Camera:
    """Looks at ``target`` [m] from ``distance`` [m]; azimuth clockwise from north, elevation over the horizon [deg]."""

    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    distance: float = 30.0
    azimuth_deg: float = 210.0
    elevation_deg: float = 28.0

    @property
    def eye(self) -> FloatArray:
        """Where the camera stands."""
        a, e = math.radians(self.azimuth_deg), math.radians(self.elevation_deg)
        away = np.array([math.sin(a) * math.cos(e), math.cos(a) * math.cos(e), math.sin(e)])
        return np.asarray(self.target) + self.distance * away

    def orbited(self, d_azimuth: float, d_elevation: float) -> Camera:
        """Turn about the target; never over the pole."""
        elevation = min(89.0, max(-20.0, self.elevation_deg + d_elevation))
        return replace(self, azimuth_deg=(self.azimuth_deg + d_azimuth) % 360.0, elevation_deg=elevation)

    def zoomed(self, factor: float) -> Camera:
        """Come nearer or go away."""
        return replace(self, distance=min(5000.0, max(0.5, self.distance * factor)))

    def panned(self, right: float, up: float) -> Camera:
        """Move sideways in the picture plane, in shares of the distance."""
        view = self.view_matrix()
        move = (view[0, :3] * right + view[1, :3] * up) * self.distance
        x, y, z = np.asarray(self.target) + move
        return replace(self, target=(float(x), float(y), float(z)))

    def framed(self, low: FloatArray, high: FloatArray, aspect: float = 1.0) -> Camera:
        """Look at a box whole in a picture of that width over height."""
        centre = (low + high) / 2.0
        radius = float(np.linalg.norm(high - low)) / 2.0 or 1.0
        half = math.atan(math.tan(math.radians(_FOV_DEG / 2.0)) * min(1.0, aspect))
        distance = radius / math.sin(half)
        return replace(self, target=(float(centre[0]), float(centre[1]), float(centre[2])), distance=distance)

    def turned(self, view: str) -> Camera:
        """Look from a standard side (``VIEWS``) at the same place."""
        azimuth, elevation = VIEWS[view]
        return replace(self, azimuth_deg=azimuth, elevation_deg=elevation)

    def view_matrix(self) -> FloatArray:
        """World to camera, right-handed, looking along -z."""
        eye = self.eye
        forward = np.asarray(self.target) - eye
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, np.array([0.0, 0.0, 1.0]))
        right = right / np.linalg.norm(right)
        up = np.cross(right, forward)
        matrix = np.eye(4)
        matrix[0, :3], matrix[1, :3], matrix[2, :3] = right, up, -forward
        matrix[:3, 3] = -matrix[:3, :3] @ eye
        return matrix

    def projection_matrix(self, aspect: float) -> FloatArray:
        """Camera to clip space."""
        near, far = self.distance * 0.02, self.distance * 20.0
        f = 1.0 / math.tan(math.radians(_FOV_DEG / 2.0))
        matrix = np.zeros((4, 4))
        matrix[0, 0], matrix[1, 1] = f / max(aspect, 1e-6), f
        matrix[2, 2], matrix[2, 3] = (far + near) / (near - far), 2.0 * far * near / (near - far)
        matrix[3, 2] = -1.0
        return matrix

    def projected(self, points: FloatArray, size: tuple[float, float]) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
        """Return where (n, 3) points are in a picture of that size, (n, 2), and which lie in front of the camera."""
        width, height = size
        matrix = self.projection_matrix(width / max(height, 1e-6)) @ self.view_matrix()
        clip = points @ matrix[:, :3].T + matrix[:, 3]
        depth = clip[:, 3:]
        share = clip[:, :2] / np.where(depth > 1e-9, depth, 1.0)
        places = (share * np.array([0.5, -0.5]) + 0.5) * np.array([width, height])
        return np.asarray(places), np.asarray(depth[:, 0] > 1e-9)

    def ray(self, x: float, y: float, width: float, height: float) -> tuple[FloatArray, FloatArray]:
        """Return origin and direction of the ray through a point of a picture of that size."""
        f = math.tan(math.radians(_FOV_DEG / 2.0))
        right = (2.0 * x / width - 1.0) * f * width / height
        up = (1.0 - 2.0 * y / height) * f
        view = self.view_matrix()
        direction = view[0, :3] * right + view[1, :3] * up - view[2, :3]
        return self.eye, direction / np.linalg.norm(direction)
