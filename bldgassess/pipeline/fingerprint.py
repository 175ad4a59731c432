"""Fingerprints of values by their content, and how much memory they hold."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import numpy as np

#: Sequences up to this length are counted item by item.
_FEW = 8
#: A glance takes about so many items of a sequence or array.
_SAMPLES = 64


def fingerprint(value: object) -> str:
    """Return the sha256 of a value's content as it would be written, arrays without a copy.

    Equal fingerprints mean equal content, and equal content made by the same code has equal fingerprints: what stands
    twice is written twice (``fast``), so that it does not matter whether two equal texts are one object.

    >>> fingerprint((1, 2.5)) == fingerprint((1, 2.5)), fingerprint((1, 2.5)) == fingerprint((1, 2.0))
    (True, False)
    """
    apart: list[pickle.PickleBuffer] = []
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, 5, buffer_callback=apart.append)
    pickler.fast = True
    pickler.dump(value)
    digest = hashlib.sha256(stream.getbuffer())
    for buffer in apart:
        digest.update(buffer.raw())
    return digest.hexdigest()


def glance(value: object) -> str:
    """Return a fingerprint of a small part of a value, much sooner than that of all of it.

    Equal content has equal glances; nearly always, other content has others.

    >>> glance((1, 2.5)) == glance((1, 2.5)), glance((1, 2.5)) == glance((1, 2.0))
    (True, False)
    """
    digest = hashlib.sha256()
    _look_at(value, digest.update)
    return digest.hexdigest()


def _look_at(value: Any, take: Callable[[bytes], None]) -> None:  # noqa: ANN401 - any value
    if isinstance(value, np.ndarray):
        take(repr((value.shape, value.dtype)).encode() + value.reshape(-1)[:: 1 + value.size // _SAMPLES].tobytes())
    elif is_dataclass(value) and not isinstance(value, type):
        for name in _names(type(value)):
            _look_at(getattr(value, name), take)
    elif isinstance(value, (tuple, list)):
        take(str(len(value)).encode())
        for item in value[:: 1 + len(value) // _SAMPLES]:
            _look_at(item, take)
    elif isinstance(value, (str, int, float)) or value is None:
        take(repr(value).encode())


def bytes_of(value: Any) -> int:  # noqa: ANN401 - any value
    """Return about how much memory a value holds [bytes]: its arrays, and a hundred bytes for each other thing.

    Of a long sequence or table the first item stands for all: those of results are of one kind.

    >>> bytes_of((1, 2, 3)), bytes_of(np.zeros(1000))
    (400, 8000)
    """
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if is_dataclass(value) and not isinstance(value, type):
        return 100 + sum(bytes_of(getattr(value, name)) for name in _names(type(value)))
    if isinstance(value, Mapping):
        value = tuple(value.values()) if len(value) <= _FEW else (next(iter(value.values())),) * len(value)
    if isinstance(value, (tuple, list)) and value:
        return 100 + (len(value) * bytes_of(value[0]) if len(value) > _FEW else sum(bytes_of(item) for item in value))
    return 100


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))
