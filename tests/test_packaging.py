"""What the bundle and the desktop need, as far as it can be seen without building (``tools/bundle.py`` does that)."""

import configparser
import importlib.util
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bldgassess import __version__
from bldgassess.ifc.shape_worker import FROZEN_VERB, HEADER, READY

ROOT = Path(__file__).resolve().parents[1]
_MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def _module(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _start(*arguments, **more):
    command = [sys.executable, str(ROOT / "packaging" / "start.py"), *arguments]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60, **more)


def test_start_is_the_command_line():
    done = _start("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"bldgassess {__version__}")


def test_start_becomes_the_process_that_makes_shapes(sample_dir):
    done = _start(FROZEN_VERB, str(sample_dir / "hainan_house_base.ifc"), input=b"")
    assert done.returncode == 0, done.stderr
    assert HEADER.unpack(done.stdout) == (0, READY, 0)


def test_a_bundle_starts_that_process_by_its_own_program():
    code = (
        "import sys; sys.frozen = True; sys.executable = '/opt/bldgassess'\n"
        "from bldgassess.ifc.shape_process import COMMAND; print(COMMAND)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(("/opt/bldgassess", FROZEN_VERB))


def test_menu_entry_opens_the_kinds_of_files_that_are_declared():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(ROOT / "packaging" / "linux" / "bldgassess.desktop", encoding="utf-8")
    opened = set(entry["Desktop Entry"]["MimeType"].strip(";").split(";"))
    root = ET.parse(ROOT / "packaging" / "linux" / "bldgassess.xml").getroot()
    kinds = {kind.get("type"): kind for kind in root.iter(f"{_MIME}mime-type")}
    assert opened == set(kinds)
    patterns = {glob.get("pattern") for kind in kinds.values() for glob in kind.iter(f"{_MIME}glob")}
    assert patterns == {"*.bldg", "*.bap", "*.ifc", "*.ifczip"}
    assert entry["Desktop Entry"]["Exec"].split()[:2] == ["bldgassess", "gui"]


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_icons_are_those_of_the_drawing(qapp, size):
    from PySide6.QtGui import QImage

    kept = QImage(str(ROOT / "ui" / "icons" / f"bldgassess-{size}.png"))
    drawn = _module("make_icons").draw(size).convertToFormat(kept.format())
    assert (kept.width(), kept.height()) == (size, size)
    for x in range(0, size, max(1, size // 16)):
        for y in range(0, size, max(1, size // 16)):
            one, other = kept.pixelColor(x, y), drawn.pixelColor(x, y)
            assert all(abs(a - b) <= 8 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def test_window_has_the_icon(qapp):
    from ui.app import load_icon

    sizes = sorted(item.width() for item in load_icon().availableSizes())
    assert sizes == [16, 24, 32, 48, 64, 128, 256, 512]


def test_licences_of_what_was_taken_are_listed(tmp_path):
    import numpy

    work = tmp_path / "work"
    work.mkdir()
    source = Path(numpy.__file__)
    (work / "PYZ-00.toc").write_text(repr(("x.pyz", [("numpy", str(source), "PYMODULE")])))
    (work / "COLLECT-00.toc").write_text(repr(([("numpy/a.txt", str(source.with_name("a.txt")), "DATA")],)))
    _module("bundle_licences").write_licences(work, tmp_path / "licences")
    assert (tmp_path / "licences" / "list.txt").read_text().startswith(f"numpy {numpy.__version__}: BSD")
    assert any("NumPy" in item.read_text() for item in (tmp_path / "licences" / "numpy").iterdir())
