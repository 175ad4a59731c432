"""Indicators of light: values, classes, reasons; what the label is given; the command's option."""

from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from bldgassess.errors import UserError
from bldgassess.explain.formulas import FORMULAS
from bldgassess.health.assess import compute_health
from bldgassess.health.light import radiance
from bldgassess.health.light.compute import compute_daylight
from bldgassess.health.light.indicators import INDICATORS
from bldgassess.health.light.result import AnnualLight
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.study import set_values

LIGHT = ("L1", "L2", "L3", "L4", "L5", "L6")
YEAR = AnnualLight(
    target_lx=600.0, least_lx=200.0, lit_pct=80.0, sda_pct=85.0, ase_pct=5.0, udi_pct=75.0, dgp=0.37, dgp_worst=0.6,
    edi_lx=300.0, seats_pct=60.0,
)  # fmt: skip


@pytest.fixture(scope="module")
def base(sample_assessments):
    return sample_assessments["base"]


@pytest.fixture(scope="module")
def quick(sample_models, base):
    return find_daylight(sample_models["base"], base.study, load_data())


def _health(item, daylight=None, study=None):
    return compute_health(item.building, study or item.study, item.weather, item.hourly, item.inventory, daylight)


def _rows(health):
    return {row.id: row for row in health.indicators}


def _traced(quick, **changes):
    """The rooms as if Radiance had given all the same year; of the first none."""
    rooms = {
        guid: replace(room, df_pct=np.full(5, 2.5), median_lx=np.full(5, 600.0), annual=replace(YEAR, **changes))
        for guid, room in quick.rooms.items()
    }
    return replace(quick, quality="draft", method="Radiance", rooms=rooms)


def test_every_room_has_a_value_or_a_reason(base, quick):
    for daylight in (None, quick, _traced(quick)):
        for row in _health(base, daylight).indicators:
            for space in row.spaces:
                assert space.value is not None or space.reason, row.id
                assert (space.health_class == "not_assessed") == (space.score is None)


def test_quick_gives_sun_and_view_and_says_what_needs_radiance(base, quick):
    rows = _rows(_health(base, quick))
    assert quick.quality == "quick"
    assert rows["L3"].value > 0.0
    assert rows["L4"].value > 0.0
    assert all(space.value is not None for space in rows["L4"].spaces)
    for name in ("L1", "L5", "L6"):
        assert rows[name].value is None
        assert all("Radiance" in space.reason for space in rows[name].spaces)
    assert "split flux" in rows["L2"].name
    assert "health.circadian_seat_pct" not in _health(base, quick).metrics


def test_without_shapes_light_is_split_flux_alone(base):
    rows = _rows(_health(base))
    assert rows["L2"].value > 0.0
    assert all("shapes" in space.reason for name in ("L1", "L3", "L4", "L5", "L6") for space in rows[name].spaces)


def test_a_year_by_radiance_is_classed_by_its_worse_half(base, quick):
    found = _health(base, _traced(quick))
    rows = _rows(found)
    assert rows["L1"].health_class == "III"  # 600 lx would be II, 200 lx at the back is III
    assert _rows(_health(base, _traced(quick, least_lx=350.0)))["L1"].health_class == "II"
    assert rows["L1"].value == pytest.approx(600.0)
    assert rows["L6"].health_class == "I"
    assert rows["L2"].value == pytest.approx(2.5)
    assert "Radiance" in rows["L2"].name
    assert found.metrics["health.daylight_area_pct"] == pytest.approx(80.0)
    assert found.metrics["health.circadian_seat_pct"] == pytest.approx(60.0)


def test_homes_are_not_rated_for_glare_and_offices_not_for_sun(base, quick):
    traced = _traced(quick)
    home = _rows(_health(base, traced))
    assert home["L5"].health_class == "not_assessed"
    assert home["L5"].value == pytest.approx(0.37)
    office = _rows(_health(base, traced, set_values(base.study, ["building.use=office"])))
    assert office["L5"].health_class == "II"
    assert office["L3"].health_class == "not_assessed"
    assert office["L3"].value == home["L3"].value


def test_a_dwelling_is_as_sunny_as_its_best_room(base, quick):
    row = _rows(_health(base, quick))["L3"]
    assert row.value == max(space.value for space in row.spaces)
    assert row.score == max(space.score for space in row.spaces)


def test_rooms_that_radiance_could_not_compute_say_so(base, quick):
    traced = _traced(quick)
    guid = next(iter(traced.rooms))
    broken = replace(quick.rooms[guid], reason="Radiance could not compute this room.")
    rows = _rows(_health(base, replace(traced, rooms={**traced.rooms, guid: broken})))
    (space,) = (item for item in rows["L1"].spaces if item.guid == guid)
    assert space.reason == broken.reason
    (space,) = (item for item in rows["L2"].spaces if item.guid == guid)
    assert space.drivers["method"] == "split flux"


def test_formulas_of_light_are_registered(base, quick):
    for daylight in (quick, _traced(quick)):
        for row in _health(base, daylight).indicators:
            if row.id in LIGHT:
                assert row.formula_id in FORMULAS, row.id
    assert len(INDICATORS) == len(LIGHT)


def test_quick_is_quick_and_the_same_each_time(sample_models, base, quick):
    again = find_daylight(sample_models["base"], base.study, load_data())
    assert {guid: room.sun_h for guid, room in again.rooms.items()} == {
        guid: room.sun_h for guid, room in quick.rooms.items()
    }
    assert {guid: room.view for guid, room in again.rooms.items()} == {
        guid: room.view for guid, room in quick.rooms.items()
    }


def test_a_rule_of_gb_reads_another_day(sample_models, base):
    study = set_values(base.study, ["health.sunlight_rule=GB solstice 1 h"])
    found = find_daylight(sample_models["base"], study, load_data())
    row = _rows(_health(base, found, study))["L3"]
    assert row.spaces[0].drivers["day"] == "12-22"
    assert row.clause.startswith("GB 50180")


def test_without_radiance_the_user_is_told(monkeypatch, sample_models, base):
    monkeypatch.setattr(radiance, "find_spec", lambda name: None)
    model = sample_models["base"]
    with pytest.raises(UserError) as raised:
        compute_daylight(model.building, model.meshes, base.study, base.weather, quality="draft")
    assert raised.value.issues[0].code == "daylight.not_installed"
    assert not radiance.is_available()


def test_the_command_refuses_a_quality_that_does_not_exist(sample_dir):
    words = ["assess", str(sample_dir / "hainan_house_base.ifc"), "--daylight", "best"]
    found = CliRunner().invoke(make_app(words), words)
    assert found.exit_code == 2
    assert "quick, draft, standard" in found.output.replace("\n", " ")
