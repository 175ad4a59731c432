"""The shipped tables come out of the script, byte for byte, and out of nothing else."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from materials_db.tables import read_rows

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "materials_db" / "data"
SHARED = ROOT.parent / "shared" / "data" / "carbon"


def compile_(out, sources, *options):
    command = [sys.executable, str(ROOT / "tools" / "compile_factors.py"), *map(str, sources), "--out", str(out)]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False, cwd=out)


def write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)


def source_rows():
    """Rows as a source prints them: one to be corrected, one held back, one that repeats its source as "same"."""
    rows = [
        dict(row) for row in read_rows("factors.csv") if row["id"] in {"DK-T7-G0086", "CN-GBT51366-001", "DK-T7-B1477"}
    ]
    steel = next(row for row in rows if row["id"] == "DK-T7-G0086")
    steel.update(declared_unit="KG", quality="A: one copy")
    held = {**rows[0], "id": "SE-BOV-001", "redistributable": "check (likely yes-attribute)", "basis_id": ""}
    return [*rows, held]


def test_compiling_corrects_holds_back_and_is_the_same_twice(tmp_path):
    source = tmp_path / "factors.csv"
    write(source, source_rows())
    made = []
    for name in ("a", "b"):
        out = tmp_path / name
        out.mkdir()
        done = compile_(out, [source], "--version", "2026.12")
        assert done.returncode == 0, done.stderr
        assert "3 rows, 1 of SE-BOV held back" in done.stdout
        made.append((out / "factors.csv").read_bytes())
    assert made[0] == made[1]
    rows = {row["id"]: row for row in csv.DictReader(made[0].decode("utf-8").splitlines())}
    assert list(rows) == sorted(rows)
    assert rows["DK-T7-G0086"]["declared_unit"] == "t"
    assert rows["DK-T7-G0086"]["quality"].startswith("C: per tonne printed as per kg corrected, printed KG")
    out = tmp_path / "c"
    out.mkdir()
    assert "4 rows" in compile_(out, [source], "--version", "2026.12", "--ship", "SE-BOV").stdout


def test_a_third_figure_stops_the_run_and_so_does_a_row_without_source(tmp_path):
    rows = source_rows()
    next(row for row in rows if row["id"] == "DK-T7-G0086")["declared_unit"] = "m3"
    write(tmp_path / "factors.csv", rows)
    done = compile_(tmp_path, [tmp_path / "factors.csv"], "--version", "2026.12")
    assert done.returncode != 0
    assert "neither KG nor t" in done.stderr
    rows = source_rows()
    rows[0]["licence"] = ""
    write(tmp_path / "factors.csv", rows)
    assert "no licence" in compile_(tmp_path, [tmp_path / "factors.csv"], "--version", "2026.12").stderr


def test_a_new_version_archives_the_one_before(tmp_path):
    write(tmp_path / "src.csv", source_rows())
    (tmp_path / "in").mkdir()
    source = (tmp_path / "src.csv").rename(tmp_path / "in" / "factors.csv")
    out = tmp_path / "out"
    out.mkdir()
    compile_(out, [source], "--version", "2026.12")
    done = compile_(out, [source], "--version", "2027.1", "--note", "why")
    assert "archived version 2026.12" in done.stdout
    assert (out / "version.txt").read_text() == "bldgassess-factors 2027.1\n"
    (row,) = csv.DictReader((out / "versions" / "index.csv").read_text(encoding="utf-8").splitlines())
    assert (row["version"], row["records"], row["note"]) == ("2026.12", "3", "why")
    assert (out / "versions" / row["file"]).is_file()


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_the_shipped_tables_are_what_the_sources_compile_to(tmp_path):
    done = compile_(tmp_path, sorted(SHARED.glob("*.csv")), "--version", "2026.12")
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in tmp_path.glob("*.csv"))
    assert len(names) == 13
    for name in names:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name
