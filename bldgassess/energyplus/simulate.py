"""The year of a thermal model by EnergyPlus, in the shape of the zone engine's own result."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bldgassess.energyplus.reader import SQL_FILE, read_hours
from bldgassess.energyplus.runner import TIMEOUT_S, engine_version, run_engine
from bldgassess.energyplus.writer import make_document
from bldgassess.errors import Issue
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.simulate import Simulated, simulate
from bldgassess.hourly.thermal_model import ThermalModel
from bldgassess.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class EnergyPlusRun:
    """The result, and what the writer simplified or EnergyPlus complained about."""

    result: Simulated
    issues: tuple[Issue, ...]


class EnergyPlusSolver:
    """EnergyPlus in the place of the zone engine (``hourly.solve.Solver``); ``issues`` say so and what it says.

    Raises
    ------
    UserError
        When EnergyPlus is not installed.
    """

    def __init__(self, progress: Progress = silent) -> None:
        self._progress = progress
        self.issues: tuple[Issue, ...] = (Issue("energyplus.used", {"engine": engine_version()}, severity="info"),)

    def __call__(self, model: ThermalModel, weather: Weather) -> Simulated:
        """Solve the year; the zone engine goes first, for the windows that are opened."""
        run = simulate_energyplus(model, weather, simulate(model, weather), progress=self._progress)
        self.issues = (*self.issues[:1], *run.issues)
        return run.result


def simulate_energyplus(
    model: ThermalModel,
    weather: Weather,
    own: Simulated,
    *,
    steps_per_hour: int = 4,
    progress: Progress = silent,
    timeout_s: float = TIMEOUT_S,
    engine: Path | None = None,
) -> EnergyPlusRun:
    """Solve the year of a thermal model with EnergyPlus.

    Parameters
    ----------
    own : Simulated
        The zone engine's result for the same model: its hourly outdoor air, with the windows that it opened, is what
        EnergyPlus gets too, so that both see the same air.

    Raises
    ------
    UserError
        When EnergyPlus is not installed, fails or takes too long.
    """
    document = make_document(model, weather, heat_flow_m3_s(model, weather, own), steps_per_hour=steps_per_hour)
    with tempfile.TemporaryDirectory(prefix="bldgassess-energyplus-") as name:
        folder = Path(name)
        document.write(folder, weather)
        complaints = run_engine(folder, engine=engine, progress=progress, timeout_s=timeout_s)
        hours = read_hours(folder / SQL_FILE, len(model.zones))
    gains = sum(float((zone.convective_w + zone.radiant_w).sum()) for zone in model.zones)
    moved = gains + float(hours["heat"].sum() + hours["cool"].sum() + hours["sun"].sum())
    residual = float(np.abs(hours["deviation"]).sum()) / moved if moved > 0.0 else 0.0
    result = Simulated(
        hours["air"], hours["radiant"], hours["heat"], hours["cool"], own.outdoor_air_m3_s, hours["sun"], residual,
        np.zeros((0, HOURS)),
    )  # fmt: skip
    return EnergyPlusRun(result, (*document.issues, *complaints))


def heat_flow_m3_s(model: ThermalModel, weather: Weather, own: Simulated) -> FloatArray:
    """Outdoor air that costs heat (zones, 8760) [m3/s]: all of it less what heat recovery gives back.

    The recovery is bypassed while the zone is above its threshold and it is cooler outside, by the hour's mean.
    """
    flow = own.outdoor_air_m3_s.copy()
    for k, zone in enumerate(model.zones):
        if zone.mechanical_m3_s is not None and zone.recovery > 0.0:
            useful = (own.air_c[k] < zone.bypass_above_c) | (weather.t_out_c > own.air_c[k])
            flow[k] -= np.where(useful, zone.recovery * zone.mechanical_m3_s, 0.0)
    return flow
