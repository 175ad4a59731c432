"""Pairs of bars: points that a step of the label gains, and the class of effort that it takes."""

from __future__ import annotations

from typing import Any

from reports.charts.layout import Style
from reports.charts.ops import Chart, Op, Rect, Text
from reports.charts.palette import CATEGORY_COLOURS
from reports.figures import pretty_unit
from reports.label_words import title_of

Results = dict[str, Any]

#: Height of a step [pixels of the layout], and the highest class of effort.
SLOT, _MOST_EFFORT = 34.0, 5.0


def step_key(place: int) -> str:
    """Return what a mark stands for: a place in ``label.improvements``.

    >>> step_key(2)
    'label.improvements.2'
    """
    return f"label.improvements.{place}"


def steps_chart(results: Results, width: float, _height: float, style: Style) -> Chart:
    """Return the steps with most points for their effort, best first; each as tall as ``SLOT``."""
    tr, label = style.translate, results["label"]
    steps, criteria = label["improvements"], {row["id"]: row for row in label["criteria"]}
    names_width = 0.42 * width
    room = width - names_width - 48.0
    most = max((row["gain_points"] for row in steps), default=1.0)
    ops: list[Op] = []
    rows = []
    for place, step in enumerate(steps):
        criterion = criteria[step["criterion"]]
        name, words = _name(criterion, style), step_words(step, style)
        gain = style.number(round(step["gain_points"], 2), sign=True)
        effort = style.number(step["effort_class"])
        tip = tr("{name}: {words}; {gain} points, effort class {effort} of 5").format(
            name=name, words=words, gain=gain, effort=effort
        )
        y, key = SLOT * place, step_key(place)
        ops.append(Text(0.0, y + 13.0, style.elide(name, names_width - 8.0), style.size, style.palette.text))
        small = style.size * 0.92
        ops.append(Text(0.0, y + 27.0, style.elide(words, names_width - 8.0), small, style.palette.muted))
        colour = CATEGORY_COLOURS.get(criterion["category"], style.palette.accent)
        long = max(1.0, room * step["gain_points"] / most)
        ops.append(Rect(names_width, y + 4.0, long, 11.0, colour, style.palette.line, 0.5, key=key, tip=tip))
        ops.append(Text(names_width + long + 4.0, y + 13.0, gain, small, style.palette.text))
        long = max(1.0, room * step["effort_class"] / _MOST_EFFORT)
        ops.append(Rect(names_width, y + 17.0, long, 11.0, None, style.palette.line, 1.0, hatch=True, key=key, tip=tip))
        ops.append(Text(names_width + long + 4.0, y + 27.0, effort, small, style.palette.muted))
        rows.append((step["criterion"], name, words, float(step["gain_points"]), float(step["effort_class"])))
    title = tr("Cheapest steps") if steps else tr("No step of a known value would gain points")
    subtitle = tr("Filled: points gained; hatched: effort, 1 a document to 5 the site (assumption)")
    columns = ("", tr("Criterion"), tr("Step"), tr("Points"), tr("Effort class"))
    return Chart(
        "label_steps", width, max(SLOT, SLOT * len(steps)), tuple(ops), title, subtitle if steps else "", columns,
        tuple(rows),
    )  # fmt: skip


def step_words(step: dict[str, Any], style: Style) -> str:
    """Say a step: by how much its value moves, or what would prove it."""
    tr = style.translate
    if step["kind"] == "evidence":
        return tr("proof: {kind}").format(kind=tr(step["needs"]))
    amount = f"{style.number(step['step'], sign=True)} {pretty_unit(step['unit']).strip('- ')}"
    return amount.strip()


def _name(criterion: dict[str, Any], style: Style) -> str:
    return f"{criterion['id']} {title_of(criterion['title'], style)}"
