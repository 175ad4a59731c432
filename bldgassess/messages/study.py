"""Sentences about: study."""

MESSAGES: dict[str, str] = {}
