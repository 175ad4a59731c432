"""A community: its figures are the buildings', sharing is counted once, what is not known stays so."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bldgassess.carbon.grid import GridPath
from bldgassess.cli.chain import assess_files, study_from
from bldgassess.community.accounts import community_drafts
from bldgassess.community.assess import assess_community, assess_members
from bldgassess.community.criteria import takes_worst
from bldgassess.community.member import make_assessed
from bldgassess.community.member_file import decode, encode
from bldgassess.community.read import make_community, member_tasks
from bldgassess.community.sharing import SharedRow
from bldgassess.community.totals import check_rules
from bldgassess.errors import UserError
from bldgassess.label.catalogue import read_catalogue
from bldgassess.messages import sentence
from bldgassess.pipeline.assess import assess
from bldgassess.pipeline.data import load_data
from bldgassess.portfolio.store import open_store


def test_a_building_has_the_numbers_that_assess_alone_gives(case: Any) -> None:
    item, found = case.tasks[1], case.members[1]
    alone = assess(item.task.models.building(), item.task.study, case.data)
    assert found.figures.total_kgco2e == alone.carbon.total_kgco2e
    assert found.figures.modules == alone.carbon.modules
    assert found.figures.health_score == alone.health.score
    assert found.figures.grid_kwh == alone.energy.grid_kwh
    assert make_assessed(alone).figures == found.figures


def test_totals_are_exactly_the_sum_of_the_parts(case: Any) -> None:
    houses, solar, office = (item.figures for item in case.members)
    listed = [houses, houses, houses, solar, office]
    carbon = case.result.carbon
    assert carbon.total_kgco2e == math.fsum(item.total_kgco2e for item in listed)
    assert carbon.gia_m2 == math.fsum(item.gia_m2 for item in listed)
    for module, kg in carbon.modules.items():
        assert kg == math.fsum(item.modules.get(module, 0.0) for item in listed)
    assert math.isclose(carbon.total_kgco2e, carbon.embodied_kgco2e + carbon.operational_kgco2e, rel_tol=1e-12)
    assert carbon.after_kgco2e == math.fsum([carbon.total_kgco2e, *(row.total_kgco2e for row in carbon.shared)])


def test_years_add_up_to_what_is_emitted_after_sharing(case: Any) -> None:
    carbon = case.result.carbon
    years = math.fsum([*carbon.embodied_by_year_kgco2e, *carbon.operational_by_year_kgco2e])
    assert math.isclose(years, carbon.after_kgco2e, rel_tol=1e-9)


def test_electricity_balances_at_every_hour(case: Any) -> None:
    hours, flows = case.result.hours, case.result.hours.flows
    counts = (3, 1, 1)
    grid = np.sum([n * item.hours["grid_w"] for item, n in zip(case.members, counts, strict=True)], axis=0)
    extra = hours.draws["common_loads"] + hours.draws["cooling_plant"]
    assert np.allclose(hours.demand_w, grid + extra)
    assert np.allclose(hours.demand_w, flows.direct_w + flows.discharged_w + flows.grid_w)
    assert np.allclose(hours.surplus_w + hours.shared_pv_w, flows.direct_w + flows.charged_w + flows.exported_w)
    # a building's own modules are used by itself first and are not in what is shared
    assert np.allclose(hours.own_used_w + hours.demand_w, hours.all_electricity_w)


def test_a_year_of_electricity_is_counted_once(case: Any) -> None:
    year = case.result.energy
    assert math.isclose(year.electricity_kwh, year.own_used_kwh + year.shared_kwh + year.grid_kwh, rel_tol=1e-9)
    solar = case.members[1].figures
    assert math.isclose(year.pv_kwh, solar.pv_kwh + year.shared_pv_kwh, rel_tol=1e-9)
    assert math.isclose(year.surplus_kwh, solar.exported_kwh, rel_tol=1e-9)
    assert year.grid_kwh < year.grid_before_kwh
    assert 0.0 < year.self_sufficiency_fraction < 1.0
    for key, total in (("grid", year.grid_kwh), ("exported", year.exported_kwh), ("electricity", year.electricity_kwh)):
        assert math.isclose(math.fsum(year.monthly_kwh[key]), total, rel_tol=1e-9)


def test_credits_add_up_to_what_was_shared_and_follow_what_each_draws(case: Any) -> None:
    year, carbon = case.result.energy, case.result.carbon
    counts = {"0": 3, "1": 1, "2": 1}
    assert math.isclose(
        math.fsum(kwh * counts.get(name, 1) for name, kwh in year.credit_kwh.items()), year.shared_kwh, rel_tol=1e-9
    )
    row = next(row for row in carbon.shared if row.id == "shared/electricity")
    credits = math.fsum(n * item.kgco2e for n, item in zip((3, 1, 1), carbon.credits, strict=True))
    assert math.isclose(row.kgco2e["B6"], credits, rel_tol=1e-12)
    assert all(year.credit_kwh[name] <= year.draw_kwh[name] for name in year.credit_kwh)


def test_carbon_after_sharing_is_what_the_grid_still_gives(case: Any) -> None:
    """B6 of electricity after sharing = electricity that the community still buys x the grid's factors."""
    carbon, year = case.result.carbon, case.result.energy
    factors = carbon.grid_factor_kgco2e_kwh * carbon.study_period_a
    before = math.fsum(
        n * item.figures.operation_kgco2e["electricity"] for n, item in zip((3, 1, 1), case.members, strict=True)
    )
    rows = {row.id: row.kgco2e.get("B6", 0.0) for row in carbon.shared}
    after = before + rows["shared/electricity"] + rows["shared/common_loads"] + rows["shared/district_cooling/plant"]
    assert math.isclose(after, year.grid_kwh * factors, rel_tol=1e-9)
    office = case.members[2].figures.operation_kgco2e["district_cooling"]
    assert rows["shared/district_cooling/usual"] == -office


def test_exports_left_are_beyond_the_boundary(case: Any) -> None:
    carbon, year = case.result.carbon, case.result.energy
    row = next(row for row in carbon.shared if row.id == "shared/exported")
    assert row.total_kgco2e == 0.0
    factors = carbon.grid_factor_kgco2e_kwh * carbon.study_period_a
    assert math.isclose(carbon.modules["D2"] + row.kgco2e["D2"], -year.exported_kwh * factors, rel_tol=1e-9)


def test_net_losses_are_made_up_by_the_plant(case: Any) -> None:
    (district,) = case.result.district
    taken = case.members[2].figures.final_kwh["district_cooling"]
    assert math.isclose(district.taken_kwh, taken)
    assert math.isclose(district.made_kwh, taken / 0.9)
    assert math.isclose(district.electricity_kwh, taken / 0.9 / 5.0)
    assert math.isclose(case.result.energy.draw_kwh["cooling_plant"], district.electricity_kwh, rel_tol=1e-9)


def test_without_anything_shared_nothing_changes(village: dict[str, Any], case: Any) -> None:
    bare = {key: value for key, value in village.items() if key != "shared"}
    community = make_community({**bare, "buildings": village["buildings"][:1]})
    result = assess_community(community, case.tasks[:1], case.members[:1], case.data)
    assert result.carbon.shared == ()
    assert result.carbon.after_kgco2e == result.carbon.total_kgco2e
    assert result.energy.shared_kwh == 0.0
    assert result.energy.grid_kwh == pytest.approx(3 * case.members[0].figures.grid_kwh)


def test_a_second_run_computes_only_what_changed(village: dict[str, Any], case: Any) -> None:
    values: dict[str, Any] = copy.deepcopy(village)
    values["buildings"][0]["archetype"]["gia_m2"] = 95
    values["buildings"][2]["count"] = 2
    values["site"]["trees"] = []
    computed: list[str] = []
    with open_store(case.store) as store:
        assess_members(case.tasks, store, workers=0, told=computed.append)
        assert computed == []
        tasks = member_tasks(make_community(values), case.store.parent)
        members = assess_members(tasks, store, workers=0, told=computed.append)
    assert computed == ["houses"]
    assert encode(members[1]) == encode(case.members[1])


def test_what_is_kept_comes_back_whole(case: Any) -> None:
    for item in case.members:
        again = decode(encode(item))
        assert again.figures == item.figures
        assert all((again.hours[name] == item.hours[name]).all() for name in item.hours)
        assert encode(again) == encode(item)


def test_site_figures_by_hand(case: Any) -> None:
    site = case.result.site
    assert site.green_ratio_pct == 100.0 * 1500 / 4000
    assert site.biotope_area_factor == pytest.approx((1500 + 100 + 0.7 * 100) / 4000)
    assert site.cool_hardscape_pct == 40.0


def test_sinks_are_apart_from_every_total(village: dict[str, Any], case: Any) -> None:
    sinks = case.result.sinks
    assert [item.kgco2_a for item in sinks] == pytest.approx([60 * 10 * 44 / 12, 0.0, 400 * 0.28 * 44 / 12])
    assert all(item.source and item.quality in {"A", "B", "C", "D", "S"} for item in sinks)
    bare = make_community({**village, "site": {**village["site"], "trees": []}})
    without = assess_community(bare, case.tasks, case.members, case.data)
    assert without.carbon == case.result.carbon


def test_criteria_are_scored_on_the_communitys_own_figures(case: Any) -> None:
    rows = {row.id: row for row in case.result.label.criteria}
    assert not case.result.label.official
    assert rows["N01"].value == 37.5
    assert rows["N02"].value == 100.0
    assert rows["N06"].value == 25.0
    assert rows["N01"].state == "assessed"
    assert rows["R01"].value == pytest.approx(next(w.overheating_pct for w in case.result.worlds if w.world == "2050"))
    assert rows["C09"].value == pytest.approx(
        100 * case.result.energy.pv_kwh
        / math.fsum(n * sum(m.figures.final_kwh.values()) for n, m in zip((3, 1, 1), case.members, strict=True))
    )  # fmt: skip


def test_what_nobody_knows_is_not_assessed(case: Any) -> None:
    rows = {row.id: row for row in case.result.label.criteria}
    for name in ("R04", "C04", "G01", "D03"):
        assert (rows[name].state, rows[name].points, rows[name].value) == ("not_assessed", 0.0, None)
    # declared alone does not do at the design stage, where the catalogue wants a document
    assert rows["R03"].value == 50.0
    assert (rows["R03"].state, rows["R03"].points) == ("not_assessed", 0.0)


def test_a_prerequisite_takes_the_worst_building(case: Any) -> None:
    catalogue = {item.id: item for item in read_catalogue().criteria}
    assert takes_worst(catalogue["H03"])
    assert not takes_worst(catalogue["C01"])
    worst = max(item.figures.metrics["health.pm25_annual"][0] for item in case.members)
    assert case.result.metrics["health.pm25_annual"].value == worst
    weights = [3 * 90.0, 150.0, 400.0]
    mean = sum(w * m.figures.metrics["energy.eui_site"][0] for w, m in zip(weights, case.members, strict=True))
    assert case.result.metrics["energy.eui_site"].value == pytest.approx(mean / sum(weights))


def test_spreads_count_every_building_and_room(case: Any) -> None:
    spreads = case.result.spreads
    assert spreads.carbon_per_m2 is not None
    assert spreads.room_scores is not None
    assert spreads.carbon_per_m2.count == 5
    assert spreads.room_scores.count == sum(
        n * len(m.figures.rooms) for n, m in zip((3, 1, 1), case.members, strict=True)
    )
    assert math.isclose(spreads.carbon_per_m2.mean, case.result.carbon.per_m2)
    assert math.isclose(sum(spreads.building_classes.values()), 1.0)
    assert math.isclose(sum(spreads.room_classes.values()), 1.0)


def test_a_warmer_world_needs_more_cold_and_a_heat_wave_is_worse_in_it(case: Any) -> None:
    worlds = {item.world: item for item in case.result.worlds}
    assert worlds["1.5C"].cooling_kwh < worlds["2.0C"].cooling_kwh
    present, warm = case.result.heat_waves
    assert warm.over_limit_h > present.over_limit_h
    assert warm.days_until_limit <= present.days_until_limit
    assert present.buildings == 5
    assert present.strength_k > 0.0


def test_a_moved_climate_is_said_and_leaves_no_world(case: Any) -> None:
    bare = [replace(item, figures=replace(item.figures, worlds=(), outages=())) for item in case.members]
    result = assess_community(case.result.community, case.tasks, bare, case.data)
    assert result.worlds == ()
    assert result.heat_waves == ()
    assert "community.no_worlds" in {issue.code for issue in result.issues}


def test_figures_of_different_rule_sets_are_not_added(case: Any) -> None:
    figures = [item.figures for item in case.members]
    with pytest.raises(UserError) as caught:
        check_rules([figures[0], replace(figures[1], study_period_a=30, grid_basis="life_cycle")])
    assert {issue.code for issue in caught.value.issues} == {"community.mixed_rules", "community.mixed_basis"}


def test_account_rows_add_up_to_carbon_after_sharing(case: Any) -> None:
    drafts = community_drafts(case.result, "2026-01-01")
    predicted = sum(row.amount for row in drafts if row.kind == "predicted")
    assert predicted / 100.0 == pytest.approx(case.result.carbon.after_kgco2e, abs=0.5)
    sinks = sum(row.amount for row in drafts if row.kind == "sequestered")
    assert sinks / 100.0 == pytest.approx(50 * math.fsum(item.kgco2_a for item in case.result.sinks), abs=0.5)
    assert {row.account for row in drafts} == {"Test village"}


def test_assumptions_name_source_and_quality(case: Any) -> None:
    rows = {item.id: item for item in case.result.assumptions}
    assert rows["community.site.area_m2"].quality == "S"
    assert rows["community.buildings.houses.envelope"].value == "none"
    assert rows["community.sinks.trees/0"].quality == "D"
    assert all(item.source for item in rows.values())


def test_a_model_has_the_numbers_of_the_command_assess(tmp_path: Path) -> None:
    folder = Path(str(files("bldgassess.sample").joinpath("data")))
    place = {"latitude_deg": 18.64, "longitude_deg": 109.7}
    buildings = [{"id": "m", "count": 2, "model": "hainan_house_base.ifc", "study_file": "base.yaml"}]
    community = make_community({"name": "One model", "place": place, "buildings": buildings})
    tasks = member_tasks(community, folder)
    with open_store(tmp_path / "s") as store:
        (found,) = assess_members(tasks, store, workers=0)
    alone = assess_files([folder / "hainan_house_base.ifc"], study_from(folder / "base.yaml", []))
    assert found.figures.total_kgco2e == alone.carbon.total_kgco2e
    assert found.figures.health_score == alone.health.score
    assert found.figures.health_class == alone.health.health_class
    result = assess_community(community, tasks, (found,), load_data())
    assert result.carbon.total_kgco2e == 2 * alone.carbon.total_kgco2e
    assert result.buildings == 2


def test_a_plant_with_a_factor_is_even_over_the_years_whatever_the_grid_does() -> None:
    grid = GridPath((0.4, 0.2), "falling", "S")
    even = SharedRow("a", "a", {"B6": 10.0}, "", follows_grid=False)
    assert even.by_year(grid) == (5.0, 5.0)
    assert SharedRow("b", "b", {"B6": 9.0}, "").by_year(grid) == pytest.approx((6.0, 3.0))


def test_what_makes_no_sense_is_said(village: dict[str, Any], case: Any) -> None:
    village["site"]["areas"].append({"kind": "green", "area_m2": 9000})
    village["shared"] = {
        "battery_kwh": 50,
        "heating": {"source": "electricity", "efficiency": 3.0, "losses_fraction": 0.1},
    }
    village["buildings"] = village["buildings"][:1]
    far = replace(case.members[0], figures=replace(case.members[0].figures, place=(48.1, 11.6)))
    result = assess_community(make_community(village), case.tasks[:1], (far,), case.data)
    found = {issue.code: sentence(issue) for issue in result.issues}
    assert {
        "community.areas_differ",
        "community.district_unused",
        "community.battery_without_pv",
        "community.far_model",
    } <= set(found)
    assert all(found.values())


def test_electricity_counted_otherwise_is_named(case: Any) -> None:
    odd = replace(case.members[0].figures, operation_kgco2e={"electricity": 1.0})
    members = (replace(case.members[0], figures=odd), *case.members[1:])
    result = assess_community(case.result.community, case.tasks, members, case.data)
    told = [issue for issue in result.issues if issue.code == "community.other_grid"]
    assert [issue.params["member"] for issue in told] == ["houses"]


def test_a_building_that_fails_is_named_with_the_reason(village: dict[str, Any], tmp_path: Path) -> None:
    village["buildings"] = village["buildings"][:1]
    village["buildings"][0]["study"] = {"renewables": {"pv_fields": [{"tilt_deg": 10, "azimuth_deg": 180}]}}
    tasks = member_tasks(make_community(village), tmp_path)
    with open_store(tmp_path / "s") as store, pytest.raises(UserError) as caught:
        assess_members(tasks, store, workers=0)
    (issue,) = caught.value.issues
    assert issue.code == "community.failed"
    assert "kwp" in sentence(issue)
