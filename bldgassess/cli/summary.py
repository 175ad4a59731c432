"""The few figures that a person wants first, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from bldgassess.cli.border import out
from bldgassess.health.people.populations import verdict
from bldgassess.pipeline.assessment import Assessment
from bldgassess.texts import mark, translation


def _rows(item: Assessment) -> list[tuple[str, str, str]]:
    carbon, energy, label = item.carbon, item.energy, item.label
    final = sum(energy.final_kwh.values())
    area = "GIA" if carbon.area_rule == "gia" else f"({carbon.area_rule})"
    level = label.level_title["en"] if label.level_title else mark("no level")
    return [
        (mark("Whole-life carbon A-C, {years} a"), f"{carbon.per_m2:.0f}", f"kgCO2e/m2 {area}"),
        (mark("per year"), f"{carbon.per_m2_a:.2f}", "kgCO2e/(m2 a)"),
        (mark("upfront A1-A5"), f"{carbon.upfront_per_m2:.0f}", f"kgCO2e/m2 {area}"),
        *_spread(item),
        (mark("operation B6"), f"{carbon.operational_per_m2_a:.2f}", "kgCO2e/(m2 a)"),
        (mark("final energy"), f"{final / carbon.gia_m2:.0f}", "kWh/(m2 a)"),
        *_seasonal(item),
        (mark("Indoor health, worst class"), item.health.health_class, f"{item.health.score:.0f}/100"),
        *_people(item),
        (_label_title(item), f"{label.score:.1f}", f"/100, {level}"),
        (mark("Mapped mass"), f"{100 * item.inventory.mapped_mass_fraction:.0f}", "%"),
        (mark("Readiness of the model"), f"{item.readiness.score:.0f}", "/100"),
        (mark("Assumptions"), str(len(item.assumptions)), ""),
    ]


def _seasonal(item: Assessment) -> list[tuple[str, str, str]]:
    """Return the seasonal performance of heating and cooling, a dash where there is none."""
    names = (("heating", mark("seasonal performance, heating")), ("cooling", mark("seasonal performance, cooling")))
    found = item.energy.seasonal
    return [(name, f"{found[use]:.2f}" if use in found else "–", "") for use, name in names]


def _people(item: Assessment) -> list[tuple[str, str, str]]:
    """Return how many of the groups of people keep all their limits, and how sure the inputs are."""
    health = item.health
    if health.rating is None:
        return []
    rated = [row for row in health.populations if row.rows]
    kept = sum(row.passes for row in rated)
    return [
        (mark("Groups of people whose limits are kept"), str(kept), f"of {len(rated)}"),
        (mark("Confidence: A measured, B project data, C defaults"), health.rating.stamp, ""),
    ]


def _label_title(item: Assessment) -> str:
    return mark("Label, official catalogue") if item.label.official else mark("Label, open reference catalogue")


def _spread(item: Assessment) -> list[tuple[str, str, str]]:
    """Return the spread of the total where the study asks for samples."""
    if item.uncertainty is None:
        return []
    found = item.uncertainty
    return [(mark("5 to 95 % of samples"), f"{found.p5:.0f} - {found.p95:.0f}", "kgCO2e/m2")]


def print_summary(named: Sequence[tuple[str, Assessment]], language: str) -> None:
    """Print one column a variant."""
    translate = translation(language).gettext
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name, _ in named:
        table.add_column(name, justify="right")
    table.add_column("")
    columns = [_rows(item) for _, item in named]
    for index, (text, _, unit) in enumerate(columns[0]):
        label = translate(text).format(years=named[0][1].carbon.study_period_a)
        units = {column[index][2] for column in columns}
        values = [
            f"{column[index][1]}" if len(units) == 1 else f"{column[index][1]} {column[index][2]}" for column in columns
        ]
        table.add_row(label, *values, unit if len(units) == 1 else "")
    out.print(table)
    for name, item in named:
        words = verdict(item.health.populations)
        if words:
            out.print(f"{name}: {words}" if len(named) > 1 else words, markup=False)
    disclaimer = named[0][1].label.disclaimer
    if not named[0][1].label.official:
        out.print(disclaimer.get(language, disclaimer["en"]), markup=False)
