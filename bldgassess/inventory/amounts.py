"""From volume, area and mass to the unit that a factor record is declared in."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.inventory.shares import Share
from bldgassess.model import Element
from materials_db.records import FactorRecord

#: Density where no record and no product says one [kg/m3]; listed as an assumption by ``build``.
FALLBACK_DENSITY_KG_M3 = 1000.0


#: Parts whose layers lie face to face.
PLANAR_PARTS = frozenset({"external_wall", "internal_wall", "roof", "floor_slab", "ground_slab", "covering"})


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in the record's unit with volume [m3], mass [kg] and where all of it came from."""

    quantity: float
    unit: str
    origin: str
    volume_m3: float
    mass_kg: float
    density_kg_m3: float
    density_source: str


def layer_amounts(
    element: Element,
    share: Share,
    record: FactorRecord | None,
    *,
    face_area_m2: float | None = None,
    frame: tuple[float, str] | None = None,
    most_solid_m: float | None = None,
) -> Amount:
    """Return the amount of one share of an element.

    Parameters
    ----------
    face_area_m2 : float, optional
        Area of a window, door or curtain wall [m2]; given where the element is counted by area.
    frame : (float, str), optional
        Share of the frame in that area [0-1] and where it comes from; the origin then names both areas.
    most_solid_m : float, optional
        Solid thickness that the product has at most [m]; a thicker layer of a wall, roof or slab is counted with it.
    """
    if face_area_m2 is not None and record is not None and record.declared_unit == "m2":
        mass = face_area_m2 * (record.mass_kg or 0.0)
        return Amount(
            face_area_m2,
            "m2",
            f"face area {face_area_m2:.4g} m2 ({_face_origin(element)}){_split(face_area_m2, frame)}",
            element.volume_m3,
            mass,
            record.density_kg_m3 or 0.0,
            "mass per m2 of the record or product",
        )
    volume = element.volume_m3 * share.fraction
    density, source = _density(record)
    thickness = _thickness(element, share)
    thinned = most_solid_m is not None and thickness is not None and thickness > most_solid_m
    if thinned and most_solid_m and thickness:
        volume *= most_solid_m / thickness
    mass = volume * density
    origin = f"{element.volume_origin} volume {element.volume_m3:.5g} m3 x {share.origin}"
    if face_area_m2 is not None:
        origin += f" (face {face_area_m2:.4g} m2, {_face_origin(element)}{_split(face_area_m2, frame)})"
    if thinned:
        origin += f" x {most_solid_m:.4g}/{thickness:.4g} m solid (sheet or stud drawn as a solid layer, assumed)"
    if record is None:
        return Amount(0.0, "kg", origin, volume, mass, density, source)
    if record.declared_unit == "m3":
        return Amount(volume, "m3", origin, volume, mass, density, source)
    if record.mass_kg:
        text = f"{origin} x {density:.5g} kg/m3"
        return Amount(mass / record.mass_kg, record.declared_unit, text, volume, mass, density, source)
    origin += "; the record gives no mass per unit"
    return Amount(0.0, record.declared_unit, origin, volume, mass, density, source)


def _density(record: FactorRecord | None) -> tuple[float, str]:
    if record is not None and record.density_kg_m3:
        return record.density_kg_m3, f"{record.id}: {record.property_source or 'record'}"
    return FALLBACK_DENSITY_KG_M3, "assumption of this program: no density known"


def _face_origin(element: Element) -> str:
    given = element.overall_width_m and element.overall_height_m
    return (element.size_origin or "overall width x height") if given else "largest side of its shape"


def _split(face_area_m2: float, frame: tuple[float, str] | None) -> str:
    """Say how a face divides into glass and frame."""
    if frame is None:
        return ""
    share, origin = frame
    glass = face_area_m2 * (1.0 - share)
    return f": glass {glass:.4g} m2, frame {face_area_m2 * share:.4g} m2 (frame share {share:.4g}: {origin})"


def _thickness(element: Element, share: Share) -> float | None:
    """Return the thickness of a share [m]: the layer's own, else volume over face for walls, roofs and slabs."""
    if element.part not in PLANAR_PARTS:
        return None
    if share.thickness_m is not None:
        return share.thickness_m
    face = element.side_area_m2 if element.part in {"external_wall", "internal_wall"} else element.footprint_area_m2
    return element.volume_m3 * share.fraction / face if face > 0.0 else None
