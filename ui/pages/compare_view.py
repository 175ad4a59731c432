"""Two models side by side, seen from the same place, coloured on one scale."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reports.charts.palette import PALETTES
from reports.figures import pretty_unit
from ui.state import Variant
from ui.viewer.colours import colour_by_value, scale_limits
from ui.viewer.make import make_viewer
from ui.viewer.widget import Viewer, combined, link


class PairView(QWidget):
    """``picked`` with the selection that a pick in either picture makes."""

    picked = Signal(object)

    def __init__(self, tr: Callable[[str], str], theme: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.tr_ = tr
        self.viewers: tuple[Viewer, ...] = ()
        self.names = QLabel(), QLabel()
        self._palette = PALETTES[theme]
        self._shown: tuple[object, ...] = ()
        self._selection: frozenset[str] = frozenset()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def _build(self) -> None:
        """Make the two pictures when they are first needed: the window starts sooner without."""
        words = self.tr_("This screen has no OpenGL, so there is no 3D picture.")
        self.viewers = make_viewer(words), make_viewer(words)
        link(*self.viewers)
        for viewer, name in zip(self.viewers, self.names, strict=True):
            viewer.set_theme(self._palette.ground, self._palette.text, self._palette.accent)
            viewer.picked.connect(self._picked)
            viewer.setMinimumSize(120, 120)
            name.setObjectName("note")
            column = QVBoxLayout()
            column.addWidget(name)
            column.addWidget(viewer, 1)
            self._row.addLayout(column)

    def show_pair(self, base: Variant | None, other: Variant | None, selection: frozenset[str]) -> None:
        """Show two variants' models as far as they were read, kgCO₂e of the element on one scale."""
        variants = [item for item in (base, other) if item is not None]
        key = tuple((id(item.scene), len(item.scene.guids), id(item.view)) for item in variants)
        self._selection = selection
        self.setVisible(bool(variants))
        if key == self._shown or len(variants) < 2:
            self.set_selection(selection)
            return
        self._shown = key
        if not self.viewers:
            self._build()
        both = {f"{k}{guid}": kg for k, item in enumerate(variants) for guid, kg in item.element_kg.items()}
        limits = scale_limits(both)
        for viewer, name, variant in zip(self.viewers, self.names, variants, strict=True):
            guids = variant.scene.guids
            title = self.tr_("kgCO₂e of the element")
            found = colour_by_value(title, guids, variant.element_kg, limits=limits)
            if viewer.scene is not variant.scene:
                viewer.set_scene(variant.scene, found.colours, found.hatched)
            else:
                viewer.set_colours(found.colours, found.hatched)
            viewer.setAccessibleName(f"{variant.name}: {pretty_unit('kgCO2e')}")
            name.setText(variant.name)
        self.set_selection(selection)

    def set_selection(self, selection: frozenset[str]) -> None:
        """Mark the same elements in both pictures."""
        self._selection = selection
        for viewer in self.viewers:
            viewer.set_selection(selection)

    def _picked(self, guids: frozenset[str], how: str) -> None:
        self.picked.emit(combined(self._selection, guids, how))
