"""Each measure alone: a bar of the whole-life carbon that it saves, the rest of its figures beside it."""

from __future__ import annotations

from bldgassess.advisor.result import Advice
from bldgassess.advisor.words import abatement_title
from reports.charts.layout import Style
from reports.charts.ops import Chart, Line, Op, Rect, Text

#: Height of a row at most, and rows shown at most [pixels of the layout].
_SLOT, _LEAST_SLOT = 24.0, 15.0


def abatement_key(place: int) -> str:
    """Return what a bar stands for: a place in ``Advice.abatement``.

    >>> abatement_key(3)
    'advisor.abatement.3'
    """
    return f"advisor.abatement.{place}"


def abatement_chart(advice: Advice, width: float, height: float, style: Style) -> Chart:
    """Return the list of measures alone, what saves most first; what costs carbon points to the left, hatched."""
    tr, whole = style.translate, advice.abatement
    shown = whole[: max(1, int(height / _LEAST_SLOT))]
    slot = min(_SLOT, height / max(1, len(shown)))
    names_width = 0.46 * width
    left, right = names_width + 44.0, width - 52.0
    low = min((0.0, *(row.saved_kgco2e for row in shown)))
    high = max((0.0, *(row.saved_kgco2e for row in shown)))
    span = high - low or 1.0

    def x_of(kg: float) -> float:
        return left + (kg - low) / span * (right - left)

    ops: list[Op] = [Line(((x_of(0.0), 0.0), (x_of(0.0), slot * len(shown))), style.palette.line, 1.0)]
    rows = []
    for place, row in enumerate(whole):
        name = abatement_title(advice.space, row, style.language, style.number)
        points = f"{row.level_before or '–'} → {row.level_after or '–'}"
        rows.append(
            (
                *(name, row.saved_kgco2e, row.carbon_kgco2e_per_m2_gia, row.embodied_kgco2e, row.operational_kgco2e),
                *(row.health_points, row.label_points, points, *([row.cost] if advice.currency else [])),
            )
        )
        if place >= len(shown):
            continue
        y, start, end = slot * place, x_of(min(0.0, row.saved_kgco2e)), x_of(max(0.0, row.saved_kgco2e))
        base = y + slot / 2 + 0.35 * style.size
        tip = tr("{name}: saves {kg} kgCO₂e; health {health}, label {label} points").format(
            name=name,
            kg=style.number(row.saved_kgco2e),
            health=style.number(round(row.health_points, 2), sign=True),
            label=style.number(round(row.label_points, 2), sign=True),
        )
        ops.append(Text(0.0, base, style.elide(name, names_width - 4.0), style.size, style.palette.text))
        ops.append(
            Rect(
                start, y + 0.18 * slot, max(1.0, end - start), 0.64 * slot,
                style.palette.good if row.saved_kgco2e > 0.0 else None, style.palette.line, 0.75,
                hatch=row.saved_kgco2e <= 0.0, key=abatement_key(place), tip=tip,
            )
        )  # fmt: skip
        words, is_left = style.number(row.saved_kgco2e), row.saved_kgco2e < 0.0
        spot = start - 4.0 if is_left else end + 4.0
        anchor = "end" if is_left else "start"
        ops.append(Text(spot, base, words, style.size * 0.9, style.palette.muted, anchor=anchor))  # type: ignore[arg-type]
    title = tr("Each measure alone: carbon saved over the study period")
    subtitle = tr("kgCO₂e, whole building, A to C; hatched: costs more than it saves")
    if len(shown) < len(whole):
        subtitle = tr("{text}; the {count} best of {whole}, all in the table").format(
            text=subtitle, count=len(shown), whole=len(whole)
        )
    columns = (
        *(tr("Measure"), tr("Saved, kgCO₂e"), "kgCO₂e/m²", tr("Embodied, kgCO₂e"), tr("Operation, kgCO₂e")),
        *(tr("Health, points"), tr("Label, points"), tr("Level"), *([advice.currency] if advice.currency else [])),
    )
    return Chart("advisor_abatement", width, slot * len(shown), tuple(ops), title, subtitle, columns, tuple(rows))
