"""No test of the window touches the folders of the person who runs it; windows that several files start from."""

import pytest

from bldgassess.study import read_study
from ui.theme import load_fonts
from ui.view import make_view
from ui.window import MainWindow


@pytest.fixture(autouse=True)
def user_folder(tmp_path_factory, monkeypatch):
    """An empty folder in place of the person's; processes that a test starts inherit it."""
    folder = tmp_path_factory.mktemp("user")
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / "elsewhere"))
    monkeypatch.setenv("BLDGASSESS_USER", str(folder))
    monkeypatch.delenv("BLDGASSESS_STATE", raising=False)
    yield folder
    assert not (folder / "elsewhere" / "bldgassess").exists()


@pytest.fixture
def window(qtbot, qapp):
    """An empty window on the screen."""
    load_fonts(qapp)
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture(scope="session")
def put_sample(sample_dir, sample_models, sample_assessments):
    """Put a variant of the sample into a window, as a finished job would."""

    def put(window, key="base", name="", file=""):
        path = sample_dir / (file or f"hainan_house_{key}.ifc")
        variant = window.state.add((path,), read_study(sample_dir / f"{key}.yaml"), name or key)
        window.state.set_model(variant, sample_models[key])
        window.state.set_results(variant, make_view(sample_assessments[key]))
        return variant

    return put


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory, put_sample):
    """One window with the sample's base for all tests of a file: to build it takes longer than any of them.

    What would go to the worker is kept in ``sent``.
    """
    load_fonts(qapp)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BLDGASSESS_STATE", str(tmp_path_factory.mktemp("state")))
        made = MainWindow()
    made.sent = []
    made.jobs.ask = lambda variant, what, *values: made.sent.append((what, values))
    made.jobs._send = lambda variant, **_show: made.sent.append(("assess", variant.study))
    made.resize(1280, 800)
    made.show()
    yield made, put_sample(made, name="House", file="a.ifc")
    made.keeper.discard()
    made.close()
