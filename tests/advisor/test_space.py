"""What a search may choose from, and what it may not."""

import pytest

from bldgassess.advisor.constraints import load_constraints
from bldgassess.advisor.space import checked_study, make_space
from bldgassess.errors import UserError
from bldgassess.study import Study, apply_edit, set_values
from bldgassess.study.measures import load_measures, measures_by_id


def test_the_study_as_it_stands_is_always_among_the_combinations() -> None:
    study = set_values(Study(), ["measures.wall_insulation.thickness_mm=100", "measures.timber_structure={}"])
    space = make_space(study, {"wall_insulation": (0, 60), "timber_structure": ()}, ("heritage", "keep_structure"))
    found = list(space.candidates())
    assert space.base in found
    assert space.study_of(space.base) is study
    assert space.levels_of(space.base) == {"wall_insulation": 100.0, "timber_structure": "clt"}


def test_no_combination_breaks_a_constraint() -> None:
    space = make_space(
        Study(),
        {
            "wall_insulation": (0, 100),
            "wall_insulation.side": ("outside", "inside"),
            "window_ratio": (0, 40),
            "roof_insulation": (0, 100),
        },
        ("heritage",),
    )
    studies = [space.study_of(item) for item in space.candidates()]
    assert all("window_ratio" not in study.measures for study in studies)
    sides = {
        study.measures["wall_insulation"].get("side", "outside")
        for study in studies
        if "wall_insulation" in study.measures
    }
    assert sides == {"inside"}
    assert len(studies) == 4  # roof on or off, walls inside or not at all


def test_conflicts_and_needs_of_the_catalogue_are_honoured() -> None:
    names = ("heat_recovery", "extract_ventilation", "supply_filters", "timber_structure", "low_carbon_concrete")
    space = make_space(Study(), {name: () for name in names})
    for candidate in space.candidates():
        taken = set(space.study_of(candidate).measures)
        assert not {"heat_recovery", "extract_ventilation"} <= taken
        assert not {"timber_structure", "low_carbon_concrete"} <= taken
        assert "supply_filters" not in taken or "heat_recovery" in taken
    assert space.size > sum(1 for _ in space.candidates()) > 1


def test_a_parameter_of_a_measure_that_is_not_taken_makes_no_double() -> None:
    space = make_space(Study(), {"roof_insulation": (0, 100), "roof_insulation.material": ("eps", "xps")})
    studies = [space.study_of(item).measures for item in space.candidates()]
    assert len(studies) == 1 + 3  # off; default material, eps, xps
    assert len({repr(item) for item in studies}) == len(studies)


def test_edits_make_the_same_study_as_the_space() -> None:
    study = set_values(Study(), ["measures.roof_insulation.thickness_mm=80", "measures.roof_insulation.material=eps"])
    space = make_space(study, {"roof_insulation": ("off", 160), "heat_pump": ("off", 4), "ceiling_fans": ()})
    for candidate in space.candidates():
        edited = study
        for edit in space.edits_of(candidate, "advisor"):
            assert edit.why == "advisor"
            edited = apply_edit(edited, edit)
        assert edited == space.study_of(candidate) == checked_study(space, candidate)


def test_other_parameters_of_a_measure_stay_as_the_study_has_them() -> None:
    study = set_values(Study(), ["measures.roof_insulation.thickness_mm=80", "measures.roof_insulation.material=eps"])
    space = make_space(study, {"roof_insulation": (160,)})
    assert space.study_of((1,)).measures["roof_insulation"] == {"thickness_mm": 160.0, "material": "eps"}


def test_default_levels_of_every_measure_are_within_its_bounds() -> None:
    space = make_space(Study())
    assert {item.measure for item in space.choices} == {item.id for item in load_measures()}
    assert all(len(item.levels) >= 2 and None in item.levels for item in space.choices)


def test_all_mistakes_are_told_at_once() -> None:
    wanted = {"roof": (), "roof_insulation.colour": (), "heat_pump": (9.0,), "window_ratio.direction": ("north",)}
    with pytest.raises(UserError) as told:
        make_space(Study(), wanted)
    codes = {issue.code for issue in told.value.issues}
    assert codes == {
        "measures.unknown", "measures.unknown_parameter", "measures.out_of_range", "advisor.parameter_alone",
    }  # fmt: skip
    with pytest.raises(UserError) as told:
        make_space(Study(), {}, ("castle",))
    assert told.value.issues[0].code == "advisor.unknown_constraint"


def test_constraints_name_measures_and_parameters_of_the_catalogue() -> None:
    known = measures_by_id()
    for rule in load_constraints().values():
        assert rule.source
        for ban in rule.forbids:
            assert set(ban.unless) <= set(known[ban.measure].parameters)
