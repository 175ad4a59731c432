"""Why this number: the explanation of a figure down to elements, factors and sources."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTextBrowser

from bldgassess.explain.results import Contribution, Explanation
from reports.figures import number, percent, pretty_unit
from reports.names import PART_NAMES

Translate = Callable[[str], str]


class WhyPanel(QTextBrowser):
    """Shows one explanation; a link on an element selects it (``element_asked``)."""

    element_asked = Signal(str)

    def __init__(self, tr: Translate, language: str, link_colour: str) -> None:
        super().__init__()
        self.document().setDefaultStyleSheet(f"a {{ color: {link_colour}; }}")
        self.tr_, self.language = tr, language
        self.setObjectName("carbon.why")
        self.setAccessibleName(tr("Why this number?"))
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._link)
        self.show_none()

    def show_none(self) -> None:
        """Say how to ask."""
        self.setPlainText(self.tr_("Choose a mark of a chart or a row of the ledger and press F1."))

    def show_explanation(self, item: Explanation, name: str, of: str) -> None:
        """Show a figure; ``name`` in the window's language, ``of``: what its rows are shares of."""
        tr, num = self.tr_, self._number
        amount = f"{num(item.value)} {pretty_unit(item.unit)}" if isinstance(item.value, (int, float)) else ""
        parts = [f"<h3>{escape(name)}: {escape(amount)}</h3>"]
        if item.clause:
            parts.append(f"<p>{escape(tr('Clause: {clause}').format(clause=item.clause))}</p>")
        if item.formula:
            terms = "; ".join(f"{symbol}: {meaning}" for symbol, meaning in item.formula.terms.items())
            parts.append(f"<p><b>{escape(item.formula.text)}</b><br>{escape(terms)}</p>")
        if item.contributions:
            words = tr("The {count} largest of {total} rows, shares of {whole}")
            parts.append(
                f"<p>{escape(words.format(count=len(item.contributions), total=item.rows_total, whole=of))}</p>"
            )
            parts.append("<ol>" + "".join(self._row(row) for row in item.contributions) + "</ol>")
        parts += self._values(item)
        self.setHtml("".join(parts))

    def _values(self, item: Explanation) -> list[str]:
        """Return what the figure is made of where it is a table, and what was assumed for it."""
        parts = []
        if isinstance(item.value, dict):
            shown = [(key, value) for key, value in item.value.items() if isinstance(value, (int, float, str))]
            lines = [f"<li>{escape(key)}: {escape(self._shown(value))}</li>" for key, value in shown]
            parts.append("<ul>" + "".join(lines) + "</ul>")
        assumed = item.details.get("assumptions")
        if assumed:
            lines = [f"<li>{escape(key)}: {escape(str(text))}</li>" for key, text in assumed.items()]
            parts.append(f"<p>{escape(self.tr_('What it rests on'))}</p><ul>{''.join(lines)}</ul>")
        return parts

    def _shown(self, value: object) -> str:
        return self._number(value) if isinstance(value, float) else str(value)

    def _row(self, item: Contribution) -> str:
        tr, row = self.tr_, item.fields
        name = tr(row.get("element") or row.get("material") or row["row_id"])
        part = tr(PART_NAMES.get(row["part"], row["part"]))
        shown = f'<a href="guid:{escape(row["guid"])}">{escape(name)}</a>' if row.get("guid") else escape(name)
        amount = f"{self._number(item.kgco2e)} kgCO₂e, {percent(item.fraction, self.language)}"
        lines = [f"<b>{escape(amount)}</b>  {shown}, {escape(part)}"]
        if row.get("material"):
            lines.append(escape(tr("Layer {layer}: {material}").format(layer=row["layer"], material=row["material"])))
        for key, words in (("quantity", self._quantity(row)), ("record_id", self._factor(row))):
            if row.get(key):
                lines.append(escape(words))
        if row.get("fallback"):
            lines.append(escape(tr("Stand-in: {words}").format(words=row["fallback"])))
        if row.get("source"):
            lines.append(escape(self._source(row)))
        if row.get("notes"):
            lines.append(escape(tr("How: {words}").format(words=row["notes"])))
        return "<li>" + "<br>".join(lines) + "</li>"

    def _quantity(self, row: dict[str, str]) -> str:
        words = self.tr_("Quantity: {amount} {unit}, from {origin}")
        amount = self._number(float(row.get("quantity") or 0.0))
        unit, origin = pretty_unit(row.get("unit", "")), row.get("quantity_origin", "")
        return words.format(amount=amount, unit=unit, origin=origin)

    def _factor(self, row: dict[str, str]) -> str:
        words = self.tr_("Factor: {name} ({id}), matched by {method}, score {score}")
        name = f"{row.get('record_name_en', '')} {row.get('record_name_zh', '')}".strip()
        score = self._number(float(row.get("match_score") or 0.0))
        return words.format(name=name, id=row.get("record_id", ""), method=row.get("match_method", ""), score=score)

    def _source(self, row: dict[str, str]) -> str:
        if not row.get("source_ref"):
            return self.tr_("Source: {source}").format(source=row["source"])
        words = self.tr_("Source: {source}, {place}, quality {grade}")
        return words.format(source=row["source"], place=row["source_ref"], grade=row.get("quality", ""))

    def _number(self, value: float) -> str:
        return number(value, self.language)

    def _link(self, url: QUrl) -> None:
        if url.scheme() == "guid":
            self.element_asked.emit(url.toString().removeprefix("guid:"))
