"""Fingerprints of values by their content: same content, same fingerprint, however it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import numpy as np


def fingerprint(value: object) -> str:
    """Return the sha256 of a value's content: numbers, texts, arrays, and what is built of them.

    >>> fingerprint((1, 2.5)) == fingerprint((1, 2.5)), fingerprint((1, 2.5)) == fingerprint((1, 2.0))
    (True, False)

    Raises
    ------
    TypeError
        For an object whose content cannot be seen, so that two different ones could never look the same.
    """
    digest = hashlib.sha256()
    _feed(value, digest)
    return digest.hexdigest()


def _feed(value: Any, digest: hashlib._Hash) -> None:  # noqa: ANN401 - any value
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        digest.update(f"{type(value).__name__}:{value!r};".encode())
    elif isinstance(value, np.ndarray):
        digest.update(f"array:{value.dtype.str}{value.shape};".encode())
        digest.update(np.ascontiguousarray(value).data)
    elif is_dataclass(value) and not isinstance(value, type):
        digest.update(f"{type(value).__name__}(".encode())
        for name in _names(type(value)):
            _feed(getattr(value, name), digest)
        digest.update(b")")
    elif isinstance(value, (tuple, list)):
        digest.update(f"[{len(value)}:".encode())
        for item in value:
            _feed(item, digest)
    elif isinstance(value, (set, frozenset)):
        _feed(sorted(value, key=repr), digest)
    elif isinstance(value, Mapping):
        digest.update(f"{{{len(value)}:".encode())
        for key, item in value.items():
            _feed(key, digest)
            _feed(item, digest)
    elif isinstance(value, np.generic):
        _feed(value.item(), digest)
    else:
        raise TypeError(type(value).__name__)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


def bytes_of(value: object) -> int:
    """Return about how much memory a value holds [bytes]: its arrays, and a hundred bytes for each other thing."""
    return _bytes_of(value, set())


def _bytes_of(value: Any, seen: set[int]) -> int:  # noqa: ANN401 - any value
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        base = value if value.base is None else value.base
        if base is not value and id(base) in seen:
            return 0
        seen.add(id(base))
        return int(value.nbytes)
    if is_dataclass(value) and not isinstance(value, type):
        return 100 + sum(_bytes_of(getattr(value, name), seen) for name in _names(type(value)))
    if isinstance(value, (tuple, list, set, frozenset)):
        return 100 + sum(_bytes_of(item, seen) for item in value)
    if isinstance(value, Mapping):
        return 100 + sum(_bytes_of(item, seen) for item in value.values())
    return 100
