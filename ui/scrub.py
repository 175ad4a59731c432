"""Takes out of a text what says who a person is, which machine they use and what they work on."""

from __future__ import annotations

import getpass
import os
import re
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: Suffixes of files that people name; their names go, the suffix stays.
_SUFFIXES = (
    *("ifc", "ifczip", "bldg", "bap", "bcf", "bcfzip", "ids", "epw", "yaml", "yml", "csv", "xlsx", "json", "parquet"),
    *("pdf", "html", "png", "svg", "zip", "p12", "pfx", "pem", "key", "txt", "docx", "db", "sqlite"),
)
_ENDS = "|".join(_SUFFIXES)
#: Names of one or two letters stand in too many words to be looked for outside paths.
_SHORTEST = 3
_START = r"(?:(?<![\w/\\.>])/(?=[^\s/])|(?<!\w)[A-Za-z]:[\\/]|\\\\(?=\w)|file:/+|~[\\/])"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # in quotes a path may hold spaces; bare it does so only on its way to a known suffix
    (re.compile(rf"""(["']){_START}[^"'\n]*?(\.(?:{_ENDS}))?\1""", re.IGNORECASE), r"\1<path>\2\1"),
    (re.compile(rf"""{_START}[^"'\n<>|]*?(\.(?:{_ENDS}))(?!\w)""", re.IGNORECASE), r"<path>\1"),
    (re.compile(rf"""{_START}[^\s"'<>|,;)\]]*"""), "<path>"),
    (re.compile(rf"""(["'])[^"'\n/\\<>]+(\.(?:{_ENDS}))\1""", re.IGNORECASE), r"\1<file>\2\1"),
    (re.compile(rf"""[^\s"'/\\<>=(,:]+(\.(?:{_ENDS}))(?!\w)""", re.IGNORECASE), r"<file>\1"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<mail>"),
    (re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"), "<address>"),
    (re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![\w:])"), "<address>"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """What is looked for by name.

    Parameters
    ----------
    names, hosts : tuple of str
        Names of the account and of its owner; names of the machine.
    homes : tuple of str
        Folders that belong to the person.
    works : tuple of str
        Names of models and projects, as paths, names or titles.
    """

    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    works: tuple[str, ...] = ()


def find_person(works: Iterable[str] = ()) -> Person:
    """Return the names that this system knows its user and itself by."""
    variables = [os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")]
    home = Path("~").expanduser()
    hosts = {socket.gethostname(), *(os.environ.get(name, "") for name in ("HOSTNAME", "COMPUTERNAME", "USERDOMAIN"))}
    hosts |= {host.split(".")[0] for host in hosts}
    names = {*variables, _account(), home.name, *_owner()}
    return Person(tuple(names), tuple(hosts), (str(home), os.environ.get("USERPROFILE", "")), tuple(works))


def scrub(text: str, person: Person) -> str:
    """Return the text without personal data; what stood there shows as ``<path>``, ``<user>`` and the like.

    Places in our own code and in Python's libraries stay readable: they are the same for everyone.

    >>> scrub("cannot open '/home/anna/Villa Anna.ifc' for anna on pc-7", Person(("anna",), ("pc-7",)))
    "cannot open '<path>.ifc' for <user> on <host>"
    """
    for folder, shown in _program_folders():
        text = text.replace(folder, shown)
    for work in sorted({form for item in person.works for form in _forms(item)}, key=len, reverse=True):
        text = _without(text, work, "<model>")
    for home in sorted(filter(None, person.homes), key=len, reverse=True):
        if len(home) > 1:
            text = text.replace(home + os.sep, "~" + os.sep)
    for rule, shown in _RULES:
        text = rule.sub(shown, text)
    for names, shown in ((person.hosts, "<host>"), (person.names, "<user>")):
        for name in sorted(set(names), key=len, reverse=True):
            text = _without(text, name, shown)
    return text


def _without(text: str, name: str, shown: str) -> str:
    if len(name) < _SHORTEST:
        return text
    return re.sub(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", shown, text, flags=re.IGNORECASE)


def _forms(work: str) -> tuple[str, ...]:
    """Return a model as it may stand in a text: with its path, its name, and without suffix."""
    path = Path(work)
    return work, path.name, path.stem


def _program_folders() -> list[tuple[str, str]]:
    """Return the folders of code and how they are shown, inner ones first."""
    pythons = [Path(item) for item in (*sys.path, sys.prefix, sys.base_prefix, Path(os.__file__).parent) if item]
    found = {str(item) + os.sep: "<python>/" for item in pythons if item.is_dir() and len(item.parts) > 1}
    found[str(Path(__file__).resolve().parents[1]) + os.sep] = ""
    return sorted(found.items(), key=lambda item: len(item[0]), reverse=True)


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _owner() -> tuple[str, ...]:
    """Return the person's full name and its parts, where the system keeps it."""
    if sys.platform == "win32":
        return ()
    import pwd

    try:
        full = pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip()
    except KeyError:
        return ()
    return (full, *full.split())
