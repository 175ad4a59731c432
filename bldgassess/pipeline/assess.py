"""``assess``: one building under one study through every stage, a pure function of its arguments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from bldgassess.carbon.assess import compute_carbon, make_ledger
from bldgassess.carbon.profiles import profile_rules
from bldgassess.compliance.assess import compute_compliance
from bldgassess.energy.result import EnergyResult
from bldgassess.energy.uses import compute_energy
from bldgassess.energyplus.simulate import EnergyPlusSolver
from bldgassess.errors import Issue
from bldgassess.health.assess import compute_health
from bldgassess.health.light.result import DaylightResult
from bldgassess.hourly.solve import compute_hourly
from bldgassess.ifc.readiness import compute_readiness
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.inventory.ledger import Inventory
from bldgassess.label.score import compute_label
from bldgassess.model import Assumption, Building
from bldgassess.pipeline.area import with_reference_area
from bldgassess.pipeline.assessment import Assessment, DataInfo
from bldgassess.pipeline.data import DataSnapshot, choose_weather, load_data
from bldgassess.pipeline.metrics import collect_metrics
from bldgassess.progress import Progress, silent
from bldgassess.study import Study, apply_measures, study_assumptions
from bldgassess.uncertainty.paired import compute_uncertainty
from bldgassess.uncertainty.result import UncertaintyResult

__all__ = ["STAGES", "DataSnapshot", "Engine", "assess", "load_data"]

#: What solves the hourly year.
Engine = Literal["fast", "energyplus"]

#: Stage ids in order, as progress reports them after "open" and "shapes" of the reader.
STAGES: tuple[str, ...] = ("materials", "year", "carbon", "health", "label")


def assess(
    building: Building, study: Study, data: DataSnapshot, *, engine: Engine = "fast",
    daylight: DaylightResult | None = None, progress: Progress = silent,
) -> Assessment:  # fmt: skip
    """Assess a building.

    Parameters
    ----------
    building : Building
        What ``read_model`` read.
    study : Study
        Every assumption a person may change.
    data : DataSnapshot
        Factors, criteria and weather; see ``load_data``.
    engine : {"fast", "energyplus"}
        What solves the hourly year: the zone engine, or EnergyPlus where it is installed.
    daylight : DaylightResult, optional
        Light of the rooms (``pipeline.daylight.find_daylight``), which needs the model's shapes as well.
    progress : callable
        Told each stage of ``STAGES`` and its share done; may raise ``Cancelled``.

    Raises
    ------
    UserError
        When the model has nothing to assess or the study names what does not exist.
    """
    building = with_reference_area(building, study)
    own = study
    applied = apply_measures(study, building)
    study, building = applied.study, applied.building
    weather, region, place = choose_weather(building, study, data)
    readiness = compute_readiness(building)
    progress("materials", 0.0)
    inventory = compute_inventory(building, study, data.store)
    progress("year", 0.0)
    solver = EnergyPlusSolver(progress) if engine == "energyplus" else None
    hourly = compute_hourly(building, study, inventory, weather, solver=solver)
    energy = replace(compute_energy(hourly, study, weather, building), engine=engine)
    progress("carbon", 0.0)
    carbon = compute_carbon(inventory, energy, building, study, region, own_paths=data.paths)
    spread = _uncertainty(inventory, energy, building, study, region)
    constructions = compute_constructions(building, study, inventory)
    compliance = compute_compliance(building, study, constructions, energy, weather, region)
    progress("health", 0.0)
    health = compute_health(building, study, weather, hourly, inventory, daylight)
    progress("label", 0.0)
    label = compute_label(
        data.catalogue,
        collect_metrics(study, inventory, energy, carbon, health),
        building_type=study.building.use,
        stage=study.label.stage,
        documents=study.label.documents,
    )
    progress("label", 1.0)
    identity, version, digest = data.store.info
    parts = (inventory, hourly, energy, carbon, health, compliance)
    return Assessment(
        building=building,
        study=own,
        factors=DataInfo(identity, version, digest),
        weather=weather,
        readiness=readiness,
        inventory=inventory,
        hourly=hourly,
        energy=energy,
        carbon=carbon,
        health=health,
        label=label,
        compliance=compliance,
        assumptions=_merge(
            (*study_assumptions(study), *applied.assumptions, *place), *(part.assumptions for part in parts)
        ),
        uncertainty=spread,
        issues=_unique(
            (
                *(*building.issues, *weather.issues, *inventory.issues, *hourly.issues, *energy.issues),
                *(*carbon.issues, *health.issues, *compliance.issues, *(solver.issues if solver else ())),
            )
        ),
    )


def _uncertainty(
    inventory: Inventory, energy: EnergyResult, building: Building, study: Study, region: str
) -> UncertaintyResult | None:
    """Draw the total as often as the study asks for; ``None`` where it asks for no samples."""
    if not study.carbon.samples:
        return None
    ledger, _ = make_ledger(inventory, energy, building, study, region)
    account = ledger.account(profile_rules(study.carbon.profile, study, own=True))
    return compute_uncertainty(ledger, account, samples=study.carbon.samples, seed=study.carbon.seed)


def _merge(*groups: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """One assumption an id; a later stage, which knows what it used, wins over the study's general row."""
    found = {item.id: item for group in groups for item in group}
    return tuple(found[key] for key in sorted(found))


def _unique(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    seen: dict[tuple[object, ...], Issue] = {}
    for issue in issues:
        seen.setdefault((issue.code, tuple(sorted(issue.params.items())), issue.ids), issue)
    return tuple(seen.values())
