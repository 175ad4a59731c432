"""Energy: months, needs, final energy and photovoltaics."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports.charts.energy import energy_chart
from reports.names import CARRIER_NAMES, USE_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table


def energy(book: Book, title: str) -> list[Flowable]:
    """Return the chart of months and the tables of uses and carriers."""
    tr, year = book.tr, book.results["energy"]
    gia = book.results["building"]["gia_m2"]
    rows = [
        (
            tr(USE_NAMES.get(use, use)),
            book.num(need / gia),
            book.num(sum(year["final_by_use_kwh"].get(use, {}).values()) / gia),
            ", ".join(tr(CARRIER_NAMES.get(key, key)) for key in year["final_by_use_kwh"].get(use, {})) or "–",
        )
        for use, need in year["need_kwh"].items()
    ]
    lead = tr("Heat balance of each room, four steps an hour. Weather: {name}; {source}")
    words = tr(
        "Photovoltaics make {made} kWh/a, {used} kWh/a of it used in the building. "
        "Set-points are missed in {unmet} h/a per room."
    ).format(made=book.num(year["pv_kwh"]), used=book.num(year["self_used_kwh"]), unmet=book.num(year["unmet_h"]))
    heads = (tr("Use"), tr("Need, kWh/(m² a)"), tr("Final, kWh/(m² a)"), tr("Carrier"))
    weather = book.results["inputs"]["weather"]
    return [
        *book.chapter("energy", title, book.body(lead.format(**weather)), book.chart(energy_chart, 180.0)),
        table(heads, rows, (24, 20, 20, 30), book.styles, right=(1, 2)),
        book.small(words),
        *_carriers(book),
    ]


def _carriers(book: Book) -> list[Flowable]:
    tr, year = book.tr, book.results["energy"]
    gia = book.results["building"]["gia_m2"]
    rows = [
        (tr(CARRIER_NAMES.get(key, key)), book.num(kwh), book.num(kwh / gia)) for key, kwh in year["final_kwh"].items()
    ]
    rows.append((tr("Electricity bought"), book.num(year["grid_kwh"]), book.num(year["grid_kwh"] / gia)))
    heads = (tr("Carrier"), "kWh/a", "kWh/(m² a)")
    made = table(heads, rows, (60, 20, 20), book.styles, right=(1, 2))
    peaks = tr("Highest load: heating {heating} kW, cooling {cooling} kW.").format(
        heating=book.num(year["peak_heating_w"] / 1000.0), cooling=book.num(year["peak_cooling_w"] / 1000.0)
    )
    seasonal = tr("Seasonal performance of the generators: {figures}.").format(
        figures=", ".join(
            f"{tr(USE_NAMES.get(use, use))} {book.num(value)}" for use, value in year["seasonal_performance"].items()
        )
        or "–"
    )
    return [
        *book.section("carriers", tr("Final energy by carrier"), made),
        book.small(peaks),
        book.small(seasonal),
        *_fields(book),
    ]


def _fields(book: Book) -> list[Flowable]:
    """Return the fields of photovoltaics, where there are some."""
    tr, fields = book.tr, book.results["energy"].get("pv_fields", [])
    if not fields:
        return []
    rows = [
        (
            row["name"],
            *(book.num(row[key]) for key in ("kwp", "area_m2", "tilt_deg", "azimuth_deg", "kwh")),
        )
        for row in fields
    ]
    heads = (tr("Field"), "kWp", tr("Area, m²"), tr("Tilt, °"), tr("Azimuth, °"), "kWh/a")
    made = table(heads, rows, (30, 14, 14, 14, 14, 14), book.styles, right=(1, 2, 3, 4, 5))
    return book.section("pv", tr("Photovoltaic fields"), made)
