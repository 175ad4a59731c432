"""Where the window keeps settings, its log and what can be made again, a folder each, by the custom of the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bldgassess.places import USER_VARIABLE

_NAME = "bldgassess"


def config_folder() -> Path:
    """Return the folder of the settings (XDG Base Directory 0.8; Apple; Windows known folders). It may not exist."""
    if os.environ.get(USER_VARIABLE):
        return Path(os.environ[USER_VARIABLE]) / "config"
    home = Path("~").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / _NAME
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / _NAME
    return _xdg("XDG_CONFIG_HOME", home / ".config")


def state_folder() -> Path:
    """Return the folder of the log, which matters less than settings and more than a cache. It may not exist."""
    if os.environ.get(USER_VARIABLE):
        return Path(os.environ[USER_VARIABLE]) / "state"
    home = Path("~").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / _NAME / "log"
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / _NAME
    return _xdg("XDG_STATE_HOME", home / ".local" / "state")


def cache_folder() -> Path:
    """Return the folder of what can be made again, such as assessed buildings of communities. It may not exist."""
    if os.environ.get(USER_VARIABLE):
        return Path(os.environ[USER_VARIABLE]) / "cache"
    home = Path("~").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / _NAME / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / _NAME
    return _xdg("XDG_CACHE_HOME", home / ".cache")


def _xdg(variable: str, otherwise: Path) -> Path:
    """The standard says that a path that is not absolute is to be ignored."""
    named = Path(os.environ.get(variable, ""))
    return (named if named.is_absolute() else otherwise) / _NAME
