"""The main window: variants on top, pages at the left, figures at the bottom, the inspector at the right."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QUndoStack
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bldgassess.errors import Issue, UserError
from bldgassess.messages import sentence
from bldgassess.study import Study, read_study
from bldgassess.texts import mark, translation
from ui import dialogs
from ui.edits import Edits, Words
from ui.faults import Faults
from ui.inspector import Inspector
from ui.jobs import Jobs
from ui.pages.base import Page
from ui.pages.carbon import CarbonPage
from ui.pages.compare import ComparePage
from ui.pages.energy import EnergyPage
from ui.pages.health import HealthPage
from ui.pages.label import LabelPage
from ui.pages.model import ModelPage
from ui.pages.report import ReportPage
from ui.pages.start import StartPage
from ui.problem import ProblemPanel, problem_text
from ui.settings import Settings
from ui.state import State, Variant
from ui.statusline import StatusLine
from ui.theme import THEMES, apply_theme
from ui.topbar import TopBar
from ui.widgets.stack import PageStack

#: Page id -> (name, class), in the order of work.
PAGES: tuple[tuple[str, str, type[Page]], ...] = (
    ("model", mark("Model"), ModelPage),
    ("energy", mark("Energy"), EnergyPage),
    ("carbon", mark("Carbon"), CarbonPage),
    ("health", mark("Health"), HealthPage),
    ("label", mark("Label"), LabelPage),
    ("compare", mark("Compare"), ComparePage),
    ("report", mark("Report"), ReportPage),
)
_MODEL_SUFFIXES = {".ifc", ".ifczip"}
_STUDY_SUFFIXES = {".yaml", ".yml"}
#: Our fault, not that of the model: the person is asked to tell us.
_OUR_FAULTS = {"results.bug", "results.worker_died", "window.fault"}


class MainWindow(QMainWindow):
    """Owns the state and the jobs; pages only show."""

    def __init__(self, *, language: str = "en", theme: str = "light") -> None:
        super().__init__()
        self.setWindowTitle("bldgassess")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.state = State(self)
        self.tr_ = translation(language).gettext
        self.jobs = Jobs(self.state, self)
        self.jobs.changed.connect(self._show_progress)
        self.jobs.written.connect(lambda names: self._said(self.tr_("Saved {file}.").format(file=", ".join(names))))
        self.jobs.refused.connect(self._refused)
        self.settings, self.last_error = Settings(), ""
        self.faults = Faults(self)
        self.faults.happened.connect(self._failed)
        self.history = QUndoStack(self)
        self.history.indexChanged.connect(self._show_history)
        self.edits = Edits(self.state, self.history)
        self._old_pages: set[str] = set()
        self.language, self.theme, self.page = language, theme, "model"
        self.state.variants_changed.connect(self._variants_changed)
        self.state.current_changed.connect(self._current_changed)
        for signal in (
            *(self.state.model_ready, self.state.study_changed, self.state.figures_ready, self.state.failed),
            self.state.check_ready,
        ):
            signal.connect(self._variant_changed)
        self.state.progress.connect(lambda _variant: self._show_progress())
        self.state.selection_changed.connect(self._selection_changed)
        self._build()
        self._add_shortcuts()

    def _build(self) -> None:
        """Make all widgets in the current language and theme."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self.theme)
        self.tr_ = translation(self.language).gettext
        self.start = StartPage(self.state, self.language, self.theme)
        self.start.open_asked.connect(self.ask_open)
        self.start.sample_asked.connect(self.open_sample)
        self.pages: dict[str, Page] = {key: make(self.state, self.language, self.theme) for key, _, make in PAGES}
        self._connect_pages()
        self.stack = PageStack()
        self.stack.addWidget(self.start)
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.inspector = Inspector(self.state, self.language)
        self.status = StatusLine(self.state, self.language)
        self.status.page_asked.connect(self.show_page)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.rail = self._make_rail()
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.inspector)
        outer = QVBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.bar = TopBar(self.state, self.language, self.theme)
        self.bar.open_asked.connect(self.ask_open)
        self.bar.variant_asked.connect(self.ask_variant)
        self.bar.cancel_asked.connect(self.jobs.cancel)
        self.bar.undo_asked.connect(self.history.undo)
        self.bar.redo_asked.connect(self.history.redo)
        self.status.retry_asked.connect(self.retry)
        self.status.report_asked.connect(self.report_problem)
        self.bar.language_asked.connect(self.set_language)
        self.bar.theme_asked.connect(self.set_theme)
        outer.addWidget(self.bar)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        centre = QWidget()
        centre.setObjectName("page")
        centre.setLayout(outer)
        self.setCentralWidget(centre)
        self._variants_changed()
        self._show_history()
        self._current_changed()

    def _connect_pages(self) -> None:
        """Listen to what pages ask for."""
        for page in self.pages.values():
            if isinstance(page, ReportPage):
                page.pdf_asked.connect(self.ask_pdf)
                page.files_asked.connect(self.ask_files)
            if isinstance(page, (EnergyPage, HealthPage)):
                page.series_asked.connect(lambda kind, guid: self._ask("series", kind, guid))
            if isinstance(page, HealthPage):
                page.daylight_asked.connect(lambda quality: self._ask("daylight", quality))
                page.daylight_stop_asked.connect(lambda: self._ask("stop_daylight"))
                page.measured_asked.connect(lambda *values: self._ask("measured", *values))
                page.model_asked.connect(lambda: self.show_page("model"))
            if isinstance(page, EnergyPage):
                page.edit_asked.connect(self.edit)
                page.check_asked.connect(lambda: self._ask("crosscheck"))

    def _make_rail(self) -> QFrame:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setFixedWidth(124)
        column = QVBoxLayout(rail)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(2)
        self.page_buttons: dict[str, QPushButton] = {}
        for index, (key, name, _) in enumerate(PAGES, 1):
            button = QPushButton(self.tr_(name))
            button.setObjectName("rail")
            button.setCheckable(True)
            button.setToolTip(f"Ctrl+{index}")
            button.clicked.connect(lambda _checked=False, key=key: self.show_page(key))
            column.addWidget(button)
            self.page_buttons[key] = button
        column.addStretch()
        return rail

    def _add_shortcuts(self) -> None:
        for keys, action in (
            ("Ctrl+O", self.ask_open),
            ("Ctrl+D", self.ask_variant),
            ("Ctrl+Z", self.history.undo),
            ("Ctrl+Y", self.history.redo),
            ("Ctrl+Shift+Z", self.history.redo),
            ("Esc", lambda: self.state.select(())),
            ("Ctrl+Tab", lambda: self.state.show((self.state.index + 1) % max(1, len(self.state.variants)))),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        for index, (key, _, _) in enumerate(PAGES, 1):
            QShortcut(QKeySequence(f"Ctrl+{index}"), self).activated.connect(lambda key=key: self.show_page(key))

    # what a person asks for

    def open_paths(self, paths: Sequence[Path], *, as_variant: bool = False) -> None:
        """Open IFC files and studies: the first model starts anew, or each becomes a variant beside the others."""
        models = [path for path in paths if path.suffix.lower() not in _STUDY_SUFFIXES]
        studies = [path for path in paths if path.suffix.lower() in _STUDY_SUFFIXES]
        try:
            chosen = [read_study(path) for path in studies]
        except UserError as error:
            self._tell(error.issues)
            return
        if models and not as_variant:
            self.history.clear()
            self.state.clear()
        if not models:
            current = self.state.current
            for path, study in zip(studies, chosen, strict=True):
                if current is not None:
                    self._start(current.paths, study, path.stem)
            return
        for path in models:
            study = chosen[0] if chosen else _sample_study(path) or Study()
            self._start((path,), study, path.stem)
        self.state.show(0 if not as_variant else len(self.state.variants) - 1)

    def open_sample(self) -> None:
        """Open the built-in sample house and its better variant."""
        folder = Path(str(files("bldgassess.sample").joinpath("data")))
        self.open_paths([folder / "hainan_house_base.ifc", folder / "hainan_house_better.ifc"])

    def ask_open(self) -> None:
        """Ask for IFC files."""
        self.open_some(dialogs.ask_models(self, self.tr_))

    def ask_variant(self) -> None:
        """Ask for a model or a study to open beside the first."""
        self.open_some(dialogs.ask_variants(self, self.tr_), as_variant=bool(self.state.variants))

    def open_some(self, paths: Sequence[Path], *, as_variant: bool = False) -> None:
        """Open files where any were chosen."""
        if paths:
            self.open_paths(paths, as_variant=as_variant)

    def ask_pdf(self, language: str) -> None:
        """Ask where the PDF goes, and have it written."""
        variant = self.state.current
        path = dialogs.ask_pdf(self, self.tr_, variant.name) if variant is not None else None
        if path is not None:
            self.save_pdf(path, language)

    def ask_files(self, language: str) -> None:
        """Ask for a folder, and have all files written into it."""
        path = dialogs.ask_folder(self, self.tr_)
        if path is not None:
            self.save_files(path, language)

    def save_pdf(self, path: Path, language: str) -> None:
        """Have the report of the shown variant written."""
        self._ask("report", path, language)

    def save_files(self, folder: Path, language: str) -> None:
        """Have all files of the shown variant written."""
        self._ask("files", folder, language)

    def edit(self, path: str, value: object, words: Words, gesture: int | None = None) -> None:
        """Change a value of the shown variant's study; what does not fit is said, and nothing changes."""
        try:
            self.edits.make(path, value, words, gesture)
        except UserError as error:
            self._tell(error.issues)
            self.pages[self.page].refresh()

    def retry(self) -> None:
        """Assess the shown variant again."""
        variant = self.state.current
        if variant is not None:
            self._said("")
            self.jobs.start(variant)
            self._refresh()

    def take_settings(self, settings: Settings, issues: Sequence[Issue] = ()) -> None:
        """Take what was remembered, and say what of it could not be read."""
        self.settings = settings
        if issues:
            self._tell(issues)

    def report_problem(self) -> None:
        """Show what helps to find a fault, for the person to read, change and save."""
        works = [str(path) for variant in self.state.variants for path in variant.paths]
        works += [variant.name for variant in self.state.variants]
        text = problem_text(self.settings, last_error=self.last_error, works=works)
        self.problem = ProblemPanel(text, self.language, self)
        self.problem.saved.connect(lambda path: self._said(self.tr_("Saved {file}.").format(file=path.name)))
        self.problem.open()

    def _ask(self, what: str, *values: object) -> None:
        variant = self.state.current
        if variant is not None and variant.results is not None:
            self.jobs.ask(variant, what, *values)

    def show_page(self, key: str) -> None:
        """Show a page."""
        self.page = key
        for name, button in self.page_buttons.items():
            button.setChecked(name == key)
        self.inspector.setVisible(bool(self.state.variants) and key in {"model", "carbon"})
        if self.state.variants:
            self.stack.setCurrentWidget(self.pages[key])
            self._refresh_shown()

    def set_language(self, language: str) -> None:
        """Switch the window's language."""
        if language != self.language:
            self.language = language
            self._rebuild()

    def set_theme(self, theme: str) -> None:
        """Switch between light and dark."""
        if theme in THEMES and theme != self.theme:
            self.theme = theme
            self._rebuild()

    # what happens

    def _rebuild(self) -> None:
        old = self.takeCentralWidget()
        self._build()
        if old is not None:
            old.deleteLater()

    def _start(self, paths: Sequence[Path], study: Study, name: str) -> None:
        taken = {variant.name for variant in self.state.variants}
        number, unique = 2, name
        while unique in taken:
            unique, number = f"{name} {number}", number + 1
        self.jobs.start(self.state.add(paths, study, unique))

    def _variants_changed(self) -> None:
        self.bar.show_variants()
        has = bool(self.state.variants)
        self.rail.setVisible(has)
        if not has:
            self.stack.setCurrentWidget(self.start)
        self._show_progress()

    def _show_progress(self) -> None:
        self.bar.show_progress(self.jobs.first)

    def _show_history(self, _index: int = 0) -> None:
        self.bar.show_history(self.history.undoText(), self.history.redoText())

    def _current_changed(self) -> None:
        self.bar.tabs.setCurrentIndex(self.state.index)
        self._refresh()
        self.show_page(self.page)

    def _refresh(self) -> None:
        """Show the current variant anew: the page that is seen now, the others when they are."""
        self._old_pages = set(self.pages)
        self._refresh_shown()
        self.inspector.refresh()
        self.status.refresh()

    def _refresh_shown(self) -> None:
        if self.page in self._old_pages and self.stack.currentWidget() is self.pages[self.page]:
            self._old_pages.discard(self.page)
            self.pages[self.page].refresh()
            self.pages[self.page].select()

    def _variant_changed(self, variant: Variant) -> None:
        if variant.status == "failed" and variant.building is None and not _may_retry(variant):
            self._drop(variant)
        if variant is self.state.current:
            self._refresh()
        else:
            self._old_pages.add("compare")
            self._refresh_shown()
        if variant.status == "failed":
            self._tell(variant.issues, retry=_may_retry(variant))
        elif variant.status == "cancelled":
            self.status.say(self.tr_("Cancelled. What was read stays."), retry=True)
        elif self.status.retry.isVisible():
            self._said("")

    def _drop(self, variant: Variant) -> None:
        """Take away a variant that could not even be read."""
        self.state.remove(variant)

    def _selection_changed(self) -> None:
        for page in self.pages.values():
            page.select()
        self.inspector.refresh()

    def _refused(self, issues: Sequence[Issue]) -> None:
        """Say why something that was asked for cannot be had."""
        energy = self.pages["energy"]
        if isinstance(energy, EnergyPage):
            energy.check.refuse(" ".join(sentence(issue, self.tr_) for issue in issues))
        self._tell(issues)

    def _failed(self, reason: str) -> None:
        """Say that something in the window itself failed; it stays open."""
        self._tell([Issue("window.fault", {"reason": reason})], retry=self.state.current is not None)

    def _tell(self, issues: Sequence[Issue], *, retry: bool = False) -> None:
        """Say what went wrong where it is seen: on the start page, or in the status line."""
        words = " ".join(sentence(issue, self.tr_) for issue in issues)
        self.last_error = words or self.last_error
        self.start.error.setText(words if not self.state.variants else "")
        ours = any(issue.code in _OUR_FAULTS for issue in issues)
        self.status.say(words, error=True, retry=retry, report=ours)

    def _said(self, words: str) -> None:
        self.status.say(words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take IFC files and studies."""
        suffixes = {Path(url.toLocalFile()).suffix.lower() for url in event.mimeData().urls()}
        if suffixes & (_MODEL_SUFFIXES | _STUDY_SUFFIXES):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped; with Ctrl as a variant."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and bool(self.state.variants)
        event.acceptProposedAction()
        QTimer.singleShot(0, lambda: self.open_paths(paths, as_variant=beside))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End the jobs with the window."""
        self.jobs.stop()
        super().closeEvent(event)


def _may_retry(variant: Variant) -> bool:
    """Tell whether trying again may help: not where the model or the study is at fault."""
    return any(issue.code == "results.worker_died" for issue in variant.issues)


def _sample_study(path: Path) -> Study | None:
    """Return the study that belongs to a file of the built-in sample."""
    folder = Path(str(files("bldgassess.sample").joinpath("data")))
    if path.resolve().parent != folder.resolve():
        return None
    return read_study(folder / f"{path.stem.removeprefix('hainan_house_')}.yaml")
