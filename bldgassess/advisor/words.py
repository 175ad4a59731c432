"""What a search found, in words; numbers by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bldgassess.advisor.result import Abatement, Advice, LevelAnswer
from bldgassess.advisor.space import Candidate, Level, Space
from bldgassess.study.measures import measures_by_id
from bldgassess.texts import mark, translation

#: How a figure is written in a language, such as ``reports.figures.number``.
Number = Callable[[float], str]

_HIGHEST = mark("The design is at the highest level of the label already.")
_REACHED_BY_CARBON = mark(
    "{level} is reached for least carbon with: {measures}. That is {carbon} kgCO2e per m2 against {before} as it"
    " stands, and {points} points of the label."
)
_REACHED_BY_COST = mark(
    "{level} is reached for least cost with: {measures}. That costs {cost} {currency} and gives {carbon} kgCO2e per m2"
    " against {before} as it stands, and {points} points of the label."
)
_NONE_WITHIN = mark("No combination keeps the limits, so none reaches {level}.")
_NOT_REACHED = mark(
    "No combination of these measures reaches {level}. The best has {points} points of {asked}: {measures}."
)
_POINTS = mark("{count} points are missing.")
_SHARES = mark("Categories below their minimum: {categories}.")
_SHARE = mark("{category} by {count} percentage points")
_CONDITIONS = mark("Conditions that do not hold: {criteria}.")
_UNDECLARED = mark("Criteria that nobody has declared or proved, which no measure can gain: {criteria}.")
_STEPS = mark("A step would gain most for it in: {criteria}.")
_NOTHING = mark("no change")
_ONE = mark("{measure}: {level}")
_OFF = mark("not taken")


def next_level_sentences(advice: Advice, language: str = "en", number: Number | None = None) -> tuple[str, ...]:
    """Say what gets the design to the next level, or how far the best gets and what bars it; a sentence each."""
    say, answer = translation(language).gettext, advice.next_level
    write = number or plain_number
    if answer.wanted is None:
        return (say(_HIGHEST),)
    titles = {level.id: level.title.get(language, level.title.get("en", level.id)) for level in advice.levels}
    level = titles[answer.wanted]
    if answer.point is not None:
        point, base = advice.points[answer.point], advice.points[advice.base]
        text = _REACHED_BY_COST if answer.by == "cost" else _REACHED_BY_CARBON
        return (
            say(text).format(
                level=level,
                measures=measures_sentence(advice.space, point.candidate, language, write),
                carbon=write(point.outcome.carbon_kgco2e_per_m2_gia),
                before=write(base.outcome.carbon_kgco2e_per_m2_gia),
                points=write(point.outcome.label_points),
                cost=write(point.outcome.cost or 0.0),
                currency=advice.currency,
            ),
        )
    if answer.best is None:
        return (say(_NONE_WITHIN).format(level=level),)
    best = advice.points[answer.best]
    first = say(_NOT_REACHED).format(
        level=level,
        points=write(best.outcome.label_points),
        asked=write(answer.points_asked),
        measures=measures_sentence(advice.space, best.candidate, language, write),
    )
    return (first, *_bars(answer, say, write))


def _bars(answer: LevelAnswer, say: Callable[[str], str], write: Number) -> Iterable[str]:
    if answer.points_missing > 0.0:
        yield say(_POINTS).format(count=write(answer.points_missing))
    if answer.categories_missing_pct:
        parts = [say(_SHARE).format(category=key, count=write(gap)) for key, gap in answer.categories_missing_pct]
        yield say(_SHARES).format(categories=", ".join(parts))
    if answer.conditions:
        yield say(_CONDITIONS).format(criteria=", ".join(answer.conditions))
    if answer.undeclared:
        yield say(_UNDECLARED).format(criteria=", ".join(answer.undeclared))
    if answer.improvements:
        yield say(_STEPS).format(criteria=", ".join(answer.improvements))


def measures_sentence(space: Space, candidate: Candidate, language: str = "en", number: Number | None = None) -> str:
    """Name what a combination changes of the study: measure and level, or that nothing changes.

    A parameter follows its measure; a measure that the study has and the combination drops is "not taken".
    """
    say, write = translation(language).gettext, number or plain_number
    parts = [
        say(_ONE).format(
            measure=choice_title(space, place, language),
            level=level_words(space, place, candidate[place], language, write),
        )
        for place in space.moved(candidate)
    ]
    return "; ".join(parts) if parts else say(_NOTHING)


def choice_title(space: Space, index: int, language: str = "en") -> str:
    """Return the title of a choice: of its measure, and of its parameter where that is not the main one."""
    say, choice = translation(language).gettext, space.choices[index]
    measure = measures_by_id()[choice.measure]
    title = say(measure.title)
    return title if choice.is_main else f"{title}, {say(measure.parameters[choice.parameter].title)}"


def level_words(space: Space, index: int, place: int, language: str = "en", number: Number | None = None) -> str:
    """Return a level as a person reads it: figure with unit, choice, or "not taken"."""
    choice = space.choices[index]
    row = measures_by_id()[choice.measure].parameters[choice.parameter]
    return value_words(choice.levels[place], row.unit, language, number)


def value_words(level: Level, unit: str, language: str = "en", number: Number | None = None) -> str:
    """Return a level with its unit.

    >>> value_words(160.0, "mm"), value_words("eps", "-"), value_words(None, "mm")
    ('160 mm', 'eps', 'not taken')
    """
    if level is None:
        return translation(language).gettext(_OFF)
    if isinstance(level, str):
        return level
    text = (number or plain_number)(level)
    return text if unit == "-" else f"{text} {unit}"


def abatement_title(space: Space, row: Abatement, language: str = "en", number: Number | None = None) -> str:
    """Return "measure: level" of a row of the list of measures alone."""
    return measures_sentence(space, row.candidate, language, number)


def plain_number(value: float) -> str:
    """Write a figure with four digits and a point.

    >>> plain_number(1234.56), plain_number(0.25)
    ('1235', '0.25')
    """
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
