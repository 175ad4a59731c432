"""Where working copies are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The folder; where it is not set, the system's place for a program's state.
VARIABLE = "BLDGASSESS_STATE"


def default_folder() -> Path:
    """Return the folder of this user's working copies (XDG Base Directory 0.8; Apple; Windows known folders)."""
    if named := os.environ.get(VARIABLE, "").strip():
        return Path(named)
    home = Path("~").expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state")
    return base / "bldgassess" / "projects"
