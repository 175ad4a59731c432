"""How far the label is from its next level, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.charts.layout import Style

Results = dict[str, Any]


def title_of(titles: dict[str, str], style: Style) -> str:
    """Return a title of the catalogue in the style's language, in English where it has none."""
    return titles.get(style.language, titles["en"])


def gap_sentences(results: Results, style: Style) -> tuple[str, ...]:
    """Say the level, the points, shares and conditions that the next one asks for, and what counts as 0."""
    tr, label = style.translate, results["label"]
    score = style.number(round(label["score"], 1))
    level = label["level_title"]
    name = title_of(level, style) if level else tr("No level")
    said = [tr("{level} with {score} points.").format(level=name, score=score)]
    step = label["next_level"]
    said += [tr("The highest level is reached.")] if step is None else list(_missing(label, step, style))
    lost = [row["id"] for row in label["criteria"] if row["state"] == "not_assessed"]
    if lost:
        worth = sum(row["max"] for row in label["criteria"] if row["state"] == "not_assessed")
        words = tr("Not assessed counts as 0: {count} of {whole} criteria, worth up to {points} points.")
        whole = len(label["criteria"])
        said.append(words.format(count=len(lost), whole=whole, points=style.number(round(worth, 1))))
    return tuple(said)


def _missing(label: dict[str, Any], step: dict[str, Any], style: Style) -> Iterator[str]:
    tr, name = style.translate, title_of(step["title"], style)
    asked = style.number(round(label["score"] + step["points_missing"], 1))
    if step["points_missing"] > 0.0:
        words = tr("{level} at {asked}: {points} points are missing.")
        yield words.format(level=name, asked=asked, points=style.number(round(step["points_missing"], 1)))
    else:
        yield tr("The points are enough for {level}.").format(level=name)
    titles = {row["id"]: title_of(row["title"], style) for row in label["categories"]}
    one = tr("{category} by {count} percentage points")
    shares = [
        one.format(category=titles[key], count=style.number(round(gap, 1)))
        for key, gap in step["categories_missing_pct"].items()
    ]
    if shares:
        yield tr("Categories below their minimum: {categories}.").format(categories=", ".join(shares))
    names = {row["id"]: f"{row['id']} {title_of(row['title'], style)}" for row in label["criteria"]}
    if step["conditions"]:
        conditions = ", ".join(names[key] for key in step["conditions"])
        yield tr("Conditions that do not hold: {criteria}.").format(criteria=conditions)
