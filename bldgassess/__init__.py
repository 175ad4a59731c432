"""Whole-life carbon and indoor health of a building from one IFC model.

The public names load when they are first used, so that ``import bldgassess`` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

#: Public name -> module; types stand in ``__init__.pyi``.
_NAMES = {
    "Issue": "bldgassess.errors",
    "ReadAs": "bldgassess.twin.read",
    "StageCache": "bldgassess.pipeline.cache",
    "Study": "bldgassess.study",
    "UserError": "bldgassess.errors",
    "assess": "bldgassess.pipeline.assess",
    "compare_meters": "bldgassess.twin.report",
    "compute_comparison": "bldgassess.compare.differences",
    "explain_figure": "bldgassess.explain.results",
    "load_data": "bldgassess.pipeline.assess",
    "read_model": "bldgassess.ifc.read",
    "read_results": "bldgassess.explain.results",
    "read_study": "bldgassess.study",
    "sentence": "bldgassess.messages",
    "set_values": "bldgassess.study",
}
__all__ = ["__version__", *_NAMES]  # noqa: PLE0604 - the names above


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name == "__version__":
        try:
            return version("bldgassess")
        except PackageNotFoundError:  # run from an unpacked folder
            return "0.1.0"
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    raise AttributeError(f"module {__name__} has no attribute {name}")


def __dir__() -> list[str]:
    return sorted(__all__)
