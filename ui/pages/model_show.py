"""Two menus of the Model page: what is shown, by selection, storey and building part; and from which side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QMenu, QToolButton

from bldgassess.texts import mark
from reports.names import PART_NAMES
from ui.state import State, Variant
from ui.viewer.camera import VIEWS
from ui.viewer.widget import Viewer

Translate = Callable[[str], str]
_VIEW_WORDS: Mapping[str, str] = {
    "front": mark("Front (from the south)"),
    "back": mark("Back (from the north)"),
    "left": mark("Left (from the west)"),
    "right": mark("Right (from the east)"),
    "top": mark("Top"),
    "iso": mark("Corner"),
}


class ShowButton(QToolButton):
    """Isolate, hide, show all; and boxes for storeys and building parts."""

    def __init__(self, viewer: Viewer, state: State, translate: Translate) -> None:
        super().__init__()
        self._viewer, self._state, self._tr = viewer, state, translate
        tr = translate
        _prepare(self, "model.show", tr("Show"), tr("Isolate, hide, show again; by storey and by building part"))
        menu = QMenu(self)
        self._selected = [
            menu.addAction(f"{tr('Isolate the selection')}\tSpace", viewer.isolate_selection),
            menu.addAction(f"{tr('Hide the selection')}\tH", viewer.hide_selection),
        ]
        menu.addAction(f"{tr('Show all')}\tShift+H", viewer.show_all)
        menu.addSeparator()
        self.storeys, self.parts = menu.addMenu(tr("Storeys")), menu.addMenu(tr("Building parts"))
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)

    def fill(self) -> None:
        """List the storeys and parts of the shown model, ticked where any of it is not hidden."""
        variant = self._state.current
        for action in self._selected:
            action.setEnabled(bool(self._viewer.selected))
        for menu, groups in ((self.storeys, self._by_storey(variant)), (self.parts, self._by_part(variant))):
            menu.clear()
            for words, guids in groups.items():
                action = menu.addAction(words)
                action.setCheckable(True)
                action.setChecked(bool(guids - self._viewer.shown.hidden))
                action.toggled.connect(lambda on, guids=guids: self._set(guids, on))

    def _set(self, guids: frozenset[str], is_shown: bool) -> None:
        (self._viewer.show_elements if is_shown else self._viewer.hide_elements)(guids)

    def _by_storey(self, variant: Variant | None) -> dict[str, frozenset[str]]:
        building = variant.building if variant is not None else None
        if building is None:
            return {}
        found: dict[str | None, set[str]] = defaultdict(set)
        for item in building.elements:
            found[item.storey_guid].add(item.guid)
        for room in building.spaces:
            found[room.storey_guid].add(room.guid)
        order = sorted(building.storeys, key=lambda item: (item.elevation_m, item.guid))
        return {item.name: frozenset(found[item.guid]) for item in order if item.guid in found}

    def _by_part(self, variant: Variant | None) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for guid, part in (variant.part_of if variant is not None else {}).items():
            found[part].add(guid)
        named = {self._tr(PART_NAMES.get(part, part)): frozenset(guids) for part, guids in found.items()}
        return dict(sorted(named.items()))


class SideButton(QToolButton):
    """Frame, and the standard sides."""

    def __init__(self, viewer: Viewer, translate: Translate) -> None:
        super().__init__()
        tr = translate
        _prepare(self, "model.view", tr("Look from"), tr("Look from a standard side, or frame the selection"))
        menu = QMenu(self)
        menu.addAction(f"{tr('Frame the selection, or all')}\tF", viewer.frame_selection)
        menu.addSeparator()
        for k, view in enumerate(VIEWS, 1):
            menu.addAction(f"{tr(_VIEW_WORDS[view])}\t{k}", partial(viewer.turn, view))
        self.setMenu(menu)


def _prepare(button: QToolButton, name: str, words: str, tip: str) -> None:
    button.setObjectName(name)
    button.setText(words)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
