"""Sentences about: materials."""

MESSAGES: dict[str, str] = {}
