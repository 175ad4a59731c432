"""Pictures of every page, for looking at: needs a screen, real or Xvfb, for the 3D picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from bldgassess.errors import Issue, UserError
from ui.app import make_app
from ui.pages.base import Page
from ui.window import PAGES, MainWindow

_LONGEST_MS = 300_000
_SIZE = re.compile(r"^(\d{3,4})x(\d{3,4})(?:@(\d(?:\.\d+)?))?$")


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of the window on the screen [pixels], and pixels a logical one."""

    width: int
    height: int
    scale: float = 1.0

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read "1280x800" or "2560x1440@2".

        Raises
        ------
        UserError
            When it is neither.
        """
        found = _SIZE.match(text)
        if found is None:
            raise UserError(Issue("window.bad_size", {"size": text}))
        return cls(int(found[1]), int(found[2]), float(found[3] or 1.0))

    def __str__(self) -> str:
        return f"{self.width}x{self.height}" + (f"@{self.scale:g}" if self.scale != 1.0 else "")


def take_screenshots(
    paths: Sequence[Path],
    out_dir: Path,
    languages: Sequence[str] = ("en",),
    themes: Sequence[str] = ("light",),
    size: Size | None = None,
) -> list[Path]:
    """Open models in the window, wait for them, and save one picture a page, language and theme.

    Pictures of one language and theme go into ``out_dir`` itself, of several into folders such as "ru-dark".

    Raises
    ------
    UserError
        When a model cannot be assessed, or a picture cannot be written.
    """
    make_app()
    window = MainWindow(language=languages[0], theme=themes[0])
    if size is not None:
        window.resize(round(size.width / size.scale), round(size.height / size.scale))
    window.show()
    failures: list[Issue] = []
    window.state.failed.connect(lambda variant: failures.extend(variant.issues))
    _settle(150)
    taken = []
    for language, theme, folder in _rounds(out_dir, languages, themes):
        _dress(window, language, theme)
        taken.append(_save(window, folder / "start.png"))
    window.open_paths(paths)
    _wait(lambda: not window.jobs)
    if failures:
        raise UserError(failures)
    variant = window.state.current
    if variant is not None:
        heaviest = max(variant.element_kg.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))[0]
        window.state.select((heaviest,) if heaviest else ())
    for language, theme, folder in _rounds(out_dir, languages, themes):
        _dress(window, language, theme)
        for key, _, _ in PAGES:
            window.show_page(key)
            _wait(partial(_is_there, window.pages[key]))
            _settle(250)
            taken.append(_save(window, folder / f"{key}.png"))
    window.keeper.discard()
    window.close()
    return taken


def _rounds(out_dir: Path, languages: Sequence[str], themes: Sequence[str]) -> Iterator[tuple[str, str, Path]]:
    several = len(languages) * len(themes) > 1
    for language in languages:
        for theme in themes:
            yield language, theme, out_dir / f"{language}-{theme}" if several else out_dir


def _dress(window: MainWindow, language: str, theme: str) -> None:
    window.set_language(language)
    window.set_theme(theme)
    _settle(100)


def _is_there(page: Page) -> bool:
    return not page.is_waiting


def _save(window: MainWindow, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
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
