"""Fixtures that every test may use: a hand-made two-room building whose figures can be checked on paper."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bldgassess.model import Building, Element, MaterialLayer, Opening, Site, Space, Storey, Surface

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

#: Never the cache of the person who runs the tests; processes that tests start inherit it.
os.environ["BLDGASSESS_CACHE"] = "off"
#: Nor their catalogues: a folder that is not there.
os.environ["BLDGASSESS_CATALOGUES"] = str(Path(__file__).parent / "no_catalogues")
#: Nor their working copies.
os.environ["BLDGASSESS_STATE"] = str(Path(__file__).parent / "no_state")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests marked ``shared`` where ../shared is absent."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="../shared is not here")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of sample models, weather and figures, for tests marked ``shared``."""
    return SHARED


def _wall(guid: str, area: float, layers: tuple[tuple[str, float], ...], external: bool = True) -> Element:
    thickness = sum(t for _, t in layers)
    return Element(
        guid=guid,
        ifc_class="IfcWall",
        name=f"Wall {guid}",
        type_name="",
        part="external_wall" if external else "internal_wall",
        storey_guid="storey-0",
        is_external=external,
        volume_m3=area * thickness,
        volume_origin="mesh",
        mesh_closed=True,
        side_area_m2=area,
        footprint_area_m2=area / 3.0 * thickness,
        height_m=3.0,
        bbox_m=(0.0, 0.0, 0.0, 4.0, thickness, 3.0),
        materials=tuple(MaterialLayer(i, name, t) for i, (name, t) in enumerate(layers)),
        materials_origin="own:IfcMaterialLayerSetUsage",
    )


def _slab(guid: str, part: str, layers: tuple[tuple[str, float], ...]) -> Element:
    thickness = sum(t for _, t in layers)
    return Element(
        guid=guid,
        ifc_class="IfcSlab",
        name=f"Slab {guid}",
        type_name="",
        part=part,
        storey_guid="storey-0",
        is_external=True,
        volume_m3=40.0 * thickness,
        volume_origin="mesh",
        mesh_closed=True,
        side_area_m2=0.0,
        footprint_area_m2=40.0,
        height_m=thickness,
        bbox_m=(0.0, 0.0, -thickness, 8.0, 5.0, 0.0),
        materials=tuple(MaterialLayer(i, name, t) for i, (name, t) in enumerate(layers)),
        materials_origin="own:IfcMaterialLayerSetUsage",
    )


def _window(guid: str) -> Element:
    return Element(
        guid=guid,
        ifc_class="IfcWindow",
        name=f"Window {guid}",
        type_name="",
        part="window",
        storey_guid="storey-0",
        is_external=True,
        volume_m3=0.1,
        volume_origin="mesh",
        mesh_closed=True,
        side_area_m2=3.0,
        footprint_area_m2=0.2,
        height_m=1.5,
        bbox_m=(0.0, 0.0, 0.9, 2.0, 0.1, 2.4),
        overall_width_m=2.0,
        overall_height_m=1.5,
    )


@pytest.fixture(scope="session")
def two_room_building() -> Building:
    """Two rooms of 4 x 5 x 3 m side by side along x (east), y north: 40 m2, 120 m3, a 3 m2 window in each south wall.

    External walls: 24 (south, north: 8 x 3 each) + 2 x 15 (east, west) = 78 m2 gross, 72 m2 net of the two windows.
    """
    wall = (("Clay brick 粘土砖", 0.24), ("EPS board", 0.05))
    elements = (
        _slab("ground", "ground_slab", (("Concrete C30/37", 0.2),)),
        _slab("roof", "roof", (("Concrete C30/37", 0.15), ("EPS board", 0.1))),
        _wall("w-east", 15.0, wall),
        _wall("w-inner", 15.0, (("Clay brick 粘土砖", 0.12),), external=False),
        _wall("w-north", 24.0, wall),
        _wall("w-south", 18.0, wall),
        _wall("w-west", 15.0, wall),
        _window("win-a"),
        _window("win-b"),
    )
    spaces = tuple(
        Space(
            guid=guid,
            name=name,
            long_name=long_name,
            storey_guid="storey-0",
            floor_area_m2=20.0,
            floor_area_origin="mesh",
            volume_m3=60.0,
            height_m=3.0,
            floor_z_m=0.0,
            bbox_m=(x, 0.0, 0.0, x + 4.0, 5.0, 3.0),
        )
        for guid, name, long_name, x in (("room-a", "A", "Living room", 0.0), ("room-b", "B", "Bedroom", 4.0))
    )
    surfaces: list[Surface] = []
    openings: list[Opening] = []
    for space, side, azimuth, window, x in (
        (spaces[0], "w-west", 270.0, "win-a", 0.0),
        (spaces[1], "w-east", 90.0, "win-b", 4.0),
    ):
        s = space.guid
        other = "room-b" if s == "room-a" else "room-a"
        surfaces += [
            Surface(f"{s}/south", s, "wall", "outside", None, 9.0, 90.0, 180.0, "w-south"),
            Surface(f"{s}/north", s, "wall", "outside", None, 12.0, 90.0, 0.0, "w-north"),
            Surface(f"{s}/side", s, "wall", "outside", None, 15.0, 90.0, azimuth, side),
            Surface(f"{s}/inner", s, "wall", "space", other, 15.0, 90.0, 360.0 - azimuth, "w-inner"),
            Surface(f"{s}/roof", s, "roof", "outside", None, 20.0, 0.0, 0.0, "roof"),
            Surface(f"{s}/floor", s, "floor", "ground", None, 20.0, 180.0, 0.0, "ground"),
        ]
        openings.append(
            Opening(
                guid=window,
                space_guid=s,
                kind="window",
                boundary="outside",
                area_m2=3.0,
                width_m=2.0,
                height_m=1.5,
                sill_m=0.9,
                tilt_deg=90.0,
                azimuth_deg=180.0,
                centre_m=(x + 2.0, 0.0, 1.65),
                vertices_m=((x + 1.0, 0.0, 0.9), (x + 3.0, 0.0, 0.9), (x + 3.0, 0.0, 2.4), (x + 1.0, 0.0, 2.4)),
            )
        )
    return Building(
        name="Two rooms",
        schema="IFC4",
        authoring_tool="by hand",
        digests=("0" * 64,),
        site=Site(latitude_deg=18.64, longitude_deg=109.7, elevation_m=70.0, true_north_deg=0.0),
        storeys=(Storey("storey-0", "Ground floor", 0.0),),
        elements=elements,
        spaces=spaces,
        surfaces=tuple(sorted(surfaces, key=lambda item: item.id)),
        openings=tuple(openings),
        envelope_source="rays",
        gia_m2=40.0,
        gia_rule="sum of space floor areas",
        useful_m2=40.0,
        heated_volume_m3=120.0,
    )


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """The folder of the built-in sample: models and studies."""
    return Path(__file__).resolve().parents[1] / "bldgassess" / "sample" / "data"


@pytest.fixture(scope="session")
def sample_models(sample_dir):
    """The sample's two models as read, by key."""
    from bldgassess.ifc.read import read_model

    return {key: read_model([sample_dir / f"hainan_house_{key}.ifc"]) for key in ("base", "better")}


@pytest.fixture(scope="session")
def sample_assessments(sample_dir, sample_models):
    """The sample's two variants assessed, by key."""
    from bldgassess.pipeline.assess import assess, load_data
    from bldgassess.study import read_study

    data = load_data()
    return {
        key: assess(model.building, read_study(sample_dir / f"{key}.yaml"), data)
        for key, model in sample_models.items()
    }


def _shuffle(text: str, seed: int) -> str:
    head, rest = text.split("DATA;\n", 1)
    body, tail = rest.rsplit("ENDSEC;", 1)
    entities = re.findall(r"#\d+\s*=.*?;\s*\n", body, flags=re.DOTALL)
    random.Random(seed).shuffle(entities)
    return head + "DATA;\n" + "".join(entities) + "ENDSEC;" + tail


@pytest.fixture(scope="session")
def shuffle_ifc() -> Callable[[str, int], str]:
    """Return a function that puts the entities of an IFC file in another order; their names stay."""
    return _shuffle


@pytest.fixture(scope="session")
def make_key(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Make a self-signed key in a PKCS#12 file, of a name and under a password."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509.oid import NameOID

    def make(person: str, password: str) -> Path:
        private = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, person)])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(7)
            .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
            .not_valid_after(datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
            .add_extension(x509.KeyUsage(True, True, *(7 * [False])), critical=True)
            .sign(private, hashes.SHA256())
        )
        file = tmp_path_factory.mktemp("key") / "key.p12"
        hidden = BestAvailableEncryption(password.encode())
        file.write_bytes(pkcs12.serialize_key_and_certificates(b"key", private, certificate, None, hidden))
        return file

    return make
