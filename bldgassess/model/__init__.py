"""What was read from the model: frozen, SI units, sorted by GlobalId."""

from bldgassess.model.assumption import Assumption
from bldgassess.model.building import (
    BUILDING_PARTS,
    AuthoredQuantity,
    Building,
    Element,
    MaterialLayer,
    Opening,
    Site,
    Space,
    Storey,
    Surface,
)
from bldgassess.model.meshes import Mesh, ReadModel

__all__ = [
    "BUILDING_PARTS",
    "Assumption",
    "AuthoredQuantity",
    "Building",
    "Element",
    "MaterialLayer",
    "Mesh",
    "Opening",
    "ReadModel",
    "Site",
    "Space",
    "Storey",
    "Surface",
]
