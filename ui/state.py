"""What the window shows: variants, the current one, the selection; widgets listen, nothing else changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from bldgassess.carbon.result import BEYOND
from bldgassess.errors import Issue
from bldgassess.model import Building, ReadModel
from bldgassess.pipeline.assessment import Assessment
from bldgassess.study import Study
from reports.results_json import results_dict
from ui.viewer.scene import GrowingScene, Scene, make_scene


@dataclass(eq=False)
class Variant:
    """One column of the comparison: files and study, and what became of them so far.

    ``scene`` grows while the model is read; ``part_of`` is the building part of each element in it. ``rooms`` come last
    and are only shown where somebody asks for one.

    ``status``: "working", "ready", "failed" or "cancelled".
    """

    name: str
    paths: tuple[Path, ...]
    study: Study
    status: str = "working"
    stage: str = "open"
    fraction: float = 0.0
    building: Building | None = None
    scene: GrowingScene = field(default_factory=GrowingScene)
    rooms: GrowingScene = field(default_factory=GrowingScene)
    part_of: dict[str, str] = field(default_factory=dict)
    assessment: Assessment | None = None
    results: dict[str, Any] | None = None
    issues: tuple[Issue, ...] = ()

    def scene_of(self, guids: Iterable[str]) -> Scene:
        """Return some elements and rooms as a scene of their own."""
        return GrowingScene([*self.scene.parts, *self.rooms.parts]).only(guids)

    @property
    def element_kg(self) -> dict[str, float]:
        """Embodied carbon A to C of each element [kgCO2e]; elements without any figure are absent."""
        if self.assessment is None:
            return {}
        found: dict[str, float] = {}
        for row in self.assessment.carbon.rows:
            if row.kind == "material" and row.line_id and row.kgco2e:
                guid = row.line_id.rsplit("/", 1)[0]
                found[guid] = found.get(guid, 0.0) + sum(kg for m, kg in row.kgco2e.items() if m not in BEYOND)
        return found


class State(QObject):
    """The variants and the selection, with a signal for each kind of change."""

    variants_changed = Signal()
    current_changed = Signal()
    shapes_ready = Signal(object, object)
    model_ready = Signal(object)
    results_ready = Signal(object)
    progress = Signal(object)
    failed = Signal(object)
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.variants: list[Variant] = []
        self.index = -1
        self.selection: frozenset[str] = frozenset()

    @property
    def current(self) -> Variant | None:
        """The variant shown."""
        return self.variants[self.index] if 0 <= self.index < len(self.variants) else None

    def add(self, paths: Sequence[Path], study: Study, name: str) -> Variant:
        """Add a variant and show it."""
        variant = Variant(name, tuple(paths), study)
        self.variants.append(variant)
        self.index = len(self.variants) - 1
        self.selection = frozenset()
        self.variants_changed.emit()
        self.current_changed.emit()
        return variant

    def clear(self) -> None:
        """Forget all variants."""
        self.variants, self.index, self.selection = [], -1, frozenset()
        self.variants_changed.emit()
        self.current_changed.emit()

    def show(self, index: int) -> None:
        """Show another variant; the selection stays where the same elements exist."""
        if 0 <= index < len(self.variants) and index != self.index:
            self.index = index
            self.current_changed.emit()

    def select(self, guids: Iterable[str]) -> None:
        """Select elements everywhere."""
        chosen = frozenset(guids)
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit()

    def set_progress(self, variant: Variant, stage: str, fraction: float) -> None:
        """Note how far a variant's job is."""
        variant.stage, variant.fraction = stage, fraction
        self.progress.emit(variant)

    def add_shapes(self, variant: Variant, scene: Scene, part_of: Mapping[str, str]) -> None:
        """Take shapes of a variant that is still being read, and what part of the building each is."""
        variant.scene.append(scene)
        variant.part_of.update(part_of)
        self.shapes_ready.emit(variant, scene)

    def set_model(self, variant: Variant, model: ReadModel) -> None:
        """Take the model as read; it can be looked at while the rest is computed. Shapes may have come before."""
        variant.building = model.building
        variant.part_of = {element.guid: element.part for element in model.building.elements}
        if not variant.scene.parts:
            variant.scene.append(make_scene(model.meshes, variant.part_of))
        variant.rooms.append(make_scene(model.meshes, [room.guid for room in model.building.spaces]))
        self.model_ready.emit(variant)

    def set_results(self, variant: Variant, assessment: Assessment) -> None:
        """Take the finished assessment."""
        variant.assessment, variant.building = assessment, assessment.building
        variant.results, variant.status = results_dict(assessment), "ready"
        self.results_ready.emit(variant)

    def set_failed(self, variant: Variant, issues: Sequence[Issue]) -> None:
        """Note that a job could not finish, and why; what was read stays."""
        variant.issues, variant.status = tuple(issues), "failed" if issues else "cancelled"
        self.failed.emit(variant)
