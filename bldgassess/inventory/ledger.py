"""The inventory: one line an element x layer x product, with the origin of each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bldgassess.errors import Issue
from bldgassess.inventory.layers import AddedLayer
from bldgassess.model import Assumption
from materials_db.records import FactorRecord, Match


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """One product in one element.

    Parameters
    ----------
    id : str
        "<guid>/<layer index>" ; lines are sorted by (guid, layer index).
    quantity, unit : float, str
        Amount in the record's declared unit; 0.0 and "kg" where there is no record.
    quantity_origin : str
        How the quantity came about, such as "mesh volume 12.4 m3 x 0.24/0.365 m layer share".
    volume_m3, mass_kg : float
        Volume of the layer [m3] and its mass [kg] (density of the record or the assumed one).
    record : FactorRecord or None
        ``None``: unmapped. Its mass counts as unmapped and its carbon as not declared.
    service_life_a : float or None
        [a], with ``service_life_source``; ``None``: as long as the building.
    waste_fraction : float
        Wasted share of the installed quantity [0-1], with ``waste_source``.
    origin : str
        "model", or "measure:<id>" for what a measure of the study brought or put in the place of something.
    is_removed : bool
        A product that a measure takes out: only its end of life counts (C2 to C4), and nothing replaces it.
    """

    id: str
    guid: str
    ifc_class: str
    element_name: str
    part: str
    storey_guid: str | None
    layer_index: int
    material: str
    record: FactorRecord | None
    match_score: float
    match_method: str
    match_decision: str
    fallback: str
    quantity: float
    unit: str
    quantity_origin: str
    volume_m3: float
    mass_kg: float
    density_kg_m3: float
    density_source: str
    service_life_a: float | None
    service_life_source: str
    waste_fraction: float
    waste_source: str
    origin: str = "model"
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Inventory:
    """All lines, the match of each material name, what was assumed and what was noticed.

    ``added_layers``: what measures lay on faces, by surface id; ``compute_constructions`` takes it in.
    """

    lines: tuple[InventoryLine, ...]
    matches: dict[str, Match]
    mass_kg: float
    mapped_mass_fraction: float
    assumptions: tuple[Assumption, ...] = ()
    issues: tuple[Issue, ...] = ()
    added_layers: Mapping[str, tuple[AddedLayer, ...]] = field(default_factory=dict)

    @property
    def element_lines(self) -> tuple[InventoryLine, ...]:
        """Lines of the model's elements; products of measures that belong to no element are left out.

        What looks up the layers of an element reads these, and is not made anew for a machine or a coat of paint.
        """
        return tuple(line for line in self.lines if not line.guid.startswith("measure/"))
