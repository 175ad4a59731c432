"""What every section of the report needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from bldgassess.errors import Issue
from bldgassess.messages import sentence, templates
from reports.charts.layout import Style
from reports.charts.ops import Chart
from reports.figures import number
from reports.pdf.page import WIDTH
from reports.pdf.parts import Styles, figure

Results = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Book:
    """What every section needs: results, ledger rows, style and translation."""

    results: Results
    ledger: list[dict[str, str]]
    styles: Styles
    style: Style
    language: str

    def tr(self, words: str) -> str:
        """Translate."""
        return self.style.translate(words)

    def num(self, value: float | None, *, sign: bool = False) -> str:
        """Format a number."""
        return number(value, self.language, sign=sign)

    def chart(self, make: Callable[[Results, float, float, Style], Chart], height: float) -> Flowable:
        """Lay a chart out over the page's width."""
        return figure(make(self.results, WIDTH, height, self.style), self.styles)

    def say(self, item: dict[str, Any]) -> str:
        """Say an issue or finding in words."""
        if item["code"] not in templates():
            return str(item["text"])
        return sentence(Issue(item["code"], item["params"]), self.style.translate)
