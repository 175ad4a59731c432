"""Why two rule sets differ: one bar a named difference, the two totals above and below."""

from __future__ import annotations

import math
from typing import Any

from bldgassess.carbon.bridge import MODULE_IN, MODULE_OUT
from reports.charts.colour import outline_of
from reports.charts.layout import Style
from reports.charts.ops import Chart, Line, Op, Rect, Text
from reports.names import MODULE_NAMES

Results = dict[str, Any]
#: A line below this share of the first total is counted among the others [0-1].
_SMALL = 5e-4
#: Rule set -> how its standard is written.
STANDARDS: dict[str, str] = {
    "EN15978": "EN 15978",
    "EPBD": "EPBD",
    "LEVELS": "Level(s)",
    "RICS": "RICS",
    "BR18": "BR18",
    "GB51366": "GB/T 51366",
    "BOVERKET": "Boverket",
}


def difference_name(line: dict[str, Any], style: Style) -> str:
    """Say a difference; the module's name is no part of the message."""
    module = line["id"].rpartition(".")[2]
    for template in (MODULE_OUT, MODULE_IN):
        if line["text"] == template.format(module=module):
            words = style.translate(template).format(module=module)
            return f"{words} ({style.translate(MODULE_NAMES[module])})" if module in MODULE_NAMES else words
    return style.translate(line["text"])


def reconciliation_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return the differences from the first rule set's total to the second's, in tCO2e, in their fixed order."""
    tr = style.translate
    tables = results["carbon"]["reconciliation"]
    if not tables:
        words = tr("This study was assessed under one rule set only.")
        return Chart("carbon_reconciliation", width, height, (), tr("Nothing to reconcile"), words, (), ())
    table = tables[0]
    start, end = (STANDARDS.get(table[name], table[name]) for name in ("start", "end"))
    ends = table["start_kgco2e"], table["end_kgco2e"]
    bars = _bars(table, height - 3.6 * style.size, style)
    ops: list[Op] = []
    ops += _total(1.3 * style.size, start, ends[0], width, style)
    ops += _total(height - 0.5 * style.size, end, ends[1], width, style)
    ops += _differences(bars, 2.0 * style.size, height - 1.8 * style.size, width, style)
    change = (ends[1] - ends[0]) / ends[0] if ends[0] else 0.0
    title = tr("{end} is {change} % against {start}").format(
        end=end, start=start, change=style.number(float(round(100.0 * change)), sign=True)
    )
    subtitle = tr("Why the two differ, tCO₂e over the study period; the bars sum to the difference")
    named = [(difference_name(line, style), line["kgco2e"]) for line in table["lines"]]
    rows = tuple((name, kg, "kgCO₂e") for name, kg in [(start, ends[0]), *named, (end, ends[1])])
    columns = (tr("Difference"), tr("Value"), tr("Unit"))
    return Chart("carbon_reconciliation", width, height, tuple(ops), title, subtitle, columns, rows)


def _bars(table: dict[str, Any], room: float, style: Style) -> list[tuple[str, float]]:
    """Return name and kg of what is worth a bar and has room; the smallest are joined, nothing is lost."""
    least = _SMALL * abs(table["start_kgco2e"])
    most = max(2, int(room // (1.45 * style.size)))
    lines = [line for line in table["lines"] if line["kgco2e"]]
    order = sorted(lines, key=lambda line: -abs(line["kgco2e"]))
    large = [line["id"] for line in order if abs(line["kgco2e"]) >= least]
    kept = set(large) if len(large) == len(lines) <= most else set(large[: most - 1])
    bars = [(difference_name(line, style), line["kgco2e"]) for line in lines if line["id"] in kept]
    rest = [line["kgco2e"] for line in lines if line["id"] not in kept]
    if rest:
        bars.append((style.translate("Other ({count})").format(count=len(rest)), math.fsum(rest)))
    return bars


def _total(base: float, name: str, kg: float, width: float, style: Style) -> list[Op]:
    p, words = style.palette, f"{style.number(kg / 1000.0)} tCO₂e"
    return [
        Text(2.0, base, style.elide(name, 0.6 * width), style.size, p.text, bold=True),
        Text(width - 2.0, base, words, style.size, p.text, bold=True, anchor="end"),
    ]


def _differences(bars: list[tuple[str, float]], top: float, bottom: float, width: float, style: Style) -> list[Op]:
    p = style.palette
    ops: list[Op] = []
    texts = [style.number(kg / 1000.0, sign=True) for _, kg in bars]
    aside = max((style.width(words) for words in texts), default=0.0) + 6.0
    names = min(0.48 * width, max((style.width(name) for name, _ in bars), default=0.0) + 8.0)
    low, high = min((0.0, *(kg for _, kg in bars))), max((0.0, *(kg for _, kg in bars)))
    left = names + (aside if low < 0.0 else 4.0)
    room = max(10.0, width - left - (aside if high > 0.0 else 4.0))
    scale = room / (high - low) if high > low else 0.0
    zero, slot = left - low * scale, (bottom - top) / max(1, len(bars))
    thick = min(0.72 * slot, 1.6 * style.size)
    for index, ((name, kg), words) in enumerate(zip(bars, texts, strict=True)):
        y = top + slot * (index + 0.5)
        colour = p.warn if kg > 0.0 else p.good
        x, wide = (zero, kg * scale) if kg >= 0.0 else (zero + kg * scale, -kg * scale)
        tip = f"{name}: {words} tCO₂e"
        stroke = p.ground if kg > 0.0 else outline_of(colour, p)
        ops.append(Rect(x, y - thick / 2, max(0.75, wide), thick, colour, stroke, 0.75, kg > 0.0, tip=tip))
        base = y + 0.35 * style.size
        fitting = name if style.width(name) <= names - 6.0 else style.elide(name.partition(" (")[0], names - 6.0)
        ops.append(Text(names - 4.0, base, fitting, style.size, p.text, anchor="end"))
        at, anchor = (x + wide + 4.0, "start") if kg >= 0.0 else (x - 4.0, "end")
        ops.append(Text(at, base, words, style.size, p.text, anchor=anchor))  # type: ignore[arg-type]
    ops.append(Line(((zero, top), (zero, bottom)), p.line, 0.75))
    return ops
