"""Progress and cancel, as the engine sees them: one callback that may raise ``Cancelled``."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with the stage's id and the share done, 0 to 1; raises ``Cancelled`` when the user has asked to stop."""

    def __call__(self, stage: str, fraction: float, /) -> None:
        """Report that ``fraction`` [0-1] of ``stage`` (``"open"``, ``"shapes"``, ``"materials"``, ...) is done."""


def silent(stage: str, fraction: float) -> None:
    """Ignore progress: the default where nobody watches."""
