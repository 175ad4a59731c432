"""A picture of every page, for looking at: needs a screen, real or Xvfb, for the 3D picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from bldgassess.errors import Issue, UserError
from ui.app import make_app
from ui.pages.base import Page
from ui.window import PAGES, MainWindow

_LONGEST_MS = 300_000


def take_screenshots(paths: Sequence[Path], out_dir: Path, language: str = "en", theme: str = "light") -> list[Path]:
    """Open models in the window, wait for them, and save one picture a page.

    Raises
    ------
    UserError
        When a model cannot be assessed, or a picture cannot be written.
    """
    make_app()
    window = MainWindow(language=language, theme=theme)
    window.show()
    failures: list[Issue] = []
    window.state.failed.connect(lambda variant: failures.extend(variant.issues))
    _settle(150)
    taken = [_save(window, out_dir / "start.png")]
    window.open_paths(paths)
    _wait(lambda: not window.jobs)
    if failures:
        raise UserError(failures)
    variant = window.state.current
    if variant is not None:
        heaviest = max(variant.element_kg.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))[0]
        window.state.select((heaviest,) if heaviest else ())
    for key, _, _ in PAGES:
        window.show_page(key)
        _wait(partial(_is_there, window.pages[key]))
        _settle(250)
        taken.append(_save(window, out_dir / f"{key}.png"))
    window.close()
    return taken


def _is_there(page: Page) -> bool:
    return not page.is_waiting


def _save(window: MainWindow, path: Path) -> Path:
    if not window.grab().save(str(path)):
        raise UserError(Issue("results.cannot_write", {"path": str(path), "reason": "no picture"}))
    return path


def _settle(milliseconds: int) -> None:
    """Let the window paint."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _wait(done: Callable[[], bool]) -> None:
    """Run the event loop until something holds, or for five minutes."""
    loop = QEventLoop()
    look = QTimer()
    look.timeout.connect(lambda: loop.quit() if done() else None)
    look.start(50)
    QTimer.singleShot(_LONGEST_MS, loop.quit)
    loop.exec()
    look.stop()
