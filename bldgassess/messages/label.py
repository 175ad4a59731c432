"""Sentences about: label."""

MESSAGES: dict[str, str] = {}
