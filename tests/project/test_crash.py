"""A process killed while it saves: the file opens and no safe edit is lost. The long run is benchmarks/project.py."""

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "project.py"


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("project_benchmark", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_eight_kills_lose_nothing_that_was_safe(benchmark):
    told = benchmark.crash(8, seed=7, model_bytes=3 * 10**6)
    assert told.faults == []
    assert (told.kills, told.opened, told.edits_kept) == (8, 8, 8)
