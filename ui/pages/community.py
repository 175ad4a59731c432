"""Community: its buildings as tiles, what they share, criteria and resilience, from one file; and its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bldgassess.errors import Issue
from bldgassess.messages import templates
from bldgassess.texts import mark
from reports.charts.community import balance_chart, buildings_chart, classes_chart, island_chart, spread_chart
from reports.charts.layout import Style
from reports.charts.ops import Chart
from ui.charts import ChartWidget
from ui.community import Known, OpenCommunity
from ui.pages import community_rows
from ui.pages.base import Page, fill, label, make_table
from ui.pages.community_detail import BuildingDetail
from ui.pages.community_rows import Results, TableRows, Words
from ui.state import State
from ui.widgets.bar import ProgressBar
from ui.widgets.figure import Figure, Reading

#: Figure -> (name, unit, value).
FIGURES: dict[str, tuple[str, str, Callable[[Results], float | None]]] = {
    "total": (mark("Total after sharing"), "tCO2e", lambda r: r["carbon"]["after_sharing"]["total_kgco2e"] / 1000.0),
    "per_m2": (mark("Buildings, whole life"), "kgCO2e/m2", lambda r: r["carbon"]["per_m2"]),
    "after": (mark("After sharing"), "kgCO2e/m2", lambda r: r["carbon"]["after_sharing"]["per_m2"]),
    "person": (mark("For each person"), "kgCO2e", lambda r: r["carbon"]["after_sharing"]["per_person"]),
    "self": (mark("Self-sufficiency"), "%", lambda r: 100.0 * r["energy"]["self_sufficiency_fraction"]),
    "points": (mark("Points of 100"), "", lambda r: round(r["label"]["score"], 1)),
}
#: Figures that have a value before sharing to be held against.
_BEFORE: dict[str, Callable[[Results], float | None]] = {
    "total": lambda r: r["carbon"]["total_kgco2e"] / 1000.0,
    "after": lambda r: r["carbon"]["per_m2"],
    "person": lambda r: r["carbon"]["per_person"],
}
#: Tables on tabs: key -> (name of the tab, names and makers of its tables).
_Maker = Callable[[Results, Words], TableRows]
TABLES: dict[str, tuple[str, tuple[tuple[str, _Maker], ...]]] = {
    "criteria": (mark("Criteria"), ((mark("Criteria"), community_rows.criteria_rows),)),
    "sharing": (mark("What sharing changes"), ((mark("What sharing changes"), community_rows.sharing_rows),)),
    "site": (mark("Site and sinks"), ((mark("Site and sinks"), community_rows.site_rows),)),
    "resilience": (
        mark("Resilience"),
        (
            (mark("In warmer worlds"), community_rows.world_rows),
            (mark("A heat wave without power"), community_rows.heat_wave_rows),
            (mark("Hazards and cyclones"), community_rows.hazard_rows),
        ),
    ),
    "assumptions": (mark("Assumptions"), ((mark("Assumptions"), community_rows.assumption_rows),)),
}
#: Charts on tabs: key -> (name of the tab, charts).
CHARTS: dict[str, tuple[str, tuple[tuple[str, Callable[..., Chart]], ...]]] = {
    "spread": (mark("Distributions"), (("spread", spread_chart), ("classes", classes_chart))),
    "energy": (mark("Shared energy"), (("balance", balance_chart), ("island", island_chart))),
}
#: So many problems are said at once.
_MOST_ISSUES = 3
_NOT_OFFICIAL = mark("Open reference catalogue, not the official criteria.")


def _draw(make: Callable[..., Chart], results: Results, style: Style, width: float, height: float) -> Chart:
    return make(results, width, height, style)


def so_far(known: Sequence[Known]) -> Results | None:
    """Return what the tiles need of the buildings that are known; nothing where there are none with figures."""
    rows = [item for item in known if not item.problem]
    if not rows:
        return None
    values = sorted(item.per_m2 for item in rows)
    return {
        "community": {"buildings": sum(item.count for item in rows)},
        "spreads": {"carbon_per_m2": {"quantiles": {"0.95": values[int(0.95 * (len(values) - 1))]}}},
        "buildings": [
            {"id": item.id, "title": item.title, "count": item.count, "gia_m2": item.gia_m2, "per_m2": item.per_m2,
             "health_class": item.health_class} for item in rows
        ],
    }  # fmt: skip


class CommunityPage(Page):
    """Shows ``state.community``; ``model_asked`` with the source of a building to open in the window."""

    model_asked = Signal(object)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.words = Words(tr, language)
        self._shown: tuple[object, ...] = ()
        self._old: set[int] = set()
        self.open_button = self._button(tr("Open community…"), "community.open", "open_community")
        self.example_button = self._button(tr("Example"), "community.example", "open_example_community")
        self.example_button.setAccessibleName(tr("Open the example community"))
        self.report_button = self._button(tr("Save report (PDF)…"), "community.report", "save_community_pdf")
        self.files_button = self._button(tr("Save all files…"), "community.files", "save_community_files")
        self.start_button = self._button(tr("Start page"), "community.start", "close")
        self.stop_button = self._button(tr("Stop"), "community.stop", "stop_community")
        self.stop_button.setAccessibleName(tr("Stop the community"))
        self.progress = ProgressBar()
        self.progress.setObjectName("community.progress")
        self.progress.setAccessibleName(tr("Progress of the community"))
        self.said = label("", wrap=True)
        self.basis = label("", "note", wrap=True)
        self.notice = label(tr(_NOT_OFFICIAL), "warning")
        self.figures = {key: Figure(tr(row[0]), language) for key, row in FIGURES.items()}
        self.tiles = ChartWidget()
        self.tiles.setObjectName("community.buildings")
        self.tiles.clicked.connect(self._choose)
        self.detail = BuildingDetail(self.words)
        self.detail.open_asked.connect(self._open_building)
        self.charts: dict[str, ChartWidget] = {}
        self.tables: dict[str, tuple[QTableWidget, ...]] = {}
        self.tabs = QTabWidget()
        self.tabs.setObjectName("community.tabs")
        self.tabs.currentChanged.connect(lambda _index: self._fill_tab())
        self._add_tabs()
        self._lay_out()
        self.refresh()

    def _button(self, words: str, name: str, action: str) -> QPushButton:
        made = QPushButton(words)
        made.setObjectName(name)
        made.clicked.connect(lambda _checked=False: self.action_asked.emit(action))
        return made

    def _add_tabs(self) -> None:
        tr = self.tr_
        for title, charts in CHARTS.values():
            holder, row = QWidget(), QHBoxLayout()
            holder.setObjectName("page")
            holder.setLayout(row)
            row.setContentsMargins(0, 8, 0, 0)
            row.setSpacing(16)
            for name, _ in charts:
                self.charts[name] = ChartWidget()
                self.charts[name].setObjectName(f"community.{name}")
                row.addWidget(self.charts[name])
            self.tabs.addTab(holder, tr(title))
        for key, (title, parts) in TABLES.items():
            self.tables[key] = tuple(make_table((), tr(name)) for name, _ in parts)
            self.tabs.addTab(self._hold(key, self.tables[key], [tr(name) for name, _ in parts]), tr(title))
        self.account = make_table((), tr("Carbon account"))
        self.account.setObjectName("community.account")
        self.notes = make_table((tr("What else to know"),), tr("What else to know"))
        self.notes.setObjectName("community.notes")
        self.tabs.addTab(self.account, tr("Carbon account"))
        self.tabs.addTab(self.notes, tr("Notes"))

    def _hold(self, key: str, tables: Sequence[QTableWidget], names: Sequence[str]) -> QWidget:
        """Return one table as it is, several below one another under their names."""
        for k, table in enumerate(tables):
            table.setObjectName(f"community.{key}" + (f".{k}" if k else ""))
        if len(tables) == 1:
            return tables[0]
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        for table, name in zip(tables, names, strict=True):
            column.addWidget(label(name, "group"))
            table.setMinimumHeight(130)
            column.addWidget(table)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        return area

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        self.empty = self._make_empty()
        for widget in (self.open_button, self.example_button, self.start_button):
            top.addWidget(widget)
        top.addWidget(self.said, 1)
        for widget in (self.progress, self.stop_button, self.report_button, self.files_button):
            top.addWidget(widget)
        heads = QHBoxLayout()
        heads.setSpacing(8)
        for figure in self.figures.values():
            heads.addWidget(figure, 1)
        notes = QHBoxLayout()
        notes.addWidget(self.notice)
        notes.addWidget(self.basis, 1)
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.setObjectName("community.split")
        upper.addWidget(self.tiles)
        upper.addWidget(self.detail)
        upper.setStretchFactor(0, 1)
        upper.setSizes([760, 400])
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(upper)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([330, 260])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addLayout(top)
        self.heads = QWidget()
        self.heads.setObjectName("page")
        column = QVBoxLayout(self.heads)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(heads)
        column.addLayout(notes)
        outer.addWidget(self.heads)
        outer.addWidget(self.split, 1)
        outer.addWidget(self.empty, 1)

    def _make_empty(self) -> QWidget:
        """Return what is seen before anything is open."""
        tr = self.tr_
        box = QFrame()
        box.setObjectName("drop")
        box.setFixedSize(560, 180)
        inside = QVBoxLayout(box)
        for words, name in (
            (tr("Drop a community file here"), "headline"),
            (tr("Many buildings and what they share: one YAML file, models beside it or a few figures each."), "note"),
        ):
            line = label(words, name, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(line)
        holder = QWidget()
        holder.setObjectName("page")
        column = QVBoxLayout(holder)
        column.addWidget(box, alignment=Qt.AlignmentFlag.AlignCenter)
        return holder

    @property
    def is_waiting(self) -> bool:
        """Whether a community is being assessed."""
        return self.state.community.status == "working"

    def refresh(self) -> None:
        """Show the community, or as much of it as is known."""
        community = self.state.community
        working, found = community.status == "working", community.found
        self.start_button.setVisible(not self.state.variants)
        for widget in (self.progress, self.stop_button):
            widget.setVisible(working)
        for button in (self.report_button, self.files_button):
            button.setVisible(found is not None)
            button.setEnabled(not working)
        self._say(community)
        self.heads.setVisible(found is not None)
        self.tabs.setVisible(found is not None)
        known = tuple(community.known.values())
        self.split.setVisible(found is not None or bool(known))
        self.empty.setVisible(not self.split.isVisibleTo(self))
        if found is None:
            self._show_known(known)
        elif self._shown != (id(found),):
            self._shown = (id(found),)
            self._show(found.results)

    def _say(self, community: OpenCommunity) -> None:
        """Say what is open and how far it is."""
        tr, counts, found = self.tr_, community.counts, community.found
        name = tr("Example") if community.is_example else community.path.name if community.path else ""
        is_error = community.status == "failed"
        if self.said.objectName() != ("error" if is_error else ""):
            self.said.setObjectName("error" if is_error else "")
            self.said.style().polish(self.said)
        if community.status == "":
            words = ""
        elif community.status == "working" and counts is None:
            words = tr("{file}: reading…").format(file=name)
        elif community.status == "working" and counts is not None:
            self.progress.set_share(1.0 - counts.left / max(counts.total, 1))
            words = tr("{file}: buildings done {done}, kept {kept}, failed {failed}, left {left}").format(
                file=name, done=counts.done, kept=counts.kept, failed=counts.failed, left=counts.left
            )
        elif is_error:
            words = " ".join(self.say(issue) for issue in community.issues[:_MOST_ISSUES])
            more = len(community.issues) - _MOST_ISSUES
            words += " " + tr("And {count} more.").format(count=more) if more > 0 else ""
        elif community.status == "stopped":
            words = tr("{file}: stopped. Buildings that are done are kept; open it again to go on.").format(file=name)
        else:
            computed = found.computed if found else ()
            titles = [community.known[key].title for key in computed if key in community.known]
            words = tr("{file}: {count} of {all} buildings computed anew ({names}), the others kept.").format(
                file=name, count=len(computed), all=len(found.results["buildings"]) if found else 0,
                names=_few(titles),
            )  # fmt: skip
            self.said.setToolTip(", ".join(titles))
        self.said.setText(words)

    def _show_known(self, known: tuple[Known, ...]) -> None:
        self._shown = ()
        partial_results = so_far(known)
        style = self.style_
        self.detail.show_building(None, "", can_open=False)
        self.tiles.set_chart(partial(_draw, buildings_chart, partial_results, style) if partial_results else None)

    def _show(self, results: Results) -> None:
        tr, community = self.tr_, results["community"]
        for key, (_, unit, value_of) in FIGURES.items():
            base = _BEFORE.get(key)
            self.figures[key].show_reading(
                Reading(value_of(results), unit, base=base(results) if base is not None else None)
            )
        self.notice.setVisible(not results["label"]["official"])
        words = tr("{buildings} buildings, {area} m² gross internal area, {people} people").format(
            buildings=community["buildings"], area=self.num(community["gia_m2"]), people=self.num(community["people"])
        )
        parts = [f"{community['name']}: {words}.", tr("Differences are against the buildings without sharing.")]
        if community["basis"] == "assumption":
            parts.append(tr("All values of the community file are assumptions, not data of a project."))
        self.basis.setText(" ".join(parts))
        self.tiles.set_chart(partial(_draw, buildings_chart, results, self.style_))
        self._choose(f"buildings.{self.state.community.chosen}")
        self._old = set(range(self.tabs.count()))
        self._fill_tab()

    def _fill_tab(self) -> None:
        """Fill the tab that is seen; the others when they are."""
        found, index = self.state.community.found, self.tabs.currentIndex()
        if found is None or index not in self._old:
            return
        self._old.discard(index)
        results, at = found.results, index - len(CHARTS)
        if at < 0:
            for name, make in list(CHARTS.values())[index][1]:
                self.charts[name].set_chart(partial(_draw, make, results, self.style_))
        elif at < len(TABLES):
            key = list(TABLES)[at]
            for table, (_, rows_of) in zip(self.tables[key], TABLES[key][1], strict=True):
                self._fill(table, rows_of(results, self.words))
        elif self.tabs.widget(index) is self.account:
            self._fill(self.account, community_rows.account_rows(found.accounts, self.words))
        else:
            fill(self.notes, [(self._told(item),) for item in results["issues"]])

    def _fill(self, table: QTableWidget, found: TableRows) -> None:
        table.setColumnCount(len(found.heads))
        table.setHorizontalHeaderLabels(list(found.heads))
        muted = self.style_.palette.muted
        inks = [muted if k in found.pale else None for k in range(len(found.rows))]
        fill(table, found.rows, right=found.right, colours=inks)

    def _told(self, item: dict[str, Any]) -> str:
        known = item["code"] in templates()
        return self.say(Issue(item["code"], item["params"])) if known else str(item["text"])

    def _choose(self, key: str) -> None:
        """Show a building beside the median."""
        found = self.state.community.found
        name = key.removeprefix("buildings.")
        if found is None or not key.startswith("buildings."):
            return
        self.state.community.chosen = name
        self.tiles.set_selected(frozenset({key}) if name else frozenset())
        self.detail.show_building(found.results, name, can_open=name in found.sources)

    def _open_building(self, name: str) -> None:
        found = self.state.community.found
        if found is not None and name in found.sources:
            self.model_asked.emit(found.sources[name])


def _few(names: Sequence[str], most: int = 3) -> str:
    """Return the first few names."""
    shown = ", ".join(names[:most])
    return f"{shown}, …" if len(names) > most else shown or "–"
