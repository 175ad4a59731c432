"""Label: how far, and what is missing; an open reference catalogue, and it says so."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from reports.charts.label import label_chart
from reports.figures import pretty_unit
from ui.charts import ChartWidget
from ui.pages.base import Page, fill, label, make_table, updating_note
from ui.state import State


class LabelPage(Page):
    """Six bars, the step to the next level, all criteria."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.notice = label("", "warning", wrap=True)
        self.stale = updating_note(tr)
        self.bars = ChartWidget()
        self.step = label("", wrap=True)
        heads = ("", tr("Criterion"), tr("Value"), tr("Points"), tr("State"), tr("Evidence"), tr("Sources (how sure)"))
        self.criteria = make_table(heads, tr("Criteria"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addWidget(self.notice)
        outer.addWidget(self.stale)
        outer.addWidget(self.bars, 2)
        outer.addWidget(self.step)
        outer.addWidget(self.criteria, 3)

    def refresh(self) -> None:
        """Show the current variant's label."""
        variant = self.ready
        self.stale.setVisible(variant is not None and "label" in variant.stale)
        if variant is None or variant.results is None:
            self.bars.set_chart(None)
            self.notice.setText(self.tr_("No figures yet."))
            self.step.setText("")
            self.criteria.setRowCount(0)
            return
        tr, results, style = self.tr_, variant.results, self.style_
        found = results["label"]
        disclaimer = found["disclaimer"].get(self.language, found["disclaimer"]["en"])
        head = tr(
            "Catalogue {id} {version}, stage {stage}. Open reference catalogue, not the official criteria."
        ).format(id=found["catalogue"], version=found["catalogue_version"], stage=found["stage"])
        self.notice.setText(f"{head} {disclaimer}" if not found["official"] else "")
        self.bars.set_chart(lambda w, h: label_chart(results, w, h, style))
        self.step.setText(self._next())
        states = {
            "assessed": tr("assessed"),
            "not_assessed": tr("not assessed"),
            "not_applicable": tr("not applicable"),
        }
        rows = [
            (
                row["id"],
                row["title"].get(self.language, row["title"]["en"]),
                f"{self.num(row['value'])} {pretty_unit(row['unit'])}" if row["value"] is not None else "–",
                f"{self.num(round(row['points'], 2))} / {self.num(row['max'])}",
                states[row["state"]],
                tr(row["evidence"]) if row["evidence"] else "–",
                "; ".join(f"{source['doc']} ({source['confidence']})" for source in row["sources"]),
            )
            for row in found["criteria"]
        ]
        inks = [None if row["state"] == "assessed" else style.palette.muted for row in found["criteria"]]
        fill(self.criteria, rows, right=(3,), colours=inks)

    def _next(self) -> str:
        variant = self.ready
        if variant is None or variant.results is None:
            return ""
        step = variant.results["label"]["next_level"]
        tr = self.tr_
        if step is None:
            return tr("The highest level is reached.")
        text = tr("To {level}: {points} points").format(
            level=step["title"].get(self.language, step["title"]["en"]),
            points=self.num(round(step["points_missing"], 1)),
        )
        if step["categories_missing_pct"]:
            shares = ", ".join(f"{key} {self.num(round(v, 1))} %" for key, v in step["categories_missing_pct"].items())
            text += "; " + tr("category shares: {shares}").format(shares=shares)
        if step["conditions"]:
            text += "; " + tr("conditions of {criteria}").format(criteria=", ".join(step["conditions"]))
        return text
