"""For whom the building is healthy: groups of people with their limits, burden, other climates, other schemes."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bldgassess.health.row import SITE
from bldgassess.texts import mark
from reports.charts.layout import Style
from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, DRIVER_NAMES, INDICATOR_NAMES, POPULATION_NAMES
from ui.pages.base import fill, label, make_table

#: Healthy years are said for so many people.
_PEOPLE = 1000.0
#: Widest first column of the limits, and heights of the two short tables [px].
_NAME_PX, _GROUPS_PX, _BURDEN_PX = 190, 206, 96
#: Pollutants of the burden and parameters of the TAIL scheme.
NAMES: dict[str, str] = {
    "pm25": mark("PM2.5"),
    "no2": mark("NO2"),
    "co2": mark("CO2"),
    "hcho": mark("Formaldehyde"),
    "benzene": mark("Benzene"),
    "radon": mark("Radon"),
    "daylight_factor": mark("Daylight factor"),
    "air_temperature": mark("Air temperature"),
    "relative_humidity": mark("Humidity"),
    "noise": mark("Noise"),
    "mould": mark("Mould"),
    "ventilation": mark("Outdoor air"),
    "overall": mark("overall"),
}


class PeopleView(QWidget):
    """Groups on the left with the limits of the chosen one; burden and climates on the right."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setObjectName("page")
        self._style = style
        self._groups: list[dict[str, Any]] = []
        tr = style.translate
        self.verdict = label("", wrap=True)
        heads = (tr("Group of people"), tr("Class"), tr("Limits kept"), tr("Missed: value against limit"))
        self.groups = make_table(heads, tr("Groups of people"))
        self.groups.currentCellChanged.connect(lambda row, *_rest: self._show_group(row))
        columns = (tr("Indicator"), tr("Value"), tr("Limit"), tr("Class"), tr("Room"), tr("Clause"), tr("Limits"))
        self.group = label("", "group")
        self.limits = make_table(columns, tr("Limits of the group"))
        heads = (tr("Pollutant"), tr("Indoors"), tr("Reference"), tr("DALY per 1000 people and year"))
        self.burden = make_table(heads, tr("Healthy years lost"))
        self.burden_note = label("", "note", wrap=True)
        self.climates = make_table((tr("Indicator"), tr("Present")), tr("In other climates"))
        self.climates_note = label("", "note", wrap=True)
        self.tail = label("", "note", wrap=True)
        self.groups.setFixedHeight(_GROUPS_PX)
        self.burden.setFixedHeight(_BURDEN_PX)
        left, right = QVBoxLayout(), QVBoxLayout()
        for widget, stretch in ((self.verdict, 0), (self.groups, 0), (self.group, 0), (self.limits, 1)):
            left.addWidget(widget, stretch)
        for widget, stretch in (
            (label(tr("Healthy years lost"), "group"), 0), (self.burden, 0), (self.burden_note, 0),
            (label(tr("In other climates"), "group"), 0), (self.climates_note, 0), (self.climates, 1), (self.tail, 0),
        ):  # fmt: skip
            right.addWidget(widget, stretch)
        right.addStretch()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.setSpacing(16)
        outer.addLayout(left, 3)
        outer.addLayout(right, 2)

    def show_results(self, results: dict[str, Any] | None) -> None:
        """Show the groups, burden and climates of a study."""
        health = results["health"] if results else {}
        tr, style = self._style.translate, self._style
        self._groups = [item for item in health.get("populations", []) if item["rows"]]
        self.verdict.setText(verdict_text(self._groups, style))
        rows = [
            (
                tr(POPULATION_NAMES[item["population"]]),
                tr(CLASS_NAMES[item["class"]]),
                f"{sum(row['passes'] for row in item['rows'])} / {len(item['rows'])}",
                "; ".join(missed(row, style) for row in item["rows"] if not row["passes"]) or "–",
            )
            for item in self._groups
        ]
        chosen = max(self.groups.currentRow(), 0)
        fill(self.groups, rows)
        if rows:
            self.groups.setCurrentCell(min(chosen, len(rows) - 1), 0)
        self._show_group(min(chosen, len(rows) - 1))
        self._show_burden(health.get("burden"))
        self._show_climates(health)
        tail = (health.get("rating") or {}).get("tail") or {}
        words = ", ".join(f"{tr(NAMES.get(name, name))} {tr(CLASS_NAMES[known])}" for name, known in tail.items())
        self.tail.setText(tr("By the TAIL scheme: {classes}.").format(classes=words) if words else "")

    def _show_group(self, row: int) -> None:
        tr, style = self._style.translate, self._style
        if not 0 <= row < len(self._groups):
            self.limits.setRowCount(0)
            return
        item = self._groups[row]
        self.group.setText(tr("Limits for {group}").format(group=tr(POPULATION_NAMES[item["population"]])))
        inks = [None if line["passes"] else style.palette.error for line in item["rows"]]
        rows = [
            (
                _name(line, style),
                f"{style.number(line['value'])} {pretty_unit(line['unit'])}",
                f"{'≤' if line['better'] == 'lower' else '≥'} {style.number(line['limit'])}",
                tr(CLASS_NAMES[line["class"]]),
                line["room"] if line["room"] not in {"", SITE} else tr("Building"),
                line["clause"],
                tr("verified") if line["evidence"] == "verified" else tr("to be confirmed"),
            )
            for line in item["rows"]
        ]
        fill(self.limits, rows, right=(1, 2), colours=inks)
        self.limits.setColumnWidth(0, min(self.limits.columnWidth(0), _NAME_PX))

    def _show_burden(self, burden: dict[str, Any] | None) -> None:
        tr, number = self._style.translate, self._style.number
        parts = burden["parts"] if burden else []
        rows = [
            (
                tr(NAMES.get(part["pollutant"], part["pollutant"])),
                f"{number(part['concentration'])} {pretty_unit(part['unit'])}",
                number(part["reference"]),
                f"{number(_PEOPLE * part['daly'])} ({number(_PEOPLE * part['low'])}–{number(_PEOPLE * part['high'])})",
            )
            for part in parts
        ]
        fill(self.burden, rows, right=(1, 2, 3))
        for r, part in enumerate(parts):
            for c in range(4):
                cell = self.burden.item(r, c)
                if cell is not None:
                    cell.setToolTip(f"{part['relation']}\n{part['source']}")
        told = tr("Not added up: the relations of pollutants overlap.")
        self.burden_note.setText(told if parts else tr("No burden was computed for this study."))

    def _show_climates(self, health: dict[str, Any]) -> None:
        tr = self._style.translate
        climates = health.get("climates") or []
        self.climates_note.setText("" if climates else tr("The study names no other climate (health.climates)."))
        self.climates.setVisible(bool(climates))
        today = {item["id"]: item for item in health.get("indicators", [])}
        heads = (tr("Indicator"), tr("Present"), *(item["climate"] for item in climates), tr("Unit"))
        self.climates.setColumnCount(len(heads))
        self.climates.setHorizontalHeaderLabels(heads)
        first = climates[0]["indicators"] if climates else {}
        rows = [
            (
                tr(INDICATOR_NAMES.get(key, key)),
                *(self._cell(cell) for cell in (today[key], *(item["indicators"][key] for item in climates))),
                pretty_unit(row["unit"]),
            )
            for key, row in first.items()
            if key in today
        ]
        fill(self.climates, rows, right=range(1, len(heads) - 1))

    def _cell(self, cell: dict[str, Any]) -> str:
        return f"{self._style.number(cell['value'])} ({self._style.translate(CLASS_NAMES[cell['class']])})"


def verdict_text(groups: list[dict[str, Any]], style: Style) -> str:
    """Say for whom all limits are kept and for whom not, each with the limit that is missed by most."""
    tr = style.translate
    if not groups:
        return tr("No limits for groups of people could be judged.")
    passed = [tr(POPULATION_NAMES[item["population"]]) for item in groups if item["passes"]]
    failed = [
        f"{tr(POPULATION_NAMES[item['population']])} ({_briefly(_worst_row(item), style)})"
        for item in groups
        if not item["passes"]
    ]
    parts = []
    if passed:
        parts.append(tr("Passes {groups}.").format(groups=", ".join(passed)))
    if failed:
        parts.append(tr("Fails {groups}.").format(groups="; ".join(failed)))
    return " ".join(parts)


def _worst_row(item: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, Any]] = [row for row in item["rows"] if not row["passes"]]
    return max(found, key=_over)


def _briefly(row: dict[str, Any], style: Style) -> str:
    """Say a missed limit as a person does: "Formaldehyde 46 > 30"."""
    sign = ">" if row["better"] == "lower" else "<"
    name = style.translate(INDICATOR_NAMES.get(row["indicator"], row["indicator"]))
    return f"{name} {style.number(row['value'])} {sign} {style.number(row['limit'])}"


def _over(row: dict[str, Any]) -> float:
    value, limit = max(float(row["value"]), 1e-9), max(float(row["limit"]), 1e-9)
    return value / limit if row["better"] == "lower" else limit / value


def missed(row: dict[str, Any], style: Style) -> str:
    """Say by how much a limit is missed: "Formaldehyde 46 > 30 µg/m³"."""
    sign = ">" if row["better"] == "lower" else "<"
    unit = pretty_unit(row["unit"])
    return f"{_name(row, style)} {style.number(row['value'])} {sign} {style.number(row['limit'])} {unit}"


def _name(row: dict[str, Any], style: Style) -> str:
    tr = style.translate
    name = tr(INDICATOR_NAMES.get(row["indicator"], row["indicator"]))
    if row["quantity"] != "value":
        name += f" ({tr(DRIVER_NAMES.get(row['quantity'], row['quantity']))})"
    return name
