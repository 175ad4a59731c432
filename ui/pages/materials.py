"""Materials: what each name of the model was taken for, how sure that is, and the shortest way to mend it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QPushButton, QVBoxLayout

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.pipeline.material_options import MaterialOption, MaterialOptions
from bldgassess.pipeline.office import office_from_environment
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.records import FactorRecord, Reason
from reports.figures import number, percent
from ui.pages.base import Page, label, updating_note
from ui.pages.materials_library import Library
from ui.pages.materials_rows import FILTERS, Counters, Filter, Grouping, MaterialRow, count_rows, make_rows
from ui.pages.materials_table import COLUMNS, Look, MaterialModel, MaterialTable
from ui.pages.materials_words import choice_words, detail_html, kg_text, material_name
from ui.state import State, Variant
from ui.widgets.search import SearchField

#: Filter -> button, with the number of rows.
_FILTER_NAMES: dict[Filter, str] = {
    "needs": mark("Needs you: {count}"),
    "all": mark("All: {count}"),
    "assumed": mark("Assumed: {count}"),
}
_GROUPINGS: dict[Grouping, str] = {
    "material": mark("Material"),
    "type": mark("Type"),
    "part": mark("Building part"),
}
#: From this width of the page on the drawer stands beside the table, and alternatives have a column [px].
_WIDE_PX = 1250
#: So many names are weighed in one request: an edit must not wait for them.
_AT_ONCE = 4
#: Width of columns with figures and chips; the others share what is left [px].
_WIDTHS = {"mass": 78, "carbon": 82, "share": 62, "elements": 84, "score": 60, "origin": 92}
_STRETCH = {"group": 2, "material": 4, "match": 5, "alternatives": 5}


class MaterialsPage(Page):
    """Counters and filters above, the table, bulk accept below, the drawer at the right.

    ``alone_asked`` (GlobalIds) shows elements alone on the Model page; ``remember_asked`` (name, record id, score each)
    keeps choices for the office.
    """

    alone_asked = Signal(object)
    remember_asked = Signal(object)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        look = Look(language, tr, self.style_.palette)
        self.model = MaterialModel(look)
        self.table = MaterialTable(self.model)
        self.library = Library(look)
        self.headline = label("", "heading")
        self.note = label("", "note", wrap=True)
        self.updating = updating_note(tr)
        self.filters = {name: self._filter_button(name) for name in FILTERS}
        self.group_by = QComboBox()
        self.group_by.setObjectName("materials.group")
        self.group_by.setAccessibleName(tr("Group by"))
        for key, words in _GROUPINGS.items():
            self.group_by.addItem(tr(words), key)
        name = tr("Filter materials by name, factor or category")
        self.words = SearchField(tr("Filter"), key="materials.filter", name=name)
        self._make_buttons()
        self._filter: Filter | None = None
        self._made: tuple[object, ...] = (None, None, None)
        self._basis: tuple[str, Study] | None = None
        self._token = 0
        self._asking = False
        self._refused: set[str] = set()
        self._options: dict[str, MaterialOptions] = {}
        self._found: tuple[MaterialOption, ...] = ()
        self._search_text = ""
        self._own: tuple[list[tuple[str, str, str]], frozenset[str]] = [], frozenset()
        self._is_syncing = False
        self._is_open = False
        self._lay_out()
        self._listen()

    # building

    def _make_buttons(self) -> None:
        tr = self.tr_
        self.accept_many = QPushButton()
        self.accept_many.setObjectName("materials.accept")
        self.least = QDoubleSpinBox()
        self.least.setObjectName("materials.threshold")
        self.least.setAccessibleName(tr("Least score to accept"))
        self.least.setRange(0.0, 1.0)
        self.least.setSingleStep(0.05)
        self.least.setValue(0.9)
        self.accept_rows = QPushButton(tr("Accept selected"))
        self.accept_rows.setObjectName("materials.accept_selected")
        self.accept_rows.setToolTip(tr("Take what is in use as chosen, for the selected rows (A)"))
        self.open_library = QPushButton(tr("Choose another…"))
        self.open_library.setObjectName("materials.open_library")
        self.open_library.setToolTip(tr("Alternatives and all factors (Enter)"))
        self.show_alone = QPushButton(tr("Show in 3D"))
        self.show_alone.setObjectName("materials.show")
        self.show_alone.setToolTip(tr("Show the elements of the selected rows alone (Space)"))

    def _filter_button(self, name: Filter) -> QPushButton:
        made = QPushButton()
        made.setObjectName(f"materials.{name}")
        made.setCheckable(True)
        made.clicked.connect(lambda: self.choose_filter(name))
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for button in self.filters.values():
            top.addWidget(button)
        top.addStretch()
        top.addWidget(label(self.tr_("Group by")))
        top.addWidget(self.group_by)
        top.addWidget(self.words, 1)
        bottom = QHBoxLayout()
        for widget in (self.accept_many, self.least, self.accept_rows, self.open_library, self.show_alone):
            bottom.addWidget(widget)
        bottom.addStretch()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.headline)
        left.addWidget(self.updating)
        left.addLayout(top)
        left.addWidget(self.table, 1)
        left.addWidget(self.note)
        left.addLayout(bottom)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 0, 12, 0)
        left.setContentsMargins(0, 12, 0, 12)
        outer.setSpacing(12)
        outer.addLayout(left, 1)
        outer.addWidget(self.library)

    def _listen(self) -> None:
        table, library = self.table, self.library
        self.group_by.currentIndexChanged.connect(lambda _index: self.refresh())
        self.words.textChanged.connect(lambda _text: self._apply_filter())
        self.least.valueChanged.connect(lambda _value: self._show_controls())
        self.accept_many.clicked.connect(lambda: self.accept(self._sure_rows()))
        self.accept_rows.clicked.connect(lambda: self.accept(self.table.chosen))
        self.open_library.clicked.connect(self.open_drawer)
        self.show_alone.clicked.connect(self._show_alone)
        table.selectionModel().selectionChanged.connect(self._selection_made)
        table.rows.modelReset.connect(self._restore_selection)
        table.opened.connect(self.open_drawer)
        table.shown_alone.connect(self._show_alone)
        table.doubleClicked.connect(lambda _index: self._show_alone())
        table.accepted.connect(lambda: self.accept(self.table.chosen))
        table.reset_asked.connect(self.reset_rows)
        table.dropped.connect(self.take_record)
        library.record_chosen.connect(lambda identity: self.take_record(identity, self.table.chosen))
        library.search_asked.connect(self._search)
        library.reset_asked.connect(self.reset_rows)
        library.remember_asked.connect(self._remember)
        library.left.connect(self.close_drawer)

    # what a person does

    def choose_filter(self, name: Filter) -> None:
        """Show the rows that need a person, all, or those that something is assumed for."""
        self._filter = name
        self._apply_filter()

    def accept(self, rows: Sequence[MaterialRow]) -> None:
        """Make what is in use for rows a choice of this project, as one step."""
        chosen = {row.path: row for row in rows if row.can_be_accepted()}
        if not chosen:
            return
        values = {path: row.records[0].id for path, row in chosen.items()}
        if len(chosen) == 1:
            text = self.tr_("Accept {name}").format(name=material_name(next(iter(chosen.values())), self.tr_))
        else:
            text = self.tr_("Accept {count} matches").format(count=len(chosen))
        self.many_asked.emit(values, text)

    def take_record(self, identity: str, rows: Sequence[MaterialRow]) -> None:
        """Take a record for rows, as one step."""
        record = self._record(identity)
        chosen = [row for row in rows if row.kind == "model"]
        if record is None or not chosen:
            return
        text = choice_words(chosen, record, self.tr_, self.language)
        self.many_asked.emit({row.path: identity for row in chosen}, text)
        self.table.setFocus()  # where Ctrl+Z takes the choice back

    def reset_rows(self) -> None:
        """Forget the choices for the selected rows."""
        study = self.state.current.study if self.state.current else Study()
        rows = {row.path: row for row in self.table.chosen if row.material in study.materials}
        if not rows:
            return
        if len(rows) == 1:
            name = material_name(next(iter(rows.values())), self.tr_)
            text = self.tr_("Material: {name} back to automatic").format(name=name)
        else:
            text = self.tr_("Material: {count} names back to automatic").format(count=len(rows))
        self.many_asked.emit(dict.fromkeys(rows), text)

    def open_drawer(self) -> None:
        """Open the drawer, and put the cursor into its records."""
        self._is_open = True
        self._place_drawer()
        self._show_drawer()
        (self.library.list if self.library.list.rowCount() else self.library.search).setFocus()

    def close_drawer(self) -> None:
        """Go back to the table; where the drawer lies in its way, close it."""
        self._is_open = False
        with QSignalBlocker(self.library.search):
            self.library.search.clear()
        self._found, self._search_text = (), ""
        self._place_drawer()
        self._show_drawer()
        self.table.setFocus()

    def find(self) -> None:
        """Put the cursor into the filter."""
        self.words.setFocus()
        self.words.selectAll()

    def _show_alone(self) -> None:
        guids = self._guids(self.table.chosen)
        if guids:
            self.alone_asked.emit(guids)

    def _remember(self) -> None:
        chosen = [(row.material, row.records[0].id, 1.0) for row in self.table.chosen if self._can_be_remembered(row)]
        if chosen:
            self.remember_asked.emit(chosen)

    def _can_be_remembered(self, row: MaterialRow) -> bool:
        return row.origin == "yours" and len(row.records) == 1 and bool(row.material.strip())

    def _search(self, text: str) -> None:
        self._search_text = text
        if text and self._view_variant is not None:
            self.asked.emit("materials.search", ((self._token, text), text, self._names(self.table.chosen)))
        else:
            self._found = ()
            self._show_drawer()

    # showing

    @property
    def is_waiting(self) -> bool:
        """Whether alternatives of shown rows are still to come."""
        return self._asking or (self._view_variant is not None and bool(self._missing()))

    @property
    def _view_variant(self) -> Variant | None:
        variant = self.ready
        return variant if variant is not None and variant.view is not None else None

    def refresh(self) -> None:
        """Show the current variant's materials."""
        variant = self.state.current
        view = variant.view if variant else None
        study = (variant.shown_study or variant.study) if variant else Study()
        grouping: Grouping = self.group_by.currentData()
        self.updating.setVisible(bool(view and variant and "carbon" in variant.stale))
        made = (view, variant, study)
        is_same = grouping == self.model.grouping and all(a is b for a, b in zip(made, self._made, strict=True))
        if not is_same:
            self._made = made
            self._take_basis(variant, study)
            types = {}
            if grouping == "type" and variant and variant.building:
                types = {item.guid: item.type_name for item in variant.building.elements if item.type_name}
            lines = view.lines if view else ()
            rows = make_rows(lines, view.line_kg if view else {}, study, grouping, types)
            self.model.set_rows(rows, self._options, grouping)
            self._show_counters(count_rows(rows))
            self._place_drawer()
        self._apply_filter()

    def _take_basis(self, variant: Variant | None, study: Study) -> None:
        """Forget the alternatives where anything but the choice of materials has changed."""
        basis = (variant.key, study.model_copy(update={"materials": {}})) if variant else None
        if basis != self._basis:
            self._basis, self._options, self._asking = basis, {}, False
            self._token += 1
            self._refused.clear()
            self._found, self._search_text = (), ""

    def _show_counters(self, counters: Counters) -> None:
        tr, language = self.tr_, self.language
        self.headline.setText(
            tr("{mass} of mass mapped, {carbon} of carbon certain").format(
                mass=percent(counters.mapped_mass_fraction, language),
                carbon=percent(counters.certain_carbon_fraction, language),
            )
            if self.model.rows
            else tr("No materials yet.")
        )
        for name, button in self.filters.items():
            sums = counters.sums[name]
            words = tr(_FILTER_NAMES[name]).format(count=sums.count)
            hint = tr("{mass} of mass, {carbon} of carbon").format(
                mass=percent(sums.mass_fraction, language), carbon=percent(sums.carbon_fraction, language)
            )
            button.setText(words)
            button.setToolTip(hint)
            button.setAccessibleName(words)
            button.setAccessibleDescription(hint)

    def _apply_filter(self) -> None:
        """Filter the rows; until a person chooses, those that need one where there are any."""
        needs = any(row.needs_you for row in self.model.rows)
        chosen: Filter = self._filter or ("needs" if needs else "all")
        for name, button in self.filters.items():
            button.setChecked(name == chosen)
        self._is_syncing = True
        self.table.rows.choose(chosen, self.words.text())
        self._is_syncing = False
        shown = self.table.rows.rowCount()
        if shown or not self.model.rows:
            self.note.setText(self.tr_("All materials are mapped.") if self.model.rows and not needs else "")
        elif chosen == "needs" and not needs:
            self.note.setText(self.tr_("All materials are mapped."))
        else:
            self.note.setText(self.tr_("No material fits the filter."))
        self.select()
        self._show_controls()
        self._show_drawer()
        self._ask_options()

    def _show_controls(self) -> None:
        tr, variant = self.tr_, self.state.current
        can_edit = variant is not None and variant.view is not None and not variant.locked
        chosen, sure = self.table.chosen, self._sure_rows()
        study = variant.study if variant else Study()
        self.table.is_locked = not can_edit
        score = number(self.least.value(), self.language)
        self.accept_many.setText(tr("Accept {count} above {score}").format(count=len(sure), score=score))
        self.accept_many.setEnabled(can_edit and bool(sure))
        self.least.setEnabled(can_edit)
        self.accept_rows.setEnabled(can_edit and any(row.can_be_accepted() for row in chosen))
        self.open_library.setEnabled(bool(chosen))
        self.show_alone.setEnabled(bool(chosen))
        library = self.library
        library.choose.setEnabled(can_edit and any(row.kind == "model" for row in chosen))
        library.list.setDragEnabled(can_edit)
        library.reset.setEnabled(can_edit and any(row.material in study.materials for row in chosen))
        has_office = office_from_environment() is not None
        library.remember.setEnabled(has_office and any(self._can_be_remembered(row) for row in chosen))
        library.remember.setToolTip(
            tr("Keep the choices for the selected rows for later projects")
            if has_office
            else tr("No office folder is named. Set BLDGASSESS_OFFICE to one.")
        )
        why = tr("This variant is locked. Unlock it, or branch it.") if variant and variant.locked else ""
        for widget in (self.accept_many, self.accept_rows, library.choose, library.reset):
            widget.setAccessibleDescription(why or widget.toolTip())
        if why:
            self.note.setText(why)

    def _sure_rows(self) -> list[MaterialRow]:
        """Return the shown rows that are sure enough to be accepted together."""
        return [row for row in self.table.rows.shown if row.can_be_accepted(self.least.value())]

    def _show_drawer(self) -> None:
        library, chosen = self.library, self.table.chosen
        base = math.fsum(self.model.base_kgco2e.get(name, 0.0) for name in self._names(chosen))
        one = self._options.get(chosen[0].material) if len(chosen) == 1 else None
        if len(chosen) == 1:
            row = chosen[0]
            library.detail.setText(detail_html(row, one, self.tr_, self.language, self._say_reason))
        elif chosen:
            library.detail.setText(self._sum_html(chosen))
        else:
            library.detail.setText(self.tr_("Select a row to see what it was taken for, why, and what else it may be."))
        has_base = bool(chosen) and all(row.kgco2e is not None for row in chosen if row.kind == "model")
        used = frozenset(record.id for row in chosen for record in row.records) if len(chosen) == 1 else frozenset()
        options: Sequence[MaterialOption] = ()
        if self._search_text:
            options = self._found
            library.title.setText(self.tr_("All factors"))
        else:
            options = one.options if one and chosen[0].kind == "model" else ()
            library.title.setText(self.tr_("Alternatives"))
        library.list.show_options(options, used, base if has_base and self._names(chosen) else None)
        self._say_list(chosen, options)

    def _say_list(self, chosen: Sequence[MaterialRow], options: Sequence[MaterialOption]) -> None:
        tr = self.tr_
        if chosen and all(row.kind != "model" for row in chosen):
            text = tr("Set by a measure or a construction of the study. Change it there.")
        elif self._search_text and not options:
            text = tr("No factor fits these words.")
        elif options:
            text = tr("Change of A–C of all elements of these names, counted with the engine's rules; energy follows.")
        else:
            text = tr("Type to look through all factors.")
        self.library.note.setText(text)

    def _sum_html(self, rows: Sequence[MaterialRow]) -> str:
        tr = self.tr_
        names = tr("{count} rows").format(count=len(rows))
        elements = tr("{count} elements").format(count=len(self._guids(rows)))
        mass = self.num(math.fsum(row.mass_kg for row in rows))
        total = kg_text(math.fsum(row.kgco2e or 0.0 for row in rows), self.language)
        return f"<h3>{names}</h3><p>{elements}, {mass} kg, <b>{total}</b> A–C</p>"

    def _say_reason(self, reason: object) -> str:
        if not isinstance(reason, Reason):
            return ""
        params: dict[str, Any] = {"text": reason.text, "means": reason.means, "score": f"{reason.score:+.2f}"}
        return sentence(Issue(f"materials.reason.{reason.kind}", params), self.tr_)

    # alternatives, from the worker

    def _missing(self) -> list[str]:
        """Return the shown names whose alternatives are not known, the selected first."""
        rows = [*self.table.chosen, *self.table.rows.shown]
        names = dict.fromkeys(row.material for row in rows if row.kind == "model")
        return [name for name in names if name not in self._options and name not in self._refused]

    def _ask_options(self) -> None:
        if self._asking or not self.isVisible() or self._view_variant is None:
            return
        names = self._missing()[:_AT_ONCE]
        if names:
            self._asking = True
            self.asked.emit("materials.alternatives", (self._token, tuple(names)))

    def told(self, variant: Variant | None, what: str, value: Any, issues: Sequence[Issue]) -> None:  # noqa: ANN401
        """Take alternatives, or what a search found."""
        if variant is not self.state.current or not what.startswith("materials."):
            return
        if what == "materials.alternatives":
            self._take_options(value, issues)
        elif what == "materials.search" and value is not None:
            token, found = value
            if token == (self._token, self._search_text):
                self._found = tuple(found)
                self._show_drawer()
        if issues:
            self.note.setText(" ".join(self.say(issue) for issue in issues))
        elif what == "materials.remember" and value is not None:
            self.note.setText(self.tr_("Remembered for the office: {count}.").format(count=value))

    def _take_options(self, value: tuple[int, list[MaterialOptions]] | None, issues: Sequence[Issue]) -> None:
        self._asking = False
        if value is None:
            if issues:  # not again and again
                self._refused.update(self._missing())
            return
        token, found = value
        if token == self._token:
            self._options.update({item.name: item for item in found})
            self.model.options = self._options
            self.model.options_came([item.name for item in found])
            if any(item.name in self._names(self.table.chosen) for item in found):
                self._show_drawer()
        self._ask_options()

    def _record(self, identity: str) -> FactorRecord | None:
        options = [*self._found, *(option for item in self._options.values() for option in item.options)]
        return next((option.record for option in options if option.record.id == identity), None)

    # selection

    def _selection_made(self, _on: QItemSelection, _off: QItemSelection) -> None:
        if self._is_syncing:
            return
        rows = self.table.chosen
        self._own = [row.key for row in rows], frozenset(self._guids(rows))
        self.state.select(self._own[1])
        self._selection_shown()

    def _selection_shown(self) -> None:
        if self._search_text:  # its effects were those on other rows
            self._search(self._search_text)
        self._show_controls()
        self._show_drawer()
        self._ask_options()

    def select(self) -> None:
        """Mark the rows of the selected elements; those that were selected here stay what they are."""
        if self.state.selection != self._own[1]:
            self._own = [], frozenset()
        before = {row.key for row in self.table.chosen}
        self._restore_selection()
        if {row.key for row in self.table.chosen} != before:
            self._selection_shown()

    def _restore_selection(self) -> None:
        keys, selection = self._own[0], self.state.selection
        if not keys:
            keys = [row.key for row in self.table.rows.shown if not selection.isdisjoint(row.guids)]
        if set(keys) != {row.key for row in self.table.chosen}:
            self._mark(keys)

    def _mark(self, keys: Sequence[tuple[str, str, str]]) -> None:
        wanted, rows = set(keys), self.table.rows
        marked = QItemSelection()
        first = -1
        for place in range(rows.rowCount()):
            if rows.row_at(place).key in wanted:
                marked.select(rows.index(place, 0), rows.index(place, len(COLUMNS) - 1))
                first = place if first < 0 else first
        self._is_syncing = True
        model = self.table.selectionModel()
        model.select(marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if first >= 0:
            model.setCurrentIndex(rows.index(first, 1), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.table.scrollTo(rows.index(first, 1))
        self._is_syncing = False

    def _guids(self, rows: Sequence[MaterialRow]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(guid for row in rows for guid in row.guids))

    def _names(self, rows: Sequence[MaterialRow]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.material for row in rows if row.kind == "model"))

    # place

    def _place_drawer(self) -> None:
        """Put the drawer beside the table where there is room, else only as long as it is asked for."""
        is_wide = self.width() >= _WIDE_PX
        self.library.setVisible(is_wide or self._is_open)
        self.library.close_button.setVisible(not is_wide)
        self.table.setColumnHidden(COLUMNS.index("alternatives"), not is_wide)
        self.table.setColumnHidden(COLUMNS.index("group"), self.model.grouping == "material")
        drawer = self.library.width() + 12 if self.library.isVisibleTo(self) else 0
        self._fit_columns(self.width() - drawer - 16 - 24)

    def _fit_columns(self, width: int) -> None:
        shown = [name for place, name in enumerate(COLUMNS) if not self.table.isColumnHidden(place)]
        left = max(0, width - sum(_WIDTHS.get(name, 0) for name in shown))
        parts = sum(_STRETCH.get(name, 0) for name in shown)
        for name in shown:
            px = _WIDTHS.get(name) or max(90, left * _STRETCH[name] // parts)
            self.table.setColumnWidth(COLUMNS.index(name), px)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Place the drawer anew."""
        super().resizeEvent(event)
        self._place_drawer()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for alternatives that were not asked for while the page was hidden."""
        super().showEvent(event)
        self._ask_options()
