"""Sentences about: ifc."""

MESSAGES: dict[str, str] = {}
