"""The factor store: tables that hold together, names that find their product, stand-ins that say so."""

import csv
from pathlib import Path

import pytest

from bldgassess.model import BUILDING_PARTS
from materials_db.errors import DataError
from materials_db.factors import load_factors
from materials_db.matching import normal, score_products
from materials_db.products import load_products, part_products
from materials_db.proxies import load_eol_proxies
from materials_db.store import load_store
from materials_db.tables import find_service_life, load_fuels, load_grid, load_transport, load_waste, number

DATABASES = ("CN-GBT51366", "DK-T7", "CH-KBOB")
with (Path(__file__).parent / "match_names.csv").open(encoding="utf-8-sig", newline="") as stream:
    NAMES = [(row["ifc_material_name"], row["factor_key"]) for row in csv.DictReader(stream)]


def test_every_record_is_sourced_graded_and_finite():
    records = load_factors()
    assert len(records) == 634
    for record in records.values():
        assert record.source
        assert record.licence
        assert record.quality in "ABCDS"
        assert "A1-A3" in record.gwp_kgco2e
        assert record.mass_kg is None or record.mass_kg > 0.0
        assert record.density_kg_m3 is None or 0.5 < record.density_kg_m3 < 12000.0
        assert record.conductivity_w_mk is None or 0.003 < record.conductivity_w_mk < 500.0


@pytest.mark.parametrize(
    ("identity", "value"),
    [("CN-GBT51366-001", 295.0), ("CN-GBT51366-032", 2340.0), ("DK-T7-B1477", 282.0), ("CH-KBOB-2.001", 0.254)],
)
def test_published_figures_came_through(identity, value):
    assert load_factors()[identity].gwp_kgco2e["A1-A3"] == value


def test_undeclared_modules_are_absent_not_zero():
    record = load_factors()["CN-GBT51366-001"]
    assert set(record.gwp_kgco2e) == {"A1-A3"}


@pytest.mark.parametrize(("name", "key"), NAMES, ids=[name for name, _ in NAMES])
def test_names_in_three_languages_find_their_product(name, key):
    assert score_products(name)[0].product.key == key


@pytest.mark.parametrize(
    "name", ["", "Leer", "Solid 397409098", "Default Wall", "virtual_black", "Radial Gradient Fill 15", "0"]
)
def test_names_that_say_no_material_are_not_mapped(name):
    match = load_store().match(name, databases=DATABASES)
    assert match.decision == "unmappable"
    assert match.record is None


def test_chosen_record_wins_and_database_order_counts():
    store = load_store()
    chosen = store.match("Concrete C30/37", databases=DATABASES, chosen_id="CH-KBOB-1.002")
    assert (chosen.method, chosen.record.id, chosen.score) == ("chosen", "CH-KBOB-1.002", 1.0)
    swiss_first = store.match("Concrete C30/37", databases=("CH-KBOB", "DK-T7"))
    assert swiss_first.record.database == "CH-KBOB"
    danish = store.match("Ceramic tiles, glazed", databases=DATABASES)
    assert danish.record.id == "DK-T7-G1114"


def test_matching_does_not_depend_on_separators_or_case():
    assert normal("Concrete_Reinforced -  C30/37") == "concrete reinforced c30/37"
    store = load_store()
    records = {store.match(name, databases=DATABASES).record.id for name in ("Rock wool", "ROCK_WOOL", "rock-wool")}
    assert len(records) == 1


def test_search_finds_by_words_in_both_languages():
    store = load_store()
    assert store.search("rock wool board", 5)[0].record.id == "CN-GBT51366-059"
    assert "岩棉" in store.search("岩棉板", 5)[0].record.name_zh
    assert store.search("zzzz qqqq", 5) == ()


def test_products_point_at_real_records_and_wastage_rows():
    waste, records = load_waste(), load_factors()
    for product in load_products().values():
        assert product.records
        assert all(identity in records for identity in product.records)
        assert product.waste_row in waste, product.key
    assert set(part_products()) <= set(BUILDING_PARTS)


def test_every_part_has_a_service_life():
    for part in BUILDING_PARTS:
        row = find_service_life(part, "concrete")
        assert row.years is None or row.years > 0.0
    assert find_service_life("roof", "membrane").years == 30.0
    assert find_service_life("window", "window").years == 30.0


def test_tables_are_graded_and_positive():
    assert {row.mode: row.kgco2e_tkm for row in load_transport()}["Heavy diesel truck 18 t"] == 0.129
    assert all(row.kgco2e_kwh >= 0.0 and row.source for row in load_grid())
    assert all(row.kgco2_gj > 0.0 for row in load_fuels())


def test_stand_ins_are_medians_of_enough_records_and_never_timber():
    proxies = load_eol_proxies()
    assert not [key for key in proxies if key.startswith("timber")]
    assert all(item.count >= 3 and item.module in {"C3", "C4"} for item in proxies.values())
    assert proxies["concrete"].kgco2e_kg == pytest.approx(0.0052, abs=2e-4)


def test_a_broken_cell_names_file_and_row():
    with pytest.raises(DataError, match=r"x\.csv, row a: v is not a number"):
        number({"id": "a", "v": "twelve"}, "v", "x.csv")
    with pytest.raises(DataError, match="not finite"):
        number({"id": "a", "v": "nan"}, "v", "x.csv")
