"""Checks of units and place."""

from __future__ import annotations

from bldgassess.ifc.readiness.result import Measured
from bldgassess.ifc.readiness.view import View

#: Units that quantities need: length, area, volume.
_UNITS = 3
#: Issues of the reader: a unit was derived from the length unit, or from comparing quantities with shapes.
_MISSING = frozenset({"ifc.missing_unit", "ifc.unit_inferred"})


def units(view: View) -> tuple[Measured, ...]:
    """Units that the file does not name; they were derived."""
    kinds = sorted({str(item.params["kind"]) for item in view.building.issues if item.code in _MISSING})
    if "length" in kinds:
        return (Measured(1.0, params={"kinds": ", ".join(kinds)}, variant="length"),)
    return (Measured(min(1.0, len(kinds) / _UNITS), params={"kinds": ", ".join(kinds)}),)


def place(view: View) -> tuple[Measured, ...]:
    """A site without latitude and longitude."""
    return (Measured(1.0 if view.building.site.latitude_deg is None else 0.0),)


def default_place(view: View) -> tuple[Measured, ...]:
    """A place that authoring tools write when nobody set one."""
    return (Measured(1.0 if view.building.site.location_looks_default else 0.0),)


def true_north(view: View) -> tuple[Measured, ...]:
    """True north exactly along the model's y axis: right, or never set."""
    return (Measured(1.0 if view.building.site.true_north_deg == 0.0 else 0.0),)
