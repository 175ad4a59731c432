"""How well and how fast material names are matched, on any lists of names.

    python benchmarks/matching.py NAMES.csv [NAMES.csv ...]

A list has the columns name (or ifc_material_name) and product (or factor_key); optional: part. Several products that
are right are joined by "|", and "unmappable" is a name that must be refused. Only totals are printed, never single
names, so that a list that was set aside stays unseen. "Cold" is the first name with the tables and the index still to
be loaded, "warm" the mean of all names once each with nothing kept, "switch" 1,000 different names under an order of
databases that was not used before, "back" the same under one that was. Times are of the processor, so that other
work on the machine does not count.
"""

from __future__ import annotations

import csv
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from materials_db.matching import read_name
from materials_db.records import Match
from materials_db.store import load_store

DATABASES = ("CN-GBT51366", "DK-T7", "CH-KBOB")
OTHER_ORDER = ("CH-KBOB", "DK-T7", "CN-GBT51366")


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the products that are right for it; none: it must be refused."""

    name: str
    part: str
    products: frozenset[str]


def read_names(path: Path) -> list[Named]:
    """Read a list of names."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = []
    for row in rows:
        right = (row.get("product") or row["factor_key"]).strip()
        products = frozenset() if right == "unmappable" else frozenset(right.split("|"))
        found.append(Named(row.get("name") or row["ifc_material_name"], row.get("part") or "", products))
    return found


def _top(match: Match, count: int) -> list[str]:
    """Return the first products of a match, each once."""
    first = [match.product] if match.product else []
    return list(dict.fromkeys([*first, *(item.product for item in match.candidates if item.product)]))[:count]


def score(names: list[Named]) -> str:
    """Return one line of totals."""
    store = load_store()
    pairs = [(item, store.match(item.name, part=item.part, databases=DATABASES)) for item in names]
    real = [(item, match) for item, match in pairs if item.products]
    none = [match for item, match in pairs if not item.products]
    first = sum(match.record is not None and match.product in item.products for item, match in real)
    five = sum(bool(item.products & set(_top(match, 5))) for item, match in real)
    wrong = sum(match.decision == "match" and match.product not in item.products for item, match in real)
    asked = sum(match.decision == "ask" for _, match in real)
    refused = sum(match.decision == "unmappable" for _, match in real)
    accepted = sum(match.decision == "match" for match in none)
    doubted = sum(match.decision == "ask" for match in none)
    return (
        f"{len(real):4d} {first / len(real):6.3f} {five / len(real):6.3f} {wrong:6d} {asked:6d} {refused:8d}"
        f" {len(none):6d} {accepted:9d} {doubted:6d}"
    )


def main(paths: list[str]) -> None:
    """Print one table."""
    if not paths:
        sys.exit(__doc__)
    lists = {path: read_names(Path(path)) for path in paths}
    names = [item for found in lists.values() for item in found]
    start = time.process_time()
    store = load_store()
    store.match(names[0].name, databases=DATABASES)
    cold = time.process_time() - start
    print("list                             n     @1     @5  wrong  asked  refused  no mat. accepted  asked")
    for path, found in lists.items():
        print(f"{Path(path).name:28s}  {score(found)}")
    read_name.cache_clear()
    start = time.process_time()
    for item in names:
        read_name(item.name, item.part)
    warm = (time.process_time() - start) / len(names)
    matches = {
        str(place): store.match(f"{names[place % len(names)].name} {place} mm", databases=DATABASES)
        for place in range(1000)
    }
    times = []
    for order in (OTHER_ORDER, DATABASES, OTHER_ORDER):
        start = time.process_time()
        store.rematch(matches, order)
        times.append((time.process_time() - start) * 1e3)
    print(f"cold {cold * 1e3:.0f} ms, warm {warm * 1e3:.2f} ms a name; ", end="")
    print(f"1,000 names: switch {times[0]:.0f} ms, back {times[2]:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
