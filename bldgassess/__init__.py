"""Whole-life carbon and indoor health of a building from one IFC model.

The public names load when they are first used, so that ``import bldgassess`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

_NAMES = {
    "read_model": "bldgassess.ifc.read",
    "load_data": "bldgassess.pipeline.assess",
    "assess": "bldgassess.pipeline.assess",
    "Study": "bldgassess.study",
    "UserError": "bldgassess.errors",
}
__all__ = ["Study", "UserError", "__version__", "assess", "load_data", "read_model"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name == "__version__":
        try:
            return version("bldgassess")
        except PackageNotFoundError:  # run from an unpacked folder
            return "0.1.0"
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    raise AttributeError(f"module {__name__} has no attribute {name}")
