"""The published figures, through our own functions: those that are quick, and that the table is whole."""

import importlib.util

import pytest

from bldgassess.health.checks import run
from bldgassess.health.checks.run import TOPICS, check_values, run_checks


def test_every_row_has_a_source_and_a_tolerance_for_each_number():
    rows = check_values()
    assert len(rows) == len({row.id for row in rows}) == 194
    for row in rows:
        assert row.source
        numbers = {name for name, value in row.expected.items() if not isinstance(value, str)}
        assert numbers == set(row.tolerance)
        assert row.topic in TOPICS


@pytest.mark.parametrize(
    "topic",
    [
        "pmv",
        "utci",
        "wbgt",
        "heat_index",
        "adaptive",
        "en_16798",
        "tail",
        "tm59",
        "attributable",
        "clo",
        "set",
        "vertical_sky",
        "roof_opening",
        "average_daylight_factor",
    ],
)
def test_published_figures(topic):
    results = run_checks([topic])
    assert results
    assert [item.row.id for item in results if item.verdict != "pass"] == []


def test_a_wrong_figure_is_seen(monkeypatch):
    monkeypatch.setitem(TOPICS, "wbgt", lambda inputs: {"wbgt": 0.0})
    assert "fail" in {item.verdict for item in run_checks(["wbgt"])}


@pytest.mark.radiance
@pytest.mark.skipif(importlib.util.find_spec("pyradiance") is None, reason="Radiance is not installed")
def test_box_room_by_radiance():
    (result,) = run_checks(["box_room"])
    assert result.verdict == "pass"


def test_without_radiance_its_row_is_skipped_and_said(monkeypatch):
    monkeypatch.setattr(run, "is_available", lambda: False)
    (result,) = run_checks(["box_room"])
    assert (result.verdict, result.found) == ("skipped", {})
    assert "not installed" in result.reason
