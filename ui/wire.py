"""What window and worker tell each other. Each message names its variant by number and the generation of its study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bldgassess.evidence.register import Piece
from bldgassess.study import Study

#: Number of what is about no variant; variants count from 1.
NO_VARIANT = 0


@dataclass(frozen=True, slots=True)
class Assess:
    """Assess files under a study: quickly, then in full. ``show``: also send shapes and model, as they are read.

    ``pieces``: evidence of the project; what is accepted is a document at hand.
    """

    variant: int
    generation: int
    paths: tuple[Path, ...]
    study: Study
    show: bool = False
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for something of a full assessment, answered by "series", "crosscheck", "written", "light", "measured",
    "told" or "refused". "daylight" (quality) runs beside all else until "stop_daylight" or an edit; "measured" has a
    path, a time zone, and whether the day comes first; all of ``ui.tasks.TASKS``, until "stop" (its name).
    A task that is about no variant has the number ``NO_VARIANT``.
    """  # noqa: D205 - one sentence

    variant: int
    generation: int
    paths: tuple[Path, ...]
    study: Study
    what: str
    values: tuple[Any, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop what runs for a variant; answered by "cancelled" when it has stopped."""

    variant: int
    generation: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Drop variants, and models that no other variant uses; nothing of them is wanted any more."""

    variants: tuple[int, ...]


Request = Assess | Ask | Cancel | Forget

#: "progress" (stage, fraction), "shapes" (scene, parts), "model" (read model, readiness), "early" (sections),
#: "view" (View), "failed" (issues), "cancelled" (None), "series" (Series), "crosscheck" (check, issues),
#: "written" (file names), "refused" (issues of an ``Ask``), "light" (share done, then a View, or issues: none where it
#: was stopped), "measured" (MeasuredNews or issues), "told" (what, value, issues: none of both where it was stopped),
#: "task" (what, share done), "news" (what, value): what a task tells before it ends.
Kind = (
    Literal["progress", "shapes", "model", "early", "view", "failed", "cancelled", "series", "crosscheck", "written"]
    | Literal["refused", "light", "measured", "told", "task", "news"]
)


@dataclass(frozen=True, slots=True)
class Answer:
    """News from the worker."""

    kind: Kind
    variant: int
    generation: int
    value: Any = None
