"""Sentences about: health."""

MESSAGES: dict[str, str] = {}
