"""What a search may choose from: measures with levels, ruled by constraints, conflicts and needs of the catalogue."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bldgassess.advisor.constraints import Constraint, load_constraints
from bldgassess.errors import Issue, UserError
from bldgassess.study import Study
from bldgassess.study.edits import Edit
from bldgassess.study.measures import Measure, Parameter, Value, measures_by_id
from bldgassess.study.measures_check import check_measures
from bldgassess.study.read import make_study

#: A value of the parameter, or ``None``: the measure is not taken.
Level = Value | None
#: The place of the chosen level of each choice.
Candidate = tuple[int, ...]

#: How a person writes that a measure is not taken.
OFF = "off"
#: Shares of the catalogue's default that are tried where nobody names levels; an assumption of this program.
_DEFAULT_SHARES = (0.5, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Choice:
    """A parameter of a measure with the levels that it may take; ``base``: the place of the one that the study has."""

    measure: str
    parameter: str
    levels: tuple[Level, ...]
    base: int

    @property
    def is_main(self) -> bool:
        """Whether it says if the measure is taken at all."""
        return self.parameter == measures_by_id()[self.measure].main

    @property
    def path(self) -> str:
        """Name it as the command line does."""
        return self.measure if self.is_main else f"{self.measure}.{self.parameter}"


@dataclass(frozen=True, slots=True)
class Space:
    """All combinations of levels over a study. The study itself, ``base``, is one of them and always allowed.

    ``constraints``: ids of ``constraints.yaml``; a choice that is as the study has it breaks none.
    """

    study: Study
    choices: tuple[Choice, ...]
    constraints: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Number of combinations before any rule."""
        return math.prod(len(item.levels) for item in self.choices)

    @property
    def base(self) -> Candidate:
        """The combination that is the study as it stands."""
        return tuple(item.base for item in self.choices)

    def moved(self, candidate: Candidate) -> list[int]:
        """Return the places of the choices that a combination has otherwise than the study."""
        return [k for k, (item, at) in enumerate(zip(self.choices, candidate, strict=True)) if at != item.base]

    def moves_of(self, place: int) -> list[Candidate]:
        """Return the study with each other level of one choice, whether a rule allows it or not."""
        base, choice = self.base, self.choices[place]
        return [
            (*base[:place], level, *base[place + 1 :]) for level in range(len(choice.levels)) if level != choice.base
        ]

    def measures_of(self, candidate: Candidate) -> dict[str, dict[str, Value]]:
        """Return the measures of the study under a combination; those that no choice is about stay."""
        found = {key: dict(values) for key, values in self.study.measures.items()}
        for choice, place in zip(self.choices, candidate, strict=True):
            level = choice.levels[place]
            if not choice.is_main or place == choice.base:
                continue
            if level is None:
                found.pop(choice.measure, None)
            else:
                found[choice.measure] = {**found.get(choice.measure, {}), choice.parameter: level}
        for choice, place in zip(self.choices, candidate, strict=True):
            level = choice.levels[place]
            if not choice.is_main and place != choice.base and level is not None and choice.measure in found:
                found[choice.measure] = {**found[choice.measure], choice.parameter: level}
        return found

    def study_of(self, candidate: Candidate) -> Study:
        """Return the study of a combination, as a variant has it; the same object for ``base``."""
        if candidate == self.base:
            return self.study
        return self._study_with(self.measures_of(candidate))

    def _study_with(self, measures: dict[str, dict[str, Value]]) -> Study:
        return self.study.model_copy(update={"measures": measures})

    def edits_of(self, candidate: Candidate, why: str = "") -> tuple[Edit, ...]:
        """Return the edits that make a combination of the study, one a measure, for undo and audit trail."""
        before, after = self.study.measures, self.measures_of(candidate)
        return tuple(
            Edit(f"measures.{key}", before.get(key), after.get(key), why)
            for key in sorted({*before, *after})
            if before.get(key) != after.get(key)
        )

    def allows(self, candidate: Candidate) -> bool:
        """Tell whether a combination breaks no constraint, conflict or need, and is no double of another."""
        if candidate == self.base:
            return True
        moved = [self.choices[place] for place in self.moved(candidate)]
        after = self.measures_of(candidate)
        if any(not item.is_main and item.measure not in after for item in moved):
            return False  # a parameter of a measure that is not taken: the same as without it
        rules = [load_constraints()[key] for key in self.constraints]
        if any(rule.forbids_values(item.measure, after.get(item.measure)) for rule in rules for item in moved):
            return False
        return not check_measures(self._study_with(after))

    def candidates(self) -> Iterator[Candidate]:
        """Yield all allowed combinations, the last choice moving first."""
        for candidate in product(*(range(len(item.levels)) for item in self.choices)):
            if self.allows(candidate):
                yield candidate

    def levels_of(self, candidate: Candidate) -> dict[str, Level]:
        """Return the chosen level of each choice, by ``Choice.path``."""
        return {item.path: item.levels[place] for item, place in zip(self.choices, candidate, strict=True)}


def make_space(
    study: Study, wanted: Mapping[str, Sequence[Level]] | None = None, constraints: Sequence[str] = ()
) -> Space:
    """Make the space of a study.

    Parameters
    ----------
    wanted : mapping, optional
        Measure id, or "measure.parameter", -> levels; an empty sequence takes the default levels. ``None`` takes every
        measure of the catalogue that no constraint forbids altogether.
    constraints : sequence of str
        Ids of ``constraints.yaml``.

    Raises
    ------
    UserError
        With one issue for each unknown measure, parameter, constraint and each level out of bounds; or where nothing is
        left to choose.
    """
    known = measures_by_id()
    rules = load_constraints()
    problems = [
        Issue("advisor.unknown_constraint", {"id": key[:60], "choices": ", ".join(rules)})
        for key in constraints
        if key not in rules
    ]
    if problems:
        raise UserError(problems)
    if wanted is None:
        barred = [rules[key] for key in constraints]
        wanted = {key: () for key in known if not any(_bars_all(rule, key) for rule in barred)}
    choices: list[Choice] = []
    for path, levels in wanted.items():
        identity, _, parameter = path.partition(".")
        measure = known.get(identity)
        if measure is None:
            problems.append(Issue("measures.unknown", {"id": identity[:60], "choices": ", ".join(known)}))
            continue
        name = parameter or measure.main
        if name not in measure.parameters:
            names = ", ".join(measure.parameters)
            problems.append(
                Issue("measures.unknown_parameter", {"id": measure.id, "name": name[:60], "choices": names})
            )
            continue
        try:
            choices.append(_make_choice(study, measure, name, levels))
        except UserError as error:
            problems += error.issues
    mains = {item.measure for item in choices if item.is_main} | set(study.measures)
    problems += [
        Issue("advisor.parameter_alone", {"path": item.path, "id": item.measure})
        for item in choices
        if item.measure not in mains
    ]
    if problems:
        raise UserError(problems)
    if not any(len(item.levels) > 1 for item in choices):
        raise UserError(Issue("advisor.no_choices", {}))
    order = {key: place for place, key in enumerate(known)}
    choices.sort(key=lambda item: (order[item.measure], not item.is_main, item.parameter))
    return Space(study, tuple(choices), tuple(constraints))


def default_levels(measure: Measure, parameter: str) -> tuple[Level, ...]:
    """Return the levels tried where nobody names any: not at all, and half, once and one and a half times the default.

    They keep the catalogue's step and bounds; of choices every one is tried, of products the default.

    >>> default_levels(measures_by_id()["roof_insulation"], "thickness_mm")
    (None, 80.0, 160.0, 240.0)
    >>> default_levels(measures_by_id()["heat_pump"], "scop")
    (None, 4.2)
    """
    row = measure.parameters[parameter]
    off: tuple[Level, ...] = (None,) if parameter == measure.main else ()
    if not row.is_figure:
        return (*off, *(row.choices or (row.default,)))
    if row.idle is None:
        return (*off, row.default)
    shares = {_on_step(row, float(row.default) * share) for share in _DEFAULT_SHARES}
    return (*off, *sorted(shares - {row.idle}))


def _on_step(row: Parameter, value: float) -> float:
    least, most, step = row.least or 0.0, row.most or math.inf, row.step or 1.0
    return min(most, max(least, round(round(value / step) * step, 10)))


def _make_choice(study: Study, measure: Measure, name: str, levels: Sequence[Level]) -> Choice:
    """Make a choice; the level that the study has is among its levels, and in front where nobody named it.

    Raises
    ------
    UserError
        With an issue for each level that the measure cannot take.
    """
    is_main = name == measure.main
    now = _level_now(study, measure, name)
    asked = [_as_level(measure, name, level) for level in levels] or list(default_levels(measure, name))
    unique = list(dict.fromkeys([*([] if now in asked else [now]), *asked]))
    if is_main and None in unique:
        unique.remove(None)
        unique.insert(0, None)
    problems: list[Issue] = []
    alone = study.model_copy(update={"measures": {}})
    for level in unique:
        if level is None:
            continue
        trial = alone.model_copy(update={"measures": {measure.id: {name: level}}})
        problems += [issue for issue in check_measures(trial) if issue.code not in {"measures.needs"}]
    if problems:
        raise UserError(problems)
    return Choice(measure.id, name, tuple(unique), unique.index(now))


def _level_now(study: Study, measure: Measure, name: str) -> Level:
    given = study.measures.get(measure.id)
    if name != measure.main:
        return _plain(measure.values(given or {})[name])
    if given is None or not measure.is_active(given):
        return None
    return _plain(measure.values(given)[name])


def _as_level(measure: Measure, name: str, level: Level) -> Level:
    """Return a level as the study would hold it: the idle value of a measure is the measure not taken."""
    if level is None or (isinstance(level, str) and level == OFF):
        return None
    value = _plain(level)
    return None if name == measure.main and value == measure.parameters[name].idle else value


def _plain(value: Value) -> Value:
    return value if isinstance(value, str) else float(value)


def _bars_all(rule: Constraint, identity: str) -> bool:
    return any(ban.measure == identity and not ban.unless for ban in rule.forbids)


def checked_study(space: Space, candidate: Candidate) -> Study:
    """Return the study of a combination read anew through all checks, as an edit would make it."""
    values = space.study.model_dump(mode="python", exclude_unset=True)
    return make_study({**values, "measures": space.measures_of(candidate)}, "advisor")
