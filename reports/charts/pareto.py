"""A search as a chart: a dot a combination, the front as discs, the study and the way to the next level marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bldgassess.advisor.result import OBJECTIVES, Advice, ObjectiveId
from bldgassess.advisor.words import measures_sentence
from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.ops import Chart, Line, Op, Rect, Ring, Text
from reports.figures import pretty_unit

#: Side of the cells of which each shows one of the beaten points [pixels]: ten thousand would be slow to draw.
_CELL = 4.0
_DOT, _DISC = 1.5, 5.0


def point_key(place: int) -> str:
    """Return what a mark of the chart stands for: a place in ``Advice.points``.

    >>> point_key(12)
    'advisor.points.12'
    """
    return f"advisor.points.{place}"


def pareto_chart(
    advice: Advice, width: float, height: float, style: Style, *, x: ObjectiveId = "carbon", y: ObjectiveId = "health"
) -> Chart:
    """Return the points of a search over two objectives.

    The front is that of all objectives of the search, so in two of them a disc may stand behind others. Keys are
    ``point_key``; the study as it stands is a hollow square, the cheapest way to the next level has a ring around it.
    """
    tr = style.translate
    left, right, top, bottom = 46.0, width - 18.0, 10.0, height - 34.0
    shown = [k for k in range(len(advice.points)) if None not in (_value(advice, k, x), _value(advice, k, y))]
    xs, ys = {k: _known(advice, k, x) for k in shown}, {k: _known(advice, k, y) for k in shown}
    x_ticks = nice_ticks(*_range(xs.values()))
    y_ticks = nice_ticks(*_range(ys.values()))

    def x_of(value: float) -> float:
        return left + (value - x_ticks[0]) / (x_ticks[-1] - x_ticks[0]) * (right - left)

    def y_of(value: float) -> float:
        return bottom - (value - y_ticks[0]) / (y_ticks[-1] - y_ticks[0]) * (bottom - top)

    at = {k: (x_of(xs[k]), y_of(ys[k])) for k in shown}
    ops: list[Op] = [*value_axis(style, y_ticks, left, right, y_of), *_below(style, x_ticks, x_of, top, bottom)]
    ops.append(
        Text((left + right) / 2, height - 4, _axis(x, advice, style), style.size, style.palette.text, anchor="middle")
    )
    ops += _dots(advice, at, style)
    tips = {k: _tip(advice, k, style) for k in (*advice.front, advice.base)}
    for k in advice.front:
        if k in at:
            ops.append(Ring(*at[k], _DISC, fill=style.palette.accent, key=point_key(k), tip=tips[k]))
    if advice.base in at:
        bx, by = at[advice.base]
        ops.append(
            Rect(
                bx - _DISC, by - _DISC, 2 * _DISC, 2 * _DISC, None, style.palette.text, 1.5,
                key=point_key(advice.base), tip=f"{tr('As it stands')}: {tips[advice.base]}",
            )
        )  # fmt: skip
    goal = advice.next_level.point
    if goal is not None and goal in at:
        tip = f"{tr('Next level')}: {_tip(advice, goal, style)}"
        ops.append(Ring(*at[goal], 2 * _DISC, 2 * _DISC - 2, fill=style.palette.good, key=point_key(goal), tip=tip))
    title = tr("{front} of {count} combinations are beaten by none").format(
        front=len(advice.front), count=advice.evaluated
    )
    subtitle = tr("{y} over {x}; discs: beaten by none in {objectives}; square: as it stands").format(
        y=_axis(y, advice, style),
        x=_axis(x, advice, style),
        objectives=", ".join(tr(OBJECTIVES[key].title) for key in advice.objectives),
    )
    columns = (*(tr(OBJECTIVES[key].title) for key in advice.objectives), tr("Level"), tr("Changes"))
    rows = tuple(_row(advice, k, style) for k in advice.front)
    return Chart("advisor_pareto", width, height, tuple(ops), title, subtitle, columns, rows)


def _below(
    style: Style, ticks: tuple[float, ...], x_of: Callable[[float], float], top: float, bottom: float
) -> list[Op]:
    ops: list[Op] = []
    for tick in ticks:
        x = x_of(tick)
        ops.append(Line(((x, top), (x, bottom)), style.palette.grid, 0.5))
        label_y = bottom + 1.4 * style.size
        ops.append(Text(x, label_y, style.number(tick), style.size * 0.9, style.palette.muted, anchor="middle"))
    return ops


def _dots(advice: Advice, at: dict[int, tuple[float, float]], style: Style) -> list[Op]:
    """Return a dot for the first beaten point of each cell; those beyond a limit are hollow."""
    taken: set[tuple[int, int]] = set()
    front = set(advice.front)
    ops: list[Op] = []
    for k, (x, y) in at.items():
        cell = (int(x / _CELL), int(y / _CELL))
        if k in front or cell in taken:
            continue
        taken.add(cell)
        fill, stroke = (style.palette.muted, None) if advice.points[k].within else (None, style.palette.muted)
        place = (x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT)
        ops.append(Rect(*place, fill, stroke, 0.5, key=point_key(k), tip=_tip(advice, k, style)))
    return ops


def _value(advice: Advice, place: int, key: ObjectiveId) -> float | None:
    value: float | None = getattr(advice.points[place].outcome, OBJECTIVES[key].figure)
    return value


def _known(advice: Advice, place: int, key: ObjectiveId) -> float:
    return _value(advice, place, key) or 0.0


def _range(values: Iterable[float]) -> tuple[float, float]:
    known = list(values)
    return (min(known), max(known)) if known else (0.0, 1.0)


def objective_unit(key: ObjectiveId, advice: Advice, style: Style) -> str:
    """Return the unit of an objective as a person reads it: of cost the currency of the table."""
    unit = OBJECTIVES[key].unit
    return pretty_unit(style.translate(unit)) if unit else advice.currency


def _axis(key: ObjectiveId, advice: Advice, style: Style) -> str:
    return f"{style.translate(OBJECTIVES[key].title)} [{objective_unit(key, advice, style)}]"


def _tip(advice: Advice, place: int, style: Style) -> str:
    figures = [_figure(advice, place, key, style) for key in advice.objectives]
    words = measures_sentence(advice.space, advice.points[place].candidate, style.language, style.number)
    return "; ".join((words, *figures))


def _figure(advice: Advice, place: int, key: ObjectiveId, style: Style) -> str:
    value = style.number(_value(advice, place, key))
    return f"{style.translate(OBJECTIVES[key].title)} {value} {objective_unit(key, advice, style)}"


def _row(advice: Advice, place: int, style: Style) -> tuple[str, ...]:
    outcome = advice.points[place].outcome
    figures = (style.number(_value(advice, place, key)) for key in advice.objectives)
    words = measures_sentence(advice.space, advice.points[place].candidate, style.language, style.number)
    return (*figures, outcome.label_level or "–", words)
