"""One building of a community beside the community's median, and the way into it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QPushButton, QVBoxLayout

from bldgassess.community.spread import weighted_quantile
from bldgassess.texts import mark
from reports.figures import pretty_unit
from reports.names import CLASS_NAMES, INDICATOR_NAMES
from ui.pages.base import fill, label, make_table
from ui.pages.community_rows import Results, Words

Building = dict[str, Any]
_MODES = (
    QHeaderView.ResizeMode.Stretch,
    QHeaderView.ResizeMode.ResizeToContents,
    QHeaderView.ResizeMode.ResizeToContents,
)


def _outage(row: Building) -> float | None:
    found = next((item for item in row["outages"] if item["world"] == "present"), None)
    return None if found is None else float(found["until_limit_h"])


#: Name, unit and value of a building's figures.
FIGURES: tuple[tuple[str, str, Callable[[Building], float | None]], ...] = (
    (mark("Whole-life carbon"), "kgCO2e/m2", lambda row: row["per_m2"]),
    (mark("Embodied carbon"), "kgCO2e/m2", lambda row: row["embodied_kgco2e"] / row["gia_m2"]),
    (mark("Over the carbon budget"), "-", lambda row: row["wlc_ratio"]),
    (mark("Health score"), "0-100", lambda row: row["health_score"]),
    (mark("Final energy"), "kWh/(m2 a)", lambda row: math.fsum(row["final_kwh"].values()) / row["gia_m2"]),
    (mark("Electricity bought"), "kWh/(m2 a)", lambda row: row["grid_kwh"] / row["gia_m2"]),
    (mark("Photovoltaic yield"), "kWh/(m2 a)", lambda row: row["pv_kwh"] / row["gia_m2"]),
    (mark("Shared electricity"), "kWh/(m2 a)", lambda row: row["credit"]["kwh_a"] / row["gia_m2"]),
    (mark("Until too hot without power"), "h", _outage),
)


def detail_rows(results: Results, building: Building, words: Words) -> list[tuple[str, str, str]]:
    """Return name with unit, the building's figure, the community's median by floor area."""
    rows = []
    everyone = results["buildings"]
    for name, unit, value_of in FIGURES:
        known = [
            (value, row["gia_m2"] * row["count"]) for row in everyone for value in (value_of(row),) if value is not None
        ]
        median = weighted_quantile([v for v, _ in known], [w for _, w in known], 0.5) if known else None
        title = words.tr(name) if unit == "-" else f"{words.tr(name)}, {pretty_unit(unit)}"
        rows.append((title, words.num(value_of(building)), words.num(median)))
    return rows


class BuildingDetail(QFrame):
    """``open_asked`` with the id of the building when a person wants it in the window."""

    open_asked = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        tr = words.tr
        self._words, self._id = words, ""
        self.setObjectName("finding")
        self.title = label("", "heading", wrap=True)
        self.about = label("", "note", wrap=True)
        self.table = make_table((tr("Figure"), tr("This"), tr("Median")), tr("Building and median"))
        self.table.setObjectName("community.detail")
        self.table.verticalHeader().setDefaultSectionSize(22)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.horizontalHeader().setStretchLastSection(False)
        for column, mode in enumerate(_MODES):
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        self.button = QPushButton(tr("Open this building"))
        self.button.setObjectName("community.open_building")
        self.button.setToolTip(tr("Closes what is open; unsaved work stays for recovery."))
        self.button.clicked.connect(lambda _checked=False: self.open_asked.emit(self._id))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10, 8, 10, 8)
        outer.setSpacing(4)
        for widget in (self.title, self.about):
            outer.addWidget(widget)
        outer.addWidget(self.table, 1)
        outer.addWidget(self.button)
        self.show_building(None, "", can_open=False)

    def show_building(self, results: Results | None, identity: str, *, can_open: bool) -> None:
        """Show a building; a hint where none is chosen."""
        words, tr = self._words, self._words.tr
        row = next((item for item in results["buildings"] if item["id"] == identity), None) if results else None
        self._id = identity
        self.button.setVisible(row is not None and can_open)
        self.table.setVisible(row is not None)
        self.setVisible(results is not None)
        if results is None or row is None:
            self.title.setText("")
            self.about.setText(tr("Choose a building to see it beside the community's median.") if results else "")
            fill(self.table, ())
            return
        self.title.setText(row["title"] if row["count"] == 1 else f"{row['count']} × {row['title']}")
        worst = min(row["rooms"], key=lambda room: (room["score"], room["guid"]), default=None)
        said = tr("{use}, {storeys} storeys, {area} m², class {health}").format(
            use=tr(row["use"]), storeys=row["storeys"], area=words.num(row["gia_m2"]),
            health=tr(CLASS_NAMES[row["health_class"]]),
        )  # fmt: skip
        if worst is not None:
            indicator = INDICATOR_NAMES.get(worst["worst_indicator"], worst["worst_indicator"])
            reason = tr("Worst room: {room} ({indicator})").format(room=worst["name"], indicator=tr(indicator))
            said = f"{said}. {reason}"
        if row["kind"] == "archetype":
            said = f"{said}. {tr('Known by a few figures, without a model.')}"
        self.about.setText(said)
        fill(self.table, detail_rows(results, row, words), right=(1, 2))
