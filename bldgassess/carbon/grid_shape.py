"""How the factor of the grid runs over the day and the year, by region: a weight on the annual factor, mean 1."""

from __future__ import annotations

from functools import cache

import numpy as np

from bldgassess.carbon.tables import read_table
from bldgassess.hourly.result import FloatArray
from materials_db.tables import number

_FILE, _OTHER = "grid_shapes.csv", "*"
_HOURS = 24
#: Day of the year in the middle of winter and of summer, northern hemisphere: the shapes are of it.
_MIDWINTER = 15


@cache
def grid_shape(region: str) -> tuple[FloatArray, str]:
    """Return the grid's factor over its yearly mean, (8760,), and its source.

    A day of midwinter and one of midsummer, between them by the cosine of the season; scaled to a plain mean of 1.
    """
    rows = read_table(_FILE)
    country = region.split("-", maxsplit=1)[0]
    wanted = next(key for key in (region, country, _OTHER) if any(row["region"] == key for row in rows))
    days = {
        row["season"]: np.array([number(row, f"h{hour:02d}", _FILE) for hour in range(_HOURS)])
        for row in rows
        if row["region"] == wanted
    }
    winter = (1.0 + np.cos(2.0 * np.pi * (np.arange(365) - _MIDWINTER) / 365.0)) / 2.0
    year = (winter[:, None] * days["winter"] + (1.0 - winter[:, None]) * days["summer"]).ravel()
    shape: FloatArray = year / year.mean()
    shape.flags.writeable = False
    return shape, next(row["source"] for row in rows if row["region"] == wanted)


def hourly_weight(flow_w: FloatArray, region: str) -> tuple[float, str]:
    """Return the mean of the shape weighed by a flow (8760,), 1 where nothing flows, and the shape's source.

    >>> hourly_weight(np.ones(8760), "DE")[0]
    1.0
    """
    shape, source = grid_shape(region)
    total = float(flow_w.sum())
    return (round(float((flow_w * shape).sum()) / total, 12) if total > 0.0 else 1.0), source
