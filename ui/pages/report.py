"""Report: what is printed at the left, the pages in the middle, checks, evidence and signature at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout

from bldgassess.errors import Issue
from bldgassess.explain.steps import Step
from bldgassess.messages import sentence
from bldgassess.study import Study
from ui import dialogs
from ui.dossier import reasons_of, standing_reasons
from ui.history import new_gesture
from ui.pages.base import Page, label
from ui.pages.report_assumed import AssumedPanel
from ui.pages.report_audit import AuditPanel
from ui.pages.report_checks import ChecksPanel, Look
from ui.pages.report_contents import ContentsPane
from ui.pages.report_evidence import EvidencePanel
from ui.pages.report_parts import Panel, shrinking
from ui.pages.report_preview import PreviewPane
from ui.pages.report_seal import LockPanel, SignPanel, VerifyPanel
from ui.pages.report_why import WhyPanel
from ui.report_task import Facts, Order, PageImage, Sealed, Verified, open_reasons
from ui.state import State, Variant

#: Widths of the panes [px]: chapters, preview, panel.
_WIDTHS = (200, 640, 420)
_GOOD_READINESS = 80.0


class ReportPage(Page):
    """Asks for files (language), acts on the project (what, values), tells who acts, and what was signed or locked."""

    files_asked = Signal(str)
    project_asked = Signal(str, object)
    person_chosen = Signal(str, str)
    signed = Signal(object, object, str)
    locked = Signal(object, str)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__(state, language, theme)
        palette = self.style_.palette
        self.contents = ContentsPane(language)
        self.preview = PreviewPane(self.tr_)
        self.checks = ChecksPanel(language, palette)
        self.assumed = AssumedPanel(language)
        self.evidence = EvidencePanel(language, palette)
        self.lock, self.sign, self.verify = LockPanel(language), SignPanel(language), VerifyPanel(language)
        self.why, self.audit = WhyPanel(language), AuditPanel(language)
        self.panels: dict[str, Panel] = {
            "checks": self.checks,
            "assumed": self.assumed,
            "evidence": self.evidence,
            "lock": self.lock,
            "sign": self.sign,
            "verify": self.verify,
            "why": self.why,
            "audit": self.audit,
        }
        self.title = label("", "heading")
        self.notice = shrinking(label("", "warning", wrap=True))
        self.right = QStackedWidget()
        self._facts: tuple[object, Facts] | None = None
        self._shown: object = None
        self._why_of: object = None
        self._signing: tuple[Variant, Study] | None = None
        self._locking: Variant | None = None
        self._lay_out()
        self._connect()
        self.show_panel("checks")

    def _lay_out(self) -> None:
        for panel in self.panels.values():
            self.right.addWidget(panel)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.notice, 1)
        self.split = QSplitter()
        for widget, stretch in ((self.contents, 0), (self.preview, 1), (self.right, 0)):
            self.split.addWidget(widget)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes(list(_WIDTHS))
        self.split.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addLayout(head)
        outer.addWidget(self.split, 1)

    def _connect(self) -> None:
        contents = self.contents
        contents.changed.connect(self._show_order)
        contents.panel_asked.connect(self.show_panel)
        contents.pdf_asked.connect(self._save)
        contents.files_asked.connect(lambda: self.files_asked.emit(contents.orders()[0].language))
        self.preview.page_wanted.connect(lambda *values: self.asked.emit("report.page", values))
        self.checks.reason_given.connect(self._give_reason)
        self.checks.certified_asked.connect(self._certify)
        self.evidence.person_chosen.connect(self.person_chosen)
        self.evidence.save_asked.connect(lambda: self.action_asked.emit("save"))
        self.evidence.open_asked.connect(self._open_register)
        self.right.currentChanged.connect(lambda _index: self._panel_changed())
        self.why.element_asked.connect(lambda guid: self.state.select((guid,)))
        for panel in self.panels.values():
            panel.asked.connect(self._ask)
            panel.project_asked.connect(self.project_asked)

    # what the window asks for

    def refresh(self) -> None:
        """Show the current variant's report."""
        variant = self.ready
        results = variant.results if variant is not None else None
        self.title.setText(results["building"]["name"] if results else self.tr_("No figures yet."))
        anew = results is not self._shown
        if anew:
            self._shown = results
            if variant is not None and not self.barred:
                self.asked.emit("report.checks", ())
        self._show_order(anew=anew)
        self._show_said()

    def show_dossier(self) -> None:
        """Show what the project says: evidence, reasons, audit trail, signature."""
        self._show_order()
        self._show_said()

    def _show_said(self) -> None:
        """Fill the panel that is seen, and say at the top what stands against the report."""
        self._show_panel()
        dossier = self.state.dossier
        words = self.sign.since_words(dossier) if dossier.changes else ""
        self.notice.setText(self.barred or words or self._locked)

    def told(self, variant: Variant | None, what: str, value: object, issues: Sequence[Issue]) -> None:
        """Take the answer of a task of this page."""
        if variant is None or not what.startswith("report.") or variant is not self.state.current:
            return
        if isinstance(value, PageImage):
            if value.generation == variant.shown:
                self.preview.take(value)
        elif isinstance(value, Facts):
            if value.generation == variant.shown:
                self._facts = (variant.results, value)
                self._show_order()
                self._show_panel()
        elif isinstance(value, Verified):
            self.verify.take_verified(value)
        elif isinstance(value, Step):
            self._why_of = variant.results
            self.why.show_step(value)
        elif isinstance(value, Sealed):
            self._take_sealed(what, value)
        elif what == "report.save" and isinstance(value, tuple):
            self.preview.say(self.tr_("Saved {file}.").format(file=", ".join(value)))
        else:
            self._refuse(what, issues)

    def explain(self) -> None:
        """Go down from the certificate's first figure."""
        self.show_panel("why")
        self.why.tree.setFocus()

    def find(self) -> None:
        """Put the cursor into the filter of the panel that is shown, of the audit trail where it has none."""
        if self.right.currentWidget() is self.assumed:
            self.assumed.filter.setFocus()
            return
        self.show_panel("audit")
        self.audit.filter.setFocus()

    @property
    def is_waiting(self) -> bool:
        """Whether the page of the preview is still to come."""
        return self.preview.waits

    def show_panel(self, key: str) -> None:
        """Show a panel at the right."""
        self.right.setCurrentWidget(self.panels[key])
        self._panel_changed()

    def refuse(self, issues: Sequence[Issue]) -> None:
        """Say on the shown panel what stands against what was done to the project."""
        panel = self.right.currentWidget()
        if isinstance(panel, Panel):
            panel.refuse(issues)

    # what is shown

    @property
    def barred(self) -> str:
        """Why there is no report now; nothing where there is one."""
        variant, tr = self.ready, self.tr_
        if variant is None:
            return tr("No figures yet.")
        if variant.stale or variant.shown != variant.generation:
            return tr("The figures are from before the last edit. A report is made of figures that stand.")
        if variant.provisional:
            return tr("The figures are still provisional. A report is made of figures that stand.")
        return ""

    @property
    def reasons(self) -> dict[str, str]:
        """Reasons that stand, by check."""
        variant, facts = self.state.current, self.facts
        if variant is None or facts is None:
            return {}
        return standing_reasons(facts.checks, reasons_of(self.state.dossier.audit, variant.key))

    @property
    def facts(self) -> Facts | None:
        """The checks of the results that are shown."""
        variant = self.ready
        known = self._facts
        return known[1] if known is not None and variant is not None and known[0] is variant.results else None

    @property
    def orders(self) -> tuple[Order, ...]:
        """What is wanted in print, one a language."""
        return self.contents.orders(sorted(self.reasons.items()))

    @property
    def _locked(self) -> str:
        variant = self.state.current
        if variant is None or not variant.locked:
            return ""
        words = self.tr_("{name} is locked: model and study cannot be edited, review and evidence can.")
        return words.format(name=variant.name)

    def _show_order(self, *, anew: bool = False) -> None:
        """Show the pages as they are wanted now, and whether they may be saved, locked and signed."""
        barred, variant = self.barred, self.ready
        name = variant.name if variant is not None else ""
        orders = self.orders
        for made in (self.contents.pdf, self.contents.files):
            made.setEnabled(not barred)
            made.setToolTip(barred)
        waiting = self.tr_("The checks are being made.") if self.facts is None and not barred else ""
        open_ = open_reasons(self.facts.checks, self.reasons) if self.facts is not None else ()
        words = self.tr_("Checks without a reason: {checks}. Give each a reason first; see Checks.")
        missing = words.format(checks=", ".join(sentence(check.title, self.tr_) for check in open_)) if open_ else ""
        self.lock.show_state(name, barred, self._locked)
        self.sign.show_state(name, orders, barred or waiting or missing)
        wanted = None if barred else orders[0]
        if anew or wanted != self.preview.order:
            self.preview.show_order(wanted, anew=anew)
        self.preview.scroll.setEnabled(not barred)

    def _panel_changed(self) -> None:
        shown = self.right.currentWidget()
        self.contents.set_panel(next(key for key, panel in self.panels.items() if panel is shown))
        self._show_panel()

    def _show_panel(self) -> None:
        """Fill the panel that is seen; the others are filled when they are."""
        dossier, panel, variant = self.state.dossier, self.right.currentWidget(), self.ready
        if panel is self.checks:
            self.checks.show_facts(self.facts, self.reasons, self._looks())
            self._show_certified()
        elif panel is self.assumed:
            self.assumed.show_assumptions(variant.results["assumptions"] if variant and variant.results else [])
        elif panel is self.evidence:
            rows = variant.results["label"]["criteria"] if variant is not None and variant.results is not None else []
            titles = {row["id"]: row["title"].get(self.language, row["title"]["en"]) for row in rows}
            self.evidence.show_dossier(dossier, self.state.person, self.state.role, titles)
        elif panel is self.audit:
            self.audit.show_dossier(dossier, {item.key: item.name for item in self.state.variants})
        elif panel is self.sign:
            self.sign.show_dossier(dossier)
        elif panel is self.why:
            self._ask_why()

    def _looks(self) -> list[Look]:
        """Return checks that bar nothing but are worth a look."""
        variant, tr = self.ready, self.tr_
        if variant is None or variant.results is None or self.facts is None:
            return []
        results = variant.results
        score, official = results["readiness"]["score"], bool(results["label"]["official"])
        changed = [piece for piece in self.state.dossier.pieces if piece.check in {"differs", "missing"}]
        return [
            Look(
                "look.readiness",
                tr("Readiness {score} of 100").format(score=self.num(score)),
                score >= _GOOD_READINESS,
                tr("Findings are on the Model page."),
            ),
            Look(
                "look.official",
                tr("Official criteria") if official else tr("Open reference catalogue"),
                official,
                tr("The label's official criteria are not public; the report says so on each page."),
            ),
            Look(
                "look.evidence",
                tr("Evidence files as handed in")
                if not changed
                else tr("Evidence files changed or gone: {files}").format(files=", ".join(p.file for p in changed)),
                not changed,
                tr("A file that is not what was handed in proves nothing."),
            ),
        ]

    def _show_certified(self) -> None:
        variant = self.state.current
        if variant is None:
            return
        refused = [issue for issue in variant.issues if issue.code == "carbon.not_certified"]
        self.checks.show_certified(
            certified=variant.study.carbon.certified,
            locked=self._locked,
            refused=" ".join(sentence(issue, self.tr_) for issue in refused),
        )

    # what a person does

    def _ask(self, what: str, values: tuple[Any, ...]) -> None:
        """Pass on what a panel asks the worker for; remember whose figures go into a signature or a package."""
        variant = self.state.current
        if variant is not None and what == "report.sign":
            self._signing = variant, variant.shown_study or variant.study
        if variant is not None and what == "report.lock":
            self._locking = variant
        self.asked.emit(what, values)

    def _ask_why(self) -> None:
        if self.ready is not None and self._why_of is not self._shown:
            self.why.ask()

    def _save(self) -> None:
        variant = self.ready
        path = dialogs.ask_pdf(self, self.tr_, variant.name) if variant is not None and not self.barred else None
        if path is not None:
            self.preview.say(self.tr_("Writing {file}…").format(file=path.name))
            self.asked.emit("report.save", (self.orders, path))

    def _give_reason(self, check: str, text: str) -> None:
        variant = self.state.current
        if variant is not None and check in self.checks.checks:
            value = self.checks.checks[check].value
            self.project_asked.emit("reason", (variant.key, check, value, text))

    def _certify(self, on: bool) -> None:
        words = self.tr_("Certified mode on") if on else self.tr_("Certified mode off")
        self.edit_asked.emit("carbon.certified", on, lambda _old, _new: words, new_gesture())

    def _open_register(self) -> None:
        variant = self.state.current
        if variant is not None:
            self.project_asked.emit("open", (variant.study,))

    def _take_sealed(self, what: str, found: Sealed) -> None:
        names = ", ".join(found.names)
        if what == "report.sign" and self._signing is not None:
            self.sign.take_sealed(found)
            variant, study = self._signing
            words = self.tr_("Signed {file}, sha256 {seal}").format(file=names, seal=found.seal)
            self.signed.emit(variant, study, words)
        elif what == "report.lock" and self._locking is not None:
            self.lock.take_sealed(found)
            words = self.tr_("Locked into {file}, seal {seal}").format(file=names, seal=found.seal)
            self.locked.emit(self._locking, words)

    def _refuse(self, what: str, issues: Sequence[Issue]) -> None:
        """Say where it belongs what stands against something; a task that was stopped says nothing."""
        words = " ".join(sentence(issue, self.tr_) for issue in issues)
        if what in {"report.page", "report.save"}:
            self.preview.fail(words)
        elif what == "report.checks":
            self.checks.say(words)
        else:
            panel = self.panels[what.partition(".")[2]]
            panel.say(words)
