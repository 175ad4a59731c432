"""The published figures of the EU's CBAM: defaults, mark-ups, benchmarks, factors, price; each with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.errors import Issue, UserError

#: Rows that hold for every year after theirs where there is no later one.
_LASTING = frozenset({"markup_pct", "default_value", "benchmark_column_a", "benchmark_column_b", "certificate_price"})


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its unit, source and quality; codes of the Combined Nomenclature as printed."""

    record: str
    cn_code: str
    good: str
    sector: str
    origin: str
    route: str
    year: int
    value: float
    unit: str
    note: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Good:
    """Which goods a product of ours is, and the share of its mass that they make."""

    product: str
    cn_code: str
    mass_fraction: float
    source: str
    quality: str


def _read(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.border", name)


@cache
def rows() -> tuple[Row, ...]:
    """Return all figures."""
    return tuple(
        Row(
            item["record"],
            item["cn_code"],
            item["good"],
            item["sector"],
            item["origin"],
            item["route"],
            int(item["year"]),
            float(item["total"]),
            item["unit"],
            item["note"],
            item["source"],
            item["quality"],
        )
        for item in _read("cbam.csv")
    )


@cache
def goods() -> dict[str, Good]:
    """Return the goods of each product."""
    return {
        item["product"]: Good(
            item["product"], item["cn_code"], float(item["mass_fraction"]), item["source"], item["quality"]
        )
        for item in _read("goods.csv")
    }


def default_value(cn_code: str, origin: str, year: int) -> Row:
    """Return the default embedded emissions of goods [t/t], before mark-up: the row of the longest code that fits.

    Raises
    ------
    UserError
        When there is none for these goods of that origin.
    """
    found = _of_code(
        (row for row in rows() if row.record == "default_value" and row.origin == origin and row.year <= year), cn_code
    )
    if not found:
        raise UserError(Issue("border.no_default", {"code": cn_code, "origin": origin, "year": year}))
    return max(found, key=lambda row: (row.year, len(row.cn_code)))


def benchmark(cn_code: str, route: str, year: int) -> Row | None:
    """Return the benchmark of the whole goods (column B) [t/t] by route; any route where the goods have one only."""
    found = _of_code((row for row in rows() if row.record == "benchmark_column_b" and row.year <= year), cn_code)
    fitting = [row for row in found if row.route in {route, ""}]
    return max(fitting, key=lambda row: (row.year, len(row.cn_code))) if fitting else None


def figure(record: str, year: int, sector: str = "") -> Row:
    """Return the mark-up [%] of a sector, the CBAM factor [%] or the price [EUR/t] of a year.

    Raises
    ------
    UserError
        When there is none for the year.
    """
    fitting = [row for row in rows() if row.record == record and row.sector == sector]
    here = [row for row in fitting if row.year == year]
    if not here and record in _LASTING:
        here = [max((row for row in fitting if row.year <= year), key=lambda row: row.year)] if fitting else []
    if not here:
        known = ", ".join(str(row.year) for row in fitting) or "-"
        raise UserError(Issue("border.no_figure", {"record": record, "year": year, "choices": known}))
    return here[0]


def _of_code(found: Iterable[Row], cn_code: str) -> list[Row]:
    wanted = cn_code.replace(" ", "")
    return [row for row in found if _covers(row.cn_code, wanted)]


def _covers(printed: str, wanted: str) -> bool:
    """Tell whether a printed code or range of headings covers a code."""
    first, _, last = printed.replace(" ", "").partition("-")
    if last:
        return first <= wanted[: len(first)] <= last
    return wanted.startswith(first) or (first.startswith(wanted) and len(wanted) >= 6)
