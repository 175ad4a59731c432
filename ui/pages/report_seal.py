"""Lock, sign, verify: panels that say what they bind, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.texts import translation
from reports.sign import SigningKey, signing_available
from ui import dialogs
from ui.dossier import Dossier, changed_values
from ui.pages.base import fill, label, make_table
from ui.pages.report_parts import Panel, button, field, named, shrinking
from ui.report_task import Order, Sealed, Verified

KEY_SUFFIXES = (".p12", ".pfx")
VERIFIED_SUFFIXES = (".bap", ".pdf", ".json")


class LockPanel(Panel):
    """``asked`` "report.lock" with the file; ``lock_asked`` when the study is to be locked too."""

    def __init__(self, language: str) -> None:
        tr = translation(language).gettext
        about = tr(
            "A package (.bap) binds the model files, what the study sets, the factors and criteria that were used, the "
            "evidence and all results. Anyone can compute it again and see that nothing differs. The variant is locked "
            "against edits; it can be unlocked or branched."
        )
        super().__init__(language, tr("Lock"), about)
        self.name, self._state = "", ""
        self.act = button(tr("Lock and save package…"), "report.lock.act", self._choose, primary=True)
        self.seal: QLineEdit = named(QLineEdit(), "report.lock.seal", tr("Seal of the package"))
        self.seal.setReadOnly(True)
        self.seal.setVisible(False)
        for widget in (self.act, self.said, self.seal):
            self.column.addWidget(widget)
        self.column.addStretch()

    def show_state(self, name: str, barred: str, locked: str) -> None:
        """Show what may be done; ``barred``: why not, ``locked``: that the variant is locked."""
        self.name = name
        self.act.setEnabled(not barred)
        self.act.setToolTip(barred)
        words = barred or ("" if self.seal.text() else locked)
        if words or self.said.text() == self._state:
            self.say(words)
        self._state = words

    def take_sealed(self, found: Sealed) -> None:
        """Say what was made."""
        self.say(self.tr_("Saved {file}. Its seal:").format(file=", ".join(found.names)))
        self.seal.setText(found.seal)
        self.seal.setCursorPosition(0)
        self.seal.setVisible(True)

    def _choose(self) -> None:
        path = dialogs.ask_package(self, self.tr_, self.name)
        if path is not None:
            self.say(self.tr_("Making the package…"))
            self.asked.emit("report.lock", (path,))


class SignPanel(Panel):
    """``asked`` "report.sign" with orders, file and key. The password is forgotten as soon as it is passed on."""

    suffixes = KEY_SUFFIXES

    def __init__(self, language: str) -> None:
        tr = translation(language).gettext
        about = tr(
            "The signature covers every byte of the PDF, with results, inventory, study and criteria attached to it. "
            "Any change after it shows. Reasons given for checks are printed."
        )
        super().__init__(language, tr("Sign"), about)
        self.name, self.orders, self.barred = "", (), ""
        self.key = field(tr("Key file (.p12), or drop it here"), "report.sign.key")
        self.key.textChanged.connect(lambda _text: self._show_enabled())
        self.choose = button(tr("Choose…"), "report.sign.choose", self._choose_key)
        self.password = field(tr("Password of the key"), "report.sign.password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.tsa = field(tr("Time-stamp service, if wanted: https://…"), "report.sign.tsa")
        self.act = button(tr("Sign and save PDF…"), "report.sign.act", self._choose_file, primary=True)
        self.since = shrinking(label("", "warning", wrap=True))
        self.changes = make_table((tr("Setting"), tr("Signed"), tr("Now")), tr("Changed since signing"))
        self.changes.setObjectName("report.sign.changes")
        self._lay_out()

    orders: tuple[Order, ...]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.key, 1)
        row.addWidget(self.choose)
        self.column.addLayout(row)
        for widget in (self.password, self.tsa, self.act, self.said, self.since, self.changes):
            self.column.addWidget(widget, 1 if widget is self.changes else 0)
        self.column.addStretch()

    def show_state(self, name: str, orders: tuple[Order, ...], barred: str) -> None:
        """Show what may be done; ``barred``: why not."""
        missing = "" if signing_available() else sentence(Issue("signing.no_pyhanko"), self.tr_)
        self.name, self.orders, self.barred = name, orders, barred or missing
        self._show_enabled()

    def show_dossier(self, dossier: Dossier) -> None:
        """Say what changed since the last signature."""
        rows = [(edit.path, _short(edit.old), _short(edit.new)) for change in dossier.changes for edit in change.edits]
        rows += [(change.name, self.tr_("another name or model"), "") for change in dossier.changes if not change.edits]
        self.since.setText(self.since_words(dossier))
        fill(self.changes, rows)
        self.changes.setVisible(bool(rows))

    def since_words(self, dossier: Dossier) -> str:
        """Return the sentence about the last signature; nothing where there is none."""
        if dossier.signed is None:
            return ""
        count = changed_values(dossier.changes)
        if not count:
            return self.tr_("The report was signed on {date}. Nothing changed since then.").format(
                date=dossier.signed.entry.recorded[:10]
            )
        one = self.tr_(
            "The report was signed on the locked state. One value changed since then. Sign again to include it."
        )
        several = self.tr_(
            "The report was signed on the locked state. {count} values changed since then. Sign again to include them."
        )
        words = one if count == 1 else several
        return words.format(count=count)

    def take(self, path: Path) -> None:
        """Take a key that was dropped."""
        self.key.setText(str(path))
        self.password.setFocus()

    def take_sealed(self, found: Sealed) -> None:
        """Say what was signed."""
        self.say(self.tr_("Signed {file}. sha256 {seal}").format(file=", ".join(found.names), seal=found.seal[:16]))

    def _show_enabled(self) -> None:
        barred = self.barred or ("" if self.key.text().strip() else self.tr_("Choose the key file to sign with."))
        self.act.setEnabled(not barred)
        self.act.setToolTip(barred)
        if self.barred:
            self.say(self.barred)
        elif self.said.text() == self.act.property("barred"):
            self.say("")
        self.act.setProperty("barred", self.barred)

    def _choose_key(self) -> None:
        path = dialogs.ask_key(self, self.tr_)
        if path is not None:
            self.take(path)

    def _choose_file(self) -> None:
        path = dialogs.ask_pdf(self, self.tr_, self.name)
        if path is None:
            return
        key = SigningKey(Path(self.key.text().strip()), self.password.text(), self.tsa.text().strip())
        self.password.clear()
        self.say(self.tr_("Signing…"))
        self.asked.emit("report.sign", (self.orders, path, key))


class VerifyPanel(Panel):
    """``asked`` "report.verify" with the file; shows file, row, locked and found, or that it is identical."""

    suffixes = VERIFIED_SUFFIXES

    def __init__(self, language: str) -> None:
        tr = translation(language).gettext
        about = tr(
            "A package is computed again; of a report the signature and the attachments are checked; a certificate's "
            "proof is checked. Drop the file here."
        )
        super().__init__(language, tr("Verify a file"), about)
        self.again = named(QCheckBox(tr("Compute a report again with the models shown here")), "report.verify.again")
        self.act = button(tr("Choose a file…"), "report.verify.act", self._choose, primary=True)
        self.verdict = shrinking(label("", "heading", wrap=True))
        self.table = make_table((tr("File"), tr("Row"), tr("Was locked"), tr("Is now")), tr("Differences"))
        self.table.setObjectName("report.verify.table")
        for widget in (self.again, self.act, self.verdict, self.said, self.table):
            self.column.addWidget(widget, 1 if widget is self.table else 0)
        self.column.addStretch()

    def take(self, path: Path) -> None:
        """Verify a file."""
        self.verdict.setText("")
        self.table.setRowCount(0)
        self.say(self.tr_("Checking {file}…").format(file=path.name))
        self.asked.emit("report.verify", (path, self.again.isChecked()))

    def take_verified(self, found: Verified) -> None:
        """Say what was found, in words and row by row."""
        tr, verdict = self.tr_, found.verdict
        name = found.name
        good = tr("{file} is identical to what was locked or signed.")
        bad = tr("{file} is not what was locked or signed.")
        self.verdict.setText((good if verdict.identical else bad).format(file=name))
        rows, words = _rows(verdict.findings)
        fill(self.table, rows)
        notices = [sentence(issue, tr) for issue in (*words, *verdict.notices)]
        if verdict.seal:
            notices.append(tr("Seal {seal}").format(seal=verdict.seal))
        self.say(" ".join(notices))

    def _choose(self) -> None:
        path = dialogs.ask_verified(self, self.tr_)
        if path is not None:
            self.take(path)


def _rows(findings: Sequence[Issue]) -> tuple[list[tuple[str, ...]], list[Issue]]:
    """Return differences as rows, and what is no difference of a value."""
    rows = [
        tuple(str(issue.params[key]) for key in ("file", "path", "locked", "found"))
        for issue in findings
        if issue.code == "lock.differs"
    ]
    return rows, [issue for issue in findings if issue.code != "lock.differs"]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
