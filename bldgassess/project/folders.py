"""Where working copies are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The folder; where it is not set, the system's place for a program's state.
VARIABLE = "BLDGASSESS_STATE"
#: A folder for everything that the program keeps of a person.
USER_VARIABLE = "BLDGASSESS_USER"


def default_folder() -> Path:
    """Return the folder of this user's working copies (XDG Base Directory 0.8; Apple; Windows known folders)."""
    if named := os.environ.get(VARIABLE, "").strip():
        return Path(named)
    if user := os.environ.get(USER_VARIABLE, "").strip():
        return Path(user) / "projects"
    home = Path("~").expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state")
    return base / "bldgassess" / "projects"
