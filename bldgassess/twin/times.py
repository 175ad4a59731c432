"""Times of meter rows to UTC: zone told or in the text, day and month told apart, the hours at which clocks jump."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured import clock
from bldgassess.twin.meters import RawReading
from bldgassess.twin.rows import day
from bldgassess.twin.work import Work

#: Readings further than this from the middle of their file have a clock that was not set [s].
_MOST_APART_S = 15 * 365 * 86400


class Timer:
    """Reads the times of one meter in the order of the file."""

    def __init__(self, read_as: clock.Clock, work: Work) -> None:
        self._zone, self._day_first, self._work = read_as.zone, read_as.day_first, work
        self._before: tuple[datetime, int] | None = None
        self.twice: list[int] = []
        self.missing: list[int] = []

    def seconds(self, text: str, *, next_day: bool = False) -> int | None:
        """Return a time [s since 1970 UTC]; ``None`` where it is none. ``next_day``: of the same clock a day later.

        Raises
        ------
        UserError
            When it carries no zone and none was told.
        """
        moment = clock.read_time(day(text), self._day_first)
        if moment is None:
            return None
        later = timedelta(days=1) if next_day else timedelta(0)
        if moment.aware is not None:
            return int((moment.aware + later).timestamp())
        if moment.local is None:
            return None
        if self._zone is None:
            raise UserError(Issue("twin.no_zone", {"example": text}))
        return self._local(moment.local + later, self._zone)

    def _local(self, local: datetime, zone: tzinfo) -> int:
        fold = 0
        if clock.is_twice(local, zone) and self._before is not None:
            before, was = self._before
            fold = 1 if before.date() == local.date() and (was == 1 or local <= before) else 0
        self._before = (local, fold)
        there, is_missing = clock.to_utc(local, zone, fold)
        found = int(there.timestamp())
        if fold:
            self.twice.append(found)
        if is_missing:
            self.missing.append(found)
        return found


def with_day_order(rows: Sequence[RawReading], read_as: clock.Clock) -> clock.Clock:
    """Return the clock with the order of day and month, from the file where it tells.

    Raises
    ------
    UserError
        When no time of the file tells and some leave it open.
    """
    if read_as.day_first is not None:
        return read_as
    # a year in front leaves nothing open
    texts = [day(text) for row in rows for text in (row.start, row.end) if text and not text[:4].isdigit()]
    texts = [text for text in texts if any(clock.read_time(text, order) for order in (True, False))]
    told = clock.told_day_first(texts)
    unclear = next((text for text in texts if clock.needs_order(text)), None)
    if told is None and unclear:
        raise UserError(Issue("twin.day_or_month", {"example": unclear}))
    return clock.Clock(read_as.zone, told)


def runs_backwards(rows: Sequence[RawReading], read_as: clock.Clock) -> bool:
    """Whether a meter's rows stand with the newest first."""
    times = [found for row in rows if (found := _rough(row.start, read_as.day_first)) is not None]
    back = sum(b < a for a, b in pairwise(times))
    return back > 0.5 * max(len(times) - 1, 1)


def ends_are_last_days(rows: Sequence[RawReading], read_as: clock.Clock) -> bool:
    """Whether ends without a time of day are last days, counted whole, as bills have them.

    They are none where most intervals start on the day on which the one before ends.
    """
    if any(":" in row.end for row in rows) or not all(row.end for row in rows):
        return False
    spans = sorted(
        (start, end)
        for row in rows
        if (start := _rough(row.start, read_as.day_first)) and (end := _rough(row.end, read_as.day_first))
    )
    follow = sum(two[0] == one[1] for one, two in pairwise(spans))
    return follow <= 0.5 * (len(spans) - 1)


def _rough(text: str, day_first: bool | None) -> datetime | None:
    moment = clock.read_time(day(text), day_first)
    if moment is None:
        return None
    return moment.aware or (moment.local.replace(tzinfo=UTC) if moment.local else None)


def is_far(seconds: int, middle: float) -> bool:
    """Whether a time is so far from the rest of its file that the meter's clock was not set."""
    return abs(seconds - middle) > _MOST_APART_S


def next_month(seconds: int, zone: tzinfo) -> int | None:
    """Return the first moment of the month after one that begins at ``seconds``; ``None`` where none begins there."""
    local = datetime.fromtimestamp(seconds, tz=zone)
    if (local.day, local.hour, local.minute, local.second) != (1, 0, 0, 0):
        return None
    later = (local + timedelta(days=32)).replace(day=1, tzinfo=None)
    return int(clock.to_utc(later, zone, 0)[0].timestamp())
