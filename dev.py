#!/usr/bin/env python3
"""Set up and run bldgassess from a checkout: ``python3 dev.py demo`` or ``python3 dev.py test``.

Only the standard library is used here. The script makes ``.venv`` beside itself, installs the project into it, names
(or, as root on Debian, installs) the few system libraries that Qt needs, and runs the command. On a bare Debian 12
neither ``pip install`` nor ``python3 -m venv`` works by itself, so the environment is made without pip and filled by
the system's pip from outside.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
#: library that must load -> Debian package that has it
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
#: what a real window on a (virtual) X screen needs besides
XCB_PACKAGES = [
    *("xvfb", "xauth", "libgl1-mesa-dri", "libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4"),
    *("libxcb-keysyms1", "libxcb-image0", "libxcb-render-util0", "libxcb-shape0", "libxcb-randr0", "libxcb-sync1"),
    *("libxcb-xfixes0", "libxcb-xkb1", "libx11-xcb1"),
]
XCB_LIBRARY = "libxcb-cursor.so.0"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _system_libraries(with_screen: bool) -> None:
    """Install or name the missing system libraries; only Linux needs any."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in QT_LIBRARIES.items() if not _loads(library)]
    if with_screen and (not _loads(XCB_LIBRARY) or not shutil.which("Xvfb")):
        missing += XCB_PACKAGES
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing system libraries for the window:", " ".join(missing), flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        if subprocess.run(command, check=False, **quiet).returncode == 0:
            return
    print("The window needs system libraries that are missing here. Ask an administrator to run:")
    print("  sudo " + " ".join(command), flush=True)


def _pip() -> list[str]:
    """Return a pip that can install into the environment: this Python's own, from outside."""
    for candidate in (sys.executable, shutil.which("python3") or ""):
        if (
            candidate
            and subprocess.run([candidate, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
        ):
            return [candidate, "-m", "pip", "--python", str(PYTHON)]
    sys.exit("Python's pip is missing. On Debian: sudo apt-get install python3-pip")


def _install() -> None:
    """Make the environment and install the project in place; again only when pyproject.toml has changed."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    start = time.monotonic()
    print("Setting up .venv (once; some minutes on a slow line) ...", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=False)
    command = [*_pip(), "install", "--quiet", "--disable-pip-version-check", "--editable", f"{ROOT}[test]"]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("The installation failed. Check the network or the package index and run the command again.")
    STAMP.write_text(wanted)
    print(f"Ready after {time.monotonic() - start:.0f} s.", flush=True)


def _run(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _screen() -> list[str]:
    """Run under a virtual screen where there is none, so that the 3D tests run too."""
    if os.environ.get("DISPLAY") or not shutil.which("xvfb-run"):
        return []
    return ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]


def demo(arguments: list[str]) -> int:
    """Assess the built-in sample and its better variant."""
    _install()
    return _run(str(PYTHON), "-m", "bldgassess.cli", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """Run every test, the window's included."""
    _system_libraries(with_screen=True)
    _install()
    return _run(*_screen(), str(PYTHON), "-m", "pytest", "-q", *(arguments or ["-n", "2"]))


def check(arguments: list[str]) -> int:
    """Run lint, types and import contracts."""
    _install()
    scripts = PYTHON.parent
    tools = (("ruff", "check", "."), ("mypy",), ("lint-imports",))
    return max(_run(str(scripts / tool), *rest, *arguments) for tool, *rest in tools)


def gui(arguments: list[str]) -> int:
    """Open the window."""
    _system_libraries(with_screen=False)
    _install()
    return _run(str(PYTHON), "-m", "bldgassess.cli", "gui", *arguments)


def bundle(arguments: list[str]) -> int:
    """Build the program as a folder that runs without Python, and try it."""
    _system_libraries(with_screen=True)
    _install()
    if subprocess.run([str(PYTHON), "-c", "import PyInstaller"], capture_output=True, check=False).returncode != 0:
        subprocess.run([*_pip(), "install", "--quiet", "--editable", f"{ROOT}[bundle]"], check=True)
    return _run(str(PYTHON), "tools/bundle.py", *arguments)


COMMANDS = {"demo": demo, "test": test, "check": check, "gui": gui, "bundle": bundle}


def main() -> int:
    """Run the named command."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python3 dev.py {{{','.join(COMMANDS)}}} [arguments]")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything is installed
        print("bldgassess needs Python 3.11 or newer.")
        return 2
    return COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
