"""The two-room building under a study in Mannheim, its hourly year computed once for each set of settings."""

import pytest

from bldgassess.energy.uses import compute_energy
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.solve import compute_hourly
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.inventory.build import compute_inventory
from bldgassess.study import Study, set_values
from materials_db.store import load_store


@pytest.fixture(scope="session")
def weather():
    return make_typical_year(next(item for item in load_stations() if item.id == "mannheim"))


@pytest.fixture(scope="session")
def hourly_of(two_room_building, weather):
    """Return the hourly year under settings."""
    kept = {}

    def make(*assignments):
        if assignments not in kept:
            study = set_values(Study(), list(assignments))
            inventory = compute_inventory(two_room_building, study, load_store())
            kept[assignments] = compute_hourly(two_room_building, study, inventory, weather)
        return kept[assignments]

    return make


@pytest.fixture(scope="session")
def run(two_room_building, weather, hourly_of):
    """Return the energy of the default hourly year under settings of systems; ``rooms`` change the year itself."""

    def make(*assignments, rooms=()):
        study = set_values(Study(), [*rooms, *assignments])
        return compute_energy(hourly_of(*rooms), study, weather, two_room_building)

    return make
