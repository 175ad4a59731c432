"""Life-cycle modules: stages stacked on one zero line, D apart and hollow, what is not declared hatched and said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bldgassess.carbon.result import BEYOND, results_area_m2
from reports.charts.colour import ink_on, outline_of
from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.ops import Chart, Line, Op, Rect, Text
from reports.charts.palette import MODULE_COLOURS
from reports.figures import percent
from reports.names import MODULE_NAMES

Results = dict[str, Any]

#: Bars of the chart, at most seven colours: what stands below one, and its modules from the zero line outwards.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("A1–A3", ("A0", "A1-A3")),
    ("A4–A5", ("A4", "A5")),
    ("B1–B5", ("B1", "B2", "B3", "B4", "B5")),
    ("B6", ("B6",)),
    ("B7–B8", ("B7", "B8")),
    ("C", ("C1", "C2", "C3", "C4")),
    ("D", ("D", "D2")),
)
#: Height of the hatched cap of what is not declared: a sign, no amount.
_CAP = 7.0
#: Less than this share of the highest stack, and what is below zero is drawn on the zero line [-].
_WORTH_AN_AXIS = -0.03
#: Coverage above which nothing is said: the rest is rounding.
_WHOLE = 0.995


def modules_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return one bar a stage, its modules stacked, kgCO2e per m2."""
    tr, area, carbon = style.translate, results_area_m2(results), results["carbon"]
    values = {module: kg / area for module, kg in carbon["modules"].items()}
    missing = {m: share for m, share in carbon["coverage"].items() if share < _WHOLE}
    stages = [(name, [m for m in modules if m in values or m in missing]) for name, modules in STAGES]
    stages = [stage for stage in stages if stage[1]]
    note = _coverage_note(missing, style, width - 50.0)
    left, right = 46.0, width - 6.0
    top, bottom = 1.9 * style.size + (1.5 * style.size if note else 0.0), height - 1.9 * style.size
    ends = [_ends(values.get(m, 0.0) for m in modules) for _, modules in stages]
    high, low = max(1e-9, *(end for _, end in ends)), min(0.0, *(end for end, _ in ends))
    ticks = nice_ticks(low if low < _WORTH_AN_AXIS * high else 0.0, high)

    def y_of(value: float) -> float:
        return min(bottom, bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top))

    ops = value_axis(style, ticks, left, right, y_of)
    gap = 0.4 if any(BEYOND & set(modules) for _, modules in stages) else 0.0
    slot = (right - left) / (len(stages) + gap)
    for index, (name, modules) in enumerate(stages):
        x = left + slot * (index + (gap if BEYOND & set(modules) else 0.0))
        ops += _stage(name, modules, values, missing, x, slot, y_of, style)
        ops.append(_centred(x + slot / 2, height - 0.5 * style.size, style.elide(name, slot), style))
        if BEYOND & set(modules):
            ops.append(
                Line(((x - gap * slot / 2, top), (x - gap * slot / 2, bottom)), style.palette.line, 0.75, (2, 3))
            )
    if note:
        ops.append(Text(left, 1.1 * style.size, note, style.size * 0.95, style.palette.muted))
    title, subtitle = _words(results, values, style)
    columns = (tr("Module"), tr("Name"), "kgCO₂e/m²", "kgCO₂e", tr("Declared, share of mass, %"))
    rows = tuple(
        (m, tr(MODULE_NAMES[m]), values.get(m), carbon["modules"].get(m), _pct(carbon["coverage"].get(m)))
        for m in MODULE_NAMES
        if m in values or m in missing
    )
    return Chart("carbon_modules", width, height, tuple(ops), title, subtitle, columns, rows)


def _pct(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _ends(values: Iterable[float]) -> tuple[float, float]:
    low = high = 0.0
    for value in values:
        low, high = low + min(0.0, value), high + max(0.0, value)
    return low, high


def _stage(
    name: str,
    modules: list[str],
    values: dict[str, float],
    missing: dict[str, float],
    left: float,
    slot: float,
    y_of: Callable[[float], float],
    style: Style,
) -> list[Op]:
    """Draw a stack upwards and one downwards, the total above, and a cap for what is not declared."""
    ops: list[Op] = []
    x, wide = left + 0.14 * slot, 0.72 * slot
    low = high = 0.0
    for module in modules:
        value = values.get(module, 0.0)
        start = high if value >= 0.0 else low
        y0, y1 = sorted((y_of(start), y_of(start + value)))
        if module in values:
            ops += _segment(module, value, (x, y0, wide, max(y1 - y0, 0.75)), missing, style)
        low, high = low + min(0.0, value), high + max(0.0, value)
    above = y_of(high)
    undeclared = [m for m in modules if m in missing]
    if undeclared:
        p = style.palette
        tip = "\n".join(_coverage(m, missing[m], style) for m in undeclared)
        key = f"carbon.modules.{undeclared[0]}" if undeclared[0] in values else ""
        ops.append(Rect(x, above - _CAP - 1.0, wide, _CAP, p.ground, p.muted, 0.75, hatch=True, key=key, tip=tip))
        above -= _CAP + 1.0
    total = style.number(sum(values.get(m, 0.0) for m in modules))
    ops.append(_centred(left + slot / 2, above - 3.0, style.elide(total, slot), style, bold=name not in BEYOND))
    return ops


def _segment(
    module: str, value: float, box: tuple[float, float, float, float], missing: dict[str, float], style: Style
) -> list[Op]:
    x, y, width, height = box
    colour, hollow = MODULE_COLOURS[module], module in BEYOND
    tip = f"{module} {style.translate(MODULE_NAMES[module])}: {style.number(value)} kgCO₂e/m²"
    if module in missing:
        tip += "\n" + _coverage(module, missing[module], style)
    stroke = colour if hollow else (outline_of(colour, style.palette) or style.palette.ground if height > 3.0 else None)
    ops: list[Op] = [
        Rect(x, y, width, height, None if hollow else colour, stroke, 1.0, key=f"carbon.modules.{module}", tip=tip)
    ]
    if height > 1.6 * style.size and style.width(module) < width - 4.0:
        ink = style.palette.text if hollow else ink_on(colour)
        ops.append(Text(x + width / 2, y + height / 2 + 0.35 * style.size, module, style.size, ink, anchor="middle"))
    return ops


def _centred(x: float, y: float, words: str, style: Style, *, bold: bool = False) -> Text:
    return Text(x, y, words, style.size * 0.95, style.palette.text, anchor="middle", bold=bold)


def _coverage(module: str, share: float, style: Style) -> str:
    words = style.translate("coverage: {module} declared for {share} of mass")
    return words.format(module=module, share=percent(share, style.language))


def _coverage_note(missing: dict[str, float], style: Style, room: float) -> str:
    """Say what is not declared, the least first, as much as fits."""
    order = sorted(missing, key=lambda m: (m in BEYOND, missing[m], m))
    if not order:
        return ""
    words = _coverage(order[0], missing[order[0]], style)
    for module in order[1:]:
        more = f"{words}, {module} {percent(missing[module], style.language)}"
        if style.width(more) > room:
            break
        words = more
    return style.elide(words, room)


def range_words(results: Results, style: Style) -> str:
    """Return " (5 to 95 %: a to b)" where the spread of the total was drawn."""
    spread = results["carbon"].get("uncertainty")
    if not spread:
        return ""
    words = style.translate("5 to 95 %: {low} to {high}")
    return " (" + words.format(low=style.number(spread["p5"]), high=style.number(spread["p95"])) + ")"


def _words(results: Results, values: dict[str, float], style: Style) -> tuple[str, str]:
    tr, carbon = style.translate, results["carbon"]
    total = carbon["per_m2"]
    largest = max((m for m in values if m not in BEYOND), key=lambda m: values[m], default="")
    title = tr("{module} is {share} % of {total} kgCO₂e/m²").format(
        module=tr(MODULE_NAMES[largest]) if largest else "–",
        share=round(100 * values[largest] / total) if total and largest else 0,
        total=style.number(total),
    )
    subtitle = tr("Modules over {years} years by {profile}, per m²; D and D2 are not in the total").format(
        years=carbon["study_period_a"], profile=carbon["profile"]
    )
    return title, subtitle + range_words(results, style)
