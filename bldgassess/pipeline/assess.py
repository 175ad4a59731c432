"""``assess``: one building under one study through every stage, a pure function of its arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, Literal

from bldgassess.carbon.assess import compute_carbon, make_ledger
from bldgassess.carbon.profiles import profile_rules
from bldgassess.compliance.assess import compute_compliance
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue
from bldgassess.health.light.result import DaylightResult
from bldgassess.ifc.readiness import compute_readiness
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.inventory.ledger import Inventory
from bldgassess.label.score import compute_label
from bldgassess.model import Assumption, Building
from bldgassess.pipeline.applied import apply_study
from bldgassess.pipeline.assessment import Assessment, DataInfo, Figures
from bldgassess.pipeline.cache import Chain, Keyed, StageCache
from bldgassess.pipeline.data import DataSnapshot, choose_catalogue, load_data
from bldgassess.pipeline.energy_year import run_energy
from bldgassess.pipeline.health import run_health
from bldgassess.pipeline.metrics import collect_metrics
from bldgassess.pipeline.year import Engine, run_weather
from bldgassess.progress import Progress, silent
from bldgassess.study import Study, study_assumptions
from bldgassess.uncertainty.paired import compute_uncertainty
from bldgassess.uncertainty.result import UncertaintyResult

__all__ = ["STAGES", "DataSnapshot", "Engine", "assess", "load_data"]

#: Stage ids in order, as progress reports them after "open" and "shapes" of the reader.
STAGES: tuple[str, ...] = ("materials", "year", "carbon", "health", "label")

Detail = Literal["full", "quick"]


def assess(
    building: Building,
    study: Study,
    data: DataSnapshot,
    *,
    engine: Engine = "fast",
    detail: Detail = "full",
    daylight: DaylightResult | None = None,
    progress: Progress = silent,
    early: Callable[[Figures], None] | None = None,
    cache: StageCache | None = None,
) -> Assessment:
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
    detail : {"full", "quick"}
        "quick" solves the year in steps of an hour while a study is being edited, within 2 % of the full year.
    daylight : DaylightResult, optional
        Light of the rooms (``pipeline.daylight.find_daylight``), which needs the model's shapes as well.
    progress : callable
        Told each stage of ``STAGES`` and its share done; may raise ``Cancelled``.
    early : callable
        Told the annual figures as soon as they are known, before health and label.
    cache : StageCache
        Results of earlier assessments. The outcome is the same with and without, only sooner.

    Raises
    ------
    UserError
        When the model has nothing to assess or the study names what does not exist.
    """
    model, applied = apply_study(building, study, cache)
    chain = Chain(applied.study, cache)
    path = chain.source(data.paths)
    site = run_weather(chain, model, data)
    weather, region, places = site.value
    climate, place = Keyed(weather, f"{site.key}.weather"), Keyed(region, f"{site.key}.region")
    readiness = chain.run("readiness", lambda _own, b: compute_readiness(b), model).value
    catalogue, told = choose_catalogue(study, data)
    made = run_energy(chain, model, climate, data, engine=engine, quick=detail == "quick", progress=progress)
    inventory, year, energy = made.inventory, made.year, made.energy
    progress("carbon", 0.0)
    ledger = (inventory, energy, model, place)
    carbon = chain.run(
        "carbon",
        lambda own, i, e, b, r, own_paths: compute_carbon(i, e, b, own, r, own_paths=own_paths),
        *(*ledger, path),
        whole=("carbon",),
    )
    spread = chain.run("uncertainty", _uncertainty, *ledger, whole=("carbon",))
    identity, version, digest = data.store.info
    figures = Figures(
        building=model.value,
        study=study,
        factors=DataInfo(identity, version, digest),
        weather=weather,
        readiness=readiness,
        inventory=inventory.value,
        hourly=year.hourly.value,
        energy=energy.value,
        carbon=carbon.value,
        uncertainty=spread.value,
        steps_per_hour=year.steps_per_hour,
    )
    if early:
        early(figures)
    progress("health", 0.0)
    compliance = chain.run(
        "compliance",
        lambda own, b, i, e, w, r: compute_compliance(b, own, compute_constructions(b, own, i), e, w, r),
        *(model, inventory, energy, climate, place),
    ).value
    health = run_health(chain, model, climate, year.hourly, inventory, daylight, progress)
    progress("label", 0.0)
    label = compute_label(
        catalogue,
        collect_metrics(applied.study, inventory.value, energy.value, carbon.value, health),
        building_type=study.building.use,
        stage=study.label.stage,
        documents=study.label.documents,
        not_applicable=study.label.not_applicable,
        pieces=data.evidence,
    )
    progress("label", 1.0)
    parts = (inventory.value, year.hourly.value, energy.value, carbon.value, health, compliance)
    stages = (model.value, weather, inventory.value, year.hourly.value, energy.value, carbon.value, health, compliance)
    return Assessment(
        **_columns(figures),
        health=health,
        label=label,
        compliance=compliance,
        assumptions=_merge(
            (*study_assumptions(applied.study), *applied.assumptions, *places),
            *(part.assumptions for part in parts),
        ),
        issues=_unique((*(issue for part in stages for issue in part.issues), *year.issues, *told, *label.issues)),
    )


def _columns(figures: Figures) -> dict[str, Any]:
    return {item.name: getattr(figures, item.name) for item in fields(figures)}


def _uncertainty(
    study: Study, inventory: Inventory, energy: EnergyResult, building: Building, region: str
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
