"""Sentences about: carbon."""

MESSAGES: dict[str, str] = {}
