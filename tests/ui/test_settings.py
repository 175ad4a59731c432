"""What the window remembers."""

import json
from pathlib import Path

import pytest

from bldgassess.errors import UserError
from bldgassess.messages import sentence
from ui.folders import config_folder, state_folder
from ui.settings import MOST_RECENT, Settings, present_recent, read_settings, settings_path, write_settings


def test_first_start_has_usual_values_and_writes_nothing(user_folder):
    assert read_settings() == (Settings(), ())
    assert list(user_folder.iterdir()) == []


def test_what_was_chosen_is_there_next_time(user_folder, tmp_path):
    chosen = (
        Settings(language="zh", theme="dark", window_size=(900, 700), reduced_motion=True)
        .with_recent(tmp_path / "дом.ifc")
        .with_folder("open", tmp_path)
    )
    write_settings(chosen)
    assert settings_path().is_relative_to(user_folder)
    assert read_settings() == (chosen, ())
    assert [item.name for item in settings_path().parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'"words"', b"[" * 100_000])
def test_damaged_file_is_said_and_does_not_stop_the_window(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    found, issues = read_settings(path)
    assert found == Settings()
    assert [issue.code for issue in issues] == ["window.settings_damaged"]
    assert "settings.json" in sentence(issues[0], str)
    write_settings(found, path)
    assert read_settings(path) == (Settings(), ())


def test_one_bad_value_costs_that_value_only(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"schema": 9, "language": "tlh", "theme": "dark", "window_size": "big", "later": 1}))
    found, issues = read_settings(path)
    assert found == Settings(theme="dark")
    assert [issue.params["name"] for issue in issues] == ["language", "window_size"]


def test_recent_files_last_one_first_once_and_not_endless(tmp_path):
    settings = Settings()
    for number in range(MOST_RECENT + 3):
        settings = settings.with_recent(tmp_path / f"{number}.ifc")
    settings = settings.with_recent(tmp_path / "9.ifc")
    names = [Path(item).name for item in settings.recent]
    assert names[:2] == ["9.ifc", "14.ifc"]
    assert len(names) == len(set(names)) == MOST_RECENT
    (tmp_path / "14.ifc").touch()
    assert [(path.name, there) for path, there in present_recent(settings)][:2] == [("9.ifc", False), ("14.ifc", True)]
    assert settings.without_recent(tmp_path / "9.ifc").recent[0] == str(tmp_path / "14.ifc")


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught:
        write_settings(Settings(), tmp_path / "file" / "settings.json")
    assert caught.value.issues[0].code == "results.cannot_write"


def test_folders_follow_the_custom_of_the_system(monkeypatch):
    monkeypatch.delenv("BLDGASSESS_USER")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/c")
    monkeypatch.setenv("XDG_STATE_HOME", "not/absolute")
    monkeypatch.setenv("HOME", "/h")
    assert (config_folder(), state_folder()) == (Path("/c/bldgassess"), Path("/h/.local/state/bldgassess"))
