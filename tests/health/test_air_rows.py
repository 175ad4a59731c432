"""Indicators of air and sound of the sample house: a value or a reason everywhere, and edits that move them."""

from dataclasses import replace

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.explain.formulas import FORMULAS
from bldgassess.health.air_quality import indicators as air
from bldgassess.health.air_quality import material_rows, outdoor_rows, people_rows
from bldgassess.health.air_quality.facing import room_faces
from bldgassess.health.air_quality.outdoor import daily_highest_8h, nearest_city, outdoor_air
from bldgassess.health.inputs import HealthInputs, find_rooms
from bldgassess.health.sound import indicators as sound
from bldgassess.health.sound.facade_rows import facade_noise
from bldgassess.health.sound.party_rows import party_airborne, party_impact
from bldgassess.study import Study, set_values


def _inputs(item, *edits: str) -> HealthInputs:
    study = set_values(item.study, edits)
    return HealthInputs(item.building, study, item.weather, item.hourly, item.inventory, find_rooms(item.hourly))


@pytest.fixture(scope="module")
def base(sample_assessments):
    return sample_assessments["base"]


@pytest.fixture(scope="module")
def better(sample_assessments):
    return sample_assessments["better"]


def test_every_room_has_a_value_or_a_reason(base, better):
    for item in (base, better):
        inputs = _inputs(item)
        for compute in (*air.INDICATORS, *sound.INDICATORS):
            row = compute(inputs)
            assert {space.guid for space in row.spaces} == {room.guid for room in inputs.rooms}
            assert row.formula_id in FORMULAS
            assert row.clause and row.source and row.evidence in {"verified", "to_be_confirmed"}
            for space in row.spaces:
                if space.value is None:
                    assert space.reason and space.score is None and space.health_class == "not_assessed"
                else:
                    assert space.drivers and 0.0 <= space.score <= 100.0


def test_label_metrics_have_the_keys_and_units_of_the_catalogue(base):
    inputs = _inputs(base)
    by_id = {row.id: row for row in (compute(inputs) for compute in (*air.INDICATORS, *sound.INDICATORS))}
    found = {**air.metrics(inputs, by_id), **sound.metrics(inputs, by_id)}
    assert set(found) == {
        "health.co2_delta_p95",
        "health.pm25_annual",
        "health.formaldehyde",
        "health.tvoc",
        "health.radon",
        "health.mould_index_max",
        "health.noise_laeq_night",
    }
    assert found["health.formaldehyde"] == pytest.approx(by_id["I4"].value / 1000.0)  # mg/m3
    bedrooms = {room.guid for room in inputs.rooms if room.use == "bedroom"}
    nights = [space.drivers["night_db"] for space in by_id["A1"].spaces if space.guid in bedrooms]
    assert found["health.noise_laeq_night"] == max(nights)


def test_a_filter_helps_where_fans_supply_and_only_there(base, better):
    def of(item, *edits):
        return outdoor_rows.particles_year(_inputs(item, *edits)).value

    assert of(better, "health.supply_filter=ePM1_80") < of(better)
    assert of(base, "health.supply_filter=ePM1_80") == of(base)  # windows have no filter
    assert of(base, "health.purifier_m3_h=200") < of(base)
    assert of(base, "health.kitchen_hood_fraction=0.9") < of(base)


def test_outdoor_means_of_the_study_come_back(base):
    found = outdoor_air(_inputs(base, "site.pm25_ug_m3=40", "site.no2_ug_m3=22", "site.ozone_ug_m3=100"))
    assert found.hourly["pm25"].mean() == pytest.approx(40.0)
    assert found.hourly["no2"].mean() == pytest.approx(22.0)
    peaks = daily_highest_8h(found.hourly["ozone"][None, :])
    assert np.percentile(peaks, 90.0) == pytest.approx(100.0)
    assert found.own == {"pm25", "no2", "ozone"}
    assert not found.assumptions


def test_monthly_means_are_kept_month_by_month(base):
    means = [30, 28, 20, 15, 12, 10, 9, 9, 12, 18, 24, 29]
    found = outdoor_air(_inputs(base, f"site.pm25_months_ug_m3={means}")).hourly["pm25"]
    days = np.repeat(np.arange(12), np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24)
    assert [found[days == month].mean() for month in range(12)] == pytest.approx(means, rel=1e-9)


def test_calm_days_are_the_dirtiest_and_99th_percentile_is_about_three_times_the_mean(base):
    inputs = _inputs(base, "site.pm25_months_ug_m3=[10,10,10,10,10,10,10,10,10,10,10,10]")
    wind = np.random.default_rng(1).random(365)
    gusty = replace(inputs, weather=replace(inputs.weather, wind_m_s=np.repeat(wind, 24)))
    days = outdoor_air(gusty).hourly["pm25"].reshape(365, 24).mean(axis=1)
    january = slice(0, 31)
    assert list(np.argsort(days[january])) == list(np.argsort(-wind[january]))
    assert 2.3 < np.percentile(days, 99.0) / days.mean() < 3.3
    steady = outdoor_air(inputs).hourly["pm25"].reshape(365, 24).mean(axis=1)  # the typical year's wind is one a month
    assert sorted(steady) == pytest.approx(sorted(days))
    assert abs(np.corrcoef(steady[january], np.arange(31))[0, 1]) < 0.3


def test_eleven_months_are_refused():
    with pytest.raises(UserError):
        set_values(Study(), ["site.pm25_months_ug_m3=[1,2,3,4,5,6,7,8,9,10,11]"])


def test_nearest_city():
    assert nearest_city(18.64, 109.70)[0]["city"] == "Baoting"
    city, distance = nearest_city(60.32, 24.97)
    assert city["city"] == "Helsinki"
    assert 10.0 < distance < 25.0


def test_a_person_s_own_figures_are_project_data(base):
    assert outdoor_rows.particles_year(_inputs(base)).input_quality == "defaults"
    assert outdoor_rows.particles_year(_inputs(base, "site.pm25_ug_m3=9")).input_quality == "project"
    assert facade_noise(_inputs(base, "site.noise_night_db=45")).input_quality == "defaults"
    both = _inputs(base, "site.noise_night_db=45", "site.noise_day_db=50")
    assert facade_noise(both).input_quality == "project"


def test_low_emission_finishes_and_furniture_clear_the_air(base):
    low = ("health.finish_class=A+", "health.furniture_class=ENF")
    for compute in (material_rows.formaldehyde, material_rows.organic_compounds, material_rows.benzene):
        before, after = compute(_inputs(base)), compute(_inputs(base, *low))
        assert after.value < before.value
        assert after.score >= before.score
    assert material_rows.low_emission(_inputs(base, *low)).value > 95.0
    assert material_rows.low_emission(_inputs(base)).value < 40.0


def test_what_emits_most_is_named_and_fades(base):
    for space in material_rows.formaldehyde(_inputs(base)).spaces:
        assert space.drivers["emits_most"]
        assert 0.0 < space.drivers["emits_most_fraction"] <= 1.0
        assert space.drivers["after_1_a_ug_m3"] < space.value


def test_a_membrane_and_poor_soil_lower_radon(base):
    def of(*edits):
        return material_rows.radon(_inputs(base, *edits)).value

    assert of("health.radon_membrane=true") < of() < of("site.radon_soil_bq_m3=200000")


def test_the_layer_that_faces_a_room(two_room_building, base):
    from bldgassess.inventory.build import compute_inventory
    from bldgassess.pipeline.data import load_data

    inventory = compute_inventory(two_room_building, Study(), load_data().store)
    faces = room_faces(two_room_building, inventory)["room-a"]
    by_id = {face.surface.id: face for face in faces}
    # drawn from outside in: 24 cm of brick, then 5 cm of foam, so the foam faces the room
    assert by_id["room-a/south"].material == "EPS board"
    assert by_id["room-a/south"].categories == ("insulation", "masonry")
    # a slab is drawn from below up: the room under the roof touches its concrete
    assert by_id["room-a/roof"].material == "Concrete C30/37"
    assert by_id["room-a/roof"].thickness_m == (0.15, 0.1)
    assert sum(face.surface.area_m2 for face in faces) == pytest.approx(
        sum(item.area_m2 for item in two_room_building.surfaces if item.space_guid == "room-a")
    )


def test_no_mould_margin_where_no_month_is_cold(base):
    row = next(item for item in base.health.indicators if item.id == "I7f")
    assert row.value is None
    assert all("5 K" in space.reason for space in row.spaces)


def test_quieter_windows_and_louder_streets(base):
    def of(*edits):
        return facade_noise(_inputs(base, *edits)).value

    assert of("health.window_rw_db=40") < of()
    assert of("site.noise_day_db=70", "site.noise_night_db=60") == pytest.approx(of() + 10.0)


def test_air_inlets_of_extract_fans_let_noise_in(base):
    quiet = facade_noise(_inputs(base)).value
    assert facade_noise(_inputs(base, "operation.ventilation=extract", "health.vent_dne_db=35")).value > quiet


def test_a_rating_in_the_model_replaces_the_mass_law(base):
    walls = {item.element_guid for item in base.building.surfaces if item.boundary == "outside"}
    elements = tuple(
        replace(item, acoustic_rating_db=20.0) if item.guid in walls else item for item in base.building.elements
    )
    rated = replace(_inputs(base), building=replace(base.building, elements=elements))
    assert facade_noise(rated).value > facade_noise(_inputs(base)).value + 3.0


def test_party_floors_only_where_there_are_other_units(base):
    house = party_airborne(_inputs(base))
    assert house.value is None
    assert all("one home" in space.reason for space in house.spaces)
    flats = _inputs(base, "building.use=apartment")
    airborne, steps = party_airborne(flats), party_impact(flats)
    assert 30.0 < airborne.value < 65.0
    assert airborne.spaces != house.spaces
    assert any(space.value is not None for space in steps.spaces)
    assert all(item.id != "health.sound.units" for item in sound.assumptions(_inputs(base)))
    assert any(item.id == "health.sound.units" for item in sound.assumptions(flats))


def test_infection_counts_people_and_purifiers(base):
    row = people_rows.infection_indicator(_inputs(base))
    more = people_rows.infection_indicator(_inputs(base, "health.purifier_m3_h=300"))
    for before, after in zip(row.spaces, more.spaces, strict=True):
        assert after.value > before.value
        assert after.drivers["probability_8_h"] < before.drivers["probability_8_h"]


def test_codes_beside_the_classes(base):
    space = material_rows.formaldehyde(_inputs(base)).spaces[0]
    assert space.drivers["GB/T 18883-2022 <= 80 ug/m3"] == "met"
    assert "GB 50325-2020 class II <= 80 ug/m3" not in space.drivers  # that is for other uses


def test_explain_gives_the_formula_of_an_indicator(base, tmp_path):
    from bldgassess.explain.results import explain
    from reports.results_json import results_bytes

    (tmp_path / "results.json").write_bytes(results_bytes(base))
    room = base.health.indicators[0].spaces[0].guid
    for path in ("health.I6", f"health.I6.spaces.{room}"):
        assert explain(tmp_path, path).formula is FORMULAS["radon"]
