"""One window a module with its own warm worker; nothing of the person who runs the tests is touched."""

import importlib.util
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from ui.theme import load_fonts
from ui.window import MainWindow

_spec = importlib.util.spec_from_file_location("person", Path(__file__).parent / "person.py")
_person = sys.modules["person"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_person)


@pytest.fixture(scope="module")
def user_folder(tmp_path_factory):
    """An empty folder in place of the person's; processes that a test starts inherit it."""
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(folder / "elsewhere"))
        patch.setenv("BLDGASSESS_USER", str(folder))
        patch.setenv("BLDGASSESS_STATE", str(folder / "state"))
        yield folder


@pytest.fixture(scope="module")
def window(qapp, user_folder):
    """The window as it starts, at the size of a small screen."""
    load_fonts(qapp)
    made = MainWindow()
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    made.jobs.worker.start()
    yield made
    made.keeper.discard()
    made.close()
    made.deleteLater()


@pytest.fixture
def person(window):
    """Somebody at the window, who finds it on its start page and in English."""
    window.verbs.close()
    window.set_language("en")
    someone = _person.Person(window)
    window.activateWindow()
    someone.until(window.isActiveWindow, "the window's turn")
    return someone


@pytest.fixture(scope="session")
def command_line():
    """Run ``bldgassess`` with arguments; returns exit status and what it printed."""

    def run(*arguments):
        words = [str(argument) for argument in arguments]
        done = CliRunner().invoke(make_app(words), words)
        return done.exit_code, done.stdout

    return run
