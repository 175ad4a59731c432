"""The verdicts of the Compare page in words: how surely lower, and what became of health and the label beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bldgassess.compare.classes import ClassChange, class_changes
from bldgassess.uncertainty.result import PairedResult
from reports.figures import number, percent
from reports.names import CLASS_NAMES, INDICATOR_NAMES

Translate = Callable[[str], str]
Results = dict[str, Any]
#: Between these probabilities of being lower nothing is said to be lower.
_NOISE = (0.4, 0.6)
_MOST = 3


def carbon_words(
    names: tuple[str, str], base: Results, other: Results, paired: PairedResult | None, tr: Translate, language: str
) -> str:
    """Say the difference in carbon with its sign, base and, where both were drawn, how sure it is."""
    first, second = base["carbon"]["per_m2"], other["carbon"]["per_m2"]
    change = number(second - first, language, sign=True)
    share = percent((second - first) / first, language, sign=True) if first else "–"
    told = tr("{other}: {change} kgCO₂e/m² ({share} against {base}).").format(
        other=names[1], change=change, share=share, base=names[0]
    )
    if paired is None:
        return told
    lower = paired.probability_lower
    if _NOISE[0] <= lower <= _NOISE[1]:
        return f"{told} {tr('No clear difference once the uncertainty is counted.')}"
    sure = tr(
        "Lower with probability {probability} (5–95 %: {p5} to {p95})."
        if lower > _NOISE[1]
        else "Higher with probability {probability} (5–95 %: {p5} to {p95})."
    ).format(
        probability=number(round(max(lower, 1.0 - lower), 2), language),
        p5=number(paired.p5_difference, language, sign=True),
        p95=number(paired.p95_difference, language, sign=True),
    )
    return f"{told} {sure}"


def health_words(base: Results, other: Results, tr: Translate) -> tuple[str, bool]:
    """Say which health classes changed, and whether any became worse."""
    changes = class_changes(base, other)
    if not changes:
        return tr("Health classes stay as they are."), False
    parts = []
    for worse in (True, False):
        some = [item for item in changes if item.is_worse == worse]
        if not some:
            continue
        listed = ", ".join(_change(item, tr) for item in some[:_MOST])
        more = f" (+{len(some) - _MOST})" if len(some) > _MOST else ""
        words = tr("Health worse: {changes}.") if worse else tr("Health better: {changes}.")
        parts.append(words.format(changes=listed + more))
    return " ".join(parts), any(item.is_worse for item in changes)


def _change(item: ClassChange, tr: Translate) -> str:
    name = tr(INDICATOR_NAMES.get(item.id, item.id))
    return f"{name} {tr(CLASS_NAMES[item.before])} → {tr(CLASS_NAMES[item.after])}"


def label_words(base: Results, other: Results, tr: Translate, language: str) -> str:
    """Say what became of the label's points and level."""
    points = other["label"]["score"] - base["label"]["score"]
    told = tr("Label {change} points").format(change=number(round(points, 1), language, sign=True))
    levels = [_level(item, tr, language) for item in (base, other)]
    return f"{told}, {levels[0]} → {levels[1]}." if levels[0] != levels[1] else f"{told}, {levels[1]}."


def _level(results: Results, tr: Translate, language: str) -> str:
    title = results["label"]["level_title"]
    return str(title.get(language, title["en"])) if title else tr("no level")
