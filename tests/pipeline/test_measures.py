"""Measures through the whole chain, on the two hand-made rooms: what rises, what falls, and that nothing else moves."""

import math
from functools import cache

import pytest

from bldgassess.carbon.assess import make_ledger
from bldgassess.carbon.profiles import profile_rules
from bldgassess.hourly.normals import load_stations
from bldgassess.pipeline.assess import DataSnapshot, assess, load_data
from bldgassess.study import load_measures, make_study
from bldgassess.uncertainty.model import make_model
from reports.inventory_csv import inventory_bytes, inventory_rows
from reports.results_json import results_bytes, results_dict

DATA: DataSnapshot = load_data()


@pytest.fixture(scope="module")
def run(two_room_building):
    @cache
    def cached(text: str, station: str, extra: str):
        measures = dict(item.split("=") for item in text.split()) if text else {}
        values = {"site": {"station": station}, "measures": {k: float(v) if v else {} for k, v in measures.items()}}
        if extra:
            values["carbon"] = {"removed_products": extra}
        return assess(two_room_building, make_study(values), DATA)

    return lambda text="", station="mannheim", extra="": cached(text, station, extra)


def _figures(assessment):
    """results.json without the study, its digest and what is assumed for it: the figures alone."""
    result = results_dict(assessment)
    result["inputs"].pop("study_sha256")
    return {key: value for key, value in result.items() if key not in {"study", "study_set", "assumptions"}}


@pytest.mark.parametrize(
    "measure", [item.id for item in load_measures() if item.parameters[item.main].idle is not None]
)
def test_a_measure_at_its_idle_value_changes_nothing(run, measure):
    idle = next(item for item in load_measures() if item.id == measure)
    found = run(f"{measure}={idle.parameters[idle.main].idle}")
    assert _figures(found) == _figures(run())
    assert inventory_bytes(found) == inventory_bytes(run())
    assert found.assumptions == run().assumptions


def test_order_of_measures_changes_no_byte_but_the_study(run):
    one, two = (
        run("wall_insulation=120 window_ratio=20 photovoltaics=3"),
        run("photovoltaics=3 window_ratio=20 wall_insulation=120"),
    )
    assert _figures(one) == _figures(two)
    assert one.assumptions == two.assumptions and inventory_bytes(one) == inventory_bytes(two)


def test_taking_a_measure_back_gives_the_first_bytes(run, two_room_building):
    run("wall_insulation=120")
    again = assess(two_room_building, make_study({"site": {"station": "mannheim"}}), DATA)
    assert results_bytes(again) == results_bytes(run())


@pytest.mark.parametrize("measure", ["roof_insulation", "wall_insulation", "floor_insulation"])
def test_insulation_never_raises_the_heating_need(run, measure):
    needs = [run(f"{measure}={mm}" if mm else "").energy.need_kwh["heating"] for mm in (0, 50, 200, 400)]
    assert needs == sorted(needs, reverse=True) and needs[-1] < needs[0]
    embodied = [run(f"{measure}={mm}" if mm else "").carbon.modules["A1-A3"] for mm in (0, 50, 200, 400)]
    assert embodied == sorted(embodied) and embodied[-1] > embodied[0]


@pytest.mark.parametrize(
    ("measure", "station", "use", "sign"),
    [
        ("window_replacement=0.8", "mannheim", "heating", -1),
        ("airtightness=0.05", "mannheim", "heating", -1),
        ("heat_recovery=0.8", "mannheim", "heating", -1),
        ("external_shading=0.7", "sanya", "cooling", -1),
        ("light_colours=0.2", "sanya", "cooling", -1),
        ("window_ratio=40", "sanya", "cooling", 1),
    ],
)
def test_the_need_moves_the_way_it_should(run, measure, station, use, sign):
    change = run(measure, station).energy.need_kwh[use] - run("", station).energy.need_kwh[use]
    assert change * sign > 0.0


def test_systems_change_what_is_bought_and_bring_their_products(run):
    base = run()
    sun = run("photovoltaics=3")
    assert sun.energy.grid_kwh < base.energy.grid_kwh
    assert sun.carbon.modules["A1-A3"] > base.carbon.modules["A1-A3"]
    assert run("heat_pump=3.0").energy.grid_kwh > run("heat_pump=5.0").energy.grid_kwh
    water = run("hot_water_heat_pump=10")
    assert water.energy.grid_kwh < base.energy.grid_kwh
    assert water.carbon.modules["A1-A3"] > base.carbon.modules["A1-A3"]


def test_rows_that_carry_a_measure_are_counted_once(run):
    for measure in load_measures():
        if not measure.rows or measure.id == "extract_ventilation":
            continue
        found = {line.id for line in run(f"{measure.id}=").carbon.system_lines}
        assert {f"system/{row}" for row in measure.rows} <= found
        assert not measure.items


def test_the_ledger_holds_the_modules_with_what_is_taken_out(run):
    plain, retrofit = run("window_replacement=0.9"), run("window_replacement=0.9", extra="end_of_life")
    for found in (plain, retrofit):
        rows = inventory_rows(found)
        for module, kg in found.carbon.modules.items():
            assert math.fsum(float(row[module]) for row in rows if row.get(module)) == pytest.approx(kg)
    gone = [row for row in inventory_rows(retrofit) if row.get("origin", "").endswith("taken out")]
    assert len(gone) == 2 and not any(row.get(m) for row in gone for m in ("A1-A3", "A4", "A5", "B4"))
    more = {m: retrofit.carbon.modules[m] - plain.carbon.modules[m] for m in plain.carbon.modules}
    assert more["C2"] > 0.0
    assert more["C3"] + more["C4"] > 0.0
    assert all(abs(kg) < 1e-9 for m, kg in more.items() if m.startswith("A") or m == "B4")
    first = retrofit.carbon.timeline.embodied_kgco2e[0] - plain.carbon.timeline.embodied_kgco2e[0]
    assert first == pytest.approx(more["C2"] + more["C3"] + more["C4"])


def test_what_is_taken_out_is_drawn_with_the_rest(run, two_room_building):
    found = run("window_replacement=0.9", extra="end_of_life")
    ledger, _ = make_ledger(found.inventory, found.energy, found.building, found.study, "CN-HI")
    account = ledger.account(profile_rules("EN15978", found.study, own=True))
    cells = make_model(ledger, account).cells
    ends = math.fsum(account.modules[m] for m in ("C3", "C4"))
    assert math.fsum(cell.end_counted_kg for cell in cells) == pytest.approx(ends)
    assert math.fsum(cell.c2_kg for cell in cells) == pytest.approx(account.modules["C2"])


def test_the_results_show_the_persons_study_and_what_measures_set(run):
    found = run("heat_recovery=0.8")
    assert found.study.operation.ventilation == "natural"
    row = next(item for item in found.assumptions if item.id == "operation.ventilation")
    assert (row.value, row.source) == ("balanced", "measure: heat_recovery")
    assert next(i for i in found.assumptions if i.id == "measures.heat_recovery.recovery_fraction").quality == "P"
    assert not any(issue.code == "carbon.systems_twice" for issue in run("ceiling_fans=1").issues)


def test_every_station_named_here_exists():
    assert {"mannheim", "sanya"} <= {station.id for station in load_stations()}
