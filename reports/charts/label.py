"""Points of the label by category, with a tick at the share that the next level asks for."""

from __future__ import annotations

from typing import Any

from reports.charts.layout import Style
from reports.charts.ops import Chart, Line, Op, Rect, Text
from reports.charts.palette import CATEGORY_COLOURS

Results = dict[str, Any]


def label_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return one bar a category: filled by its share of points, dashed mark at the next level's minimum."""
    tr, label = style.translate, results["label"]
    step = label["next_level"]
    names = [row["title"].get(style.language, row["title"]["en"]) for row in label["categories"]]
    names_width = min(0.42 * width, max(style.width(name) for name in names) + 10)
    values_width = 92.0
    room = width - names_width - values_width
    slot = min(30.0, (height - 6.0) / len(names))
    ops: list[Op] = []
    for index, (row, name) in enumerate(zip(label["categories"], names, strict=True)):
        y = 3.0 + slot * index
        base = y + slot / 2 + 0.35 * style.size
        ops.append(
            Text(
                names_width - 6, base, style.elide(name, names_width - 8), style.size, style.palette.text, anchor="end"
            )
        )
        colour = CATEGORY_COLOURS.get(row["id"], style.palette.accent)
        tip = f"{name}: {style.number(row['points'])} / {style.number(row['max'])}"
        ops.append(Rect(names_width, y + 0.2 * slot, room, 0.6 * slot, style.palette.panel, style.palette.grid, 0.5))
        share = max(0.0, min(100.0, row["pct"])) / 100.0
        ops.append(
            Rect(
                names_width,
                y + 0.2 * slot,
                room * share,
                0.6 * slot,
                colour,
                key=f"label.categories.{row['id']}",
                tip=tip,
            )
        )
        minimum = row["minimum_pct"].get(step["id"]) if step else None
        if minimum is not None:
            x = names_width + room * minimum / 100.0
            ops.append(Line(((x, y + 0.1 * slot), (x, y + 0.9 * slot)), style.palette.text, 1.5))
        text = f"{style.number(round(row['points'], 1))} / {style.number(row['max'])}"
        ops.append(Text(width - values_width + 6, base, text, style.size, style.palette.text))
    level = label["level_title"]
    shown = level.get(style.language, level["en"]) if level else tr("no level")
    title = tr("{score} of 100 points: {level}").format(score=style.number(round(label["score"], 1)), level=shown)
    subtitle = tr("Points by category; the mark is the least share for the next level")
    rows = tuple(
        (name, float(row["points"]), float(row["max"]), float(row["pct"]))
        for row, name in zip(label["categories"], names, strict=True)
    )
    columns = (tr("Category"), tr("Points"), tr("Most"), "%")
    return Chart("label_categories", width, slot * len(names) + 6.0, tuple(ops), title, subtitle, columns, rows)
