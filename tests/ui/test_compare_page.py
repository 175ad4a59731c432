"""Compare as a person reads it: verdicts with health beside carbon, aligned columns, steps, linked pictures, cures."""

import pytest

from bldgassess.compare.classes import class_changes
from bldgassess.compare.differences import compute_comparison
from bldgassess.errors import UserError
from ui.pages.compare_words import carbon_words, health_words


@pytest.fixture
def window(window, put_sample):
    """Both variants of the sample; comparisons are made at once, as the worker makes them."""
    window.asked = []
    window.verbs.ask = lambda what, *values: window.asked.append((what, values))
    for key in ("base", "better"):
        put_sample(window, key)
    window.state.study_changed.disconnect(window.jobs._edited)
    yield window
    window.keeper.discard()


def _answer(window):
    """Do what the worker does with the last request."""
    _, (names, results) = next(item for item in reversed(window.asked) if item[0] == "compare")
    page, variant = window.pages["compare"], window.state.current
    try:
        page.told(variant, "compare", compute_comparison(list(zip(names, results, strict=True))), ())
    except UserError as error:
        page.told(variant, "compare", None, error.issues)
    return page


def _cell(page, row, column):
    for r in range(page.table.rowCount()):
        if page.table.item(r, 0).text() == row:
            return page.table.item(r, column).text()
    raise AssertionError(row)


def test_verdict_says_carbon_and_health_and_the_label(window):
    window.show_page("compare")
    page = _answer(window)
    text = page.verdict.text()
    assert "better" in text
    assert "Lower with probability" in text or "No clear difference" in text or "against base" in text
    assert "Health" in text
    assert "Label" in text
    base, other = (variant.results for variant in window.state.variants)
    worse = any(change.is_worse for change in class_changes(base, other))
    assert (page.style_.palette.good in text) == (not worse)


def test_columns_show_the_difference_with_sign_and_share(window):
    window.show_page("compare")
    page = _answer(window)
    assert page.table.columnCount() == 4
    shown = _cell(page, "Whole-life carbon A-C", 3)
    assert "\u2212" in shown
    assert "%" in shown


def test_the_waterfall_sums_to_the_difference_by_part_and_by_module(window):
    window.show_page("compare")
    page = _answer(window)
    base, other = (variant.results["carbon"]["per_m2"] for variant in window.state.variants)
    for by in ("part", "module"):
        page.by.setCurrentIndex(page.by.findData(by))
        steps = page.comparison.by_part[0] if by == "part" else page.comparison.by_module[0]
        assert sum(step.difference for step in steps) == pytest.approx(other - base, abs=1e-9)
        assert page.waterfall.chart is not None


def test_a_click_on_a_step_selects_in_both_models_and_pictures_move_together(window):
    window.show_page("compare")
    page = _answer(window)
    page.waterfall.clicked.emit("window")
    chosen = window.state.selection
    for variant in window.state.variants:
        assert {e.guid for e in variant.building.elements if e.part == "window"} <= chosen
    first, second = page.views.viewers
    assert first.selected == second.selected == chosen
    first.turn("top")
    assert first.camera == second.camera


def test_different_bases_are_refused_and_cured_by_one_click(window):
    other = window.state.variants[1]
    results = {**other.results, "carbon": {**other.results["carbon"]}}
    results["carbon"]["grid"] = {**results["carbon"]["grid"], "basis": "life_cycle"}
    assert window.state.variants[0].results["carbon"]["grid"]["basis"] == "combustion"
    other.results = results
    window.show_page("compare")
    page = _answer(window)
    assert "life_cycle" in page.notice.text()
    assert "combustion" in page.notice.text()
    assert page.cure.isVisible()
    page.cure.click()
    assert {variant.study.carbon.grid_basis for variant in window.state.variants} == {"life_cycle"}
    assert window.state.current is other
    window.act("undo_all")
    assert {variant.study.carbon.grid_basis for variant in window.state.variants} != {"life_cycle"}


def test_one_variant_says_how_to_get_a_second(window):
    window.act("remove")
    window.show_page("compare")
    page = window.pages["compare"]
    assert "Ctrl+D" in page.notice.text()
    assert page.table.columnCount() == 0


def test_noise_is_not_called_a_difference():
    class Paired:
        probability_lower, p5_difference, p95_difference = 0.52, -9.0, 8.0

    one, two = ({"carbon": {"per_m2": value}} for value in (100.0, 99.0))
    assert "No clear difference" in carbon_words(("A", "B"), one, two, Paired(), str, "en")
    Paired.probability_lower = 0.93
    assert "Lower with probability 0.93" in carbon_words(("A", "B"), one, two, Paired(), str, "en")


def test_health_that_worsens_is_said_first():
    one = {"health": {"indicators": [{"id": "T3", "class": "II"}, {"id": "A1", "class": "III"}]}}
    two = {"health": {"indicators": [{"id": "T3", "class": "III"}, {"id": "A1", "class": "I"}]}}
    words, is_worse = health_words(one, two, str)
    assert is_worse
    assert words.index("worse") < words.index("better")
