"""Many combinations worked out with the figures of ``assess``: each stage once for all that read the same.

Every combination is evaluated, in full detail and by the functions that ``assess`` calls, so no screening can miss one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bldgassess.advisor.costs import CostTable, compute_cost
from bldgassess.advisor.memo import ByContent, Memo, SharedChain
from bldgassess.advisor.result import Outcome, Refusal
from bldgassess.advisor.space import Candidate, Space
from bldgassess.carbon.assess import compute_carbon
from bldgassess.carbon.result import EMBODIED_MODULES, OPERATIONAL_MODULES, CarbonResult
from bldgassess.energy.result import EnergyResult
from bldgassess.energy.uses import compute_energy
from bldgassess.errors import UserError
from bldgassess.health.assess import compute_health
from bldgassess.health.light.cache import default_coefficients
from bldgassess.health.light.compute import compute_daylight
from bldgassess.health.light.result import DaylightResult, Quality
from bldgassess.health.result import HealthResult
from bldgassess.hourly.result import Weather
from bldgassess.hourly.solve import make_building_model
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.ledger import Inventory
from bldgassess.label.result import LabelResult
from bldgassess.label.score import compute_label
from bldgassess.model import Building, ReadModel
from bldgassess.pipeline.area import with_reference_area
from bldgassess.pipeline.assessment import Assessment
from bldgassess.pipeline.cache import Keyed
from bldgassess.pipeline.data import DataSnapshot, choose_catalogue, choose_weather
from bldgassess.pipeline.health import indicator_runner
from bldgassess.pipeline.metrics import collect_metrics
from bldgassess.pipeline.year import run_year
from bldgassess.progress import silent
from bldgassess.study import Study
from bldgassess.study.measures import Measure, Value, measures_by_id
from bldgassess.study.measures_apply import changed_building, effective_study
from bldgassess.study.measures_check import check_measures

#: Results kept of stages that lie between others, and of inventories; of others ``memo`` keeps more.
_FEW = {"model": 4, "heat": 1, "march 4": 2, "hourly": 2, "inventory": 500}
#: Memory that an evaluator gives to years, and to their energy by the hour [bytes], and what a room or a year takes.
_YEARS_BYTES, _ENERGY_BYTES = 1 << 29, 1 << 28
_ROOM_BYTES, _USES_BYTES = 15 * 8760 * 8, 16 * 8760 * 8


@dataclass(frozen=True, slots=True)
class Subject:
    """What is searched: a model under a space, with the data, costs and quality of daylight of every evaluation."""

    model: ReadModel
    space: Space
    data: DataSnapshot
    costs: CostTable | None = None
    daylight: Quality = "quick"


@dataclass(slots=True)
class Evaluator:
    """Evaluates combinations of one subject; what they share is kept between calls."""

    subject: Subject
    _memo: Memo = field(init=False)
    _buildings: dict[str, Keyed[Building]] = field(init=False, default_factory=dict)
    _inventories: dict[str, Keyed[Inventory]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        rooms = max(1, len(self.subject.model.building.spaces))
        years = max(2, _YEARS_BYTES // (rooms * _ROOM_BYTES))
        self._memo = Memo(_varying(self.subject.space), {**_FEW, "year": years, "energy": _ENERGY_BYTES // _USES_BYTES})

    def outcome(self, candidate: Candidate) -> Outcome:
        """Return the figures of a combination.

        Raises
        ------
        UserError
            When the engine refuses it.
        """
        subject = self.subject
        study = subject.space.study_of(candidate)
        problems = check_measures(study)
        if problems:
            raise UserError(problems)
        own = effective_study(study)
        chain = SharedChain(own, self._memo)
        building = self._building(study)
        site = chain.run(
            "weather",
            lambda s, b, d: choose_weather(b, s, d),
            *(building, chain.source(subject.data)),
            by_content=True,
        )
        weather, region, _ = site.value
        climate = Keyed(weather, f"{site.key}.weather")
        fabric = self._inventory(own, building, _changes_fabric)
        hourly = chain.gather(
            "year",
            lambda: run_year(chain, building, fabric, climate, engine="fast", quick=False, progress=silent).hourly,
            *(building, fabric, climate),
        )
        energy = chain.run("energy", lambda s, h, w, b: compute_energy(h, s, w, b), hourly, climate, building)
        inventory = self._inventory(own, building, _all if own.carbon.certified else _brings_lines)
        carbon = compute_carbon(
            inventory.value,
            energy.value,
            building.value,
            own,
            region,
            own_paths=subject.data.paths,
            all_profiles=False,
            breakdown=False,
        )
        health = self._health(chain, building, climate, hourly, inventory)
        label = self._label(study, own, inventory.value, energy.value, carbon, health)
        cost = compute_cost(subject.costs, building.value, study) if subject.costs else None
        return make_outcome(energy.value, carbon, health, label, cost)

    def heat_key(self, candidate: Candidate) -> str:
        """Return what the thermal model of a combination is known by: the same year is solved for equal keys."""
        study = self.subject.space.study_of(candidate)
        if check_measures(study):
            return ""
        own = effective_study(study)
        chain = SharedChain(own, self._memo)
        building = self._building(study)
        weather, _, _ = choose_weather(building.value, own, self.subject.data)
        fabric = self._inventory(own, building, _changes_fabric)
        climate = chain.source(self.subject.data)
        made = chain.run(
            "heat", lambda s, b, i, _d: make_building_model(b, s, i, weather), *(building, fabric, climate)
        )
        return made.by_content("model").key

    def _building(self, study: Study) -> Keyed[Building]:
        """Return the building as the study has it; equal measures on windows make one building for all stages."""
        shaping = _only(study.measures, lambda item: bool(item.ratio or item.windows))
        key = repr(sorted((name, sorted(values.items())) for name, values in shaping.items()))
        if key not in self._buildings:
            changed = changed_building(study, with_reference_area(self.subject.model.building, study))
            self._buildings[key] = Keyed(changed, f"building {key}")
        return self._buildings[key]

    def _inventory(self, own: Study, building: Keyed[Building], counts: Callable[[Measure], bool]) -> Keyed[Inventory]:
        """Return the inventory with the measures that count.

        The lines of a measure depend on its own values and on the building alone; measures without products and layers
        add none, only words to the list of assumptions.
        """
        part = own.model_copy(update={"measures": _only(own.measures, counts)})
        chain = SharedChain(part, self._memo)
        store = chain.source(self.subject.data.store)
        made = chain.run("inventory", lambda s, b, f: compute_inventory(b, s, f), building, store)
        return self._inventories.setdefault(made.key, ByContent(made.value, made.key))

    def _health(
        self,
        chain: SharedChain,
        building: Keyed[Building],
        climate: Keyed[Weather],
        hourly: Keyed[Any],
        inventory: Keyed[Inventory],
    ) -> HealthResult:
        light: Keyed[DaylightResult | None] = chain.run(
            "daylight",
            lambda s, b, w: compute_daylight(
                b, self.subject.model.meshes, s, w, quality=self.subject.daylight, cache=default_coefficients()
            ),
            *(building, climate),
            by_content=True,
        )

        each = indicator_runner(chain, building, climate, hourly, inventory, light, silent)

        def whole(own: Any, b: Any, w: Any, found: Any, h: Any, i: Any) -> HealthResult:  # noqa: ANN401 - as watched
            return compute_health(b, own, w, h, i, found, each=each)

        return chain.run("health", whole, building, climate, light, watched=(hourly, inventory)).value

    def _label(
        self, study: Study, own: Study, inventory: Inventory, energy: EnergyResult, carbon: CarbonResult,
        health: HealthResult,
    ) -> LabelResult:  # fmt: skip
        catalogue, _ = choose_catalogue(study, self.subject.data)
        return compute_label(
            catalogue,
            collect_metrics(own, inventory, energy, carbon, health),
            building_type=study.building.use,
            stage=study.label.stage,
            documents=study.label.documents,
            not_applicable=study.label.not_applicable,
            pieces=self.subject.data.evidence,
        )


def make_subject(
    model: ReadModel, space: Space, data: DataSnapshot, *, costs: CostTable | None = None, daylight: Quality = "quick"
) -> Subject:
    """Make the subject of a search, with the criteria that the study names read once."""
    catalogue, _ = choose_catalogue(space.study, data)
    return Subject(model, space, replace(data, catalogue=catalogue), costs, daylight)


def evaluate_in_turn(
    evaluator: Evaluator, candidates: Iterable[Candidate]
) -> Iterator[tuple[Candidate, Outcome | Refusal]]:
    """Yield each combination with its figures, or why the engine refuses it."""
    for candidate in candidates:
        try:
            yield candidate, evaluator.outcome(candidate)
        except UserError as error:
            yield candidate, Refusal(candidate, error.issues)


def make_outcome(
    energy: EnergyResult, carbon: CarbonResult, health: HealthResult, label: LabelResult, cost: float | None
) -> Outcome:
    """Return the figures that a search is about."""
    modules = carbon.modules
    return Outcome(
        carbon_kgco2e=carbon.total_kgco2e,
        embodied_kgco2e=math.fsum(modules.get(key, 0.0) for key in EMBODIED_MODULES),
        operational_kgco2e=math.fsum(modules.get(key, 0.0) for key in OPERATIONAL_MODULES),
        carbon_kgco2e_per_m2_gia=carbon.total_kgco2e / carbon.gia_m2,
        eui_kwh_per_m2_gia=math.fsum(energy.final_kwh.values()) / carbon.gia_m2,
        health_score=health.score,
        health_class=health.health_class,
        label_points=label.score,
        label_level=label.level,
        cost=cost,
        health_classes=tuple((item.id, item.health_class) for item in health.indicators),
    )


def outcome_of(assessment: Assessment, cost: float | None = None) -> Outcome:
    """Return the figures of an assessment, as a search has them."""
    return make_outcome(assessment.energy, assessment.carbon, assessment.health, assessment.label, cost)


def _only(
    chosen: Mapping[str, Mapping[str, Value]], counts: Callable[[Measure], bool]
) -> dict[str, Mapping[str, Value]]:
    known = measures_by_id()
    return {key: values for key, values in chosen.items() if counts(known[key])}


def _changes_fabric(measure: Measure) -> bool:
    return bool(measure.layer or measure.windows or measure.ratio or measure.swap)


def _brings_lines(measure: Measure) -> bool:
    return _changes_fabric(measure) or bool(measure.items)


def _all(_measure: Measure) -> bool:
    return True


def _varying(space: Space) -> frozenset[str]:
    """Return the paths of the study in which the combinations of a space differ."""
    known = measures_by_id()
    rows = [known[item.measure] for item in space.choices]
    return frozenset({"measures", *(path for row in rows for path in (*row.settings, *row.additions))})
