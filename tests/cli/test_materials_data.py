"""``materials import | export | lint | explain`` as a person at a terminal uses them."""

import json

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from bldgassess.errors import Issue
from bldgassess.messages import templates
from bldgassess.pipeline.assess import load_data
from bldgassess.pipeline.office import with_office

TABLE = (
    "id,name_en,declared_unit,gwp_a1a3,gwp_c3,density_kg_m3,category,basis_id,source,licence,quality\n"
    "mix-7,Works mix 7,m3,251.5,6.1,2380,concrete,EN15804A2,EPD 2025-14,own use,A: read\n"
)


def run(*arguments, **options):
    arguments = [str(argument) for argument in arguments]
    return CliRunner().invoke(make_app(arguments), arguments, **options)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "works.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_an_office_brings_in_its_own_factor_and_finds_it_again(tmp_path, table):
    office = tmp_path / "office"
    done = run("materials", "import", table, "--office", office, "--by", "Rossi", "--at", "2026-03-01")
    assert done.exit_code == 0, done.stderr
    assert "1 rows read from works.csv, 1 written" in done.output
    said = run("materials", "explain", "OFFICE-mix-7", env={"BLDGASSESS_OFFICE": str(office)})
    assert said.exit_code == 0
    assert "A1-A3 251.5" in said.output
    data = with_office(load_data(), office)
    assert data.store.record("OFFICE-mix-7").gwp_kgco2e["A1-A3"] == 251.5
    assert with_office(data, None) is data


def test_import_refuses_in_one_sentence(tmp_path, table):
    office = tmp_path / "office"
    assert run("materials", "import", table, "--office", office).exit_code == 2
    done = run("materials", "import", table, "--office", office, "--by", "R", "--basis", "EN15804A1")
    assert done.exit_code == 2
    assert "--basis EN15804A2" in done.stderr
    assert run("materials", "import", tmp_path / "nothing.csv", "--office", office, "--by", "R").exit_code == 2
    assert run("materials", "import", table).exit_code == 2
    assert run("materials", "import", table, "--format", "doc", "--dry-run").exit_code == 2
    assert not office.exists()


def test_a_dry_run_reads_checks_and_writes_nothing(tmp_path, table):
    table.write_text(TABLE.replace("251.5", "2515"), encoding="utf-8")
    done = run("materials", "import", table, "--dry-run", "--json", "--office", tmp_path / "o", "--by", "R")
    shown = json.loads(done.output)
    assert (shown["read"], shown["written"], shown["ids"]) == (1, 0, ["OFFICE-mix-7"])
    assert [item["rule"] for item in shown["lint"]] == ["decimal_slip"]
    assert not (tmp_path / "o").exists()


def test_export_asks_before_it_passes_on_what_is_not_confirmed(tmp_path):
    file = tmp_path / "out.csv"
    assert run("materials", "export", file, "--database", "CH-KBOB").exit_code == 2
    assert not file.exists()
    assert run("materials", "export", file, "--database", "CH-KBOB", "--include-unconfirmed").exit_code == 0
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 123
    for name, kind in (("a.xlsx", "xlsx"), ("a.json", "openepd"), ("b.json", "lcax")):
        done = run("materials", "export", tmp_path / name, "--format", kind, "--id", "DK-T7-B1477")
        assert done.exit_code == 0, done.stderr
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))[0]["impacts"]["gwp"]["a1a3"] == 282.0
    assert run("materials", "export", file, "--id", "XX-1").exit_code == 2
    assert run("materials", "export", file, "--database", "XX").exit_code == 2
    assert run("materials", "export", tmp_path / "no" / "x.csv", "--id", "DK-T7-B1477").exit_code == 2


def test_lint_says_row_field_why_and_range_and_fails_on_errors(table):
    own = run("materials", "lint")
    assert own.exit_code == 0, own.output
    assert "634 rows: 0 errors" in own.output
    table.write_text(TABLE.replace("251.5", "251500").replace(",own use", ","), encoding="utf-8")
    done = run("materials", "lint", table)
    assert done.exit_code == 1
    assert "mix-7  error  missing  licence" in done.output
    assert "per tonne printed as per kg" in done.output
    assert "expected" in done.output
    machine = json.loads(run("materials", "lint", table, "--json").output)
    assert machine["errors"] == len(machine["findings"]) == 2


def test_explain_says_source_terms_grade_spread_corrections_and_hash():
    done = run("materials", "explain", "DK-T7-G0086")
    for text in ("per tonne printed as per kg", "printed KG, used t", "GSD", "Danish BR18", "sha256", "not declared"):
        assert text in done.output, text
    old = run("materials", "explain", "DK-T7-G0086", "--version", "2026.11", "--json")
    assert json.loads(old.output)["version"] == "2026.11"
    assert run("materials", "explain", "XX-1").exit_code == 2
    assert run("materials", "explain", "DK-T7-G0086", "--version", "1").exit_code == 2


def test_every_code_of_the_data_base_has_its_sentence():
    import re
    from pathlib import Path

    import materials_db

    folder = Path(materials_db.__file__).parent
    codes = {
        code
        for path in sorted(folder.rglob("*.py"))
        for code in re.findall(r'"(materials\.[a-z_0-9]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(codes) > 20
    assert codes <= set(templates())
    assert Issue("materials.office_missing").severity == "error"
