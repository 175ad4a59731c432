"""The main window: variants on top, pages at the left, figures at the bottom, the inspector at the right."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bldgassess.errors import Issue, UserError
from bldgassess.messages import sentence
from bldgassess.study import Study, read_study
from bldgassess.texts import mark, translation
from ui.inspector import Inspector
from ui.jobs import Jobs
from ui.pages.base import Page
from ui.pages.carbon import CarbonPage
from ui.pages.compare import ComparePage
from ui.pages.health import HealthPage
from ui.pages.label import LabelPage
from ui.pages.model import ModelPage
from ui.pages.report import ReportPage
from ui.pages.start import StartPage
from ui.state import State, Variant
from ui.statusline import StatusLine
from ui.theme import THEMES, apply_theme
from ui.topbar import TopBar

#: Page id -> (name, class), in the order of work.
PAGES: tuple[tuple[str, str, type[Page]], ...] = (
    ("model", mark("Model"), ModelPage),
    ("carbon", mark("Carbon"), CarbonPage),
    ("health", mark("Health"), HealthPage),
    ("label", mark("Label"), LabelPage),
    ("compare", mark("Compare"), ComparePage),
    ("report", mark("Report"), ReportPage),
)
_MODEL_SUFFIXES = {".ifc", ".ifczip"}
_STUDY_SUFFIXES = {".yaml", ".yml"}


class MainWindow(QMainWindow):
    """Owns the state and the jobs; pages only show."""

    def __init__(self, *, language: str = "en", theme: str = "light") -> None:
        super().__init__()
        self.setWindowTitle("bldgassess")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.state = State(self)
        self.jobs = Jobs(self.state, self)
        self.jobs.changed.connect(self._show_progress)
        self.language, self.theme, self.page = language, theme, "model"
        self.state.variants_changed.connect(self._variants_changed)
        self.state.current_changed.connect(self._current_changed)
        for signal in (self.state.model_ready, self.state.results_ready, self.state.failed):
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
        report = self.pages["report"]
        if isinstance(report, ReportPage):
            report.pdf_asked.connect(self.ask_pdf)
            report.files_asked.connect(self.ask_files)
        self.stack = QStackedWidget()
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
        self._current_changed()

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
            self.jobs.stop()
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
        names, _ = QFileDialog.getOpenFileNames(self, self.tr_("Open model"), "", "IFC (*.ifc *.ifczip)")
        if names:
            self.open_paths([Path(name) for name in names])

    def ask_variant(self) -> None:
        """Ask for a model or a study to open beside the first."""
        kinds = "IFC, YAML (*.ifc *.ifczip *.yaml *.yml)"
        names, _ = QFileDialog.getOpenFileNames(self, self.tr_("Add variant"), "", kinds)
        if names:
            self.open_paths([Path(name) for name in names], as_variant=bool(self.state.variants))

    def ask_pdf(self, language: str) -> None:
        """Ask where the PDF goes, and write it."""
        variant = self.state.current
        if variant is None or variant.assessment is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, self.tr_("Save PDF report"), f"{variant.name}.pdf", "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name), language)

    def ask_files(self, language: str) -> None:
        """Ask for a folder, and write all files into it."""
        name = QFileDialog.getExistingDirectory(self, self.tr_("Folder for the results"))
        if name:
            self.save_files(Path(name), language)

    def save_pdf(self, path: Path, language: str) -> None:
        """Write the report of the shown variant."""
        from reports.pdf.report import write_report

        variant = self.state.current
        if variant is None or variant.assessment is None:
            return
        try:
            write_report(variant.assessment, path, language=language)
        except UserError as error:
            self._tell(error.issues)
        else:
            self._said(self.tr_("Saved {file}.").format(file=path.name))

    def save_files(self, folder: Path, language: str) -> None:
        """Write all files of the shown variant."""
        from reports.write import write_outputs

        variant = self.state.current
        if variant is None or variant.assessment is None:
            return
        try:
            written = write_outputs(variant.assessment, folder, language=language)
        except UserError as error:
            self._tell(error.issues)
        else:
            self._said(self.tr_("Saved {file}.").format(file=", ".join(path.name for path in written)))

    def show_page(self, key: str) -> None:
        """Show a page."""
        self.page = key
        for name, button in self.page_buttons.items():
            button.setChecked(name == key)
        if self.state.variants:
            self.stack.setCurrentWidget(self.pages[key])
        self.inspector.setVisible(bool(self.state.variants) and key in {"model", "carbon"})

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

    def _current_changed(self) -> None:
        self.bar.tabs.setCurrentIndex(self.state.index)
        for page in self.pages.values():
            page.refresh()
        self.inspector.refresh()
        self.status.refresh()
        self.show_page(self.page)

    def _variant_changed(self, variant: Variant) -> None:
        if variant.status == "failed" and variant.building is None:
            self._drop(variant)
        if variant is self.state.current:
            self._current_changed()
        else:
            self.pages["compare"].refresh()
        if variant.status == "failed":
            self._tell(variant.issues)
        elif variant.status == "cancelled":
            self._said(self.tr_("Cancelled. What was read stays."))

    def _drop(self, variant: Variant) -> None:
        """Take away a variant that could not even be read."""
        self.state.variants.remove(variant)
        self.state.index = min(self.state.index, len(self.state.variants) - 1)
        self.state.variants_changed.emit()
        self.state.current_changed.emit()

    def _selection_changed(self) -> None:
        for page in self.pages.values():
            page.select()
        self.inspector.refresh()

    def _tell(self, issues: Sequence[Issue]) -> None:
        """Say what went wrong where it is seen: on the start page, or in the status line."""
        words = " ".join(sentence(issue, self.tr_) for issue in issues)
        self.start.error.setText(words if not self.state.variants else "")
        self.status.say(words, error=True)

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


def _sample_study(path: Path) -> Study | None:
    """Return the study that belongs to a file of the built-in sample."""
    folder = Path(str(files("bldgassess.sample").joinpath("data")))
    if path.resolve().parent != folder.resolve():
        return None
    return read_study(folder / f"{path.stem.removeprefix('hainan_house_')}.yaml")
