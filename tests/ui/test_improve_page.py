"""The Improve page as people use it: choose, see how long, search, stop, choose points, open them as variants."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bldgassess.advisor.result import Point
from bldgassess.errors import Cancelled, Issue, UserError
from bldgassess.pipeline.data import load_data
from bldgassess.study import read_study
from bldgassess.study.measures import measures_by_id
from reports.charts.abatement import abatement_chart, abatement_key
from reports.charts.layout import Style
from reports.charts.pareto import point_key
from ui.improve_tasks import Estimate, estimate, lean, run_search
from ui.pages.improve_choices import read_levels
from ui.pages.improve_found import values_of
from ui.wish import Wish, first_wish

WISH = Wish(levels={"photovoltaics": (None, 2.0, 5.0), "hot_water_heat_pump": (None, 10.0)})


@pytest.fixture(scope="module")
def engine(sample_models):
    """What tasks need of the worker."""
    model = sample_models["base"]
    return SimpleNamespace(model=lambda _paths: model, building=lambda _paths: model.building, data=load_data())


@pytest.fixture(scope="module")
def study(sample_dir):
    return read_study(sample_dir / "base.yaml")


def _request(study, wish):
    return SimpleNamespace(paths=(), study=study, values=(wish,))


@pytest.fixture(scope="module")
def advice(engine, study):
    return run_search(engine, _request(study, WISH), lambda _stage, _share: None)


@pytest.fixture
def window(opened):
    made, template = opened
    made.set_language("en")
    page = made.pages["improve"]
    page._running.clear()
    page._estimates.clear()
    page._say("")
    made.history.clear()
    made.state.put([made.state.make_branch(template, "House")], 0)
    made.show_page("improve")
    page.found.advice = None
    page.refresh()
    made.sent.clear()
    return made


@pytest.fixture
def page(window):
    return window.pages["improve"]


@pytest.fixture
def found(page, window, advice):
    """The page after a search."""
    window.state.told.emit(window.state.current, "improve", advice, ())
    return page


def _plain(text):
    return text.replace("\u202f", " ").replace("\u2212", "-")


def _row(page, measure):
    table = page.choices.table
    rows = range(table.rowCount())
    return next(row for row in rows if table.item(row, 0).data(Qt.ItemDataRole.UserRole) == measure)


def test_sensible_choice_is_offered_and_its_time_measured(page, window):
    assert "combinations" in page.size.text()
    assert page.choices.read_wish() == first_wish()
    page._rest.timeout.emit()
    assert window.sent == [("improve_estimate", (first_wish(),))]
    told = Estimate(size=1024, evaluated=1024, years=16, method="exhaustive", seconds=125.0)
    window.state.told.emit(window.state.current, "improve_estimate", told, ())
    assert _plain(page.size.text()) == "1024 combinations, about 2 min (16 hourly years)"
    assert page.how.text() == "All are worked out, in full detail."


def test_levels_that_do_not_fit_are_refused_before_the_search(page):
    row = _row(page, "photovoltaics")
    page.choices.table.item(row, 1).setText("–; 2; nine kWp")
    assert not page.start.isEnabled()
    assert "nine" in page.size.text()
    page.choices.table.item(row, 1).setText("–; 2; 4 kWp")
    assert page.start.isEnabled()
    assert page.choices.wish.levels["photovoltaics"] == (None, 2.0, 4.0)


def test_what_is_unticked_is_not_searched_and_what_was_chosen_stays(page, window):
    for measure in first_wish().levels:
        if measure != "photovoltaics":
            page.choices.table.item(_row(page, measure), 0).setCheckState(Qt.CheckState.Unchecked)
    page.choices.sought["health"].click()
    page.choices.rules["heritage"].click()
    page.choices.has_budget.click()
    page.choices.budget.setValue(700)
    wish = window.state.current.wish
    assert (set(wish.levels), wish.objectives) == ({"photovoltaics"}, ("carbon", "label"))
    assert (wish.rules, wish.budget_kgco2e_per_m2) == (("heritage",), 700.0)
    window.set_language("zh")
    assert window.pages["improve"].choices.read_wish() == wish


def test_cost_is_sought_only_with_a_table_of_costs(page, tmp_path):
    assert not page.choices.sought["cost"].isEnabled()
    file = tmp_path / "costs.csv"
    file.write_text("measure,cost,per,currency\nphotovoltaics,1000,level,EUR\n")
    page.choices.take_costs(file)
    assert page.choices.wish.costs == file
    assert page.choices.wish.objectives == ("carbon", "health", "label", "cost")
    assert page.choices.costs.text() == "costs.csv"


def test_search_shows_progress_and_can_be_stopped(page, window, qtbot):
    variant = window.state.current
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    assert window.sent == [("improve", (first_wish(),))]
    assert page.stop.isVisible()
    assert not page.start.isEnabled()
    window.state.task_progress.emit(variant, "improve", 0.4)
    assert page.bar.value() == 400
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert page.said.text() == "Stopping…"
    assert window.sent[-1] == ("stop", ("improve",))
    window.state.told.emit(variant, "improve", None, ())
    assert page.said.text() == "The search was stopped."
    assert page.start.isEnabled()
    assert not page.bar.isVisible()


def test_failure_is_said_and_what_was_found_stays(found, window):
    issue = Issue("advisor.no_choices", {})
    window.state.told.emit(window.state.current, "improve", None, (issue,))
    assert found.said.text().startswith("The search failed: ")
    assert found.said.text().endswith("What was found before stays.")
    assert found.found.isVisible()


def test_answer_in_words_method_and_check(found, advice):
    assert "Certified" in found.answer.text()
    assert "6 allowed combinations" in found.basis.text()
    assert "same figures" in found.basis.text()
    assert "no prices" in found.basis.text()
    assert "H12" in found.found.answer.toPlainText()


def test_click_on_a_point_says_what_it_changes_against_the_study(found, advice, qtbot):
    view = found.found
    place = advice.front[0]
    QTest.qWait(1)
    qtbot.mouseClick(view.front, Qt.MouseButton.LeftButton, pos=view.front.point_of(point_key(place)))
    assert view.chosen == (place,)
    assert view.front.selected == {point_key(place)}
    words = _plain(view.detail.text())
    after, before = advice.points[place].outcome, advice.points[advice.base].outcome
    less = after.carbon_kgco2e_per_m2_gia - before.carbon_kgco2e_per_m2_gia
    assert less < 0
    assert f"({_plain(found.num(round(less, 6), sign=True))}, " in words
    assert "Photovoltaics: 5 kWp" in words


def test_point_opens_as_a_variant_that_is_what_was_searched(found, window, advice, qtbot):
    base, place = window.state.current, advice.front[0]
    found.found.choose((place,))
    qtbot.mouseClick(found.found.as_variant, Qt.MouseButton.LeftButton)
    made = window.state.current
    assert made.study == advice.space.study_of(advice.points[place].candidate)
    assert made.name.startswith("Heat pump for hot water") or made.name.startswith("Photovoltaics")
    assert window.history.index == 1
    assert window.history.undo_text == f"Branch {made.name}"
    assert base.study.measures == {}


def test_several_points_are_one_step(found, window, advice, qtbot):
    base = window.state.current
    some = [k for k in range(len(advice.points)) if k != advice.base][:2]
    found.found.choose(tuple(some))
    assert found.found.as_variant.text() == "As 2 variants"
    qtbot.mouseClick(found.found.as_variant, Qt.MouseButton.LeftButton)
    assert len(window.state.variants) == 3
    studies = [item.study for item in window.state.variants[1:]]
    assert studies == [advice.space.study_of(advice.points[k].candidate) for k in some]
    assert [what for what, _ in window.sent] == ["assess", "assess"]
    window.act("undo")
    assert window.state.variants == [base]


def test_the_study_itself_is_no_variant(found, advice):
    found.found.choose((advice.base,))
    assert not found.found.as_variant.isEnabled()
    assert "As it stands" in found.found.detail.text()


def test_rows_and_discs_are_chosen_together(found, advice):
    view = found.found
    view.table.selectAll()
    assert view.chosen == advice.front
    assert view.front.selected == {point_key(place) for place in advice.front}


def test_each_measure_alone_leads_to_its_point(found, advice, qtbot):
    view = found.found
    view.tabs.setCurrentIndex(1)
    chart = abatement_chart(advice, 600.0, 300.0, Style())
    saved = [row[1] for row in chart.rows]
    assert saved == sorted(saved, reverse=True)
    assert len(chart.rows) == len(advice.abatement) == 3
    qtbot.mouseClick(view.alone, Qt.MouseButton.LeftButton, pos=view.alone.point_of(abatement_key(0)))
    assert advice.points[view.chosen[0]].candidate == advice.abatement[0].candidate
    assert view.tabs.currentIndex() == 0


def test_edit_marks_what_was_found_as_old_and_undo_takes_the_mark_away(found, window):
    assert not found.stale.isVisible()
    window.edit("building.occupants", 4, lambda old, new: "People")
    found.refresh()
    assert found.stale.isVisible()
    window.act("undo")
    found.refresh()
    assert not found.stale.isVisible()


def test_language_and_theme_keep_what_was_found(found, window, advice):
    window.set_language("ru")
    again = window.pages["improve"]
    assert again.found.advice is advice
    assert again.found.front.chart is not None
    assert again.found.table.rowCount() == len(advice.front)


def test_estimate_counts_years_apart(engine, study):
    found = estimate(engine, _request(study, WISH), lambda _stage, _share: None)
    assert (found.size, found.evaluated, found.method) == (6, 6, "exhaustive")
    assert found.years == 1
    assert found.seconds > 0.0
    genetic = Wish(levels=WISH.levels, method="genetic", evaluations=100)
    assert estimate(engine, _request(study, genetic), lambda _stage, _share: None).method == "genetic"


def test_search_can_be_stopped_by_its_progress(engine, study):
    def stop(_stage, _share):
        raise Cancelled

    with pytest.raises(Cancelled):
        run_search(engine, _request(study, WISH), stop)


def test_search_without_a_choice_is_refused_in_words(engine, study):
    with pytest.raises(UserError) as told:
        run_search(engine, _request(study, Wish()), lambda _stage, _share: None)
    assert told.value.issues[0].code == "advisor.no_choices"


def test_budget_by_area_bars_what_is_beyond_it(engine, study, advice):
    best = min(point.outcome.carbon_kgco2e_per_m2_gia for point in advice.points)
    wish = replace(WISH, budget_kgco2e_per_m2=best + 1.0)
    found = run_search(engine, _request(study, wish), lambda _stage, _share: None)
    within = [point.outcome.carbon_kgco2e_per_m2_gia for point in found.points if point.within]
    assert within
    assert max(within) <= best + 1.0
    assert len(within) < len(found.points)


def test_lean_keeps_all_that_stands_out(advice):
    beaten = advice.points[advice.base]
    many = tuple(Point((9, k), beaten.outcome) for k in range(5000))
    found = lean(replace(advice, points=(*many, *advice.points), front=tuple(k + 5000 for k in advice.front),
                         base=advice.base + 5000), most=100)  # fmt: skip
    assert len(found.points) <= 100 + len(advice.points)
    assert [found.points[k] for k in found.front] == [advice.points[k] for k in advice.front]
    assert found.points[found.base].candidate == beaten.candidate
    assert {row.candidate for row in found.abatement} <= {point.candidate for point in found.points}


def test_values_of_a_point_are_those_of_its_edits(advice):
    place = advice.front[0]
    values = values_of(advice.space, advice.points[place].candidate)
    assert set(values) <= {"measures.photovoltaics", "measures.hot_water_heat_pump"}


def test_levels_as_people_write_them():
    roof, timber = measures_by_id()["roof_insulation"], measures_by_id()["timber_structure"]
    assert read_levels("0; 80 mm; 160,5", roof) == (0.0, 80.0, 160.5)
    assert read_levels("off; clt; clt", timber) == (None, "clt")
    assert read_levels("", roof) == ()
