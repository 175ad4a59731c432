"""What a search found: the front to choose from, a point against the study, each measure alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from bldgassess.advisor.result import OBJECTIVES, Advice, ObjectiveId, Outcome
from bldgassess.advisor.space import Candidate, Space
from bldgassess.advisor.words import choice_title, level_words, measures_sentence
from bldgassess.compare.classes import changed_classes
from reports.charts.abatement import abatement_chart
from reports.charts.layout import Style
from reports.charts.pareto import objective_unit, pareto_chart, point_key
from reports.figures import percent
from reports.label_words import title_of
from ui.charts import ChartWidget
from ui.pages.base import label, make_table, row_key

_DETAIL_PX, _HEAD_PX, _FIGURE_PX = 306, 60, 80
_LONGEST_NAME = 40


class FoundView(QWidget):
    """``variants_asked``: pairs of name and values by path, of the points that are chosen."""

    variants_asked = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        tr = style.translate
        self._style, self.tr_ = style, tr
        self.advice: Advice | None = None
        self.chosen: tuple[int, ...] = ()
        self.x, self.y = QComboBox(), QComboBox()
        for box, name, key in ((self.x, tr("To the right"), "x"), (self.y, tr("Upwards"), "y")):
            box.setObjectName(f"improve.axis.{key}")
            box.setAccessibleName(name)
            box.activated.connect(lambda _index: self._draw())
        self.front, self.alone = ChartWidget(), ChartWidget()
        self.front.setObjectName("improve.pareto")
        self.alone.setObjectName("improve.alone")
        self.front.clicked.connect(self._mark)
        self.alone.clicked.connect(self._mark_alone)
        self.table = make_table((), tr("Combinations that none beats"))
        self.table.setObjectName("improve.front")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag(int(wrapped)))
        self.table.horizontalHeader().setFixedHeight(_HEAD_PX)
        self.table.itemSelectionChanged.connect(self._rows_chosen)
        self.answer = QTextBrowser()
        self.answer.setObjectName("improve.answer")
        self.answer.setAccessibleName(tr("What gets the design to the next level"))
        self.detail = label("", wrap=True)
        self.detail.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setAccessibleName(tr("The chosen combination against the study as it stands"))
        self.as_variant = QPushButton(tr("As variant"))
        self.as_variant.setObjectName("improve.as_variant")
        self.as_variant.clicked.connect(self._ask)
        self._lay_out()
        self.show_advice(None)

    def _lay_out(self) -> None:
        tr = self.tr_
        axes = QHBoxLayout()
        for box, words in ((self.y, tr("Upwards")), (self.x, tr("To the right"))):
            name = QLabel(words)
            name.setBuddy(box)
            axes.addWidget(name)
            axes.addWidget(box)
        axes.addStretch()
        beside = QVBoxLayout()
        beside.addWidget(self.detail, 1)
        beside.addWidget(self.as_variant)
        below = QWidget()
        below.setObjectName("page")
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.table, 1)
        holder = QWidget()
        holder.setFixedWidth(_DETAIL_PX)
        beside.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(beside)
        row.addWidget(holder)
        self.tabs = QTabWidget()
        self.tabs.addTab(below, tr("Beaten by none"))
        self.tabs.addTab(self.alone, tr("Each measure alone"))
        self.tabs.addTab(self.answer, tr("To the next level"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(axes)
        column.addWidget(self.front, 4)
        column.addWidget(self.tabs, 3)

    def show_advice(self, advice: Advice | None) -> None:
        """Show a search, nothing where there is none."""
        if advice is self.advice and advice is not None:
            return
        self.advice, self.chosen = advice, ()
        self.setVisible(advice is not None)
        if advice is None:
            self.front.set_chart(None)
            self.alone.set_chart(None)
            return
        self._fill_axes(advice)
        self._fill_table(advice)
        self._draw()
        style = self._style
        self.alone.set_chart(lambda w, h: abatement_chart(advice, w, h, style))
        goal = advice.next_level.point
        self.choose((goal,) if goal is not None else advice.front[:1] or (advice.base,))

    def show_answer(self, sentences: Sequence[str]) -> None:
        """Show all that is said about the next level."""
        self.answer.setHtml("".join(f"<p>{escape(text)}</p>" for text in sentences))

    def _fill_axes(self, advice: Advice) -> None:
        keys = _known(advice)
        wanted = [*advice.objectives, *(key for key in keys if key not in advice.objectives)]
        for box, place in ((self.x, 0), (self.y, 1)):
            was = box.currentData()
            box.clear()
            for key in keys:
                box.addItem(self.tr_(OBJECTIVES[key].title), key)
            box.setCurrentIndex(box.findData(was if was in keys else wanted[place]))

    def _fill_table(self, advice: Advice) -> None:
        tr, style = self.tr_, self._style
        heads = [f"{tr(OBJECTIVES[key].title)}, {objective_unit(key, advice, style)}" for key in advice.objectives]
        self.table.setColumnCount(len(heads) + 2)
        self.table.setHorizontalHeaderLabels([*heads, tr("Level"), tr("Changes")])
        rows = []
        for place in advice.front:
            point = advice.points[place]
            figures = [style.number(getattr(point.outcome, OBJECTIVES[key].figure)) for key in advice.objectives]
            level = _level(point.outcome, advice, style)
            rows.append(
                (*figures, level, measures_sentence(advice.space, point.candidate, style.language, style.number))
            )
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(rows))
            for r, (place, row) in enumerate(zip(advice.front, rows, strict=True)):
                for c, text in enumerate(row):
                    item = QTableWidgetItem(text)
                    item.setToolTip(text)
                    item.setData(Qt.ItemDataRole.UserRole, str(place))
                    if c < len(heads):
                        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    self.table.setItem(r, c, item)
        for column in range(len(heads) + 1):
            self.table.setColumnWidth(column, _FIGURE_PX)

    def _draw(self) -> None:
        advice, style = self.advice, self._style
        if advice is None:
            return
        x, y = self.x.currentData(), self.y.currentData()
        self.front.set_chart(lambda w, h: pareto_chart(advice, w, h, style, x=x, y=y))
        self.front.set_selected(frozenset(point_key(place) for place in self.chosen))

    # choosing

    def choose(self, places: tuple[int, ...]) -> None:
        """Choose points: marked in the chart, their rows selected, the last one in words."""
        self.chosen = places
        with QSignalBlocker(self.table):
            picked = self.table.selectionModel()
            picked.clearSelection()
            for row in range(self.table.rowCount()):
                if int(row_key(self.table, row)) in places:
                    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                    picked.select(self.table.model().index(row, 0), flags)
                    self.table.scrollTo(self.table.model().index(row, 0))
        self.table.viewport().update()
        self._show_chosen()

    def _mark(self, key: str) -> None:
        """Choose the point behind a mark; with Ctrl beside those that are chosen already."""
        place = int(key.rpartition(".")[2])
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            kept = tuple(item for item in self.chosen if item != place)
            self.choose(kept if place in self.chosen else (*kept, place))
        else:
            self.choose((place,))

    def _mark_alone(self, key: str) -> None:
        """Choose the combination that is one measure alone."""
        advice = self.advice
        if advice is None:
            return
        candidate = advice.abatement[int(key.rpartition(".")[2])].candidate
        place = next((k for k, point in enumerate(advice.points) if point.candidate == candidate), None)
        if place is not None:
            self.choose((place,))
            self.tabs.setCurrentIndex(0)

    def _rows_chosen(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        self.chosen = tuple(int(row_key(self.table, row)) for row in rows)
        self._show_chosen()

    def _show_chosen(self) -> None:
        advice, tr = self.advice, self.tr_
        self.front.set_selected(frozenset(point_key(place) for place in self.chosen))
        changed = [place for place in self.chosen if advice is not None and place != advice.base]
        self.as_variant.setEnabled(bool(changed))
        few = tr("As variant") if len(changed) < 2 else tr("As {count} variants").format(count=len(changed))
        self.as_variant.setText(few)
        if advice is None or not self.chosen:
            self.detail.setText(tr("Choose a point of the chart or a row; Ctrl adds."))
            return
        self.detail.setText(self._say_point(advice, self.chosen[-1]))

    def _say_point(self, advice: Advice, place: int) -> str:
        """Say what a point changes and its figures against the study."""
        tr, style = self.tr_, self._style
        point, base = advice.points[place], advice.points[advice.base]
        moved = advice.space.moved(point.candidate)
        lines = [
            f"<li>{escape(choice_title(advice.space, k, style.language))}: "
            f"{escape(level_words(advice.space, k, point.candidate[k], style.language, style.number))}</li>"
            for k in moved
        ]
        parts = [f"<b>{escape(tr('Changes') if moved else tr('As it stands'))}</b>"]
        parts.append(f"<ul style='margin: 2px 0 6px -22px'>{''.join(lines)}</ul>" if lines else "<br>")
        parts += [f"{escape(line)}<br>" for line in self._figures(advice, point.outcome, base.outcome)]
        changes = changed_classes(dict(base.outcome.health_classes), point.outcome.health_classes)
        worse = [item.id for item in changes if item.is_worse]
        if worse:
            words = tr("Health classes that get worse: {indicators}.").format(indicators=", ".join(worse))
            parts.append(f"{escape(words)}<br>")
        if not point.within:
            parts.append(escape(tr("Beyond a limit of the search.")))
        return "".join(parts)

    def _figures(self, advice: Advice, after: Outcome, before: Outcome) -> list[str]:
        tr, style = self.tr_, self._style
        found = []
        for key in _known(advice):
            new, old = getattr(after, OBJECTIVES[key].figure), getattr(before, OBJECTIVES[key].figure)
            text = f"{tr(OBJECTIVES[key].title)}: {style.number(new)} {objective_unit(key, advice, style)}"
            if new is not None and old is not None and new != old:
                share = f", {percent((new - old) / old, style.language, sign=True)}" if old else ""
                text += f" ({style.number(round(new - old, 6), sign=True)}{share})"
            found.append(text)
        one, other = (_level(item, advice, style) for item in (before, after))
        found.append(f"{tr('Level')}: {one} → {other}" if one != other else f"{tr('Level')}: {other}")
        return found

    def _ask(self) -> None:
        advice = self.advice
        if advice is None:
            return
        wanted = [
            (
                self.name_of(advice.space, advice.points[place].candidate),
                values_of(advice.space, advice.points[place].candidate),
            )
            for place in self.chosen
            if place != advice.base
        ]
        if wanted:
            self.variants_asked.emit(wanted)

    def name_of(self, space: Space, candidate: Candidate) -> str:
        """Return a short name for a combination: its first measures with their levels, and how many more there are."""
        style = self._style
        parts = [
            f"{choice_title(space, k, style.language)} "
            f"{level_words(space, k, candidate[k], style.language, style.number)}"
            for k in space.moved(candidate)
        ]
        name, more = parts[0], len(parts) - 1
        if len(name) > _LONGEST_NAME:
            name = name[: _LONGEST_NAME - 1].rstrip() + "…"
        return f"{name} +{more}" if more else name


def values_of(space: Space, candidate: Candidate) -> Mapping[str, object]:
    """Return what a combination sets in the study, by path."""
    return {edit.path: edit.new for edit in space.edits_of(candidate)}


def _known(advice: Advice) -> list[ObjectiveId]:
    """Return the objectives that the points have figures of: cost only with a table."""
    return [key for key in OBJECTIVES if key != "cost" or advice.currency]


def _level(outcome: Outcome, advice: Advice, style: Style) -> str:
    titles = {level.id: level.title for level in advice.levels}
    title = titles.get(outcome.label_level or "")
    return title_of(title, style) if title else "–"
