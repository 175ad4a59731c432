"""Carbon under all profiles, the bridge between two of them, hot-spots, biogenic carbon and uncertainty."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, PageBreak

from bldgassess.carbon.bridge import MODULE_IN, MODULE_OUT
from reports.figures import percent
from reports.names import AREA_NAMES, CARRIER_NAMES, MODULE_NAMES, PART_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table, text

#: Rows of a hot-spot table in print; the whole table is in results.json.
_MOST_SPOTS = 8


def carbon_detail_pages(book: Book) -> list[Flowable]:
    """One inventory under every rule set, what lies between two of them, and where the carbon sits."""
    tr, styles = book.tr, book.styles
    flow: list[Flowable] = [text(tr("Carbon under other rules, and where it sits"), styles["h1"])]
    flow += _profiles(book)
    for bridge in book.results["carbon"]["reconciliation"]:
        flow += _bridge(book, bridge)
    flow += _spots(book)
    flow += _biogenic(book)
    flow += _spread(book)
    return [*flow, PageBreak()]


def _profiles(book: Book) -> list[Flowable]:
    tr = book.tr
    profiles: dict[str, dict[str, Any]] = book.results["carbon"]["profiles"]
    if not profiles:
        return []
    rows = [
        (
            row["title"],
            book.num(row["study_period_a"]),
            f"{book.num(row['area_m2'])} ({_area_name(row['area_rule'], book)})",
            book.num(row["total_kgco2e"]),
            book.num(row["per_m2"]),
            book.num(row["upfront_per_m2"]),
            row["not_read"],
        )
        for row in profiles.values()
    ]
    heads = (
        tr("Profile"),
        tr("Years"),
        tr("Area, m²"),
        "kgCO₂e",
        "kgCO₂e/m²",
        tr("A1 to A5, kgCO₂e/m²"),
        tr("What was not read"),
    )
    return [table(heads, rows, (21, 6, 17, 11, 12, 14, 27), book.styles, right=(1, 3, 4, 5))]


def _area_name(rule: str, book: Book) -> str:
    """Say which area a rule set divides by, such as "gia", or "gia for useful" where that one is not known."""
    used, _, wanted = rule.partition(" for ")
    name = book.tr(AREA_NAMES.get(used, used))
    if not wanted:
        return name
    return book.tr("{used} in place of {wanted}").format(used=name, wanted=book.tr(AREA_NAMES.get(wanted, wanted)))


def _bridge(book: Book, bridge: dict[str, Any]) -> list[Flowable]:
    tr = book.tr
    title = tr("From {start} to {end}, kgCO₂e").format(start=bridge["start"], end=bridge["end"])
    rows = [(bridge["start"], book.num(bridge["start_kgco2e"]))]
    for line in bridge["lines"]:
        module = line["id"].rpartition(".")[2]
        name = _line_text(line["text"], module, book)
        if module in MODULE_NAMES:
            name += f" ({tr(MODULE_NAMES[module])})"
        rows.append((name, book.num(line["kgco2e"], sign=True)))
    rows.append((bridge["end"], book.num(bridge["end_kgco2e"])))
    return [
        text(title, book.styles["h2"]),
        table((tr("Difference"), "kgCO₂e"), rows, (70, 20), book.styles, right=(1,)),
    ]


def _line_text(words: str, module: str, book: Book) -> str:
    """Translate a line's text; the module's name is no part of the message."""
    for template in (MODULE_OUT, MODULE_IN):
        if words == template.format(module=module):
            return book.tr(template).format(module=module)
    return book.tr(words)


def _spots(book: Book) -> list[Flowable]:
    tr, spots = book.tr, book.results["carbon"]["hotspots"]
    flow: list[Flowable] = [text(tr("Hot-spots, share of A to C"), book.styles["h2"])]
    rows = []
    for name, title in (
        ("part", tr("Part")),
        ("material", tr("Material")),
        ("storey", tr("Storey")),
        ("module", tr("Module")),
        ("year", tr("Year")),
    ):
        for row in spots[name][:_MOST_SPOTS]:
            shown = _spot_name(name, row, book)
            rows.append((title, shown, book.num(row["kgco2e"]), percent(row["fraction"], book.language)))
    return [
        *flow,
        table((tr("Table"), tr("Name"), "kgCO₂e", tr("Share")), rows, (14, 56, 16, 10), book.styles, right=(2, 3)),
    ]


def _spot_name(table_name: str, row: dict[str, Any], book: Book) -> str:
    if table_name == "part":
        return book.tr(PART_NAMES.get(row["key"], row["key"]))
    if table_name == "module":
        return f"{row['key']} {book.tr(MODULE_NAMES[row['key']])}"
    name = row["name"] or row["key"] or book.tr("not in one storey")
    return book.tr(CARRIER_NAMES.get(name, name))


def _biogenic(book: Book) -> list[Flowable]:
    tr, carbon = book.tr, book.results["carbon"]
    rows = [(tr(row["text"]), book.num(row["kgco2e"], sign=True)) for row in carbon["biogenic"]]
    if carbon["carbonation_kgco2"] is not None:
        rows.append((tr("Taken up by bare concrete in use"), book.num(-carbon["carbonation_kgco2"], sign=True)))
    return [
        text(tr("Biogenic carbon: each row stands alone, none is in a total"), book.styles["h2"]),
        table((tr("View"), "kgCO₂e"), rows, (74, 20), book.styles, right=(1,)),
    ]


def _spread(book: Book) -> list[Flowable]:
    tr, spread = book.tr, book.results["carbon"]["uncertainty"]
    if spread is None:
        return []
    words = tr(
        "{p5} to {p95} kgCO₂e/m² in 90 % of {samples} samples (median {p50}, mean {mean}); the figure itself, "
        "{figure}, takes the median of every factor."
    ).format(
        p5=book.num(spread["p5"]),
        p95=book.num(spread["p95"]),
        p50=book.num(spread["p50"]),
        mean=book.num(spread["mean"]),
        samples=spread["samples"],
        figure=book.num(spread["deterministic"]),
    )
    rows = [(row["id"], percent(row["fraction"], book.language)) for row in spread["contributions"][:_MOST_SPOTS]]
    return [
        text(tr("Uncertainty"), book.styles["h2"]),
        text(words, book.styles["body"]),
        table((tr("Parameter"), tr("Share of the variance")), rows, (70, 20), book.styles, right=(1,)),
    ]
