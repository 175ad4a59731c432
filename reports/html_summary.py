"""The results as one self-contained page: tables and vector charts, no script, no network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any

from bldgassess.texts import translation
from reports.canonical import plain_text
from reports.charts.carbon import parts_chart
from reports.charts.energy import energy_chart
from reports.charts.label import label_chart
from reports.charts.layout import Style
from reports.charts.modules import modules_chart
from reports.charts.reconciliation import reconciliation_chart
from reports.charts.timeline import timeline_chart
from reports.figures import number, pretty_unit
from reports.html_charts import chart_svg
from reports.readiness_html import style_sheet
from reports.result_tables import Cell, ResultTable

Results = dict[str, Any]
_CHARTS = (
    (label_chart, 170.0),
    (modules_chart, 220.0),
    (parts_chart, 220.0),
    (partial(timeline_chart, ()), 300.0),
    (reconciliation_chart, 240.0),
    (energy_chart, 220.0),
)
_WIDTH = 900.0
#: Nothing is loaded from anywhere, and no script runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: Rows of a table that the page shows; the workbook and inventory.csv hold all.
_MOST_ROWS = 400
_TAGS = {"en": "en", "zh": "zh-CN", "ru": "ru"}


def html_bytes(results: Results, tables: Sequence[ResultTable], *, language: str = "en") -> bytes:
    """Return the page in UTF-8."""
    tr = translation(language).gettext
    style = Style(language=language, translate=tr, size=11.0)
    title = plain_text(results["building"]["name"] or tr("Building"))
    body = [f"<h1>{escape(title)}</h1>"]
    label = results["label"]
    if not label["official"]:
        words = tr("The criteria are an open reference catalogue, not the official criteria of the label.")
        body.append(f'<p class="notice">{escape(words)}</p>')
    body.append(_table(tables[0], language))
    for make, height in _CHARTS:
        chart = make(results, _WIDTH, height, style)
        body.append(f"<h2>{escape(chart.title)}</h2><p class='note'>{escape(chart.subtitle)}</p>{chart_svg(chart)}")
    for table in tables[1:]:
        summary = f"<summary>{escape(table.title)} ({len(table.rows)})</summary>"
        body.append(f"<details>{summary}{_table(table, language)}</details>")
    sheet = style_sheet() + _OWN
    page = (
        f'<!DOCTYPE html>\n<html lang="{_TAGS[language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{sheet}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )
    return page.encode()


_OWN = """
.notice { border: 1px solid var(--warn); color: var(--warn); padding: .5rem .8rem; border-radius: .4rem; }
svg { width: 100%; height: auto; background: #fff; border-radius: .4rem; }
td.number { text-align: right; white-space: nowrap; }
"""


def _table(table: ResultTable, language: str) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    rows = "".join("<tr>" + "".join(_cell(cell, language) for cell in row) + "</tr>" for row in table.rows[:_MOST_ROWS])
    left = len(table.rows) - _MOST_ROWS
    more = ""
    if left > 0:
        words = translation(language).gettext("{count} more rows are in inventory.csv.").format(count=left)
        more = f'<p class="note">{escape(words)}</p>'
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}'


def _cell(value: Cell, language: str) -> str:
    if value is None:
        return "<td>–</td>"
    if isinstance(value, str):
        return f"<td>{escape(pretty_unit(plain_text(value)))}</td>"
    return f'<td class="number">{escape(number(float(value), language))}</td>'
