"""The building as it was read, in SI units, frozen. Tuples are sorted by GlobalId so that file order never matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.errors import Issue

#: What an element is for the ledger and the reports; one closed list.
BUILDING_PARTS: tuple[str, ...] = (
    "foundation",
    "ground_slab",
    "floor_slab",
    "roof",
    "external_wall",
    "internal_wall",
    "curtain_wall",
    "window",
    "door",
    "column",
    "beam",
    "stair",
    "railing",
    "covering",
    "furniture",
    "services",
    "other",
)

#: The rungs of the envelope ladder; see ``Building``.
EnvelopeSource = Literal["boundaries", "rays", "flags", "voxels", "storey_hull", "user"]


@dataclass(frozen=True, slots=True)
class AuthoredQuantity:
    """A quantity as the authoring tool wrote it, converted to SI by the file's units, kept beside our own.

    ``kind`` is "volume" [m3], "area" [m2], "length" [m], "weight" [kg] or "count" [-]. ``check``: what holding it
    against the shape gave; a "slip" has its ``cause`` in words and the ``corrected`` value beside the authored one.
    """

    set_name: str
    name: str
    kind: Literal["volume", "area", "length", "weight", "count"]
    value: float
    check: Literal["unchecked", "agrees", "slip", "differs"] = "unchecked"
    cause: str = ""
    corrected: float | None = None


@dataclass(frozen=True, slots=True)
class MaterialLayer:
    """One material of an element, in the file's order.

    ``thickness_m`` for layers; ``fraction`` [0-1] of the element's volume where the file or a stated rule gives it;
    both ``None`` where the file says neither (a plain list): the inventory then splits evenly and says so.
    ``record``: factor record that a person chose for this very layer, in a construction made by hand.
    """

    index: int
    material: str
    thickness_m: float | None = None
    fraction: float | None = None
    is_air: bool = False
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A physical element. ``volume_m3`` is net of openings; ``volume_origin`` says where it came from.

    ``volume_origin``: "mesh" (closed mesh), "qto:<set>.<name>" (authored; mesh open), "bbox" (flagged), "none".
    ``materials_origin``: "own:<IfcClass>", "type:<IfcClass>", "pset:<set>.<name>", "whole:<IfcClass>" (of what it is
    a part of) or "none"; what was done with fractions or thicknesses follows after a semicolon.
    ``size_origin`` and ``frame_origin`` say in words where overall size and frame share come from, empty where none is.
    ``source``: index into ``Building.digests`` of the file it stands in. ``counted_as``: GlobalId of the element that
    is counted in its place because the same body stands twice; the ledger leaves this one out.
    ``g_value`` and ``frame_fraction`` [0-1] of windows and doors where the model or its material rule says them.
    ``operable_fraction``: share of a window's panels that open [0-1].
    ``acoustic_rating_db`` is R_w [dB] as the property AcousticRating says it.
    ``side_area_m2`` and ``footprint_area_m2`` are of the largest side and of the plan in the element's own axes.
    """

    guid: str
    ifc_class: str
    name: str
    type_name: str
    part: str
    storey_guid: str | None
    is_external: bool | None
    volume_m3: float
    volume_origin: str
    mesh_closed: bool
    side_area_m2: float
    footprint_area_m2: float
    height_m: float
    bbox_m: tuple[float, float, float, float, float, float]
    overall_width_m: float | None = None
    overall_height_m: float | None = None
    u_value_w_m2k: float | None = None
    g_value: float | None = None
    frame_fraction: float | None = None
    materials: tuple[MaterialLayer, ...] = ()
    materials_origin: str = "none"
    authored: tuple[AuthoredQuantity, ...] = ()
    source: int = 0
    counted_as: str | None = None
    size_origin: str = ""
    frame_origin: str = ""
    acoustic_rating_db: float | None = None
    operable_fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Storey:
    """A storey with its elevation [m] above the project's zero."""

    guid: str
    name: str
    elevation_m: float


@dataclass(frozen=True, slots=True)
class Space:
    """A room. ``origin``: "model", or made by us where it has none (an assumption): "voxels", "storey_hull".

    ``is_heated``: within the thermal envelope (heated or cooled); an unheated room lies outside it. ``labels``: what
    else the file says of its use: object type, Pset_SpaceCommon.Reference, occupancy type, classification codes.
    """

    guid: str
    name: str
    long_name: str
    storey_guid: str | None
    floor_area_m2: float
    floor_area_origin: str
    volume_m3: float
    height_m: float
    floor_z_m: float
    origin: Literal["model", "voxels", "storey_hull"] = "model"
    bbox_m: tuple[float, float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    authored: tuple[AuthoredQuantity, ...] = ()
    is_heated: bool = True
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surface:
    """An opaque face of a space, its windows and doors already taken off.

    Parameters
    ----------
    kind : "wall", "roof", "ceiling", "floor"
    boundary : "outside", "ground", "space", "unheated" or "adiabatic"
    other_space_guid : the space behind it where ``boundary`` is "space" or "unheated"
    area_m2 : net opaque area [m2]
    tilt_deg : 0 faces up, 90 vertical, 180 faces down, of the outward normal
    azimuth_deg : of the outward normal, clockwise from true north, 0-360; 0 for horizontal faces
    element_guid : the element whose layers make the construction, where known
    """

    id: str
    space_guid: str
    kind: Literal["wall", "roof", "ceiling", "floor"]
    boundary: Literal["outside", "ground", "space", "unheated", "adiabatic"]
    other_space_guid: str | None
    area_m2: float
    tilt_deg: float
    azimuth_deg: float
    element_guid: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A window or door (or skylight) of a space. Size is the overall size; the frame share is the study's.

    ``boundary`` as in ``Surface``: only "outside" openings take sun. ``centre_m`` is in world coordinates.
    ``vertices_m`` are the corners of its plane rectangle (four points) for daylight, in world coordinates.
    ``g_value`` (solar transmittance of the glass at normal incidence) and ``frame_fraction`` [0-1] where the model says
    them; ``None`` leaves them to the study. ``sky_seen``: what a window sees of each direction of the sky past all that
    stands around (``model.sky_seen``), empty where nothing is in the way.
    """

    guid: str
    space_guid: str
    kind: Literal["window", "door", "skylight"]
    boundary: Literal["outside", "space", "unheated"]
    area_m2: float
    width_m: float
    height_m: float
    sill_m: float
    tilt_deg: float
    azimuth_deg: float
    centre_m: tuple[float, float, float]
    vertices_m: tuple[tuple[float, float, float], ...]
    u_value_w_m2k: float | None = None
    g_value: float | None = None
    frame_fraction: float | None = None
    sky_seen: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the building stands; ``None`` where the file does not say. True north in degrees clockwise from +Y."""

    latitude_deg: float | None
    longitude_deg: float | None
    elevation_m: float
    true_north_deg: float
    location_looks_default: bool = False


@dataclass(frozen=True, slots=True)
class Building:
    """Everything that was read. ``digests``: sha256 of each source file. ``issues``: what was found while reading.

    ``envelope_source`` is the rung of the ladder that was used: the file's own second-level space "boundaries", outward
    "rays" from the rooms, the elements' IsExternal "flags", a "voxels" hull where there are no rooms, the "storey_hull"
    outline where even that fails, or areas the "user" gave. Areas are inside the walls (``gia``), over all
    (``gfa``) and usable floor (``useful``), each with the rule that gave it.
    """

    name: str
    schema: str
    authoring_tool: str
    digests: tuple[str, ...]
    site: Site
    storeys: tuple[Storey, ...]
    elements: tuple[Element, ...]
    spaces: tuple[Space, ...]
    surfaces: tuple[Surface, ...]
    openings: tuple[Opening, ...]
    envelope_source: EnvelopeSource
    gia_m2: float
    gia_rule: str
    useful_m2: float
    heated_volume_m3: float
    issues: tuple[Issue, ...] = ()
    gfa_m2: float = 0.0
    gfa_rule: str = ""
    useful_rule: str = ""
