"""A comparison as a table for the terminal."""

from __future__ import annotations

from rich.table import Table

from bldgassess.compare.differences import Comparison, Figure
from bldgassess.texts import translation


def _cell(figure: Figure, index: int) -> str:
    value = figure.values[index]
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    text = f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"
    difference, fraction = figure.differences[index], figure.fractions[index]
    if index == 0 or difference is None:
        return text
    share = f" ({100 * fraction:+.0f} %)" if fraction is not None else ""
    return f"{text}  {difference:+.3g}{share}".replace("-", "\u2212")


def comparison_table(comparison: Comparison, language: str) -> Table:
    """Make a table with a column a variant and the difference to the first in each cell."""
    translate = translation(language).gettext
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("")
    for name in comparison.names:
        table.add_column(name, justify="right")
    for figure in comparison.figures:
        name = translate(figure.name).format(use=figure.path.rsplit(".", 1)[-1])
        table.add_row(name, figure.unit, *(_cell(figure, index) for index in range(len(comparison.names))))
    return table
