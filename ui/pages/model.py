"""Model: the tree, the building in 3D, and what was found in it."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reports.charts.palette import CIVIDIS, PALETTES, PART_COLOURS
from reports.names import PART_NAMES
from ui.pages.base import Page, label
from ui.pages.findings import FindingsPanel
from ui.pages.findings_export import ExportButton
from ui.state import State, Variant
from ui.viewer.camera import Camera
from ui.viewer.colours import NO_DATA, by_part, by_value, scale_limits
from ui.viewer.make import make_viewer
from ui.viewer.scene import GrowingScene, Scene
from ui.viewer.widget import Viewer

_GUIDS = Qt.ItemDataRole.UserRole


class ModelPage(Page):
    """Tree by storey and part, 3D, findings; one selection for all."""

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        tr = self.tr_
        self._shown: Variant | None = None
        self._scene: GrowingScene | None = None
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([tr("Element"), "kgCO₂e"])
        self.tree.setAccessibleName(tr("Elements by storey and part"))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemSelectionChanged.connect(self._tree_selected)
        self.viewer = make_viewer(tr("This screen has no OpenGL, so there is no 3D picture."))
        palette = PALETTES[theme]
        self.viewer.set_theme(palette.ground, palette.text, palette.accent)
        self.viewer.picked.connect(self._picked)
        state.shapes_ready.connect(self._grow)
        self.colour_by = QComboBox()
        self.colour_by.setAccessibleName(tr("Colour by"))
        for key, words in (
            ("kg", tr("kgCO₂e of the element")),
            ("kg_m3", tr("kgCO₂e per m³")),
            ("part", tr("Building part")),
        ):
            self.colour_by.addItem(words, key)
        self.colour_by.currentIndexChanged.connect(self._recolour)
        self.legend = label("", "note")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.findings = FindingsPanel(language)
        self.findings.shown.connect(self._isolate)
        self.export = ExportButton(language, self.findings.band.setText)
        self.findings.head.addWidget(self.export)
        self._whole: GrowingScene | None = None
        self._rooms_shown = False
        self._camera: Camera | None = None
        self._filled: tuple[object, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        """Put tree, picture and findings side by side."""
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        bar = QHBoxLayout()
        bar.addWidget(label(self.tr_("Colour by")))
        bar.addWidget(self.colour_by)
        bar.addStretch()
        column.addLayout(bar)
        column.addWidget(self.viewer, 1)
        column.addWidget(self.legend)
        split = QSplitter()
        for widget, width in ((self.tree, 260), (middle, 560), (self.findings, 240)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, 1 if widget is middle else 0)
            widget.setMinimumWidth(min(width, 200))
        split.setSizes([270, 560, 240])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addWidget(split)

    def refresh(self) -> None:
        """Show the current variant's model, coloured as soon as there are figures."""
        variant = self.state.current
        if variant is None:
            return
        if variant is not self._shown or self._scene is not variant.scene:
            self.viewer.set_scene(variant.scene, by_part(variant.scene.guids, variant.part_of))
            self._shown, self._scene, self._whole = variant, variant.scene, None
            self.findings.close_row()
        if variant.building is None:
            return
        self._fill_tree(variant)
        self._fill_findings(variant)
        self._recolour()

    def _grow(self, variant: Variant, added: Scene) -> None:
        """Show what was read of the current variant, in the colours of building parts until there are figures."""
        if variant is self._shown and self.viewer.scene is variant.scene:
            self.viewer.grow(by_part(added.guids, variant.part_of))
            self._part_legend(set(variant.part_of.values()))

    def select(self) -> None:
        """Mark the selection in 3D and in the tree; where nothing is selected any more, nothing is alone either."""
        if not self.state.selection and self.findings.current is not None and self.findings.current.row.ids:
            self.findings.close_row()
            self._show_whole()
        self._show_rooms()
        self.viewer.set_selection(self.state.selection)
        with QSignalBlocker(self.tree):
            self.tree.clearSelection()
            walk = [self.tree.topLevelItem(k) for k in range(self.tree.topLevelItemCount())]
            while walk:
                item = walk.pop()
                if item is None:
                    continue
                walk += [item.child(k) for k in range(item.childCount())]
                guids = item.data(0, _GUIDS)
                if guids and len(guids) == 1 and guids[0] in self.state.selection:
                    item.setSelected(True)
                    self.tree.scrollToItem(item)

    def _fill_tree(self, variant: Variant) -> None:
        building = variant.building
        if building is None:
            return
        kg = variant.element_kg
        storeys = {storey.guid: storey for storey in building.storeys}
        groups: dict[str | None, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        names = {}
        for element in building.elements:
            groups[element.storey_guid if element.storey_guid in storeys else None][element.part].append(element.guid)
            names[element.guid] = element.name or element.ifc_class
        with QSignalBlocker(self.tree):
            self.tree.clear()
            order = sorted(groups, key=lambda guid: (storeys[guid].elevation_m if guid else 1e9, guid or ""))
            for storey in order:
                parts = groups[storey]
                title = storeys[storey].name if storey else self.tr_("No storey")
                top = self._item(title, [guid for guids in parts.values() for guid in guids], kg)
                self.tree.addTopLevelItem(top)
                for part in sorted(parts, key=lambda part: (-sum(kg.get(g, 0.0) for g in parts[part]), part)):
                    branch = self._item(self.tr_(PART_NAMES.get(part, part)), parts[part], kg)
                    top.addChild(branch)
                    for guid in sorted(parts[part], key=lambda guid: (-kg.get(guid, 0.0), names[guid], guid)):
                        branch.addChild(self._item(names[guid], [guid], kg))
                top.setExpanded(True)

    def _item(self, title: str, guids: list[str], kg: dict[str, float]) -> QTreeWidgetItem:
        known = [kg[guid] for guid in guids if guid in kg]
        words = title if len(guids) == 1 else f"{title}  {len(guids)}"
        item = QTreeWidgetItem([words, self.num(sum(known)) if known else "–"])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        item.setData(0, _GUIDS, guids)
        return item

    def _fill_findings(self, variant: Variant) -> None:
        building = variant.building
        if building is None:
            return
        issues = variant.view.issues if variant.view else building.issues
        if variant.readiness is None or self._filled == (building.digests, variant.readiness, issues):
            return
        self._filled = (building.digests, variant.readiness, issues)
        self.findings.show_report(variant.readiness, issues, building.authoring_tool)
        self.export.variant, self.export.readiness = variant, variant.readiness
        self._show_whole()

    def _isolate(self, guids: tuple[str, ...]) -> None:
        """Show the elements of a finding alone and select them; none shows the whole building again."""
        variant = self.state.current
        if variant is None:
            return
        some = variant.scene_of(guids) if guids else None
        if some is not None and some.guids:
            self._alone(some)
        else:
            self._show_whole()
        self.state.select(guids)

    def _show_rooms(self) -> None:
        """Show the rooms of a selected room's storey, with their windows and doors, as long as it is selected."""
        variant = self.state.current
        building = variant.building if variant is not None and self.findings.current is None else None
        spaces = building.spaces if building is not None else ()
        chosen = {space.storey_guid for space in spaces if space.guid in self.state.selection}
        if variant is not None and building is not None and chosen:
            rooms = [space.guid for space in spaces if space.storey_guid in chosen]
            storey = {item.guid for item in building.elements if item.storey_guid in chosen}
            openings = [guid for guid in storey if variant.part_of.get(guid) in {"window", "door"}]
            some = variant.scene_of([*rooms, *openings])
            if some.guids and (self.viewer.scene is None or set(some.guids) != set(self.viewer.scene.guids)):
                self._alone(some)
            self._rooms_shown = bool(some.guids)
        elif self._rooms_shown:
            self._rooms_shown = False
            self._show_whole()

    def _alone(self, some: Scene) -> None:
        """Show some elements or rooms in the place of the whole building, which is kept with its camera."""
        if self._whole is None:
            self._whole = self.viewer.scene
            self._camera = self.viewer.camera if isinstance(self.viewer, Viewer) else None
        self.viewer.set_scene(some, by_part(some.guids, {}))
        self._recolour()

    def _show_whole(self) -> None:
        if self._whole is not None:
            self.viewer.set_scene(self._whole, by_part(self._whole.guids, {}))
            self._whole = None
            if self._camera is not None and isinstance(self.viewer, Viewer):
                self.viewer.camera = self._camera
            self._recolour()

    def _recolour(self) -> None:
        variant, scene = self.state.current, self.viewer.scene
        if variant is None or scene is None or variant.building is None:
            return
        kind = self.colour_by.currentData()
        parts = {element.guid: element.part for element in variant.building.elements}
        if kind == "part" or variant.view is None:
            self.viewer.set_colours(by_part(scene.guids, parts))
            self._part_legend(set(parts.values()))
            return
        values = variant.element_kg
        if kind == "kg_m3":
            volumes = {element.guid: element.volume_m3 for element in variant.building.elements}
            values = {guid: kg / volumes[guid] for guid, kg in values.items() if volumes.get(guid, 0.0) > 1e-6}
        pictured = set(scene.guids)
        shown = {guid: value for guid, value in values.items() if guid in pictured}
        self.viewer.set_colours(by_value(scene.guids, shown))
        low, high = scale_limits(shown)
        swatches = "".join(f'<span style="color:{colour}">█</span>' for colour in CIVIDIS)
        missing = len(scene.guids) - len(shown)
        words = self.tr_("no data: {count}").format(count=missing)
        self.legend.setText(
            f"{self.num(low)} {swatches} {self.num(high)}&nbsp;&nbsp;<span style='color:{NO_DATA}'>█</span> {words}"
        )

    def _part_legend(self, parts: set[str]) -> None:
        shown = [part for part in PART_COLOURS if part in parts or part == "other"]
        text = " ".join(
            f'<span style="color:{PART_COLOURS[part]}">█</span> {self.tr_(PART_NAMES.get(part, part))}'
            for part in shown
        )
        self.legend.setText(text)

    def _tree_selected(self) -> None:
        guids = [guid for item in self.tree.selectedItems() for guid in item.data(0, _GUIDS) or ()]
        self.state.select(guids)

    def _picked(self, guid: str, more: bool) -> None:
        if not guid:
            self.state.select(())
        elif more:
            self.state.select(self.state.selection ^ {guid})
        else:
            self.state.select((guid,))
