"""``Help > Report a problem``: what helps to find a fault, without personal data, seen before it is saved."""

from __future__ import annotations

import platform
import sys
import zipfile
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QOffscreenSurface, QOpenGLContext
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from bldgassess import __version__
from bldgassess.errors import UserError
from bldgassess.messages import sentence
from bldgassess.texts import translation
from reports.files import write_files
from ui.folders import state_folder
from ui.scrub import find_person, scrub
from ui.settings import Settings

#: What a report holds of the end of each log [bytes].
LOG_BYTES = 40_000
_LIBRARIES = ("PySide6_Essentials", "moderngl", "numpy", "numba", "scipy", "ifcopenshell", "reportlab", "pvlib")
#: Settings that say nothing about a person's files.
_PLAIN = ("language", "theme", "window_size", "is_maximized", "reduced_motion")
_GL_VENDOR, _GL_RENDERER, _GL_VERSION = 0x1F00, 0x1F01, 0x1F02
#: All zip files carry a date; this one carries the earliest there is.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def problem_text(
    settings: Settings, *, last_error: str = "", works: Iterable[str] = (), folder: Path | None = None
) -> str:
    """Return the report as one text: versions, settings, the last error, the ends of the logs; scrubbed.

    Parameters
    ----------
    settings : Settings
        Of these, language, theme, size and motion are told, and how many files are remembered, not which.
    last_error : str
        What the window said last.
    works : iterable of str
        Paths and names of open models and projects, to be taken out wherever they stand.
    folder : Path, optional
        Where the logs are.
    """
    parts = {
        "versions": _lines(_versions()),
        "screen": _lines(_screen()),
        "settings": _lines(
            [(name, str(getattr(settings, name))) for name in _PLAIN] + [("recent files", str(len(settings.recent)))]
        ),
        "last error": last_error or "none",
        **_logs(folder or state_folder()),
    }
    text = "\n\n".join(f"== {name} ==\n{content}" for name, content in parts.items())
    return scrub(text, find_person([*works, *settings.recent])) + "\n"


def write_problem(path: Path, text: str) -> None:
    """Write a zip file that holds the text and nothing else; the same text makes the same file.

    Raises
    ------
    UserError
        When it cannot be written.
    """
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("problem.txt", _NO_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, text.encode())
    write_files({path: out.getvalue()})


class ProblemPanel(QDialog):
    """Shows the report, lets the person change it, and saves it where they say. Nothing is sent anywhere."""

    saved = Signal(object)

    def __init__(self, text: str, language: str = "en", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tr_ = tr = translation(language).gettext
        self.setObjectName("problem")
        self.setWindowTitle(tr("Report a problem"))
        self.resize(760, 560)
        column = QVBoxLayout(self)
        note = QLabel(
            tr(
                "This is all that will be saved. Names of people, computers, folders and models were taken out, and "
                "no model or project is included. Read it, change it as you like, save it, and send the file yourself."
            )
        )
        note.setWordWrap(True)
        note.setObjectName("note")
        column.addWidget(note)
        self.words = QPlainTextEdit()
        self.words.setObjectName("problem.words")
        self.words.setAccessibleName(tr("What you did and what you expected"))
        self.words.setPlaceholderText(tr("What you did and what you expected"))
        self.words.setMaximumHeight(88)
        self.words.setTabChangesFocus(True)
        column.addWidget(self.words)
        self.text = QPlainTextEdit(text)
        self.text.setObjectName("problem.text")
        self.text.setAccessibleName(tr("Text of the report"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        column.addWidget(self.text, 1)
        self.error = QLabel()
        self.error.setObjectName("error")
        self.error.setWordWrap(True)
        column.addWidget(self.error)
        buttons = QDialogButtonBox()
        self.save_button = buttons.addButton(tr("Save..."), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setObjectName("problem.save")
        self.close_button = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.close_button.setObjectName("problem.close")
        self.save_button.clicked.connect(self._ask)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def whole_text(self) -> str:
        """Return what will be saved: the person's words, then the report as they left it."""
        words = self.words.toPlainText().strip()
        return (f"== words ==\n{words}\n\n" if words else "") + self.text.toPlainText()

    def save(self, path: Path) -> bool:
        """Save the report and close; where that fails, say why and stay open."""
        try:
            write_problem(path, self.whole_text())
        except UserError as error:
            self.error.setText(" ".join(sentence(issue, self.tr_) for issue in error.issues))
            return False
        self.saved.emit(path)
        self.accept()
        return True

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr_("Report a problem"), "bldgassess-problem.zip", "*.zip")
        if chosen:
            self.save(Path(chosen))


def _lines(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in pairs)


def _versions() -> list[tuple[str, str]]:
    form = "bundle" if getattr(sys, "frozen", False) else "Python package"
    return [
        ("bldgassess", f"{__version__} ({form})"),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        *((name, _version(name)) for name in _LIBRARIES),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _screen() -> list[tuple[str, str]]:
    if QGuiApplication.instance() is None:  # without it, Qt ends the process when it is asked
        return [("Qt platform", "none")]
    screens = [
        f"{item.size().width()} x {item.size().height()} at {item.devicePixelRatio():g}"
        for item in QGuiApplication.screens()
    ]
    return [
        ("Qt platform", QGuiApplication.platformName()),
        *(("screen", item) for item in screens),
        ("OpenGL", _renderer()),
    ]


def _renderer() -> str:
    """Return who draws in 3D; a context of our own is asked, since the viewer's may be what fails."""
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not context.create() or not context.makeCurrent(surface):
        return "none"
    try:
        functions = context.functions()
        told = [functions.glGetString(name) for name in (_GL_RENDERER, _GL_VENDOR, _GL_VERSION)]
        return ", ".join(str(item) for item in told)
    finally:
        context.doneCurrent()


def _logs(folder: Path) -> dict[str, str]:
    """Return the end of each log by its name."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.log")):
        try:
            with path.open("rb") as stream:
                stream.seek(max(0, path.stat().st_size - LOG_BYTES))
                found[path.name] = stream.read().decode("utf-8", "replace").strip() or "empty"
        except OSError as error:
            found[path.name] = f"cannot be read: {error.strerror}"
    return found
