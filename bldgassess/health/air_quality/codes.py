"""What codes ask beside the classes: each limit that applies to a value, and whether it is met."""

from __future__ import annotations

from bldgassess.health.air_quality.tables import rows
from bldgassess.texts import mark

Drivers = dict[str, float | str]


def checked(indicator: str, value: float, is_home: bool, package: str = "bldgassess.health.air_quality") -> Drivers:
    """Return the code limits of an indicator as drivers, such as ``GB/T 18883-2022 <= 80 ug/m3: met``.

    >>> checked("I3", 12.0, is_home=True)
    {'WELL v2 A01 <= 15 ug/m3': 'met'}
    """
    found: Drivers = {}
    for row in rows("codes.csv", package):
        if row["indicator"] != indicator or row["uses"] not in {"all", "home" if is_home else "other"}:
            continue
        limit = float(row["limit"])
        sign = "<=" if row["better"] == "lower" else ">="
        good = value <= limit if row["better"] == "lower" else value >= limit
        unit = row["unit"] if row["evidence"] == "verified" else f"{row['unit']} [to be confirmed]"
        found[f"{row['code']} {sign} {limit:g} {unit}"] = mark("met") if good else mark("not met")
    return found
