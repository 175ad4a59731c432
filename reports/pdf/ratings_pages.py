"""Health, label, assumptions, model and data: the sections that rate the figures and say what they rest on."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, PageBreak, Spacer

from bldgassess.carbon.result import results_area_m2
from bldgassess.errors import Issue
from bldgassess.messages import sentence
from reports.charts.health import health_chart
from reports.charts.label import label_chart
from reports.figures import percent, pretty_unit
from reports.names import CLASS_NAMES, MODULE_NAMES, PART_NAMES
from reports.pdf.book import Book
from reports.pdf.health_parts import climate_parts, people_parts, rating_parts
from reports.pdf.parts import table, text


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
    flow.append(table(heads, rows, (5, 19, 14, 9, 24, 27, 11), styles))
    return [*flow, *rating_parts(book), *people_parts(book), *climate_parts(book), PageBreak()]


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


def _finding(item: dict[str, Any], book: Book) -> str:
    """Say a finding with its count and its share."""
    share = percent(item["effect_fraction"], book.language)
    words = sentence(Issue(f"readiness.share.{item['basis']}", {"share": share}), book.tr)
    count = f" ({len(item['ids'])})" if item["ids"] else ""
    return f"{book.say(item)}{count}: {words}"


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
        flow += [text("• " + _finding(item, book), styles["body"]) for item in findings]
    area = results_area_m2(results)
    shown = tuple(m for m in MODULE_NAMES if m in results["carbon"]["modules"])
    parts = [
        (
            tr(PART_NAMES.get(part, part)),
            *(book.num(round(modules[m] / area, 2)) if m in modules else "–" for m in shown),
        )
        for part, modules in results["carbon"]["by_part"].items()
    ]
    flow.append(text(tr("Parts and modules, kgCO₂e/m²"), styles["h2"]))
    flow.append(
        table((tr("Part"), *shown), parts, (20, *(8 for _ in shown)), styles, right=tuple(range(1, len(shown) + 1)))
    )
    return flow
