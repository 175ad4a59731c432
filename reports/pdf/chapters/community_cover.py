"""The first page of a community's report: name, key figures, what they rest on."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports.figures import percent
from reports.names import CLASS_NAMES
from reports.pdf.book import Book
from reports.pdf.layout import gap
from reports.pdf.parts import Tile, text, tiles


def cover(book: Book) -> list[Flowable]:
    """Return the upper part of the page."""
    tr, results = book.tr, book.results
    community, carbon = results["community"], results["carbon"]
    words = tr("{buildings} buildings, {area} m² gross internal area, {people} people").format(
        buildings=community["buildings"], area=book.num(community["gia_m2"]), people=book.num(community["people"])
    )
    parts: list[Flowable] = [
        gap(40),
        text(community["name"], book.styles["title"]),
        text(tr("Community assessment: carbon, health, energy, resilience"), book.styles["subtitle"]),
        book.body(words),
        gap(8),
        tiles(_tiles(book), book.styles, path_in="community.json"),
        gap(12),
    ]
    if not results["label"]["official"]:
        parts.append(text(tr("Open reference catalogue, not the official criteria."), book.styles["box"]))
    if community["basis"] == "assumption":
        parts.append(
            text(tr("All values of the community file are assumptions, not data of a project."), book.styles["box"])
        )
    inputs = results["inputs"]
    rest = tr("Weather: {name}; {source}. Electricity: {grid}. Factors {factors}.").format(
        name=inputs["weather"]["name"],
        source=inputs["weather"]["source"],
        grid=carbon["grid"]["source"],
        factors=f"{inputs['factors']['id']} {inputs['factors']['version']}",
    )
    over = tr("Over {years} years, rule set {profile}. Sinks and exported electricity are in no total.").format(
        years=carbon["study_period_a"], profile=carbon["profile"]
    )
    return [*parts, book.body(over), book.small(rest)]


def _tiles(book: Book) -> list[Tile]:
    tr, results = book.tr, book.results
    carbon, energy, label = results["carbon"], results["energy"], results["label"]
    after, island = carbon["after_sharing"], results["resilience"]["island"]
    rooms = results["spreads"]["room_classes"]
    most = max(rooms, key=lambda name: rooms[name], default="not_assessed")
    level = book.title(label["level_title"]) if label["level_title"] else tr("none")
    return [
        Tile(tr("Buildings, whole life"), book.num(carbon["per_m2"]), "kgCO₂e/m²", "carbon.per_m2"),
        Tile(tr("After sharing"), book.num(after["per_m2"]), "kgCO₂e/m²", "carbon.after_sharing.per_m2"),
        Tile(tr("For each person"), book.num(after["per_person"]), "kgCO₂e", "carbon.after_sharing.per_person"),
        Tile(tr("Total after sharing"), book.num(after["total_kgco2e"] / 1000.0), "tCO₂e",
             "carbon.after_sharing.total_kgco2e"),
        Tile(tr("Self-sufficiency"), percent(energy["self_sufficiency_fraction"], book.language), tr("of electricity"),
             "energy.self_sufficiency_fraction"),
        Tile(tr("Most rooms are in"), tr(CLASS_NAMES[most]), percent(rooms.get(most), book.language),
             "spreads.room_classes"),
        Tile(tr("Label"), book.num(round(label["score"], 1)), level, "label.score"),
        Tile(tr("Without a grid, median"), book.num(island["quantiles"]["0.5"]), tr("h of 168"),
             "resilience.island.quantiles"),
    ]  # fmt: skip
