"""Where working copies are kept."""

from __future__ import annotations

import os
from pathlib import Path

from bldgassess.places import USER_VARIABLE, system_folder

#: The folder; where it is not set, the system's place for a program's state.
VARIABLE = "BLDGASSESS_STATE"


def default_folder() -> Path:
    """Return the folder of this user's working copies."""
    if named := os.environ.get(VARIABLE, "").strip():
        return Path(named)
    if user := os.environ.get(USER_VARIABLE, "").strip():
        return Path(user) / "projects"
    return system_folder("state") / "bldgassess" / "projects"
