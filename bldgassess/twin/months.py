"""Month by month: measured beside predicted, and what Guideline 14 says of the difference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bldgassess.errors import Issue
from bldgassess.hourly.result import FloatArray
from bldgassess.twin.hours import CarrierHours
from bldgassess.twin.words import rules

#: Months that Guideline 14 asks for.
LEAST_MONTHS = 12
#: A factor beyond which a slip of units is likelier than a bad prediction.
_DOUBTFUL = 20.0


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A carrier's month [kWh]; ``known_fraction`` of its hours is metered, and both figures are of those hours."""

    carrier: str
    month: str
    measured_kwh: float
    predicted_kwh: float
    known_fraction: float
    compared: bool

    @property
    def deviation_pct(self) -> float | None:
        """Measured over predicted less one [%]; ``None`` where nothing is predicted."""
        return 100.0 * (self.measured_kwh / self.predicted_kwh - 1.0) if self.predicted_kwh > 0.0 else None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well measured and predicted agree over months or hours.

    ``nmbe_pct``: positive where more is measured than predicted. ``keeps``: both limits of Guideline 14 are kept;
    ``None`` where the months are too few to say.
    """

    carrier: str
    basis: str
    count: int
    measured_kwh: float
    predicted_kwh: float
    nmbe_pct: float
    cv_rmse_pct: float
    nmbe_limit_pct: float
    cv_rmse_limit_pct: float
    keeps: bool | None


def month_rows(items: Sequence[CarrierHours]) -> tuple[MonthRow, ...]:
    """Sum up each carrier's months; one is compared where enough of it is metered."""
    least = rules()["least_month_fraction"].value
    rows = []
    for item in items:
        for month in np.unique(item.months):
            here = item.months == month
            known = float(item.known[here].sum()) / _hours_of(int(month))
            rows.append(
                MonthRow(
                    item.carrier, month_name(int(month)), math.fsum(item.measured[here]),
                    math.fsum(item.predicted[here]), min(known, 1.0), known >= least,
                )
            )  # fmt: skip
    return tuple(rows)


def month_name(month: int) -> str:
    """Return a month of ``CarrierHours.months`` in words.

    >>> month_name(2024 * 12)
    '2024-01'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _hours_of(month: int) -> int:
    first = np.datetime64(month_name(month), "M")
    return int(((first + 1).astype("datetime64[h]") - first.astype("datetime64[h]")).astype(int))


def nmbe_pct(measured: FloatArray, predicted: FloatArray) -> float:
    """Return the normalised mean bias error, sum(m - s) / ((n - 1) mean(m)) [%], ASHRAE Guideline 14 with p = 1.

    >>> import numpy as np
    >>> round(nmbe_pct(np.array([10.0, 12.0, 14.0]), np.array([9.0, 12.0, 12.0])), 3)
    12.5
    """
    return 100.0 * math.fsum(measured - predicted) / (max(len(measured) - 1, 1) * float(measured.mean()))


def cv_rmse_pct(measured: FloatArray, predicted: FloatArray) -> float:
    """Return the coefficient of variation of the error, sqrt(sum((m - s)^2) / (n - 1)) / mean(m) [%].

    >>> import numpy as np
    >>> round(cv_rmse_pct(np.array([10.0, 12.0, 14.0]), np.array([9.0, 12.0, 12.0])), 3)
    13.176
    """
    square = math.fsum((measured - predicted) ** 2) / max(len(measured) - 1, 1)
    return 100.0 * math.sqrt(square) / float(measured.mean())


def fits(rows: Sequence[MonthRow], items: Sequence[CarrierHours]) -> tuple[Fit, ...]:
    """Return the agreement of each carrier by month, and by hour where it is metered by the hour."""
    found = []
    for item in items:
        own = [row for row in rows if row.carrier == item.carrier and row.compared]
        measured, predicted = np.array([r.measured_kwh for r in own]), np.array([r.predicted_kwh for r in own])
        if len(own) > 1 and measured.sum() > 0.0:
            found.append(_fit(item.carrier, "month", measured, predicted, len(own) >= LEAST_MONTHS))
        whole = item.known > 0.999
        if item.step_s <= 3600.0 and whole.sum() > 1 and item.measured[whole].sum() > 0.0:
            found.append(
                _fit(item.carrier, "hour", item.measured[whole], item.predicted[whole], len(own) >= LEAST_MONTHS)
            )
    return tuple(found)


def _fit(carrier: str, basis: str, measured: FloatArray, predicted: FloatArray, enough: bool) -> Fit:
    bias, spread = nmbe_pct(measured, predicted), cv_rmse_pct(measured, predicted)
    limits = rules()[f"g14_nmbe_{basis}_pct"].value, rules()[f"g14_cv_{basis}_pct"].value
    keeps = abs(bias) <= limits[0] and spread <= limits[1] if enough else None
    totals = math.fsum(measured), math.fsum(predicted)
    return Fit(carrier, basis, len(measured), *totals, bias, spread, *limits, keeps)


def fit_notes(found: Sequence[Fit]) -> tuple[Issue, ...]:
    """Say which carriers have too few months, and where a slip of units is likely."""
    notes = []
    for fit in found:
        if fit.basis != "month":
            continue
        if fit.keeps is None:
            notes.append(Issue("twin.too_short", {"carrier": fit.carrier, "months": fit.count}, severity="info"))
        ratio = fit.measured_kwh / fit.predicted_kwh if fit.predicted_kwh > 0.0 else math.inf
        if not 1.0 / _DOUBTFUL < ratio < _DOUBTFUL:
            shown = f"{ratio:.3g}" if math.isfinite(ratio) else "?"
            notes.append(Issue("twin.units_doubtful", {"carrier": fit.carrier, "ratio": shown}, severity="warning"))
    return tuple(notes)


def month_dict(row: MonthRow) -> dict[str, Any]:
    """Return the machine form of a month."""
    return {
        "carrier": row.carrier, "month": row.month, "measured_kwh": row.measured_kwh,
        "predicted_kwh": row.predicted_kwh, "deviation_pct": row.deviation_pct,
        "known_fraction": row.known_fraction, "compared": row.compared,
    }  # fmt: skip
