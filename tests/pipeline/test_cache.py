"""The stage cache: the same results with and without, and only what depends on an edit runs again."""

import random
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Literal, get_args, get_origin

import numpy as np
import pytest

from bldgassess.errors import UserError
from bldgassess.evidence.register import Piece
from bldgassess.model import ReadModel
from bldgassess.pipeline.assess import assess, load_data
from bldgassess.pipeline.cache import Chain, Keyed, StageCache
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.pipeline.fingerprint import fingerprint
from bldgassess.study import Study, apply_edit, defaults, make_edit
from reports.results_json import results_bytes

#: Stages that take no time; what they depend on is not held here.
CHEAP = {"uncertainty", "compliance"}
#: Values for settings whose next value cannot be guessed from their type.
OWN_VALUES = {
    "site.station": "beijing",
    "site.grid_region": "CN-HI",
    "building.name": "Another",
    "carbon.databases": ("DK-T7", "CN-GBT51366", "CH-KBOB"),
    "carbon.refrigerant": "R-290",
    "carbon.systems_off": ("radiators",),
    "carbon.service_life_a": {"window": 11.0},
    "carbon.refurbishments": ({"year_a": 20.0, "name": "kitchen", "kgco2e": 1000.0},),
    "carbon.transport_legs": {"metal": ({"km": 300.0, "mode": "Heavy diesel truck 18 t"},)},
    "envelope.constructions": {"wall": ({"material": "Brick", "thickness_mm": 240.0},)},
}


@pytest.fixture(scope="module")
def data():
    return load_data()


def _edited(study, path, value):
    return apply_edit(study, make_edit(study, path, value))


def _another_value(path):
    """Return a value for a setting that differs from its default and fits it."""
    if path in OWN_VALUES:
        return OWN_VALUES[path]
    section, _, name = path.partition(".")
    field = type(getattr(Study(), section)).model_fields[name]
    value = getattr(getattr(Study(), section), name)
    kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if kind is not type(None)]
    choices = next((get_args(kind) for kind in kinds if get_origin(kind) is Literal), ())
    if choices:
        return next(item for item in choices if item != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int) or int in kinds:
        return (value or 0) + 3
    if isinstance(value, float) or float in kinds:
        return round(0.9 * value, 3) if value else 0.5
    return None


def _short(stage):
    """Shorten the name of an indicator's stage to its package."""
    return stage.split(".")[-3].removesuffix("_quality") if stage.startswith("health ") else stage


def _computed_since(before, cache):
    return set(Counter(cache.stages) - Counter(before))


#: A full round of all settings takes half a minute; the test takes this many, always the same ones.
SAMPLED = 30


def test_any_setting_gives_the_same_bytes_with_and_without(two_room_building, data):
    """One cache sees setting after setting changed; not one result may come from another study."""
    cache, tried = StageCache(), 0
    assess(two_room_building, Study(), data, detail="quick", cache=cache)
    for path in random.Random(4).sample(list(defaults()), SAMPLED):
        value = _another_value(path)
        try:
            study = _edited(Study(), path, value) if value is not None else None
            plain = assess(two_room_building, study, data, detail="quick") if study else None
        except UserError:
            continue
        if plain is None:
            continue
        tried += 1
        cached = assess(two_room_building, study, data, detail="quick", cache=cache)
        assert results_bytes(cached) == results_bytes(plain), path
        assert [row.kgco2e for row in cached.carbon.rows] == [row.kgco2e for row in plain.carbon.rows], path
    assert tried > 0.7 * SAMPLED


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        # concrete of another class: as heavy and as conductive, so the year stays; light reads no materials
        (
            "materials.Concrete C30/37",
            "CN-GBT51366-002",
            {"inventory", "model", "hourly", "carbon", "compliance", "thermal", "air", "sound"},
        ),
        ("carbon.waste_km", 90.0, {"carbon"}),
        ("renewables.pv_kwp", 4.0, {"energy", "carbon", "compliance"}),
        ("operation.cooling_efficiency", 3.0, {"energy", "carbon", "compliance"}),
        ("health.overheating_limit_c", 27.0, {"thermal"}),
        ("envelope.reflectance_wall_fraction", 0.4, {"light"}),
        (
            "operation.cooling_setpoint_c",
            25.0,
            {"model", "march 4", "hourly", "energy", "carbon", "compliance", "thermal", "air"},
        ),
        # no hour of the year is cold enough in Sanya: the model comes out as it was; the outage makes its own
        ("operation.heating_setpoint_c", 21.0, {"model", "hourly", "thermal"}),
        ("label.stage", "inuse", set()),
    ],
)
def test_an_edit_runs_again_what_depends_on_it_and_nothing_else(two_room_building, data, path, value, expected):
    cache = StageCache()
    assess(two_room_building, Study(), data, cache=cache)
    before = cache.stages
    assess(two_room_building, _edited(Study(), path, value), data, cache=cache)
    assert {_short(stage) for stage in _computed_since(before, cache)} - CHEAP == expected - CHEAP


def test_evidence_makes_no_other_weather_and_an_edit_that_light_does_not_read_no_other_light(two_room_building, data):
    cache, model = StageCache(), ReadModel(two_room_building, {})
    light = find_daylight(model, Study(), data, stages=cache)
    assess(two_room_building, Study(), data, cache=cache, daylight=light)
    before, study = cache.stages, _edited(Study(), "renewables.pv_kwp", 4.0)
    data = replace(data, evidence=(Piece(1, "A1", "accepted"),))
    assert find_daylight(model, study, data, stages=cache) is light
    assess(two_room_building, study, data, cache=cache, daylight=light)
    assert _computed_since(before, cache) - CHEAP == {"energy", "carbon"}


def test_quick_takes_the_full_year_where_it_is_known(two_room_building, data):
    cache = StageCache()
    full = assess(two_room_building, Study(), data, cache=cache)
    assert full.steps_per_hour == 4
    again = assess(two_room_building, Study(), data, detail="quick", cache=cache)
    assert again.steps_per_hour == 4
    assert results_bytes(again) == results_bytes(full)
    other = _edited(Study(), "operation.cooling_setpoint_c", 25.0)
    assert assess(two_room_building, other, data, detail="quick", cache=cache).steps_per_hour == 1


def test_annual_figures_come_before_health(two_room_building, data):
    seen, stages = [], []

    def progress(stage, _fraction):
        stages.append(stage)

    def early(figures):
        assert "health" not in stages
        seen.append(figures)

    done = assess(two_room_building, Study(), data, detail="quick", progress=progress, early=early, cache=StageCache())
    assert seen[0].energy == done.energy
    assert seen[0].carbon.per_m2 == done.carbon.per_m2


def test_the_cache_keeps_to_its_size_and_drops_what_was_not_used():
    cache = StageCache(3_000_000)
    chain = Chain(Study(), cache)
    arrays = [np.full(100_000, float(k)) for k in range(6)]
    for k, array in enumerate(arrays):
        chain.run(f"stage {k}", lambda _own, a: a * 2.0, chain.source(array))
        chain.run("stage 0", lambda _own, a: a * 2.0, chain.source(arrays[0]))
    assert cache.held_bytes <= 3_000_000
    assert cache.stages == ("stage 4", "stage 5", "stage 0")


def test_another_object_is_another_input_even_where_the_first_is_gone():
    cache = StageCache()
    chain = Chain(Study(), cache)
    for k in range(200):
        found = chain.run("double", lambda _own, a: a[0] * 2, chain.source([k]))
        assert found.value == 2 * k


def test_what_a_stage_reads_is_noted_field_by_field():
    cache = StageCache()

    def stage(study):
        """Read one setting, and a second one only where the first says so."""
        op = study.operation
        return op.heat_recovery_fraction if op.ventilation == "balanced" else 0.0

    studies = [
        Study(),
        _edited(Study(), "operation.heat_recovery_fraction", 0.5),
        _edited(Study(), "operation.ventilation", "balanced"),
        _edited(_edited(Study(), "operation.ventilation", "balanced"), "operation.heat_recovery_fraction", 0.5),
    ]
    assert [Chain(study, cache).run("recovery", stage).value for study in studies] == [0.0, 0.0, 0.75, 0.5]
    assert len(cache) == 3


def test_a_failed_stage_leaves_nothing_behind(two_room_building, data):
    cache = StageCache()
    bad = _edited(Study(), "carbon.budget_path", "nowhere")
    with pytest.raises(UserError):
        assess(two_room_building, bad, data, detail="quick", cache=cache)
    assert "carbon" not in cache.stages
    done = assess(two_room_building, Study(), data, detail="quick", cache=cache)
    assert results_bytes(done) == results_bytes(assess(two_room_building, Study(), data, detail="quick"))


def test_equal_texts_have_one_fingerprint_whether_they_are_one_object_or_two():
    one = "".join(["a sen", "tence"])
    two = "".join(["a ", "sentence"])
    assert one is not two
    assert fingerprint((one, one)) == fingerprint((one, two))
    assert fingerprint((one, one)) != fingerprint((one, "another"))


def test_a_model_that_comes_out_equal_is_the_one_before():
    """Read in full only where a glance agrees; a value far apart from all that a glance sees is still another."""
    cache = StageCache()

    def made(key, value, last):
        array = np.full(10_000, value)
        array[-2] = last
        keyed = Keyed(SimpleNamespace(model=array), key)
        cache.keep("model", key, key, keyed, {})
        return Chain(Study(), cache).alike("model", keyed, "model").key

    assert made("a", 1.0, 1.0) == "a.model"
    assert made("b", 1.0, 1.0) == "a.model"
    assert made("c", 2.0, 1.0) == "c.model"
    assert made("d", 1.0, 5.0) == "d.model"
    assert made("e", 1.0, 5.0) == "d.model"
