"""Names that say no material are caught, whole and in every form; names that only contain such a word are not."""

import csv
from pathlib import Path

import pytest

from materials_db.factors import load_factors
from materials_db.placeholders import is_placeholder
from materials_db.products import load_products
from materials_db.store import load_store

DATABASES = ("CN-GBT51366", "DK-T7", "CH-KBOB")
with (Path(__file__).parent / "match_names.csv").open(encoding="utf-8-sig", newline="") as stream:
    NAMES = [row["ifc_material_name"] for row in csv.DictReader(stream)]


@pytest.mark.parametrize(
    "name",
    ["Radial Gradient Fill 1515460218", "50 %", "25%", "Solid", "Solid 397409098", "Leer", "Default Wall",
     "Default Floor", "default_roof", "<By Category>", "", "   ", "---", "None", "Undefined", "NOTDEFINED", "Air",
     "Luft", "Unknown", "<Unnamed>", "[NO MATERIAL]", "White", "virtual_black", "Материал по умолчанию", "默认墙",
     "按类别",
     "Phase - Demo", "Render Material 255-255-255", "Mat_03", "Material 7", "0", "12", "Hatch 12", "Background",
     "Schraffur 3", "Nach Kategorie", "RGB 255 0 0"],
)  # fmt: skip
def test_placeholder_is_caught_with_its_reason_and_not_mapped(name):
    assert is_placeholder(name)
    match = load_store().match(name, databases=DATABASES)
    assert (match.decision, match.record) == ("unmappable", None)
    assert is_placeholder(name) in match.fallback


@pytest.mark.parametrize(
    "name",
    ["Solid brick", "Solid timber", "Default Wall - Brick", "Air-entrained concrete", "Generic - Concrete", "Whitewood",
     "White cement", "Air barrier membrane", "Leergerüst Holz", "Standard gypsum board", "Unknown brick", "Black steel",
     "Vollholz", "Opening panel, glass", "Misc. steel", "Foreground paving, granite", "Concrete 50 %", "C30", "Stahl",
     "EPS 035", "砖", "Radial tile", "Material: Concrete"],
)  # fmt: skip
def test_material_whose_name_contains_such_a_word_is_not_caught(name):
    assert is_placeholder(name) is None


def test_no_known_material_is_caught():
    names = [*NAMES, *(product.name_en for product in load_products().values())]
    names += [text for item in load_factors().values() for text in (item.name_en, item.name_zh, item.name_orig) if text]
    assert [name for name in names if is_placeholder(name)] == []


def test_a_person_may_still_choose_a_record_for_a_placeholder():
    match = load_store().match("Leer", databases=DATABASES, chosen_id="CH-KBOB-1.002")
    assert (match.method, match.record.id) == ("chosen", "CH-KBOB-1.002")
