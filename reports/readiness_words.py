"""A finding in words, for the terminal, the window, the HTML page, BCF and results.json: one place for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bldgassess.errors import Issue
from bldgassess.ifc.readiness import Cap, Finding, Readiness, hint_rows
from bldgassess.ifc.readiness.tables import tool_of
from bldgassess.messages import sentence
from bldgassess.texts import mark, translation
from reports.figures import number, percent

SEVERITY_WORDS: dict[str, str] = {"error": mark("error"), "warning": mark("warning"), "info": mark("note")}
#: A shape beside the word, so that severity never hangs on colour alone.
SEVERITY_MARKS: dict[str, str] = {"error": "◆", "warning": "▲", "info": "●"}


@dataclass(frozen=True, slots=True)
class Hint:
    """How to mend it in one tool, with the source; ``text`` says so where it is from memory."""

    tool: str
    text: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding in words: ``share`` such as "9 % of the volume", ``mend`` for any tool, ``hints`` for some."""

    title: str
    share: str
    effect: str
    mend: str
    hints: tuple[Hint, ...]
    severity: str


def finding_words(finding: Finding, language: str = "en", *, authoring_tool: str = "") -> FindingWords:
    """Say a finding in a language; numbers as its readers write them.

    Where ``authoring_tool`` names one of the tools with hints, the hints of the others are left out.
    """
    tool = tool_of(authoring_tool)
    say = _speaker(language)
    params = finding.params
    share = percent(finding.effect_fraction, language)
    if 0.0 < finding.effect_fraction < 0.0005:  # 0.1 % is the smallest that is shown
        share = f"< {percent(0.001, language)}"
    hints = []
    for row in hint_rows():
        if row.check == finding.check and tool in {"", row.tool}:
            text = say(Issue(row.code, params))
            if row.quality == "D":
                text = say(Issue("readiness.hint.memory", {"hint": text}))
            hints.append(Hint(row.tool, text, row.source, row.quality))
    return FindingWords(
        title=say(Issue(finding.code, params)),
        share=say(Issue(f"readiness.share.{finding.basis}", {"share": share})),
        effect=say(Issue(f"{finding.code}.effect", params)),
        mend=say(Issue(f"{finding.code}.mend", params)),
        hints=tuple(hints),
        severity=translation(language).gettext(SEVERITY_WORDS[finding.severity]),
    )


def count_words(finding: Finding, language: str = "en") -> str:
    """Say how many elements or rooms it is about; empty where it is about the whole model."""
    tr, count = translation(language).gettext, len(finding.ids)
    rooms = finding.basis == "rooms"
    if count == 0:
        return ""
    if count == 1:
        return tr("1 room") if rooms else tr("1 element")
    words = tr("{count} rooms") if rooms else tr("{count} elements")
    return words.format(count=number(count, language))


def points_words(finding: Finding, language: str = "en") -> str:
    """Say what a finding takes off the score."""
    if 0.0 < finding.points < 0.05:
        return f"< {number(0.1, language)}"
    return number(-round(finding.points, 1), language)


def cap_words(cap: Cap, language: str = "en") -> str:
    """Say why the score cannot be higher."""
    return _speaker(language)(Issue(cap.code, {"cap": f"{cap.score:.0f}"}))


def band_words(readiness: Readiness, language: str = "en") -> str:
    """Say in words what the score means."""
    band = readiness.band if readiness.assessable else "none"
    return _speaker(language)(Issue(f"readiness.band.{band}"))


def _speaker(language: str) -> Callable[[Issue], str]:
    translate = translation(language).gettext
    return lambda issue: sentence(issue, translate)
