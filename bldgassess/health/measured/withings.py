"""Withings export folders: nights of sleep, summed up over at least five people; no name is read or kept."""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.tables import plain

#: Fewer people than this could be told apart; their figures are not shown.
LEAST_PEOPLE = 5
_STATES = ("awake", "light", "deep", "rem")
_FILES = {"sleep-state": "raw_sleep-monitor_sleep-state.csv", "hr": "raw_sleep-monitor_hr.csv"}
_SLEEP = "sleep.csv"
#: Columns of sleep.csv by language [s]; the order of the columns stands in where none fits.
_SLEEP_COLUMNS: dict[str, tuple[str, ...]] = {
    "from": ("from", "von", "de", "desde", "da", "от"),
    "light": ("light (s)", "leicht (s)", "léger (s)", "ligero (s)", "leggero (s)"),
    "deep": ("deep (s)", "tief (s)", "profond (s)", "profundo (s)", "profondo (s)"),
    "rem": ("rem (s)",),
    "awake": ("awake (s)", "wach (s)", "éveil (s)", "despierto (s)", "sveglio (s)"),
}
_SLEEP_ORDER = ("from", "to", "light", "deep", "rem", "awake")


@dataclass(frozen=True, slots=True)
class Night:
    """One night of one person: minutes in each state, mean heart rate [1/min] where known."""

    minutes: dict[str, float]
    heart_rate: float | None


@dataclass(frozen=True, slots=True)
class SleepSummary:
    """Medians over people of their mean night [min]: asleep, awake, deep; heart rate; people and nights."""

    people: int
    nights: int
    asleep_min: float
    awake_min: float
    deep_min: float
    heart_rate: float | None


def is_withings(folder: Path) -> bool:
    """Whether a folder, or a folder in it, holds a Withings export."""
    return bool(_folders(folder))


def _folders(folder: Path) -> list[Path]:
    names = {*_FILES.values(), _SLEEP}
    candidates = [folder, *sorted(item for item in folder.iterdir() if item.is_dir())] if folder.is_dir() else []
    return [item for item in candidates if any((item / name).is_file() for name in names)]


def summarise_people(folder: Path) -> SleepSummary:
    """Read the exports in a folder, one sub-folder a person, and sum them up.

    Raises
    ------
    UserError
        With fewer than five people, or where a file is damaged.
    """
    people = [nights for nights in (read_nights(item) for item in _folders(folder)) if nights]
    if len(people) < LEAST_PEOPLE:
        raise UserError(Issue("measured.too_few_people", {"people": len(people), "least": LEAST_PEOPLE}))
    asleep = [_mean([sum(n.minutes[s] for s in _STATES[1:]) for n in nights]) for nights in people]
    rates = [
        _mean([n.heart_rate for n in nights if n.heart_rate is not None]) for nights in people if _has_rate(nights)
    ]
    return SleepSummary(
        people=len(people),
        nights=sum(len(nights) for nights in people),
        asleep_min=float(np.median(asleep)),
        awake_min=float(np.median([_mean([n.minutes["awake"] for n in nights]) for nights in people])),
        deep_min=float(np.median([_mean([n.minutes["deep"] for n in nights]) for nights in people])),
        heart_rate=float(np.median(rates)) if len(rates) >= LEAST_PEOPLE else None,
    )


def _has_rate(nights: Sequence[Night]) -> bool:
    return any(night.heart_rate is not None for night in nights)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def read_nights(folder: Path) -> list[Night]:
    """Read one person's nights: the raw states minute by minute, else the table of nights."""
    raw = folder / _FILES["sleep-state"]
    if not raw.is_file():
        return _read_table(folder / _SLEEP) if (folder / _SLEEP).is_file() else []
    minutes: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(_STATES, 0.0))
    for moment, length_s, value in _steps(raw):
        if 0 <= int(value) < len(_STATES):
            minutes[_night(moment)][_STATES[int(value)]] += length_s / 60.0
    beats: dict[str, list[float]] = defaultdict(list)
    if (folder / _FILES["hr"]).is_file():
        for moment, _, value in _steps(folder / _FILES["hr"]):
            beats[_night(moment)].append(value)
    return [Night(minutes[key], _mean(beats[key]) if beats[key] else None) for key in sorted(minutes)]


def _night(moment: datetime) -> str:
    """Return the day on whose evening the night began: it changes at noon."""
    return (moment - timedelta(hours=12)).date().isoformat()


def _steps(path: Path) -> list[tuple[datetime, float, float]]:
    """Return start, length [s] and value of each step; a row holds lists in brackets."""
    found = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), 2):
            try:
                start = datetime.fromisoformat(row["start"])
                lengths, values = _list(row["duration"]), _list(row["value"])
            except (KeyError, TypeError, ValueError, SyntaxError) as error:
                raise UserError(Issue("measured.withings_row", {"file": path.name, "line": line})) from error
            start = start if start.tzinfo else start.replace(tzinfo=UTC)
            for length, value in zip(lengths, values, strict=False):
                found.append((start, length, value))
                start += timedelta(seconds=length)
    return found


def _list(text: str) -> list[float]:
    read = ast.literal_eval(text.strip())
    return [float(item) for item in (read if isinstance(read, (list, tuple)) else [read])]


def _read_table(path: Path) -> list[Night]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    if not rows:
        return []
    heads = [plain(head) for head in rows[0]]
    at = {
        role: next((k for k, head in enumerate(heads) if head in names), _SLEEP_ORDER.index(role))
        for role, names in _SLEEP_COLUMNS.items()
    }
    nights = []
    for line, row in enumerate(rows[1:], 2):
        try:
            seconds = {state: float(row[at[state]] or 0.0) for state in _STATES}
        except (IndexError, ValueError) as error:
            raise UserError(Issue("measured.withings_row", {"file": path.name, "line": line})) from error
        nights.append(Night({state: value / 60.0 for state, value in seconds.items()}, None))
    return nights
