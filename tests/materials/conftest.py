"""Synthetic data sets for all tests of this folder (importlib mode: no package to import them from)."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("materials_epds", Path(__file__).parent / "epds.py")
_EPDS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_EPDS)


@pytest.fixture(scope="session")
def epds():
    return _EPDS
