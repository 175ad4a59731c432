"""Sentences about: results."""

MESSAGES: dict[str, str] = {}
