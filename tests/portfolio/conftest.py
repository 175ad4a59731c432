"""Sources that worker processes can import."""

import importlib
import os
from pathlib import Path

import pytest


@pytest.fixture
def sources(monkeypatch):
    """The module ``portfolio_sources``; processes that a test starts find it too."""
    folder = str(Path(__file__).parent)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")]))
    return importlib.import_module("portfolio_sources")
