"""Model: the tree, the building in 3D, and what was found in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reports.charts.palette import PALETTES
from reports.names import PART_NAMES
from ui.pages.base import Page, label
from ui.pages.findings import FindingsPanel
from ui.pages.findings_export import ExportButton
from ui.pages.model_colours import Quantity, colouring, quantities
from ui.pages.model_section import SectionStrip
from ui.pages.model_show import ShowButton, SideButton
from ui.pages.model_tree import ElementTree, make_tree
from ui.state import State, Variant
from ui.viewer.camera import Camera
from ui.viewer.colours import by_part
from ui.viewer.legend import Legend
from ui.viewer.make import make_viewer
from ui.viewer.scene import GrowingScene, Scene
from ui.viewer.widget import combined
from ui.widgets.search import SearchField

#: Widths of tree and findings, and at least of the picture [px].
_TREE, _FINDINGS, _PICTURE = 290, 260, 400


class ModelPage(Page):
    """Tree by storey and part, 3D, findings; one selection for all."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self.viewer = make_viewer(tr("This screen has no OpenGL, so there is no 3D picture."))
        palette = PALETTES[theme]
        self.viewer.set_theme(palette.ground, palette.text, palette.accent)
        self.viewer.picked.connect(lambda guids, how: self.state.select(combined(self.state.selection, guids, how)))
        self.viewer.hovered.connect(self._say_hovered)
        self.viewer.visibility_changed.connect(self._visibility_changed)
        state.shapes_ready.connect(self._grow)
        self.filter = SearchField(tr("Filter  /"))
        self.filter.textChanged.connect(lambda _words: self._fill_tree())
        self.tree = ElementTree(tr, self.num)
        self.tree.chosen.connect(self.state.select)
        self.tree.pass_key = self.viewer.take_key
        self.tree.model_.shown_asked.connect(
            lambda guids, on: (self.viewer.show_elements if on else self.viewer.hide_elements)(frozenset(guids))
        )
        self.colour_by = QComboBox()
        self.colour_by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.colour_by.setMinimumContentsLength(10)
        self.colour_by.currentIndexChanged.connect(self._recolour)
        self.cut = QToolButton()
        self.cut.setText(tr("Section"))
        self.cut.setCheckable(True)
        self.cut.toggled.connect(self._cut_toggled)
        self.section = SectionStrip(tr, self.num)
        self.section.setVisible(False)
        self.section.cut_changed.connect(self.viewer.set_cuts)
        self.show_button, self.side_button = ShowButton(self.viewer, state, tr), SideButton(self.viewer, tr)
        self.show_all = QToolButton()
        self.show_all.setText(tr("Show all"))
        self.show_all.clicked.connect(self._return_to_all)
        self.legend = Legend(palette, tr, self.num)
        self.findings = FindingsPanel(language)
        self.findings.shown.connect(self._isolate)
        self.export = ExportButton(language, self.findings.band.setText)
        self.findings.head.addWidget(self.export)
        self._quantities: list[Quantity] = []
        self._rooms_shown = False
        self._camera: Camera | None = None
        self._filled: tuple[object, ...] = ()
        self._tree_of: tuple[object, ...] = ()
        self._coloured: tuple[object, ...] = ()
        self._name_parts()
        self._say_hovered("")
        self._visibility_changed()
        self._list_quantities(None)
        self._lay_out()

    def _name_parts(self) -> None:
        """Give names to the parts, for scripts and for screen readers."""
        tr = self.tr_
        for widget, name, words in (
            (self.viewer, "model.viewer", tr("Building in 3D")),
            (self.filter, "model.filter", tr("Filter elements by name, class or storey")),
            (self.colour_by, "model.colour_by", tr("Colour by")),
            (self.cut, "model.section", tr("Section")),
            (self.show_all, "model.show_all", tr("Show all")),
            (self.findings, "model.findings", tr("Findings")),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(words)
        self.cut.setToolTip(tr("Cut the model by planes"))
        self.show_all.setToolTip(tr("Something is hidden or isolated. Show all again (Shift+H)."))
        self.viewer.setAccessibleDescription(self._gestures())

    def _gestures(self) -> str:
        return self.tr_(
            "Drag to orbit, right drag to pan, wheel to zoom. Click to select, Shift adds, Ctrl toggles. "
            "Shift and drag selects a box: to the right what lies in it, to the left what it touches."
        )

    def _lay_out(self) -> None:
        """Put tree, picture and findings side by side."""
        left, middle = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.tree, 1)
        bar = QHBoxLayout()
        words = label(self.tr_("Colour by"))
        words.setBuddy(self.colour_by)
        bar.addWidget(words)
        bar.addWidget(self.colour_by, 1)
        for button in (self.cut, self.show_button, self.side_button, self.show_all):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            bar.addWidget(button)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.section)
        column.addWidget(self.viewer, 1)
        column.addWidget(self.legend)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        for widget, least in ((left, 180), (middle, _PICTURE), (self.findings, 200)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, 1 if widget is middle else 0)
            widget.setMinimumWidth(least)
        split.setSizes([_TREE, 600, _FINDINGS])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addWidget(split)

    # showing a variant

    def refresh(self) -> None:
        """Show the current variant's model, coloured as soon as there are figures."""
        variant = self.state.current
        if variant is None:
            return
        self._take_shapes(variant)
        self._list_quantities(variant)
        if variant.building is not None:
            self._fill_tree()
            self._fill_findings(variant)
        self._recolour()

    def _take_shapes(self, variant: Variant) -> None:
        """Show the shapes of a variant; those that are shown already stay, with the camera and what is hidden."""
        wanted, there = [*variant.scene.parts, *variant.rooms.parts], self.viewer.scene.parts
        is_grown = bool(there) and len(wanted) >= len(there)
        if not is_grown or any(one is not other for one, other in zip(wanted, there, strict=False)):
            scene = GrowingScene()
            for part in wanted:
                scene.append(part)
            self.viewer.set_scene(scene, by_part(scene.guids, variant.part_of))
            self.section.clear()
            self.findings.close_row()
            self._camera, self._rooms_shown, self._coloured = None, False, ()
        elif len(wanted) > len(there):
            for part in wanted[len(there) :]:
                self._add(variant, part)
        else:
            return
        self._set_base(variant)
        self.section.show_extent(self.viewer.scene.low, self.viewer.scene.high)

    def _grow(self, variant: Variant, _added: Scene) -> None:
        """Show what was read of the current variant, in the colours of building parts until there are figures."""
        if variant is self.state.current:
            self._take_shapes(variant)
            self._recolour()

    def _add(self, variant: Variant, part: Scene) -> None:
        self.viewer.grow(part, by_part(part.guids, variant.part_of))

    def _set_base(self, variant: Variant) -> None:
        """Show the elements, or the bodies of rooms where those are coloured."""
        rooms = frozenset(variant.rooms.guids)
        base = rooms if self.quantity.of_rooms and rooms else frozenset(variant.scene.guids) if rooms else None
        if base != self.viewer.shown.base and self.viewer.shown.isolated is not None:
            self._rooms_shown = False
            self.viewer.isolate(None)  # what was alone may not be among what is shown now
        self.viewer.set_base(base)

    def _fill_tree(self) -> None:
        variant = self.state.current
        building = variant.building if variant is not None else None
        words = self.filter.text().strip()
        if variant is None or building is None or _same((building, variant.view, words), self._tree_of):
            return
        self._tree_of = (building, variant.view, words)
        opened = self.tree.opened()
        self.tree.show_tree(*make_tree(building, variant.element_kg, self.tr_, words), opened=bool(words))
        self.tree.open(opened)
        self.tree.select_guids(self.state.selection)

    def _fill_findings(self, variant: Variant) -> None:
        building = variant.building
        if building is None:
            return
        issues = variant.view.issues if variant.view else building.issues
        if variant.readiness is None or self._filled == (building.digests, variant.readiness, issues):
            return
        self._filled = (building.digests, variant.readiness, issues)
        self._return_from_finding()
        self.findings.show_report(variant.readiness, issues, building.authoring_tool)
        self.export.variant, self.export.readiness = variant, variant.readiness

    # colours

    @property
    def quantity(self) -> Quantity:
        """What is coloured by."""
        return self._quantities[max(0, self.colour_by.currentData() or 0)]

    def _list_quantities(self, variant: Variant | None) -> None:
        """Offer what there is to colour by; what was chosen stays where it is still there."""
        found = quantities(variant, self.tr_)
        if found == self._quantities:
            return
        chosen = self.quantity.key if self._quantities else "kg"
        self._quantities = found
        with QSignalBlocker(self.colour_by):
            self.colour_by.clear()
            for k, item in enumerate(found):
                if k and item.of_rooms and not found[k - 1].of_rooms:
                    self.colour_by.insertSeparator(self.colour_by.count())
                self.colour_by.addItem(item.words, k)
                self.colour_by.setItemData(self.colour_by.count() - 1, item.words, Qt.ItemDataRole.ToolTipRole)
        self.colour_by_key(chosen)

    def colour_by_key(self, key: str) -> bool:
        """Colour by a quantity, such as "kg" or "health.T3"; returns whether it is offered."""
        place = next((k for k, item in enumerate(self._quantities) if item.key == key), None)
        self.colour_by.setCurrentIndex(self.colour_by.findData(place or 0))
        return place is not None

    def _recolour(self) -> None:
        variant, scene = self.state.current, self.viewer.scene
        if variant is None or not scene.guids:
            return
        made_of = (self.quantity.key, len(scene.guids), scene.parts[0], variant.view, variant.building)
        if _same(made_of, self._coloured):
            return
        self._coloured = made_of
        self._set_base(variant)
        found = colouring(variant, self.quantity, scene.guids, self.tr_)
        self.viewer.set_colours(found.colours, found.hatched)
        self.legend.show_colouring(found)

    # selection, and what is shown alone

    def select(self) -> None:
        """Mark the selection in 3D and in the tree; where nothing is selected any more, no finding is alone either."""
        if not self.state.selection and self.findings.current is not None and self.findings.current.row.ids:
            self.findings.close_row()
            self._return_from_finding()
        self._show_rooms()
        self.viewer.set_selection(self.state.selection)
        self.tree.select_guids(self.state.selection)

    def _isolate(self, guids: tuple[str, ...]) -> None:
        """Show the elements of a finding alone and select them; none shows the whole building again."""
        there = [guid for guid in guids if guid in self.viewer.scene.index]
        if there:
            self._camera = self._camera or self.viewer.camera
            self.viewer.isolate(there)
            self.viewer.frame(there)
        else:
            self._return_from_finding()
        self.state.select(guids)

    def _return_from_finding(self) -> None:
        if self._camera is not None:
            self.viewer.isolate(None)
            self.viewer.set_camera(self._camera)
            self._camera = None

    def _show_rooms(self) -> None:
        """Show the rooms of a selected room's storey, with their windows and doors, as long as it is selected."""
        variant = self.state.current
        building = variant.building if variant is not None and self.findings.current is None else None
        spaces = building.spaces if building is not None and not self.quantity.of_rooms else ()
        chosen = {space.storey_guid for space in spaces if space.guid in self.state.selection}
        if variant is not None and building is not None and chosen:
            storey = {item.guid for item in building.elements if item.storey_guid in chosen}
            openings = {guid for guid in storey if variant.part_of.get(guid) in {"window", "door"}}
            rooms = {space.guid for space in spaces if space.storey_guid in chosen}
            self.viewer.isolate(rooms | openings)
            self._rooms_shown = True
        elif self._rooms_shown:
            self._rooms_shown = False
            self.viewer.isolate(None)

    def _return_to_all(self) -> None:
        self.findings.close_row()
        self._return_from_finding()
        self.viewer.show_all()

    def _visibility_changed(self) -> None:
        self.tree.model_.show_hidden(self.viewer.shown.hidden)
        self.show_all.setVisible(self.viewer.is_partial)

    def _cut_toggled(self, is_on: bool) -> None:
        self.section.setVisible(is_on)
        if is_on:
            self.section.start()
        else:
            self.section.clear()

    def _say_hovered(self, guid: str) -> None:
        """Let the tooltip say what is under the cursor, or what the mouse does."""
        building = self.state.current.building if self.state.current is not None else None
        item = next((item for item in building.elements if item.guid == guid), None) if guid and building else None
        room = next((room for room in building.spaces if room.guid == guid), None) if guid and building else None
        if item is not None:
            kg = self.state.current.element_kg.get(guid) if self.state.current is not None else None
            name = item.name or item.ifc_class
            part = self.tr_(PART_NAMES.get(item.part, item.part))
            self.viewer.setToolTip("\n".join((name, part, f"{self.num(kg)} kgCO₂e")))
        elif room is not None:
            self.viewer.setToolTip(room.long_name or room.name)
        else:
            self.viewer.setToolTip(self._gestures())

    # keys

    def find(self) -> None:  # type: ignore[override]  # the page's word, not Qt's
        """Let the person type into the filter (Ctrl+F, /)."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window where nothing is selected and something is isolated."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_ours = not self.state.selection and self.viewer.shown.isolated is not None
            if event.key() == Qt.Key.Key_Escape and is_ours:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Filter, and go back with Esc."""
        if event.key() == Qt.Key.Key_Slash:
            self.find()
        elif event.key() != Qt.Key.Key_Escape or not self.viewer.go_back():
            super().keyPressEvent(event)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell whether two tuples hold the same things; large ones are not looked into."""
    return len(one) == len(other) and all(
        a is b or (a == b and isinstance(a, (str, int))) for a, b in zip(one, other, strict=True)
    )
