"""What the window shows: variants, the current one, the selection; widgets listen, nothing else changes it."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from bldgassess.advisor.result import Advice
from bldgassess.energyplus.crosscheck import Crosscheck
from bldgassess.errors import Issue
from bldgassess.evidence.register import Piece
from bldgassess.health.measured.withings import SleepSummary
from bldgassess.ifc.readiness import Readiness, compute_readiness
from bldgassess.model import Building, ReadModel
from bldgassess.study import Study
from ui.community import OpenCommunity
from ui.dossier import Dossier
from ui.measured import MeasuredNews
from ui.metered import Metered
from ui.series import Series
from ui.view import View
from ui.viewer.scene import GrowingScene, Scene, make_scene
from ui.wish import Wish

_numbers = itertools.count(1)

#: Sections of the results that an edit makes old.
SECTIONS = frozenset({"energy", "carbon", "health", "label"})


@dataclass(eq=False)
class Variant:
    """One column of the comparison: files and study, and what became of them so far.

    ``scene`` grows while the model is read; ``part_of`` is the building part of each element in it. ``rooms`` come last
    and are only shown where somebody asks for one.

    ``key`` names it in the project file. ``locked``: its study cannot be edited.

    ``status``: "working", "ready", "failed", "cancelled", or "kept": its figures are those of the project file, its
    model was not read yet. ``generation`` counts the changes of study and evidence; ``shown`` is the generation of
    ``results``, ``shown_study`` its study and ``shown_pieces`` the evidence that counts in them. ``stale``: sections of
    the results that are of an older study. ``provisional``: results of an edit that is still being refined. ``opened``:
    the first full results.

    ``wish``: what the next search is about, where a person chose; ``advice``: what the last one found.
    """

    name: str
    paths: tuple[Path, ...]
    study: Study
    number: int = field(default_factory=lambda: next(_numbers))
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    locked: bool = False
    status: str = "working"
    stage: str = "open"
    fraction: float = 0.0
    building: Building | None = None
    readiness: Readiness | None = None
    scene: GrowingScene = field(default_factory=GrowingScene)
    rooms: GrowingScene = field(default_factory=GrowingScene)
    part_of: dict[str, str] = field(default_factory=dict)
    generation: int = 0
    shown: int = -1
    shown_study: Study | None = None
    shown_pieces: tuple[Piece, ...] = ()
    stale: frozenset[str] = frozenset()
    provisional: bool = False
    view: View | None = None
    results: dict[str, Any] | None = None
    opened: dict[str, Any] | None = None
    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    check: Crosscheck | None = None
    metered: Metered | None = None
    wish: Wish | None = None
    advice: Advice | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def element_kg(self) -> dict[str, float]:
        """Embodied carbon A to C of each element [kgCO2e]; elements without any figure are absent."""
        return self.view.element_kg if self.view else {}


class State(QObject):
    """The variants and the selection, with a signal for each kind of change.

    ``pieces``: evidence of the project. ``dossier``: what the project says beside its variants, when it was last read.
    ``person``, ``role``: who sits here, by id, and whether as assessor or as reviewer.
    """

    variants_changed = Signal()
    current_changed = Signal()
    shapes_ready = Signal(object, object)
    model_ready = Signal(object)
    study_changed = Signal(object)
    figures_ready = Signal(object)
    results_ready = Signal(object)
    series_ready = Signal(object, object)
    check_ready = Signal(object)
    light_told = Signal(object, object)
    measured_ready = Signal(object, object)
    told = Signal(object, str, object, object)
    news = Signal(object, str, object)
    task_progress = Signal(object, str, float)
    progress = Signal(object)
    failed = Signal(object)
    selection_changed = Signal()
    dossier_changed = Signal()
    dossier_refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.variants: list[Variant] = []
        self.index = -1
        self.selection: frozenset[str] = frozenset()
        self.community = OpenCommunity(self)
        self.told.connect(lambda variant, *answer: self.community.take(*answer) if variant is None else None)
        self.news.connect(lambda variant, *part: self.community.take_news(*part) if variant is None else None)
        #: The criterion of the label that a person looks at, by id.
        self.criterion = ""
        self.pieces: tuple[Piece, ...] = ()
        self.dossier = Dossier()
        self.person, self.role = "", "assessor"

    @property
    def current(self) -> Variant | None:
        """The variant shown."""
        return self.variants[self.index] if 0 <= self.index < len(self.variants) else None

    def base_of(self, variant: Variant) -> tuple[str, dict[str, Any] | None]:
        """Return what a variant's figures are held against: the first variant, or for that one how it was opened."""
        first = self.variants[0] if self.variants else variant
        return ("", variant.opened) if variant is first else (first.name, first.results)

    def add(self, paths: Sequence[Path], study: Study, name: str) -> Variant:
        """Add a variant and show it."""
        variant = Variant(name, tuple(paths), study)
        self.variants.append(variant)
        self.index = len(self.variants) - 1
        self.selection = frozenset()
        self.variants_changed.emit()
        self.current_changed.emit()
        return variant

    def put(self, variants: Sequence[Variant], index: int, pieces: tuple[Piece, ...] = ()) -> None:
        """Show other variants, those of a project; each is assessed when it is looked at."""
        self.pieces, self.dossier = pieces, Dossier(pieces=pieces)
        self.variants, self.index, self.selection = list(variants), index, frozenset()
        self.variants_changed.emit()
        self.current_changed.emit()

    def insert(self, variant: Variant, index: int) -> None:
        """Put a variant at a place and show it."""
        self.index = min(max(index, 0), len(self.variants))
        self.variants.insert(self.index, variant)
        self.variants_changed.emit()
        self.current_changed.emit()

    def remove(self, variant: Variant) -> None:
        """Take a variant away; what was shown stays shown, or its neighbour is."""
        place = self.variants.index(variant)
        del self.variants[place]
        self.index = min(self.index - (place < self.index), len(self.variants) - 1)
        self.variants_changed.emit()
        self.current_changed.emit()

    def move(self, variant: Variant, index: int) -> None:
        """Put a variant at another place; what was shown stays shown."""
        shown = self.current
        self.variants.remove(variant)
        self.variants.insert(index, variant)
        self.index = self.variants.index(shown) if shown is not None else -1
        self.variants_changed.emit()
        self.current_changed.emit()

    def rename(self, variant: Variant, name: str) -> None:
        """Give a variant another name."""
        variant.name = name
        self.variants_changed.emit()
        self.current_changed.emit()

    def lock(self, variant: Variant, *, locked: bool) -> None:
        """Lock a variant against edits, or unlock it."""
        variant.locked = locked
        self.variants_changed.emit()
        self.current_changed.emit()

    def make_variant(self, variant: Variant, study: Study, name: str) -> Variant:
        """Return a new variant of the same model under another study; its figures are to come."""
        made = self.make_branch(variant, name)
        made.study, made.generation = study, made.generation + 1
        made.stale = SECTIONS if made.results is not None else frozenset()
        return made

    def make_branch(self, variant: Variant, name: str) -> Variant:
        """Return a new variant of the same model, study and figures; it is not in the list yet."""
        made = Variant(name, variant.paths, variant.study)
        for item in ("status", "building", "readiness", "scene", "rooms", "part_of", "stale", "provisional", "view"):
            setattr(made, item, getattr(variant, item))
        made.results, made.opened, made.series = variant.results, variant.results, dict(variant.series)
        made.shown_pieces = variant.shown_pieces
        if variant.shown == variant.generation and not variant.provisional:
            made.shown, made.shown_study = made.generation, made.study
        return made

    def clear(self) -> None:
        """Forget all variants."""
        self.pieces, self.dossier = (), Dossier()
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

    def set_study(self, variant: Variant, study: Study) -> None:
        """Give a variant another study; its figures are old until those of the new one arrive."""
        variant.study = study
        variant.generation += 1
        variant.stale = SECTIONS if variant.results is not None else frozenset()
        self.study_changed.emit(variant)

    def set_pieces(self, pieces: tuple[Piece, ...]) -> None:
        """Take the evidence as it stands; labels that were scored with another are old until they are scored anew."""
        if pieces == self.pieces:
            return
        self.pieces = pieces
        for variant in self.variants:
            variant.generation += 1
            variant.stale |= frozenset({"label"}) if variant.results is not None else frozenset()
            self.study_changed.emit(variant)

    def set_dossier(self, dossier: Dossier) -> None:
        """Take what the project says beside its variants."""
        self.dossier = dossier
        self.set_pieces(dossier.pieces)
        self.dossier_changed.emit()

    def set_working(self, variant: Variant) -> None:
        """Note that a variant is being assessed."""
        variant.status, variant.issues = "working", ()
        if variant.building is None and variant.scene.parts:  # what an earlier try read comes anew
            variant.scene, variant.part_of = GrowingScene(), {}
        variant.stage, variant.fraction = ("open", 0.0) if variant.building is None else ("materials", 0.0)

    def set_progress(self, variant: Variant, stage: str, fraction: float) -> None:
        """Note how far a variant's job is."""
        variant.stage, variant.fraction = stage, fraction
        self.progress.emit(variant)

    def add_shapes(self, variant: Variant, scene: Scene, part_of: Mapping[str, str]) -> None:
        """Take shapes of a variant that is still being read, and what part of the building each is."""
        variant.scene.append(scene)
        variant.part_of.update(part_of)
        self.shapes_ready.emit(variant, scene)

    def set_model(self, variant: Variant, model: ReadModel, readiness: Readiness | None = None) -> None:
        """Take the model as read; it can be looked at while the rest is computed. Shapes may have come before."""
        variant.building, variant.readiness = model.building, readiness or compute_readiness(model.building)
        variant.part_of = {element.guid: element.part for element in model.building.elements}
        if not variant.scene.parts:
            variant.scene.append(make_scene(model.meshes, variant.part_of))
        variant.rooms.append(make_scene(model.meshes, [room.guid for room in model.building.spaces]))
        self.model_ready.emit(variant)

    def share_model(self, variant: Variant, other: Variant) -> None:
        """Take the model of another variant of the same files."""
        variant.building, variant.readiness, variant.part_of = other.building, other.readiness, other.part_of
        variant.scene, variant.rooms = other.scene, other.rooms
        self.model_ready.emit(variant)

    def set_early(self, variant: Variant, sections: Mapping[str, Any]) -> None:
        """Take the annual figures of the wanted study; health and label stay old a moment longer."""
        if variant.results is None:
            return
        variant.results = {**variant.results, **sections}
        variant.stale, variant.provisional = frozenset({"health", "label"}), True
        self.figures_ready.emit(variant)

    def set_results(self, variant: Variant, view: View) -> None:
        """Take results of the wanted study, quick or full."""
        variant.view, variant.results, variant.readiness = view, view.results, view.readiness
        variant.shown, variant.shown_study, variant.shown_pieces = variant.generation, variant.study, self.pieces
        variant.stale, variant.provisional = frozenset(), not view.is_full
        variant.series, variant.check = {}, None
        if view.is_full:
            variant.status = "ready"
            variant.opened = variant.opened or view.results
        self.figures_ready.emit(variant)
        self.results_ready.emit(variant)

    def set_series(self, variant: Variant, series: Series) -> None:
        """Take an hourly series of the results that are shown."""
        variant.series[series.kind, series.guid] = series
        self.series_ready.emit(variant, series)

    def set_wish(self, variant: Variant, wish: Wish) -> None:
        """Take what the next search of a variant is about."""
        variant.wish = wish

    def set_advice(self, variant: Variant, advice: Advice) -> None:
        """Take what a search of a variant found; it stays until the next one."""
        variant.advice = advice

    def set_check(self, variant: Variant, check: Crosscheck) -> None:
        """Take the comparison of the shown results with the second engine."""
        variant.check = check
        self.check_ready.emit(variant)

    def tell_light(self, variant: Variant, news: float | View | tuple[Issue, ...], generation: int) -> None:
        """Tell how far daylight is, why there is none, or take the shown results with it."""
        if isinstance(news, View):
            if generation != variant.shown or generation != variant.generation:
                news = ()
            else:
                variant.view, variant.results = news, news.results
                self.figures_ready.emit(variant)
                self.results_ready.emit(variant)
        self.light_told.emit(variant, news)

    def set_measured(self, variant: Variant, news: MeasuredNews | SleepSummary | tuple[Issue, ...]) -> None:
        """Take what measured data say beside the shown results, or why they cannot be used."""
        self.measured_ready.emit(variant, news)

    def set_metered(self, variant: Variant, found: Metered) -> None:
        """Keep what a meter file says beside the results that are shown."""
        variant.metered = found

    def set_failed(self, variant: Variant, issues: Sequence[Issue]) -> None:
        """Note that a job could not finish, and why; what was read stays, and the last figures that belong together."""
        variant.issues, variant.status = tuple(issues), "failed" if issues else "cancelled"
        if variant.view is not None and variant.results is not variant.view.results:
            variant.results, variant.provisional = variant.view.results, not variant.view.is_full
            variant.stale = SECTIONS
        self.failed.emit(variant)
