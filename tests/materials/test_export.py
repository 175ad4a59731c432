"""Records out and in again: the same figures to the last digit, and no cell that a spreadsheet would compute."""

import csv
import io
import json
from dataclasses import replace

import pytest

from materials_db.exporters.documents import to_lcax, to_openepd
from materials_db.exporters.tables import neutralise, to_csv, to_xlsx
from materials_db.factors import load_factors
from materials_db.importers.detect import read_file
from materials_db.rows import read_record

RECORDS = tuple(load_factors().values())
WRITERS = {"t.csv": to_csv, "t.xlsx": to_xlsx, "t.json": to_openepd}


@pytest.mark.parametrize("name", WRITERS)
def test_every_gwp_comes_back_to_the_last_digit(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(WRITERS[name](RECORDS))
    rows = read_file(path)
    assert len(rows) == len(RECORDS)
    for row, record in zip(rows, RECORDS, strict=True):
        again = read_record(row, name, version=record.version)
        assert again.gwp_kgco2e == record.gwp_kgco2e, record.id
        assert again.declared_unit == record.declared_unit
        assert again.mass_kg == record.mass_kg
        assert again.basis_id == record.basis_id
        assert again.quality == record.quality
        assert again.licence == record.licence
        if name != "t.json":
            assert again.indicators == record.indicators
            assert again.source_ref == record.source_ref


HOSTILE = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(tmp_path, text):
    record = replace(RECORDS[0], name_en=text, notes=text)
    (cells,) = csv.DictReader(io.StringIO(to_csv([record]).decode("utf-8-sig"), newline=""))
    assert cells["name_en"] == f"'{text.strip()}"
    assert cells["name_en"][0] not in "=+-@\t\r"
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(to_xlsx([record]))).worksheets[0]
    column = [cell.value for cell in sheet[1]].index("name_en") + 1
    assert sheet.cell(2, column).data_type == "s"
    assert str(sheet.cell(2, column).value)[0] == "'"
    path = tmp_path / "t.csv"
    path.write_bytes(to_csv([record]))
    assert read_file(path)[0]["name_en"] == text.strip()


def test_negative_numbers_stay_numbers():
    record = load_factors()["DK-T7-B1318"]
    assert record.gwp_kgco2e["A1-A3"] < 0.0
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(to_xlsx([record]))).worksheets[0]
    cell = sheet.cell(2, [cell.value for cell in sheet[1]].index("gwp_a1a3") + 1)
    assert (cell.data_type, cell.value) == ("n", record.gwp_kgco2e["A1-A3"])
    assert neutralise("Beton") == "Beton"


def test_openepd_documents_satisfy_the_reference_model():
    epd = pytest.importorskip("openepd.model.epd")
    for document in json.loads(to_openepd(RECORDS)):
        assert epd.Epd.model_validate(document).declared_unit.qty == 1


def test_lcax_documents_are_read_by_lcax():
    lcax = pytest.importorskip("lcax")
    documents = json.loads(to_lcax(RECORDS))
    for document, record in zip(documents, RECORDS, strict=True):
        again = json.loads(lcax.EPD.loads(json.dumps(document)).dumps())
        modules = {module.replace("-", "").lower(): v for module, v in record.gwp_kgco2e.items() if module != "C"}
        assert again["impacts"]["gwp"] == modules
