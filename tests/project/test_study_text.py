"""A study survives the file bit for bit; the audit trail's rows undo and redo it."""

import functools
import itertools
from typing import Any, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bldgassess.errors import UserError
from bldgassess.project import AuditEntry, edit_entry, replay, study_from_json, study_json, study_sha256
from bldgassess.project.values import set_values_of, to_json
from bldgassess.study import Study, make_study
from bldgassess.study.measures import load_measures

NOW = "2026-11-25T12:00:00Z"
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def _bounds(field):
    found: dict[str, Any] = {}
    for rule in field.metadata:
        match rule:
            case Ge(ge=low):
                found["min_value"] = low
            case Gt(gt=low):
                found |= {"min_value": low, "exclude_min": True}
            case Le(le=high):
                found["max_value"] = high
            case Lt(lt=high):
                found |= {"max_value": high, "exclude_max": True}
    return found


def _values(kind, field):
    """Return a strategy for the plain values of a field."""
    if kind in {float, int}:
        bounds = _bounds(field)
        if kind is float:
            return st.floats(allow_nan=False, allow_infinity=False, **bounds)
        return st.integers(**{key: int(value) for key, value in bounds.items() if key.endswith("value")})
    if kind in {bool, str, type(None)}:
        return {bool: st.booleans(), str: _TEXT, type(None): st.none()}[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {tuple, dict}:
        one = _values(inner[origin is dict], field)
        return st.lists(one, max_size=3) if origin is tuple else st.dictionaries(_TEXT, one, max_size=3)
    if str(origin).endswith("Literal"):
        return st.sampled_from(inner)
    return st.one_of([_values(item, field) for item in inner]) if inner else _section(kind)


def _section(model):
    return st.fixed_dictionaries(
        {name: _values(field.annotation, field) for name, field in model.model_fields.items() if field.is_required()},
        optional={
            name: _values(field.annotation, field)
            for name, field in model.model_fields.items()
            if not field.is_required()
        },
    )


@functools.cache
def _settings():
    return [
        (section, name, _values(field.annotation, field))
        for section, info in Study.model_fields.items()
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)
        for name, field in info.annotation.model_fields.items()
    ]


@st.composite
def studies(draw):
    """Any study: some settings at any value that fits, materials, measures at their defaults."""
    values: dict[str, Any] = {}
    for section, name, strategy in draw(st.lists(st.sampled_from(_settings()), max_size=8, unique_by=lambda s: s[:2])):
        value = draw(strategy)
        try:
            make_study({section: {**values.get(section, {}), name: value}})
        except UserError:
            continue  # what only a validator knows: twelve months, a known standard
        values.setdefault(section, {})[name] = value
    if draw(st.booleans()):
        values["materials"] = draw(st.dictionaries(_TEXT, _TEXT, max_size=3))
    if draw(st.booleans()):
        values["measures"] = {draw(st.sampled_from([row.id for row in load_measures()])): {}}
    if draw(st.booleans()):
        values.setdefault("site", {})["weather_folder"] = draw(_TEXT)
    try:
        return make_study(values)
    except UserError:
        return Study()


def _same(one: Study, other: Study) -> bool:
    """Equal values, set where they were set, of the same types, to the last bit."""
    return repr(one.model_dump(exclude_unset=True)) == repr(other.model_dump(exclude_unset=True)) and one == other


@settings(deadline=None, max_examples=150)
@given(studies())
def test_any_study_comes_back_as_it_was(study):
    again = study_from_json(study_json(study), "test")
    assert _same(study, again)
    assert study_json(again) == study_json(study) and study_sha256(again) == study_sha256(study)


@settings(deadline=None, max_examples=60)
@given(st.lists(studies(), min_size=1, max_size=5))
def test_undo_all_gives_the_first_study_and_redo_all_the_last(steps):
    def bytes_of(study):
        return to_json(set_values_of(study), sort=True).encode()

    def row(a, b, kind) -> AuditEntry:
        return edit_entry(a, b, variant="v", words="", person="", recorded=NOW, kind=kind)

    pairs = list(itertools.pairwise(steps))
    done = [row(a, b, "do") for a, b in pairs]
    undone = [row(b, a, "undo") for a, b in reversed(pairs)]
    redone = [row(a, b, "redo") for a, b in pairs]
    assert bytes_of(replay(steps[0], done)) == bytes_of(steps[-1])
    assert bytes_of(replay(steps[0], [*done, *undone])) == bytes_of(steps[0])
    assert bytes_of(replay(steps[0], [*done, *undone, *redone])) == bytes_of(steps[-1])
    assert [(entry.old, entry.new) for entry in undone] == [(entry.new, entry.old) for entry in reversed(done)]


def test_one_setting_is_named_and_several_are_one_step():
    first, second = Study(), make_study({"materials": {"Brick. red": "KBOB/1"}})
    entry = edit_entry(first, second, variant="v", words="", person="", recorded=NOW)
    assert (entry.path, entry.old, entry.new) == ("materials.Brick. red", None, '"KBOB/1"')
    third = make_study({"materials": {"Brick. red": "KBOB/2", "Glass": "KBOB/3"}, "operation": {"heating": "none"}})
    entry = edit_entry(second, third, variant="v", words="", person="", recorded=NOW)
    assert entry.path == "*" and entry.old == '{"materials.Brick. red":"KBOB/1"}'
    assert replay(first, [edit_entry(first, second, variant="v", words="", person="", recorded=NOW), entry]) == third


def test_a_value_set_to_its_default_counts_as_set():
    """results.json lists what somebody set; undoing must take that back too."""
    default = Study().operation.heating
    set_ = make_study({"operation": {"heating": default}})
    entry = edit_entry(Study(), set_, variant="v", words="", person="", recorded=NOW)
    assert (entry.old, entry.new) == (None, f'"{default}"')
    assert study_sha256(set_) != study_sha256(Study())
    assert study_sha256(make_study({"operation": {}})) == study_sha256(Study())
