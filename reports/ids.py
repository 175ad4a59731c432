"""Our IDS file: what a model should carry, for the authoring tool or any IDS checker to test before export.

The file is data, made from ``ids_requirements.csv`` by ``tools/make_ids.py`` with ifctester; reading or writing it
needs no library. (Information Delivery Specification 1.0, buildingSMART International, 2024.)
"""

from __future__ import annotations

from importlib.resources import files


def ids_bytes() -> bytes:
    """Return the IDS 1.0 file."""
    return files("reports").joinpath("data", "bldgassess.ids").read_bytes()
