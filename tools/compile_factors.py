"""Compile the shipped factor tables from sourced rows: ``python tools/compile_factors.py SOURCE_CSV... --version V``.

The file's name says which table it is (``factors.csv``, ``waste.csv``, ...). Rows without source, licence or grade
stop the run; blocks whose terms are unconfirmed are held back (``redistribution.csv``); figures that cannot stand as
printed are replaced by what ``corrections.csv`` says, with reason and grade, and nothing else is changed. The same
inputs give the same bytes. A new version archives the tables of the one before, all of them, in ``versions/``, so that
an assessment that pinned them can be run again.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
import zipfile
from collections import Counter
from pathlib import Path

from compile_tables import RECIPES, Row, correct, resolve_same

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from materials_db.columns import COLUMNS, OLD_COLUMNS  # noqa: E402
from materials_db.corrections import load_corrections  # noqa: E402
from materials_db.rows import read_record, redistribution_flags  # noqa: E402

DATA = ROOT / "materials_db" / "data"
#: ZIP cannot store an earlier time; the same for every archive, so that the bytes do not depend on the day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_INDEX = ["id", "version", "sha256", "file", "records", "note", "source", "licence", "quality"]


def read_source(path: Path) -> list[Row]:
    """Read a source table; a byte-order mark and CRLF are taken as they come."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_table(path: Path, columns: list[str], rows: list[Row]) -> None:
    """Write a table: UTF-8, LF, the given columns."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")


def compile_factors(rows: list[Row], version: str, ship: set[str]) -> tuple[list[str], list[Row], Counter[str]]:
    """Return columns and rows of ``factors.csv`` sorted by id, and the held-back rows counted by block."""
    held: Counter[str] = Counter()
    kept = []
    for row in correct(resolve_same(rows), "factors.csv", load_corrections(), "id"):
        block = "-".join(row["id"].split("-")[:2])
        meaning, shipped, _ = redistribution_flags()[row["redistributable"]]
        if meaning == "no" or not (shipped or block in ship):
            held[block] += 1
            continue
        new = {OLD_COLUMNS.get(key, key): value for key, value in row.items()}
        new["redistributable"] = meaning
        new["basis_id"] = read_record(new, "factors.csv", version=version).basis_id
        kept.append(new)
    kept.sort(key=lambda row: row["id"])
    columns = [name for name in COLUMNS if any(row.get(name) for row in kept)]
    return columns, kept, held


def data_digest(tables: dict[str, bytes]) -> str:
    """Return the digest that an assessment pins (``materials_db.tables.data_digest``) for tables by name."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        digest.update(name.encode() + b"\0" + tables[name])
    return digest.hexdigest()


def archive(data: Path, note: str) -> str:
    """Put all tables of the version that stands in ``data`` into ``versions/`` and list it; return the version."""
    identity, version = (data / "version.txt").read_text(encoding="utf-8").split()
    folder = data / "versions"
    folder.mkdir(exist_ok=True)
    tables = {path.name: path.read_bytes() for path in sorted(data.glob("*.csv"))}
    name = f"{version}.zip"
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for table, content in tables.items():
            entry = zipfile.ZipInfo(table, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    index = folder / "index.csv"
    rows = [row for row in (read_source(index) if index.exists() else []) if row["version"] != version]
    rows.append(
        {
            "id": identity,
            "version": version,
            "sha256": data_digest(tables),
            "file": name,
            "records": str(len(tables["factors.csv"].decode("utf-8").splitlines()) - 1),
            "note": note,
            "source": "all tables of that version, as shipped",
            "licence": "as in the rows",
            "quality": "A",
        }
    )
    write_table(index, _INDEX, sorted(rows, key=lambda row: row["version"]))
    return version


def run(sources: list[Path], out: Path, version: str, ship: set[str], note: str) -> None:
    """Compile all sources into ``out``."""
    stamp = out / "version.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8").split()[1] != version:
        print(f"archived version {archive(out, note)}")
    for path in sorted(sources, key=lambda path: path.name):
        if path.name == "factors.csv":
            columns, rows, held = compile_factors(read_source(path), version, ship)
            write_table(out / path.name, columns, rows)
            print(
                f"{path.name}: {len(rows)} rows" + "".join(f", {n} of {block} held back" for block, n in held.items())
            )
            continue
        if path.name not in RECIPES:
            print(f"{path.name}: no table of that name, left out")
            continue
        for name, (columns, rows) in RECIPES[path.name](read_source(path)).items():
            write_table(out / name, columns, rows)
            print(f"{name}: {len(rows)} rows")
    stamp.write_text(f"bldgassess-factors {version}\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, nargs="+", metavar="SOURCE_CSV")
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--version", required=True, help="of the tables, such as 2026.12; its year dates them")
    parser.add_argument("--ship", action="append", default=[], metavar="BLOCK", help="a held-back block to take in")
    parser.add_argument("--note", default="", help="why there is a new version")
    options = parser.parse_args()
    run(options.sources, options.out, options.version, set(options.ship), options.note)


if __name__ == "__main__":
    main()
