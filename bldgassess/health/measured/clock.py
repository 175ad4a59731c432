"""Times of loggers: many spellings, time zones, and the two hours a year at which clocks jump."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bldgassess.errors import Issue, UserError

#: Spellings besides ISO 8601; the order of day and month is told by the file or by the person.
_NUMBERS = re.compile(
    r"(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp][Mm])?"
)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Clock:
    """How to read times: zone of those that carry none (``None``: refuse them), and whether the day comes first."""

    zone: tzinfo | None
    day_first: bool | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as read. ``aware`` holds an offset; ``local`` has none yet."""

    aware: datetime | None
    local: datetime | None


def find_zone(name: str) -> tzinfo:
    """Return a time zone such as ``Asia/Shanghai``, ``UTC`` or ``+08:00``.

    Raises
    ------
    UserError
        When there is none of that name.
    """
    match = re.fullmatch(r"([+-])(\d{1,2})(?::?(\d{2}))?", name.strip())
    if match:
        minutes = 60 * int(match.group(2)) + int(match.group(3) or 0)
        from datetime import timezone

        return timezone((-1 if match.group(1) == "-" else 1) * timedelta(minutes=minutes))
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UserError(Issue("measured.no_such_zone", {"zone": name})) from error


def told_day_first(texts: Sequence[str]) -> bool | None:
    """Return whether the day comes before the month, where any time of the file tells; ``None`` where none does."""
    first = second = False
    for text in texts:
        match = _NUMBERS.fullmatch(text.strip())
        if match and len(match.group(1)) <= 2:
            first |= int(match.group(1)) > 12
            second |= int(match.group(2)) > 12
    return True if first and not second else False if second and not first else None


def needs_order(text: str) -> bool:
    """Whether a time is spelled with day and month in an order that must be told."""
    match = _NUMBERS.fullmatch(text.strip())
    return bool(match) and len(match.group(1)) <= 2 if match else False


def read_time(text: str, day_first: bool | None) -> Moment | None:
    """Read a time; ``None`` where it is no time."""
    text = text.strip()
    if _SECONDS.fullmatch(text):
        number = float(text)
        return Moment(datetime.fromtimestamp(number / 1000.0 if number > 1e11 else number, tz=UTC), None)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _by_numbers(text, day_first)
    return Moment(found, None) if found.tzinfo else Moment(None, found)


def _by_numbers(text: str, day_first: bool | None) -> Moment | None:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    a, b, c = (int(match.group(k)) for k in (1, 2, 3))
    if len(match.group(1)) == 4:
        year, month, day = a, b, c
    else:
        day, month, year = (a, b, c) if day_first else (b, a, c)
    hour = int(match.group(4))
    if match.group(7):
        hour = hour % 12 + (12 if match.group(7).casefold() == "pm" else 0)
    try:
        return Moment(
            None,
            datetime(  # noqa: DTZ001 - the zone is put on afterwards
                year if year > 99 else _CENTURY + year, month, day, hour, int(match.group(5)), int(match.group(6) or 0)
            ),
        )
    except ValueError:
        return None


def to_utc(local: datetime, zone: tzinfo, fold: int) -> tuple[datetime, bool]:
    """Return a local time in UTC, and whether it does not exist (clocks went forward over it).

    ``fold``: 0 the first, 1 the second time that a wall clock shows it when clocks go back.
    """
    put = local.replace(tzinfo=zone, fold=fold)
    there = put.astimezone(UTC)
    return there, there.astimezone(zone).replace(tzinfo=None) != local


def is_twice(local: datetime, zone: tzinfo) -> bool:
    """Whether a wall clock shows this time twice, because clocks go back."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not to_utc(local, zone, 0)[1]


def standard_offset_h(moment: datetime, zone: tzinfo) -> float:
    """Return the zone's standard time at a moment [h east of UTC], without summer time."""
    there = moment.astimezone(zone)
    offset, summer = there.utcoffset() or timedelta(0), there.dst() or timedelta(0)
    return (offset - summer).total_seconds() / 3600.0
