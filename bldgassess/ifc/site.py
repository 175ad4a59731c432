"""Where the building stands and which way north is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from bldgassess.ifc.units import Units
from bldgassess.model import Site
from bldgassess.model.meshes import FloatArray

#: Latitude, longitude that authoring tools write when nobody set a place (Boston, London, and 0/0) [deg].
TEMPLATE_PLACES = ((42.3584, -71.0597), (42.2125, -71.0328), (42.358, -71.06), (51.5, -0.13), (0.0, 0.0))


def read_site(file: Any, units: Units) -> Site:  # noqa: ANN401
    """Read latitude, longitude, elevation and true north of the first site and its model context."""
    sites = sorted(file.by_type("IfcSite"), key=lambda item: item.GlobalId)
    site = sites[0] if sites else None
    latitude = _degrees(site.RefLatitude) if site is not None else None
    longitude = _degrees(site.RefLongitude) if site is not None else None
    if latitude is None or longitude is None or abs(latitude) > 90.0 or abs(longitude) > 180.0:
        latitude = longitude = None
    default = latitude is not None and any(
        abs(latitude - north) < 0.02 and abs((longitude or 0.0) - east) < 0.02 for north, east in TEMPLATE_PLACES
    )
    elevation = float(site.RefElevation or 0.0) * units.length if site is not None else 0.0
    return Site(latitude, longitude, round(elevation, 3), _north(file), default)


def turn_of(site: Site) -> FloatArray:
    """Matrix that turns the model about z until true north, clockwise from +y, lies on +y."""
    angle = math.radians(site.true_north_deg)
    c, s = math.cos(angle), math.sin(angle)
    return np.array([(c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)])


def _degrees(parts: Any) -> float | None:  # noqa: ANN401
    if not parts:
        return None
    value = math.fsum(float(part) / scale for part, scale in zip(parts, (1.0, 60.0, 3600.0, 3.6e9), strict=False))
    return round(value, 7)


def _north(file: Any) -> float:  # noqa: ANN401
    """Clockwise angle from the model's +Y to true north [deg]."""
    for context in file.by_type("IfcGeometricRepresentationContext", include_subtypes=False):
        if context.TrueNorth is not None and context.ContextType in {"Model", None}:
            x, y = (float(item) for item in context.TrueNorth.DirectionRatios[:2])
            return round(math.degrees(math.atan2(x, y)) % 360.0, 6)
    return 0.0
