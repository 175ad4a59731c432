"""Build the program as one folder that runs without Python, and try it: ``python tools/bundle.py [--try] [--archive]``.

PyInstaller (extra ``bundle``) builds; what it says about success proves nothing. So the bundle is then run from another
folder, with an empty environment and a home of its own: the command line, the report, the window with its worker
process. ``--try`` tries what was built before, ``--archive`` packs it. docs/decisions/0024-bundle.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bundle_licences import write_licences

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "dist" / "bundle" / "bldgassess"
SPEC = ROOT / "packaging" / "bldgassess.spec"
SAMPLES = Path("_internal", "bldgassess", "sample", "data")
PAGES = ("start", "model", "energy", "carbon", "health", "label", "compare", "report")
_LONGEST_S = 300


class TrialError(Exception):
    """Raised when the bundle does not do what the program does."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A bundle that was moved, and an empty home and folder to run it in."""

    program: Path
    samples: Path
    folder: Path
    screen: dict[str, str]

    def run(self, *arguments: str | Path, on_screen: bool = False) -> str:
        """Run the bundle and return what it printed."""
        done = subprocess.run(
            [self.program, *arguments], cwd=self.folder, env=self.environment(on_screen), text=True,
            encoding="utf-8", capture_output=True, timeout=_LONGEST_S, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise TrialError(f"exit status {done.returncode}: {done.stdout[-300:]}{done.stderr[-800:]}")
        return done.stdout

    def environment(self, on_screen: bool) -> dict[str, str]:
        """Return all that the bundle is told about the machine."""
        return {"HOME": str(self.folder / "home"), **(self.screen if on_screen else {})}


def main() -> int:
    """Build, try, and say how large it is and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--try", dest="only_try", action="store_true", help="try what was built before")
    parser.add_argument("--archive", action="store_true", help="pack what was built and tried")
    asked = parser.parse_args()
    if not asked.only_try:
        build()
    print(f"size: {_size_mb(BUNDLE):.0f} MB in {sum(1 for _ in BUNDLE.rglob('*'))} files")
    failures = try_out()
    if not failures and asked.archive:
        path = shutil.make_archive(
            str(BUNDLE.parent / f"bldgassess-{_platform()}"), "gztar", BUNDLE.parent, BUNDLE.name
        )
        print(f"archive: {Path(path).name}, {Path(path).stat().st_size / 1e6:.0f} MB")
    return 1 if failures else 0


def build() -> None:
    """Run PyInstaller, then put beside the program what a desktop wants to know."""
    start = time.monotonic()
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
        *("--distpath", str(BUNDLE.parent), "--workpath", str(ROOT / "build" / "bundle"), str(SPEC)),
    ]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    write_licences(ROOT / "build" / "bundle" / SPEC.stem, BUNDLE / "licences")
    shutil.copy(ROOT / "LICENSE", BUNDLE / "licences")
    if sys.platform == "linux":
        _add_desktop_files(BUNDLE / "share")
    print(f"built in {time.monotonic() - start:.0f} s")


def _add_desktop_files(share: Path) -> None:
    source = ROOT / "packaging" / "linux"
    for name, folder in (("bldgassess.desktop", "applications"), ("bldgassess.xml", "mime/packages")):
        (share / folder).mkdir(parents=True)
        shutil.copy(source / name, share / folder / name)
    for icon in sorted((ROOT / "ui" / "icons").glob("*.png")):
        size = icon.stem.rpartition("-")[2]
        target = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        target.mkdir(parents=True)
        shutil.copy(icon, target / "bldgassess.png")


def try_out() -> int:
    """Run every trial and print one line each; returns how many failed."""
    failures = 0
    with tempfile.TemporaryDirectory() as name, _screen() as screen:
        # a blank and a letter outside ASCII, as in many people's folders
        place, folder = Path(name, "Büro 2", "bldgassess"), Path(name, "work")
        shutil.copytree(BUNDLE, place, symlinks=True)
        (folder / "home").mkdir(parents=True)
        link = folder / "link"
        link.symlink_to(place / BUNDLE.name)
        trial = Trial(link, place / SAMPLES, folder, screen)
        for words, attempt in TRIALS.items():
            start = time.monotonic()
            try:
                attempt(trial)
                state = "ok"
            except (TrialError, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
                state, failures = f"FAILED: {error}", failures + 1
            print(f"{time.monotonic() - start:6.1f} s  {words}: {state}", flush=True)
    return failures


def _try_version(trial: Trial) -> None:
    wanted = _source("--version")
    _same(trial.run("--version"), wanted)


def _try_demo(trial: Trial) -> None:
    """The figures must be those of the program as it is run from the checkout, byte by byte."""
    start = time.monotonic()
    trial.run("demo", "--out", "demo")
    print(f"{time.monotonic() - start:6.1f} s  of these by the bundle:")
    _source("demo", "--no-cache", "--out", str(trial.folder / "source"))
    for variant in ("base", "better"):
        name = Path(variant, "results.json")
        if (trial.folder / "demo" / name).read_bytes() != (trial.folder / "source" / name).read_bytes():
            raise TrialError(f"{name} differs from that of the checkout")


def _try_again(trial: Trial) -> None:
    """What is compiled and read at the first start is kept."""
    start = time.monotonic()
    trial.run("assess", trial.samples / "hainan_house_base.ifc", "--out", "again")
    if time.monotonic() - start > 60:
        raise TrialError("the second start is as slow as the first")


def _try_report(trial: Trial) -> None:
    trial.run("report", "demo/base", "-o", "zh.pdf", "--lang", "zh")
    content = (trial.folder / "zh.pdf").read_bytes()
    if not content.startswith(b"%PDF-") or content.count(b"/Type /Page") < 2:
        raise TrialError("no PDF of several pages")


def _try_words(trial: Trial) -> None:
    said = trial.run("readiness", trial.samples / "hainan_house_base.ifc", "--lang", "zh")
    if not any("\u4e00" <= letter <= "\u9fff" for letter in said):
        raise TrialError("no Chinese")


def _try_lock(trial: Trial) -> None:
    trial.run("lock", trial.samples / "hainan_house_base.ifc", "-o", "house.bap")
    trial.run("verify", "house.bap")


def _try_daylight(trial: Trial) -> None:
    trial.run("assess", trial.samples / "hainan_house_base.ifc", "--daylight", "draft", "--out", "light")
    if (trial.folder / "light" / "results.json").read_bytes() == (trial.folder / "again" / "results.json").read_bytes():
        raise TrialError("daylight changes nothing: Radiance did not run")


def _try_screenshots(trial: Trial) -> None:
    """The window reads, assesses and draws by its worker process."""
    trial.run("screenshots", trial.samples / "hainan_house_base.ifc", "--out", "pictures", on_screen=True)
    for page in PAGES:
        path = trial.folder / "pictures" / f"{page}.png"
        if _colours(path) < 50:
            raise TrialError(f"{path.name} is blank")
    kept = ROOT / "build" / "bundle" / "pictures"
    shutil.copytree(trial.folder / "pictures", kept, dirs_exist_ok=True)


def _try_window(trial: Trial) -> None:
    """The window opens with a file, its worker assesses, and nothing stays when it is ended."""
    log = trial.folder / "home" / ".local" / "state" / "bldgassess" / "worker.log"
    log.unlink()
    process = subprocess.Popen(
        [trial.program, "gui", trial.samples / "hainan_house_base.ifc"], cwd=trial.folder,
        env=trial.environment(on_screen=True), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(lambda: log.is_file() and "assessed: full" in log.read_text("utf-8"), "the worker's log has no result")
        if process.poll() is not None:
            raise TrialError(f"the window ended with {process.returncode}")
        if sys.platform == "linux" and len(_own_processes(trial.program)) < 2:
            raise TrialError("there is no worker process")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    if sys.platform == "linux":
        _wait(lambda: not _own_processes(trial.program), "processes stay when the window is ended")


TRIALS: dict[str, Callable[[Trial], None]] = {
    "--version": _try_version,
    "demo, first start, then the same from the checkout": _try_demo,
    "assess, second start": _try_again,
    "report in Chinese, PDF": _try_report,
    "readiness in Chinese": _try_words,
    "lock and verify": _try_lock,
    "daylight by Radiance": _try_daylight,
    "screenshots of all pages": _try_screenshots,
    "gui with its worker": _try_window,
}


def _source(*arguments: str) -> str:
    """Run the program from the checkout."""
    command = [sys.executable, "-m", "bldgassess.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=True)
    return done.stdout


def _same(found: str, wanted: str) -> None:
    if found != wanted:
        raise TrialError(f"{found!r} instead of {wanted!r}")


def _wait(done: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + _LONGEST_S
    while not done():
        if time.monotonic() > end:
            raise TrialError(otherwise)
        time.sleep(0.2)


def _own_processes(program: Path) -> list[int]:
    """Return the processes that run this very program."""
    found = []
    for item in Path("/proc").glob("[0-9]*"):
        try:
            if (item / "exe").resolve() == program.resolve():
                found.append(int(item.name))
        except OSError:
            continue
    return found


def _colours(path: Path) -> int:
    """Return the number of colours in a picture, looked at in a grid."""
    from PySide6.QtGui import QImage

    image = QImage(str(path))
    return len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)})


@contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """Give a virtual screen of its own where there is Xvfb; else Qt draws off-screen, without 3D."""
    if not shutil.which("Xvfb"):
        print("no Xvfb here: the window is tried off-screen, without its 3D picture")
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        number = server.stdout.readline().strip() if server.stdout else ""
        yield {"DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


def _size_mb(folder: Path) -> float:
    return sum(item.stat().st_size for item in folder.rglob("*") if item.is_file() and not item.is_symlink()) / 1e6


def _platform() -> str:
    version = _source("--version").split()[-1]
    return f"{version}-{sys.platform}-{os.uname().machine if hasattr(os, 'uname') else 'x86_64'}"


if __name__ == "__main__":
    sys.exit(main())
