"""Names of community data for people; message ids of the catalogue."""

from __future__ import annotations

from bldgassess.texts import mark

#: Names of the groups of ``community/data/trees.csv``, where the file gives trees none of their own.
TREE_NAMES: dict[str, str] = {
    "Aspen": mark("Aspen"),
    "Cedar, larch": mark("Cedar, larch"),
    "Crown cover of urban trees": mark("Crown cover of urban trees"),
    "Hardwood maple": mark("Hardwood maple"),
    "Juniper": mark("Juniper"),
    "Mixed hardwood": mark("Mixed hardwood"),
    "Pine": mark("Pine"),
    "Soft maple": mark("Soft maple"),
    "Spruce": mark("Spruce"),
}
