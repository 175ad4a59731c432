"""What the window keeps of an assessment: its figures, ledger and findings; the hourly year stays with the worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bldgassess.carbon.result import BEYOND, LedgerRow
from bldgassess.errors import Issue
from bldgassess.hourly.result import HourlyResult
from bldgassess.hourly.solve import STEPS_PER_HOUR
from bldgassess.ifc.readiness import Readiness
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Building
from bldgassess.pipeline.assessment import Assessment, Figures
from reports.results_building import building_section
from reports.results_carbon import carbon_section
from reports.results_json import results_dict
from reports.results_stages import energy_section


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A room's year: needs [kWh], peaks [W], lowest, mean and highest operative temperature while in use [degC]."""

    guid: str
    name: str
    area_m2: float
    heating_kwh: float
    cooling_kwh: float
    heating_peak_w: float
    cooling_peak_w: float
    lowest_c: float | None
    highest_c: float | None
    mean_c: float | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One assessment as the pages show it.

    ``element_kg``: embodied carbon A to C of each element [kgCO2e]; elements without any figure are absent.
    ``element_u``: U-value of each element's faces and openings in the hourly year, the mean by area [W/(m2 K)].
    ``set_points_c``: to which rooms are heated, and to which cooled [degC].
    ``system_lines``: technical systems that no model carries.
    ``line_kg``: the same of each line of the inventory.
    ``is_full``: made with the steps of a report, not of an edit.
    """

    results: dict[str, Any]
    readiness: Readiness
    issues: tuple[Issue, ...]
    lines: tuple[InventoryLine, ...]
    rows: Sequence[LedgerRow]
    element_kg: dict[str, float]
    zones: tuple[ZoneRow, ...] = ()
    is_full: bool = True
    element_u: dict[str, float] = field(default_factory=dict)
    set_points_c: tuple[float, float] | None = None
    system_lines: tuple[InventoryLine, ...] = ()
    line_kg: dict[str, float] = field(default_factory=dict)


def make_view(assessment: Assessment) -> View:
    """Return what the pages show of an assessment."""
    line_kg = _line_kg(assessment.carbon.rows)
    return View(
        results_dict(assessment),
        assessment.readiness,
        assessment.issues,
        assessment.inventory.lines,
        assessment.carbon.rows,
        _element_kg(line_kg),
        _zone_rows(assessment.hourly),
        assessment.steps_per_hour >= STEPS_PER_HOUR,
        _element_u(assessment.building, assessment.hourly),
        (assessment.study.operation.heating_setpoint_c, assessment.study.operation.cooling_setpoint_c),
        assessment.carbon.system_lines,
        line_kg=line_kg,
    )


def early_sections(figures: Figures) -> dict[str, Any]:
    """Return the sections of results.json that are known before health and label."""
    makers = {"building": building_section, "energy": energy_section, "carbon": carbon_section}
    return {name: make(figures) for name, make in makers.items()}


def _line_kg(rows: Sequence[LedgerRow]) -> dict[str, float]:
    return {
        row.line_id: sum(kg for module, kg in row.kgco2e.items() if module not in BEYOND)
        for row in rows
        if row.kind == "material" and row.line_id and row.kgco2e
    }


def _element_kg(line_kg: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for line_id, kg in line_kg.items():
        guid = line_id.partition("/")[0]
        found[guid] = found.get(guid, 0.0) + kg
    return found


def _element_u(building: Building, hourly: HourlyResult) -> dict[str, float]:
    used = {row.id: row.u_value_w_m2k for row in hourly.surfaces}
    faces = [(face.element_guid, face.id, face.area_m2) for face in building.surfaces if face.element_guid]
    faces += [(opening.guid, opening.guid, opening.area_m2) for opening in building.openings]
    areas: dict[str, float] = defaultdict(float)
    losses: dict[str, float] = defaultdict(float)
    for guid, face, area in faces:
        if face in used and area > 0.0:
            areas[guid] += area
            losses[guid] += used[face] * area
    return {guid: losses[guid] / area for guid, area in areas.items()}


def _zone_rows(hourly: HourlyResult) -> tuple[ZoneRow, ...]:
    cooling = hourly.q_cool_w + hourly.q_latent_w
    felt = np.where(hourly.people > 0.0, hourly.t_op_c, np.nan)
    rows = []
    for k, zone in enumerate(hourly.zones):
        there = felt[k][~np.isnan(felt[k])]
        rows.append(
            ZoneRow(
                zone.guid,
                zone.name,
                zone.floor_area_m2,
                float(hourly.q_heat_w[k].sum()) / 1000.0,
                float(cooling[k].sum()) / 1000.0,
                float(hourly.q_heat_w[k].max()),
                float(cooling[k].max()),
                float(there.min()) if there.size else None,
                float(there.max()) if there.size else None,
                float(there.mean()) if there.size else None,
            )
        )
    return tuple(rows)
