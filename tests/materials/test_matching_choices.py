"""What the office accepted before is remembered, and one switch shows the same names in another database."""

import json

import pytest

from materials_db.choices import OfficeChoices, read_choices, write_choices
from materials_db.errors import DataError, InputError
from materials_db.products import load_products
from materials_db.store import load_store

CHINA_FIRST = ("CN-GBT51366", "DK-T7", "CH-KBOB")
SWISS_FIRST = ("CH-KBOB", "DK-T7", "CN-GBT51366")


def _choices():
    return OfficeChoices().remember(
        "Wand Typ 7", "CH-KBOB-2.001", who="A. Architect", when="2026-03-01T10:00:00Z", score=0.31
    )


def test_a_choice_is_found_again_however_the_name_is_written():
    store = load_store().with_office(_choices())
    match = store.match("wand_typ-7", databases=CHINA_FIRST)
    assert (match.method, match.record.id, match.decision, match.score) == ("office", "CH-KBOB-2.001", "match", 0.31)
    assert match.product == "clay_brick"
    assert load_store().match("Wand Typ 7", databases=CHINA_FIRST).decision == "unmappable"


def test_the_projects_choice_goes_before_the_offices():
    store = load_store().with_office(_choices())
    match = store.match("Wand Typ 7", databases=CHINA_FIRST, chosen_id="CH-KBOB-1.002")
    assert (match.method, match.record.id) == ("chosen", "CH-KBOB-1.002")


def test_a_choice_that_this_store_does_not_have_is_refused_not_replaced():
    with pytest.raises(InputError) as error:
        load_store().match("Concrete C30/37", databases=CHINA_FIRST, chosen_id="OFFICE-7")
    assert error.value.code == "materials.choice_missing"
    assert error.value.params == {"id": "OFFICE-7", "material": "Concrete C30/37"}


def test_a_choice_for_a_part_goes_before_one_for_any_and_the_newest_counts():
    choices = (
        _choices()
        .remember("Wand Typ 7", "CH-KBOB-2.002", part="roof", who="B", when="2026-03-02", score=0.2)
        .remember("Wand Typ 7", "CH-KBOB-2.006", who="C", when="2026-03-03", score=0.4)
    )
    assert choices.find("Wand Typ 7", "roof").record_id == "CH-KBOB-2.002"
    assert choices.find("Wand Typ 7", "door").record_id == "CH-KBOB-2.006"
    assert len(list(choices)) == 3


def test_choices_change_the_digest_of_the_data():
    plain, office = load_store(), load_store().with_office(_choices())
    assert plain.info[:2] == office.info[:2]
    assert plain.info[2] != office.info[2]
    assert load_store().with_office(OfficeChoices()).info == plain.info


def test_choices_survive_the_file_and_a_broken_file_says_so(tmp_path):
    path = tmp_path / "office" / "choices.json"
    assert list(read_choices(path)) == []
    write_choices(path, _choices())
    assert read_choices(path) == _choices()
    assert [item.name for item in path.parent.iterdir()] == ["choices.json"]
    for broken in ("{", "[]", '{"schema": "x", "choices": []}'):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(DataError, match=r"choices\.json"):
            read_choices(path)
    write_choices(path, _choices())
    data = json.loads(path.read_text(encoding="utf-8"))
    data["choices"][0]["score"] = "high"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DataError, match="row 1"):
        read_choices(path)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "choices.json"
    write_choices(path, _choices())
    before = path.read_bytes()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("materials_db.choices.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_choices(path, OfficeChoices())
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["choices.json"]


@pytest.mark.parametrize(
    "wrong", [{"who": " "}, {"when": ""}, {"score": 1.2}, {"score": float("nan")}, {"name": " - "}]
)
def test_a_choice_without_who_when_or_score_is_refused(wrong):
    given = {"name": "Wall", "record_id": "CH-KBOB-2.001", "who": "A", "when": "2026", "score": 0.5} | wrong
    with pytest.raises(ValueError, match="a choice needs"):
        OfficeChoices().remember(given.pop("name"), given.pop("record_id"), **given)


def test_records_by_database_lists_all_of_a_product():
    found = load_store().records_by_database(load_products()["rebar"])
    assert {database: [record.id for record in records] for database, records in found.items()} == {
        "CH-KBOB": ["CH-KBOB-6.003"],
        "CN-GBT51366": ["CN-GBT51366-032"],
        "DK-T7": ["DK-T7-G0148"],
    }


def test_the_same_names_in_another_database():
    store = load_store()
    names = ("Bewehrung", "EPS board", "Leer", "Chosen wall")
    chosen = {"Chosen wall": "CN-GBT51366-014"}
    matches = {name: store.match(name, databases=CHINA_FIRST, chosen_id=chosen.get(name)) for name in names}
    swiss = store.rematch(matches, SWISS_FIRST)
    assert matches["Bewehrung"].record.gwp_kgco2e["A1-A3"] == 2340.0
    assert swiss["Bewehrung"].record.id == "CH-KBOB-6.003"
    assert swiss["Bewehrung"].product == matches["Bewehrung"].product
    assert swiss["EPS board"].record.database == "CH-KBOB"
    assert swiss["Leer"].decision == "unmappable"
    assert swiss["Chosen wall"].record.id == "CN-GBT51366-014"
    assert store.rematch(swiss, CHINA_FIRST) == matches
