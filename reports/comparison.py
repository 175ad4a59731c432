"""A comparison as files: comparison.json, comparison.csv and comparison.pdf."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bldgassess.compare.differences import Comparison, compute_comparison
from bldgassess.pipeline.assessment import Assessment
from bldgassess.texts import translation
from reports.canonical import cell, csv_bytes, json_bytes
from reports.files import write_files
from reports.results_json import results_dict


def write_comparison(
    named: Sequence[tuple[str, Assessment]], out_dir: Path, *, language: str = "en"
) -> tuple[Path, ...]:
    """Compare assessments, the first being the base, and write the files."""
    comparison = compute_comparison([(name, results_dict(item)) for name, item in named])
    return write_comparison_results(comparison, out_dir, language=language)


def write_comparison_results(comparison: Comparison, out_dir: Path, *, language: str = "en") -> tuple[Path, ...]:
    """Write comparison.json, comparison.csv and comparison.pdf.

    Raises
    ------
    UserError
        When a file cannot be written.
    """
    return write_files(
        {
            out_dir / "comparison.json": json_bytes(comparison.as_dict()),
            out_dir / "comparison.csv": _csv(comparison),
            out_dir / "comparison.pdf": _pdf(comparison, language),
        }
    )


def _csv(comparison: Comparison) -> bytes:
    names = comparison.names
    columns = ("path", "name", "unit", *names, *(f"{name} - {names[0]}" for name in names[1:]))
    rows = []
    for figure in comparison.figures:
        row = {"path": figure.path, "name": figure.name, "unit": figure.unit}
        row |= {name: cell(value) for name, value in zip(names, figure.values, strict=True)}
        for name, difference in zip(names[1:], figure.differences[1:], strict=True):
            row[f"{name} - {names[0]}"] = cell(difference)
        rows.append(row)
    return csv_bytes(columns, rows)


def _pdf(comparison: Comparison, language: str) -> bytes:
    from reports.charts.layout import Style
    from reports.charts.waterfall import waterfall_chart
    from reports.figures import number, percent, pretty_unit
    from reports.pdf.fonts import width
    from reports.pdf.page import WIDTH, build_pdf, styles
    from reports.pdf.parts import figure, table, text

    translate = translation(language).gettext
    sheet = styles(language)
    style = Style(language=language, translate=translate, measure=width, size=7.5)
    flow = [
        text(translate("Comparison"), sheet["title"]),
        text(translate("Base: {name}").format(name=comparison.names[0]), sheet["subtitle"]),
    ]
    flow += [text(words, sheet["box"]) for words in comparison.sentences(language)]
    per_m2 = next(item for item in comparison.figures if item.path == "carbon.per_m2").values
    for index, name in enumerate(comparison.names[1:], 1):
        ends = [(comparison.names[0], _number(per_m2[0])), (name, _number(per_m2[index]))]
        chart = waterfall_chart(ends[0], ends[1], comparison.by_part[index - 1], WIDTH, 220.0, style)
        flow.append(figure(chart, sheet))
    rows = []
    for item in comparison.figures:
        cells = [translate(item.name).format(use=translate(item.path.rsplit(".", 1)[-1])), pretty_unit(item.unit)]
        for index, value in enumerate(item.values):
            shown = number(value, language) if isinstance(value, (int, float)) else (value or "–")
            if index and item.fractions[index] is not None:
                shown += f" ({percent(item.fractions[index], language, sign=True)})"
            cells.append(shown)
        rows.append(cells)
    count = len(comparison.names)
    heads = (translate("Figure"), translate("Unit"), *comparison.names)
    flow.append(table(heads, rows, (36, 20, *(24 for _ in range(count))), sheet, right=tuple(range(2, 2 + count))))
    footer = translate("Label points rest on an open reference catalogue, not on official criteria.")
    title = translate("Comparison")
    return build_pdf(flow, title=title, subject=title, header="bldgassess", footer=footer, language=language)


def _number(value: float | str | None) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
