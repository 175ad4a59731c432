"""Summary: what a reader must know first."""

from __future__ import annotations

import math

from reportlab.platypus import Flowable

from bldgassess.plausibility.result import count_checks
from reports.charts.label import label_chart
from reports.charts.modules import modules_chart
from reports.figures import percent
from reports.names import CLASS_NAMES
from reports.pdf.book import Book
from reports.pdf.chapters.people import people_count
from reports.pdf.layout import gap
from reports.pdf.parts import Tile, text, tiles

_MOST_NOTICES = 8


def summary(book: Book, title: str) -> list[Flowable]:
    """Return key figures with their paths, the note on the criteria, two charts, and notices."""
    flow = [*book.chapter("summary", title, tiles(_tiles(book), book.styles)), gap(8)]
    label = book.results["label"]
    if not label["official"]:
        words = book.tr("The criteria are an open reference catalogue, not the official criteria of the label.")
        flow.append(text(f"{words} {book.title(label['disclaimer'])}", book.styles["box"]))
    flow += [book.chart(label_chart, 130.0), book.chart(modules_chart, 150.0)]
    return [*flow, *_notices(book)]


def _tiles(book: Book) -> list[Tile]:
    tr, num, results = book.tr, book.num, book.results
    carbon, building, label, health = results["carbon"], results["building"], results["label"], results["health"]
    final = math.fsum(results["energy"]["final_kwh"].values()) / building["gia_m2"]
    people, area = people_count(results), "kgCO₂e/m²"
    whole = tr("Whole-life carbon A to C, {years} years").format(years=carbon["study_period_a"])
    each = num(carbon["total_kgco2e"] / people / 1000.0) if people else "–"
    warnings = count_checks(book.checks, "warn")
    return [
        Tile(whole, num(carbon["per_m2"]), area, "carbon.per_m2"),
        Tile(tr("In all"), num(carbon["total_kgco2e"] / 1000.0), "tCO₂e", "carbon.total_kgco2e"),
        Tile(tr("Per person"), each, "tCO₂e", "carbon.total_kgco2e, rooms"),
        Tile(tr("Per m² and year"), num(carbon["per_m2_a"]), "kgCO₂e/(m² a)", "carbon.per_m2_a"),
        Tile(tr("of it before use, A1 to A5"), num(carbon["upfront_per_m2"]), area, "carbon.upfront_per_m2"),
        Tile(tr("Embodied, A to C without operation"), num(carbon["embodied_per_m2"]), area, "carbon.embodied_per_m2"),
        Tile(
            tr("of it operation, per year"),
            num(carbon["operational_per_m2_a"]),
            "kgCO₂e/(m² a)",
            "carbon.operational_per_m2_a",
        ),
        Tile(tr("Final energy"), num(final), "kWh/(m² a)", "energy.final_kwh"),
        Tile(
            tr("Indoor health, worst class"),
            tr(CLASS_NAMES[health["class"]]),
            tr("score {score} of 100").format(score=num(round(health["score"], 1))),
            "health.class, health.score",
        ),
        Tile(
            tr("Label, open reference catalogue") if not label["official"] else tr("Label"),
            book.title(label["level_title"]) if label["level_title"] else tr("no level"),
            tr("{score} of 100 points").format(score=num(round(label["score"], 1))),
            "label.level, label.score",
        ),
        Tile(
            tr("Mass with a factor record"),
            percent(building["mapped_mass_share"], book.language),
            tr("of {mass} t").format(mass=num(building["mass_kg"] / 1000)),
            "building.mapped_mass_share, building.mass_kg",
        ),
        Tile(
            tr("Readiness of the model"),
            num(results["readiness"]["score"]),
            tr("of 100; {count} plausibility warnings").format(count=warnings),
            "readiness.score",
        ),
    ]


def _notices(book: Book) -> list[Flowable]:
    notices = [item for item in book.results["issues"] if item["severity"] != "info"][:_MOST_NOTICES]
    if not notices:
        return []
    lines = [book.body("• " + book.say(item)) for item in notices]
    return book.section("notices", book.tr("What to know before relying on these figures"), *lines)
