"""A row: the figures of one task, flat, by name with units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["done", "failed"]
Figure = float | int | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a task.

    Parameters
    ----------
    state : {"done", "failed"}
        "failed": ``problem`` says why in a sentence and there are no figures.
    figures : mapping
        By name with unit, such as ``"total_kgco2e_per_m2_gia"``; ``FIGURES`` lists those that every done row has.
    code : str
        Of the problem: the first issue's code, or the type of the exception where it is a bug.
    issues : tuple of str
        Codes of what the assessment told (warnings and up), each once.
    results : bytes, optional
        The whole results.json where it was asked for.
    """

    key: str
    name: str
    state: State
    figures: Mapping[str, Figure] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    code: str = ""
    issues: tuple[str, ...] = ()
    results: bytes | None = None
