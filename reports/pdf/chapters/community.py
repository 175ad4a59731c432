"""Chapters of a community's report, in their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.platypus import Flowable

from bldgassess.texts import mark
from reports.charts.community import balance_chart, buildings_chart, classes_chart, island_chart, spread_chart
from reports.community_names import TREE_NAMES
from reports.figures import percent
from reports.names import CLASS_NAMES, MODULE_NAMES
from reports.pdf.book import Book
from reports.pdf.chapters.criteria import criteria_table
from reports.pdf.parts import table, text

Chapter = Callable[[Book, str], list[Flowable]]
_DECLARED = mark("as declared; nothing of it is computed here")


def chapters(book: Book) -> tuple[list[Flowable], list[tuple[str, str]]]:
    """Return all chapters, and key and title of each."""
    made: tuple[tuple[str, str, Chapter], ...] = (
        ("buildings", book.tr("Buildings"), _buildings),
        ("carbon", book.tr("Carbon"), _carbon),
        ("health", book.tr("Health"), _health),
        ("energy", book.tr("Shared energy"), _energy),
        ("criteria", book.tr("Criteria"), _criteria),
        ("sinks", book.tr("Site and sinks"), _sinks),
        ("resilience", book.tr("Climate resilience"), _resilience),
        ("table", book.tr("Building by building"), _table),
        ("assumptions", book.tr("Assumptions"), _assumptions),
    )
    flow = [item for _, title, make in made for item in make(book, title)]
    return flow, [(key, title) for key, title, _ in made]


def _buildings(book: Book, title: str) -> list[Flowable]:
    rows = len(book.results["buildings"])
    height = min(60.0 + 7.0 * rows, 430.0)
    words = book.tr(
        "Each tile is a building of the file, or several alike. Buildings are assessed one by one with the same engine "
        "as a single building; equal ones count as often as they stand."
    )
    return book.chapter("buildings", title, book.body(words), book.chart(buildings_chart, height))


def _carbon(book: Book, title: str) -> list[Flowable]:
    tr, carbon = book.tr, book.results["carbon"]
    area, after = book.results["community"]["gia_m2"], carbon["after_sharing"]["modules"]
    rows = [
        (key, tr(MODULE_NAMES.get(key, key)), book.num(carbon["modules"].get(key, 0.0) / 1000.0),
         book.num(kg / 1000.0), book.num(kg / area))
        for key, kg in after.items()
    ]  # fmt: skip
    rows.append(
        ("A–C", tr("Total"), book.num(carbon["total_kgco2e"] / 1000.0),
         book.num(carbon["after_sharing"]["total_kgco2e"] / 1000.0), book.num(carbon["after_sharing"]["per_m2"]))
    )  # fmt: skip
    heads = ("", tr("Module"), tr("Buildings, t"), tr("After sharing, t"), tr("After sharing, kg/m²"))
    shared = [(tr(row["label"]), book.num(row["total_kgco2e"] / 1000.0), row["note"]) for row in carbon["shared"]] or [
        ("–", "–", "–")
    ]
    rule = tr(
        "Shared electricity takes the grid's factor off what would have been bought in the same hour; it goes to each "
        "building in proportion to what it draws in that hour. Exported electricity ({exported} t) earns nothing in "
        "the total."
    ).format(exported=book.num(carbon["exported_kgco2e"] / 1000.0))
    return [
        *book.chapter("carbon", title, book.chart(spread_chart, 150.0)),
        *book.section("modules", tr("Modules"), table(heads, rows, (8, 40, 17, 17, 18), book.styles, right=(2, 3, 4))),
        *book.section(
            "sharing", tr("What sharing changes"), book.small(rule),
            table((tr("Row"), "tCO₂e", tr("How")), shared, (32, 12, 56), book.styles, right=(1,)),
        ),
    ]  # fmt: skip


def _health(book: Book, title: str) -> list[Flowable]:
    tr, spreads = book.tr, book.results["spreads"]
    rows = [
        (name, *(book.num(spread["quantiles"][q]) for q in ("0.05", "0.25", "0.5", "0.75", "0.95")),
         book.num(spread["mean"]), str(spread["count"]))
        for name, spread in (
            (tr("Buildings, score"), spreads["building_scores"]),
            (tr("Rooms, score"), spreads["room_scores"]),
        )
        if spread
    ]  # fmt: skip
    heads = ("", "5 %", "25 %", "50 %", "75 %", "95 %", tr("Mean"), tr("Count"))
    words = tr("Scores from 0 to 100; shares are of the floor area. The class is that of the worst indicator.")
    return [
        *book.chapter("health", title, book.chart(classes_chart, 76.0)),
        table(heads, rows, (28, 10, 10, 10, 10, 10, 11, 11), book.styles, right=tuple(range(1, 8))),
        book.small(words),
    ]


def _energy(book: Book, title: str) -> list[Flowable]:
    tr, year = book.tr, book.results["energy"]
    names = (
        ("electricity_kwh", mark("Electricity used")),
        ("pv_kwh", mark("Made by all modules")),
        ("own_used_kwh", mark("Used in the building that made it")),
        ("surplus_kwh", mark("Buildings' surplus")),
        ("shared_pv_kwh", mark("Made by shared modules")),
        ("shared_kwh", mark("Served over the community's wires")),
        ("discharged_kwh", mark("Of it out of the shared battery")),
        ("battery_loss_kwh", mark("Lost in the shared battery")),
        ("grid_before_kwh", mark("Bought without sharing")),
        ("grid_kwh", mark("Bought with sharing")),
        ("exported_before_kwh", mark("Exported without sharing")),
        ("exported_kwh", mark("Exported with sharing")),
    )
    rows = [(tr(name), book.num(year[key] / 1000.0)) for key, name in names]
    flow = [
        *book.chapter("energy", title, book.chart(balance_chart, 190.0)),
        table((tr("Year"), "MWh/a"), rows, (75, 25), book.styles, right=(1,)),
    ]
    if year["district"]:
        heads = (
            tr("Plant"),
            tr("Buildings"),
            tr("Taken, MWh/a"),
            tr("Lost in the net, MWh/a"),
            tr("Electricity, MWh/a"),
        )
        cells = [
            (tr(_PLANTS[item["what"]]), str(item["buildings"]),
             *(book.num(item[key] / 1000.0) for key in ("taken_kwh", "lost_kwh", "electricity_kwh")))
            for item in year["district"]
        ]  # fmt: skip
        made = table(heads, cells, (28, 14, 19, 20, 19), book.styles, right=(1, 2, 3, 4))
        flow += book.section("district", tr("District energy"), made)
    return flow


_PLANTS = {"district_heat": mark("District heat"), "district_cooling": mark("District cooling")}


def _criteria(book: Book, title: str) -> list[Flowable]:
    tr, label = book.tr, book.results["label"]
    words = tr("Catalogue {id} {version}, stage {stage}. Open reference catalogue, not the official criteria.")
    if label["official"]:
        words = tr("Catalogue {id} {version}, stage {stage}.")
    lead = words.format(id=label["catalogue"], version=label["catalogue_version"], stage=label["stage"])
    how = tr(
        "Nature, ways, hazards, renewables and sinks are the community's own figures; other values are the buildings' "
        "mean by floor area, or the worst building's where a prerequisite holds them against a limit. What is not "
        "known is not assessed and scores nothing."
    )
    score = tr("{score} of 100 points").format(score=book.num(round(label["score"], 1)))
    return [
        *book.chapter("criteria", title, text(lead, book.styles["box"]), book.body(score), book.small(how)),
        criteria_table(label["criteria"], book),
    ]


def _sinks(book: Book, title: str) -> list[Flowable]:
    tr, site, sinks = book.tr, book.results["site"], book.results["sinks"]
    pairs = (
        (mark("Site"), site["area_m2"], "m²"),
        (mark("Green ground"), site["green_m2"], "m²"),
        (mark("Green ratio"), site["green_ratio_pct"], "%"),
        (mark("Biotope area factor"), site["biotope_area_factor"], ""),
        (mark("Cool or shaded paved ground"), site["cool_hardscape_pct"], "%"),
    )
    figures = [(tr(name), book.amount(value, unit)) for name, value, unit in pairs]
    rows = [
        (tr(TREE_NAMES.get(row["name"], row["name"])), book.amount(row["amount"], row["unit"]),
         book.num(row["kgco2_a"]), row["quality"],
         "; ".join(part for part in (row["source"], row["note"]) if part))
        for row in sinks["rows"]
    ] or [("–", "–", "0", "", "")]  # fmt: skip
    rows.append((tr("Total"), "", book.num(sinks["kgco2_a"]), "", ""))
    words = tr(
        "What trees take up is shown apart and is in no total. D: from memory, unverified; S: assumption of this "
        "program. Lawns and shrubs have no row, as no figure for them is at hand."
    )
    heads = (tr("Trees"), tr("Amount"), "kgCO₂/a", tr("Quality"), tr("Source"))
    return [
        *book.chapter("sinks", title, table((tr("Site"), tr("Value")), figures, (60, 40), book.styles, right=(1,))),
        *book.section(
            "sink_rows", tr("Sinks"), book.small(words),
            table(heads, rows, (22, 14, 12, 8, 44), book.styles, right=(1, 2)),
        ),
    ]  # fmt: skip


def _resilience(book: Book, title: str) -> list[Flowable]:
    found = book.results["resilience"]
    flow = book.chapter("resilience", title, book.chart(island_chart, 140.0))
    return [*flow, *_worlds(book, found), *_heat_waves(book, found), *_hazards(book, found)]


def _worlds(book: Book, found: dict[str, Any]) -> list[Flowable]:
    tr = book.tr
    if not found["worlds"]:
        return []
    rows = [
        (row["world"], book.num(row["cooling_kwh"] / 1000.0), book.num(row["electricity_kwh"] / 1000.0),
         book.num(row["overheating_pct"]), book.num(row["worst_overheating_pct"]), row["worst_building"])
        for row in found["worlds"]
    ]  # fmt: skip
    heads = (tr("World"), tr("Cold needed, MWh/a"), tr("Electricity, MWh/a"), tr("Too warm, % of hours"),
             tr("Worst room, %"), tr("Building"))  # fmt: skip
    made = table(heads, rows, (12, 18, 18, 18, 16, 18), book.styles, right=(1, 2, 3, 4))
    return book.section("worlds", tr("In warmer worlds"), made)


def _heat_waves(book: Book, found: dict[str, Any]) -> list[Flowable]:
    tr = book.tr
    if not found["heat_waves"]:
        return []
    rows = [
        (
            tr("present") if row["world"] == "present" else row["world"],
            book.num(row["over_limit_h"]),
            book.num(row["livable_h"]),
            book.num(row["days_until_limit"]),
            book.num(row["worst_days_until_limit"]),
            book.num(row["highest_set_c"]),
            f"{row['buildings_under_1_d']} / {row['buildings']}",
        )
        for row in found["heat_waves"]
    ]
    heads = (tr("World"), tr("Hours above 32 °C"), tr("Livable hours"), tr("Days until 32 °C"),
             tr("Worst room, days"), tr("Highest SET, °C"), tr("Too hot within a day"))  # fmt: skip
    words = tr(
        "The power fails at the start of the hottest week of a heat wave: no cooling, no fans, no appliances; people "
        "open windows. 168 hours, means by floor area; livable: SET from 12.2 to 30 °C. Too hot within a day: "
        "buildings with such a room."
    )
    made = table(heads, rows, (13, 15, 14, 14, 15, 14, 15), book.styles, right=tuple(range(1, 7)))
    return book.section("heat_waves", tr("A heat wave without power"), book.small(words), made)


def _hazards(book: Book, found: dict[str, Any]) -> list[Flowable]:
    tr = book.tr
    rows = [(name.replace("_", " "), tr("yes") if done else tr("no")) for name, done in found["hazards"].items()]
    cyclone = found["cyclone"]
    if cyclone:
        rows.append((tr("Cyclone zone"), cyclone["zone"] or "–"))
        if cyclone["design_wind_m_s"] is not None:
            rows.append((tr("Design gust"), book.amount(cyclone["design_wind_m_s"], "m/s")))
        if cyclone["note"]:
            rows.append((tr("Note"), cyclone["note"]))
    if not rows:
        return []
    made = table((tr("Declared"), tr("Value")), rows, (50, 50), book.styles)
    return book.section("hazards", tr("Hazards and cyclones"), book.small(tr(_DECLARED)), made)


def _table(book: Book, title: str) -> list[Flowable]:
    tr = book.tr
    rows = [
        (
            row["title"],
            str(row["count"]),
            book.num(row["gia_m2"]),
            book.num(row["embodied_kgco2e"] / row["gia_m2"]),
            book.num(row["per_m2"]),
            tr(CLASS_NAMES[row["health_class"]]),
            book.num(round(row["health_score"])),
            book.num(row["grid_kwh"] / row["gia_m2"]),
            percent(row["credit"]["kwh_a"] / row["grid_kwh"], book.language) if row["grid_kwh"] else "–",
        )
        for row in book.results["buildings"]
    ]
    heads = (tr("Building"), tr("Count"), "GIA, m²", tr("Embodied, kg/m²"), tr("Whole life, kg/m²"), tr("Class"),
             tr("Score"), tr("Bought, kWh/(m² a)"), tr("Of it shared"))  # fmt: skip
    made = table(heads, rows, (26, 7, 10, 11, 11, 10, 8, 10, 9), book.styles, right=(1, 2, 3, 4, 6, 7, 8))
    return book.chapter("table", title, made)


def _assumptions(book: Book, title: str) -> list[Flowable]:
    tr = book.tr
    rows = [
        (row["id"], f"{row['value'] if isinstance(row['value'], str) else book.num(row['value'])} "
         f"{'' if row['unit'] == '-' else row['unit']}".strip(), row["quality"], row["source"], tr(row["effect"]))
        for row in book.results["assumptions"]
    ]  # fmt: skip
    words = tr(
        "A, B: checked; C: secondary; D: from memory, unverified; S: assumption; P: of the project. Assumptions of a "
        "single building stand in its own results."
    )
    heads = (tr("Id"), tr("Value"), tr("Quality"), tr("Source"), tr("Acts on"))
    made = table(heads, rows, (26, 20, 7, 27, 20), book.styles)
    told = [book.body(book.say(item)) for item in book.results["issues"]]
    return [
        *book.chapter("assumptions", title, book.small(words), made),
        *(book.section("issues", tr("What else to know"), *told) if told else []),
    ]
