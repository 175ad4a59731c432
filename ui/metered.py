"""What a meter file says beside the shown results, as the window keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bldgassess.errors import Issue
    from bldgassess.twin.drift import Watch
    from bldgassess.twin.meters import Repair
    from bldgassess.twin.months import Fit, MonthRow
    from bldgassess.twin.recalibrate import Recalibration


@dataclass(frozen=True, slots=True)
class MeterWish:
    """A meter file and how to read what it leaves open (``bldgassess.twin.read.ReadAs``).

    ``weather``: the metered year's. ``day_first``: ``None`` as the file tells.
    """

    path: Path
    zone: str = ""
    day_first: bool | None = None
    stamp_at: str = ""
    carrier: str = ""
    kind: str = ""
    unit: str = ""
    weather: Path | None = None


@dataclass(frozen=True, slots=True)
class Metered:
    """``generation``: of the results that it was held against. ``proposal``: settings that would fit, if asked for."""

    wish: MeterWish
    generation: int
    rows: int
    meters: tuple[str, ...]
    repairs: tuple[Repair, ...]
    months: tuple[MonthRow, ...]
    fits: tuple[Fit, ...]
    watches: tuple[Watch, ...]
    issues: tuple[Issue, ...]
    proposal: Recalibration | None = None
