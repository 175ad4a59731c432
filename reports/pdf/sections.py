"""The sections of the report, each from plain results to a list of flowables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable, PageBreak, Spacer

from bldgassess.errors import Issue
from bldgassess.messages import sentence, templates
from reports.charts.carbon import budget_chart, modules_chart, parts_chart
from reports.charts.energy import energy_chart
from reports.charts.health import health_chart
from reports.charts.label import label_chart
from reports.charts.layout import Style
from reports.charts.ops import Chart
from reports.figures import number, percent, pretty_unit
from reports.names import CARRIER_NAMES, CLASS_NAMES, MODULE_NAMES, PART_NAMES, USE_NAMES
from reports.pdf.page import WIDTH
from reports.pdf.parts import Styles, figure, table, text, tiles

Results = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Book:
    """What every section needs: results, ledger rows, style and translation."""

    results: Results
    ledger: list[dict[str, str]]
    styles: Styles
    style: Style
    language: str

    def tr(self, words: str) -> str:
        """Translate."""
        return self.style.translate(words)

    def num(self, value: float | None, *, sign: bool = False) -> str:
        """Format a number."""
        return number(value, self.language, sign=sign)

    def chart(self, make: Callable[[Results, float, float, Style], Chart], height: float) -> Flowable:
        """Lay a chart out over the page's width."""
        return figure(make(self.results, WIDTH, height, self.style), self.styles)


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
        flow += [text("• " + _say(item, book), styles["body"]) for item in notices[:8]]
    return [*flow, PageBreak()]


def _say(item: dict[str, Any], book: Book) -> str:
    if item["code"] not in templates():
        return str(item["text"])
    return sentence(Issue(item["code"], item["params"]), book.style.translate)


def carbon_pages(book: Book) -> list[Flowable]:
    """Modules with coverage, parts, heaviest entries, budget."""
    tr, carbon, styles = book.tr, book.results["carbon"], book.styles
    gia = book.results["building"]["gia_m2"]
    rows: list[tuple[str, ...]] = []
    for module, kg in carbon["modules"].items():
        coverage, proxy = carbon["coverage"].get(module), carbon["proxy_fraction"].get(module)
        rows.append(
            (
                module,
                tr(MODULE_NAMES[module]),
                book.num(kg),
                book.num(kg / gia),
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
                "EN 15978, {years} years from {start}; electricity {factor} kgCO₂e/kWh in the first year: {source}"
            ).format(
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


def _entry_name(row: dict[str, str], book: Book) -> str:
    name = row["element"] or row["row_id"]
    return book.tr(CARRIER_NAMES[name]) if row["kind"] == "energy" and name in CARRIER_NAMES else book.tr(name)


def _total(row: dict[str, str]) -> float:
    return sum(float(row[module]) for module in MODULE_NAMES if module != "D" and row.get(module))


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
            tr("Hourly balance of each room (EN ISO 13790 Annex C). Weather: {name}; {source}").format(**weather),
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
                "Photovoltaics make {made} kWh/a, {used} kWh/a of it used in the same hour. "
                "Set-points are missed in {unmet} h/a per room."
            ).format(
                made=book.num(energy["pv_kwh"]),
                used=book.num(energy["self_used_kwh"]),
                unmet=book.num(energy["unmet_h"]),
            ),
            styles["small"],
        ),
    ]


def health_pages(book: Book) -> list[Flowable]:
    """The matrix of rooms, and each indicator's limits with their source."""
    tr, styles = book.tr, book.styles
    flow: list[Flowable] = [text(tr("Indoor health"), styles["h1"])]
    indicators = book.results["health"]["indicators"]
    if not indicators:
        return [*flow, text(tr("No room is used by people, so health was not assessed."), styles["body"]), PageBreak()]
    flow.append(book.chart(lambda r, w, h, s: health_chart(r, w, h, s, most_rooms=14), 300.0))
    rows = [
        (
            item["id"],
            tr(item["name"]),
            f"{book.num(item['value'])} {pretty_unit(item['unit'])}",
            tr(CLASS_NAMES[item["class"]]),
            item["limits"],
            f"{item['clause']}. {item['source']}",
            tr("verified") if item["evidence"] == "verified" else tr("to be confirmed"),
        )
        for item in indicators
    ]
    heads = ("", tr("Indicator"), tr("Value"), tr("Class"), tr("Limits"), tr("Clause and source"), tr("Limits are"))
    return [*flow, table(heads, rows, (5, 19, 14, 9, 24, 27, 11), styles), PageBreak()]


def label_pages(book: Book) -> list[Flowable]:
    """Points by category and criterion, what is missing to the next level."""
    tr, label, styles = book.tr, book.results["label"], book.styles
    flow: list[Flowable] = [
        text(tr("Label"), styles["h1"]),
        text(
            tr("Catalogue {id} {version}, stage {stage}. Open reference catalogue, not the official criteria.").format(
                id=label["catalogue"], version=label["catalogue_version"], stage=label["stage"]
            ),
            styles["box"],
        ),
        book.chart(label_chart, 160.0),
    ]
    step = label["next_level"]
    if step:
        missing = tr("To {level}: {points} points").format(
            level=step["title"].get(book.language, step["title"]["en"]),
            points=book.num(round(step["points_missing"], 1)),
        )
        if step["categories_missing_pct"]:
            shares = ", ".join(
                f"{key} {book.num(round(value, 1))} %" for key, value in step["categories_missing_pct"].items()
            )
            missing += "; " + tr("category shares: {shares}").format(shares=shares)
        if step["conditions"]:
            missing += "; " + tr("conditions of {criteria}").format(criteria=", ".join(step["conditions"]))
        flow.append(text(missing, styles["body"]))
    rows = [
        (
            row["id"],
            row["title"].get(book.language, row["title"]["en"]),
            f"{book.num(row['value'])} {pretty_unit(row['unit'])}" if row["value"] is not None else "–",
            f"{book.num(round(row['points'], 2))} / {book.num(row['max'])}",
            tr(
                {"assessed": "assessed", "not_assessed": "not assessed", "not_applicable": "not applicable"}[
                    row["state"]
                ]
            ),
            "; ".join(f"{source['doc']} ({source['confidence']})" for source in row["sources"][:2]),
        )
        for row in label["criteria"]
    ]
    heads = ("", tr("Criterion"), tr("Value"), tr("Points"), tr("State"), tr("Sources (how sure)"))
    return [*flow, table(heads, rows, (5, 28, 18, 12, 13, 34), styles, right=(3,)), PageBreak()]


def assumption_pages(book: Book) -> list[Flowable]:
    """Every value that was not in the model."""
    tr, styles = book.tr, book.styles
    rows = [
        (
            row["id"],
            _value(row, book),
            tr(row["effect"]),
            row["source"],
            row["quality"],
        )
        for row in book.results["assumptions"]
    ]
    heads = (tr("Setting"), tr("Value"), tr("Acts on"), tr("Source"), tr("Grade"))
    legend = tr(
        "Grades: A official table or page, B secondary copies that agree, C suspect, D from memory, "
        "S assumption of this program, P set by the person."
    )
    return [
        text(tr("Assumptions"), styles["h1"]),
        text(legend, styles["small"]),
        table(heads, rows, (26, 20, 27, 30, 9), styles),
        PageBreak(),
    ]


def _value(row: dict[str, Any], book: Book) -> str:
    value = row["value"]
    shown = book.num(value) if isinstance(value, (int, float)) else str(value)
    return f"{shown} {pretty_unit(row['unit'])}".strip()


def data_pages(book: Book) -> list[Flowable]:
    """Model, readiness, parts and digests of everything that went in."""
    tr, results, styles = book.tr, book.results, book.styles
    inputs, building = results["inputs"], results["building"]
    rows = [
        (tr("Program"), f"{results['program']['name']} {results['program']['version']}"),
        (tr("Model"), f"{building['schema']}, {building['authoring_tool']}"),
        *((tr("Model file, sha256"), digest) for digest in inputs["model_sha256"]),
        (tr("Study, sha256"), inputs["study_sha256"]),
        (tr("Weather, sha256"), inputs["weather_sha256"]),
        (
            tr("Factors"),
            f"{inputs['factors']['id']} {inputs['factors']['version']}, sha256 {inputs['factors']['sha256']}",
        ),
        (
            tr("Catalogue"),
            f"{inputs['catalogue']['id']} {inputs['catalogue']['version']}, sha256 {inputs['catalogue']['sha256']}",
        ),
        (tr("Floor area"), f"{book.num(building['gia_m2'])} m², {tr(building['gia_rule'])}"),
        (
            tr("Envelope"),
            ", ".join(
                f"{tr(key)} {book.num(building['envelope'][f'{key}_m2'])} m²"
                for key in ("wall", "roof", "floor", "window", "door")
            ),
        ),
    ]
    flow: list[Flowable] = [
        text(tr("Model and data"), styles["h1"]),
        table((tr("Item"), tr("Value")), rows, (22, 78), styles),
        Spacer(1, 6),
    ]
    findings = results["readiness"]["findings"]
    if findings:
        flow.append(text(tr("Findings in the model"), styles["h2"]))
        flow += [text("• " + _say(item, book), styles["body"]) for item in findings]
    gia = building["gia_m2"]
    parts = [
        (
            tr(PART_NAMES.get(part, part)),
            *(book.num(modules.get(m, 0.0) / gia) if m in modules else "–" for m in MODULE_NAMES),
        )
        for part, modules in results["carbon"]["by_part"].items()
    ]
    flow.append(text(tr("Parts and modules, kgCO₂e/m²"), styles["h2"]))
    flow.append(
        table((tr("Part"), *MODULE_NAMES), parts, (20, *(8 for _ in MODULE_NAMES)), styles, right=tuple(range(1, 11)))
    )
    return flow
