"""A member's figures and hours as bytes, and back: what is kept between runs and sent between processes."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from bldgassess.community.member import HOURLY, Assessed, MemberFigures, make_assessed

if TYPE_CHECKING:
    from bldgassess.pipeline.assessment import Assessment

#: Raised when what is kept changes.
FORMAT = 1
_FIGURES = "figures"


def member_bytes(assessment: Assessment) -> bytes:
    """Return what is kept of an assessment; the same assessment gives the same bytes."""
    return encode(make_assessed(assessment))


@cache
def _adapter() -> Any:  # noqa: ANN401 - a TypeAdapter[MemberFigures]; pydantic is imported late
    from pydantic import TypeAdapter

    return TypeAdapter(MemberFigures)


def encode(item: Assessed) -> bytes:
    """Return figures and hours as the bytes of an npz file."""
    text = json.dumps({"format": FORMAT, _FIGURES: _adapter().dump_python(item.figures, mode="json")})
    arrays: dict[str, Any] = {name: np.ascontiguousarray(item.hours[name], dtype="<f8") for name in HOURLY}
    out = BytesIO()
    np.savez_compressed(out, figures=np.frombuffer(text.encode(), dtype=np.uint8), **arrays)
    return out.getvalue()


def decode(content: bytes) -> Assessed:
    """Read figures and hours back.

    Raises
    ------
    ValueError
        When the bytes are not of this version.
    """
    with np.load(BytesIO(content), allow_pickle=False) as kept:
        plain = json.loads(kept[_FIGURES].tobytes())
        if plain.get("format") != FORMAT:
            raise ValueError("figures of another version")
        hours = {name: np.array(kept[name], dtype=np.float64) for name in HOURLY}
    for array in hours.values():
        array.flags.writeable = False
    return Assessed(_adapter().validate_python(plain[_FIGURES]), hours)
