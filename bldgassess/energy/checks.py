"""Systems that cannot be, told all at once before anything is computed, and those that will not do, afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from bldgassess.energy.emission import WATER_SYSTEMS
from bldgassess.energy.figures import Notebook, figures
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import HourlyResult
from bldgassess.study import Study

_COLD_K = 0.5
#: Hours a room and year that people may be cold without a word: EN 16798-1 Annex E order, 3 % of the year.
_COLD_HOURS = 260
_HIGHEST_FLOOR_C = 50.0


def check_systems(study: Study) -> None:
    """Refuse what cannot be.

    Raises
    ------
    UserError
        With one sentence for each.
    """
    problems = tuple(_problems(study))
    if problems:
        raise UserError(problems)


def _problems(study: Study) -> Iterator[Issue]:
    operation, renewables = study.operation, study.renewables
    flow = operation.heating_flow_c
    if flow is not None and operation.heating in WATER_SYSTEMS:
        kind = {"heat_pump": "air", "ground_heat_pump": "ground"}.get(operation.heating)
        highest = figures()[f"heat_pump.{kind}.highest_flow_c"].value if kind else None
        if highest is not None and flow > highest:
            yield Issue("energy.flow_too_hot_for_heat_pump", {"flow": f"{flow:g}", "highest": f"{highest:g}"})
        if operation.heating_emission == "underfloor" and flow > _HIGHEST_FLOOR_C:
            yield Issue("energy.flow_too_hot_for_floor", {"flow": f"{flow:g}", "highest": f"{_HIGHEST_FLOOR_C:g}"})
        if flow <= operation.heating_setpoint_c:
            yield Issue("energy.flow_too_cold", {"flow": f"{flow:g}", "room": f"{operation.heating_setpoint_c:g}"})
    if renewables.solar_thermal_m2 > 0.0 and operation.hot_water == "none":
        yield Issue("energy.solar_without_hot_water", {"area": f"{renewables.solar_thermal_m2:g}"})


def warn_of_lack(hourly: HourlyResult, study: Study, kwp: float, notes: Notebook) -> None:
    """Say where people stay cold without heating, and where a battery has nothing to store."""
    heated = [k for k, zone in enumerate(hourly.zones) if zone.is_conditioned and zone.people > 0.0]
    if study.operation.heating == "none" and heated:
        low = study.operation.heating_setpoint_c - _COLD_K
        cold = (hourly.t_op_c[heated] < low) & (hourly.people[heated] > 0.0)
        hours = float(cold.sum()) / len(heated)
        if hours > _COLD_HOURS:
            notes.warn(
                "energy.cold_without_heating", hours=round(hours), room=f"{study.operation.heating_setpoint_c:g}"
            )
    if study.renewables.battery_kwh > 0.0 and kwp <= 0.0:
        notes.warn("energy.battery_without_pv", kwh=f"{study.renewables.battery_kwh:g}")
