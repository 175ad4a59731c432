"""Where a system keeps what belongs to a person (XDG Base Directory 0.8; Apple; Windows known folders)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

#: A folder for everything that the program keeps of a person.
USER_VARIABLE = "BLDGASSESS_USER"
_XDG = {
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def system_folder(kind: Literal["cache", "data", "state"]) -> Path:
    """Return the folder that all programs share: of what can be made again, of files, of work in hand."""
    home = Path("~").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / ("Caches" if kind == "cache" else "Application Support")
    variable, usual = _XDG[kind]
    return Path(os.environ.get(variable) or home / usual)
