"""Words for people: one gettext catalogue for window, command line, reports and messages."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files

LANGUAGES: dict[str, str] = {"en": "en", "zh": "zh_CN", "ru": "ru"}


@cache
def translation(language: str) -> gettext.NullTranslations:
    """Return the translation for "en", "zh" or "ru"; English texts are the message ids themselves.

    Raises
    ------
    KeyError
        For a language that is not in ``LANGUAGES``.
    """
    code = LANGUAGES[language]
    path = files("bldgassess").joinpath("locale", code, "LC_MESSAGES", "bldgassess.mo")
    if code == "en" or not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def mark(text: str) -> str:
    """Mark a text for extraction where it is defined; it is translated where it is shown."""
    return text
