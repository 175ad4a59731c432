"""What every chapter of the report needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable

from bldgassess.errors import Issue
from bldgassess.messages import sentence, templates
from bldgassess.plausibility.result import Check
from reports.charts.layout import Style
from reports.charts.ops import Chart
from reports.figures import number, pretty_unit
from reports.pdf.page import HEIGHT, WIDTH, Furniture
from reports.pdf.parts import Styles, figure, heading, text, together
from reports.pdf.source import ReportTerms

Results = dict[str, Any]
#: A chapter begins on a new page where less than this is left.
_ROOM_FOR_CHAPTER = 0.3 * HEIGHT


@dataclass(frozen=True, slots=True)
class Book:
    """What every chapter needs: results, ledger rows, checks, people, style and translation."""

    results: Results
    ledger: list[dict[str, str]]
    checks: tuple[Check, ...]
    terms: ReportTerms
    digest: str
    styles: Styles
    style: Style
    language: str

    def tr(self, words: str) -> str:
        """Translate."""
        return self.style.translate(words)

    def num(self, value: float | None, *, sign: bool = False) -> str:
        """Format a number."""
        return number(value, self.language, sign=sign)

    def amount(self, value: float | None, unit: str) -> str:
        """Format a number with its unit; a dash where there is none."""
        return "–" if value is None else f"{self.num(value)} {pretty_unit(unit)}".strip()

    def title(self, titles: dict[str, str]) -> str:
        """Choose a title by language."""
        return titles.get(self.language) or titles["en"]

    def body(self, words: str) -> Flowable:
        """Return a paragraph."""
        return text(words, self.styles["body"])

    def small(self, words: str) -> Flowable:
        """Return a small grey paragraph."""
        return text(words, self.styles["small"])

    def chapter(self, key: str, title: str, *lead: Flowable) -> list[Flowable]:
        """Begin a chapter; ``lead`` is what may not be torn from its heading."""
        head = heading(title, self.styles["h1"], key=key, level=0)
        return [CondPageBreak(_ROOM_FOR_CHAPTER), *together(head, *lead)]

    def section(self, key: str, title: str, *lead: Flowable) -> list[Flowable]:
        """Begin a section."""
        return together(heading(title, self.styles["h2"], key=key, level=1), *lead)

    def chart(self, make: Callable[[Results, float, float, Style], Chart], height: float) -> Flowable:
        """Lay a chart out over the page's width."""
        return figure(make(self.results, WIDTH, height, self.style), self.styles)

    def furniture(self, name: str, subject: str) -> Furniture:
        """Return header and footer of every page; the footer says where the catalogue is not an official one."""
        label, footer = self.results["label"], ""
        if not label["official"]:
            words = self.tr("Open reference catalogue, not the official criteria.")
            footer = f"{words} {self.title(label['disclaimer'])}"
        version = self.results["program"]["version"]
        header = self.tr("{name} · bldgassess {version}").format(name=name, version=version)
        return Furniture(name, subject, header, footer, self.language, bare_first=True)

    def say(self, item: dict[str, Any]) -> str:
        """Say an issue or finding in words."""
        if item["code"] not in templates():
            return str(item["text"])
        return sentence(Issue(item["code"], item["params"]), self.style.translate)
