"""Metered hours as calendar years of the carbon account, beside the predicted ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bldgassess.account.bills import MeteredYear, Reconciled, length_of, reconcile
from bldgassess.energy.result import CARRIERS
from bldgassess.twin.hours import CarrierHours
from bldgassess.twin.prediction import Prediction


def metered_years(items: Sequence[CarrierHours], utc_offset_h: float) -> tuple[MeteredYear, ...]:
    """Return each bought carrier's calendar years in local standard time; a day is missing where an hour of it is."""
    found = []
    for item in items:
        if item.carrier not in CARRIERS:
            continue
        local = (item.starts + round(3600 * utc_offset_h)).astype("datetime64[s]")
        years = local.astype("datetime64[Y]").astype(np.int64) + 1970
        days = local.astype("datetime64[D]")
        for year in np.unique(years):
            here = years == year
            whole = np.bincount(
                (days[here] - days[here][0]).astype(np.int64), weights=(item.known[here] > 0.999).astype(float)
            )
            missing = length_of(int(year)) - int((whole > 23.5).sum())
            found.append(MeteredYear(item.carrier, int(year), math.fsum(item.measured[here]), missing))
    return tuple(found)


def reconciled(items: Sequence[CarrierHours], prediction: Prediction) -> tuple[Reconciled, ...]:
    """Hold each metered calendar year beside the predicted one."""
    predicted = {key: math.fsum(hours) for key, hours in prediction.hours.items() if key in CARRIERS}
    return reconcile(metered_years(items, prediction.weather.time_zone_h), predicted)
