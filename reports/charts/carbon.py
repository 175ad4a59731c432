"""Charts of carbon: modules on one zero line with D apart, building parts, the yearly account and the budget path."""

from __future__ import annotations

import math
from typing import Any

from bldgassess.carbon.result import BEYOND, EMBODIED_MODULES, results_area_m2
from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.ops import Chart, Line, Op, Rect, Ring, Text
from reports.charts.palette import MODULE_COLOURS
from reports.names import MODULE_NAMES, PART_NAMES

Results = dict[str, Any]


def modules_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return one bar a module, kgCO2e per m2; D hollow, behind a gap, never in the total."""
    tr, gia = style.translate, results_area_m2(results)
    values = {module: kg / gia for module, kg in results["carbon"]["modules"].items()}
    left, right, top, bottom = 44.0, width - 6.0, 10.0, height - 30.0
    highest, lowest = max(1e-9, *values.values()), min(0.0, *values.values())
    ticks = nice_ticks(lowest if lowest < -0.03 * highest else 0.0, highest)

    def y_of(value: float) -> float:
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    ops = value_axis(style, ticks, left, right, y_of)
    gap = 0.5 if BEYOND & values.keys() else 0.0
    slot = (right - left) / (len(values) + gap)
    for index, (module, value) in enumerate(values.items()):
        x = left + slot * (index + (gap if module in BEYOND else 0.0)) + 0.14 * slot
        low, high = sorted((y_of(0.0), min(bottom, y_of(value))))
        tip = f"{module} {tr(MODULE_NAMES[module])}: {style.number(value)} kgCO₂e/m²"
        colour = MODULE_COLOURS[module]
        hollow = module in BEYOND
        ops.append(
            Rect(
                x,
                low,
                0.72 * slot,
                max(high - low, 0.75),
                None if hollow else colour,
                colour,
                1.0,
                key=f"carbon.modules.{module}",
                tip=tip,
            )
        )
        label_y = high + style.size if value < 0 and high < bottom - style.size else low - 3
        ops.append(_centred(x + 0.36 * slot, label_y, style.number(value), style, style.palette.text))
        ops.append(_centred(x + 0.36 * slot, bottom + 1.5 * style.size, module, style, style.palette.text))
    total = results["carbon"]["per_m2"]
    largest = max((m for m in values if m not in BEYOND), key=lambda m: values[m], default="")
    share = values[largest] / total if total and largest else 0.0
    title = tr("{module} is {share} % of {total} kgCO₂e/m²").format(
        module=tr(MODULE_NAMES[largest]) if largest else "–", share=round(100 * share), total=style.number(total)
    )
    subtitle = tr("Modules over {years} years by {profile}, per m²; D and D2 are not in the total").format(
        years=results["carbon"]["study_period_a"], profile=results["carbon"]["profile"]
    )
    rows = tuple((m, tr(MODULE_NAMES[m]), style.number(v), "kgCO₂e/m²") for m, v in values.items())
    columns = (tr("Module"), tr("Name"), tr("Value"), tr("Unit"))
    return Chart("carbon_modules", width, height, tuple(ops), title, subtitle, columns, rows)


def _centred(x: float, y: float, text: str, style: Style, colour: str) -> Text:
    return Text(x, y, text, style.size * 0.95, colour, anchor="middle")


def parts_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return embodied carbon by building part as bars, heaviest first; small parts joined under Other."""
    tr, area = style.translate, results_area_m2(results)
    values = {
        part: math.fsum(kg for module, kg in modules.items() if module in EMBODIED_MODULES) / area
        for part, modules in results["carbon"]["by_part"].items()
        if part != "operation"
    }
    order = sorted(values, key=lambda part: (-abs(values[part]), part))
    most = max(3, int((height - 16) // (style.size * 2.1)))
    shown, rest = (order, []) if len(order) <= most else (order[: most - 1], order[most - 1 :])
    bars = [(f"carbon.by_part.{part}", tr(PART_NAMES.get(part, part)), values[part]) for part in shown]
    if rest:
        joined = math.fsum(values[part] for part in rest)
        bars.append(("", tr("Other ({count})").format(count=len(rest)), joined))
    names_width = min(0.34 * width, max((style.width(name) for _, name, _ in bars), default=0.0) + 8)
    largest = max((abs(value) for _, _, value in bars), default=1.0) or 1.0
    lowest = min(0.0, *(value for _, _, value in bars)) if bars else 0.0
    room = width - names_width - 56.0
    scale = room / (largest - lowest if lowest < 0 else largest)
    zero = names_width - lowest * scale + (40.0 if lowest < 0 else 4.0)
    scale = scale if lowest == 0 else (room - 40.0) / (largest - lowest)
    zero = names_width + 4.0 - lowest * scale + (36.0 if lowest < 0 else 0.0)
    slot = (height - 10.0) / max(len(bars), 1)
    ops: list[Op] = []
    for index, (key, name, value) in enumerate(bars):
        y = 5.0 + slot * index
        x, length = (zero, value * scale) if value >= 0 else (zero + value * scale, -value * scale)
        tip = f"{name}: {style.number(value)} kgCO₂e/m²"
        ops.append(Rect(x, y + 0.18 * slot, max(length, 0.75), 0.64 * slot, style.palette.accent, key=key, tip=tip))
        base = y + 0.5 * slot + 0.35 * style.size
        ops.append(
            Text(
                names_width - 2, base, style.elide(name, names_width - 4), style.size, style.palette.text, anchor="end"
            )
        )
        at, anchor = (x + length + 4, "start") if value >= 0 else (x - 4, "end")
        ops.append(Text(at, base, style.number(value), style.size, style.palette.text, anchor=anchor))  # type: ignore[arg-type]
    ops.append(Line(((zero, 2.0), (zero, height - 4.0)), style.palette.line, 0.75))
    total = math.fsum(values.values())
    first = bars[0] if bars else ("", "–", 0.0)
    share = round(100 * first[2] / total) if total else 0
    title = tr("{part}: {share} % of embodied carbon").format(part=first[1], share=share)
    subtitle = tr("Embodied carbon A to C without operation, kgCO₂e per m²")
    rows = tuple((tr(PART_NAMES.get(p, p)), style.number(values[p]), "kgCO₂e/m²") for p in order)
    return Chart(
        "carbon_parts", width, height, tuple(ops), title, subtitle, (tr("Part"), tr("Value"), tr("Unit")), rows
    )


def budget_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return yearly emissions as bars against the 1.5 degC path as a dashed line, with a ring at the overshoot."""
    tr, budget = style.translate, results["carbon"]["budget"]
    years, emitted, path = budget["years"], budget["yearly_kgco2e_m2"], budget["path_kgco2e_m2"]
    left, right, top, bottom = 40.0, width - 8.0, 14.0, height - 24.0
    ticks = nice_ticks(0.0, max(1e-9, *emitted, *path))

    def y_of(value: float) -> float:
        return bottom - value / ticks[-1] * (bottom - top)

    ops = value_axis(style, ticks, left, right, y_of)
    slot = (right - left) / len(years)
    for index, (year, value) in enumerate(zip(years, emitted, strict=True)):
        x = left + slot * index
        tip = f"{year}: {style.number(value)} / {style.number(path[index])} kgCO₂e/(m² a)"
        ops.append(
            Rect(
                x + 0.15 * slot,
                y_of(value),
                0.7 * slot,
                bottom - y_of(value),
                style.palette.accent,
                key="carbon.budget",
                tip=tip,
            )
        )
        if index % max(1, round(34 / slot)) == 0:
            ops.append(_centred(x + slot / 2, bottom + 1.4 * style.size, str(year), style, style.palette.muted))
    points = tuple((left + slot * (k + 0.5), y_of(value)) for k, value in enumerate(path))
    ops.append(Line(points, style.palette.error, 1.75, (5.0, 3.0), key="carbon.budget"))
    name, middle = tr("1.5 °C path"), len(points) // 2
    x, y = points[middle][0], points[middle][1] - 8
    room = style.width(name) + 8
    ops.append(Rect(x - room / 2, y - style.size, room, style.size * 1.4, style.palette.ground, radius=2.0))
    ops.append(_centred(x, y, name, style, style.palette.error))
    over = budget["overshoot_year"]
    if over in years:
        k = years.index(over)
        ops.append(Ring(points[k][0], points[k][1], 5.0, 3.0, fill=style.palette.error, tip=str(over)))
    if over is None:
        title = tr("Below the 1.5 °C path in every year until {year}").format(year=years[-1])
    else:
        title = tr("Above the 1.5 °C path from {year} on; {ratio} times its budget").format(
            year=over, ratio=style.number(budget["wlc_ratio"])
        )
    subtitle = tr("kgCO₂e per m² and year; embodied carbon spread over the study period; path: {path}").format(
        path=budget["path"]
    )
    rows = tuple((str(y), style.number(e), style.number(p)) for y, e, p in zip(years, emitted, path, strict=True))
    columns = (tr("Year"), tr("Emissions"), tr("1.5 °C path"))
    return Chart("carbon_budget", width, height, tuple(ops), title, subtitle, columns, rows)
