"""Searches over the built-in house: the figures are those of ``assess``, the front is complete, a seed repeats."""

import csv
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from bldgassess.advisor.constraints import Limit
from bldgassess.advisor.costs import read_costs
from bldgassess.advisor.evaluate import Evaluator, make_subject, outcome_of
from bldgassess.advisor.output import advice_dict
from bldgassess.advisor.pool import EvaluatorPool
from bldgassess.advisor.result import Advice, Refusal
from bldgassess.advisor.search import scores_of, search
from bldgassess.advisor.space import Space, make_space
from bldgassess.advisor.verify import assess_alone
from bldgassess.advisor.words import next_level_sentences
from bldgassess.errors import Cancelled, UserError
from bldgassess.model import ReadModel
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.study import Study, set_values
from reports.advice import write_advice
from reports.charts.layout import Style
from reports.charts.pareto import pareto_chart, point_key

#: Layers, machines, finishes, filters, windows, swaps: every way in which a measure acts.
WIDE = {
    "roof_insulation": (0, 100),
    "window_replacement": ("off", 0.9),
    "window_ratio": (0, 40),
    "external_shading": (0, 0.5),
    "heat_recovery": (0, 0.8),
    "hot_water_heat_pump": ("off", 10),
    "photovoltaics": (0, 2, 5),
    "ceiling_fans": (0, 1),
    "supply_filters": ("off", "ePM1_80"),
    "timber_structure": ("off", "clt"),
    "low_emission_finishes": (0, 0.3),
}
SMALL = {"photovoltaics": (0, 2, 5), "hot_water_heat_pump": ("off", 10), "low_emission_finishes": (0, 0.3)}


@pytest.fixture(scope="module")
def found(house: tuple[ReadModel, Study], data: DataSnapshot) -> Advice:
    model, study = house
    return search(model, make_space(study, SMALL), data)


def _some(space: Space, count: int) -> list[tuple[int, ...]]:
    everything = list(space.candidates())
    chosen = np.random.default_rng(3).choice(len(everything), count, replace=False)
    return [everything[k] for k in chosen]


def test_figures_are_those_of_a_single_assessment(house: tuple[ReadModel, Study], data: DataSnapshot) -> None:
    model, study = house
    space = make_space(study, WIDE)
    evaluator = Evaluator(make_subject(model, space, data))
    for candidate in [space.base, *_some(space, 4)]:
        alone = assess_alone(model, space.study_of(candidate), data)
        assert evaluator.outcome(candidate) == outcome_of(alone), space.levels_of(candidate)


def test_order_and_company_change_no_figure(house: tuple[ReadModel, Study], data: DataSnapshot) -> None:
    model, study = house
    space = make_space(study, {**SMALL, "roof_insulation": (0, 100)})
    some = _some(space, 8)
    subject = make_subject(model, space, data)
    with EvaluatorPool(subject) as pool:
        together = pool.evaluate(some)
    backwards = Evaluator(subject)
    assert [backwards.outcome(item) for item in reversed(some)] == together[::-1]


def test_the_front_is_complete_and_beaten_by_none(found: Advice) -> None:
    values = [scores_of(point.outcome, found.objectives) for point in found.points]
    assert len(values) == found.space.size == 12

    def beats(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
        return all(x <= y for x, y in zip(a, b, strict=True)) and a != b

    best = {value for value in values if not any(beats(other, value) for other in values)}
    assert {values[k] for k in found.front} == best
    assert len(found.front) == len(best)
    assert found.points[found.base].candidate == found.space.base
    assert found.verification is not None
    assert found.verification.holds
    assert found.verification.points == len(found.front)


def test_the_genetic_search_repeats_with_its_seed(
    house: tuple[ReadModel, Study], data: DataSnapshot, found: Advice
) -> None:
    model, study = house
    space = make_space(study, SMALL)
    first, second = (search(model, space, data, method="genetic", seed=7, verify=False) for _ in range(2))
    assert first == second
    assert {found.points[k].candidate for k in found.front} == {first.points[k].candidate for k in first.front}
    assert first.hypervolume == pytest.approx(found.hypervolume, abs=1e-12)


def test_the_list_of_measures_alone_can_be_checked_by_hand(
    house: tuple[ReadModel, Study], data: DataSnapshot, found: Advice
) -> None:
    model, study = house
    assert [row.path for row in found.abatement].count("photovoltaics") == 2
    saved = [row.saved_kgco2e for row in found.abatement]
    assert saved == sorted(saved, reverse=True)
    before = assess_alone(model, study, data)
    row = next(row for row in found.abatement if row.path == "photovoltaics" and row.level == 5.0)
    after = assess_alone(model, set_values(study, ["measures.photovoltaics.power_kwp=5"]), data)
    assert row.carbon_kgco2e == after.carbon.total_kgco2e - before.carbon.total_kgco2e
    assert row.embodied_kgco2e > 0.0 > row.operational_kgco2e
    paint = next(row for row in found.abatement if row.path == "low_emission_finishes")
    assert paint.health_points > 0.0
    assert paint.classes


def test_points_beyond_a_limit_are_never_on_the_front(
    house: tuple[ReadModel, Study], data: DataSnapshot, found: Advice
) -> None:
    model, study = house
    kg = sorted(point.outcome.carbon_kgco2e for point in found.points)
    most = (kg[5] + kg[6]) / 2
    limited = search(model, make_space(study, SMALL), data, limits=(Limit("budget_kgco2e", most),), verify=False)
    assert sum(point.within for point in limited.points) == 6
    assert all(limited.points[k].outcome.carbon_kgco2e <= most for k in limited.front)
    nothing = search(model, make_space(study, SMALL), data, limits=(Limit("budget_kgco2e", 1.0),), verify=False)
    assert nothing.front == ()
    assert "No combination keeps the limits" in next_level_sentences(nothing)[0]


def test_without_prices_cost_is_refused_and_with_them_it_is_an_objective(
    house: tuple[ReadModel, Study], data: DataSnapshot, tmp_path: Path
) -> None:
    model, study = house
    space = make_space(study, {"photovoltaics": (0, 2, 5), "roof_insulation": (0, 100)})
    with pytest.raises(UserError) as told:
        search(model, space, data, objectives=("carbon", "cost"))
    assert told.value.issues[0].code == "advisor.no_costs"
    table = tmp_path / "costs.csv"
    table.write_text(
        "measure,cost,per,currency\nphotovoltaics,500,once,EUR\nphotovoltaics,1000,level,EUR\n"
        "roof_insulation,2,face_m2_level,EUR\n"
    )
    advice = search(model, space, data, objectives=("carbon", "cost"), costs=read_costs(table), verify=False)
    cost = {tuple(advice.space.levels_of(p.candidate).values()): p.outcome.cost for p in advice.points}
    roof = 200.0 * sum(
        face.area_m2
        for face in model.building.surfaces
        if face.kind in {"roof", "ceiling"} and face.boundary in {"outside", "unheated"}
        and next(room.is_heated for room in model.building.spaces if room.guid == face.space_guid)
    )  # fmt: skip
    assert cost[None, None] == 0.0
    assert cost[None, 5.0] == 5500.0
    assert cost[100.0, 2.0] == pytest.approx(2500.0 + roof, rel=1e-12)
    assert advice.next_level.by == "cost"


def test_a_table_of_costs_that_does_not_fit_is_told_row_by_row(tmp_path: Path) -> None:
    table = tmp_path / "costs.yaml"
    table.write_text(
        "- {measure: roof, cost: 1, currency: EUR}\n- {measure: heat_pump, cost: -1, currency: EUR}\n"
        "- {measure: heat_pump, cost: 1, currency: CNY}\n"
    )
    with pytest.raises(UserError) as told:
        read_costs(table)
    assert [issue.code for issue in told.value.issues] == [
        "advisor.costs_bad_row", "measures.unknown", "advisor.costs_currencies",
    ]  # fmt: skip


def test_the_way_to_the_next_level_is_found_or_what_bars_it_is_said(
    house: tuple[ReadModel, Study], data: DataSnapshot, found: Advice
) -> None:
    answer = found.next_level
    assert answer.point is None
    assert answer.best is not None
    best = found.points[answer.best].outcome
    assert best.label_points == max(point.outcome.label_points for point in found.points)
    assert answer.points_missing == pytest.approx(answer.points_asked - best.label_points)
    assert answer.conditions
    assert answer.undeclared
    assert found.levels[0].title["en"] in next_level_sentences(found)[0]


def test_what_the_engine_refuses_is_listed_with_its_reason(house: tuple[ReadModel, Study], data: DataSnapshot) -> None:
    model, study = house
    bad = study.model_copy(update={"site": study.site.model_copy(update={"grid_region": "nowhere"})})
    space = make_space(bad, {"photovoltaics": (0, 2)})
    with EvaluatorPool(make_subject(model, space, data)) as pool:
        refused = pool.evaluate(space.candidates())
    assert all(isinstance(item, Refusal) and item.issues for item in refused)
    with pytest.raises(UserError):
        search(model, space, data)


def test_a_search_can_be_stopped(house: tuple[ReadModel, Study], data: DataSnapshot) -> None:
    model, study = house
    told: list[float] = []

    def stop(_stage: str, share: float) -> None:
        told.append(share)
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        search(model, make_space(study, SMALL), data, progress=stop)
    assert 0.0 < told[-1] < 0.9


def test_worker_processes_find_the_same(house: tuple[ReadModel, Study], data: DataSnapshot) -> None:
    model, study = house
    space = make_space(study, {"photovoltaics": tuple(range(11)), "hot_water_heat_pump": ("off", 5, 10, 12, 14, 16)})
    assert space.size == 66
    one = search(model, space, data, verify=False)
    two = search(model, space, data, workers=2, verify=False)
    assert one == two


def test_files_of_a_search_hold_every_point(found: Advice, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    paths = write_advice(found, tmp_path)
    assert {path.name for path in paths} == {"advice.json", "points.csv", "points.parquet", "abatement.csv"}
    again = [path.read_bytes() for path in write_advice(found, tmp_path / "again")]
    assert again == [path.read_bytes() for path in paths]
    advice = json.loads((tmp_path / "advice.json").read_text(encoding="utf-8"))
    assert [row["place"] for row in advice["front"]] == list(found.front)
    assert advice["search"]["seed"] == found.seed
    rows = list(csv.DictReader((tmp_path / "points.csv").read_text(encoding="utf-8").splitlines()))
    assert [float(row["carbon_kgco2e"]) for row in rows] == [p.outcome.carbon_kgco2e for p in found.points]
    table = pq.read_table(tmp_path / "points.parquet")
    assert table.column("health_score").to_pylist() == [p.outcome.health_score for p in found.points]
    assert table.schema.metadata[b"seed"] == b"0"


def test_a_search_travels_to_another_process(found: Advice) -> None:
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert advice_dict(again) == advice_dict(found)


def test_the_chart_marks_front_and_study(found: Advice) -> None:
    chart = pareto_chart(found, 480.0, 320.0, Style())
    keys = {op.key for op in chart.ops}
    assert {point_key(k) for k in found.front} <= keys
    assert point_key(found.base) in keys
    assert len(chart.rows) == len(found.front)
    assert all(0.0 <= op.x <= 480.0 and 0.0 <= op.y <= 320.0 for op in chart.ops if hasattr(op, "x"))
