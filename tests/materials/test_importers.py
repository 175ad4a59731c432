"""Readers of foreign files: exact figures in, one sentence out for anything unsafe or foreign, and nothing changed."""

import io
import json
import zipfile

import pytest

from bldgassess.messages import templates
from materials_db.errors import InputError
from materials_db.importers import reading
from materials_db.importers.detect import FORMATS, read_file
from materials_db.importers.table import read_mapping
from materials_db.office import read_office, write_rows
from materials_db.rows import read_record


def load(tmp_path, name, content, **options):
    path = tmp_path / name
    path.write_bytes(content)
    return read_file(path, **options)


def refused(tmp_path, name, content, code, **options):
    """The file is refused with a code that has a sentence, and the office database beside it stays as it was."""
    before = read_office(tmp_path / "office").sha256
    with pytest.raises(InputError) as caught:
        load(tmp_path, name, content, **options)
    assert caught.value.code == f"materials.{code}"
    said = templates()[caught.value.code].format(**caught.value.params)
    assert "\n" not in said
    assert read_office(tmp_path / "office").sha256 == before
    return caught.value


def test_ilcd_json_of_the_public_case_comes_in_exactly(tmp_path, epds):
    (row,) = load(tmp_path, "p.json", epds.dumps(epds.ilcd()))
    record = read_record(row, "p.json", version="2026.1", database="OFFICE")
    assert record.gwp_kgco2e == epds.EPDX_1
    assert (record.declared_unit, record.mass_kg, record.density_kg_m3) == ("m3", 510.45, 510.45)
    assert (record.basis_id, record.region, record.ref_year, record.valid_to) == ("EN15804A1", "DE", 2018, "2023")
    assert (record.name_en, record.name_orig, record.version) == ("Wood panel", "Massivholzplatte", "00.02.000")


def test_ilcd_zip_says_the_same_as_json(tmp_path, epds):
    (row,) = load(tmp_path, "p.zip", epds.ilcd_zip())
    record = read_record(row, "p.zip", version="2026.1", database="OFFICE")
    assert record.gwp_kgco2e == epds.EPDX_1
    assert (record.declared_unit, record.mass_kg, record.id) == ("m3", 510.45, epds.UUID)


def test_parts_of_the_gwp_and_undeclared_modules(tmp_path, epds):
    results = [
        epds.result(epds.A2_TOTAL, {"A1": 10, "A2": 2, "A3": 3, "C3": "MND", "D": "", "X9": 1}),
        epds.result(epds.A2_FOSSIL, {"A1-A3": 40}),
        epds.result(epds.A2_BIOGENIC, {"A1-A3": -25}),
        epds.result("some other indicator", {"A1-A3": 99}, unit="MJ"),
    ]
    (row,) = load(tmp_path, "p.json", epds.dumps(epds.ilcd(results)))
    record = read_record(row, "p.json", version="2026.1", database="OFFICE")
    assert record.gwp_kgco2e == {"A1-A3": 15.0}
    assert (record.indicators.fossil, record.indicators.biogenic) == ({"A1-A3": 40.0}, {"A1-A3": -25.0})
    assert record.basis_id == "EN15804A2"
    assert "X9" in record.notes


def test_figures_are_per_one_declared_unit(tmp_path, epds):
    (row,) = load(tmp_path, "p.json", epds.dumps(epds.ilcd([epds.result(epds.A2_TOTAL, {"A1-A3": 500})], amount=1000)))
    assert (row["gwp_a1a3"], row["mass_per_unit_kg"]) == ("0.5", "510.45")
    (litre,) = load(tmp_path, "l.json", epds.dumps(epds.ilcd([epds.result(epds.A2_TOTAL, {"A1-A3": 2})], unit="l")))
    assert (litre["declared_unit"], float(litre["gwp_a1a3"])) == ("m3", 2000.0)


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("kg CO2", "import_co2_only"),
        ("kg CO_2", "import_co2_only"),
        ("g CO2e", "import_gwp_unit"),
        ("MJ", "import_gwp_unit"),
    ],
)
def test_a_gwp_that_is_no_kgco2e_is_refused(tmp_path, epds, unit, code):
    content = epds.dumps(epds.ilcd([epds.result(epds.A1_TOTAL, epds.EPDX_1, unit=unit)]))
    refused(tmp_path, "p.json", content, code)
    refused(tmp_path, "p.zip", epds.ilcd_zip(gwp_unit=unit), code)


@pytest.mark.parametrize("unit", ["kg CO2 eqv.", "kg CO_2 Eq.", "kg CO₂e", "kgCO2e", "kg CO2-Äq.", "kg CO2 (eq)"])
def test_spellings_of_kgco2e_are_known(tmp_path, epds, unit):
    assert load(tmp_path, "p.json", epds.dumps(epds.ilcd([epds.result(epds.A1_TOTAL, epds.EPDX_1, unit=unit)])))


def test_the_wrong_generation_of_en_15804_is_refused(tmp_path, epds):
    error = refused(tmp_path, "p.json", epds.dumps(epds.ilcd()), "import_basis", basis_id="EN15804A2")
    assert (error.params["found"], error.params["wanted"]) == ("EN15804A1", "EN15804A2")
    assert load(tmp_path, "p.json", epds.dumps(epds.ilcd()), basis_id="EN15804A1")


def test_foreign_units_and_missing_figures_are_refused(tmp_path, epds):
    refused(tmp_path, "p.json", epds.dumps(epds.ilcd(unit="kWh")), "foreign_unit")
    refused(tmp_path, "p.json", epds.dumps(epds.ilcd([])), "import_no_gwp")
    nothing = [epds.result(epds.A1_TOTAL, {"C3": 1.0})]
    refused(tmp_path, "p.json", epds.dumps(epds.ilcd(nothing)), "import_no_gwp")
    refused(tmp_path, "p.json", epds.dumps(epds.ilcd(amount=-1.0)), "import_not_number")
    twice = epds.result(epds.A1_TOTAL, {"A1-A3": 1.0})
    twice["other"]["anies"].append({"module": "A1-A3", "value": "2", "scenario": "b"})
    refused(tmp_path, "p.json", epds.dumps(epds.ilcd([twice])), "import_scenarios")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.json", b"{"),
        ("p.json", b"[" * 100_000),
        ("p.json", b'{"processInformation": {}}'),
        ("p.json", b'{"processInformation": {"dataSetInformation": 7}}'),
        ("p.json", b"[null]"),
        ("p.json", b"\xff\xfe{}"),
        ("p.json", b""),
        ("p.json", b'{"a": NaN}'),
        ("o.json", b'{"impacts": {"EF 3.0": 7}}'),
        ("o.json", b'{"impacts": {"EF 3.0": {"gwp": []}}}'),
        ("p.zip", b"PK\x03\x04 broken"),
        ("t.xlsx", b"PK\x03\x04 broken"),
        ("t.csv", b"id,gwp_a1a3\n"),
        ("t.csv", b'id,gwp_a1a3\n"a\x00b,"1\n'),
    ],
)
def test_broken_files_are_refused_in_one_sentence(tmp_path, name, content):
    before = read_office(tmp_path / "office").sha256
    with pytest.raises(InputError) as caught:
        load(tmp_path, name, content)
    assert templates()[caught.value.code].format(**caught.value.params)
    assert read_office(tmp_path / "office").sha256 == before


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE, "<!DOCTYPE x>"])
def test_entities_and_outside_references_are_refused(tmp_path, epds, prolog):
    refused(tmp_path, "p.zip", epds.ilcd_zip(prolog=prolog), "import_unsafe_xml")


@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE])
def test_entities_in_a_workbook_are_refused(tmp_path, prolog):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["id", "gwp_a1a3"])
    book.active.append(["x", 1.0])
    plain, hostile = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = prolog.encode() + content.replace(b"<v>1</v>", b"<v>&b;</v>")
            target.writestr(name, content)
    refused(tmp_path, "t.xlsx", hostile.getvalue(), "import_malformed")


def test_a_lone_xml_file_is_told_what_it_lacks(tmp_path):
    refused(tmp_path, "p.xml", b"<processDataSet/>", "import_xml_alone")
    refused(tmp_path, "p.xml", BOMB.encode() + b"<x>&b;</x>", "import_unsafe_xml")


def test_zip_bombs_are_refused_before_they_unpack(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("processes/p.xml", b"0" * (20 * 1024 * 1024))
    refused(tmp_path, "p.zip", buffer.getvalue(), "import_too_large")
    refused(tmp_path, "t.xlsx", buffer.getvalue(), "import_too_large")


def test_an_entry_that_is_larger_than_it_says_is_refused(tmp_path, epds):
    content = bytearray(epds.ilcd_zip())
    archive = zipfile.ZipFile(io.BytesIO(bytes(content)))
    true_size = archive.getinfo("processes/p.xml").file_size
    forged = bytes(content).replace(true_size.to_bytes(4, "little"), (50).to_bytes(4, "little"))
    with pytest.raises(InputError):
        load(tmp_path, "p.zip", forged)


@pytest.mark.parametrize(
    "path", ["../processes/p.xml", "/processes/p.xml", "C:/processes/p.xml", "processes\\..\\..\\p.xml"]
)
def test_paths_that_leave_the_archive_are_refused(tmp_path, epds, path):
    refused(tmp_path, "p.zip", epds.ilcd_zip(names=(path, "flows/flow-1.xml")), "import_unsafe_path")


def test_files_and_cells_beyond_reason_are_refused(tmp_path, monkeypatch):
    refused(tmp_path, "t.csv", b"id,notes\nx," + b"a" * 200_000 + b"\n", "import_malformed")
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    # 100 MB are refused by the size of the file alone, before a byte is read
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    with pytest.raises(InputError, match="import_too_large"):
        read_file(path)


def test_a_table_in_our_columns_needs_no_mapping(tmp_path, epds):
    rows = load(tmp_path, "t.csv", epds.csv_bytes([epds.row(), epds.row(id="X-2", gwp_a1a3="0.1")]))
    assert [row["id"] for row in rows] == ["X-1", "X-2"]
    assert rows[1]["gwp_a1a3"] == "0.1"


MAPPING = """
columns: {id: Nr, name_orig: Produkt, declared_unit: Einheit, gwp_a1a3: "THG A1-A3", density_kg_m3: Rohdichte}
constants: {source: Werk Nord 2025, licence: own use, quality: "B: works figures", basis_id: EN15804A2}
decimal: ","
gwp_unit: kg CO2e
"""


def test_a_mapping_reads_a_foreign_table(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    text = "Nr;Produkt;Einheit;THG A1-A3;Rohdichte\n7;Beton;m³;1.234,5;2.400\n8;Putz;t;ND;\n"
    path = tmp_path / "t.csv"
    path.write_text(text.splitlines()[0] + "\n" + text.splitlines()[1], encoding="utf-8")
    (row,) = read_file(path, mapping=read_mapping(tmp_path / "m.yaml"))
    assert (row["declared_unit"], row["gwp_a1a3"], row["density_kg_m3"]) == ("m3", "1234.5", "2400")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="A1-A3 is missing"):
        read_file(path, mapping=read_mapping(tmp_path / "m.yaml"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("columns: {colour: Farbe}", "import_column"),
        ("- a\n- b", "import_malformed"),
        ("a: [", "import_malformed"),
        ("!!python/object/apply:os.system ['true']", "import_malformed"),
        ("gwp_unit: kg CO2", "import_co2_only"),
        ("decimal: komma", "import_malformed"),
        ("constants: {source: &a [x, x], notes: [*a, *a, *a]}", "import_malformed"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path, text, code):
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=code):
        read_mapping(tmp_path / "m.yaml")


def test_tables_that_do_not_fit_are_refused(tmp_path, epds):
    refused(tmp_path, "t.csv", b"no,columns,of,ours\n1,2,3,4\n", "import_header")
    refused(tmp_path, "t.csv", epds.csv_bytes([epds.row(gwp_a1a3="12 kg")]), "import_not_number")
    refused(tmp_path, "t.csv", epds.csv_bytes([epds.row(), epds.row(id="X-2", licence="")]), "import_row")
    refused(tmp_path, "t.csv", epds.csv_bytes([epds.row(declared_unit="kWh")]), "foreign_unit")
    refused(tmp_path, "t.csv", epds.csv_bytes([epds.row(basis_id="CO2")]), "import_row")
    refused(tmp_path, "t.dat", b"what is this", "import_format")


def test_all_rows_or_none_reach_the_office(tmp_path, epds):
    rows = load(tmp_path, "t.csv", epds.csv_bytes([epds.row(), epds.row(id="X-2")]))
    write_rows(tmp_path / "office", rows, who="A", at="2026-01-01")
    assert sorted(read_office(tmp_path / "office").records) == ["OFFICE-X-1", "OFFICE-X-2"]


def test_openepd_reads_a_method_that_we_know(tmp_path):
    document = {
        "doctype": "openEPD",
        "id": "ec3abc",
        "product_name": "Mix 7",
        "declared_unit": {"qty": 1, "unit": "m3"},
        "kg_per_declared_unit": {"qty": 2350.5, "unit": "kg"},
        "impacts": {
            "EF 3.0": {"gwp": {"A1A2A3": {"mean": 301.25, "unit": "kgCO2e"}, "C3": {"mean": 7, "unit": "kgCO2e"}}}
        },
    }
    (row,) = load(tmp_path, "o.json", json.dumps(document).encode(), basis_id="EN15804A2")
    assert (float(row["gwp_a1a3"]), float(row["gwp_c3"]), row["mass_per_unit_kg"]) == (301.25, 7.0, "2350.5")
    document["impacts"] = {"TRACI 2.1": document["impacts"]["EF 3.0"]}
    refused(tmp_path, "o.json", json.dumps(document).encode(), "import_method")
    assert "openepd" in FORMATS
