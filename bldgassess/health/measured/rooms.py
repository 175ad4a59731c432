"""Which room of the model a sensor is in: by a person's list, else by a name that is the room's own."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.readings import Series
from bldgassess.health.measured.tables import plain

_GUID_HEADS, _SENSOR_HEADS = ("guid", "globalid", "space", "ifcspace"), ("sensor", "room", "device", "id")


def read_map(path: Path) -> dict[str, str]:
    """Read a list of sensors (or rooms as the logger calls them) and GlobalIds: columns ``sensor`` and ``guid``.

    Raises
    ------
    UserError
        When it cannot be read or lacks one of the columns.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "text"
        raise UserError(Issue("measured.cannot_read", {"file": path.name, "reason": str(reason)})) from error
    rows = list(csv.reader(lines, delimiter=";" if lines and lines[0].count(";") > lines[0].count(",") else ","))
    heads = [plain(head) for head in rows[0]] if rows else []
    sensor = next((k for k, head in enumerate(heads) if head in _SENSOR_HEADS), None)
    guid = next((k for k, head in enumerate(heads) if head in _GUID_HEADS), None)
    if sensor is None or guid is None:
        raise UserError(Issue("measured.bad_map", {"file": path.name}))
    return {row[sensor].strip(): row[guid].strip() for row in rows[1:] if len(row) > max(sensor, guid)}


def match_rooms(
    series: Sequence[Series], names: Mapping[str, Sequence[str]], chosen: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """Return room GlobalId by sensor, and what could not be placed.

    Parameters
    ----------
    names : mapping
        GlobalId to the names of each room of the model.
    chosen : mapping
        Sensor or room name of the logger to GlobalId, as ``read_map`` gives it; it wins over names.
    """
    by_name: dict[str, list[str]] = {}
    for guid, own in names.items():
        for name in {plain(name) for name in (guid, *own) if name}:
            by_name.setdefault(name, []).append(guid)
    found: dict[str, str] = {}
    issues: dict[str, Issue] = {}
    for item in series:
        place = chosen.get(item.sensor) or chosen.get(item.room)
        if place and place not in names:
            issues[item.sensor] = Issue("measured.no_such_room", {"sensor": item.sensor, "guid": place})
            continue
        own = by_name.get(plain(item.room), []) or by_name.get(plain(item.sensor), [])
        if place or len(own) == 1:
            found[item.sensor] = place or own[0]
        else:
            where = {"sensor": item.sensor, "room": item.room or "-"}
            issues[item.sensor] = Issue("measured.not_placed", where, severity="warning")
    return found, tuple(issues[key] for key in sorted(issues))
