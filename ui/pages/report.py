"""Report: what the PDF will say, its language, what stands against it, and the files."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout

from bldgassess.texts import LANGUAGES
from reports.figures import pretty_unit
from ui.pages.base import Page, fill, label, make_table
from ui.state import State
from ui.topbar import LANGUAGE_NAMES

_ENOUGH_MASS = 0.95


class ReportPage(Page):
    """Checks and assumptions, and the two ways out: the PDF alone or all files."""

    pdf_asked = Signal(str)
    files_asked = Signal(str)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.title = label("", "heading")
        self.languages = QComboBox()
        self.languages.setAccessibleName(tr("Language of the report"))
        for key in LANGUAGES:
            self.languages.addItem(LANGUAGE_NAMES[key], key)
        self.languages.setCurrentIndex(list(LANGUAGES).index(language))
        self.pdf_button = QPushButton(tr("Save PDF report…"))
        self.pdf_button.setObjectName("primary")
        self.pdf_button.clicked.connect(lambda: self.pdf_asked.emit(self.languages.currentData()))
        self.files_button = QPushButton(tr("Save all files…"))
        self.files_button.clicked.connect(lambda: self.files_asked.emit(self.languages.currentData()))
        self.said = label("", "note", wrap=True)
        self.checks = make_table((tr("Check"), tr("State"), tr("What it means")), tr("Checks"))
        heads = (tr("Setting"), tr("Value"), tr("Grade"), tr("Acts on"), tr("Source"))
        self.assumptions = make_table(heads, tr("Assumptions"))
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addStretch()
        row.addWidget(label(tr("Language of the report")))
        for widget in (self.languages, self.files_button, self.pdf_button):
            row.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addLayout(row)
        outer.addWidget(self.said)
        outer.addWidget(label(tr("Checks before signing"), "heading"))
        outer.addWidget(self.checks, 1)
        outer.addWidget(label(tr("Assumptions"), "heading"))
        outer.addWidget(self.assumptions, 2)

    def refresh(self) -> None:
        """Show the current variant's report."""
        variant = self.ready
        for button in (self.pdf_button, self.files_button):
            button.setEnabled(variant is not None and not variant.stale and not variant.provisional)
        if variant is None or variant.results is None:
            self.title.setText(self.tr_("No figures yet."))
            self.checks.setRowCount(0)
            self.assumptions.setRowCount(0)
            return
        results, tr = variant.results, self.tr_
        self.title.setText(results["building"]["name"])
        rows: list[tuple[str, ...]] = []
        assumptions = results["assumptions"]
        from_memory = [row for row in assumptions if row["quality"] == "D"]
        mapped = results["building"]["mapped_mass_share"]
        coverage = results["carbon"]["coverage"].get("C3", 0.0)
        for name, good, meaning in (
            (
                tr("Mass with a factor record: {share} %").format(share=self.num(round(100 * mapped, 1))),
                mapped >= _ENOUGH_MASS,
                tr("At least 95 % of the mass should rest on a record that its name says."),
            ),
            (
                tr("End of life known for {share} % of mass").format(share=self.num(round(100 * coverage, 1))),
                coverage >= _ENOUGH_MASS,
                tr("Declared or stood in for by the median of its category."),
            ),
            (
                tr("Readiness {score} of 100").format(score=self.num(results["readiness"]["score"])),
                results["readiness"]["score"] >= 80.0,
                tr("Findings are on the Model page."),
            ),
            (
                tr("{count} values from memory").format(count=len(from_memory)),
                not from_memory,
                tr("Check them against the standards before signing; they are marked D below."),
            ),
            (
                tr("Official criteria") if results["label"]["official"] else tr("Open reference catalogue"),
                bool(results["label"]["official"]),
                tr("The label's official criteria are not public; the report says so on each page."),
            ),
        ):
            rows.append((name, tr("good") if good else tr("look at it"), meaning))
        palette = self.style_.palette
        inks = [palette.good if row[1] == tr("good") else palette.warn for row in rows]
        fill(self.checks, rows, colours=inks)
        assumed = [
            (
                row["id"],
                self._value(row),
                row["quality"],
                tr(row["effect"]),
                row["source"],
            )
            for row in assumptions
        ]
        fill(self.assumptions, assumed)

    def _value(self, row: dict[str, Any]) -> str:
        value = row["value"]
        shown = self.num(value) if isinstance(value, (int, float)) else str(value)
        return f"{shown} {pretty_unit(row['unit'])}".strip()
