"""What must hold for any inventory."""

import dataclasses
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.carbon.account import Ledger
from bldgassess.carbon.profiles import profile_keys, profile_rules
from bldgassess.carbon.result import BEYOND
from bldgassess.study import Study, set_values

RECORDS = ("CN-GBT51366-032", "CH-KBOB-2.001", "DK-T7-B1318", "DK-T7-G1075", "DK-T7-G0877", "CN-GBT51366-059")
PARTS = ("external_wall", "window", "roof", "covering")
amounts = st.lists(
    st.tuples(
        st.sampled_from(RECORDS),
        st.floats(0.01, 1e4),
        st.sampled_from((None, 10.0, 25.0, 33.0)),
        st.sampled_from((0.0, 0.05)),
        st.sampled_from(PARTS),
    ),
    min_size=1,
    max_size=8,
)
STUDY = set_values(Study(), ["carbon.systems=false"])


@pytest.fixture(scope="module")
def account(two_room_building, make_line, make_inventory, make_energy):
    """Account for (record, amount, life, waste, part) rows under a profile."""

    def run(rows, key="EN15978", *, scale=1.0, study=STUDY):
        lines = [
            make_line(record, scale * amount, life, waste_fraction=waste, part=part)
            for record, amount, life, waste, part in rows
        ]
        ledger = Ledger(make_inventory(*lines).lines, two_room_building, make_energy(), study, "CN-HI")
        return ledger.account(profile_rules(key, study))

    return run


@settings(max_examples=30, deadline=None, derandomize=True)
@given(amounts, st.sampled_from(profile_keys()))
def test_d_is_never_in_a_total(account, rows, key):
    found = account(rows, key)
    assert found.total_kgco2e == pytest.approx(
        math.fsum(kg for module, kg in found.modules.items() if module not in BEYOND), rel=1e-12
    )
    assert not BEYOND & set(found.rules.modules)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(amounts, st.floats(0.1, 50.0))
def test_linear_in_the_quantity(account, rows, scale):
    once, more = account(rows), account(rows, scale=scale)
    for module in ("A1-A3", "A4", "B4", "C2", "C3", "C4", "D"):
        assert (module in once.modules) == (module in more.modules)
        if module in once.modules:
            assert more.modules[module] == pytest.approx(scale * once.modules[module], rel=1e-9, abs=1e-9)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(amounts, st.integers(0, 2**16), st.integers(2, 5))
def test_any_split_of_a_line_adds_up_and_order_does_not_matter(account, rows, seed, pieces):
    rng = random.Random(seed)
    split = []
    for record, amount, *rest in rows:
        cuts = [rng.random() for _ in range(pieces)]
        split += [(record, amount * cut / sum(cuts), *rest) for cut in cuts]
    rng.shuffle(split)
    whole, parts = account(rows), account(split)
    assert whole.modules.keys() == parts.modules.keys()
    for module, kg in whole.modules.items():
        assert parts.modules[module] == pytest.approx(kg, rel=1e-9, abs=1e-9), module


@settings(max_examples=30, deadline=None, derandomize=True)
@given(amounts, st.integers(0, 2**16))
def test_order_gives_the_same_bits(account, rows, seed):
    turned = list(rows)
    random.Random(seed).shuffle(turned)
    assert account(turned).modules == account(rows).modules


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.floats(1.0, 1e6), st.floats(0.001, 100.0))
def test_units_round_trip(account, make_record, make_line, two_room_building, make_energy, kilograms, per_kg):
    """A record per kg, per t and per m3 of the same stuff gives the same carbon for the same stuff."""
    density = 2400.0
    totals = []
    for unit, size_kg in (("kg", 1.0), ("t", 1000.0), ("m3", density)):
        gwp = {"A1-A3": per_kg * size_kg, "C3": 0.1 * per_kg * size_kg}
        record = make_record(declared_unit=unit, mass_kg=size_kg, gwp_kgco2e=gwp)
        line = make_line(record, kilograms / size_kg, 20.0, waste_fraction=0.05)
        ledger = Ledger((line,), two_room_building, make_energy(), STUDY, "CN-HI")
        totals.append(ledger.account(profile_rules("EN15978", STUDY)).total_kgco2e)
    assert totals[1:] == [pytest.approx(totals[0], rel=1e-9)] * 2


def test_another_line_changes_no_row_of_the_first(make_line, two_room_building, make_energy):
    from bldgassess.carbon.materials import LedgerRows, MaterialModules

    rules = profile_rules("EN15978", STUDY)
    first = make_line("DK-T7-G1075", 3.7, 25.0, waste_fraction=0.05)
    other = dataclasses.replace(make_line("CH-KBOB-2.001", 11.0), id="other/0")
    alone = LedgerRows(MaterialModules([first], STUDY), rules, 1, ())[0]
    beside = LedgerRows(MaterialModules([other, first], STUDY), rules, 2, ())[1]
    assert alone == beside
