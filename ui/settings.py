"""What the window remembers of a person: one small file of their own, read at the start and written at the end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bldgassess.errors import Issue
from reports.files import write_files
from ui.folders import config_folder

#: Raised when the meaning of a field changes.
_SCHEMA = 1
#: Files that are remembered, the last one first.
MOST_RECENT = 12


class Settings(BaseModel):
    """Everything that is remembered; each field has a usual value.

    Parameters
    ----------
    language : {"en", "zh", "ru"}
        Language of the window.
    theme : {"light", "dark"}
        Colours of the window.
    recent : tuple of str
        Models and projects that were opened, the last one first.
    window_size : tuple of int, optional
        Width and height of the window [pixels]; ``None`` before it was ever closed.
    is_maximized : bool
        Whether it filled the screen.
    folders : mapping
        Folder that was last used for a purpose, such as ``"open"`` or ``"save"``.
    reduced_motion : bool
        Whether nothing moves by itself.
    person : str
        Id under which the person acts, such as initials; no name is needed.
    role : {"assessor", "reviewer"}
        As whom they act on evidence.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: Literal["en", "zh", "ru"] = "en"
    theme: Literal["light", "dark"] = "light"
    recent: tuple[str, ...] = Field(default=(), max_length=MOST_RECENT)
    window_size: tuple[int, int] | None = None
    is_maximized: bool = False
    folders: dict[str, str] = Field(default_factory=dict)
    reduced_motion: bool = False
    person: str = Field(default="", max_length=80)
    role: Literal["assessor", "reviewer"] = "assessor"

    def with_recent(self, path: Path) -> Settings:
        """Return the settings with a file put first among those opened."""
        name = str(path.absolute())
        others = [item for item in self.recent if item != name]
        return self.model_copy(update={"recent": (name, *others)[:MOST_RECENT]})

    def without_recent(self, path: Path) -> Settings:
        """Return the settings with a file forgotten."""
        return self.model_copy(update={"recent": tuple(item for item in self.recent if item != str(path.absolute()))})

    def with_folder(self, purpose: str, folder: Path) -> Settings:
        """Return the settings with the folder that was used for something."""
        return self.model_copy(update={"folders": {**self.folders, purpose: str(folder.absolute())}})


def settings_path() -> Path:
    """Return where the settings are kept."""
    return config_folder() / "settings.json"


def read_settings(path: Path | None = None) -> tuple[Settings, tuple[Issue, ...]]:
    """Return the settings and what of them could not be used; a file that is not there is none.

    A file of a newer version is read as far as it is understood; one bad field costs that field only.
    """
    path = path or settings_path()
    try:
        raw = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, ValueError, RecursionError):
        return Settings(), (_damaged(path),)
    if not isinstance(raw, Mapping):
        return Settings(), (_damaged(path),)
    fields = {name: value for name, value in raw.items() if name in Settings.model_fields}
    try:
        return Settings.model_validate(fields), ()
    except ValidationError as error:
        bad = sorted({str(item["loc"][0]) for item in error.errors()})
    kept = {name: value for name, value in fields.items() if name not in bad}
    issues = (Issue("window.setting_not_read", {"name": name, "file": path.name}, severity="warning") for name in bad)
    return Settings.model_validate(kept), tuple(issues)


def write_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings; the file appears whole or not at all.

    Raises
    ------
    UserError
        When it cannot be written.
    """
    content = {"schema": _SCHEMA, **settings.model_dump(mode="json")}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_files({path or settings_path(): (text + "\n").encode()})


def present_recent(settings: Settings) -> tuple[tuple[Path, bool], ...]:
    """Return the files that were opened, and whether each is still there."""
    return tuple((Path(item), _is_there(Path(item))) for item in settings.recent)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _damaged(path: Path) -> Issue:
    return Issue("window.settings_damaged", {"file": path.name}, severity="warning")
