"""Workers that come late: libraries already loaded, failures tried again."""

import os
import subprocess
import sys

from bldgassess.portfolio.row import Row
from bldgassess.portfolio.store import open_store

_LATE = """
import numba, numpy as np
from bldgassess.portfolio.worker import hold_threads
hold_threads()
assert numba.get_num_threads() == 1
assert numba.njit(lambda x: x + 1)(2) == 3
"""


def test_a_process_that_has_numba_already_still_compiles():
    """A window's worker had all buildings fail: "Cannot set NUMBA_NUM_THREADS to a different value"."""
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")}
    environment["NUMBA_NUM_THREADS"] = "2"
    done = subprocess.run([sys.executable, "-c", _LATE], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_failed_tasks_are_forgotten_and_done_ones_kept(tmp_path):
    with open_store(tmp_path / "rows.store") as store:
        store.put([Row("a", "a", "done"), Row("b", "b", "failed", problem="no roof", code="x.no_roof")])
        assert store.finished() == {"a", "b"}
        store.forget_failed()
        assert store.finished() == {"a"}
        assert store.row("b") is None


def test_a_worker_has_one_desk_whatever_is_sent_with_its_tasks():
    """A function that a script sends is another object each time; a desk a task would fill the memory."""
    from bldgassess.portfolio.worker import Setup, warm_desk

    first, second = Setup("digest", None, lambda _assessment: b""), Setup("digest", None, lambda _assessment: b"")
    assert first != second
    assert warm_desk(first.office) is warm_desk(second.office)
