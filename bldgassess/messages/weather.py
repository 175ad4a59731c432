"""Sentences about: weather."""

MESSAGES: dict[str, str] = {}
