"""No test of the window touches the folders of the person who runs it."""

import pytest


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
