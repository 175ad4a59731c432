"""Summary, carbon and energy: the sections that hold the figures."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, PageBreak, Spacer

from bldgassess.carbon.result import BEYOND, results_area_m2
from reports.charts.carbon import budget_chart, modules_chart, parts_chart
from reports.charts.energy import energy_chart
from reports.figures import percent, pretty_unit
from reports.names import CARRIER_NAMES, CLASS_NAMES, MODULE_NAMES, USE_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table, text, tiles


def summary(book: Book) -> list[Flowable]:
    """Title, key figures, what a reader must know first."""
    tr, results, styles = book.tr, book.results, book.styles
    carbon, building, label, health = results["carbon"], results["building"], results["label"], results["health"]
    final = sum(results["energy"]["final_kwh"].values())
    level = label["level_title"]
    shown = level.get(book.language, level["en"]) if level else tr("no level")
    disclaimer = label["disclaimer"].get(book.language, label["disclaimer"]["en"])
    per_area = "kgCO₂e/m²"
    flow: list[Flowable] = [
        text(building["name"] or tr("Building"), styles["title"]),
        text(
            tr(
                "Carbon and health assessment: {use}, {area} m² gross internal area, {storeys} storeys, {rooms} rooms"
            ).format(
                use=tr(building["use"]),
                area=book.num(building["gia_m2"]),
                storeys=building["storeys"],
                rooms=building["spaces"],
            ),
            styles["subtitle"],
        ),
        tiles(
            (
                (
                    tr("Whole-life carbon A to C, {years} years").format(years=carbon["study_period_a"]),
                    book.num(carbon["per_m2"]),
                    per_area,
                ),
                (tr("of it before use, A1 to A5"), book.num(carbon["upfront_per_m2"]), per_area),
                (tr("of it operation, per year"), book.num(carbon["operational_per_m2_a"]), "kgCO₂e/(m² a)"),
                (tr("Final energy"), book.num(final / building["gia_m2"]), "kWh/(m² a)"),
                (
                    tr("Indoor health, worst class"),
                    tr(CLASS_NAMES[health["class"]]),
                    tr("score {score} of 100").format(score=book.num(health["score"])),
                ),
                (
                    tr("Label, open reference catalogue"),
                    shown,
                    tr("{score} of 100 points").format(score=book.num(round(label["score"], 1))),
                ),
                (
                    tr("Mass with a factor record"),
                    percent(building["mapped_mass_share"], book.language),
                    tr("of {mass} t").format(mass=book.num(building["mass_kg"] / 1000)),
                ),
                (tr("Readiness of the model"), book.num(results["readiness"]["score"]), tr("of 100")),
            ),
            styles,
        ),
        Spacer(1, 8),
    ]
    if not label["official"]:
        flow.append(
            text(
                tr("The criteria are an open reference catalogue, not the official criteria of the label.")
                + " "
                + disclaimer,
                styles["box"],
            )
        )
    flow += [book.chart(modules_chart, 165.0), book.chart(parts_chart, 165.0)]
    notices = [item for item in results["issues"] if item["severity"] != "info"]
    if notices:
        flow.append(text(tr("What to know before relying on these figures"), styles["h2"]))
        flow += [text("• " + book.say(item), styles["body"]) for item in notices[:8]]
    return [*flow, PageBreak()]


def carbon_pages(book: Book) -> list[Flowable]:
    """Modules with coverage, parts, heaviest entries, budget."""
    tr, carbon, styles = book.tr, book.results["carbon"], book.styles
    area = results_area_m2(book.results)
    rows: list[tuple[str, ...]] = []
    for module, kg in carbon["modules"].items():
        coverage, proxy = carbon["coverage"].get(module), carbon["proxy_fraction"].get(module)
        rows.append(
            (
                module,
                tr(MODULE_NAMES[module]),
                book.num(kg),
                book.num(kg / area),
                percent(coverage, book.language),
                percent(proxy, book.language),
            )
        )
    rows.append(("A–C", tr("Total without D"), book.num(carbon["total_kgco2e"]), book.num(carbon["per_m2"]), "", ""))
    heads = (tr("Module"), tr("Name"), "kgCO₂e", "kgCO₂e/m²", tr("Mass declared"), tr("of it stood in for"))
    flow: list[Flowable] = [
        text(tr("Carbon"), styles["h1"]),
        text(
            tr(
                "{profile}, {years} years from {start}; electricity {factor} kgCO₂e/kWh in the first year: {source}"
            ).format(
                profile=_title(carbon),
                years=carbon["study_period_a"],
                start=carbon["start_year"],
                factor=book.num(carbon["grid"]["factor_kgco2e_kwh"]),
                source=carbon["grid"]["source"],
            ),
            styles["body"],
        ),
        table(heads, rows, (8, 26, 14, 14, 14, 16), styles, right=(2, 3, 4, 5)),
        text(
            tr(
                "Stored biogenic carbon {stored} kgCO₂ and exported electricity are shown apart and never subtracted."
            ).format(stored=book.num(carbon["biogenic_stored_kgco2"])),
            styles["small"],
        ),
        book.chart(budget_chart, 190.0),
        text(tr("Heaviest entries"), styles["h2"]),
    ]
    heaviest = sorted(book.ledger, key=lambda row: (-_total(row), row["row_id"]))[:12]
    entries = [
        (
            _entry_name(row, book),
            row["material"] or "–",
            f"{book.num(float(row['quantity']))} {pretty_unit(row['unit'])}" if row["quantity"] else "–",
            f"{row['record_name_en']} ({row['record_id']})" if row["record_id"] else row["source"] or "–",
            book.num(_total(row)),
        )
        for row in heaviest
    ]
    columns = (tr("Element"), tr("Material"), tr("Quantity"), tr("Factor record"), "kgCO₂e A–C")
    return [*flow, table(columns, entries, (22, 22, 14, 32, 12), styles, right=(2, 4)), PageBreak()]


def _title(carbon: dict[str, Any]) -> str:
    """Return the profile's title."""
    profile = carbon["profiles"].get(carbon["profile"])
    return str(profile["title"]) if profile else str(carbon["profile"])


def _entry_name(row: dict[str, str], book: Book) -> str:
    name = row["element"] or row["row_id"]
    return book.tr(CARRIER_NAMES[name]) if row["kind"] == "energy" and name in CARRIER_NAMES else book.tr(name)


def _total(row: dict[str, str]) -> float:
    return sum(float(row[module]) for module in MODULE_NAMES if module not in BEYOND and row.get(module))


def energy_pages(book: Book) -> list[Flowable]:
    """Months, needs and final energy."""
    tr, energy, styles = book.tr, book.results["energy"], book.styles
    gia = book.results["building"]["gia_m2"]
    rows = [
        (
            tr(USE_NAMES[use]),
            book.num(need / gia),
            book.num(sum(energy["final_by_use_kwh"][use].values()) / gia),
            ", ".join(tr(CARRIER_NAMES[carrier]) for carrier in energy["final_by_use_kwh"][use]) or "–",
        )
        for use, need in energy["need_kwh"].items()
    ]
    weather = book.results["inputs"]["weather"]
    return [
        text(tr("Energy"), styles["h1"]),
        text(
            tr("Heat balance of each room, four steps an hour. Weather: {name}; {source}").format(**weather),
            styles["body"],
        ),
        book.chart(energy_chart, 180.0),
        table(
            (tr("Use"), tr("Need, kWh/(m² a)"), tr("Final, kWh/(m² a)"), tr("Carrier")),
            rows,
            (24, 20, 20, 30),
            styles,
            right=(1, 2),
        ),
        text(
            tr(
                "Photovoltaics make {made} kWh/a, {used} kWh/a of it used in the building. "
                "Set-points are missed in {unmet} h/a per room."
            ).format(
                made=book.num(energy["pv_kwh"]),
                used=book.num(energy["self_used_kwh"]),
                unmet=book.num(energy["unmet_h"]),
            ),
            styles["small"],
        ),
        text(
            tr("Seasonal performance of the generators: {figures}.").format(
                figures=", ".join(
                    f"{tr(USE_NAMES[use])} {book.num(value)}" for use, value in energy["seasonal_performance"].items()
                )
                or "–"
            ),
            styles["small"],
        ),
    ]
