"""Put the licence texts of all that a bundle carries beside it, with a list of what comes from where."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from collections import defaultdict
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

#: Files of a package that hold its terms, by the beginning of their names.
_TERMS = ("licen", "copying", "notice", "authors", "copyright", "ofl")
_LISTS = ("PYZ-00.toc", "COLLECT-00.toc")


def write_licences(work: Path, target: Path) -> None:
    """Read from PyInstaller's lists what was taken, and write the licences and ``list.txt``.

    Parameters
    ----------
    work : Path
        PyInstaller's folder of lists.
    target : Path
        Made anew.
    """
    sources = [Path(source) for name in _LISTS for source in _sources(work / name)]
    python, system = _distributions(sources), _system_packages(sources)
    lines = []
    _copy(Path(os.__file__).with_name("LICENSE.txt"), target / "python" / "LICENSE.txt")
    for name, found in sorted(python.items()):
        terms = found.metadata.get("License-Expression") or found.metadata.get("License") or "see its files"
        lines.append(f"{name} {found.version}: {terms.splitlines()[0]}")
        for item in found.files or ():
            if item.name.lower().startswith(_TERMS):
                _copy(Path(str(found.locate_file(item))), target / name / "-".join(item.parts[1:]))
    for package, libraries in sorted(system.items()):
        lines.append(f"{package} (of the system that built this): {', '.join(sorted(libraries))}")
        _copy(Path("/usr/share/doc", package, "copyright"), target / package / "copyright")
    target.mkdir(parents=True, exist_ok=True)
    (target / "list.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sources(path: Path) -> list[str]:
    """Return the files that a list of PyInstaller's took."""
    found: list[str] = []
    content = ast.literal_eval(path.read_text(encoding="utf-8"))
    for part in content:
        if isinstance(part, list):
            found += [row[1] for row in part if isinstance(row, tuple) and len(row) == 3]
    return found


def _distributions(sources: list[Path]) -> dict[str, Distribution]:
    """Return the Python packages that the files belong to, by name."""
    owners = packages_distributions()
    tops = set()
    for source in sources:
        if "site-packages" in source.parts:
            inner = source.parts[source.parts.index("site-packages") + 1]
            tops.add(inner.partition(".")[0])
    names = {name for top in tops for name in owners.get(top, ())}
    return {name.lower(): distribution(name) for name in sorted(names)}


def _system_packages(sources: list[Path]) -> dict[str, set[str]]:
    """Return the Debian packages that libraries were taken from, and which; empty on other systems."""
    libraries = {item for item in sources if item.is_absolute() and ".so" in item.name and _is_of_system(item)}
    if not libraries or not shutil.which("dpkg-query"):
        return {}
    # Debian's list knows /usr/lib and /lib by one of the two names only
    bare = {str(item).removeprefix("/usr") for item in libraries}
    command = ["dpkg-query", "-S", *sorted(bare), *sorted(f"/usr{item}" for item in bare)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, set[str]] = defaultdict(set)
    for line in done.stdout.splitlines():
        package, _, library = line.rpartition(": ")
        found[package.partition(":")[0]].add(Path(library).name)
    return dict(found)


def _is_of_system(path: Path) -> bool:
    return path.parts[1] in {"lib", "lib64", "usr"} and "site-packages" not in path.parts


def _copy(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
