"""The main window: variants on top, pages at the left, figures at the bottom, the inspector at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout, QWidget

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.project import SUFFIX
from bldgassess.texts import mark, translation
from reports.figures import number
from ui.actions import ACTIONS, find_action
from ui.edits import Words
from ui.faults import Faults
from ui.history import History
from ui.inspector import Inspector
from ui.jobs import Jobs
from ui.keeper import Keeper
from ui.memory import recall, remember
from ui.notes import Notes
from ui.pages.base import Page
from ui.pages.carbon import CarbonPage
from ui.pages.community import CommunityPage
from ui.pages.compare import ComparePage
from ui.pages.energy import EnergyPage
from ui.pages.health import HealthPage
from ui.pages.improve import ImprovePage
from ui.pages.label import LabelPage
from ui.pages.materials import MaterialsPage
from ui.pages.model import ModelPage
from ui.pages.report import ReportPage
from ui.pages.start import StartPage
from ui.palette import CommandPalette
from ui.problem import ProblemPanel, problem_text
from ui.project_desk import ProjectDesk
from ui.settings import Settings, present_recent
from ui.state import State, Variant
from ui.statusline import StatusLine
from ui.theme import THEMES, apply_theme
from ui.topbar import TopBar
from ui.verbs import MODEL_SUFFIXES, STUDY_SUFFIXES, Verbs
from ui.widgets.number import Range
from ui.widgets.stack import PageStack

#: Page id -> (name, class), in the order of work.
PAGES: tuple[tuple[str, str, type[Page]], ...] = (
    ("model", mark("Model"), ModelPage),
    ("materials", mark("Materials"), MaterialsPage),
    ("energy", mark("Energy"), EnergyPage),
    ("carbon", mark("Carbon"), CarbonPage),
    ("health", mark("Health"), HealthPage),
    ("label", mark("Label"), LabelPage),
    ("improve", mark("Improve"), ImprovePage),
    ("compare", mark("Compare"), ComparePage),
    ("report", mark("Report"), ReportPage),
    ("community", mark("Community"), CommunityPage),
)
#: Pages that need no open model.
FREE_PAGES = frozenset({"community"})
#: Pages that show the inspector beside them; below this width it lies over the page [px].
_INSPECTED, _WIDE = frozenset({"model", "carbon"}), 1400
#: Size of the picture of a project [px].
_THUMBNAIL = (216, 144)
#: Tasks that tell the names of the files that they have written.
_WRITERS = frozenset({"community_files", "community_report"})
#: Our fault, not that of the model: the person is asked to tell us.
_OUR_FAULTS = {"results.bug", "results.worker_died", "window.fault"}


class MainWindow(QMainWindow):
    """Owns the state, the jobs and the history; pages only show."""

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
        self.settings, self.last_error, self.notes = Settings(), "", Notes()
        self.faults = Faults(self)
        self.faults.happened.connect(self._failed)
        self.history = History(self)
        self.history.changed.connect(self._show_history)
        self.keeper = Keeper(self.state, self.history, self)
        self.project = ProjectDesk(self.state, self.keeper, self)
        self.verbs = Verbs(self, self.state, self.jobs, self.history, self.keeper, self._tell)
        self.verbs.remember = self._remember
        self.verbs.show_community = lambda: self.show_page("community")
        self.keeper.picture = self._picture
        self._old_pages: set[str] = set()
        self._inspector_wanted: bool | None = None
        self.language, self.theme, self.page = language, theme, "model"
        self._listen()
        self._build()
        self._add_shortcuts()

    def _listen(self) -> None:
        state = self.state
        state.variants_changed.connect(self._variants_changed)
        state.current_changed.connect(self._current_changed)
        for signal in (
            *(state.model_ready, state.study_changed, state.figures_ready, state.failed),
            state.check_ready,
        ):
            signal.connect(self._variant_changed)
        state.progress.connect(lambda _variant: self._show_progress())
        state.selection_changed.connect(self._selection_changed)
        state.told.connect(self._told)
        state.community.changed.connect(self._community_changed)
        state.dossier_changed.connect(lambda: self._on_report(ReportPage.show_dossier))
        state.dossier_refused.connect(lambda issues: self._on_report(lambda page: page.refuse(issues)))
        self.keeper.told.connect(self._tell)
        self.keeper.changed.connect(self._show_kept)
        self.keeper.saved.connect(self._saved)
        self.keeper.listed.connect(lambda found: self.start.show_found(found))  # noqa: PLW0108 - the page is built anew

    def _build(self) -> None:
        """Make all widgets in the current language and theme."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self.theme)
        self.tr_ = self.verbs.tr_ = translation(self.language).gettext
        self.start = StartPage(self.state, self.language, self.theme)
        self.start.action_asked.connect(self.act)
        self.start.file_asked.connect(lambda path: self.open_paths([path]))
        self.start.page_asked.connect(self.show_page)
        self.start.recover_asked.connect(self.keeper.recover)
        self.start.discard_asked.connect(self.keeper.set_aside)
        self.pages: dict[str, Page] = {key: make(self.state, self.language, self.theme) for key, _, make in PAGES}
        self._connect_pages()
        self.stack = PageStack()
        self.stack.addWidget(self.start)
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.status = StatusLine(self.state, self.language, self.notes)
        self.status.page_asked.connect(self._open_piece)
        self.status.retry_asked.connect(self.retry)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(0)
        self.rail = self._make_rail()
        self.middle.addWidget(self.rail)
        self.middle.addWidget(self.stack, 1)
        outer = QVBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.bar = self._make_bar()
        self.status.report_asked.connect(self.report_problem)
        outer.addWidget(self.bar)
        outer.addLayout(self.middle, 1)
        outer.addWidget(self.status.bar)
        outer.addWidget(self.status)
        centre = QWidget()
        centre.setObjectName("page")
        centre.setLayout(outer)
        self.setCentralWidget(centre)
        self.inspector = Inspector(self.state, self.language)
        self._inspector_beside: bool | None = None
        self.palette_ = CommandPalette(self)
        self._variants_changed()
        self._show_history()
        self._current_changed()
        self._show_kept()

    def _make_bar(self) -> TopBar:
        bar = TopBar(self.state, self.language)
        bar.action_asked.connect(self.act)
        bar.language_asked.connect(self.set_language)
        bar.edit_chosen.connect(self.history.go_to)
        bar.tabs.rename_asked.connect(self.verbs.rename)
        bar.tabs.move_asked.connect(self.verbs.move)
        bar.menu.aboutToShow.connect(lambda: bar.fill_menu(lambda key: find_action(key).enabled(self)))
        return bar

    def _connect_pages(self) -> None:
        """Listen to what pages ask for."""
        for page in self.pages.values():
            page.edit_asked.connect(self.edit)
            page.many_asked.connect(self.edit_many)
            page.all_asked.connect(self.verbs.edit_all)
            page.variants_asked.connect(self.verbs.branch_with)
            page.asked.connect(lambda what, values: self.verbs.ask(what, *values))
            page.free_asked.connect(lambda what, values: self.jobs.ask_free(what, *values))
            page.page_asked.connect(self.show_page)
            page.action_asked.connect(self.act)
            if isinstance(page, CommunityPage):
                page.model_asked.connect(lambda source: self.verbs.open_model(source.paths, source.study, source.name))
            if isinstance(page, ReportPage):
                page.files_asked.connect(self.verbs.ask_files)
                page.project_asked.connect(self.project.act)
                page.person_chosen.connect(self.set_person)
                page.signed.connect(self.project.note_signed)
                page.locked.connect(self._note_locked)
            if isinstance(page, (EnergyPage, HealthPage)):
                page.series_asked.connect(lambda kind, guid: self.verbs.ask("series", kind, guid))
            if isinstance(page, HealthPage):
                page.daylight_asked.connect(lambda quality: self.verbs.ask("daylight", quality))
                page.daylight_stop_asked.connect(lambda: self.verbs.ask("stop_daylight"))
                page.measured_asked.connect(lambda *values: self.verbs.ask("measured", *values))
                page.model_asked.connect(lambda: self.show_page("model"))
            if isinstance(page, MaterialsPage):
                page.alone_asked.connect(self.show_alone)
                page.remember_asked.connect(
                    lambda chosen: self.verbs.ask("materials.remember", chosen, self.state.person)
                )
            if isinstance(page, EnergyPage):
                page.check_asked.connect(lambda: self.verbs.ask("crosscheck"))

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
            button.setAccessibleName(self.tr_(name))
            button.setToolTip(f"Ctrl+{index % 10}")
            button.clicked.connect(lambda _checked=False, key=key: self.show_page(key))
            column.addWidget(button)
            self.page_buttons[key] = button
        column.addStretch()
        return rail

    def _add_shortcuts(self) -> None:
        for action in ACTIONS:
            for keys in action.keys:
                QShortcut(QKeySequence(keys), self).activated.connect(partial(self.act, action.id))
        for index, (key, _, _) in enumerate(PAGES, 1):
            QShortcut(QKeySequence(f"Ctrl+{index % 10}"), self).activated.connect(partial(self.show_page, key))

    # what a person asks for

    def act(self, identity: str) -> None:
        """Do one of the actions, where it can be done now."""
        action = find_action(identity)
        if action.enabled(self):
            action.run(self)

    def open_paths(self, paths: Sequence[Path], *, as_variant: bool = False) -> None:
        """Open files (``Verbs.open_paths``)."""
        self.verbs.open_paths(paths, as_variant=as_variant)

    def edit(self, path: str, value: object, words: Words, gesture: int | None = None) -> None:
        """Change a value of the shown variant's study; what does not fit is said, and nothing changes."""
        if not self.verbs.edit(path, value, words, gesture):
            self.pages[self.page].refresh()

    def edit_many(self, values: Mapping[str, object], text: str) -> None:
        """Change several values as one step."""
        if not self.verbs.edit_many(values, text):
            self.pages[self.page].refresh()

    def refuse_number(self, value: float, bounds: Range) -> None:
        """Say that a number is out of its bounds."""
        words = {name: number(x, self.language) for name, x in (("least", bounds.least), ("most", bounds.most))}
        self._tell(
            (Issue("window.out_of_bounds", {"value": number(value, self.language), "unit": bounds.unit, **words}),)
        )

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
        self._take_person()
        self._look()
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

    @property
    def page_names(self) -> dict[str, str]:
        """Page id -> English name, in the order of work."""
        return {key: name for key, name, _ in PAGES}

    def show_page(self, key: str) -> None:
        """Show a page; without an open model only one that needs none is seen."""
        self.page = key
        for name, button in self.page_buttons.items():
            button.setChecked(name == key)
        self.project.watch(watched=key == "report")
        if self.may_show(key):
            self.stack.setCurrentWidget(self.pages[key])
            self._show_rail()
            self._refresh_shown()
        self._place_inspector()

    def may_show(self, key: str) -> bool:
        """Tell whether a page can be seen now."""
        return bool(self.state.variants) or key in FREE_PAGES

    def _show_rail(self) -> None:
        """Show the rail beside any page but the start page; what cannot be seen now is grey."""
        self.rail.setVisible(self.stack.currentWidget() is not self.start)
        for key, button in self.page_buttons.items():
            button.setEnabled(self.may_show(key))

    def show_report(self, panel: str) -> None:
        """Show a panel of the Report page."""
        self.show_page("report")
        self._on_report(lambda page: page.show_panel(panel))

    def set_person(self, person: str, role: str) -> None:
        """Take who acts from now on, and as whom."""
        self.settings = self.settings.model_copy(update={"person": person[:80], "role": role})
        self._take_person()

    def show_alone(self, guids: Sequence[str]) -> None:
        """Show some elements alone on the Model page, as a finding's are."""
        self.show_page("model")
        model = self.pages["model"]
        if isinstance(model, ModelPage):
            model.findings.shown.emit(tuple(guids))

    def _open_piece(self, page: str) -> None:
        """Open what a piece of the status line is about: its page, of the report the assumptions."""
        if page == "report":
            self.show_report("assumed")
        else:
            self.show_page(page)

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

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self._inspector_wanted = not self.inspector.isVisible()
        self._place_inspector()

    def next_region(self) -> None:
        """Put the keys into the next region: bar, rail, page, inspector, status line."""
        regions = [self.bar, self.rail, self.stack, self.inspector, self.status]
        shown = [region for region in regions if region.isVisible()]
        focused = self.focusWidget()
        here = next((k for k, item in enumerate(shown) if focused is not None and item.isAncestorOf(focused)), -1)
        for step in range(1, len(shown) + 1):
            region = shown[(here + step) % len(shown)]
            for widget in region.findChildren(QWidget):
                if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    widget.setFocus(Qt.FocusReason.TabFocusReason)
                    return

    # what happens

    def _rebuild(self) -> None:
        """Build everything anew; the person stays where they were."""
        known = {key: remember(page) for key, page in self.pages.items()}
        said, is_error = self.status.said.text(), self.status.said.objectName() == "error"
        old, palette = self.takeCentralWidget(), self.palette_
        here = "" if self.stack.currentWidget() is self.start else self.page
        self._build()
        if here:
            self.show_page(here)
        for key, page in self.pages.items():
            recall(page, known[key])
        self._refresh()
        # scroll bars know their range when the page has been laid out
        QTimer.singleShot(0, self.pages[self.page], partial(recall, self.pages[self.page], known[self.page]))
        self.status.say(said, error=is_error)
        self.setFocus()  # what had it goes: keys are the new page's and the window's
        for widget in (old, palette):
            if widget is not None:
                widget.deleteLater()

    def _variants_changed(self) -> None:
        self.bar.show_variants()
        if not self.state.variants:
            self.page = "model"  # what is opened next is seen first
            self.stack.setCurrentWidget(self.start)
            self._look()
        self._show_rail()
        self._show_progress()

    def _show_progress(self) -> None:
        self.bar.show_progress(self.jobs.first)

    def _look(self) -> None:
        """Have the start page list what can be recovered and what was open before."""
        self.keeper.look([path for path, is_there in present_recent(self.settings) if is_there])

    def _remember(self, path: Path) -> None:
        self.settings = self.settings.with_recent(path)

    def _saved(self, path: Path) -> None:
        self._remember(path)
        self._said(self.tr_("Saved {file}.").format(file=path.name))

    def _picture(self) -> bytes:
        """Return a small PNG of the model as it is shown, nothing where there is no picture."""
        model = self.pages["model"]
        if not isinstance(model, ModelPage) or not isinstance(model.viewer, QOpenGLWidget):
            return b""
        image = model.viewer.grabFramebuffer().scaled(
            *_THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        content = QBuffer()
        content.open(QIODevice.OpenModeFlag.WriteOnly)
        return bytes(content.data().data()) if image.save(content, "PNG") else b""  # type: ignore[call-overload]

    def _show_kept(self) -> None:
        """Say in title and status line whether the work is saved."""
        keeper = self.keeper
        name = keeper.path.name if keeper.path else self.state.variants[0].name if self.state.variants else ""
        self.setWindowTitle(f"{name}[*] – bldgassess" if name else "bldgassess")
        self.setWindowModified(bool(name) and keeper.status in {"unsaved", "failed"})
        self.status.show_kept(keeper.status, keeper.path, read_only=keeper.read_only)

    def _show_history(self) -> None:
        history = self.history
        self.bar.show_history(history.undo_text, history.redo_text, history.texts, history.index)

    def _current_changed(self) -> None:
        self.bar.tabs.setCurrentIndex(self.state.index)
        variant = self.state.current
        if variant is not None and variant.status == "kept" and variant.paths:
            self.jobs.start(variant)
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
        if variant in self.state.variants:
            self.state.remove(variant)

    def _selection_changed(self) -> None:
        for page in self.pages.values():
            page.select()
        self.inspector.refresh()
        self._place_inspector()

    def _take_person(self) -> None:
        self.state.person, self.state.role = self.settings.person, self.settings.role

    def _on_report(self, act: Callable[[ReportPage], object]) -> None:
        page = self.pages["report"]
        if isinstance(page, ReportPage):
            act(page)

    def _note_locked(self, variant: Variant, words: str) -> None:
        """Lock the variant whose package was made, and remember that it was."""
        self.project.note_locked(variant, words)
        self.verbs.lock(variant, locked=True)

    def _told(self, variant: Variant | None, what: str, value: Any, issues: Sequence[Issue]) -> None:  # noqa: ANN401
        """Pass on what a task tells; the pages know what is theirs. Files that were written are said here."""
        if what in _WRITERS:
            self.jobs.written.emit(value) if value else self._tell(issues)
        for page in self.pages.values():
            page.told(variant, what, value, issues)

    def _community_changed(self) -> None:
        self._old_pages.add("community")
        self._refresh_shown()

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

    def _place_inspector(self) -> None:
        """Put the inspector beside the page where there is room, else over it as long as something is selected."""
        beside = self.width() >= _WIDE
        if beside != self._inspector_beside:
            self._inspector_beside = beside
            if beside:
                self.middle.addWidget(self.inspector)
            else:
                self.middle.removeWidget(self.inspector)
                self.inspector.setParent(self.centralWidget())
        wanted = self._inspector_wanted
        if wanted is None:  # nobody said: beside a page, or over the model as long as something is selected
            wanted = beside or (self.page == "model" and bool(self.state.selection))
        self.inspector.setVisible(wanted and bool(self.state.variants) and self.page in _INSPECTED)
        if not beside and self.inspector.isVisible():
            area = self.centralWidget().rect()
            self.inspector.setGeometry(
                area.right() - self.inspector.width() + 1, 44, self.inspector.width(), area.height() - 44 - 36
            )
            self.inspector.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Place the inspector anew."""
        super().resizeEvent(event)
        self._place_inspector()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take projects, IFC files and studies."""
        suffixes = {Path(url.toLocalFile()).suffix.lower() for url in event.mimeData().urls()}
        if suffixes & {*MODEL_SUFFIXES, *STUDY_SUFFIXES, SUFFIX}:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped; with Ctrl as a variant."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and bool(self.state.variants)
        event.acceptProposedAction()
        QTimer.singleShot(0, lambda: self.open_paths(paths, as_variant=beside))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End the jobs with the window; what is unsaved stays for recovery."""
        self.jobs.stop()
        self.keeper.stop()
        super().closeEvent(event)


def _may_retry(variant: Variant) -> bool:
    """Tell whether trying again may help: not where the model or the study is at fault."""
    return any(issue.code == "results.worker_died" for issue in variant.issues)
