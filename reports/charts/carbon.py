"""Embodied carbon by building part, from results.json alone."""

from __future__ import annotations

import math
from typing import Any

from bldgassess.carbon.result import EMBODIED_MODULES, results_area_m2
from reports.charts.layout import Style
from reports.charts.ops import Chart, Line, Op, Rect, Text
from reports.names import PART_NAMES

Results = dict[str, Any]


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
    rows = tuple((tr(PART_NAMES.get(p, p)), values[p], "kgCO₂e/m²") for p in order)
    return Chart(
        "carbon_parts", width, height, tuple(ops), title, subtitle, (tr("Part"), tr("Value"), tr("Unit")), rows
    )
