"""The object of the assessment: functional equivalent, areas, envelope, rooms, the model's readiness."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from reports.figures import percent
from reports.pdf.book import Book
from reports.pdf.chapters.people import people_count
from reports.pdf.parts import table

_MOST_ROOMS = 60


def building_object(book: Book, title: str) -> list[Flowable]:
    """Return what is assessed."""
    tr, building, carbon = book.tr, book.results["building"], book.results["carbon"]
    rows = [
        (tr("Use"), tr(building["use"])),
        (tr("Study period"), tr("{years} years from {start}").format(
            years=carbon["study_period_a"], start=carbon["start_year"])),
        (tr("People"), book.num(people_count(book.results))),
        (tr("Model"), f"{building['schema']}, {building['authoring_tool']}"),
        (tr("Place"), _place(building, book)),
        (tr("Gross internal area"), f"{book.amount(building['gia_m2'], 'm2')}; {tr(building['gia_rule'])}"),
        (tr("Gross area"), f"{book.amount(building.get('gfa_m2'), 'm2')}; {tr(building.get('gfa_rule') or '–')}"),
        (tr("Useful area"), f"{book.amount(building['useful_m2'], 'm2')}; {tr(building.get('useful_rule') or '–')}"),
        (tr("Heated volume"), book.amount(building["heated_volume_m3"], "m3")),
        (tr("Storeys, rooms, elements"), f"{building['storeys']}, {building['spaces']}, {building['elements']}"),
        (tr("Mass"), f"{book.num(building['mass_kg'] / 1000.0)} t"),
    ]  # fmt: skip
    words = tr("Functional equivalent: {use} for {people} people, {area} m² gross internal area, over {years} years.")
    lead = words.format(
        use=tr(building["use"]),
        people=book.num(people_count(book.results)),
        area=book.num(building["gia_m2"]),
        years=carbon["study_period_a"],
    )
    heads = (tr("Item"), tr("Value"))
    return [
        *book.chapter("object", title, book.body(lead), table(heads, rows, (26, 74), book.styles)),
        *_envelope(book),
        *_rooms(book),
        *_findings(book),
    ]


def _place(building: dict[str, Any], book: Book) -> str:
    latitude, longitude = building.get("latitude_deg"), building.get("longitude_deg")
    return "–" if latitude is None or longitude is None else f"{book.num(latitude)}°, {book.num(longitude)}°"


def _envelope(book: Book) -> list[Flowable]:
    tr, envelope = book.tr, book.results["building"]["envelope"]
    u_values = envelope.get("u_values_w_m2k", {})
    rows = [
        (tr(kind), book.num(envelope[f"{kind}_m2"]), book.num(u_values.get(kind)))
        for kind in ("wall", "roof", "floor", "window", "door")
    ]
    heads = (tr("Part"), tr("Area, m²"), tr("Mean U-value, W/(m² K)"))
    made = table(heads, rows, (40, 25, 35), book.styles, right=(1, 2))
    note = book.small(tr("Found by: {source}.").format(source=envelope["source"]))
    return [*book.section("envelope", tr("Envelope"), made), note]


def _rooms(book: Book) -> list[Flowable]:
    tr, rooms = book.tr, book.results["rooms"]
    if not rooms:
        return []
    rows = [
        (
            row["long_name"] or row["name"] or row["guid"],
            row["storey"] or "–",
            row["use"] or "–",
            book.num(row["floor_area_m2"]),
            book.num(row["volume_m3"]),
            book.num(row["people"]),
        )
        for row in rooms[:_MOST_ROOMS]
    ]
    heads = (tr("Room"), tr("Storey"), tr("Use"), tr("Area, m²"), tr("Volume, m³"), tr("People"))
    flow = book.section("rooms", tr("Rooms"), table(heads, rows, (28, 20, 20, 11, 12, 9), book.styles, right=(3, 4, 5)))
    if len(rooms) > _MOST_ROOMS:
        more = tr("{shown} of {count} rooms; all are in results.json.")
        flow.append(book.small(more.format(shown=_MOST_ROOMS, count=len(rooms))))
    return flow


def _findings(book: Book) -> list[Flowable]:
    found = book.results["readiness"]["findings"]
    if not found:
        return []
    lines = [book.body("• " + _finding(item, book)) for item in found]
    return [*book.section("findings", book.tr("Findings in the model"), lines[0]), *lines[1:]]


def _finding(item: dict[str, Any], book: Book) -> str:
    """Say a finding with its count and its share."""
    share = percent(item["effect_fraction"], book.language)
    words = sentence(Issue(f"readiness.share.{item['basis']}", {"share": share}), book.tr)
    count = f" ({len(item['ids'])})" if item["ids"] else ""
    return f"{book.say(item)}{count}: {words}"
