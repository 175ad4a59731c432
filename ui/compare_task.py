"""Compare variants in the worker: the paired draws take a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bldgassess.compare.differences import Comparison
    from bldgassess.progress import Progress
    from ui.engine import Engine
    from ui.wire import Ask


def compare(_engine: Engine, request: Ask, _progress: Progress) -> Comparison:
    """Compare the results that came with the request, the first being the base.

    Raises
    ------
    UserError
        When they cannot be compared, such as electricity factors of different bases.
    """
    from bldgassess.compare.differences import compute_comparison

    names, results = request.values
    return compute_comparison(list(zip(names, results, strict=True)))
