"""A small community, assessed once for all tests of it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bldgassess.community.assess import assess_community, assess_members
from bldgassess.community.member import Assessed
from bldgassess.community.read import MemberTask, make_community, member_tasks
from bldgassess.community.result import CommunityResult
from bldgassess.pipeline.data import DataSnapshot, load_data
from bldgassess.portfolio.store import open_store

VALUES: dict[str, Any] = {
    "schema_version": 1,
    "name": "Test village",
    "basis": "assumption",
    "place": {"latitude_deg": 18.64, "longitude_deg": 109.7, "elevation_m": 72},
    "study": {"operation": {"heating": "none"}},
    "buildings": [
        {
            "id": "houses",
            "count": 3,
            "archetype": {"use": "house", "construction": "masonry", "year": 1995, "storeys": 1, "gia_m2": 90},
        },
        {
            "id": "solar",
            "archetype": {"use": "house", "construction": "timber", "year": 2026, "storeys": 2, "gia_m2": 150},
            "study": {"renewables": {"pv_kwp": 8, "battery_kwh": 10}},
        },
        {
            "id": "office",
            "archetype": {"use": "office", "construction": "concrete_frame", "year": 2012, "storeys": 2, "gia_m2": 400},
            "study": {"operation": {"cooling": "district_cooling"}},
        },
    ],
    "site": {
        "area_m2": 4000,
        "areas": [
            {"kind": "green", "area_m2": 1500},
            {"kind": "sealed", "area_m2": 1000, "cool_fraction": 0.4},
            {"kind": "water", "area_m2": 100},
            {"kind": "green_roof", "area_m2": 100},
        ],
        "trees": [
            {"group": "mixed_hardwood", "count": 60, "age_a": 8},
            {"group": "mixed_hardwood", "count": 60, "age_a": 30},
            {"group": "canopy", "canopy_m2": 400},
        ],
    },
    "shared": {
        "pv": [{"name": "car park", "kwp": 15, "tilt_deg": 10, "azimuth_deg": 180}],
        "battery_kwh": 30,
        "loads": [{"name": "street lights", "kwh_a": 2000, "from_h": 19, "to_h": 6}],
        "cooling": {"source": "electricity", "efficiency": 5.0, "losses_fraction": 0.1},
    },
    "mobility": {"distance_transit_m": 400, "distance_green_m": 100, "parking_places": 40, "ev_ready_places": 10},
    "resilience": {"critical_fraction": 0.3, "hazards": {"flood": True, "shelter": False}},
}


@dataclass(frozen=True)
class Case:
    """The community with everything on the way."""

    tasks: tuple[MemberTask, ...]
    members: tuple[Assessed, ...]
    data: DataSnapshot
    result: CommunityResult
    store: Path


@pytest.fixture
def village() -> dict[str, Any]:
    """What the file of the community says; a copy to change."""
    return copy.deepcopy(VALUES)


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    community, folder = make_community(VALUES), tmp_path_factory.mktemp("community")
    tasks = member_tasks(community, folder)
    with open_store(folder / "buildings.store") as store:
        members = assess_members(tasks, store, workers=0)
    data = load_data()
    return Case(tasks, members, data, assess_community(community, tasks, members, data), folder / "buildings.store")
