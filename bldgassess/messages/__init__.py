"""The sentences behind the codes: one file a subject, each a table from code to English template.

A template says what, where and what to do, with ``{placeholders}``; it is also the gettext message id. The border
(command line, window, report) calls ``sentence`` with its translation function.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from bldgassess.errors import Issue

SUBJECTS: tuple[str, ...] = (
    "ifc",
    "readiness",
    "study",
    "measures",
    "envelope",
    "compliance",
    "weather",
    "materials",
    "carbon",
    "health",
    "daylight",
    "label",
    "evidence",
    "account",
    "credential",
    "border",
    "plausibility",
    "report",
    "signing",
    "lock",
    "results",
    "writeback",
    "portfolio",
    "community",
    "energyplus",
    "energy",
    "measured",
    "twin",
    "agents",
    "advisor",
    "window",
    "project",
)


@cache
def templates() -> dict[str, str]:
    """All templates by code; a code may stand in one subject only."""
    found: dict[str, str] = {}
    for subject in SUBJECTS:
        table: dict[str, str] = import_module(f"bldgassess.messages.{subject}").MESSAGES
        for code, text in table.items():
            if code in found:
                raise ValueError(f"message code {code} is defined twice")
            found[code] = text
    return found


def sentence(issue: Issue, translate: Callable[[str], str] = str) -> str:
    """Say an issue in words: the template of its code, translated, with its parameters filled in."""
    return translate(templates()[issue.code]).format(**issue.params)
