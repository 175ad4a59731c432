"""What goes wrong is written down, and the window says so and stays."""

import logging
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler, qWarning

from ui.faults import Faults
from ui.log import LARGEST_BYTES, OLD_FILES, Uncaught, start_log, stop_log
from ui.window import MainWindow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def log(user_folder):
    """The window's log, closed after the test; hooks are put back."""
    hooks, level = (sys.excepthook, threading.excepthook), logging.getLogger().level
    path = start_log("window")
    assert path.is_relative_to(user_folder)
    yield path
    stop_log()
    sys.excepthook, threading.excepthook = hooks
    logging.getLogger().setLevel(level)


def _fail(words="the lamp is broken"):
    raise ValueError(words)


def _caught(function, *args):
    try:
        function(*args)
    except ValueError:
        return sys.exc_info()
    raise AssertionError


def test_warnings_are_in_the_log(log):
    with warnings.catch_warnings(action="always"):
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("this will change", FutureWarning, stacklevel=1)
    assert "FutureWarning: this will change" in log.read_text("utf-8")


def test_uncaught_exception_is_logged_in_full_and_told(log):
    told = []
    Uncaught(told.append).take(*_caught(_fail))
    text = log.read_text("utf-8")
    assert "Traceback" in text
    assert "in _fail" in text
    assert told == ["ValueError: the lamp is broken"]


def test_the_same_exception_in_every_paint_does_not_flood_the_log(log):
    told = []
    uncaught = Uncaught(told.append)
    for _ in range(2_000):
        uncaught.take(*_caught(_fail))
    text = log.read_text("utf-8")
    assert text.count("Traceback") == 1
    assert "1000 times by now" in text
    assert len(told) == 4
    uncaught.take(*_caught(int, "another"))
    assert log.read_text("utf-8").count("Traceback") == 2


def test_a_failing_thread_is_logged(log):
    Uncaught().install()
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    assert "the lamp is broken" in log.read_text("utf-8")


def test_log_is_limited(log):
    logger = logging.getLogger("bldgassess.test")
    for _ in range(4_200):
        logger.info("x" * 1_000)
    files = sorted(log.parent.iterdir())
    assert [item.name for item in files] == ["window.log", *(f"window.log.{n + 1}" for n in range(OLD_FILES))]
    assert sum(item.stat().st_size for item in files) <= LARGEST_BYTES * (OLD_FILES + 1)


def test_no_place_for_a_log_is_no_reason_not_to_start(tmp_path):
    (tmp_path / "file").touch()
    assert start_log("window", tmp_path / "file") is None


@pytest.mark.qt_no_exception_capture
@pytest.mark.qt_log_ignore("the driver is old")
def test_messages_of_qt_are_in_the_log(log, qapp, capfd):
    from ui.faults import take_qt_message

    before = qInstallMessageHandler(take_qt_message)
    try:
        qWarning("the driver is old")
    finally:
        qInstallMessageHandler(before)
    assert "WARNING qt: default: the driver is old" in log.read_text("utf-8")


@pytest.mark.parametrize("kind", list(QtMsgType))
def test_every_kind_of_message_has_a_level(kind):
    from ui.faults import _LEVELS

    assert kind in _LEVELS or kind == QtMsgType.QtSystemMsg


@pytest.mark.qt_no_exception_capture
def test_window_says_one_sentence_and_stays_open(log, qtbot, qapp):
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    before = qInstallMessageHandler(None)
    try:
        window.faults.install()
        QTimer.singleShot(0, _fail)
        qtbot.waitUntil(lambda: "the lamp is broken" in window.status.said.text(), timeout=5_000)
    finally:
        qInstallMessageHandler(before)
    assert window.isVisible()
    assert window.status.report.isVisible()
    assert not window.status.retry.isVisible()
    assert "in _fail" in log.read_text("utf-8")
    window.close()


def test_a_fault_in_a_thread_reaches_the_window_in_its_own_thread(log, qtbot):
    faults, seen = Faults(), []
    faults.happened.connect(lambda words: seen.append((words, threading.current_thread())))
    faults._uncaught.install()
    threading.Thread(target=_fail).start()
    qtbot.waitUntil(lambda: bool(seen), timeout=5_000)
    assert seen == [("ValueError: the lamp is broken", threading.main_thread())]


def _python(code, folder, **more):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BLDGASSESS_USER": str(folder), **more}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_native_crash_leaves_its_place(user_folder):
    code = "import faulthandler; from ui.log import watch_crashes; watch_crashes('worker'); faulthandler._sigsegv()"
    assert _python(code, user_folder).returncode != 0
    assert "Segmentation fault" in (user_folder / "state" / "worker-crash.log").read_text("utf-8")


def test_what_ends_the_worker_is_in_its_log(user_folder):
    """The process ends at once, so that the window starts another; its last words must be on the disk by then."""
    code = (
        "import queue; from ui.log import start_log; from ui.engine import _work; start_log('worker')\n"
        "def fail(): raise MemoryError('the model is too large')\n"
        "lane = queue.SimpleQueue(); lane.put(fail); _work(lane, False)"
    )
    assert _python(code, user_folder).returncode == 1
    text = (user_folder / "state" / "worker.log").read_text("utf-8")
    assert "MemoryError: the model is too large" in text
    assert "Traceback" in text


def test_importing_the_window_configures_no_logging(user_folder):
    code = "import logging, ui.window; print(logging.getLogger().handlers, logging.getLogger().level)"
    assert _python(code, user_folder).stdout == "[] 30\n"
    assert list(user_folder.iterdir()) == []
