"""Fingerprints of values by their content, and how much memory they hold."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import numpy as np


def fingerprint(value: object) -> str:
    """Return the sha256 of a value's content as it would be written, arrays without a copy.

    Equal fingerprints mean equal content. Within one process, values made by the same code of equal parts have equal
    fingerprints; otherwise equal content may have two.

    >>> fingerprint((1, 2.5)) == fingerprint((1, 2.5)), fingerprint((1, 2.5)) == fingerprint((1, 2.0))
    (True, False)
    """
    apart: list[pickle.PickleBuffer] = []
    digest = hashlib.sha256(pickle.dumps(value, 5, buffer_callback=apart.append))
    for buffer in apart:
        digest.update(buffer.raw())
    return digest.hexdigest()


def bytes_of(value: object) -> int:
    """Return about how much memory a value holds [bytes]: its arrays, and a hundred bytes for each other thing."""
    return _bytes_of(value, set())


def _bytes_of(value: Any, seen: set[int]) -> int:  # noqa: ANN401 - any value
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if is_dataclass(value) and not isinstance(value, type):
        return 100 + sum(_bytes_of(getattr(value, name), seen) for name in _names(type(value)))
    if isinstance(value, (tuple, list, set, frozenset)):
        return 100 + sum(_bytes_of(item, seen) for item in value)
    if isinstance(value, Mapping):
        return 100 + sum(_bytes_of(item, seen) for item in value.values())
    return 100


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))
