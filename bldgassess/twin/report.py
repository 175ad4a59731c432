"""``compare_meters``: a meter file beside a building's prediction, from the reading to the alarms."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bldgassess.account.bills import Reconciled
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.weather import decoded
from bldgassess.messages import sentence
from bldgassess.model import Building
from bldgassess.pipeline.cache import StageCache
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.progress import Progress, silent
from bldgassess.study import Study
from bldgassess.twin.drift import Watch, alarm_issue, watch
from bldgassess.twin.entries import reconciled
from bldgassess.twin.hours import CarrierHours, carrier_hours
from bldgassess.twin.meters import MeterData
from bldgassess.twin.months import Fit, MonthRow, fit_notes, fits, month_dict, month_rows
from bldgassess.twin.prediction import Prediction, predict
from bldgassess.twin.read import ReadAs, read_meters
from bldgassess.twin.recalibrate import Recalibration


@dataclass(frozen=True, slots=True)
class TwinReport:
    """All that a meter file says beside the prediction; repairs are in ``meters``, notes and alarms in ``issues``."""

    meters: MeterData
    meters_sha256: str
    prediction: Prediction
    hours: tuple[CarrierHours, ...]
    months: tuple[MonthRow, ...]
    fits: tuple[Fit, ...]
    watches: tuple[Watch, ...]
    years: tuple[Reconciled, ...]
    issues: tuple[Issue, ...]

    def as_dict(self, recalibration: Recalibration | None = None) -> dict[str, Any]:
        """Return the machine form."""
        return {
            "schema": "bldgassess.twin/1",
            "meters_sha256": self.meters_sha256,
            "weather": self.prediction.weather.source,
            "meters": [
                {"meter": s.meter, "carrier": s.carrier, "kind": s.kind, "intervals": len(s.kwh),
                 "step_s": s.step_s, "kwh": math.fsum(s.kwh)} for s in self.meters.series
            ],
            "repairs": [item.as_dict() | {"text": sentence(item.issue)} for item in self.meters.repairs],
            "months": [month_dict(row) for row in self.months],
            "fits": [asdict(item) for item in self.fits],
            "watches": [asdict(item) for item in self.watches],
            "years": [
                {"carrier": y.carrier, "year": y.year, "measured_kwh": y.metered_kwh,
                 "predicted_kwh": y.predicted_kwh, "missing_days": y.missing_days} for y in self.years
            ],
            "recalibration": asdict(recalibration) if recalibration else None,
            "issues": [{"code": i.code, "severity": i.severity, "text": sentence(i)} for i in self.issues],
        }  # fmt: skip


def compare_meters(
    meters: Path,
    read_as: ReadAs,
    building: Building,
    study: Study,
    data: DataSnapshot,
    *,
    weather_path: Path | None = None,
    progress: Progress = silent,
    cache: StageCache | None = None,
) -> TwinReport:
    """Read a meter file and hold it against the building's prediction.

    ``weather_path``: the file behind ``data.weather``, whose years tell whether it is the metered one.

    Raises
    ------
    UserError
        When the file is refused, the building cannot be assessed, or no month is metered.
    """
    read = read_meters(meters, read_as)
    prediction = predict(building, study, data, progress=progress, cache=cache)
    hours = carrier_hours(read.series, prediction)
    months = month_rows(hours)
    if not any(row.compared for row in months):
        raise UserError(Issue("twin.not_predicted", {}))
    found = fits(months, hours)
    watches, issues = _watched(hours, prediction)
    notes = (
        *read.notes,
        *_weather_notes(prediction, months, weather_path),
        *_unmetered(read, prediction),
        *fit_notes(found),
        *issues,
    )
    digest = hashlib.sha256(meters.read_bytes()).hexdigest()
    return TwinReport(read, digest, prediction, hours, months, found, watches, reconciled(hours, prediction), notes)


def _watched(hours: Sequence[CarrierHours], prediction: Prediction) -> tuple[tuple[Watch, ...], list[Issue]]:
    watches, issues = [], []
    for item in hours:
        found = watch(item, prediction.weather.t_out_c)
        if isinstance(found, Issue):
            issues.append(found)
            continue
        watches.append(found)
        alarm = alarm_issue(found)
        if alarm is not None:
            issues.append(alarm)
    return tuple(watches), issues


def _weather_notes(prediction: Prediction, months: Sequence[MonthRow], path: Path | None) -> list[Issue]:
    """Say whether the weather is that of the metered time."""
    metered = sorted({row.month[:4] for row in months if row.compared})
    years = ", ".join(metered)
    if path is not None and path.is_file() and _file_years(path) == set(metered):
        return [Issue("twin.real_weather", {"years": years}, severity="info")]
    return [Issue("twin.typical_weather", {"weather": prediction.weather.name, "years": years}, severity="warning")]


def _file_years(path: Path) -> set[str]:
    """Return the years of the records of an EPW file; none where it is another kind."""
    lines = decoded(path.read_bytes()).splitlines()[8:]
    return {line.split(",", 1)[0].strip() for line in lines if line[:4].isdigit()}


def _unmetered(read: MeterData, prediction: Prediction) -> list[Issue]:
    return [
        Issue("twin.not_metered", {"carrier": carrier, "kwh": f"{math.fsum(hours):.4g}"}, severity="info")
        for carrier, hours in prediction.hours.items()
        if carrier not in read.carriers
    ]
