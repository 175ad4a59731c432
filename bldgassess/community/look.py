"""Tell a community file from a study at a glance; light, as the window asks for each file that is dropped on it."""

from __future__ import annotations

import re
from pathlib import Path

_LOOKED_AT_BYTES = 1 << 20


def looks_like_community(path: Path) -> bool:
    """Tell from its first lines whether a YAML file is a community's and not a study: no study has buildings."""
    try:
        with path.open("rb") as file:
            return re.search(rb"^buildings\s*:", file.read(_LOOKED_AT_BYTES), re.MULTILINE) is not None
    except OSError:
        return False
