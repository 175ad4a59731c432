"""Final energy by month and use."""

from __future__ import annotations

import math
from typing import Any

from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.ops import Chart, Op, Rect, Text
from reports.charts.palette import USE_COLOURS
from reports.names import MONTHS, USE_NAMES

Results = dict[str, Any]


#: Needs that people speak of; the others are what they draw.
NEEDS = ("heating", "cooling", "hot_water")


def need_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return months as stacked bars of the need of heat and cold, kWh per m2."""
    tr, months = style.translate, results["energy"]["monthly"]["need_kwh"]
    subtitle = tr("Need of heat and cold by month, kWh per m² gross internal area")
    shown = {use: months[use] for use in NEEDS if use in months}
    return _months_chart("need_months", shown, subtitle, results, width, height, style)


def energy_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return months as stacked bars of final energy by use, kWh per m2."""
    tr, months = style.translate, results["energy"]["monthly"]["final_kwh"]
    subtitle = tr("Final energy by month and use, kWh per m² gross internal area")
    return _months_chart("energy_months", months, subtitle, results, width, height, style)


def _months_chart(
    identity: str,
    kwh_of: dict[str, list[float]],
    subtitle: str,
    results: Results,
    width: float,
    height: float,
    style: Style,
) -> Chart:
    tr, gia = style.translate, results["building"]["gia_m2"]
    uses = {use: [kwh / gia for kwh in months] for use, months in kwh_of.items() if math.fsum(months) > 0.0}
    totals = [math.fsum(months[k] for months in uses.values()) for k in range(12)]
    left, right, top, bottom = 40.0, width - 13.5 * style.size, 10.0, height - 22.0
    ticks = nice_ticks(0.0, max(1e-6, *totals))

    def y_of(value: float) -> float:
        return bottom - value / ticks[-1] * (bottom - top)

    ops: list[Op] = value_axis(style, ticks, left, right, y_of)
    slot = (right - left) / 12
    for month in range(12):
        base = 0.0
        x = left + slot * month + 0.15 * slot
        for use, months in uses.items():
            value = months[month]
            tip = f"{tr(USE_NAMES[use])}, {MONTHS[month]}: {style.number(value)} kWh/m²"
            y = y_of(base + value)
            ops.append(
                Rect(x, y, 0.7 * slot, y_of(base) - y, USE_COLOURS[use], key=f"energy.final_by_use_kwh.{use}", tip=tip)
            )
            base += value
        ops.append(
            Text(
                x + 0.35 * slot,
                bottom + 1.4 * style.size,
                MONTHS[month],
                style.size,
                style.palette.muted,
                anchor="middle",
            )
        )
    for index, use in enumerate(reversed(list(uses))):
        y = top + 4 + index * 1.7 * style.size
        share = math.fsum(uses[use])
        ops.append(Rect(right + 8, y - 0.75 * style.size, style.size * 0.8, style.size * 0.8, USE_COLOURS[use]))
        text = style.elide(f"{tr(USE_NAMES[use])} {style.number(share)}", 11.0 * style.size)
        ops.append(Text(right + 12 + style.size * 0.6, y, text, style.size, style.palette.text))
    total = math.fsum(totals)
    largest = max(uses, key=lambda use: math.fsum(uses[use]), default="")
    title = tr("{use} leads with {share} % of {total} kWh/(m² a)").format(
        use=tr(USE_NAMES[largest]) if largest else "–",
        share=round(100 * math.fsum(uses[largest]) / total) if largest and total else 0,
        total=style.number(total),
    )
    rows = tuple((tr(USE_NAMES[use]), *months, "kWh/m²") for use, months in uses.items())
    return Chart(identity, width, height, tuple(ops), title, subtitle, (tr("Use"), *MONTHS, tr("Unit")), rows)
