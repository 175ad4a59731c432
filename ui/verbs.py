"""What a person asks for, as one function a verb: button, key, menu, palette and tests call these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from bldgassess.community.look import looks_like_community
from bldgassess.errors import Issue, UserError
from bldgassess.project import SUFFIX
from bldgassess.study import Study, make_edit, read_study
from bldgassess.study.edits import apply_edits
from ui import dialogs
from ui.edits import Edits, Words
from ui.history import History
from ui.jobs import Jobs
from ui.keeper import Keeper, Opened
from ui.state import State, Variant
from ui.steps import AddVariant, AddVariants, LockVariant, MoveVariant, RemoveVariant, RenameVariant

STUDY_SUFFIXES = frozenset({".yaml", ".yml"})
MODEL_SUFFIXES = frozenset({".ifc", ".ifczip"})

Tell = Callable[[Sequence[Issue]], None]


class Verbs:
    """Acts on the state, the jobs and the history; what stands against it is told in one sentence."""

    def __init__(self, parent: QWidget, state: State, jobs: Jobs, history: History, keeper: Keeper, tell: Tell) -> None:
        self.parent, self.state, self.jobs, self.history, self._tell = parent, state, jobs, history, tell
        self.keeper = keeper
        keeper.opened.connect(self._show_project)
        self.edits = Edits(state, history)
        self.tr_: Callable[[str], str] = str
        #: Told each file that a person opens, for the list of recent ones.
        self.remember: Callable[[Path], None] = lambda _path: None
        #: Shows the page of the community.
        self.show_community: Callable[[], None] = lambda: None

    # files

    def open_paths(self, paths: Sequence[Path], *, as_variant: bool = False) -> None:
        """Open IFC files and studies: the first model starts anew, or each becomes a variant beside the others."""
        project = next((path for path in paths if path.suffix.lower() == SUFFIX), None)
        if project is not None:
            self.close()
            self.remember(project)
            self.keeper.open(project)
            return
        community = next(
            (path for path in paths if path.suffix.lower() in STUDY_SUFFIXES and looks_like_community(path)), None
        )
        if community is not None:
            self.remember(community)
            self.open_community(community)
            return
        models = [path for path in paths if path.suffix.lower() not in STUDY_SUFFIXES]
        studies = [path for path in paths if path.suffix.lower() in STUDY_SUFFIXES]
        try:
            chosen = [read_study(path) for path in studies]
        except UserError as error:
            self._tell(error.issues)
            return
        current = self.state.current
        if models and not as_variant:
            self.close()
        if not models:
            for path, study in zip(studies, chosen, strict=True):
                if current is not None:
                    self._add(current.paths, study, path.stem)
            return
        for path in models:
            study = chosen[0] if chosen else _sample_study(path) or Study()
            if as_variant:
                self._add((path,), study, path.stem)
            else:
                self.remember(path)
                self.jobs.start(self.state.add((path,), study, self.free_name(path.stem)))
        if not as_variant:
            self.state.show(0)

    def open_sample(self) -> None:
        """Open the built-in sample house and its better variant."""
        folder = Path(str(files("bldgassess.sample").joinpath("data")))
        remember, self.remember = self.remember, lambda _path: None
        self.open_paths([folder / "hainan_house_base.ifc", folder / "hainan_house_better.ifc"])
        self.remember = remember

    def open_community(self, path: Path, *, is_example: bool = False) -> None:
        """Assess the community of a file, beside what else is open, and show its page."""
        self.state.community.start(path, is_example=is_example)
        self.jobs.ask_free("community", path)
        self.show_community()

    def open_example_community(self) -> None:
        """Open the built-in example of a community."""
        self.open_community(Path(str(files("bldgassess.sample").joinpath("data", "community.yaml"))), is_example=True)

    def ask_community(self) -> None:
        """Ask for a community file."""
        path = dialogs.ask_community(self.parent, self.tr_)
        if path is not None:
            self.remember(path)
            self.open_community(path)

    def ask_community_report(self, language: str) -> None:
        """Ask where the community's PDF goes, and have it written."""
        found = self.state.community.found
        path = dialogs.ask_pdf(self.parent, self.tr_, found.results["community"]["name"]) if found else None
        if found is not None and path is not None:
            self.jobs.ask_free("community_report", found.results, path, language)

    def ask_community_files(self, language: str) -> None:
        """Ask for a folder, and have all files of the community written into it."""
        found = self.state.community.found
        path = dialogs.ask_folder(self.parent, self.tr_) if found else None
        if found is not None and path is not None:
            self.jobs.ask_free("community_files", self.state.community.path, found.results, path, language)

    def open_model(self, paths: Sequence[Path], study: Study, name: str) -> None:
        """Open a building anew under a study that is at hand."""
        self.close()
        self.jobs.start(self.state.add(tuple(paths), study, self.free_name(name)))

    def close(self) -> None:
        """Leave all variants and their history; what is unsaved stays for recovery."""
        if self.state.variants:
            self.keeper.close()
        self.history.clear()
        self.state.clear()

    def _show_project(self, opened: Opened) -> None:
        """Show a project that was read; each variant is assessed when it is looked at."""
        made = []
        for row in opened.project.variants:
            paths = tuple(opened.paths[key] for key in row.models if key in opened.paths)
            variant = Variant(row.name, paths, row.study, key=row.key, locked=row.locked, status="kept")
            results = opened.results.get(row.key)
            if results is not None:
                variant.results = variant.opened = results
                variant.shown, variant.shown_study = variant.generation, variant.study
                variant.shown_pieces = opened.pieces
            made.append(variant)
        keys = [variant.key for variant in made]
        self.history.clear()
        self.state.put(made, keys.index(opened.project.current) if opened.project.current in keys else 0, opened.pieces)
        if opened.issues:
            self._tell(opened.issues)

    def save(self) -> None:
        """Save the project; where it has no file yet, or that file is another program's, ask for one."""
        if self.keeper.path is None or self.keeper.read_only:
            self.save_as()
        else:
            self.keeper.save(self.keeper.path)

    def save_as(self) -> None:
        """Ask for a file, and save the project there."""
        variant = self.state.variants[0] if self.state.variants else None
        path = dialogs.ask_project(self.parent, self.tr_, variant.name) if variant is not None else None
        if path is not None:
            self.keeper.save(path, overwrite=path != self.keeper.path)

    def ask_open(self) -> None:
        """Ask for files to open."""
        self._open_some(dialogs.ask_models(self.parent, self.tr_))

    def ask_variant(self) -> None:
        """Ask for a model or a study to open beside the first."""
        self._open_some(dialogs.ask_variants(self.parent, self.tr_), as_variant=bool(self.state.variants))

    def _open_some(self, paths: Sequence[Path], *, as_variant: bool = False) -> None:
        if paths:
            self.open_paths(paths, as_variant=as_variant)

    def ask_pdf(self, language: str) -> None:
        """Ask where the PDF goes, and have it written."""
        variant = self.state.current
        path = dialogs.ask_pdf(self.parent, self.tr_, variant.name) if variant is not None else None
        if path is not None:
            self.ask("report", path, language)

    def ask_files(self, language: str) -> None:
        """Ask for a folder, and have all files written into it."""
        path = dialogs.ask_folder(self.parent, self.tr_)
        if path is not None:
            self.ask("files", path, language)

    def ask(self, what: str, *values: Any) -> None:  # noqa: ANN401 - as the task takes them
        """Ask the worker for something of the shown variant."""
        variant = self.state.current
        if variant is not None and variant.results is not None:
            self.jobs.ask(variant, what, *values)

    # edits

    def edit(self, path: str, value: object, words: Words, gesture: int | None = None) -> bool:
        """Change a value of the shown variant's study; what does not fit is said, and nothing changes."""
        return self._try(lambda: self.edits.make(path, value, words, gesture))

    def edit_many(self, values: Mapping[str, object], text: str) -> bool:
        """Change several values as one step that says ``text``."""
        return self._try(lambda: self.edits.make_many(values, text))

    def edit_all(self, path: str, value: object, text: str) -> bool:
        """Change a value of every variant."""
        return self._try(lambda: self.edits.make_all(path, value, text))

    def _try(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except UserError as error:
            self._tell(error.issues)
            return False
        return True

    # variants

    def branch(self) -> Variant | None:
        """Make a variant of the shown state beside it, and show it."""
        source = self.state.current
        if source is None:
            return None
        made = self.state.make_branch(source, self.free_name(source.name))
        text = self.tr_("Branch {name}").format(name=made.name)
        self.history.push(AddVariant(self.state, made, self.state.variants.index(source) + 1, text))
        if made.shown_study is None and made.building is not None:
            self.jobs.start(made)
        return made

    def branch_with(self, wanted: Sequence[tuple[str, Mapping[str, object]]]) -> tuple[Variant, ...]:
        """Make variants of the shown one, each of a name and values by path, as one step; the first is shown.

        What does not fit is said, and nothing changes.
        """
        source, made = self.state.current, []
        if source is None or not wanted:
            return ()
        try:
            for name, values in wanted:
                study = apply_edits(source.study, [make_edit(source.study, path, v) for path, v in values.items()])
                made.append(self.state.make_variant(source, study, name))
        except UserError as error:
            self._tell(error.issues)
            return ()
        taken: set[str] = set()
        for item in made:
            item.name = self.free_name(item.name, taken)
            taken.add(item.name)
        text = self.tr_("Branch {name}").format(name=", ".join(item.name for item in made))
        self.history.push(AddVariants(self.state, source, made, text))
        for item in made:
            if item.building is not None:
                self.jobs.start(item)
        return tuple(made)

    def _add(self, paths: Sequence[Path], study: Study, name: str) -> None:
        made = Variant(self.free_name(name), tuple(paths), study)
        text = self.tr_("Add {name}").format(name=made.name)
        self.history.push(AddVariant(self.state, made, len(self.state.variants), text))
        self.jobs.start(made)

    def rename(self, variant: Variant, name: str) -> bool:
        """Give a variant another name."""
        wanted = name.strip()
        if wanted == variant.name:
            return True
        taken = any(item.name == wanted for item in self.state.variants)
        if not wanted or taken:
            self._tell((Issue("window.name_taken", {"name": wanted}) if taken else Issue("window.no_name"),))
            return False
        text = self.tr_("Rename {old} → {new}").format(old=variant.name, new=wanted)
        self.history.push(RenameVariant(self.state, variant, wanted, text))
        return True

    def move(self, variant: Variant, index: int) -> None:
        """Put a variant at another place."""
        if 0 <= index < len(self.state.variants) and self.state.variants.index(variant) != index:
            text = self.tr_("Move {name} to place {place}").format(name=variant.name, place=index + 1)
            self.history.push(MoveVariant(self.state, variant, index, text))

    def move_by(self, places: int) -> None:
        """Put the shown variant further left or right."""
        variant = self.state.current
        if variant is not None:
            self.move(variant, self.state.index + places)

    def lock(self, variant: Variant, *, locked: bool) -> None:
        """Lock a variant against edits, or unlock it."""
        if locked != variant.locked:
            text = self.tr_("Lock {name}") if locked else self.tr_("Unlock {name}")
            self.history.push(LockVariant(self.state, variant, locked=locked, text=text.format(name=variant.name)))

    def remove_current(self) -> None:
        """Take the shown variant out; undo brings it back."""
        variant = self.state.current
        if variant is not None and len(self.state.variants) > 1:
            text = self.tr_("Remove {name}").format(name=variant.name)
            self.history.push(RemoveVariant(self.state, variant, text))

    def show_next(self) -> None:
        """Show the next variant."""
        self.state.show((self.state.index + 1) % max(1, len(self.state.variants)))

    def escape(self) -> None:
        """Select nothing."""
        self.state.select(())

    def free_name(self, name: str, others: Collection[str] = ()) -> str:
        """Return a name that no variant has, nor is among the others, like the given one."""
        taken = {*(variant.name for variant in self.state.variants), *others}
        number, unique = 2, name
        while unique in taken:
            unique, number = f"{name} {number}", number + 1
        return unique


def _sample_study(path: Path) -> Study | None:
    """Return the study that belongs to a file of the built-in sample."""
    folder = Path(str(files("bldgassess.sample").joinpath("data")))
    if path.resolve().parent != folder.resolve():
        return None
    return read_study(folder / f"{path.stem.removeprefix('hainan_house_')}.yaml")
