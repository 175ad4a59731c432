"""The linter finds planted errors, one each, and on our own table only what is known and explained."""

import pytest

from materials_db.corrections import load_accepted
from materials_db.lint import lint_rows, lint_shipped
from materials_db.tables import read_rows

STEEL = {"category": "metal", "declared_unit": "kg", "density_kg_m3": "7850", "gwp_a1a3": "1.1", "gwp_c3": "0.01"}
WOOD = {
    **{"category": "timber", "declared_unit": "m3", "density_kg_m3": "480", "gwp_a1a3": "-650", "gwp_c3": "780"},
    **{"gwp_a1a3_fossil": "100", "gwp_a1a3_biogenic": "-750", "gwp_a1a3_luluc": "0"},
    **{"gwp_c3_fossil": "30", "gwp_c3_biogenic": "750", "gwp_c3_luluc": "0", "biogenic_carbon_kgC": "204.5"},
}
PLANTED = [
    ("per_tonne", "declared_unit", {**STEEL, "gwp_a1a3": "1100"}),
    ("decimal_slip", "gwp_a1a3", {"gwp_a1a3": "2950"}),
    ("decimal_slip", "gwp_a1a3", {"gwp_a1a3": "27"}),
    (
        "outlier",
        "gwp_a1a3",
        {"category": "refrigerant", "declared_unit": "kg", "density_kg_m3": "", "gwp_a1a3": "0.002"},
    ),
    ("conductivity_x1000", "conductivity_W_mK", {**STEEL, "conductivity_W_mK": "50000"}),
    ("conductivity_x1000", "conductivity_W_mK", {**STEEL, "conductivity_W_mK": "160", "density_kg_m3": "1500"}),
    ("conductivity", "conductivity_W_mK", {"conductivity_W_mK": "0.0001"}),
    ("density", "density_kg_m3", {"density_kg_m3": "240000"}),
    ("mass", "mass_per_unit_kg", {"mass_per_unit_kg": "24000"}),
    ("mass", "mass_per_unit_kg", {**STEEL, "mass_per_unit_kg": "1000"}),
    (
        "mass",
        "mass_per_unit_kg",
        {
            "category": "window",
            "declared_unit": "m2",
            "density_kg_m3": "",
            "mass_per_unit_kg": "35000",
            "gwp_a1a3": "120",
        },
    ),
    ("biogenic_sign", "gwp_a1a3_biogenic", {**WOOD, "gwp_a1a3_biogenic": "750", "gwp_a1a3": "850"}),
    ("biogenic_open", "gwp_a1a3_biogenic", {**WOOD, "gwp_c3_biogenic": "7.5", "gwp_c3": "37.5"}),
    ("biogenic_stored", "gwp_a1a3_biogenic", {**WOOD, "biogenic_carbon_kgC": "750"}),
    ("biogenic_sign", "gwp_a1a3", {"basis_id": "GWP-GHG", "gwp_a1a3": "-10"}),
    ("biogenic_open", "gwp_a1a3", {"category": "timber", "basis_id": "EN15804A1", "gwp_a1a3": "-700", "gwp_c3": ""}),
    ("parts", "gwp_a1a3", {**WOOD, "gwp_a1a3": "-65"}),
    ("module_d", "gwp_d", {"basis_id": "GWP-GHG", "gwp_d": "-3"}),
    ("module_d", "gwp_d", {"gwp_c3": "", "gwp_d": "-3"}),
    ("module_d_size", "gwp_d", {"gwp_d": "-500"}),
    ("missing", "source", {"source": ""}),
    ("missing", "licence", {"licence": ""}),
    ("missing", "declared_unit", {"declared_unit": ""}),
    ("missing", "quality", {"quality": ""}),
    ("missing", "gwp_a1a3", {"gwp_a1a3": ""}),
    ("missing", "id", {"id": ""}),
    ("unit", "declared_unit", {"declared_unit": "kWh"}),
    ("number", "gwp_c3", {"gwp_c3": "6,5"}),
    ("licence", "redistributable", {"redistributable": "maybe"}),
    ("eol_shares", "eol_landfill", {"eol_recycle": "0.9", "eol_landfill": "0.9"}),
]


@pytest.mark.parametrize(
    ("rule", "field", "changes"), PLANTED, ids=[f"{rule}-{k}" for k, (rule, *_) in enumerate(PLANTED)]
)
def test_a_planted_error_is_found_and_nothing_else(epds, rule, field, changes):
    found = lint_rows([epds.row(**changes)])
    assert (rule, field) in {(item.rule, item.field) for item in found}
    assert all(item.why and item.expected for item in found)
    assert len({item.rule for item in found}) == 1, found


def test_sound_rows_are_left_alone(epds):
    assert lint_rows([epds.row()]) == ()
    assert lint_rows([epds.row(**STEEL)]) == ()
    assert lint_rows([epds.row(**WOOD)]) == ()


def test_a_doubled_id_is_said_once(epds):
    found = lint_rows([epds.row(), epds.row(gwp_a1a3=281), epds.row(id="X-2")])
    assert [(item.row, item.rule) for item in found] == [("X-1", "doubled_id")]


def test_the_errors_that_were_corrected_by_hand_are_found_as_printed():
    rows = {row["id"]: row for row in read_rows("factors.csv")}
    tile = {**rows["DK-T7-G0086"], "declared_unit": "kg", "mass_per_unit_kg": "1"}
    metal = {**rows["CH-KBOB-06.002.01"], "conductivity_W_mK": "160000"}
    window = {**rows["CN-GBT51366-052"], "gwp_a1a3": "1225"}
    found = {(item.row, item.rule) for item in lint_rows([tile, metal, window])}
    assert ("DK-T7-G0086", "per_tonne") in found
    assert ("CH-KBOB-06.002.01", "conductivity_x1000") in found
    assert ("CN-GBT51366-052", "decimal_slip") in found


def test_our_own_table_has_only_findings_that_are_known_and_no_stale_excuse():
    report = lint_shipped()
    assert report.rows == 634
    assert report.findings == ()
    assert report.known
    assert set(load_accepted()) <= {(item.row, item.rule) for item in report.known}
