"""The small tables: published figures came through, what is shared out sums to one, memory is marked."""

import pytest

from materials_db.corrections import load_corrections
from materials_db.scenarios import (
    load_benchmarks,
    load_eol_scenarios,
    load_leakage,
    load_life_ranges,
    load_machine_shifts,
    load_refrigerants,
    load_transport_scenarios,
    load_wastage,
)


def test_refrigerant_blends_are_what_their_parts_make():
    table = load_refrigerants()
    # mass fractions: openscm-units mixtures; GWP: AR6 Table 7.SM.7
    assert table["R-410A"].gwp100_ar6 == round(0.5 * 771 + 0.5 * 3740 + 1e-9)
    assert table["R-454B"].gwp100_ar6 == round(0.689 * 771 + 0.311 * 0.501)
    assert table["R-513A"].gwp100_ar6 == round(0.56 * 0.501 + 0.44 * 1530)
    assert table["R-717 (ammonia)"].quality[0] == "D"


def test_tables_hold_what_their_sources_print():
    assert load_leakage()["LEED"].end_of_life_fraction == 0.1
    assert len(load_machine_shifts()) == 31
    assert {row.quality[0] for row in load_machine_shifts()} == {"D"}
    windows = {row.component: row for row in load_life_ranges() if row.scheme == "DE Ritter"}["Windows, all"]
    assert (windows.lower_a, windows.typical_a, windows.upper_a) == (19.0, 36.0, 59.0)
    pump = next(row for row in load_life_ranges() if row.component == "Heat pump")
    assert (pump.lower_a, pump.typical_a, pump.upper_a, pump.printed) == (18.0, None, 25.0, "18-25")
    ranges = [row for row in load_life_ranges() if row.lower_a and row.upper_a]
    assert all(row.lower_a <= (row.typical_a or row.lower_a) <= row.upper_a for row in ranges)
    precast = next(row for row in load_transport_scenarios() if row.scenario.startswith("National (structural"))
    assert precast.kgco2e_kg == 0.01584
    office = next(row for row in load_benchmarks() if row.building_type == "Office" and "CLF" in row.metric)
    assert (office.low, office.value, office.high) == (290.0, 490.0, 660.0)


def test_end_of_life_shares_sum_to_one():
    for row in load_eol_scenarios().values():
        assert row.recycle + row.incinerate + row.landfill == pytest.approx(1.0)


def test_wastage_says_of_what_it_is_a_share():
    rebar = {row.scheme: row for row in load_wastage() if "rebar" in row.material}
    assert rebar["Arup UK"].of_installed == pytest.approx(0.15 / 0.85)
    assert rebar["RICS style"].of_installed == rebar["RICS style"].fraction == 0.05


def test_every_correction_says_why_and_points_at_a_row():
    from materials_db.factors import load_factors

    names = {"factors.csv": load_factors(), "refrigerants.csv": load_refrigerants()}
    for item in load_corrections():
        assert item.reason
        if item.table in names:
            assert item.id in names[item.table]
    kinds = {item.kind for item in load_corrections()}
    assert {"decimal slip", "per tonne printed as per kg", "conductivity x1000", "suspect"} <= kinds
